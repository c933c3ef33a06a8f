"""Days and benefits from the onset of a need until it is clarified, against values computed by hand."""

from __future__ import annotations

import pytest

from sim.world.log import RowKind
from tests.measures.tiny import ACTIVITY_READY, JOB_READY, SICK, Book

YEAR = 365.25
FLEX_JOB, PENSION = 0, 1


def need(book: Book, citizen: int, day: int, code: int = FLEX_JOB) -> None:
    book.row(RowKind.NEED, day, citizen=citizen, minutes=0, extra=code)


def case(book: Book, citizen: int, day: int, *, effort: int = -1, code: int = FLEX_JOB) -> None:
    """A need is detected and its procedure begins; its effort may begin later."""
    book.row(RowKind.DETECT, day, citizen=citizen, extra=code)
    book.row(RowKind.START, day, citizen=citizen, procedure=1, serial=2)
    if effort >= 0:
        book.row(RowKind.EFFORT, effort, citizen=citizen, procedure=1, serial=2, step=3)


def test_a_need_ends_with_its_effort_a_decision_a_pension_or_another_end() -> None:
    book = Book(800)
    for citizen in range(5):
        book.arrive(citizen, 0, SICK)
        need(book, citizen, 10)
        case(book, citizen, 20, effort=40 if citizen == 0 else -1)
    book.switch(1, 50, JOB_READY, cause=3)  # decided
    book.leave(2, 60, destination=1)  # pension
    book.switch(3, 70, JOB_READY, cause=1)  # life: not clarified
    # citizen 4 is still open two years later
    table = book.table((0, 27))
    days = [30, 40, 50, 60, 52 * 7]
    assert table("days_until_clarified_52", activity="flex-job") == pytest.approx(sum(days) / 5)
    assert table("clarified_share_52", activity="flex-job") == pytest.approx(3 / 5)
    assert table("benefits_until_clarified_52", activity="flex-job") == pytest.approx(sum(days) / 5 / 7 * 4550)
    assert table("benefits_until_clarified_total_52") == pytest.approx(sum(days) / 7 * 4550 * YEAR / 28)
    payers = (table(f"benefits_until_clarified_{payer}_52") for payer in ("municipality", "state"))
    assert sum(payers) == pytest.approx(table("benefits_until_clarified_total_52"))
    in_two_years = [*days[:-1], 104 * 7]
    assert table("days_until_clarified_104", activity="flex-job") == pytest.approx(sum(in_two_years) / 5)
    assert table("clarified_share_104", activity="flex-job") == pytest.approx(3 / 5)


def test_the_effort_of_another_procedure_clarifies_nothing() -> None:
    book = Book(800)
    book.arrive(0, 0, SICK)
    need(book, 0, 10)
    book.row(RowKind.EFFORT, 15, citizen=0, procedure=0, serial=0, step=1)  # of a course that ran before
    case(book, 0, 20, effort=45)
    assert book.table((0, 27))("days_until_clarified_52", group="sick") == pytest.approx(35)


def test_an_undetected_need_ends_when_its_spell_does() -> None:
    book = Book(800)
    book.arrive(0, 0, ACTIVITY_READY)
    need(book, 0, 10)
    book.leave(0, 24)
    table = book.table((0, 27))
    assert table("days_until_clarified_52", group="activity-ready") == pytest.approx(14)
    assert table("clarified_share_52", group="activity-ready") == 0.0
    assert table.has("clarified_share_52", group="activity-ready")


def test_the_numbers_do_not_depend_on_how_long_the_log_runs_on() -> None:
    """The same cohort in a log of two years and in one of four years."""

    def table(days: int, measure: str) -> float:
        book = Book(days)
        for citizen in range(4):
            book.arrive(citizen, 0, SICK)
            need(book, citizen, 7 * citizen)
            case(book, citizen, 7 * citizen + 100)
        book.switch(0, 600, JOB_READY, cause=3)  # after the horizon
        book.switch(1, 300, JOB_READY, cause=3)
        return book.table((0, 27))(measure, activity="flex-job")

    for measure in ("days_until_clarified_52", "clarified_share_52", "benefits_until_clarified_52"):
        assert table(730, measure) == pytest.approx(table(1460, measure)), measure


def test_a_horizon_beyond_the_log_is_left_out() -> None:
    book = Book(400)
    book.arrive(0, 0, SICK)
    need(book, 0, 10)
    table = book.table((0, 27))
    assert table.has("days_until_clarified_52")
    assert not table.has("days_until_clarified_104")
    assert not book.table((200, 399)).has("days_until_clarified_52")


def test_a_horizon_is_measured_if_half_of_the_window_lies_so_long_before_the_end_of_the_log() -> None:
    """Needs of the first 50 of 100 days have a year of 52 weeks in a log of 414 days, and those of 49 in one of 413."""
    for days, measured in ((52 * 7 + 50, True), (52 * 7 + 49, False)):
        book = Book(days)
        book.arrive(0, 0, SICK)
        need(book, 0, 10)
        assert book.table((0, 99)).has("days_until_clarified_52") == measured
