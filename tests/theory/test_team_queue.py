"""The queue for the rehabilitation team: a bulk service queue against its chain, a fluid, and its own conservation.

The world has nothing but the team: citizens arrive, are ready at once, and stay. Sessions are weekly, and their agenda is
fixed on the day itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import entities
from sim.engine import run
from sim.world.codes import DAY, TEAM_PARTS, DutyKind, How, Op, Role
from sim.world.log import RowKind
from sim.world.rows.agendas import prepared_from
from sim.world.rows.builders import table
from sim.world.tables import CITIZEN
from sim.world.world import World
from tests.engine.compare import first_difference

Ints = NDArray[np.int64]
WEEK = 7
MINUTES = 100
"""A hearing's minutes of each role of the other members."""
ENGINES = ("reference", "kernel")


def world(
    arrivals: Ints,
    weeks: int,
    places: int | Ints,
    *,
    notice: int = 0,
    posts: int = 0,
    minutes: int | Ints = 0,
    regional: int = 0,
    extra: tuple[int, int] = (0, 0),
) -> World:
    """A world of the team.

    Args:
        arrivals: int64[n], the day on which each citizen arrives.
        places: places of every session, or of each.
        notice: days from the agenda to the session.
        posts: posts of the municipal members. minutes: what each may book on a working day, or on each day.
        regional: posts of the region's member, with as many minutes.
        extra: cases beyond which a session has more places, and so many more in permille.
    """
    days = WEEK * weeks
    horizon = days + 400
    sessions = np.arange(WEEK - 1, horizon, WEEK)
    seats, session = np.zeros(horizon, np.int32), np.full(horizon, -1, np.int32)
    given = np.atleast_1d(places)
    none = np.zeros(sessions.size if given.size > 1 else 0, np.int64)
    seats[sessions] = np.resize(np.append(given, none), sessions.size)
    ahead = sessions[sessions >= notice]
    session[ahead - notice] = ahead
    tables = np.array([q.table_of(q.constant(MINUTES))], np.int32)
    pools = [0] + [1] * posts + [2] * regional  # the first post is the caseworker of all
    roles = {0: Role.CASEWORKER, 1: Role.TEAM_MEMBER, 2: Role.REGION}
    activity = {"table_0": 0, "table_1": 0, "table_2": 0}
    members = [
        activity | {"role": Role.TEAM_MEMBER, "pool": 1 if posts else -1},
        activity | {"role": Role.REGION, "pool": 2 if regional else -1},
    ]
    hearing = {"op": Op.TEAM, "a": 0, "b": 1 + ((1 + 2) << TEAM_PARTS), "key": 7}
    duty = {
        "states": 1, "starts": How.ARRIVAL, "kind": DutyKind.PROCEDURE, "count": 1, "from_instance": 1, "procedure": 0,
        "term_span": -1, "deadline_span": -1, "deadline": -1, "first_span": -1, "every_span": -1, "activity": -1,
    }  # fmt: skip
    capacity = np.zeros((len(pools), horizon), np.int16)
    capacity[:] = np.resize(minutes, horizon)
    citizens = [
        {"entity": entity, "arrive": int(day) * DAY, "opening_need": -1, "came_from": -1}
        for entity, day in zip(entities("team", arrivals.size), np.sort(arrivals), strict=True)
    ]
    settings = {
        "bookable": 1000, "undated_due": 0, "switch_procedure": -1, "sanction_procedure": -1, "min_piece": 15,
        "extra_beyond": extra[0], "extra_share": extra[1],
    }  # fmt: skip
    return World.empty(
        days, horizon, settings,
        tables=tables, states=[{"lab": 1, "weight": 1000, "exit_count": 1, "caseworker": 1}], exits=[{"destination": 0, "below": 1 << 32}],
        activities=[activity | {"role": Role.CASEWORKER, "pool": -1}, *members], duties=[duty],
        procedures=[{"entry": 0, "due": -1, "cause": 3}], steps=[hearing, {"op": Op.END}],
        posts=[
            {"team": pool, "pool": pool, "role": roles[pool], "fraction": 1000, "share": 1000, "code": number}
            for number, pool in enumerate(pools)
        ],
        capacity=capacity, sick=np.zeros_like(capacity, np.int8), workday=np.ones(horizon, np.int8), session=session,
        places=seats, citizens=table(citizens, CITIZEN), names={"kind": {int(kind): kind.name for kind in RowKind}},
    )  # fmt: skip


