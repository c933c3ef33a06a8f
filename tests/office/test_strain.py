"""Absence and turnover by planned caseload: nothing at the place's own posts, and the exact factor at others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from sim.files.errors import ScenarioError
from sim.files.quantity import Share
from sim.place.office.calendar import Calendar
from sim.place.office.model import Office
from sim.place.office.staff import Staff, staff
from sim.place.office.strain import under_strain
from sim.place.people.effects import Effects
from sim.place.read import Assumed
from sim.study.posts import baseline_posts
from sim.world.build import build_world
from tests.aalborg import setting

DAYS = 1461
OWN = {"one": 12.0, "other": 6.0}


@lru_cache(maxsize=1)
def effects() -> Effects:
    assumed = setting(days=60, effects=Assumed(strength="value")).effects
    assert assumed is not None
    return assumed


@lru_cache(maxsize=1)
def office() -> Office:
    return setting(days=60).office


def strength(name: str) -> float:
    return effects().of_caseload(name)


def test_the_places_own_posts_change_nothing() -> None:
    assert under_strain(office(), effects(), OWN, OWN) == {}
    assert under_strain(office(), None, OWN, {"one": 6.0, "other": 3.0}) == {}


def test_a_team_without_posts_or_without_a_number_keeps_the_office() -> None:
    """Nobody is ill in a team without posts. A team that the run does not name keeps its own posts."""
    assert under_strain(office(), effects(), OWN, {"one": 0.0, "other": 6.0}) == {}
    assert under_strain(office(), effects(), OWN, {"other": 6.0}) == {}


def test_no_strength_changes_nothing() -> None:
    assert under_strain(office(), replace(effects(), strength="low"), OWN, {"one": 6.0, "other": 9.0}) == {}


@pytest.mark.parametrize(("posts", "tens"), [(10.0, 1.0), (15.0, -1.0), (6.0, 5.0), (2.0, 5.0), (1200.0, -4.95)])
def test_the_factor_is_exact(posts: float, tens: float) -> None:
    """12 posts plan 50 weighted cases each, so 10 posts have 60: one ten more. Five tens either way count at most."""
    changed = under_strain(office(), effects(), OWN, {"one": posts, "other": 6.0})
    assert set(changed) == {"one"}
    absent = office().sickness.value * (1 + strength("staff_absence") * tens)
    left = office().turnover.value * (1 + strength("staff_turnover") * tens)
    assert changed["one"].sickness.value == pytest.approx(absent)
    assert changed["one"].turnover.value == pytest.approx(left)
    assert changed["one"].leave == office().leave


def of(strained: dict[str, Office]) -> Staff:
    calendar = Calendar(date(2024, 1, 1), DAYS)
    return staff(7, office(), calendar, DAYS, {"one": 9.0, "other": 6.0}, {"one": 0, "other": 1}, None, strained)


def test_with_more_cases_the_same_days_of_illness_and_further_ones() -> None:
    """Draws are keyed by post and day. Only the strained team changes, and a day at work is as long as before."""
    usual, strained = of({}), of(under_strain(office(), effects(), OWN, {"one": 6.0, "other": 6.0}))
    ours, others = usual.team == 0, usual.team == 1
    assert (strained.sick[others] == usual.sick[others]).all()
    assert (strained.capacity[others] == usual.capacity[others]).all()
    before, after = usual.sick[ours].astype(bool), strained.sick[ours].astype(bool)
    assert (before & ~after).sum() == 0
    assert after.sum() / before.sum() == pytest.approx(1 + 5 * strength("staff_absence"), rel=0.12)
    both = (usual.capacity[ours] > 0) & (strained.capacity[ours] > 0)
    assert set(np.unique(strained.capacity[ours][both])) <= set(np.unique(usual.capacity[ours]))


def test_a_world_strains_the_team_that_lost_posts() -> None:
    assumed = setting(days=60, effects=Assumed(strength="high"))
    own = baseline_posts(assumed)
    fewer = own | {"sickness": own["sickness"] / 2}
    plain, strained = (
        build_world(replace(assumed, effects=given), 1, posts=fewer) for given in (None, assumed.effects)
    )
    teams = list(assumed.place.teams)
    ill = {
        name: (int(plain.sick[plain.posts["team"] == at].sum()), int(strained.sick[strained.posts["team"] == at].sum()))
        for at, name in enumerate(teams)
    }
    assert ill["sickness"][1] > ill["sickness"][0]
    assert all(before == after for name, (before, after) in ill.items() if name != "sickness")


def test_a_world_with_its_own_posts_has_the_staff_of_a_world_without_effects() -> None:
    assumed = setting(days=60, effects=Assumed(strength="high"))
    plain, strained = (build_world(replace(assumed, effects=given), 1) for given in (None, assumed.effects))
    assert (plain.sick == strained.sick).all()
    assert (plain.staff_events == strained.staff_events).all()


def test_absence_that_no_length_can_make_up_is_refused() -> None:
    ill = office().model_copy(update={"sickness": replace(office().sickness, value=Share(0.55))})
    with pytest.raises(ScenarioError, match="team `one` would be ill too often"):
        under_strain(ill, effects(), OWN, {"one": 6.0, "other": 6.0})


def test_a_team_may_be_ill_until_absences_can_no_longer_begin() -> None:
    """In absences of L days a healthy day is followed by illness with p / (L (1 - p)), which is 1 at p = L / (L + 1)."""
    length = office().sickness_length.value.days
    factor = 1 + strength("staff_absence")  # ten posts of twelve: ten cases more
    most = length / (length + 1) / (12 * max(share.value for share in office().sickness_by_month.values())) / factor
    for times, refused in ((0.99, False), (1.01, True)):
        ill = office().model_copy(update={"sickness": replace(office().sickness, value=Share(times * most))})
        if refused:
            with pytest.raises(ScenarioError, match="too often"):
                under_strain(ill, effects(), OWN, {"one": 10.0, "other": 6.0})
        else:
            assert set(under_strain(ill, effects(), OWN, {"one": 10.0, "other": 6.0})) == {"one"}
