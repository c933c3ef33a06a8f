"""Needs undetected and undecided against values computed by hand."""

from __future__ import annotations

import pytest

from sim.world.log import RowKind
from tests.measures.tiny import ACTIVITY_READY, JOB_READY, SICK, Book

FLEXJOB, PENSION = range(2)
FIVE_YEARS = 5 * 365 + 2
"""Days before the log that are more than enough, and would be too few without their last fortnight and a day."""


def test_needs_from_before_the_log_have_no_delay() -> None:
    book = Book(56)
    for citizen in range(2):
        book.arrive(citizen, 0, SICK)
    book.row(RowKind.NEED, 0, citizen=0, extra=FLEXJOB, minutes=1)
    book.row(RowKind.DETECT, 20, citizen=0, extra=FLEXJOB)
    book.row(RowKind.NEED, 4, citizen=1, extra=FLEXJOB)
    book.row(RowKind.DETECT, 10, citizen=1, extra=FLEXJOB)
    table = book.table((0, 27))
    assert table("detection_delay_p50", activity="flex-job") == pytest.approx(6)
    assert table("detection_delay_p90", group="sick") == pytest.approx(6)
    assert table("detection_delay_begun") == pytest.approx(1 * 365.25 / 28)


def test_citizens_with_an_undetected_need() -> None:
    book = Book(56)
    for citizen in range(5):
        book.arrive(citizen, 0, SICK)
    book.row(RowKind.NEED, 0, citizen=0, extra=FLEXJOB, minutes=1)
    book.row(RowKind.DETECT, 21, citizen=0, extra=FLEXJOB)  # 7 days of the window
    book.row(RowKind.NEED, 20, citizen=1, extra=FLEXJOB)
    book.leave(1, 24)  # 4 days
    book.row(RowKind.NEED, 25, citizen=2, extra=PENSION)  # 3 days, and on after it
    book.row(RowKind.DETECT, 40, citizen=2, extra=PENSION)
    book.row(RowKind.NEED, 0, citizen=3, extra=PENSION, minutes=1)
    book.row(RowKind.START, 0, citizen=3, procedure=1)  # under way as the log begins: detected
    book.row(RowKind.NEED, 0, citizen=4, extra=PENSION, minutes=1)
    book.row(RowKind.START, 0, citizen=4, procedure=0, duty=1)  # a duty's procedure, not the need's: 14 days
    table = book.table((14, 27))
    assert table("needs_undetected") == pytest.approx((7 + 4 + 3 + 14) / 14)
    assert table("needs_undetected", group="sick") == pytest.approx(2.0)


def long_case(book: Book, citizen: int, state: int, *, elapsed: int = FIVE_YEARS) -> None:
    book.arrive(citizen, 0, state, elapsed=elapsed)


def test_long_cases_with_a_need_for_the_team() -> None:
    book = Book(28)
    book.meta["team_needs"] = [PENSION]
    for citizen in range(7):
        long_case(book, citizen, ACTIVITY_READY)
    for citizen in range(5):
        book.row(RowKind.NEED, 0, citizen=citizen, extra=PENSION, minutes=1)  # 0: undetected
    for citizen in (1, 2, 3):
        book.row(RowKind.DETECT, 1, citizen=citizen, extra=PENSION)
        book.row(RowKind.START, 1, citizen=citizen, procedure=1)  # 1: under way
    for citizen in (2, 3):
        book.row(RowKind.DECIDE, 8, citizen=citizen, procedure=1)  # 2: decided
    book.row(RowKind.READY, 9, citizen=3, procedure=1)  # 3: sent back to the team
    book.switch(4, 5, JOB_READY)  # 4: a need belongs to a spell
    book.row(RowKind.NEED, 2, citizen=5, extra=FLEXJOB)  # 5: not the team's; 6: none
    long_case(book, 7, ACTIVITY_READY, elapsed=FIVE_YEARS - 20)  # not long enough
    long_case(book, 8, SICK)  # another benefit
    book.row(RowKind.NEED, 0, citizen=8, extra=PENSION, minutes=1)
    book.row(RowKind.NEED, 20, citizen=6, extra=PENSION)  # after the window
    table = book.table((0, 13))
    assert table("long_cases") == 7
    assert table("long_cases", group="job-ready") == 1
    assert table("long_cases_with_team_need_share") == pytest.approx(3 / 7)
    assert table("long_cases_with_team_need_share", group="activity-ready") == pytest.approx(3 / 6)
    assert table("long_cases_with_team_need_share", group="job-ready") == 0.0
    del book.meta["team_needs"]
    assert not book.table((0, 13)).has("long_cases_with_team_need_share")


def test_a_case_is_long_after_more_than_five_years_without_a_break() -> None:
    """The window ends with 14 January 2024; five years before, to the day, is 15 January 2019."""
    book = Book(28)
    book.meta["team_needs"] = [PENSION]
    since = 5 * 365 + 1 - 14  # from 15 January 2019 to 1 January 2024: one leap day
    long_case(book, 0, JOB_READY, elapsed=since)
    long_case(book, 1, JOB_READY, elapsed=since + 1)
    long_case(book, 2, JOB_READY, elapsed=since + 500)
    book.switch(2, 5, SICK)
    book.switch(2, 9, JOB_READY)
    long_case(book, 3, JOB_READY, elapsed=since + 1)
    book.switch(3, 5, ACTIVITY_READY)  # both live on kontanthjælp
    assert book.table((0, 13))("long_cases") == 2
