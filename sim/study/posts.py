"""The staff of a place without cuts: posts by team, and places of the rehabilitation team."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.files.value import Value, at_value
from sim.place.people.model import Team
from sim.study.setting import Setting

TENTHS = 10


def baseline_posts(setting: Setting) -> dict[str, float]:
    """Posts by team and by other role, to one decimal.

    The posts of a team are its cases divided by cases per post (A093-A099, S025). The law may lower the cases per post.
    A study may state the total instead (:class:`sim.study.stated_staff.StatedStaff`). So may a place that counts its staff
    (:class:`sim.place.office.own_staff.StaffCount`). Cases per post then rise or fall by one factor in every team of known
    volume.
    """
    return _posts(setting, setting.rule_set.regime.caseloads.at_most or {})


def usual_posts(setting: Setting) -> dict[str, float]:
    """Posts by team and by other role, without the law's ceilings on caseloads: those of the place itself."""
    return _posts(setting, {})


def stated_total(setting: Setting) -> float | None:
    """The posts of all caseworkers of known groups that the study or the place states; None without either."""
    if setting.staff is not None:
        return setting.staff.total
    return None if setting.place.staff is None else setting.place.staff.count.posts


def _posts(setting: Setting, ceilings: Mapping[str, Value[Any]]) -> dict[str, float]:
    posts, factors = {}, _factors(setting)
    for name, team in setting.place.teams.items():
        share = team.caseload_share.value if team.caseload_share else 1.0
        most = {g: n.value / factors[name] for g, n in team.cases_per_post.items()}
        most = {g: min(number, ceilings[g].value if g in ceilings else number) for g, number in most.items()}
        posts[name] = sum(setting.place.groups[g].stock.value * share / most[g] for g in team.groups)
    posts = _in_tenths(posts, setting, ceilings)
    for name, team in setting.place.teams.items():
        if posts[name] <= 0:
            first = next(iter(team.cases_per_post.values()))
            raise at_value(first, f"team `{name}` has no staff", found=f"{posts[name]} posts", expected="posts above 0")
    return posts | {name: round(role.posts.value, 1) for name, role in setting.place.roles.items()}


def posts_of_known(setting: Setting) -> dict[str, float]:
    """Posts of the caseworkers of groups of known volume, by team."""
    posts = baseline_posts(setting)
    return {name: posts[name] for name, team in setting.place.teams.items() if is_known(setting, team)}


def is_known(setting: Setting, team: Team) -> bool:
    """Whether a team serves a group of known volume. Posts of other teams are in no total."""
    groups = setting.rule_set.regime.groups
    return any(groups[name].evidence != "unknown" for name in team.groups)


def posts_at_ends(setting: Setting) -> tuple[dict[str, float], dict[str, float]]:
    """Posts by team with the most and with the fewest cases per post of their ranges: (fewest posts, most posts).

    They are plain arithmetic: neither a stated total nor the law's ceilings count.
    """
    ends: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for name, team in setting.place.teams.items():
        share = team.caseload_share.value if team.caseload_share else 1.0
        for end, posts in zip(("high", "low"), ends, strict=True):
            cases = {g: getattr(n, end) or n.value for g, n in team.cases_per_post.items()}
            posts[name] = sum(setting.place.groups[g].stock.value * share / cases[g] for g in team.groups)
    return ends


def baseline_places(setting: Setting) -> float:
    """Places of the rehabilitation team, a week, to two decimals. 32.5 are 32 and 33 in turn."""
    return round(float(setting.place.team_places.per_week.value), 2)


def _factors(setting: Setting) -> dict[str, float]:
    """The posts of each team as a multiple of its cases over cases per post, by the total that study or place states."""
    factors, total = dict.fromkeys(setting.place.teams, 1.0), stated_total(setting)
    if total is None:
        return factors
    known = [name for name, team in setting.place.teams.items() if is_known(setting, team)]
    own = sum(
        setting.place.groups[group].stock.value
        * (team.caseload_share.value if team.caseload_share else 1.0)
        / team.cases_per_post[group].value
        for team in (setting.place.teams[name] for name in known)
        for group in team.groups
    )
    return factors | dict.fromkeys(known, total / own if own else 1.0)


def _in_tenths(posts: dict[str, float], setting: Setting, ceilings: Mapping[str, Value[Any]]) -> dict[str, float]:
    """Posts in tenths. A stated total is met exactly: the largest remainders are rounded up.

    A team has a tenth at least, so a small place may have few citizens of a group.
    """
    known = [name for name, team in setting.place.teams.items() if is_known(setting, team)]
    rounded, total = {name: round(number, 1) for name, number in posts.items()}, stated_total(setting)
    rounded |= {name: max(rounded[name], 1 / TENTHS) for name in posts if posts[name] > 0}
    if total is None or ceilings:
        return rounded
    down = {name: math.floor(posts[name] * TENTHS + 1e-9) for name in known}
    left = round(total * TENTHS) - sum(down.values())
    for name in sorted(known, key=lambda name: (down[name] - posts[name] * TENTHS, name))[:left]:
        down[name] += 1
    return rounded | {name: tenths / TENTHS for name, tenths in down.items()}
