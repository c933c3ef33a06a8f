"""What the shocks of a setting do to its inflow and its staff."""

from __future__ import annotations

from collections.abc import Sequence

from sim.place.office.staff_shock import Gone
from sim.place.people.inflow_shock import Surge
from sim.study.setting import Setting
from sim.study.shocks import ALL


def surges(setting: Setting, group: str) -> list[Surge]:
    """What shocks do to a group's arrivals."""
    days = (setting.start, setting.days)
    return [Surge(*shock.days(*days), shock.change) for shock in setting.shocks if shock.inflow in (group, ALL)]


def gone(setting: Setting, horizon: int) -> list[Gone]:
    """What shocks take of the staff, team by team; ``all`` is every team of caseworkers."""
    found: list[Gone] = []
    for shock in setting.shocks:
        if shock.staff is not None:
            teams = setting.place.teams if shock.staff == ALL else (shock.staff,)
            found += [Gone(team, *shock.days(setting.start, horizon), -shock.change) for team in teams]
    return found


def posts_over(posts: float, team: str, taken: Sequence[Gone], window: tuple[int, int]) -> float:
    """A team's posts as a mean over the days of a window, less what shocks take."""
    first, last = window
    length = last - first + 1
    for one in taken:
        if one.team == team:
            posts -= posts * one.share * max(min(one.last, last) - max(one.first, first) + 1, 0) / length
    return round(posts, 6)