def count(rows: NDArray[np.void], kind: RowKind, weeks: int) -> Ints:
    """int64[weeks], rows of a kind in each week."""
    day = rows["minute"][rows["kind"] == kind] // DAY
    return np.bincount(day // WEEK, minlength=weeks)[:weeks]


def left_over(rows: NDArray[np.void], weeks: int) -> Ints:
    """int64[weeks], cases that still wait after each week's agenda."""
    return np.cumsum(count(rows, RowKind.READY, weeks) - count(rows, RowKind.PLACE, weeks))


def every_week(number: int, weeks: int) -> Ints:
    """The days of arrival of so many citizens a week."""
    return np.repeat(np.arange(weeks) * WEEK, number)


def chain(rate: float, places: int, most: int = 160, beyond: int | None = None, more: int = 0) -> float:
    """The mean number left after a session in equilibrium: Q' = max(Q + A - c, 0), A Poisson, solved numerically.

    While more than ``beyond`` would be left, the session has ``more`` places.
    """
    numbers = np.arange(most)
    logs = numbers * np.log(rate) - rate - np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most)))])
    arrive = np.exp(logs)
    step = np.zeros((most, most))
    for queue in range(most):
        after = np.maximum(queue + numbers - places, 0)
        if beyond is not None:
            after = np.where(after > beyond, after - more, after)
        np.add.at(step[queue], np.minimum(after, most - 1), arrive)
    step /= step.sum(axis=1, keepdims=True)
    equations = np.vstack([step.T - np.eye(most), np.ones(most)])
    stay, *_ = np.linalg.lstsq(equations, np.append(np.zeros(most), 1.0), rcond=None)
    return float(stay @ numbers)


@pytest.mark.parametrize(("rate", "places"), [(4.0, 5), (8.0, 9)])
def test_the_mean_queue_is_that_of_the_bulk_service_chain(rate: float, places: int) -> None:
    """Fifteen batches of a long run; the mean lies within four standard errors of the chain's. The seed is a plain number."""
    weeks, batches = 3000, 15
    arrivals = np.sort(
        np.random.default_rng(1).integers(0, weeks * WEEK, np.random.default_rng(2).poisson(rate * weeks))
    )
    queue = left_over(run(world(arrivals, weeks, places), "kernel").rows, weeks).astype(float)
    means = queue.reshape(batches, -1).mean(axis=1)
    error = means.std(ddof=1) / np.sqrt(batches)
    theory = chain(rate, places)
    assert error < 0.2 * theory, "too short a run to say much"
    assert abs(means.mean() - theory) < 4 * error, (means.mean(), theory, error)


@pytest.mark.parametrize(("rate", "places", "beyond", "more"), [(4.2, 4, 12, 2), (8.0, 8, 20, 4), (8.0, 9, 10, 5)])
def test_the_mean_queue_with_extra_places_is_that_of_its_chain(
    rate: float, places: int, beyond: int, more: int
) -> None:
    """With as many cases as places, or more, a queue without extra places grows for ever. With them it has a mean."""
    weeks, batches = 3000, 15
    arrivals = np.sort(
        np.random.default_rng(1).integers(0, weeks * WEEK, np.random.default_rng(2).poisson(rate * weeks))
    )
    made = world(arrivals, weeks, places, extra=(beyond, round(1000 * more / places)))
    queue = left_over(run(made, "kernel").rows, weeks).astype(float)
    means = queue.reshape(batches, -1).mean(axis=1)
    error = means.std(ddof=1) / np.sqrt(batches)
    assert abs(means.mean() - chain(rate, places, beyond=beyond, more=more)) < 4 * error


@pytest.mark.parametrize("engine", ENGINES)
def test_a_long_queue_gets_whole_places_beside_the_usual_ones_until_it_is_short(engine: str) -> None:
    """Forty cases at once and three places: a fifth more is one place, as long as more than ten would be left."""
    weeks = 20
    rows = run(world(np.zeros(40, np.int64), weeks, 3, extra=(10, 200)), engine).rows  # type: ignore[arg-type]
    placed, left = [], 40
    while left:
        of_session = min(3 + (left - 3 > 10), left)
        placed.append(of_session)
        left -= of_session
    assert count(rows, RowKind.PLACE, weeks)[: len(placed)].tolist() == placed
    assert placed[:8] == [4] * 7 + [3]


def test_a_chain_without_chance_has_no_queue() -> None:
    """The solver itself: with far more places than cases nothing is left."""
    assert chain(1.0, 12) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_team_that_does_not_meet_leaves_a_queue_that_drains_as_a_fluid_does(engine: str) -> None:
    """Four cases a week and five places: three weeks without a session leave twelve cases, which go one a week."""
    weeks, first, gone = 40, 10, 3
    places = np.full(weeks, 5)
    places[first : first + gone] = 0
    rows = run(world(every_week(4, weeks), weeks, places), engine).rows  # type: ignore[arg-type]
    fluid = np.zeros(weeks, int)
    for week in range(weeks):
        fluid[week] = max((fluid[week - 1] if week else 0) + 4 - places[week], 0)
    assert left_over(rows, weeks).tolist() == fluid.tolist()
    assert fluid[first + gone - 1] == 12
    assert fluid[first + gone + 12 - 1] == 0 < fluid[first + gone + 12 - 2]


