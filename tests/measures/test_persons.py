"""What a person meets over returns, on hand-made logs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.benefit_weeks import BenefitWeeks
from sim.measures.episodes import Pieces
from sim.measures.rates import Restart
from sim.measures.view import View, Window
from tests.measures.tiny import ACTIVITY_READY, JOB_READY, SICK, Book, Table


def with_a_return() -> Book:
    """Citizen 0: two weeks sick, a week away, then the last week job-ready. Citizen 1: there all four weeks."""
    book = Book(28)
    book.arrive(0, 0, SICK, elapsed=70)
    book.arrive(1, 0, JOB_READY, worker=2)
    book.leave(0, 14)
    book.come_back(0, 21, JOB_READY, worker=2)
    book.switch(1, 24, ACTIVITY_READY)
    return book


@pytest.fixture(scope="module")
def table() -> Table:
    return with_a_return().table((0, 27))


def test_a_citizen_who_comes_back_is_one_person(table: Table) -> None:
    assert table("persons") == 2
    assert table("persons", group="sick") == 1
    assert table("persons", group="job-ready") == 2
    assert table("stays_per_person") == 1.5
    assert table("switches_per_person") == 0.5
    assert table("weeks_per_person_mean") == pytest.approx((3 + 4) / 2)
    assert table("caseworkers_per_citizen") == 1.5


def test_returns_are_entries(table: Table) -> None:
    a_year = 365.25 / 28
    assert table("returns") == table("entries") == pytest.approx(a_year)
    assert table("return_share") == table("return_share", group="job-ready") == 1


def test_the_window_cuts_stays_off() -> None:
    """In the second week away, only citizen 1 is met; the return is outside the window."""
    before = with_a_return().table((14, 20))
    assert (before("persons"), before("stays_per_person"), before("returns")) == (1, 1, 0)


def test_time_in_the_system_is_that_of_the_stay() -> None:
    book = with_a_return()
    book.leave(0, 25)
    assert book.table((20, 27))("time_in_system_mean") == 4
    assert book.table((0, 19))("time_in_system_mean") == 70 + 14


def test_weeks_on_benefits_go_on_after_the_time_away() -> None:
    """Ten weeks before the log and two in it: the week after the return is the thirteenth, without the week away."""
    view = View(with_a_return().log(), Window(0, 27))
    pieces = Pieces.of(view)
    weeks = BenefitWeeks.of(view, Restart()).at(pieces.citizen, pieces.start)
    mine = pieces.citizen == 0
    assert np.allclose(weeks[mine], [10, 12])
    assert np.allclose(weeks[~mine][0], 0)


def test_weeks_of_a_person_need_not_be_whole() -> None:
    """Ten days and the last four of the window's 28."""
    book = Book(28)
    book.arrive(0, 0, SICK)
    book.leave(0, 10)
    book.arrive(1, 24, SICK)
    assert book.table((0, 27))("weeks_per_person_mean") == pytest.approx((10 + 4) / 2 / 7)
