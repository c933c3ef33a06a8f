"""Caches: where they lie without a home directory, and files of machine code that are damaged."""

from __future__ import annotations

import atexit
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numba
import pytest

from sim.chance.code_cache import CodeFiles
from sim.chance.compiled import KEPT, cache_folder, leaf
from sim.files.caches import cache_of, keep_newest
from sim.report import font_cache

POSIX = pytest.mark.skipif(not hasattr(os, "getuid"), reason="on Windows each user has a temporary folder")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, and no folder in the environment."""
    for name in ("JOBSIM_CACHE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, "")  # so that a change is undone after the test
        monkeypatch.delenv(name)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home directory, as in a container with a numeric user."""

    def home() -> NoReturn:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", staticmethod(home))


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A folder that nobody can create, not even root."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "cache"


# --- folders
def test_the_folder_is_that_of_the_environment_then_that_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert cache_of("a").folder == tmp_path / "home" / ".cache" / "jobsim" / "a"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert cache_of("a").folder == tmp_path / "user" / "jobsim" / "a"
    monkeypatch.setenv("JOBSIM_CACHE", "~/chosen")
    assert cache_of("a") == (tmp_path / "home" / "chosen" / "a", True, None, True)
    assert not cache_of("a").new


@pytest.mark.usefixtures("homeless")
def test_no_home_is_asked_for_where_another_folder_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert cache_of("a").folder == tmp_path / "user" / "jobsim" / "a"
    monkeypatch.setenv("JOBSIM_CACHE", str(tmp_path / "chosen"))
    assert cache_of("a").folder == tmp_path / "chosen" / "a"


@POSIX
@pytest.mark.usefixtures("homeless")
def test_without_a_home_each_user_has_one_folder_that_lasts(temporary: Path) -> None:
    first, second = cache_of("a"), cache_of("a")
    own = temporary / f"jobsim_cache_{os.getuid()}"
    assert first == (own / "a", True, "there is no home directory", True)
    assert (second.folder, second.new) == (own / "a", False)
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert [path.name for path in temporary.iterdir()] == [own.name]


def _writable_by_all(folder: Path, _: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def _link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "theirs")


def _file(folder: Path, _: Path) -> None:
    folder.write_text("")


