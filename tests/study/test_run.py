"""What a study measures of a run's log."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.runs.run import Plan, measured
from sim.world.log import RowKind
from tests.measures.tiny import JOB_READY, SELF_SUPPORTING, SICK, Book, Table
from tests.study.stub import study


def test_posts_of_teams_of_unknown_volume_are_part_of_no_total(tmp_path: Path) -> None:
    small = study(tmp_path)
    book = Book(small.days, caseworkers=(0, 1, 2))
    book.meta |= {"unknown_states": [SELF_SUPPORTING], "team_of_state": {SICK: 0, JOB_READY: 1, SELF_SUPPORTING: 2}}
    for citizen, state in enumerate((SICK, JOB_READY, SELF_SUPPORTING)):
        book.arrive(citizen, 0, state, worker=citizen)
    for day in range(small.days):
        for worker in range(3):
            book.row(RowKind.CAPACITY, day, at=480, caseworker=worker, minutes=400)
    run = Plan.of(small, tmp_path).run("aalborg", small.baseline, 1)
    table = Table(measured(run, book.log(), {"sickness": 2.0, "jobs": 3.5, "apart": 0.5}))
    assert table("staff_total") == pytest.approx(5.5)
    assert table("staff") == pytest.approx(5.5)
    assert not table.has("staff", team="apart")
    assert table("staff_unknown", team="apart") == pytest.approx(0.5)
    assert table("staff_filled", team="sickness") > 0
    assert not table.has("staff_filled", team="apart")
    assert table("staff_filled_unknown", team="apart") > 0
    assert not table.has("citizen_weeks_team", team="apart")
