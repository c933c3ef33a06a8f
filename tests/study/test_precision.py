"""How many pairs a study needs: Stein's two stages hold the truth as often as they say, and a study follows them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.files.errors import ScenarioError
from sim.results.intervals import t_quantile
from sim.results.precision import Wanted, pairs_needed
from sim.study.precision import HalfWidth
from tests.study.stub import STUDY, conducted, study

pytestmark = pytest.mark.usefixtures("no_pictures")

STUDIES = 4000


def _stein(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], pilot: int, aim: float
) -> tuple[float, float, float]:
    """Coverage of the mean 0, mean number of pairs, and the widest half-width, over studies with these differences."""
    quantile = t_quantile(0.975, pilot - 1)
    covered, made, widest = 0, 0, 0.0
    for row in values:
        half = quantile * row[:pilot].std(ddof=1) / math.sqrt(pilot)
        pairs = pairs_needed([Wanted(("p", "c", "m"), "hours", row[:pilot].mean(), half, aim)], pilot, len(row))
        final = half * math.sqrt(pilot / pairs)
        covered += abs(row[:pairs].mean()) <= final
        made, widest = made + pairs, max(widest, final)
    return covered / len(values), made / len(values), widest


@pytest.mark.parametrize("pilot", [5, 10])
@pytest.mark.parametrize("aim", [0.4, 0.8])
def test_two_stages_hold_the_truth_in_95_of_100_studies(pilot: int, aim: float) -> None:
    """Stein's theorem: exact for normal differences, within four standard errors of the count; the limit is out of reach."""
    values = np.random.default_rng(3).standard_normal((STUDIES, 1200))
    coverage, made, widest = _stein(values, pilot, aim)
    assert coverage > 0.95 - 4 * math.sqrt(0.05 * 0.95 / STUDIES)
    assert widest <= aim * (1 + 1e-9)
    assert made >= min(pilot, (1.96 / aim) ** 2)


def test_a_look_after_every_pair_would_not_hold_the_truth() -> None:
    """Why the number is fixed by the pilot: who stops when the interval looks narrow is wrong more often."""
    values = np.random.default_rng(4).standard_normal((STUDIES, 60))
    quantile = [math.nan, math.nan, *(t_quantile(0.975, n - 1) for n in range(2, 61))]
    covered = 0
    for row in values:
        for pairs in range(5, 61):
            half = quantile[pairs] * row[:pairs].std(ddof=1) / math.sqrt(pairs)
            if half <= 0.8 or pairs == 60:
                covered += abs(row[:pairs].mean()) <= half
                break
    assert covered / STUDIES < 0.95 - 4 * math.sqrt(0.05 * 0.95 / STUDIES)


def test_pairs_grow_with_the_square_of_the_half_width() -> None:
    number = Wanted(("p", "c", "m"), "hours", 1.0, 3.0, 1.0)
    assert pairs_needed([number], 10, 10_000) == 90
    assert pairs_needed([number], 10, 50) == 50  # the limit
    assert pairs_needed([Wanted(("p", "c", "m"), "hours", 1.0, 0.5, 1.0)], 10, 50) == 10  # the pilot knows it already
    assert pairs_needed([Wanted(("p", "c", "m"), "hours", 1.0, math.nan, 1.0)], 10, 50) == 10  # no interval: none helps
    assert HalfWidth(0.01, relative=True).of(-200.0) == 2.0
    assert HalfWidth(3.0, relative=False).of(-200.0) == 3.0


def _text(wish: str, replications: int = 5) -> str:
    return f"{STUDY.replace('replications: 3', f'replications: {replications}').rstrip()}\nprecision: {wish}\n"


def test_a_study_makes_the_pairs_that_its_pilot_asks_for(tmp_path: Path) -> None:
    small = study(tmp_path, _text("{measures: [hours_asked, hours_total], half_width: 0.02 %, max: 40}"))
    result = conducted(small, tmp_path / "results")
    (pairs,) = {record.pairs for record in result.manifest.precision}
    assert pairs == result.study.replications == result.manifest.replications > 5
    assert set(result.comparisons["pairs"]) == {pairs}
    for record in result.manifest.precision:
        assert record.met == (record.needed <= 40)
        assert record.half_width is not None
        assert pairs >= min(record.needed, 40)
        row = result.comparisons.query("variant == @record.column and measure == @record.measure and group == 'all'")
        assert record.mean == pytest.approx(float(row.query("team == 'all'")["difference"].iloc[0]))
    again = conducted(small, tmp_path / "results")
    assert (again.made, again.study.replications) == (0, pairs)
    assert json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))["precision"]


@pytest.mark.parametrize(
    ("wish", "replications", "words"),
    [
        ("{measures: [hours_totl], half_width: 1 %}", 5, "hours_total"),
        ("{measures: [hours_total], half_width: 0}", 5, "above 0"),
        ("{measures: [hours_total], half_width: 1 week}", 5, "unit is wrong"),
        ("{measures: [], half_width: 1 %}", 5, "measures"),
        ("{measures: [hours_total], half_width: 1 %, max: 5}", 6, "max"),
        ("{measures: [hours_total], half_width: 1 %}", 4, "pilot"),
        ("{measures: [hours_total], half_width: 1 %, confidence: 100 %}", 5, "confidence"),
    ],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_refused(tmp_path: Path, wish: str, replications: int, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as error:
        conducted(study(tmp_path, _text(wish, replications)), tmp_path / "results")
    told: Any = error.value
    assert told.file
    assert told.line
