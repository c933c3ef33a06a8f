"""What is asked for against the staff of a place."""

from __future__ import annotations

from datetime import date

import pytest

from sim.results.staffing.demand import demand
from sim.results.staffing.staffing import Staffing, staffing
from sim.results.staffing.without_limits import run_without_limits
from sim.world.build import build_world
from sim.world.world import World
from tests.engine.small import scaled
from tests.settings import setting_of
from tests.study.places import CYCLES, DAYS, MINUTES_A_DAY, THIRTY, WINDOW, YEAR, Place, asked, fifth


def held(world: World, posts: float = 1.0) -> list[Staffing]:
    return staffing(world, asked(world), WINDOW, dict.fromkeys(world.names["team"].values(), posts))


@pytest.mark.parametrize(
    ("law", "practice", "verdict"),
    [(1.01, 0.0, "cannot do the law at all"), (0.9, 0.0, "too few"), (0.5, 0.4, "tight"), (0.5, 0.2, "enough")],
)
def test_the_verdict_sets_the_laws_own_hours_against_all_there_are(law: float, practice: float, verdict: str) -> None:
    """Thirty citizens meet once in thirty days, so one a day; a day has 400 minutes, of which 80 % can be booked."""
    place = Place(THIRTY)
    place.duty(MINUTES_A_DAY * law, **place.every(30))
    if practice:
        place.duty(MINUTES_A_DAY * practice, optional=1, **place.every(30))
    team = held(place.world())[0]
    assert team.available == pytest.approx(MINUTES_A_DAY / 60 * YEAR)
    assert team.bookable == pytest.approx(0.8 * team.available)
    assert team.verdict == verdict
    assert team.left == pytest.approx(team.available * (1 - law - practice))
    assert team.posts_for_law == pytest.approx(law, abs=0.11)
    assert team.posts_for_all == pytest.approx((law + practice) / 0.8, abs=0.11)


def test_hours_that_the_staff_is_away_are_not_there() -> None:
    place = Place(THIRTY)
    place.duty(60, **place.every(30))
    world = place.world()
    world.sick[0, WINDOW[0] : WINDOW[0] + 75] = 1
    world.capacity[0, WINDOW[1] - 74 : WINDOW[1] + 1] = 0
    world.capacity[0, : WINDOW[0]] = 0  # outside the window
    team = held(world)[0]
    assert team.available == pytest.approx(0.5 * MINUTES_A_DAY / 60 * YEAR)
    assert team.law == pytest.approx(30 * CYCLES)


def test_teams_of_one_pool_are_judged_together() -> None:
    """One team is asked for one and a half times its hours, the other for nothing: together they have too few to book."""
    place = Place(THIRTY)
    place.duty(MINUTES_A_DAY * 1.7, **place.every(30))
    alone = held(place.world())
    assert [team.verdict for team in alone] == ["cannot do the law at all", "enough"]
    assert [team.together for team in alone] == [("one",), ("other",)]
    world = place.world()
    world.posts["pool"] = 0
    world.states["pool"] = 0
    pooled = held(world)
    assert [team.verdict for team in pooled] == ["too few", "too few"]
    assert pooled[0].together == pooled[1].together == ("one", "other")
    assert sum(team.law for team in pooled) == pytest.approx(alone[0].law)


def test_a_starved_team_is_named_and_asked_for_as_much_as_ever() -> None:
    """A tenth of the posts for the insured: the law asks for more hours than they have."""
    world, log = fifth()
    table = demand(world, log, WINDOW)
    place = scaled(setting_of("aalborg", "current", "baseline", date(2024, 1, 1), DAYS, 1), 0.2)
    full = {"insured": 4.8} | {name: 5.0 for name in world.names["team"].values() if name != "insured"}
    few = full | {"insured": 0.5}
    starved = build_world(place, 1, posts=few)
    team = staffing(starved, demand(starved, run_without_limits(starved), WINDOW), WINDOW, few)[0]
    assert (team.team, team.verdict) == ("insured", "cannot do the law at all")
    ample = staffing(world, table, WINDOW, full)[0]
    assert team.law == pytest.approx(ample.law, rel=0.01)
    assert team.posts_for_law > 3 * team.posts
