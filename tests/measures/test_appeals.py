"""Appeals counted by hand: reconsidered, late, decided again."""

from __future__ import annotations

import pytest

from sim.world.log import NO_DAY, RowKind
from tests.measures.tiny import ACTIVITY_READY, JOB_READY, Book

YEAR = 365.25 / 14
REDO, RECONSIDER, TO_BOARD = 5, 6, 7
CASES, SANCTIONS = 0, 1


def desk(
    book: Book, day: int, citizen: int, activity: int, due: int, *, serial: int = 0, procedure: int = CASES
) -> None:
    """A piece of an appeal's work; the steps of an appeal follow the order of its activities."""
    book.row(
        RowKind.WORK, day, at=600, citizen=citizen, activity=activity, role=0, due=due, minutes=30, procedure=procedure,
        serial=serial, step=activity,
    )  # fmt: skip


def appealed() -> Book:
    book = Book(28)
    book.arrive(0, 0, JOB_READY)
    book.arrive(1, 0, ACTIVITY_READY)
    desk(book, 3, 0, RECONSIDER, due=9)
    desk(book, 10, 0, RECONSIDER, due=9)  # the second piece comes a day late
    desk(book, 5, 1, RECONSIDER, due=9, procedure=SANCTIONS)
    desk(book, 6, 1, RECONSIDER, due=9, serial=1)
    desk(book, 12, 0, TO_BOARD, due=16)
    desk(book, 13, 1, REDO, due=20, procedure=SANCTIONS)
    return book


def test_an_appeal_in_two_pieces_is_one_appeal() -> None:
    table = appealed().table((0, 13))
    assert table("appeals") == pytest.approx(3 * YEAR)
    assert table("appeals", activity="clarification") == pytest.approx(2 * YEAR)
    assert table("appeals", group="job-ready") == pytest.approx(YEAR)


def test_late_is_what_ends_after_its_due_day() -> None:
    table = appealed().table((0, 13))
    assert table("appeals_late_share") == pytest.approx(1 / 3)
    assert table("appeals_late_share", activity="flex-job-case") == 0


def test_each_appeal_is_late_or_not_by_its_own_last_piece() -> None:
    """Four appeals begin in time, and two of them end in time."""
    book = Book(28)
    for citizen in range(4):
        book.arrive(citizen, 0, JOB_READY)
    for citizen in range(4):
        desk(book, 3 + citizen, citizen, RECONSIDER, due=10)
    for citizen in range(4):
        desk(book, 9 + citizen, citizen, RECONSIDER, due=10)
    table = book.table((0, 13))
    assert table("appeals") == pytest.approx(4 * YEAR)
    assert table("appeals_late_share") == pytest.approx(1 / 2)


def test_sending_a_case_to_the_board_is_no_new_decision() -> None:
    table = appealed().table((0, 13))
    assert table("appeals_redone") == pytest.approx(YEAR)
    assert table("appeals_redone", activity="flex-job-case") == pytest.approx(YEAR)


def test_work_of_other_procedures_is_no_appeal() -> None:
    book = Book(28)
    book.arrive(0, 0, JOB_READY)
    desk(book, 3, 0, REDO, due=9)
    table = book.table((0, 13))
    assert table("appeals") == table("appeals_redone") == 0
    assert not table.has("appeals_late_share")


def test_a_citizen_who_has_left_still_counts() -> None:
    book = Book(28)
    book.arrive(0, 0, JOB_READY)
    book.leave(0, 2)
    desk(book, 5, 0, RECONSIDER, due=NO_DAY)  # outside diaries: done at once, never late
    table = book.table((0, 13))
    assert table("appeals", group="job-ready") == pytest.approx(YEAR)
    assert not table.has("appeals_late_share")
