"""Weeks on benefits and the shares that follow from them, by hand from the financing act §§ 5-7."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.measures import Rates
from sim.measures.rates import Restart
from sim.world.log import RowKind
from tests.measures.tiny import CLARIFICATION, INSURED, JOB_READY, SELF_SUPPORTING, SICK, Book

YEAR = 365.25
PRICE = 1000.0
LAW = Rates(
    hour_dkk=481.0,
    benefit_week_dkk=dict.fromkeys(("dagpenge", "kontanthjælp", "sygedagpenge", "ressourceforløbsydelse"), PRICE),
    paid_by_others=("dagpenge",),
    own_share=((1, 0.2), (5, 0.6), (27, 0.7), (53, 0.8)),
    others_share=((1, 0.2), (5, 0.6), (27, 0.7), (53, 0.8)),
    restart=Restart(52, 3),
)


def borne(book: Book, first_week: int, last_week: int, rates: Rates = LAW) -> float:
    """What the municipality bears in these weeks of the log (from 1, both included), in weeks at full price."""
    window = ((first_week - 1) * 7, last_week * 7 - 1)
    a_year = YEAR / (window[1] - window[0] + 1)
    return book.table(window, rates=rates)("benefits_municipality") / a_year / PRICE


@pytest.mark.parametrize(("first", "last", "share"), [(1, 4, 0.2), (5, 26, 0.6), (27, 52, 0.7), (53, 60, 0.8)])
def test_each_step_of_the_staircase(first: int, last: int, share: float) -> None:
    """§ 5(2): the state refunds 80, 40, 30 and 20 % in weeks 1-4, 5-26, 27-52 and from 53 on."""
    book = Book(70 * 7)
    book.arrive(0, 0, SICK)
    assert borne(book, first, last) == pytest.approx(share * (last - first + 1))


def test_weeks_run_on_over_benefits_of_either_payer() -> None:
    """Ten weeks of dagpenge, then sickness benefit, then a course: week 27 is week 27 of all of them."""
    book = Book(40 * 7)
    book.arrive(0, 0, INSURED)
    book.switch(0, 70, SICK)
    book.switch(0, 140, CLARIFICATION)
    assert borne(book, 1, 30) == pytest.approx(4 * 0.2 + 22 * 0.6 + 4 * 0.7)


def test_a_time_without_a_benefit_counts_no_weeks() -> None:
    """Ten weeks, twenty of self-support, then the eleventh week: the count has stood still."""
    book = Book(60 * 7)
    book.arrive(0, 0, JOB_READY)
    book.switch(0, 70, SELF_SUPPORTING)
    book.switch(0, 210, JOB_READY)
    assert borne(book, 11, 30) == 0.0
    assert borne(book, 31, 50) == pytest.approx(16 * 0.6 + 4 * 0.7)


def returning(weeks_away: int, weeks_before: int = 60, *, days: int = 0) -> Book:
    """A citizen who leaves to work after some weeks and comes back later."""
    book = Book((weeks_before + weeks_away + 40) * 7)
    book.arrive(0, 0, JOB_READY)
    book.leave(0, weeks_before * 7)
    book.spell[0] += 1
    back = (weeks_before + weeks_away) * 7 + days
    book.row(RowKind.ARRIVE, back, citizen=0, extra=JOB_READY)
    return book


@pytest.mark.parametrize(("weeks_away", "share"), [(51, 0.8), (52, 0.2)])
def test_fifty_two_weeks_of_self_support_start_the_count_again(weeks_away: int, share: float) -> None:
    """§ 6(1). The log begins on a Monday, so weeks away are whole calendar weeks."""
    book = returning(weeks_away)
    first = 60 + weeks_away + 1
    assert borne(book, first, first + 3) == pytest.approx(4 * share)


def test_only_whole_calendar_weeks_count() -> None:
    """52 weeks from a Wednesday to a Wednesday hold 51 whole weeks from Monday to Sunday."""
    book = Book(200 * 7)
    book.arrive(0, 0, JOB_READY)
    book.leave(0, 60 * 7 + 2)
    book.spell[0] += 1
    book.row(RowKind.ARRIVE, 112 * 7 + 2, citizen=0, extra=JOB_READY)
    assert borne(book, 114, 117) == pytest.approx(4 * 0.8)


def test_breaks_are_added_up_within_three_years_and_no_longer() -> None:
    """Two breaks of 30 weeks make 60 within three years. With 150 weeks on benefits between them the first is too old."""

    def twice(between: int) -> Book:
        book = Book((10 + 30 + between + 30 + 20) * 7)
        book.arrive(0, 0, JOB_READY)
        for leaves in (10, 10 + 30 + between):
            book.leave(0, leaves * 7)
            book.spell[0] += 1
            book.row(RowKind.ARRIVE, (leaves + 30) * 7, citizen=0, extra=JOB_READY)
        return book

    assert borne(twice(60), 131, 134) == pytest.approx(4 * 0.2)
    assert borne(twice(150), 221, 224) == pytest.approx(4 * 0.8)


def test_a_break_counts_for_one_new_start_only() -> None:
    """After a new start the earlier break is used: a short one soon after does not start the count once more."""
    book = returning(52)
    back = 112
    book.leave(0, (back + 20) * 7)
    book.spell[0] += 1
    book.row(RowKind.ARRIVE, (back + 22) * 7, citizen=0, extra=JOB_READY)
    assert borne(book, back + 23, back + 26) == pytest.approx(4 * 0.6)


def test_a_contribution_of_the_state_lowers_the_share_of_one_benefit_only() -> None:
    """§ 7 on flex jobs: its steps replace those of the other benefits that the municipality pays."""
    own = replace(LAW, share_of={"sygedagpenge": ((1, 0.2), (5, 0.6), (27, 0.7), (53, 0.75))})
    book = Book(70 * 7)
    book.arrive(0, 0, SICK)
    book.arrive(1, 0, JOB_READY)
    assert borne(book, 53, 56, own) == pytest.approx(4 * 0.75 + 4 * 0.8)
