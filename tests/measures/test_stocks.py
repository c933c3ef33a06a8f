"""Caseloads, switches, stocks, exits and meetings against values computed by hand."""

from __future__ import annotations

import pytest

from sim.world.log import RowKind
from tests.measures.tiny import (
    ACTIVITY_READY,
    CLARIFICATION,
    FLEX_UNEMPLOYED,
    IN_FLEXJOB,
    INSURED,
    JOB_READY,
    SICK,
    Book,
)

YEAR = 365.25 / 14


def desk(book: Book, worker: int, day: int, minutes: int, *, sick: int = 0) -> None:
    book.row(RowKind.CAPACITY, day, at=480, caseworker=worker, minutes=minutes, extra=sick)


def test_caseload_counts_filled_posts() -> None:
    """Caseworker 0 full time with 2 then 3 cases, on leave two days; 1 half time with one case, gone in week two."""
    book = Book(28)
    book.arrive(0, 0, SICK, need=0, worker=0)
    book.arrive(1, 0, SICK, need=2, worker=0)
    book.arrive(2, 0, SICK, need=1, worker=1)
    for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        desk(book, 0, day, 0 if day in {3, 4} else 400)
        desk(book, 1, day, 200 if day < 7 else 0)
    book.assign(2, 7, 0)
    table = book.table((0, 13))
    cases, posts = 2 * 5 + 1 * 5 + 3 * 5, 10 * 1.0 + 5 * 0.5
    assert table("caseload_mean", team="sickness") == pytest.approx(cases / posts)
    assert table("caseload_mean") == pytest.approx(cases / posts)
    assert not table.has("caseload_mean", team="jobs")
    weighted = 2.2 * 5 + 1 * 5 + 3.2 * 5
    assert table("caseload_weighted", team="sickness") == pytest.approx(weighted / posts)
    assert table("caseload_per_present_post", team="sickness") == pytest.approx(cases / (8 + 2.5))
    assert table("staff", team="sickness") == pytest.approx(posts / 10)
    assert table("staff_present") == pytest.approx(10.5 / 10)
    # caseworker-weeks per full-time post: 2, 3 (caseworker 0) and 1 / 0.5 = 2 (caseworker 1, week one)
    assert table("caseload_week_mean", team="sickness") == pytest.approx(7 / 3)
    # half of the weeks with 2 lie below 2, so 2 stands at 1/3 and 3 at 5/6: a half is a third of the way
    assert table("caseload_week_p50") == pytest.approx(2 + 1 / 3)
    assert table("share_above_norm_2016", team="sickness") == pytest.approx(1.0)  # above 1.5
    assert table("share_above_norm_2020", team="sickness") == pytest.approx(1 / 3)  # above 2.5
    assert table("share_above_norm_2020") == pytest.approx(1 / 3)
    assert not table.has("share_above_norm_2020", team="jobs")
    assert table("handovers") == pytest.approx(1 * YEAR)
    assert table("caseworkers_per_citizen") == pytest.approx(4 / 3)


def test_switches_by_the_counting_rule() -> None:
    book = Book(28)
    for citizen, state in enumerate((SICK, JOB_READY, FLEX_UNEMPLOYED, SICK, ACTIVITY_READY, INSURED)):
        book.arrive(citizen, 0, state)
    book.switch(0, 3, CLARIFICATION, cause=2, restart=1)  # group and benefit
    book.switch(1, 4, ACTIVITY_READY, cause=3)  # group only
    book.switch(2, 4, IN_FLEXJOB, merged=1)  # one number, other benefit
    book.leave(3, 5, destination=1)  # pension
    book.switch(4, 6, JOB_READY, merged=1)  # inside a merged group
    book.switch(5, 20, SICK)  # after the window
    book.leave(0, 8, destination=0)
    table = book.table((0, 13))
    expected = {
        "group_switches": 2, "group_switches_with_pension": 3, "benefit_switches": 1,
        "benefit_switches_with_flexjob": 2, "merged_switches": 1, "clock_restarts": 1,
    }  # fmt: skip
    for measure, number in expected.items():
        assert table(measure) == pytest.approx(number * YEAR), measure
    assert table("switches", group="sick", activity="job-clarification") == pytest.approx(1 * YEAR)
    assert table("group_switches", group="job-ready") == pytest.approx(1 * YEAR)
    assert table("exits", activity="work") == pytest.approx(1 * YEAR)
    assert table("exits", group="job-clarification", activity="work") == pytest.approx(1 * YEAR)


