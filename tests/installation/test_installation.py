"""`jobsim doctor`: each part is broken in turn, and the check says so and what to do."""

from __future__ import annotations

import errno
import hashlib
import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim import cli
from sim.files.caches import CACHE_VARIABLE
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.installation import compiled, fonts, machine, packages
from sim.installation.compiled import check_cache, is_whole
from sim.installation.examination import examined, is_sound
from sim.installation.finding import Finding
from sim.installation.folders import check_results, check_scenarios
from sim.installation.machine import check_disks, check_memory, check_processors
from sim.installation.packages import check_extras, check_packages, check_python, module_of
from sim.installation.requirement import Asked, Requirement, asked, requirement_of


def only(findings: list[Finding] | Finding, state: str) -> Finding:
    """The finding of a state; there is exactly one."""
    (found,) = [each for each in (findings if isinstance(findings, list) else [findings]) if each.state == state]
    return found


# --- what is asked for


@pytest.mark.parametrize(("versions", "allowed", "refused"), [
    (">=2.0", ("2.0", "2.0.1", "10.0", "2.1.0rc1"), ("1.26.4", "1.9")), (">=4.1,<5", ("4.1", "4.9.9"), ("5", "5.0", "4.0")),
    ("==0.68.*", ("0.68", "0.68.1", "0.68.0rc1"), ("0.67.9", "0.69.0")), ("~=1.4.2", ("1.4.2", "1.4.9"), ("1.5.0", "1.4.1")),
    ("!=2.3", ("2.2", "2.3.1"), ("2.3", "2.3.0")), ("", ("0", "99"), ()), (">1.0", ("1.0.1",), ("1.0", "1")),
])  # fmt: skip
def test_versions_are_compared_as_pep_440_says(
    versions: str, allowed: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    requirement = Requirement("x", versions)
    assert all(requirement.allows(version) for version in allowed)
    assert not any(requirement.allows(version) for version in refused)


def test_lines_of_requirements_are_read() -> None:
    assert requirement_of("numpy>=2.0") == Requirement("numpy", ">=2.0")
    assert requirement_of("ruamel.yaml.clib >= 0.2.12") == Requirement("ruamel.yaml.clib", ">= 0.2.12")
    assert requirement_of('httpx>=0.28; extra == "data"') == Requirement("httpx", ">=0.28", "data")
    assert requirement_of("pandas[excel]>=2; python_version > '3'") == Requirement("pandas", ">=2")
    assert requirement_of("# nothing") is None


def test_what_is_asked_is_what_pyproject_states(tmp_path: Path) -> None:
    wanted = asked()
    assert wanted.stated_in == "pyproject.toml"
    assert {"numba", "pandas", "typer"} <= {each.name for each in wanted.packages}
    assert {each.name for each in wanted.extras["report"]} == {"weasyprint", "python-docx", "XlsxWriter"}
    assert "dev" not in wanted.extras
    installed = asked(tmp_path)  # no checkout: the installed package says it itself
    assert installed.stated_in in ("the installed package", "")


# --- Python and packages

WANTED = Asked(
    Requirement("python", ">=3.11"), (Requirement("numpy", ">=2.0"), Requirement("simpy", ">=4.1,<5")),
    {"report": (Requirement("weasyprint", ">=66"), Requirement("XlsxWriter", ">=3.2"))}, "pyproject.toml",
)  # fmt: skip


def test_this_python_and_these_packages_are_in_order() -> None:
    assert check_python(WANTED).state == "ok"
    assert [each.state for each in check_packages(WANTED)] == ["ok"]
    assert [each.state for each in check_extras(WANTED)] == ["ok"]


def test_an_old_python_is_a_problem() -> None:
    found = check_python(Asked(Requirement("python", ">=9.1"), (), {}, "pyproject.toml"))
    assert (found.state, found.part) == ("problem", "Python")
    assert ">=9.1 is needed" in found.found
    assert "PYTHON=" in found.do


def test_a_python_of_32_bit_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.installation.packages.struct.calcsize", lambda _: 4)
    assert "64 bit is needed" in check_python(WANTED).found


@pytest.mark.parametrize(("known", "words"), [
    ({"numpy": "2.1"}, "simpy is not installed; >=4.1,<5 is needed"),
    ({"numpy": "1.26", "simpy": "4.1"}, "numpy 1.26: >=2.0 is needed"),
    ({"numpy": "2.1", "simpy": "5.0"}, "simpy 5.0: >=4.1,<5 is needed"),
])  # fmt: skip
def test_a_missing_or_wrong_package_is_a_problem(
    known: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name not in known:
            raise PackageNotFoundError(name)
        return known[name]

    monkeypatch.setattr(packages, "version", version)
    found = only(check_packages(WANTED), "problem")
    assert found.found == words
    assert "make setup" in found.do


def test_a_package_that_cannot_be_imported_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        if name == "numpy":
            raise ImportError("DLL load failed\nwhile importing")

    monkeypatch.setattr(packages, "import_module", broken)
    found = only(check_packages(WANTED), "problem")
    assert "cannot be imported: ImportError: DLL load failed" in found.found
    assert "\n" not in found.found


def test_a_package_that_nothing_asks_for_is_a_problem() -> None:
    found = only(check_packages(Asked(Requirement("python", ""), (), {}, "")), "problem")
    assert "nothing says which packages" in found.found


def test_a_missing_extra_is_a_note_that_says_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(packages, "version", version)
    found = only(check_extras(WANTED), "note")
    assert "weasyprint is not installed" in found.found
    assert "pip install 'jobsim[report]'" in found.do
    assert "jobsim elicit" in found.do


def test_a_missing_library_of_the_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(packages, "import_module", broken)
    found = only(check_extras(WANTED), "note")
    assert "libpango" in found.found
    assert "apt install libpango" in found.do


# --- fonts


def test_fonts_that_are_missing_or_damaged_are_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts.check_fonts().state == "ok"
    folder = tmp_path / "mpl-data" / "fonts" / "ttf"
    folder.mkdir(parents=True)
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(fonts, "find_spec", lambda _: spec)
    (folder / "DejaVuSans.ttf").write_bytes(b"\x00\x01\x00\x00" + bytes(20_000))
    (folder / "DejaVuSans-Bold.ttf").write_bytes(b"<html>")
    found = fonts.check_fonts()
    assert found.state == "problem"
    assert found.found.startswith("DejaVuSans-Bold.ttf missing or damaged")
    assert "matplotlib" in found.do
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    assert fonts.check_fonts().state == "problem"


# --- the cache of compiled code


def code(file: Path, content: bytes, *, damaged: bool = False) -> None:
    """A file as the kernel's cache writes it: the hash of the content, then the content."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(hashlib.sha256(content).digest() + content + (b"!" if damaged else b""))


def test_a_cache_says_where_it_lies_how_large_it_is_and_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    empty = check_cache("kernel-new")
    assert [each.state for each in empty] == ["ok", "note"]
    assert "nothing of this version yet" in empty[1].found
    code(tmp_path / "cache" / "kernel-new" / "a" / "run.1.nbc", b"x" * 999_968)
    code(tmp_path / "cache" / "kernel-old" / "a" / "run.1.nbc", b"y" * 499_968)
    findings = check_cache("kernel-new")
    assert [each.state for each in findings] == ["ok", "ok"]
    assert findings[0].found == f"{tmp_path / 'cache'}, 1.5 MB"
    assert "1 other version, 0.5 MB" in findings[1].found
    assert not (tmp_path / "cache" / "checked").exists()  # it leaves nothing behind


def test_damaged_entries_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    code(tmp_path / "kernel-new" / "a" / "whole.1.nbc", b"abc")
    code(tmp_path / "kernel-new" / "a" / "torn.1.nbc", b"abc", damaged=True)
    (tmp_path / "kernel-new" / "a" / "empty.1.nbc").write_bytes(b"")
    found = only(check_cache("kernel-new"), "note")
    assert found.found == f"damaged: {Path('kernel-new/a/empty.1.nbc')}, {Path('kernel-new/a/torn.1.nbc')}"
    assert "compiled again" in found.do


def test_the_check_of_a_file_is_that_of_the_cache_itself(tmp_path: Path) -> None:
    """Whatever the kernel's cache would load is whole here, and nothing else."""
    from sim.chance.code_cache import CodeFiles

    files = CodeFiles(tmp_path, "run", "stamp")
    files.save("key", {"code": 1})
    file = files.file("key")
    assert is_whole(file)
    file.write_bytes(file.read_bytes()[:-1])
    assert files.load("key") is None
    assert not is_whole(file)
    assert not is_whole(tmp_path / "gone.nbc")


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    found = check_cache("kernel-new")[0]
    assert found.state == "note"
    assert f"{tmp_path / 'file'} cannot be written, so it is kept in {tmp_path}" in found.found
    assert f"set {CACHE_VARIABLE}" in found.do


def test_no_folder_that_lasts_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = SimpleNamespace(folder=None, lasts=False, why="/home/x cannot be written")
    monkeypatch.setattr(compiled, "cache_of", lambda _: cache)
    found = only(check_cache("kernel-new"), "problem")
    assert "compiled at each start" in found.found
    assert f"set {CACHE_VARIABLE}" in found.do


# --- folders


@pytest.fixture
def scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), folder, ignore=shutil.ignore_patterns("places"))
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(folder))
    return folder


