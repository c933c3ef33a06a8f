"""The share of a group in an offer, against days counted by hand."""

from __future__ import annotations

import pytest

from sim.world.log import RowKind
from tests.measures.tiny import ACTIVITY_READY, JOB_READY, SICK, Book

WINDOW = (0, 99)


def offer(book: Book, citizen: int, day: int, days: int) -> None:
    book.row(RowKind.OFFER, day, citizen=citizen, form=0, due=day + days - 1)


def test_days_in_an_offer_over_days_in_the_group() -> None:
    book = Book(120)
    book.arrive(0, 0, JOB_READY)
    book.arrive(1, 0, JOB_READY)
    book.arrive(2, 0, SICK)
    offer(book, 0, 10, 14)
    offer(book, 1, 95, 20)  # five days within the window
    table = book.table(WINDOW)
    assert table("in_offer_share", group="job-ready") == pytest.approx((14 + 5) / 200)
    assert not table.has("in_offer_share", group="sick")
    assert not table.has("in_offer_share", group="all")


def test_an_offer_from_before_the_window_counts_within_it() -> None:
    book = Book(120)
    book.arrive(0, 0, JOB_READY)
    offer(book, 0, 10, 20)
    assert book.table((20, 119))("in_offer_share", group="job-ready") == pytest.approx(10 / 100)


def test_two_offers_at_once_are_one_day() -> None:
    book = Book(120)
    book.arrive(0, 0, JOB_READY)
    offer(book, 0, 10, 40)
    offer(book, 0, 20, 10)  # within the first
    offer(book, 0, 40, 20)  # ten days beyond it
    assert book.table(WINDOW)("in_offer_share", group="job-ready") == pytest.approx(50 / 100)


def test_an_offer_ends_with_the_group_but_not_with_the_caseworker() -> None:
    book = Book(120)
    for citizen in range(3):
        book.arrive(citizen, 0, JOB_READY, worker=0)
        offer(book, citizen, 10, 60)
    book.leave(0, 20)  # ten days and what of day 20 lies before the exit
    book.switch(1, 30, ACTIVITY_READY)
    book.assign(2, 40, 1)
    table = book.table(WINDOW)
    present = table("stock", group="job-ready") * 100
    assert table("in_offer_share", group="job-ready") * present == pytest.approx(present - 100 - 20 + 60, abs=1e-6)
    assert not table.has("in_offer_share", group="activity-ready")


def test_no_share_exceeds_one() -> None:
    book = Book(120)
    book.arrive(0, 0, JOB_READY)
    for day in range(0, 100, 5):
        offer(book, 0, day, 30)
    assert book.table(WINDOW)("in_offer_share", group="job-ready") == pytest.approx(1.0)