@pytest.mark.parametrize("engine", ENGINES)
def test_members_who_are_away_for_three_weeks_do_the_same(engine: str) -> None:
    """Places without limit, and hours for five cases a week: the same queue."""
    weeks, first, gone = 40, 10, 3
    days = np.full(weeks * WEEK + 400, 5 * MINUTES // 5)
    days[np.arange(days.size) % WEEK >= 5] = 0
    away = slice(WEEK * first, WEEK * (first + gone))
    days[away] = 0
    rows = run(world(every_week(4, weeks), weeks, 99, notice=WEEK, posts=1, minutes=days), engine).rows  # type: ignore[arg-type]
    other = np.full(weeks + 1, 5)
    other[first : first + gone] = 0
    expected = run(world(every_week(4, weeks), weeks, other, notice=WEEK), engine).rows  # type: ignore[arg-type]
    assert left_over(rows, weeks).tolist() == left_over(expected, weeks).tolist()


@pytest.mark.parametrize("notice", [0, 3, 21])
@pytest.mark.parametrize("posts", [1, 2])
def test_hours_for_so_many_cases_are_as_many_places(notice: int, posts: int) -> None:
    """With notice of a week or more all days of the week count; with less, those from the agenda on."""
    weeks = 60
    arrivals = np.sort(np.random.default_rng(3).integers(0, weeks * WEEK, 5 * weeks))
    counted = min(notice + 1, WEEK)
    cases = 4 * posts
    minutes = -(-cases * MINUTES // (posts * counted))
    limited = world(arrivals, weeks, 99, notice=notice, posts=posts, minutes=minutes)
    free = world(arrivals, weeks, cases + int(posts * counted * minutes >= (cases + 1) * MINUTES), notice=notice)
    rows = [run(one, "kernel").rows for one in (limited, free)]
    mine = [each[each["kind"] == RowKind.PLACE] for each in rows]
    assert first_difference(mine[0], mine[1]) is None
    assert first_difference(run(limited, "reference").rows, rows[0]) is None
    assert left_over(rows[0], weeks).max() > 0, "nobody ever waited"


def test_the_role_with_the_fewer_hours_decides() -> None:
    """Municipal hours for six cases a week, the region's for three."""
    weeks = 30
    both = world(every_week(5, weeks), weeks, 99, notice=WEEK, posts=2, regional=1, minutes=3 * MINUTES // WEEK + 1)
    for engine in ENGINES:
        rows = run(both, engine).rows  # type: ignore[arg-type]
        assert set(count(rows, RowKind.PLACE, weeks)[:-1].tolist()) == {3}
        heard = rows[(rows["kind"] == RowKind.WORK) & (rows["role"] == Role.REGION)]
        assert heard["minutes"].sum() == MINUTES * (rows["kind"] == RowKind.HEARING).sum()


def test_the_region_s_hours_are_counted_only_where_it_has_posts() -> None:
    weeks = 5
    rows = run(world(every_week(2, weeks), weeks, 9, posts=1, minutes=MINUTES), "kernel").rows
    assert (rows["kind"] == RowKind.HEARING).any()
    assert not (rows["role"] == Role.REGION).any()


def test_every_case_is_heard_or_waits() -> None:
    """Ready = heard + placed + waiting, and no place stays empty while a case waits and members have hours."""
    weeks = 100
    arrivals = np.sort(np.random.default_rng(5).integers(0, weeks * WEEK, 6 * weeks))
    rows = run(world(arrivals, weeks, 5, notice=14), "kernel").rows
    ready, placed, heard = (count(rows, kind, weeks).sum() for kind in (RowKind.READY, RowKind.PLACE, RowKind.HEARING))
    waiting = left_over(rows, weeks)
    assert ready == arrivals.size == placed + waiting[-1]
    assert placed - heard == 2 * 5, "two agendas are fixed and not held yet"
    full = count(rows, RowKind.PLACE, weeks)[waiting > 0]
    assert full.size
    assert set(full.tolist()) == {5}


def test_hours_of_a_week_without_a_session_are_not_saved() -> None:
    """Members have the days since the previous session, a week at most."""
    places = np.zeros(40, np.int32)
    places[[2, 4, 25]] = 5
    first = prepared_from(places)
    assert [int(first[day]) for day in (2, 4, 25)] == [0, 3, 19]


def test_with_plenty_of_hours_the_log_is_that_of_members_without_posts() -> None:
    weeks = 50
    arrivals = np.sort(np.random.default_rng(7).integers(0, weeks * WEEK, 5 * weeks))
    free, plenty = (world(arrivals, weeks, 5, posts=posts, minutes=480) for posts in (0, 2))
    rows = [run(one, "kernel").rows for one in (free, plenty)]
    assert first_difference(*(each[each["citizen"] >= 0] for each in rows)) is None
    assert replace(free, places=free.places).prepared_from.tolist() == free.prepared_from.tolist()
