"""The interval by assumptions: the extremes of the ranges and the ends of the samples, apart from chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sim.report.assumed import (
    BEYOND,
    ENDS,
    ONE_AT_A_TIME,
    TOGETHER,
    assumption_ends,
    assumption_line,
    drawn_ends,
    with_assumptions,
)
from sim.report.charts import CHARTS
from sim.report.headline import headline
from sim.report.levels import records
from sim.report.ranges_table import ranges_table
from sim.report.uncertainty_record import BothRecord, UncertaintyRecord
from tests.report.manifests import HEAVY, KEEP, RUNNING, manifest

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from tests.report.conftest import Study

KEYS = ["column", "measure", "activity", "need"]
SAMPLED = BothRecord(
    place="nowhere", measure="hours", activity="running-casework", need="all", unit="hours per year", central=20_000.0,
    chance_low=19_000.0, chance_high=21_000.0, pairs=10, mean=22_000.0, low=-9_000.0, high=70_000.0, level=0.95, samples=200,
    chance_share=0.01, distinct=True,
)  # fmt: skip
RECORD = UncertaintyRecord(
    column=KEEP, samples=200, seed=1, source="ranges", values=30, in_all=40, without_range=5, apart=5, sample_hash="0",
    window="2 years", both=(SAMPLED,),
)  # fmt: skip


def slow_extremes() -> pd.DataFrame:
    """By headline: the extremes of all cells of `sensitivity.csv`, cell by cell."""
    extremes: dict[tuple[str, ...], list[float]] = {}
    for row in ranges_table(manifest()).to_dict("records"):
        key = tuple(str(row[name]) for name in KEYS)
        extremes.setdefault(key, []).extend(
            row[name] for name in ("headline", "low", "high") if not math.isnan(row[name])
        )
    return pd.DataFrame(
        [[*key, min(all_), max(all_)] for key, all_ in extremes.items()], columns=[*KEYS, *ONE_AT_A_TIME]
    )


def test_the_ends_are_the_extremes_of_the_sensitivity_table() -> None:
    own = assumption_ends(manifest())
    pd.testing.assert_frame_equal(own[[*KEYS, *ONE_AT_A_TIME]], slow_extremes())
    assert own[BEYOND].all()
    assert own[list(TOGETHER)].isna().all(axis=None)  # nobody has sampled


def test_a_headline_that_no_group_moves_beyond_chance_says_so() -> None:
    own = assumption_ends(manifest(ranges=manifest().ranges[2:3]))
    assert own[BEYOND].tolist() == [False]
    assert own[list(ONE_AT_A_TIME)].to_numpy().tolist() == [[19_800.0, 20_300.0]]


def test_samples_have_columns_of_their_own_and_are_drawn_first() -> None:
    own = {row["measure"]: row for row in records(assumption_ends(manifest(uncertainty=RECORD)))}
    assert [own["hours"][name] for name in TOGETHER] == [-9_000.0, 70_000.0]
    assert drawn_ends(own["hours"]) == (-9_000.0, 70_000.0)
    heavy = own[HEAVY["measure"]]
    assert all(math.isnan(heavy[name]) for name in TOGETHER)
    assert drawn_ends(heavy) == (-1.0, 9.0)


def test_only_headlines_get_ends(study: Study) -> None:
    """A row of one group or team, of another column or of another measure is no headline."""
    row = {name: RUNNING[name] for name in KEYS}
    table = pd.DataFrame(
        [
            {**row, "group": "all", "team": "all"}, {**row, "group": "sick", "team": "all"},
            {**row, "group": "all", "team": "sick"}, {**row, "column": "other", "group": "all", "team": "all"},
            {**row, "activity": "guidance", "group": "all", "team": "all"},
        ],
        index=[7, 5, 3, 2, 1],
    )  # fmt: skip
    wider = with_assumptions(table, manifest())
    assert wider.index.tolist() == [7, 5, 3, 2, 1]
    assert wider["assumptions_low"].notna().tolist() == [True, False, False, False, False]
    assert wider[list(ONE_AT_A_TIME)].to_numpy()[0].tolist() == [-5_000.0, 60_000.0]


@pytest.mark.parametrize("name", ["differences", "minutes", "hours", "waterfall"])
def test_every_chart_of_headlines_has_the_ends_in_its_numbers(study: Study, name: str) -> None:
    numbers = CHARTS[name].numbers(study.measures, study.comparisons, study.manifest)
    known = numbers[numbers["assumptions_low"].notna()]
    assert not known.empty
    assert set(known["column"]) == {KEEP}
    ends = {tuple(pair) for pair in known[list(ONE_AT_A_TIME)].to_numpy().round(6).tolist()}
    assert ends <= {(-5_000.0, 60_000.0), (-1.0, 9.0)}


def test_work_removed_is_the_fall_of_hours_asked_for(study: Study) -> None:
    """A range of the difference from -40,000 to 10,000 hours asked for is one of 10,000 more to 40,000 fewer."""
    asked = {**RUNNING, "measure": "hours_asked", "activity": "all"}
    one = manifest().ranges[0].model_copy(update={**asked, "low": 10_000.0, "high": -40_000.0, "base": -15_000.0})
    numbers = CHARTS["waterfall"].numbers(study.measures, study.comparisons, manifest(ranges=(one,)))
    (known,) = numbers[numbers["assumptions_low"].notna()].to_dict("records")
    assert (known["step"], known["part"]) == ("removed", "all")
    assert [known[name] for name in ONE_AT_A_TIME] == [-10_000.0, 40_000.0]


@pytest.mark.parametrize("lang", ["en", "da"])
def test_a_caption_names_the_interval_or_says_that_there_is_none(study: Study, lang: Lang) -> None:
    for changed, words in (
        (manifest(), {"en": "one of 3 leading groups", "da": "én af 3 ledende grupper"}),
        (manifest(uncertainty=RECORD), {"en": "middle 95 %", "da": "midterste 95 %"}),
        (manifest(ranges=()), {"en": "no range of these numbers", "da": "intet spænd for disse tal"}),
    ):
        table = with_assumptions(headline(study.measures, study.comparisons, changed), changed)
        assert words[lang] in assumption_line(table, changed, lang)
    assert len(ENDS) == 5
