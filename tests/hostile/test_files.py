"""Files that ask for more than they should: links, pipes, devices, names that climb, deep and huge ones, aliases and tags."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.data.bring import Wish, bring
from sim.data.contents import read_contents
from sim.files.bounded import bytes_of
from sim.files.errors import ScenarioError
from sim.files.hashes import files_in, of_file, of_scenarios
from sim.files.paths import scenarios_dir
from sim.files.source import parse, read
from sim.files.tree import MAX_ENTRIES
from sim.place.office.calendar import read_holidays
from sim.results import stored
from sim.results.answer import asked
from sim.study.load import load

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
SECRET = "secret: of another user\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the scenario files, beside a file that nobody handed in."""
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), folder)
    (tmp_path / "secret.yaml").write_text(SECRET, encoding="utf-8")
    monkeypatch.setenv("JOBSIM_SCENARIOS", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(ScenarioError) as caught:
        call()
    assert "of another user" not in str(caught.value)
    return str(caught.value)


# --- links
@posix
@pytest.mark.parametrize("folder", ["studies", "places", "people", "office", "regimes", "practices", "figures"])
def test_a_link_in_the_folder_of_scenarios_is_not_read(folder: str, root: Path) -> None:
    link = root / folder / "linked.yaml"
    link.symlink_to(root.parent / "secret.yaml")
    said = refused(lambda: read(link, root))
    assert said.startswith(f"{folder}/linked.yaml: a link is not read")
    assert "secret.yaml" in said


@posix
def test_a_link_to_a_folder_outside_is_not_read(root: Path) -> None:
    outside = root.parent / "elsewhere"
    shutil.move(root / "places", outside)
    (root / "places").symlink_to(outside)
    assert "the folder of this file lies elsewhere" in refused(lambda: load("example", root))


@posix
def test_a_folder_of_scenarios_may_itself_be_reached_by_a_link(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user names it. Many systems reach home folders and temporary folders by links."""
    link = root.parent / "link"
    link.symlink_to(root)
    monkeypatch.setenv("JOBSIM_SCENARIOS", str(link))
    assert load("example").name == "example"


@posix
def test_a_study_that_is_a_link_is_not_read(root: Path) -> None:
    for name, target in (
        ("a.yaml", root / "studies" / "example.yaml"),
        ("b.yaml", Path("b.yaml")),
        ("c.yaml", Path("nothing")),
    ):
        link = root.parent / name
        link.symlink_to(target)
        assert "a link is not read" in refused(lambda link=link: load(link))  # type: ignore[misc]
        assert asked(str(link), None, "json", {}) is None


@posix
def test_a_data_file_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text(SECRET, encoding="utf-8")
    (tmp_path / "auk01.csv").symlink_to(tmp_path / "real.csv")
    assert "a link is not read" in refused(lambda: bring([tmp_path / "auk01.csv"], Wish()))


@posix
def test_links_among_stored_runs_are_damaged_files_and_belong_to_no_hash(tmp_path: Path) -> None:
    runs = tmp_path / "small" / "runs"
    runs.mkdir(parents=True)
    (tmp_path / "other").write_bytes(b"x" * 100)
    (runs / f"{'0' * 64}.parquet").symlink_to(tmp_path / "other")
    (kept,) = stored.stored("small", tmp_path)
    assert (kept.state, "a link" in kept.why) == ("damaged", True)
    assert list(files_in(tmp_path / "small")) == []


# --- pipes, devices, folders
@posix
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    kinds = [(tmp_path / "pipe.yaml", "this is a pipe"), (tmp_path / "folder.yaml", "this is a folder")]
    kinds += [(Path("/dev/zero"), "this is a device")] if Path("/dev/zero").exists() else []
    for path, words in kinds:
        assert words in refused(lambda path=path: read(path, tmp_path))  # type: ignore[misc]
        assert words in refused(lambda path=path: read_contents(path))  # type: ignore[misc]
        assert words in refused(lambda path=path: read_holidays(path))  # type: ignore[misc]
        with pytest.raises(OSError, match="no file of a size"):
            of_file(path)
        assert asked(str(path), None, "json", {}) is None


# --- names that climb
@pytest.mark.parametrize(
    "name", ["../secret", "..", "/etc/passwd", "a/../../secret", "..\\secret", "a\0b", "~", "x" * 5000]
)
def test_a_name_cannot_lead_out_of_its_folder(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = (root / "studies" / "example.yaml").read_text(encoding="utf-8")
    quoted = f'"{name}"'.replace("\\", "\\\\").replace("\0", "\\0")
    file = root.parent / "mine.yaml"
    for old in ("places: [aalborg]", "practice: same-contact-by-need", "rules: current}", "study: example"):
        assert old in study, old
        key = old.partition(":")[0]
        file.write_text(
            study.replace(old, f"{key}: [{quoted}]" if "[" in old else f"{key}: {quoted}{'}' if '}' in old else ''}"),
            "utf-8",
        )
        refused(lambda: load(file))
    for folder, below in (("places", "aalborg-mixed"), ("practices", "digital-first"), ("office", "aalborg")):
        path = root / folder / f"{below}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("extends: ", f"extends: {quoted} # ", 1), encoding="utf-8")
    place = file.read_text(encoding="utf-8").replace("places: [aalborg]", "places: [aalborg-mixed]")
    file.write_text(place, encoding="utf-8")
    refused(lambda: load(file))
    refused(lambda: stored.stored(name, root.parent))
    refused(lambda: bring([], Wish(into=name)))
    refused(lambda: bring([], Wish(new=name, area="Aalborg")))
    assert {path.name for path in root.parent.iterdir()} == {"scenarios", "secret.yaml", "mine.yaml"}
    assert capsys.readouterr().out == ""


@posix
@pytest.mark.parametrize(
    "path", ["a\0b.yaml", "x" * 300 + ".yaml", "loop/a.yaml", "nothing/a.yaml", "~nobody-of-this-name/a.yaml"]
)
def test_a_path_that_leads_nowhere_is_named(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    refused(lambda: load(path))
    refused(lambda: bring([Path(path)], Wish()))


# --- deep and huge, aliases and tags
BOMB = "a: &a [x, x]\n" + "".join(
    f"b{at}: &b{at} [{', '.join([f'*b{at - 1}' if at else '*a'] * 9)}]\n" for at in range(9)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "anchors are not allowed"),
        ("a: *b\n", "aliases are not allowed"),
        ("a: &b 1\nc:\n  <<: *b\n", "anchors are not allowed"),
        ("a: !!python/object/apply:os.system [x]\n", "tags are not allowed"),
        ("!x a: 1\n", "a key must be a plain word"),
        ("a: " + "[" * 100_000, "nested too deeply"),
        ("{a: " * 100_000, "nested too deeply"),
        ("? " * 100_000, "a key must be a plain word"),
        ("a: [" + "1," * (MAX_ENTRIES + 1) + "]", "too many entries"),
        ("a: 1\n---\na: 2\n", "one document"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "one document"),
    ],
    ids=[
        "bomb",
        "alias",
        "merge",
        "tag",
        "tag-of-all",
        "lists",
        "mappings",
        "keys",
        "entries",
        "documents",
        "directive",
    ],
)
def test_what_unfolds_or_runs_is_refused(text: str, words: str) -> None:
    assert words in refused(lambda: parse(text, "a.yaml"))


def test_a_merge_key_merges_nothing() -> None:
    assert parse("a:\n  <<: {b: 1}\n", "a.yaml").tree == {"a": {"<<": {"b": 1}}}


@pytest.mark.parametrize("file", ["figures/world.yaml", "figures/rates.yaml", "office/calendar.yaml"])
@pytest.mark.parametrize(
    "text", [BOMB, "a: !!set {}\n", "a: " + "[" * 1000, "a: 1\na: 2\n"], ids=["bomb", "tag", "deep", "twice"]
)
def test_the_rules_of_the_language_hold_for_figures_and_the_calendar_too(file: str, text: str, root: Path) -> None:
    path = root / file
    path.write_text(text + path.read_text(encoding="utf-8"), encoding="utf-8")
    command = ["doctor", "baseline", "example"] if file.startswith("figures") else ["plan", "example"]
    with pytest.raises(SystemExit) as end:
        cli.main(command)
    assert end.value.code == 2
    assert not (root.parent / "results").exists()


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as stream:
        stream.truncate(1 << 40)  # a file with a hole: a terabyte on no disk
    assert "too large" in refused(lambda: read(big, tmp_path))
    assert "too large" in refused(lambda: read_contents(big))
    assert "too large" in refused(lambda: bytes_of(big, 10, "big"))
    assert asked(str(big), None, "json", {}) is None
    (tmp_path / "studies").mkdir()
    big.rename(tmp_path / "studies" / "big.yaml")
    assert of_scenarios(tmp_path) == ""


def test_an_error_is_cut_to_a_readable_length() -> None:
    for text in ("x" * 900_000 + ": 1\n" + "a: [", f"a: [\n{'y' * 900_000}: {{", "z" * 1_000_000):
        assert len(refused(lambda text=text: parse(text, "a.yaml"))) < 20_000  # type: ignore[misc]
    error = ScenarioError("m" * 10**6, found="f" * 10**6, expected="e" * 10**6, nearest="n" * 10**6, do="d" * 10**6)
    assert len(str(error)) < 20_000
