"""Kaplan-Meier against hand-computed curves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.measures.survival import kaplan_meier
from tests.measures.tiny import ACTIVITY_READY, CLARIFICATION, JOB_READY, SICK, Book


def test_the_textbook_example() -> None:
    """6-MP arm of Freireich et al. (1963): 21 patients, weeks of remission; the curve as printed in textbooks."""
    weeks = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
    left = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)
    expected = {5: 1.0, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 35: 0.448}
    for week, share in expected.items():
        assert kaplan_meier(weeks, left, week) == pytest.approx(share, abs=5e-4)
    assert math.isnan(kaplan_meier(weeks, left, 36))  # nobody was observed so long


def test_all_left_or_nobody_there() -> None:
    assert kaplan_meier(np.array([3, 5]), np.array([True, True]), 9) == 0.0
    assert math.isnan(kaplan_meier(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_), 9))


def test_new_sick_spells() -> None:
    """Four new spells: 20 days, 154 days to revaluation, 154 days (censored by nothing), one still running."""
    book = Book(400)
    book.arrive(0, 0, SICK, elapsed=50)  # opening stock: not new
    book.arrive(1, 1, SICK)
    book.leave(1, 21)
    book.arrive(2, 1, SICK)
    book.switch(2, 155, CLARIFICATION, cause=2)
    book.arrive(3, 2, JOB_READY)
    book.switch(3, 10, SICK)
    book.leave(3, 10 + 160)
    book.arrive(4, 300, SICK)  # observed for 100 days
    table = book.table((0, 399))
    assert table("sick_survival_week_4", group="sick") == pytest.approx(3 / 4)
    assert table("sick_survival_week_13", group="sick") == pytest.approx(3 / 4)
    assert table("sick_survival_week_22", group="sick") == pytest.approx(3 / 4)  # day 154 is reached by both
    assert table("sick_survival_after_week_22", group="sick") == pytest.approx(3 / 4 * 1 / 2)
    assert table("sick_survival_week_26", group="sick") == 0.0
    assert table("sick_entries") == pytest.approx(4 * 365.25 / 400)


def test_kontanthjaelp_goes_on_through_switches_of_group() -> None:
    book = Book(400)
    book.arrive(0, 1, JOB_READY)
    book.switch(0, 20, ACTIVITY_READY)  # the same benefit
    book.switch(0, 1 + 100, SICK)
    book.arrive(1, 1, JOB_READY)
    book.leave(1, 1 + 80)
    book.arrive(2, 1, SICK)
    book.switch(2, 30, JOB_READY)  # no arrival on kontanthjælp
    table = book.table((0, 399))
    assert table("kontanthjaelp_survival_week_13") == pytest.approx(1 / 2)
    assert table("kontanthjaelp_survival_week_26") == 0.0
