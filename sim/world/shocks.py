"""The effect of a setting's shocks on inflow and staff."""

from __future__ import annotations

from collections.abc import Sequence

from sim.place.office.staff_shock import Gone
from sim.place.people.inflow_shock import Surge
from sim.study.setting import Setting
from sim.study.shocks import ALL


def surges(setting: Setting, group: str) -> list[Surge]:
    """The changes of a group's arrivals by shocks."""
    days = (setting.start, setting.days)
    return [Surge(*shock.days(*days), shock.change) for shock in setting.shocks if shock.inflow in (group, ALL)]


def gone(setting: Setting, horizon: int) -> list[Gone]:
    """The staff that shocks take away, team by team; ``all`` is every team of caseworkers."""
    losses: list[Gone] = []
    for shock in setting.shocks:
        if shock.staff is not None:
            teams = setting.place.teams if shock.staff == ALL else (shock.staff,)
            losses += [Gone(team, *shock.days(setting.start, horizon), -shock.change) for team in teams]
    return losses


def posts_over(posts: float, team: str, taken: Sequence[Gone], window: tuple[int, int]) -> float:
    """A team's posts as a mean over the days of a window, without the posts that shocks take."""
    first, last = window
    length = last - first + 1
    for loss in taken:
        if loss.team == team:
            posts -= posts * loss.share * max(min(loss.last, last) - max(loss.first, first) + 1, 0) / length
    return round(posts, 6)