@POSIX
@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize("prepare", [_writable_by_all, _link, _file])
def test_a_folder_in_which_others_could_write_is_not_used(
    prepare: Callable[[Path, Path], None], temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its code would be executed. The process makes a folder of its own, shares it with its workers, and removes it."""
    at_end: list[tuple[Any, ...]] = []
    monkeypatch.setattr(atexit, "register", lambda *call, **options: at_end.append((*call, options)))
    taken = temporary / f"jobsim_cache_{os.getuid()}"
    prepare(taken, tmp_path)
    cache = cache_of("a")
    assert cache.folder is not None
    assert cache.folder.is_dir()
    assert cache.folder.parent.parent == temporary
    assert cache.folder.parent != taken
    assert not cache.lasts
    assert os.environ["JOBSIM_CACHE"] == str(cache.folder.parent)
    (remove, what, options) = at_end[0]
    remove(what, **options)
    assert list(temporary.iterdir()) == [taken]


@POSIX
@pytest.mark.usefixtures("homeless")
def test_the_folder_of_another_user_is_not_used(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = os.getuid() + 1
    (temporary / f"jobsim_cache_{other}").mkdir(mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: other)
    monkeypatch.setattr(atexit, "register", lambda *_, **__: None)
    folder = cache_of("a").folder
    assert folder is not None
    assert folder.parent.name != f"jobsim_cache_{other}"


def test_a_home_directory_of_another_user_cannot_be_written(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where HOME remains /root for another user. Root itself may look everywhere, so the refusal is imitated."""
    ask = Path.is_dir

    def refused(path: Path) -> bool:
        if tmp_path / "root" in path.parents:
            raise PermissionError(13, "Permission denied")
        return ask(path)

    monkeypatch.setenv("JOBSIM_CACHE", str(tmp_path / "root"))
    monkeypatch.setattr(Path, "is_dir", refused)
    cache = cache_of("a")
    assert cache.folder is not None
    assert cache.folder.parent.parent == temporary
    assert cache.why == f"{tmp_path / 'root'} cannot be written"


def test_a_machine_without_any_folder_has_no_cache(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOBSIM_CACHE", str(unwritable))
    monkeypatch.setattr(tempfile, "tempdir", str(unwritable))
    assert cache_folder() is None
    assert "the kernel is compiled at each start" in capsys.readouterr().err


@POSIX
def test_the_reason_is_said_once(
    unwritable: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOBSIM_CACHE", str(unwritable))
    folder = cache_folder()
    own = temporary / f"jobsim_cache_{os.getuid()}"
    assert folder is not None
    assert folder.parent == own
    assert capsys.readouterr().err.splitlines() == [
        f"jobsim: {unwritable} cannot be written, so the compiled kernel is kept in {own}",
        "  do: set JOBSIM_CACHE to a folder that you can write",
    ]
    assert cache_folder() == folder
    assert capsys.readouterr().err == ""


def test_only_folders_that_were_used_last_remain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(KEPT + 3):
        old = tmp_path / f"kernel-{number:016x}"
        old.mkdir()
        (old / "code.nbc").write_text("")
        os.utime(old, (1e9 - number, 1e9 - number))
    (tmp_path / "matplotlib").mkdir()
    monkeypatch.setenv("JOBSIM_CACHE", str(tmp_path))
    folder = cache_folder()
    assert folder is not None
    left = {path.name for path in tmp_path.glob("kernel-*")}
    assert left == {folder.name, *(f"kernel-{number:016x}" for number in range(KEPT - 1))}
    assert (tmp_path / "matplotlib").is_dir()
    keep_newest([tmp_path / "kernel-gone"], 0)  # another process has removed it: no error


# --- files
def double(number: int) -> int:
    return 2 * number


def compiled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a process that starts now compiles the function."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(folder))
    function: Any = leaf(double)
    assert function(21) == 42
    hits: int = sum(function.stats.cache_hits.values())
    return hits == 0


def _signed(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:100],
        lambda content: content[:-1],
        lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
        lambda _: b"",
        lambda _: b"rubbish" * 99,
        lambda _: _signed(b"rubbish"),
        lambda _: _signed(b"\x80\x04K\x01."),
    ],
    ids=["cut", "one byte short", "one bit", "empty", "rubbish", "no pickle", "a pickle of something else"],
)
def test_damaged_code_is_compiled_again_and_replaced(
    damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compiled(tmp_path, monkeypatch)
    assert not compiled(tmp_path, monkeypatch)
    (file,) = tmp_path.rglob("*.nbc")
    content = file.read_bytes()
    file.write_bytes(damage(content))
    assert compiled(tmp_path, monkeypatch)
    assert not compiled(tmp_path, monkeypatch)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [file.name]


def test_code_that_cannot_be_stored_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CodeFiles, "save", full)
    assert compiled(tmp_path, monkeypatch)


def test_two_processes_that_compile_at_once_store_under_different_names(tmp_path: Path) -> None:
    """Each key has its own file, so there is no index in which one process could lose the other's entry."""
    one, two = (CodeFiles(tmp_path, "double", b"source") for _ in range(2))
    one.save("int", 1)
    two.save("float", 2)
    two.save("int", 1)
    assert (one.load("int"), one.load("float"), one.load("text")) == (1, 2, None)
    assert CodeFiles(tmp_path, "double", b"other source").load("int") is None
    assert len(list(tmp_path.glob("*.nbc"))) == 2


# --- fonts
@pytest.mark.usefixtures("homeless")
def test_matplotlib_gets_a_folder_only_where_it_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "matplotlib", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    font_cache.settle()
    assert "MPLCONFIGDIR" not in os.environ
    monkeypatch.delenv("XDG_CONFIG_HOME")
    font_cache.settle()
    assert os.environ["MPLCONFIGDIR"] == str(tmp_path / "cache" / "jobsim" / "matplotlib")
    font_cache.settle()
    assert os.environ["MPLCONFIGDIR"] == str(tmp_path / "cache" / "jobsim" / "matplotlib")
