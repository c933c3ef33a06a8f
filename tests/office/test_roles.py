"""Staff of other roles than caseworker have posts and a pool of their own, and are in no measure of caseworkers."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from sim.law.clauses.vocabulary import MEMBER_HEARINGS, TEAM_ROLES
from sim.measures import measure_all
from sim.place.people.model import RoleStaff
from sim.results.staffing.roles import whole_posts
from sim.results.staffing.units import units_of
from sim.runs.make import pools
from sim.runs.store import Stored
from sim.study.posts import baseline_posts
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.codes import TEAM_PARTS, Op
from sim.world.log import Log, RowKind
from sim.world.world import World
from tests.aalborg import setting
from tests.measures.tiny import NAMES, NORMS, RATES, SICK, Book

ROLE = "company-consultant"


def aalborg() -> Setting:
    return setting(days=60)


@lru_cache
def worlds() -> tuple[World, World]:
    """With and without staff of a role."""
    bare = replace(aalborg(), place=aalborg().place.model_copy(update={"roles": {}}))
    return build_world(aalborg(), 1), build_world(bare, 1)


def test_a_role_has_the_posts_that_the_place_gives_it() -> None:
    posts = baseline_posts(aalborg())
    assert list(posts) == [*aalborg().place.teams, ROLE]
    assert posts[ROLE] == aalborg().place.roles[ROLE].posts.value
    world, _ = worlds()
    mine = world.posts["team"] == len(aalborg().place.teams)
    assert world.names["team"][len(aalborg().place.teams)] == ROLE
    assert world.posts["fraction"][mine].sum() == round(1000 * posts[ROLE])
    assert (world.capacity[mine].sum(axis=1) > 0).all()


def test_a_role_has_a_pool_of_its_own_and_no_groups() -> None:
    world, _ = worlds()
    mine = world.posts["team"] == len(aalborg().place.teams)
    own = set(world.posts["pool"][mine].tolist())
    assert len(own) == 1
    assert own.isdisjoint(world.posts["pool"][~mine].tolist())
    assert own.isdisjoint(world.states["pool"].tolist())
    assert len(aalborg().place.teams) not in world.states["team"]


def test_caseworkers_are_the_same_with_and_without_staff_of_a_role() -> None:
    world, bare = worlds()
    count = bare.posts.size
    assert np.array_equal(world.posts[:count], bare.posts)
    assert np.array_equal(world.capacity[:count], bare.capacity)
    assert np.array_equal(world.sick[:count], bare.sick)
    mine = world.staff_events[world.staff_events["post"] < count]
    assert np.array_equal(mine, bare.staff_events)


def test_staff_of_a_role_is_no_unit_of_a_cut() -> None:
    world, _ = worlds()
    units = units_of(pools(world.posts, world.names["team"]), baseline_posts(aalborg()))
    assert ROLE not in {team for unit in units.values() for team in unit}
    assert {team for unit in units.values() for team in unit} == set(aalborg().place.teams)


@pytest.mark.parametrize(("freed", "posts"), [(1500.0, 1.0), (999.0, 0.0), (9000.0, 4.0), (-2000.0, 0.0)])
def test_whole_posts_of_a_role_go_with_its_hours_and_one_post_stays(freed: float, posts: float) -> None:
    """A post has 1,000 hours; the role has five posts."""

    def stored(hours: float) -> Stored:
        row = {"group": "all", "team": ROLE, "activity": "all", "need": "all", "measure": "hours_total", "value": hours}
        return Stored(pd.DataFrame([row]), {})

    before, after = ([stored(4000.0 - gone) for _ in range(2)] for gone in (0.0, freed))
    assert whole_posts({ROLE: 5.0}, before, after, 1000.0) == {ROLE: posts}
    assert whole_posts({}, before, after, 1000.0) == {}, "a role without posts has hours only"


def test_members_of_the_team_have_pools_of_their_own_and_hear_with_them() -> None:
    """The municipal members and the region's coordinator: the hearing's minutes are those of their posts."""
    posts = {"value": 9, "low": 5, "high": 15, "evidence": "assumption", "source": "none"}
    roles = {role: RoleStaff.model_validate({"posts": posts}) for role in TEAM_ROLES}
    place = aalborg().place.model_copy(update={"roles": roles})
    world = build_world(replace(aalborg(), place=place), 1)
    activities = {name: code for code, name in world.names["activity"].items()}
    teams = {name: code for code, name in world.names["team"].items()}
    for role, hearing in zip(TEAM_ROLES, MEMBER_HEARINGS, strict=True):
        mine = world.posts["team"] == teams[role]
        assert world.posts["fraction"][mine].sum() == 9000
        assert set(world.posts["pool"][mine].tolist()) == {int(world.activities["pool"][activities[hearing]])}
    hears = world.steps[world.steps["op"] == Op.TEAM]
    expected = activities[MEMBER_HEARINGS[0]] + (1 + activities[MEMBER_HEARINGS[1]] << TEAM_PARTS)
    assert set(hears["b"].tolist()) == {expected}
    _, bare = worlds()
    assert (bare.activities["pool"][[activities[name] for name in MEMBER_HEARINGS]] == -1).all()


def test_posts_of_the_region_are_nobody_s_to_cut() -> None:
    """The municipality does not pay them, so its rules free no post there."""
    run = Stored(pd.DataFrame(columns=["group", "team", "activity", "need", "measure", "value"]), {})
    assert whole_posts({"region": 3.0, "team-member": 2.0}, [run], [run], 1000.0) == {"team-member": 0.0}


def office(*, role: bool) -> pd.DataFrame:
    """The measures of two teams, with or without a member of the team who has a diary."""
    book = Book(28, caseworkers=(0, 0, 1, 2) if role else (0, 0, 1))
    for citizen in range(4):
        book.arrive(citizen, 0, SICK, worker=citizen % 3)
        book.meet(citizen, 8, 60)
    for day in range(28):
        for worker in range(4 if role else 3):
            if day % 7 < 5:
                book.row(RowKind.CAPACITY, day, at=480, caseworker=worker, minutes=400)
                book.row(RowKind.RUNNING, day, at=480, caseworker=worker, minutes=200)
    if role:
        book.row(RowKind.WORK, 9, at=800, citizen=0, activity=3, role=1, minutes=120, caseworker=3)
    names = NAMES | {"team": {**NAMES["team"], 2: "team-member"}}
    log = book.log()
    return measure_all(Log(log.rows, names, log.meta), (7, 20), norms=NORMS, rates=RATES)


def test_measures_of_caseworkers_are_the_same_with_and_without_staff_of_a_role() -> None:
    with_role, without = office(role=True), office(role=False)
    every = ["hours_all_roles"]  # says by its name that all roles are in it
    kept = with_role[(with_role["team"] != "team-member") & ~with_role["measure"].isin(every)]
    keys = ["group", "team", "activity", "need", "measure", "unit"]
    pd.testing.assert_frame_equal(
        kept.sort_values(keys).reset_index(drop=True),
        without[~without["measure"].isin(every)].sort_values(keys).reset_index(drop=True),
    )


def test_staff_of_a_role_stands_under_its_name() -> None:
    found = office(role=True)
    mine = found[found["team"] == "team-member"].set_index(["measure", "activity", "group"])["value"]
    days, year = 10, 365.25 / 14
    assert mine["staff_present", "all", "all"] == 1.0
    assert mine["hours_total", "all", "all"] == (days * 200 + 120) / 60 * year
    assert not {"caseload_mean", "caseload_week_mean", "share_above_norm_2016"} & {m for m, _, _ in mine.index}
