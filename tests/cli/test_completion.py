"""Completion in bash, zsh and fish: the protocol of each shell, and bash itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim import cli
from sim.commands import names
from sim.commands.tasks import TASKS
from sim.files.folder import names_in
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.law.compose.library import Library
from sim.report.charts import CHARTS

ROOT = Path(__file__).resolve().parents[2]
SHELLS = ("bash", "zsh", "fish")


def completed(shell: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command answers a shell that wants to complete the last word of a line."""
    monkeypatch.setenv("_JOBSIM_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    out, err = capsys.readouterr()
    assert (ended.value.code, err) == (0, "")
    return out


@pytest.mark.parametrize(("line", "expected"), [
    ("jobsim ru", {"run", "rules"}), ("jobsim run aalborg-t", {"aalborg-teams", "aalborg-today"}), ("jobsim check exam", {"example"}),
    ("jobsim data list vib", {"viborg"}), ("jobsim rules show freed-six", {"freed-six-cities", "freed-six-cities-2026"}),
    ("jobsim rules diff current current+004-3", {"current+004-3a", "current+004-3b", "current+004-3c"}),
    ("jobsim rules show current+004-3a+004-3", {"current+004-3a+004-3b", "current+004-3a+004-3c"}),
    ("jobsim report example --chart water", {"waterfall"}), ("jobsim new place x --extends aalborg-f", {"aalborg-fixed"}),
    ("jobsim new reform x --paper six", {"six-cities"}), ("jobsim export example --practice digi", {"digital-first"}),
    ("jobsim schema cal", {"calendar", "calibration"}), ("jobsim doctor warm", {"warm-up"}), ("jobsim elicit exam", {"example"}),
    ("jobsim run example --repl", {"--replications"}),
])  # fmt: skip
def test_names_are_completed(
    line: str, expected: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(completed("bash", line, monkeypatch, capsys).split()) == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_the_same_names(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for line, expected in (
        ("jobsim run aalborg-t", ("aalborg-teams", "aalborg-today")),
        ("jobsim rules show current+004-3c", ("current+004-3c",)),
    ):
        out = completed(shell, line, monkeypatch, capsys)
        assert all(name in out for name in expected)
        assert "aalborg-cut" not in out


def test_zsh_and_fish_show_the_title_of_a_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "viborg\tViborg" in completed("fish", "jobsim data list vib", monkeypatch, capsys)
    assert '"viborg":"Viborg"' in completed("zsh", "jobsim data list vib", monkeypatch, capsys)
    whole = next(task.commands["elicit"] for task in TASKS if "elicit" in task.commands)
    assert f"elicit\t{whole}" in completed("fish", "jobsim eli", monkeypatch, capsys)


def test_what_is_completed_is_what_exists() -> None:
    """The names are read as text, so they are held against the real readers."""
    root, library = scenarios_dir(), Library.load()
    assert [name for name, _ in names.studies("")] == names_in(root, "studies")
    assert [name for name, _ in names.places("")] == names_in(root, "places")
    assert {name for name, _ in names.rule_sets("")} == {*library.packages, *names_in(root, "regimes")}
    assert {name for name, _ in names.rule_sets("current+")} == {f"current+{name}" for name in library.proposals}
    assert set(names.charts("")) == set(CHARTS)
    titles = dict(names.rule_sets("current+"))
    for name, proposal in library.proposals.items():
        assert titles[f"current+{name}"] == proposal.reform.title.en
    for name, title in names.rule_sets(""):
        if name in library.packages:
            assert title == library.packages[name].title.en


def test_nothing_is_completed_and_nothing_said_where_nothing_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "gone"))
    assert completed("bash", "jobsim run a", monkeypatch, capsys).strip() == ""
    (tmp_path / "odd" / "studies").mkdir(parents=True)
    (tmp_path / "odd" / "studies" / "x.yaml").write_bytes(b"\xff\xfe")
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "odd"))
    assert completed("bash", "jobsim run x", monkeypatch, capsys).strip() == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_JOBSIM_COMPLETE", f"source_{shell}")
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 0
    script = capsys.readouterr().out
    assert f"_JOBSIM_COMPLETE=complete_{shell}" in script
    found = shutil.which(shell)
    if found:
        subprocess.run([found, "-n", "-c", script], check=True)  # the shell reads it without an error


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_itself_completes(tmp_path: Path) -> None:
    """The script in a real bash, with a command beside it that starts this program."""
    program = tmp_path / "jobsim"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sim.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    lines = (
        'eval "$(_JOBSIM_COMPLETE=source_bash jobsim)"; COMP_WORDS=(jobsim run exa); COMP_CWORD=2; '
        '"$(complete -p jobsim | sed "s/.*-F \\([^ ]*\\).*/\\1/")" jobsim; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", lines], capture_output=True, text=True, check=True, env=environment)
    assert (done.stdout.split(), done.stderr) == (["example"], "")
