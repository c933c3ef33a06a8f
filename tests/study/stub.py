"""A stand-in for the model: no people, no engine. Its runs are made by :mod:`tests.study.stub_runs`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.files.hashes import of_scenarios
from sim.results.result import Result
from sim.results.runnable import runnable
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.run import Plan, Run
from sim.study.column import Column
from sim.study.load import load
from sim.study.study import Study
from tests.settings import library
from tests.study.stub_runs import make

STUDY = """\
schema: 1
study: small
title: {en: A small one, da: En lille en}
places: [aalborg]
start: 2024-01-01
warm_up: 1 month
measured: 2 months
replications: 3
seed: 1
compare:
  - {rules: current}
  - {rules: freed-six-cities, practice: same-contact-by-need, capacity: [keep, cut]}
"""


def study(folder: Path, text: str = STUDY) -> Study:
    """A study in a file of its own, under the rules that all tests of a process share.

    Its runs end with the window unless the text says otherwise, so that tests stay cheap.
    """
    file = folder / "small.yaml"
    file.write_text(text if "follow_up" in text else f"{text.rstrip()}\nfollow_up: 0 days\n", encoding="utf-8")
    return load(file, library=library())


def run_of(study: Study, column: Column, replication: int = 1, place: str = "aalborg") -> Run:
    """A run of a column that looks for no stored log."""
    return replace(Plan.of(study, Path()).run(place, column, replication), folder=None)


def in_equilibrium(run: Run) -> Run:
    """The same run with an opening stock in equilibrium: it needs no burn-in."""
    return replace(run, setting=replace(run.setting, formed=None))


def write_page(result: Result) -> list[Path]:
    """A page of one word, in place of charts and page."""
    page = result.folder / "report.html"
    page.write_text("page", encoding="utf-8")
    return [page]


WORK = Work(make, write_page)


def conducted(study: Study, folder: Path, make: Callable[[Run], Made] = make, **options: Any) -> Result:
    """The result of a study whose runs are made by the stub (or by ``make``) in this process."""
    known = runnable(study, of_scenarios(study.root))
    return known.run(results=folder, workers=1, progress=False, work=Work(make, write_page), **options)


def refused(command: str, options: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The error of a command on the small study with bad options. It ends with exit code 2 and leaves nothing behind."""
    file, results = folder / "small.yaml", folder / "r"
    file.write_text(f"{STUDY.rstrip()}\nfollow_up: 0 days\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main([command, str(file), *options, "--results", str(results)])
    error = capsys.readouterr().err
    assert end.value.code == 2, error
    assert not results.exists()
    return error