def test_whole_scenario_files_are_in_order(scenarios: Path) -> None:
    (found,) = check_scenarios()
    assert found.state == "ok"
    assert found.found.startswith(f"{scenarios} ({SCENARIOS_VARIABLE}): ")


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("studies/example.yaml", "schema: 1", "schema: [1", "studies/example.yaml:"),
    ("practices/baseline.yaml", "schema: 1", "schema: 1\nschema: 1", "the key `schema` appears twice"),
    ("packages.yaml", "regime: R2024", "regime: R1924", "regimes/R1924.yaml: there is no such file"),
])  # fmt: skip
def test_a_broken_scenario_file_is_named_with_its_line(
    scenarios: Path, file: str, old: str, new: str, words: str
) -> None:
    text = (scenarios / file).read_text(encoding="utf-8")
    assert old in text
    (scenarios / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = check_scenarios()[0]
    assert (found.state, found.part) == ("problem", "Scenario files")
    assert words in found.found
    assert found.do


def test_a_missing_scenarios_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "gone"))
    found = only(check_scenarios(), "problem")
    assert f"unset {SCENARIOS_VARIABLE}" in found.do


def test_a_folder_of_results_is_looked_at_and_not_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = check_results()
    assert found.state == "ok"
    assert "which the first study creates" in found.found
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "results").write_text("", encoding="utf-8")
    found = check_results()
    assert found.state == "problem"
    assert "a file stands there" in found.found
    assert "--results" in found.do


