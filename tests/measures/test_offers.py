"""Offers and the first focus target against values computed by hand."""

from __future__ import annotations

import pytest

from sim.world.log import RowKind
from tests.measures.tiny import ACTIVITY_READY, INSURED, JOB_READY, SICK, Book

PRACTICE, GUIDANCE = range(2)
DAYS = 800
AFTER = 731
"""The first day after the window: 1 January 2026; the twelve months before begin on day 366, 1 January 2025."""


def offer(book: Book, citizen: int, day: int, days: int, kind: int = PRACTICE) -> None:
    book.row(RowKind.OFFER, day, citizen=citizen, form=kind, due=day + days - 1)


def test_offers_by_kind_and_their_length() -> None:
    book = Book(56)
    book.meta["offers_that_count"] = ["company-practice"]
    book.arrive(0, 0, JOB_READY)
    book.arrive(1, 0, SICK)
    offer(book, 0, 3, 14)
    offer(book, 0, 27, 28, GUIDANCE)
    offer(book, 1, 5, 21)
    offer(book, 1, 28, 70)  # after the window
    table, year = book.table((0, 27)), 365.25 / 28
    assert table("offers") == pytest.approx(3 * year)
    assert table("offers", activity="company-practice") == pytest.approx(2 * year)
    assert table("offers", activity="guidance-upskilling", group="job-ready") == pytest.approx(1 * year)
    assert table("offers_that_count") == pytest.approx(2 * year)
    assert table("offers_that_count", group="job-ready") == pytest.approx(1 * year)
    assert table("offer_weeks") == pytest.approx((2 + 4 + 3) / 3)
    assert table("offer_weeks", activity="company-practice") == pytest.approx(2.5)
    assert table("offer_weeks", group="job-ready") == pytest.approx(3)
    del book.meta["offers_that_count"]  # a log that does not say: all kinds do
    assert book.table((0, 27))("offers_that_count") == pytest.approx(3 * year)


def target() -> Book:
    book = Book(DAYS)
    book.meta |= {"offers_that_count": ["company-practice"], "fokusmaal_groups": ["job-ready", "activity-ready"]}
    return book


def test_who_has_been_a_year_without_an_offer() -> None:
    book = target()
    for citizen in range(4):
        book.arrive(citizen, 0, JOB_READY)
    offer(book, 0, 360, 7)  # its last day is the first of the twelve months
    offer(book, 1, 359, 7)  # ended the day before
    offer(book, 2, AFTER - 1, 30)  # begins on the last day
    offer(book, 3, 500, 30, GUIDANCE)  # does not count
    assert book.table((366, AFTER - 1))("fokusmaal_1_share") == pytest.approx(2 / 4)


def test_who_belongs_to_the_target() -> None:
    book = target()
    book.arrive(0, 366, JOB_READY)  # twelve months to the day
    book.arrive(1, 367, JOB_READY)  # a day less
    book.arrive(2, 0, ACTIVITY_READY)
    book.switch(2, 600, JOB_READY)  # the same benefit: goes on
    book.arrive(3, 0, JOB_READY)
    book.switch(3, 500, SICK)
    book.switch(3, 520, JOB_READY)  # begins anew
    book.arrive(4, 0, INSURED)  # not covered
    book.arrive(5, 0, JOB_READY)
    book.leave(5, 700)
    book.arrive(6, 0, ACTIVITY_READY)
    offer(book, 6, 400, 14)
    table = book.table((366, AFTER - 1))
    assert table("fokusmaal_1_share") == pytest.approx(2 / 3)  # 0 and 2 of 0, 2 and 6
    assert table("fokusmaal_1_share", group="job-ready") == pytest.approx(1.0)
    assert table.has("fokusmaal_1_share", group="activity-ready")
    assert table("fokusmaal_1_share", group="activity-ready") == 0.0
    assert not table.has("fokusmaal_1_share", group="insured")


def test_days_before_the_log_are_seniority() -> None:
    book = target()
    book.arrive(0, 0, JOB_READY, elapsed=400)
    book.arrive(1, 0, JOB_READY, elapsed=1)
    offer(book, 1, 30, 14)
    assert book.table((0, 364))("fokusmaal_1_share", group="job-ready") == 0.0  # 31 December 2023 is not in the log
    assert not book.table((0, 364)).has("fokusmaal_1_share")
    assert book.table((0, 365))("fokusmaal_1_share") == pytest.approx(1 / 2)  # all of 2024


def test_without_a_list_the_groups_with_offers_are_covered() -> None:
    book = target()
    del book.meta["fokusmaal_groups"]
    book.arrive(0, 0, JOB_READY)
    book.arrive(1, 0, SICK)
    assert not book.table((366, AFTER - 1)).has("fokusmaal_1_share")
    offer(book, 0, 10, 7)
    table = book.table((366, AFTER - 1))
    assert table("fokusmaal_1_share") == pytest.approx(1.0)
    assert not table.has("fokusmaal_1_share", group="sick")
