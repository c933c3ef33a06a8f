"""Meetings by team and by need: those that a log holds, by the team of the caseworker and the citizen's need then."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.measures import measure_all
from sim.measures.by_team import MEETINGS, MEETINGS_BY_NEED
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import NORMS, RATES, SICK, Book, Table, by_team

LIGHT, MEDIUM, HEAVY = range(3)


def per_year(number: int, days: int) -> float:
    return number * 365.25 / days


def test_a_meeting_counts_for_the_need_that_the_citizen_has_then() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK, need=LIGHT)
    book.arrive(1, 0, SICK, need=HEAVY, worker=2)
    book.meet(0, 8)
    book.meet(1, 9)
    book.switch(0, 10, SICK, need=MEDIUM)
    book.meet(0, 11)
    book.meet(0, 12)
    table = Table(by_team(book.log(), (7, 20)))
    found = [table(MEETINGS_BY_NEED, need=need) for need in ("light", "medium", "heavy")]
    assert found == pytest.approx([per_year(n, 14) for n in (1, 2, 1)])
    assert [table(MEETINGS, team=team) for team in ("sickness", "jobs")] == pytest.approx(
        [per_year(n, 14) for n in (3, 1)]
    )


def test_by_team_and_by_need_meetings_add_up_to_all_that_are_held() -> None:
    log = synthetic_log(60_000, days=300, caseworkers=20)
    parts = by_team(log, (100, 280))
    whole = Table(measure_all(log, (100, 280), norms=NORMS, rates=RATES))("meetings")
    assert whole > 0
    for measure in (MEETINGS, MEETINGS_BY_NEED):
        rows: pd.DataFrame = parts[parts["measure"] == measure]
        assert rows["value"].sum() == pytest.approx(whole)
