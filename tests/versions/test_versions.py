"""`jobsim doctor versions` on a repository of two tiny versions, whose program writes a table and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim import cli
from sim.files.errors import RunError, ScenarioError
from sim.versions import comparison
from sim.versions.checkout import PREFIX, sweep
from sim.versions.comparison import Comparison, compare_versions
from sim.versions.lines import changelog
from sim.versions.measured import Asked

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

PROGRAM = """
import csv, os, pathlib, sys, time
study, options = sys.argv[2], dict(zip(sys.argv[3::2], sys.argv[4::2]))
folder = pathlib.Path(options["--results"]) / study
(folder / "tables").mkdir(parents=True, exist_ok=True)
{extra}
made = folder / "made.txt"
made.write_text(made.read_text() + "x" if made.exists() else "x")
with (folder / "tables" / "measures.csv").open("w", newline="") as stream:
    table = csv.writer(stream)
    table.writerow("study,place,rule_set,practice,capacity,replication,group,team,activity,need,measure,unit,value".split(","))
    for replication in range(1, int(options.get("--replications", 3)) + 1):
        for measure, unit, value in {measures}:
            spread = replication % 3 - 1
            cell = ["aalborg", "current", "baseline", "keep", replication, "all", "all", "all", "all", measure, unit]
            table.writerow([study, *cell, value + spread])
