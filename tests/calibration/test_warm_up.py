"""The warm-up of a study: MSER, Welch and drift on made-up courses, and on a run."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.calibration.warm_up import drift, judged, mser, warm_up, welch
from sim.files.errors import ScenarioError
from tests.study.stub import STUDY, study

WEEKS = 150


def noise(runs: int = 5) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A course that has settled from the start."""
    return 1000 + np.random.default_rng(2).normal(0, 5, (runs, WEEKS))


def test_a_course_that_has_settled_needs_no_warm_up() -> None:
    courses = noise()
    assert mser(courses.mean(axis=0)) <= 15  # what is left out of mere noise is chance, and little
    assert welch(courses, 50) == 0
    table = judged({"settled": courses}, 50, 0.95)
    assert table["verdict"].tolist() == ["long enough"]


@pytest.mark.parametrize("until", [10, 30, 60])
def test_a_course_that_begins_too_low_is_left_out_until_it_has_risen(until: int) -> None:
    """A fall of a fifth that ends on a known week: both methods leave out at least these weeks, within a batch."""
    courses = noise()
    courses[:, :until] *= np.linspace(0.8, 1.0, until)
    assert abs(mser(courses.mean(axis=0)) - until) <= 10
    assert until * 0.6 <= welch(courses, 70) <= until
    late = judged({"late": courses}, until // 2, 0.95)
    early = judged({"early": courses}, until + 10, 0.95)
    assert late["verdict"].tolist() == ["too short"]
    assert early["verdict"].tolist() == ["long enough"]


def test_a_course_that_grows_drifts_and_a_longer_warm_up_does_not_help() -> None:
    courses = noise() * (1 + 0.2 * np.arange(WEEKS) / 52.18)
    mean, low, high = drift(courses, 50, 0.95)
    assert low <= mean <= high
    exact = 100 * 0.2 / (1 + 0.2 * (50 + (WEEKS - 1 - 50) / 2) / 52.18)
    assert mean == pytest.approx(exact, rel=0.02)
    assert judged({"growing": courses}, 50, 0.95)["verdict"].iloc[0] == "drifts"
    assert math.isnan(drift(courses[:1], 50, 0.95)[1])


def test_the_constant_of_a_series_and_small_groups() -> None:
    assert mser(np.full(100, 3.0)) == 0
    assert judged({"small": np.full((2, 100), 3.0)}, 20, 0.95).empty


def test_a_run_is_looked_at(tmp_path: Path) -> None:
    """The stock of the first week is the opening stock; a run with no warm-up to speak of is refused."""
    text = STUDY.replace("warm_up: 1 month", "warm_up: 10 weeks").replace("measured: 2 months", "measured: 20 weeks")
    small = study(tmp_path, text.replace("replications: 3", "replications: 2"))
    found = warm_up(small, results=tmp_path, workers=1, progress=False)
    assert found.weeks == 10
    stocks = found.courses["stock"]
    assert stocks.shape == (2, 30)
    opening = sum(
        group.stock.value for group in small.baseline.first.place.groups.values() if group.stock.evidence != "unknown"
    )
    assert stocks[:, 0] == pytest.approx(opening, rel=0.03)
    by_group = [course for name, course in found.courses.items() if name.startswith("stock, ")]
    np.testing.assert_allclose(np.sum(by_group, axis=0), stocks)
    assert (found.courses["meetings held"] > 0).all()
    assert not (tmp_path / "small" / "runs").exists()
    with pytest.raises(ScenarioError, match="too short"):
        warm_up(study(tmp_path), results=tmp_path, progress=False)
    with pytest.raises(ScenarioError, match="no such place"):
        warm_up(small, place="nowhere", progress=False)
