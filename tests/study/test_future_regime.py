"""A regime of the future, added as one file, leaves every row before its day as it was, bit by bit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import pytest

from sim.engine import Engine, Log, run
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.law.compose.library import Library
from sim.study.load import load
from sim.study.study import Study
from sim.world.codes import DAY
from tests.engine.compare import first_difference
from tests.engine.small import shrunk

DATE = date(2030, 1, 1)
REGIME = f"""\
schema: 1
regime: R2030
title: {{en: Rules of 1 January 2030, da: Regler pr. 1. januar 2030}}
in_force: {DATE}
date_confidence: G
confidence: G
extends: R2026b
changes:
  - {{set: duties.early-contact.active, from: true, to: false, law: LAB § 31, source: "law.md 3.1", confidence: G}}
  - {{set: duties.sickness-one-meeting.active, from: true, to: false, law: SDPL § 13, source: "law.md 3.4", confidence: G}}
left_out: []
"""
STUDY = """\
schema: 1
study: over-the-day
title: {en: Over the day, da: Hen over dagen}
places: [aalborg]
start: 2029-10-01
warm_up: 1 month
measured: 4 months
follow_up: 0 days
replications: 1
seed: 4
compare: [{rules: enacted}, {rules: current}]
"""


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Study]:
    """The study without the regime of the future, and with it."""
    folder = tmp_path_factory.mktemp("future")
    root, file = folder / "scenarios", folder / "over-the-day.yaml"
    shutil.copytree(scenarios_dir(), root)
    file.write_text(STUDY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SCENARIOS_VARIABLE, str(root))
        before = load(file, root, Library.load(root))
        (root / "regimes" / "R2030.yaml").write_text(REGIME, encoding="utf-8")
        return before, load(file, root, Library.load(root))


@pytest.fixture(scope="module")
def log(studies: tuple[Study, Study]) -> Callable[[int, Engine], Log]:
    """The log of one of the two studies by an engine. Each is made once."""

    @cache
    def made(number: int, engine: Engine) -> Log:
        return run(shrunk(studies[number].baseline.first, citizens=150), engine)

    return made


def test_the_study_has_the_new_law_from_its_day_on(studies: tuple[Study, Study]) -> None:
    without, with_it = (study.baseline.rules for study in studies)
    assert with_it == f"{without}..R2030@{DATE}"


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_every_row_before_the_day_is_as_it_was(
    studies: tuple[Study, Study], log: Callable[[int, Engine], Log], engine: Engine
) -> None:
    without, with_it = (log(number, engine).rows for number in (0, 1))
    minute = (DATE - studies[0].start).days * DAY
    before, now = (rows[rows["minute"] < minute] for rows in (without, with_it))
    assert len(before) > 2_000
    assert before.tobytes() == now.tobytes()
    apart = first_difference(without, with_it)
    assert apart is not None, "the new law changes nothing, so the test could not fail"


def test_both_engines_write_the_same_log_over_the_day(log: Callable[[int, Engine], Log]) -> None:
    kernel, reference = log(1, "kernel").rows, log(1, "reference").rows
    assert first_difference(reference, kernel) is None
    assert np.array_equal(kernel, reference)