def test_stock_and_time_in_the_system() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK, elapsed=30)
    book.arrive(1, 4, JOB_READY, worker=2)
    book.switch(1, 11, SICK)
    book.leave(0, 9)
    book.arrive(2, 14, SICK)  # the first minute after the window
    table = book.table((0, 13))
    assert table("stock", group="sick") == pytest.approx((9 + 3) / 14)
    assert table("stock", group="job-ready") == pytest.approx(7 / 14)
    assert table("stock", need="medium") == pytest.approx(table("stock"))
    assert table("stock_start") == 1.0
    assert table("stock_end") == 1.0
    assert table("stock_end", group="sick") == 1.0
    assert table("stock_assigned", team="jobs") == pytest.approx(10 / 14)
    assert table("time_in_system_p50", activity="work") == pytest.approx(39)
    assert table("entries") == pytest.approx(1 * YEAR)
    assert Book.table(book, (14, 27))("stock_end") == 2.0


def test_meetings_no_shows_and_what_rides_on_a_meeting() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    book.arrive(1, 0, JOB_READY, worker=-1)
    book.meet(0, 2)
    book.row(RowKind.WORK, 2, at=540, citizen=0, activity=1, form=0, role=0, duty=0, minutes=15)  # guidance rides on it
    book.meet(0, 5, form=1)
    book.meet(0, 6, form=-1)  # desk work
    book.meet(0, 7, kind=RowKind.LOST)
    book.row(RowKind.WORK, 8, citizen=1, activity=0, form=0, role=2, minutes=40)  # held by another role
    book.row(RowKind.SANCTION, 8, citizen=0)
    table = book.table((0, 13))
    assert table("meetings") == pytest.approx(2 * YEAR)
    assert table("meetings", activity="phone", group="sick") == pytest.approx(1 * YEAR)
    assert table("meetings_per_person_year", group="sick") == pytest.approx(2 * YEAR)
    assert table("meetings_per_person_year") == pytest.approx(2 * YEAR / 2)
    assert table("meetings_per_caseworker_person_year") == pytest.approx(2 * YEAR)
    assert table("no_show_share", group="sick") == pytest.approx(1 / 3)
    assert table("sanctions") == pytest.approx(1 * YEAR)
    book.meta["meeting_activities"] = ["guidance"]
    assert book.table((0, 13))("meetings") == pytest.approx(1 * YEAR)


def test_merged_states_that_a_row_cannot_tell_apart_share_a_label() -> None:
    book = Book(28)
    book.meta["state"] = {**book.meta["state"], 2: (2, 1)}  # activity-ready under the number of job-ready
    book.arrive(0, 0, JOB_READY)
    assert book.table((0, 13))("stock", group="job-ready+activity-ready") == pytest.approx(1.0)


def test_a_window_starts_with_the_citizens_with_whom_the_one_before_ended() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    book.arrive(1, 0, SICK)
    book.arrive(2, 0, SICK)
    book.leave(0, 14)  # the first minute of the second window
    book.switch(1, 14, JOB_READY)
    book.arrive(3, 14, SICK)
    book.leave(2, 20)
    first, second = (Book.table(book, window) for window in ((0, 13), (14, 27)))
    for group in ("sick", "job-ready"):
        assert first("stock_end", group=group) == second("stock_start", group=group)
        other = "job-ready" if group == "sick" else "sick"
        come = second("entries", group=group) + second("switches", group=other, activity=group)
        leave = second("exits", group=group) + second("switches", group=group, activity=other)
        assert second("stock_start", group=group) + come / YEAR == pytest.approx(
            second("stock_end", group=group) + leave / YEAR
        )
    assert [second("stock_start", group="sick"), second("stock_end", group="sick")] == [3, 1]
