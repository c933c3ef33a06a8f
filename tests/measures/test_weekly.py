"""Weekly series of a run, on a log small enough to count by hand."""

from __future__ import annotations

import pytest

from sim.measures import Window
from sim.measures.reading import Reading
from sim.measures.weekly import HOURS, MEETINGS, QUEUE, STOCK, weekly
from sim.world.log import RowKind
from tests.measures.tiny import JOB_READY, RATES, SICK, Book

NOON = 720


def book() -> Book:
    """Four citizens, of whom three wait for the team: heard, gone to another group, and still waiting."""
    book = Book(35)
    for citizen, (day, state) in enumerate([(0, SICK), (0, SICK), (10, SICK), (16, JOB_READY)]):
        book.arrive(citizen, day, state)
    book.row(RowKind.READY, 5, at=NOON, citizen=0, procedure=1, serial=1)  # before the window
    book.row(RowKind.HEARING, 16, at=NOON, citizen=0, procedure=1, serial=1)
    book.row(RowKind.READY, 15, at=NOON, citizen=1, procedure=1, serial=1)
    book.switch(1, 25, JOB_READY)
    book.row(RowKind.READY, 24, citizen=2, procedure=1, serial=1)  # at midnight
    book.meet(3, 20, 90)
    book.meet(3, 30, 60)  # after the window
    return book


def test_levels_are_means_and_flows_are_sums_of_each_week() -> None:
    """The window has two weeks and three days more, which belong to no week. A level is that of each midnight."""
    series = weekly(Reading(book().log(), Window(14, 30), RATES))
    assert {len(row) for row in series.values()} == {2}
    # waiting at the midnights of days 14 to 20: citizen 0 on 14 to 16, citizen 1 on 16 to 20
    # of days 21 to 27: citizen 1 on 21 to 24, citizen 2 on 24 to 27
    assert series[QUEUE].tolist() == pytest.approx([(3 + 5) / 7, (4 + 4) / 7])
    assert series[MEETINGS].tolist() == [1.0, 0.0]
    assert series[HOURS].tolist() == pytest.approx([1.5, 0.0])
    assert series[STOCK].tolist() == pytest.approx([(3 * 7 + 5) / 7, 4.0])
