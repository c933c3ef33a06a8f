"""Events as a table: the rows of the log, each once, with names and the wall clock of Denmark."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.engine import Log
from sim.export.events import COURSE, OF_CITIZENS, events_of, kinds_named, spread
from sim.files.errors import ScenarioError
from sim.world.log import RowKind
from tests.measures.tiny import CLARIFICATION, SICK, Book


def test_every_row_of_a_course_is_an_event_in_the_order_of_the_log(log: Log, events: pd.DataFrame) -> None:
    wanted = np.isin(log.rows["kind"], [int(kind) for kind in COURSE]) & (log.rows["citizen"] >= 0)
    assert events["sequence"].tolist() == np.flatnonzero(wanted).tolist()
    assert (events["citizen"].to_numpy() == log.rows["citizen"][wanted]).all()
    whole = events_of(log, OF_CITIZENS)
    assert len(whole) == (log.rows["citizen"] >= 0).sum()


def test_a_time_is_the_wall_clock_of_denmark() -> None:
    """10:30 is 09:30 UTC in winter and 08:30 in summer. An hour that summer time skips is the next one that there is."""
    book = Book(400)
    book.arrive(0, 0, SICK)
    for day, at in ((1, 630), (180, 630), (90, 150)):  # 31 March 2024 has no 02:30
        book.row(RowKind.DETECT, day, at=at, citizen=0, extra=1)
    time = events_of(book.log(), [RowKind.DETECT])["time"].sort_values()
    assert [moment.isoformat() for moment in time] == [
        "2024-01-02T10:30:00+01:00", "2024-03-31T03:00:00+02:00", "2024-06-29T10:30:00+02:00",
    ]  # fmt: skip


def test_time_never_runs_backwards_for_a_citizen(events: pd.DataFrame) -> None:
    assert events.groupby("citizen")["time"].is_monotonic_increasing.all()


def test_events_are_named_by_what_they_are_about() -> None:
    book = Book(60)
    book.arrive(0, 0, SICK)
    book.row(RowKind.WORK, 3, citizen=0, activity=1, minutes=20, caseworker=0)
    book.switch(0, 5, CLARIFICATION)
    book.row(RowKind.ORDER, 6, citizen=0, procedure=0, serial=0, form=1, minutes=900)
    book.row(RowKind.PLACE, 7, citizen=0, procedure=0, serial=0, extra=28)
    book.row(RowKind.HEARING, 28, citizen=0, procedure=0, serial=0)
    found = events_of(book.log())
    assert found["activity"].tolist() == [
        "arrive: sick", "work: guidance", "switch: job-clarification", "order: LÆ 285", "place: clarification", "hearing: clarification",
    ]  # fmt: skip
    assert found["session"].tolist() == ["", "", "", "", "2024-01-29", "2024-01-29"]
    assert found["minutes"].tolist() == [0, 20, 0, 0, 0, 0]
    assert found["team"].tolist()[1] == "sickness"


def test_some_citizens_are_spread_over_all_and_have_all_their_events(log: Log, events: pd.DataFrame) -> None:
    some = events_of(log, citizens=20)
    assert some["citizen"].nunique() == 20
    own = events[events["citizen"].isin(some["citizen"])]
    pd.testing.assert_frame_equal(some.reset_index(drop=True), own.reset_index(drop=True))
    assert spread(100, 3).tolist() == [0, 49, 99]
    assert spread(2, 5).tolist() == [0, 1]


def test_an_unknown_kind_is_named_with_the_nearest() -> None:
    with pytest.raises(ScenarioError) as raised:
        kinds_named(["hering"])
    assert raised.value.nearest == "hearing"
    assert kinds_named(["Hearing", "exit"]) == (RowKind.HEARING, RowKind.EXIT)
    with pytest.raises(ScenarioError):
        kinds_named(["capacity"])  # of a post, not of a citizen
