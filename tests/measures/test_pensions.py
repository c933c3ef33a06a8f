"""The record of pensions: who got one, and who of those with a need or a course may still get one or has left."""

from __future__ import annotations

import pytest

from sim.measures import AwardRecord, Reading, awards
from sim.world.log import RowKind
from tests.measures.tiny import CLARIFICATION, JOB_READY, NAMES, RATES, SICK, Book

DAYS = 400
COURSE = CLARIFICATION
WORK, AWARD = 0, 1
FLEX_JOB, PENSION = 0, 1


def record(book: Book) -> AwardRecord:
    book.meta["pension_needs"] = ("pension",)
    return awards(Reading(book.log(), (0, 27), RATES))


def need(book: Book, citizen: int, day: int, code: int = PENSION) -> None:
    book.row(RowKind.NEED, day, citizen=citizen, minutes=0, extra=code)


@pytest.fixture(autouse=True)
def course(monkeypatch: pytest.MonkeyPatch) -> None:
    """Job clarification is here the course that may end in a pension."""
    monkeypatch.setitem(NAMES["state"], COURSE, "resource-course")


def test_a_need_belongs_to_its_spell_for_those_present_and_to_the_person_for_those_who_left() -> None:
    """A need of an earlier spell gives no pension any more. Who had one and left for work is still of those who left."""
    book = Book(DAYS)
    for citizen in range(6):
        book.arrive(citizen, 0, SICK)
        need(book, citizen, 10, FLEX_JOB if citizen == 5 else PENSION)
    book.switch(1, 50, JOB_READY)  # the need of citizen 0 is open, that of citizen 1 is not
    book.switch(2, 50, JOB_READY)
    book.leave(2, 60)
    book.leave(3, 70)
    book.leave(4, 80, AWARD)
    book.leave(5, 90)  # had no need for a pension
    made = record(book)
    assert made.open == [0]
    assert (made.left, made.left_day) == ([2, 3], [60, 70])
    assert (made.citizen, made.day, made.last) == ([4], [80], DAYS - 1)
    assert made.weeks == [pytest.approx(80 / 7, abs=0.005)]
    assert made.before == [4550.0]


def test_a_course_counts_while_it_lasts_for_those_present_and_for_ever_for_those_who_left() -> None:
    book = Book(DAYS)
    for citizen in range(3):
        book.arrive(citizen, 0, COURSE)
    book.switch(1, 50, JOB_READY)
    book.switch(2, 50, JOB_READY)
    book.leave(2, 60)
    made = record(book)
    assert (made.open, made.left, made.left_day) == ([0], [2], [60])


def test_who_comes_back_has_not_left_and_only_the_last_exit_counts() -> None:
    book = Book(DAYS)
    for citizen in range(2):
        book.arrive(citizen, 0, SICK)
        need(book, citizen, 10)
        book.leave(citizen, 20)
        book.come_back(citizen, 100, JOB_READY)
    book.leave(1, 150)
    made = record(book)
    assert made.open == []  # the need belonged to the first stay
    assert (made.left, made.left_day) == ([1], [150])


def test_without_days_of_birth_a_pension_has_no_value() -> None:
    book = Book(DAYS)
    book.arrive(0, 0, SICK)
    book.leave(0, 30, AWARD)
    assert record(book).value == [0]
