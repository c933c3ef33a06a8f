"""Groups of unknown volume: nothing of theirs is in a headline, and nothing is lost."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.figures.provenance import nature_of, read_natures
from sim.files.paths import scenarios_dir
from sim.measures import Reading, measure_all, measures_of_trial, unknown_teams
from sim.measures.tidy import COLUMNS
from sim.report.text import labels
from sim.world.log import Log, RowKind
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import IN_FLEXJOB, JOB_READY, NORMS, RATES, SELF_SUPPORTING, SICK, Book, Table, by_team

YEAR = 365.25 / 7
APART = {"unknown_states": [SELF_SUPPORTING], "team_of_state": {JOB_READY: 1, SELF_SUPPORTING: 2, SICK: 0}}
MIXED = {"unknown_states": [SELF_SUPPORTING], "team_of_state": {JOB_READY: 1, SELF_SUPPORTING: 1, SICK: 0}}


def week() -> Book:
    """One week: a team for the sick, one for the job-ready, one (caseworker 3) for the self-supporting."""
    book = Book(28, caseworkers=(0, 0, 1, 2))
    book.arrive(0, 0, SICK, worker=0)
    book.arrive(1, 0, SELF_SUPPORTING, worker=3)
    book.meet(0, 8, 60)
    book.meet(1, 8, 120)
    book.meet(1, 9, 20, kind=RowKind.LOST)
    book.row(RowKind.WORK, 9, at=480, activity=2, role=0, caseworker=3, minutes=45)  # concerns no citizen
    book.row(RowKind.WORK, 9, at=480, activity=2, role=0, caseworker=0, minutes=15)
    for day in range(7, 12):
        for worker in (0, 3):
            book.row(RowKind.CAPACITY, day, at=480, caseworker=worker, minutes=400)
            book.row(RowKind.RUNNING, day, at=480, caseworker=worker, minutes=100)
    book.row(RowKind.OVERTIME, 9, at=480, caseworker=3, minutes=30)
    book.row(RowKind.BREACH, 9, citizen=1, duty=0, due=8)
    book.row(RowKind.SANCTION, 9, citizen=1)
    return book


def test_a_team_that_serves_nothing_known_stands_apart() -> None:
    book = week()
    book.meta |= APART
    assert unknown_teams(book.log()) == ["apart"]
    table = book.table((7, 13))
    assert table("hours_total") == pytest.approx((60 + 15 + 500) / 60 * YEAR)
    assert table("hours_unknown") == pytest.approx((120 + 20 + 45 + 500) / 60 * YEAR)
    assert table("hours_unknown", activity="follow-up-meeting", group="self-supporting") == pytest.approx(2 * YEAR)
    assert table("hours_unknown", activity="preparatory-part") == pytest.approx(0.75 * YEAR)
    assert (table("stock"), table("stock_unknown")) == (1.0, 1.0)
    assert (table("staff"), table("staff_unknown")) == (1.0, 1.0)
    assert table("staff_unknown", team="apart") == 1.0
    assert table("meetings_unknown", activity="in-person") == pytest.approx(1 * YEAR)
    for measure in ("overtime_hours", "breaches", "sanctions", "no_shows"):
        assert table.has(measure), measure
        assert table(measure) == 0.0, measure
    named = table.frame[~table.frame["measure"].str.endswith("_unknown")]
    assert "self-supporting" not in set(named["group"])
    assert "apart" not in set(named["team"])


def test_a_team_of_both_kinds_is_known_and_its_running_work_is_shared() -> None:
    """Caseworker 2 has one job-ready (weight 1.0) and one self-supporting citizen (weight 1.5), and 250 minutes left."""
    book = Book(28, caseworkers=(0, 0, 1))
    book.meta |= MIXED
    book.arrive(0, 0, JOB_READY, need=1, worker=2)
    book.arrive(1, 0, SELF_SUPPORTING, need=2, worker=2)
    for day in (7, 8):
        book.row(RowKind.CAPACITY, day, at=480, caseworker=2, minutes=400)
    book.row(RowKind.RUNNING, 7, at=480, caseworker=2, minutes=250)
    table = book.table((7, 13))
    assert table("hours", activity="running-casework") == pytest.approx(100 / 60 * YEAR)
    assert table("hours_unknown", activity="running-casework") == pytest.approx(150 / 60 * YEAR)
    assert table("running_minutes_per_citizen_week") == pytest.approx(100)
    assert table("running_minutes_per_citizen_week", need="heavy") == 0.0
    assert table("staff", team="jobs") > 0
    assert table("staff_unknown") == 0.0
    assert table("caseload_mean", team="jobs") == pytest.approx(1.0)


def test_over_the_border() -> None:
    """Into the unknown a spell ends, out of it one begins; neither is a switch that is counted."""
    book = Book(56)
    book.meta |= MIXED
    book.arrive(0, 0, JOB_READY, worker=2)
    book.switch(0, 10, SELF_SUPPORTING)
    book.assign(0, 10, 1)
    book.switch(0, 20, JOB_READY)
    book.arrive(1, 0, JOB_READY, worker=2)
    book.switch(1, 15, SICK)
    table = book.table((0, 27))
    assert table("stock", group="job-ready") == pytest.approx((10 + 8 + 15) / 28)
    assert table("stock_unknown") == pytest.approx(10 / 28)
    assert table("stock_assigned", team="sickness") == pytest.approx(8 / 28)  # who was assigned meanwhile
    assert table("stock_assigned", team="jobs") == pytest.approx((10 + 28) / 28)
    assert table("group_switches") == pytest.approx(1 * 365.25 / 28)
    assert table("switches") == pytest.approx(1 * 365.25 / 28)
    assert table("exits") == 0.0


def test_a_need_that_waits_when_the_citizen_goes_over_the_border_is_left() -> None:
    book = Book(56)
    book.meta |= MIXED
    book.arrive(0, 0, JOB_READY, worker=2)
    book.row(RowKind.NEED, 4, citizen=0, extra=1)
    book.switch(0, 10, SELF_SUPPORTING)
    table = book.table((0, 27))
    assert table("detection_delay_left") == pytest.approx(1 * 365.25 / 28)
    assert table("needs_undetected") == pytest.approx(6 / 28)


ADDITIVE = {
    "hours": "hours_unknown", "hours_total": "hours_unknown", "stock": "stock_unknown", "meetings": "meetings_unknown",
    "staff": "staff_unknown",
}  # fmt: skip


@pytest.mark.parametrize("team_of_state", [{4: 0, 6: 1, 1: 0}, {4: 0, 6: 1, 1: 0, 3: 1}])
def test_known_and_unknown_are_everything(team_of_state: dict[int, int]) -> None:
    """Whether team 1 serves something known (state 3) or not."""
    log = synthetic_log(120_000, days=300, caseworkers=20)
    keys = ["group", "team", "activity", "need", "measure"]

    def additive(meta: dict[str, object]) -> pd.Series[float]:
        measured = Log(log.rows, log.names, log.meta | meta)
        table = measure_all(measured, (100, 280), norms=NORMS, rates=RATES)
        table = table[table["measure"].isin([*ADDITIVE, *ADDITIVE.values()])]
        table = table.assign(measure=table["measure"].replace(ADDITIVE))
        return table.groupby(keys)["value"].sum()

    both = additive({"unknown_states": [IN_FLEXJOB, 4], "team_of_state": team_of_state})
    whole = additive({})
    both, whole = both.align(whole, fill_value=0.0)
    pd.testing.assert_series_equal(both, whole, rtol=1e-9, atol=1e-6)


def test_what_the_posts_are_searched_by_leaves_the_unknown_out() -> None:
    book = week()
    book.meta |= APART
    table = Table(by_team(book.log(), (7, 13)))
    assert table("citizen_weeks_team", team="sickness") == pytest.approx(YEAR)
    assert not table.has("citizen_weeks_team", team="apart")


def test_a_log_that_knows_everything_has_nothing_apart() -> None:
    table = week().table((7, 13))
    assert not table.frame["measure"].str.endswith("_unknown").any()
    assert table("stock") == 2.0


@pytest.mark.parametrize("measure", [*sorted(set(ADDITIVE.values())), "staff_filled_unknown"])
def test_what_stands_apart_says_so(measure: str) -> None:
    assert nature_of(read_natures(scenarios_dir()), measure, "all") == "scales"
    words = labels()["measure"][measure]
    assert words["en"].endswith("volume unknown")
    assert words["da"].endswith("omfang ukendt")


def test_states_that_rows_cannot_tell_apart_are_refused() -> None:
    book = week()
    book.meta |= APART | {"state": {**book.meta["state"], SELF_SUPPORTING: book.meta["state"][SICK]}}
    with pytest.raises(ValueError, match="do not distinguish the states of sick\\+self-supporting"):
        book.table((7, 13))


def test_the_measures_of_a_trial_are_those_of_a_run() -> None:
    """Hours, caseloads and what is of unknown volume: each row of the trial is in the whole table with the same number."""
    book = week()
    book.meta |= APART
    whole = book.table((7, 13)).frame
    trial = measures_of_trial(Reading(book.log(), (7, 13), RATES), norms=NORMS).frame()
    assert {"hours", "overtime_hours", "staff", "caseload_mean", "hours_unknown"} <= set(trial["measure"])
    of_trial = whole[whole["measure"].isin(set(trial["measure"]))]
    keys = [name for name in COLUMNS if name != "value"]
    pd.testing.assert_frame_equal(
        trial.sort_values(keys, ignore_index=True), of_trial.sort_values(keys, ignore_index=True)
    )
