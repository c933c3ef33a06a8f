"""Can this staff do this law at all? Hours that law and practice ask for, against hours that each team has; arithmetic.

The opening stock is taken to stand still (:mod:`sim.results.staffing.standing`): it says how often each duty falls due, who switches, which
terms run out and which needs arise. Procedures are followed in expectation (:mod:`sim.results.staffing.casework`), and all is put together
in :mod:`sim.results.staffing.estimate`. What only a run can tell is taken at its best: no meeting is shed, late or written off for want of
room, nothing is broken, nobody leaves for having waited. So a run does a little less, the less room its diaries have.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.world.world import Role, World
from sim.results.staffing.estimate import PARTS, PERMILLE, Estimate
from sim.results.staffing.standing import YEAR, Floats

Verdict = Literal["enough", "tight", "too few", "cannot do the law at all"]


@dataclass(frozen=True)
class Demand:
    """One team: what it has and what is asked of it, in hours per year.

    Attributes:
        posts: full-time posts.
        available: effective hours, leave, sickness and vacancies taken out.
        bookable: what of them may be booked ahead.
        parts: hours by kind of work (:data:`PARTS`).
        together: teams that serve their citizens from one pool, this one included; the verdict is the pool's.
        verdict: ``cannot do the law at all`` when the law's own hours exceed all hours there are; ``too few`` when what of them must be
            booked exceeds what may be booked; ``tight`` when only the practice does not fit; else ``enough``.
        posts_for_law, posts_for_all: the fewest posts whose hours are as many as the law's; and whose bookable hours are as
            many as all that law and practice book.
    """

    team: str
    posts: float
    available: float
    bookable: float
    parts: dict[str, float]
    together: tuple[str, ...]
    verdict: Verdict
    posts_for_law: float
    posts_for_all: float

    @property
    def duties(self) -> float:
        """What the law's duties ask for: meetings, desk work, procedures."""
        return self.parts["meetings"] + self.parts["desk"]

    @property
    def law(self) -> float:
        """All that the law asks for."""
        return sum(hours for part, hours in self.parts.items() if part != "practice")

    @property
    def practice(self) -> float:
        return self.parts["practice"]


def demand(world: World) -> list[Demand]:
    """What is asked of each team of a world, in the order of its teams."""
    asked = Estimate(world).work()
    teams = world.names["team"]
    home = world.states["team"].astype(np.int64)
    hours = {part: np.bincount(home, minutes, len(teams)) / 60 for part, minutes in asked.minutes.items()}
    available, posts = _available(world), _posts(world)
    for code in teams:
        role = _role(world, code)
        if role != Role.CASEWORKER:  # staff of another role serves all groups
            hours["desk"][code] += float(asked.others[:, role].sum()) / 60
    pool = {code: _pool(world, code) for code in teams}
    per_post = float(available.sum() / posts.sum()) if posts.sum() else 0.0
    bookable = world.settings["bookable"] / PERMILLE
    found = []
    for code, name in teams.items():
        mates = [other for other in teams if pool[other] == pool[code]]
        parts = {part: float(of_team[code]) for part, of_team in hours.items()}
        pooled = {part: float(of_team[mates].sum()) for part, of_team in hours.items()}
        law = sum(parts[part] for part in PARTS if part != "practice")
        booked = law - parts["tracking"] + parts["practice"]
        found.append(
            Demand(
                name, float(posts[code]), float(available[code]), float(available[code]) * bookable, parts,
                tuple(teams[mate] for mate in mates), _verdict(pooled, float(available[mates].sum()), bookable),
                _fewest(law, per_post), max(_fewest(law, per_post), _fewest(booked, per_post * bookable)),
            )
        )  # fmt: skip
    return found


def _verdict(parts: dict[str, float], available: float, bookable: float) -> Verdict:
    law = sum(hours for part, hours in parts.items() if part != "practice")
    booked = law - parts["tracking"]
    if law > available:
        return "cannot do the law at all"
    if booked > available * bookable:
        return "too few"
    return "tight" if booked + parts["practice"] > available * bookable else "enough"


def _fewest(hours: float, per_post: float) -> float:
    """Posts in tenths, rounded up."""
    return math.ceil(round(10 * hours / per_post, 6)) / 10 if per_post else math.inf if hours else 0.0


def _available(world: World) -> Floats:
    """Effective hours a year by team, over the first year."""
    days = min(world.capacity.shape[1], 365)
    minutes = (world.capacity[:, :days] * (world.sick[:, :days] == 0)).sum(axis=1)
    total = np.bincount(world.posts["team"].astype(np.int64), minutes, len(world.names["team"]))
    return np.asarray(total / 60 * YEAR / days)


def _posts(world: World) -> Floats:
    team = world.posts["team"].astype(np.int64)
    return np.asarray(np.bincount(team, world.posts["fraction"], len(world.names["team"])) / PERMILLE)


def _role(world: World, team: int) -> int:
    """The role of a team's staff: caseworkers, unless the posts say something else."""
    mine = world.posts[world.posts["team"] == team]
    return int(mine["role"][0]) if "role" in (world.posts.dtype.names or ()) and len(mine) else int(Role.CASEWORKER)


def _pool(world: World, team: int) -> int:
    mine = world.posts["pool"][world.posts["team"] == team]
    return int(mine[0]) if len(mine) else -1 - team
