"""Sanctions and their appeals, interpreters, grounds of prolongation, meetings by video: counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.world.log import NO_DAY, RowKind
from tests.measures.tiny import JOB_READY, RATES, SICK, Book

YEAR = 365.25 / 14
APPEAL, REDO = 4, 5


def desk(book: Book, day: int, citizen: int, activity: int, due: int) -> None:
    book.row(RowKind.WORK, day, at=600, citizen=citizen, activity=activity, role=0, due=due, minutes=30)


def test_a_case_done_in_two_pieces_is_one_case() -> None:
    book = Book(28)
    book.arrive(0, 0, JOB_READY)
    book.arrive(1, 0, JOB_READY, worker=-1)
    for day in (1, 2, 3, 8):
        book.row(RowKind.SANCTION, day, citizen=0)
    desk(book, 5, 0, APPEAL, due=9)
    desk(book, 6, 0, APPEAL, due=9)
    desk(book, 7, 0, APPEAL, due=11)
    for day in (4, 5):  # without a diary: no due day, one row a case
        book.row(RowKind.WORK, day, citizen=1, activity=APPEAL, role=0, minutes=60, due=NO_DAY, caseworker=-1)
    desk(book, 13, 0, REDO, due=20)
    desk(book, 14, 0, REDO, due=20)  # the rest after the window
    desk(book, 16, 0, REDO, due=25)
    table = book.table((0, 13))
    assert table("sanctions", group="job-ready") == pytest.approx(4 * YEAR)
    assert table("sanction_appeals") == pytest.approx(4 * YEAR)
    assert table("sanction_redone") == pytest.approx(1 * YEAR)
    assert book.table((14, 27))("sanction_redone") == pytest.approx(1 * YEAR)


def test_interpreters_cost_fees_and_no_hours() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    book.arrive(1, 0, JOB_READY)
    for citizen, day, minutes in ((0, 2, 90), (1, 3, 60), (1, 20, 60)):  # the last after the window
        book.meet(citizen, day, minutes)
        book.row(RowKind.INTERPRETER, day, at=540, citizen=citizen, activity=0, form=0, duty=0, minutes=minutes)
    table = book.table((0, 13), rates=replace(RATES, interpreter_hour_dkk=500.0))
    assert table("interpreter_hours") == pytest.approx(2.5 * YEAR)
    assert table("interpreter_hours", group="sick") == pytest.approx(1.5 * YEAR)
    assert table("interpreter_fees") == pytest.approx(1250 * YEAR)
    assert table("interpreter_fees", group="job-ready") == pytest.approx(500 * YEAR)
    assert table("hours_total") == pytest.approx(2.5 * YEAR)  # the caseworker's, once
    assert table("meetings") == pytest.approx(2 * YEAR)


def test_prolongations_by_ground() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    for day, number in ((1, 4), (2, 4), (3, 7), (4, 1), (5, 0), (20, 3)):
        book.row(RowKind.PROLONG, day, citizen=0, extra=number)
    table = book.table((0, 13))
    assert table("prolongations") == pytest.approx(5 * YEAR)
    for ground, cases in {"27-4": 2, "27-7": 1, "27-1": 1, "27-3": 0, "none": 1}.items():
        assert table("prolongations", activity=ground) == pytest.approx(cases * YEAR), ground
    assert table("prolongations", group="sick") == pytest.approx(5 * YEAR)


def test_meetings_by_video_are_a_form_of_their_own() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    for day, form in enumerate((0, 1, 1, 2)):
        book.meet(0, day, form=form)
    table = book.table((0, 13))
    assert table("meetings", activity="phone") == pytest.approx(2 * YEAR)
    assert table("meetings", activity="video") == pytest.approx(1 * YEAR)
    assert table("meetings") == pytest.approx(4 * YEAR)
