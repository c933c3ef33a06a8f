"""Contacts of each citizen in a period, against counts by hand."""

from __future__ import annotations

import pytest

from sim.measures import Bands, measure_all
from sim.world.log import RowKind
from tests.measures.tiny import IN_FLEXJOB, JOB_READY, NORMS, RATES, SICK, Book, Table

BANDS = Bands(10, (1, 3), ("job-ready", "sick"))


def counted(book: Book, window: tuple[int, int], bands: Bands = BANDS) -> Table:
    return Table(measure_all(book.log(), window, norms=NORMS, rates=RATES, bands=bands))


def met(book: Book, citizen: int, *days: int) -> None:
    for day in days:
        book.meet(citizen, day)


def test_the_bands_have_names() -> None:
    assert BANDS.names == ["0-1", "2-3", "4+"]
    assert Bands(7, (0, 1), ()).names == ["0", "1", "2+"]


def test_citizens_by_their_number_of_contacts() -> None:
    book = Book(28)
    for citizen in range(5):
        book.arrive(citizen, 0, JOB_READY, worker=0)
    met(book, 1, 11)
    met(book, 2, 11, 12)
    met(book, 3, 10, 11, 12, 13)  # the first day of the window counts
    met(book, 4, 9, 20)  # the day before and the day after do not
    table = counted(book, (10, 19))
    shares = [table("contacts_share", group="job-ready", activity=band) for band in BANDS.names]
    assert shares == pytest.approx([3 / 5, 1 / 5, 1 / 5])
    assert table("contacts_per_citizen", group="job-ready") == pytest.approx(7 / 5)
    assert table("contacts_citizens", group="job-ready") == 5


def test_all_means_the_surveys_groups() -> None:
    book = Book(28)
    book.arrive(0, 0, JOB_READY, worker=0)
    book.arrive(1, 0, SICK, worker=0, need=2)
    book.arrive(2, 0, IN_FLEXJOB, worker=0)
    met(book, 1, 11, 12, 13, 14, 15)
    table = counted(book, (10, 19))
    assert table("contacts_citizens") == 2
    assert table("contacts_share", activity="0-1") == pytest.approx(1 / 2)
    assert table("contacts_per_citizen") == pytest.approx(5 / 2)
    assert table("contacts_share", activity="4+", need="heavy") == 1.0
    assert table("contacts_citizens", group="in-flexjob") == 1


def test_only_those_who_are_there_all_the_time_count() -> None:
    book = Book(28)
    for citizen in range(3):
        book.arrive(citizen, 0, JOB_READY, worker=0)
    book.arrive(3, 12, JOB_READY)
    book.leave(0, 15)
    book.switch(1, 15, SICK)  # in the system all the time, and counted where the period began
    book.assign(2, 15, 1)
    table = counted(book, (10, 19))
    assert table("contacts_citizens") == 2
    assert table("contacts_citizens", group="job-ready") == 2
    assert not table.has("contacts_citizens", group="sick")


def test_a_long_window_has_several_periods_and_a_short_one_has_none() -> None:
    book = Book(40)
    book.arrive(0, 0, JOB_READY, worker=0)
    met(book, 0, 5, 6, 15, 34)  # two in the first period, one in the second; day 34 is left over
    table = counted(book, (0, 34))
    assert table("contacts_citizens") == 3
    assert table("contacts_share", activity="0-1") == pytest.approx(2 / 3)
    assert table("contacts_per_citizen") == pytest.approx(1)
    assert counted(book, (0, 8))("contacts_citizens") == 0


def test_a_no_show_is_no_contact() -> None:
    book = Book(28)
    book.arrive(0, 0, JOB_READY, worker=0)
    book.meet(0, 11, 20, kind=RowKind.LOST)
    assert counted(book, (10, 19))("contacts_share", activity="0-1") == 1.0


def test_shares_of_a_group_add_up_to_one() -> None:
    book = Book(40)
    for citizen in range(12):
        book.arrive(citizen, 0, JOB_READY if citizen % 2 else SICK, worker=0)
        met(book, citizen, *range(citizen))
    table = counted(book, (0, 39))
    for group in ("job-ready", "sick", "all"):
        assert sum(table("contacts_share", group=group, activity=band) for band in BANDS.names) == pytest.approx(1)
