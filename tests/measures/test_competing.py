"""Curves of competing ends: a case worked by hand, Kaplan-Meier by SciPy for one cause, and what theory requires."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from sim.measures.competing import aalen_johansen, kaplan_meier_ends

Counts = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=12).filter(lambda rows: np.sum(rows) > 0)


def test_a_case_worked_by_hand() -> None:
    """Five cases: A on day 1, one censored on day 2, B on day 3, A on day 4, one censored on day 5.

    At risk are 5, 4, 3, 2, 1. Without an end are 4/5, 4/5, 4/5 * 2/3 = 8/15, 8/15 * 1/2 = 4/15, 4/15. By A: 1/5, then 1/5 + 8/15 * 1/2.
    By B: 4/5 * 1/3 from day 3 on.
    """
    found = aalen_johansen(np.array([[1, 0, 0, 1, 0], [0, 0, 1, 0, 0]]), np.array([0, 1, 0, 0, 1]))
    assert found.at_risk.tolist() == [5, 4, 3, 2, 1]
    assert found.surviving == pytest.approx([4 / 5, 4 / 5, 8 / 15, 4 / 15, 4 / 15])
    assert found.ended[0] == pytest.approx([1 / 5, 1 / 5, 1 / 5, 7 / 15, 7 / 15])
    assert found.ended[1] == pytest.approx([0, 0, 4 / 15, 4 / 15, 4 / 15])


@given(Counts)
def test_shares_of_all_ends_and_of_none_are_one(rows: list[tuple[int, int, int]]) -> None:
    first, second, cut = np.array(rows, dtype=np.int64).T
    found = aalen_johansen(np.stack([first, second]), cut)
    assert found.ended.sum(axis=0) + found.surviving == pytest.approx(np.ones(len(rows)))
    assert (np.diff(found.ended, axis=1) >= -1e-12).all()
    naive = aalen_johansen(first[None], second + cut).ended[0]
    assert (naive >= found.ended[0] - 1e-12).all()  # to censor the other cause can only raise a curve


@given(Counts)
def test_one_cause_is_the_kaplan_meier_curve_of_scipy(rows: list[tuple[int, int, int]]) -> None:
    ends, cut = (np.array(rows, dtype=np.int64).T[at] for at in (0, 1))
    if not ends.sum():
        return
    days = np.arange(len(rows))
    own = aalen_johansen(ends[None], cut).surviving
    sample = CensoredData(uncensored=np.repeat(days, ends), right=np.repeat(days, cut))
    assert own == pytest.approx(ecdf(sample).sf.evaluate(days))


def test_an_interval_contains_the_curve_and_names_its_level() -> None:
    days, ends, cut = np.arange(6), np.array([0, 8, 5, 9, 2, 4]), np.array([0, 1, 3, 0, 2, 20])
    curve, low, high = kaplan_meier_ends(days, ends, cut, 0.95)
    known = ~np.isnan(low)
    assert known[1:].all()
    assert (low[known] <= curve[known]).all()
    assert (curve[known] <= high[known]).all()
    _, wider_low, wider_high = kaplan_meier_ends(days, ends, cut, 0.99)
    assert (wider_low[known] <= low[known]).all()
    assert (wider_high[known] >= high[known]).all()