"""
OLD = [
    ("meetings", "per year", 1000),
    ("needs", "per year", 80),
    ("breaches", "per year", 50),
    ("paper", "hours per year", 7),
]
NEW = [
    ("meetings", "per year", 1500),
    ("detection_delay_begun", "cases per year", 80),
    ("breaches", "per year", 51),
    ("calls", "per year", 9),
]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@b.dk", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def write_version(folder: Path, measures: list[tuple[str, str, int]], studies: list[str], extra: str = "") -> None:
    shutil.rmtree(folder / "scenarios", ignore_errors=True)
    for part in ("sim", "scenarios/studies"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "sim" / "__init__.py").write_text("")
    (folder / "sim" / "cli.py").write_text(PROGRAM.format(measures=measures, extra=extra))
    for study in studies:
        (folder / "scenarios" / "studies" / f"{study}.yaml").write_text("schema: 1\n")
    (folder / "scenarios" / "studies" / "queue.yaml").write_text("schema: 1\nkind: queue\n")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose tags `v1` and `v2` are two versions. Temporary folders lie in a folder that can be looked at."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    folder = tmp_path / "repository"
    write_version(folder, OLD, ["example", "early"])
    git(folder, "init", "--quiet")
    for tag, studies in (("v1", ["example", "early"]), ("v2", ["example", "late"])):
        write_version(folder, OLD if tag == "v1" else NEW, studies)
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "-m", tag)
        git(folder, "tag", tag)
    monkeypatch.setattr(comparison, "own_checkout", lambda: folder)
    return folder


@pytest.fixture
def compared(root: Path, tmp_path: Path) -> Callable[..., Comparison]:
    def call(old: str = "v1", new: str = "v2", *studies: str, asked: Asked | None = None) -> Comparison:
        return compare_versions(old, new, studies or ("example",), asked=asked, results=tmp_path / "results", root=root)

    return call


def nothing_is_left(root: Path) -> bool:
    return not list((root.parent / "temporary").iterdir()) and len(git(root, "worktree", "list").splitlines()) == 1


def test_what_moved_between_two_revisions(root: Path, compared: Callable[..., Comparison]) -> None:
    found = compared()
    table = pd.read_csv(found.file, keep_default_na=False).set_index("measure")
    assert table["verdict"].to_dict() == {
        "meetings": "moved", "detection_delay_begun": "same", "breaches": "chance", "paper": "gone", "calls": "new",
    }  # fmt: skip
    assert [float(table["old"]["meetings"]), float(table["new"]["meetings"])] == [1000, 1500]
    assert (found.new_measures, found.gone_measures, found.renamed) == (
        ("calls",),
        ("paper",),
        {"needs": "detection_delay_begun"},
    )
    assert nothing_is_left(root)


def test_the_lines_of_the_changelog(compared: Callable[..., Comparison]) -> None:
    found = compared()
    lines = changelog(found)
    assert max(map(len, lines)) <= 120
    text = " ".join(line.strip() for line in lines)
    versions = f"{found.old.name} → {found.new.name}"
    assert (
        f"- MEASURES (`example`, aalborg, `current/baseline/keep`, 3 replications, {versions}): `meetings` 1,000 → 1,500 per year."
        in text
    )
    assert "breaches" not in text
    assert "- MEASURES: New measures: `calls`." in text
    assert "- MEASURES: Gone measures: `paper`." in text
    assert "- MEASURES: Renamed: `needs` is `detection_delay_begun`." in text


def made(compared: Comparison, version: str) -> int:
    (file,) = compared.file.parents[1].glob(f"{version[:10]}/example/made.txt")
    return len(file.read_text())


def test_finished_runs_are_reused_for_the_same_number_of_replications(
    root: Path, compared: Callable[..., Comparison]
) -> None:
    commit = git(root, "rev-parse", "v1")
    assert [made(compared(asked=asked), commit) for asked in (None, None, Asked(2), Asked(2), None)] == [1, 1, 2, 2, 3]


def test_a_folder_with_changes_is_a_version(root: Path, compared: Callable[..., Comparison]) -> None:
    """`jobsim doctor versions HEAD .` before a commit. A folder that has changed again runs again."""
    with pytest.raises(ScenarioError, match="nothing moved: the same commit"):
        compared("v2", str(root))
    for meetings in (1800, 1900):
        write_version(root, [("meetings", "per year", meetings)], ["example"])
        table = compared("v2", str(root)).table.set_index("measure")
        assert [table["old"]["meetings"], table["new"]["meetings"]] == [1500, meetings]
    with pytest.raises(ScenarioError, match="nothing moved: the same folder"):
        compared(str(root), str(root))


def test_two_folders_need_no_git(
    root: Path, compared: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = root.parent / "other"
    write_version(other, NEW, ["example"])
    shutil.rmtree(root / ".git")
    write_version(root, OLD, ["example"])
    monkeypatch.setenv("PATH", "")
    assert compared(str(root), str(other)).counts["moved"] == 1
    with pytest.raises(ScenarioError, match="there is no git on this machine"):
        compared("v1", "v2")


def test_a_study_of_one_version_is_named_and_left_out(root: Path, compared: Callable[..., Comparison]) -> None:
    found = compared("v1", "v2", "late", "example")
    assert found.notes == (f"The study late is only in {git(root, 'rev-parse', 'v2')[:10]}. It is not compared.",)
    with pytest.raises(ScenarioError, match="none of the studies is in both versions") as caught:
        compared("v1", "v2", "late", "early")
    assert caught.value.expected == "one of example"
    assert nothing_is_left(root)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("v1", "v1"), "nothing moved: the same commit"),
        (("v1", "HEAD~1"), "nothing moved: the same commit"),
        (("v1", "v22"), "there is no such revision\n  found: v22\n  expected: a commit, a branch, a tag, or the folder"),
        (("v1", "v22"), "nearest: v2"),
        (("v1", "-x"), "there is no such revision"),
        (("v1", "v2", "--study", "exampel"), "neither version has this study\n  found: exampel"),
        (("v1", "v2", "--study", "exampel"), "nearest: example"),
        (("v1", "v2", "--study", "queue"), "neither version has this study"),
    ],
)  # fmt: skip
def test_bad_input(
    root: Path, tmp_path: Path, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor", "versions", "--results", str(tmp_path / "results"), "--", *words] if "-x" in words else
                 ["doctor", "versions", *words, "--results", str(tmp_path / "results")])  # fmt: skip
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
    assert nothing_is_left(root)
    assert not (tmp_path / "results").exists(), "invalid input writes nothing"


def test_a_package_that_is_no_checkout(root: Path, tmp_path: Path) -> None:
    write_version(tmp_path / "installed", OLD, [])
    with pytest.raises(ScenarioError, match="the installed package is no checkout"):
        compare_versions("v1", "v2", root=tmp_path / "installed", results=tmp_path)
    with pytest.raises(
        ScenarioError, match="the installed package is no checkout"
    ):  # a folder within another's checkout
        compare_versions("v1", "v2", root=root / "sim", results=tmp_path)


@pytest.mark.parametrize(
    ("extra", "says"), [("sys.exit('no such rule')", "no such rule"), ("sys.exit()", "wrote no table")]
)
def test_a_study_that_fails_under_a_version(
    root: Path, compared: Callable[..., Comparison], extra: str, says: str
) -> None:
    write_version(root, NEW, ["example"], extra)
    git(root, "commit", "--quiet", "-a", "-m", "broken")
    with pytest.raises(RunError, match=says):
        compared("v1", "HEAD")
    assert nothing_is_left(root)


def test_the_command_prints_the_same_as_data(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["doctor", "versions", "v1", "v2", "--results", str(tmp_path / "results"), "--out", str(tmp_path / "out")]
    said = ""
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, *more])
        assert ended.value.code == 0
        said = capsys.readouterr().out
        if not more:
            assert "example, aalborg: current/baseline/keep" in said
            assert "1,000" in said
    data = json.loads(said)
    assert [row["measure"] for row in data["moved"]] == ["meetings"]
    assert data["verdicts"] == {"moved": 1, "chance": 1, "same": 1, "no interval": 0, "new": 1, "gone": 1}
    assert Path(data["file"]) == tmp_path / "out" / "versions.csv"
    assert root.is_dir()


WAITS = "pathlib.Path(options['--results'], 'began').write_text(str(os.getpid()))\ntime.sleep(600)"
CALL = """
import pathlib, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests may ignore it
from sim import cli
from sim.versions import comparison
comparison.own_checkout = lambda: pathlib.Path({root!r})
cli.main({words!r})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["INT", "TERM", "KILL"])
def test_a_stopped_command_leaves_nothing_behind(root: Path, number: signal.Signals) -> None:
    """No worktree, no process and no table. A killed command cannot clean up: the next one does."""
    write_version(root, NEW, ["example"], WAITS)
    git(root, "commit", "--quiet", "-a", "-m", "slow")
    results = root.parent / "results"
    code = CALL.format(root=str(root), words=["doctor", "versions", "HEAD", "v1", "--results", str(results)])
    environment = os.environ | {"TMPDIR": str(root.parent / "temporary")}
    command = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        began: list[Path] = []
        while not began and command.poll() is None:
            time.sleep(0.02)
            began = [file for file in results.glob("versions/*/began") if file.read_text()]
        child = int(began[0].read_text())
        command.send_signal(number)
        _, said = command.communicate(timeout=60)
    finally:
        command.kill()
        command.wait()
    assert command.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
    deadline = time.monotonic() + 60
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)
    assert not list(results.rglob("versions.csv"))
    if number == signal.SIGKILL:
        assert list((root.parent / "temporary").glob(f"{PREFIX}*"))
        sweep(root)
    else:
        assert "finished runs are kept" in said
    assert nothing_is_left(root)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
