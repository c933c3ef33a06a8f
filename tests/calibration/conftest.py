"""A scenarios folder of its own, with a small calibration of Aalborg and a stub in place of the model."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.results.work import Work
from tests.calibration.stub_runs import make

FILE = """\
schema: 1
calibration: aalborg
title: {en: Two stocks, da: To bestande}
start: 2018-01-01
warm_up: 1 year
measured: 1 year
replications: 2
seed: 3
waves: 2
points: 24
discrepancy: {value: 1 %, low: 0.5 %, high: 2 %, evidence: assumption, source: no figure}
parameters:
  - {set: groups.insured.entries}
  - {set: "places/aalborg.yaml:groups.sick.entries"}
targets:
  fitted:
    insured: {measure: stock, group: insured, value: 4000, uncertainty: 1 %, source: a count}
    sick: {measure: stock, group: sick, value: groups.sick.stock, uncertainty: 25, source: the place}
  held_out:
    switches: {measure: switches, group: sick, value: 4, uncertainty: 1, source: a count}
"""
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scenarios folder."""
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), folder)
    (folder / "calibration" / "aalborg.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(folder))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JOBSIM_DEBUG", raising=False)
    return folder


@pytest.fixture
def call(root: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """The command: (exit code, output, errors). ``change`` replaces texts of the calibration file first."""

    def call(*arguments: str, place: str = "aalborg", change: dict[str, str] | None = None) -> tuple[int, str, str]:
        text = FILE
        for old, new in (change or {}).items():
            assert old in text
            text = text.replace(old, new)
        (root / "calibration" / "aalborg.yaml").write_text(text, encoding="utf-8")
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["calibrate", place, "--workers", "1", *arguments], Work(make=make))
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call