def test_a_folder_of_results_without_permission_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("sim.installation.folders.tempfile.mkstemp", refused)
    found = check_results(tmp_path / "deep" / "results")
    assert (found.state, "Permission denied" in found.found) == ("problem", True)


# --- the machine


def test_processors_are_those_that_the_process_may_use() -> None:
    from sim.runs.scheduler import default_workers

    assert machine.threads() == default_workers()
    assert f"{default_workers()} worker" in check_processors().found


@pytest.mark.parametrize(("free", "state", "words"), [
    (64e9, "ok", ""), (1.5e9, "note", "--workers 1"), (2.4e9, "note", "--workers 3"), (0.5e9, "problem", "more memory"),
    (None, "ok", ""),
])  # fmt: skip
def test_little_memory_is_noted(free: float | None, state: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "free_memory", lambda: free)
    monkeypatch.setattr(machine, "threads", lambda: 8)
    found = check_memory()
    assert found.state == state
    assert words in found.do


def test_free_memory_is_the_smaller_of_machine_and_container(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 16000000 kB\nMemAvailable:    2000000 kB\n", encoding="ascii")
    assert machine._free_linux(meminfo) == 2_048_000_000
    (tmp_path / "memory.max").write_text("1000000000\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("400000000\n", encoding="ascii")
    assert machine._limit(tmp_path / "memory.max") == 600_000_000
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    assert machine._limit(tmp_path / "memory.max") is None
    assert machine._limit(tmp_path / "gone") is None
    if sys.platform == "linux":
        assert 0 < (machine.free_memory() or 0) < 1e14


@pytest.mark.parametrize(("free", "state"), [(80e9, "ok"), (1e9, "note"), (1e8, "problem")])
def test_a_full_disk_is_noted_once_for_each_disk(
    free: float, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.installation.machine.shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    findings = check_disks(tmp_path / "results", tmp_path / "cache")  # both on the same disk
    assert [each.state for each in findings] == [state]


# --- all of it, and the command

Jobsim = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jobsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jobsim:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["doctor", *arguments])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call


def test_this_installation_is_sound_and_every_part_is_looked_at(jobsim: Jobsim) -> None:
    code_, out, err = jobsim("--json")
    data: dict[str, Any] = json.loads(out)
    assert (code_, err) == (0, "")
    assert data["sound"] is True
    parts = list(dict.fromkeys(each["part"] for each in data["findings"]))
    assert parts[:6] == ["Python", "Packages", "Fonts", "Scenario files", "Results", "Compiled code"]
    assert {"Processors", "Memory", "Disk", "Extra report", "Extra data"} <= set(parts)
    assert set(data["findings"][0]) == {"part", "state", "found", "do"}
    assert os.listdir() == []  # noqa: PTH208 - nothing is left behind in the working folder


@pytest.mark.parametrize("arguments", [(), ("installation",)])
def test_a_problem_ends_with_1_and_is_shown_with_what_to_do(
    arguments: tuple[str, ...], jobsim: Jobsim, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = [
        Finding("Python", "ok", "Python 3.12"), Finding("Packages", "problem", "numpy is not installed", "make setup"),
        Finding("Extra report", "note", "weasyprint is not installed", "pip install 'jobsim[report]'"),
    ]  # fmt: skip
    monkeypatch.setattr("sim.installation.examination.examined", lambda _: findings)
    code_, out, _ = jobsim(*arguments)
    assert code_ == 1
    lines = " ".join(out.split())
    assert "OK Python Python 3.12" in lines
    assert "PROBLEM Packages numpy is not installed do: make setup" in lines
    assert "note Extra report weasyprint is not installed do: pip install 'jobsim[report]'" in lines
    assert "1 problem" in lines
    findings.pop(1)
    assert jobsim(*arguments)[0] == 0
    assert not is_sound([Finding("x", "problem", "")])


def test_every_line_fits_a_narrow_terminal(jobsim: Jobsim, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    findings = [Finding("Packages", "problem", "a word " * 30, "do this " * 30)]
    monkeypatch.setattr("sim.installation.examination.examined", lambda _: findings)
    monkeypatch.setattr("sim.commands.installation.console", lambda: Console(width=80))
    _, out, _ = jobsim()
    assert max(map(len, out.splitlines())) <= 80


def test_an_option_before_a_command_is_refused(jobsim: Jobsim) -> None:
    code_, _, err = jobsim("--json", "store")
    assert code_ == 2
    assert "jobsim doctor store --json" in err


def test_a_broken_file_is_found_by_the_whole_check(scenarios: Path, jobsim: Jobsim) -> None:
    (scenarios / "lists.yaml").write_text("a: [", encoding="utf-8")
    assert not is_sound(examined())
    assert jobsim()[0] == 1


@pytest.mark.parametrize(
    ("written", "module"),
    [
        ("ruamel.yaml", "ruamel.yaml"), ("ruamel-yaml", "ruamel.yaml"), ("ruamel_yaml", "ruamel.yaml"),
        ("ruamel.yaml.clib", "_ruamel_yaml"), ("ruamel-yaml-clib", "_ruamel_yaml"), ("SALib", "SALib"),
        ("python-docx", "docx"), ("typing-extensions", "typing_extensions"),
    ],
)  # fmt: skip
def test_a_package_is_imported_by_its_module_however_its_name_is_written(written: str, module: str) -> None:
    """The metadata of a wheel writes names in another way than pyproject.toml (PEP 503)."""
    assert module_of(written) == module
    importlib.import_module(module)
