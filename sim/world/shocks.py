"""The effect of a setting's shocks on inflow, staff and places of the rehabilitation team."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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


def with_shocks(setting: Setting, places: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[days], the places of sessions under shocks, rounded to whole places.

    A shock is known when agendas are fixed, like leave: no case gets a place in a session that is not held.
    """
    changed = places.copy()
    for shock in setting.shocks:
        if shock.places is not None:
            first, last = shock.days(setting.start, places.size)
            days = slice(max(first, 0), last + 1)
            changed[days] = np.rint(places[days] * (1 + shock.change))
    return changed


def posts_over(posts: float, team: str, taken: Sequence[Gone], window: tuple[int, int]) -> float:
    """A team's posts as a mean over the days of a window, without the posts that shocks take."""
    first, last = window
    length = last - first + 1
    for loss in taken:
        if loss.team == team:
            posts -= posts * loss.share * max(min(loss.last, last) - max(loss.first, first) + 1, 0) / length
    return round(posts, 6)
