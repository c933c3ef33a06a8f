"""A worker's job: to make a run. What it measures of the run's log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.engine import run as run_engine
from sim.runs.make import Made, make, measured
from sim.runs.run import Run
from sim.runs.store import Store
from sim.study.posts import baseline_places, baseline_posts
from sim.world.build import build_world
from sim.world.log import RowKind
from tests.measures.tiny import JOB_READY, SELF_SUPPORTING, SICK, Book, Table
from tests.study.stub import STUDY, in_equilibrium, run_of, study

SHORT = STUDY.replace("warm_up: 1 month", "warm_up: 1 week").replace("measured: 2 months", "measured: 5 weeks")
DAY, FIRST, LAST = 1440, 7, 41
"""Minutes of a day; the first and the last day of the window of the short study."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    short = study(tmp_path_factory.mktemp("run"), SHORT)
    return replace(in_equilibrium(run_of(short, short.baseline)), logs=True)


@pytest.fixture(scope="module")
def made(run: Run) -> Made:
    return make(run)


def test_a_run_is_the_engine_s_log_of_its_world(run: Run, made: Made) -> None:
    where = run.setting
    log = run_engine(build_world(where, run.replication))
    assert made.log is not None
    assert made.log.rows.tobytes() == log.rows.tobytes()
    about = made.about
    assert (about["log_sha256"], about["rows"], about["log"]) == (log.sha256(), len(log.rows), run.log_key)
    assert (about["posts"], about["places"]) == (baseline_posts(where), baseline_places(where))
    assert (about["engine"], about["variant"], about["replication"]) == ("kernel", run.column.name, 1)


def test_only_the_first_replication_keeps_its_log_if_logs_are_wanted(run: Run) -> None:
    assert run.keeps_log
    assert not replace(run, logs=False).keeps_log
    assert not replace(run, replication=2).keeps_log


def test_measures_of_a_run_are_those_counted_by_hand(run: Run, made: Made) -> None:
    """Row by row through the log, with no column arithmetic: what happened in the window, scaled to a year of 365.25 days."""
    assert made.log is not None
    assert run.window == (FIRST, LAST)
    log, table = made.log, Table(made.measures)
    known = {
        pair: log.names["state"][code]
        for code, pair in log.meta["state"].items()
        if code not in log.meta["unknown_states"]
    }
    team_of = {worker: log.names["team"][team] for worker, team in enumerate(log.meta["team_of_caseworker"])}
    exits: dict[str, int] = {}
    breaches: dict[str, int] = {}
    minutes: dict[str, int] = {}
    columns = ["minute", "kind", "group", "benefit", "duty", "caseworker", "minutes"]
    for minute, kind, group, benefit, duty, worker, length in log.rows[columns].tolist():
        if not FIRST * DAY <= minute < (LAST + 1) * DAY:
            continue
        state = known.get((group, benefit))
        if kind == RowKind.EXIT and state:
            exits[state] = exits.get(state, 0) + 1
        elif kind == RowKind.BREACH and state:
            breaches[log.names["duty"][duty]] = breaches.get(log.names["duty"][duty], 0) + 1
        elif kind in (RowKind.WORK, RowKind.LOST, RowKind.RUNNING) and worker >= 0:
            minutes[team_of[worker]] = minutes.get(team_of[worker], 0) + length
    a_year = 365.25 / (LAST - FIRST + 1)
    assert len(exits) > 5
    for state, count in exits.items():
        assert table("exits", group=state) == pytest.approx(count * a_year), state
    assert table("exits") == pytest.approx(sum(exits.values()) * a_year)
    assert len(breaches) > 3
    for name, count in breaches.items():
        assert table("breaches", activity=name) == pytest.approx(count * a_year), name
    for team in ("sickness", "insured", "clarification"):
        assert table("hours_total", team=team) == pytest.approx(minutes[team] / 60 * a_year), team


def test_posts_are_those_of_the_place(made: Made) -> None:
    table = Table(made.measures)
    posts = made.about["posts"]
    for team in ("sickness", "insured", "company-consultant"):
        assert table("staff", team=team) == posts[team]
    apart = posts["company-consultant"] + posts["unknown-volume"] + posts["integration"]
    assert table("staff_total") == pytest.approx(sum(posts.values()) - apart)


def test_hours_of_other_roles_are_those_that_the_municipality_pays(made: Made) -> None:
    table = Table(made.measures)
    roles = ("team-member", "company-consultant", "benefit-office")
    assert table("hours_total", team="a-kasse") > 0
    assert table("hours_other_roles") == pytest.approx(sum(table("hours_total", team=role) for role in roles))


def test_a_run_with_other_posts_has_other_hours(run: Run, made: Made) -> None:
    """Half of one team's posts are half of its hours; the other teams' hours stay, because citizens do not change team for it."""
    half = made.about["posts"] | {"insured": made.about["posts"]["insured"] / 2}
    fewer = Table(make(replace(run, posts=tuple(half.items()))).measures)
    table = Table(made.measures)
    assert fewer("staff", team="insured") == half["insured"]
    ratio = fewer("hours_total", team="insured") / table("hours_total", team="insured")
    assert ratio == pytest.approx(0.5, abs=0.05)
    assert fewer("staff", team="sickness") == table("staff", team="sickness")


def test_a_stored_log_is_measured_instead_of_made_again(run: Run, made: Made, tmp_path: Path) -> None:
    assert made.log is not None
    Store(tmp_path).save_log(run.log_key, made.log)
    again = make(replace(run, folder=tmp_path))
    assert again.about["engine"] == "measured from its log"
    pd.testing.assert_frame_equal(again.measures, made.measures)


def test_posts_of_teams_of_unknown_volume_are_part_of_no_total(tmp_path: Path) -> None:
    small = study(tmp_path)
    book = Book(small.days, caseworkers=(0, 1, 2))
    book.meta |= {"unknown_states": [SELF_SUPPORTING], "team_of_state": {SICK: 0, JOB_READY: 1, SELF_SUPPORTING: 2}}
    for citizen, state in enumerate((SICK, JOB_READY, SELF_SUPPORTING)):
        book.arrive(citizen, 0, state, worker=citizen)
    for day in range(small.days):
        for worker in range(3):
            book.row(RowKind.CAPACITY, day, at=480, caseworker=worker, minutes=400)
    run = run_of(small, small.baseline)
    table = Table(measured(run, book.log(), {"sickness": 2.0, "jobs": 3.5, "apart": 0.5})[0])
    assert table("staff_total") == pytest.approx(5.5)
    assert table("staff") == pytest.approx(5.5)
    assert not table.has("staff", team="apart")
    assert table("staff_unknown", team="apart") == pytest.approx(0.5)
    assert table("staff_filled", team="sickness") > 0
    assert not table.has("staff_filled", team="apart")
    assert table("staff_filled_unknown", team="apart") > 0
    assert not table.has("citizen_weeks_team", team="apart")
