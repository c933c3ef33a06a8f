"""Can this staff do this law at all? What law and practice ask of each team, against the hours that the team has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sim.world.world import Law, World
from sim.files.quantity import YEAR_DAYS
from sim.measures.view import Floats
from sim.results.staffing.demand import PARTS

Verdict = Literal["enough", "tight", "too few", "cannot do the law at all"]
PERMILLE = 1000
NO_POOL = -1


@dataclass(frozen=True)
class Staffing:
    """One team: what it has and what is asked of it, in hours a year.

    Attributes:
        posts: full-time posts.
        available: effective hours; leave, sickness and vacancies are taken out.
        bookable: what of them may be booked ahead.
        parts: hours asked for, by kind of work (:data:`sim.results.staffing.demand.PARTS`).
        together: teams that serve their citizens from one pool, this one included; the verdict is the pool's.
        verdict: ``cannot do the law at all`` when the law's own hours exceed all hours there are; ``too few`` when what of them
            must be booked exceeds what may be booked; ``tight`` when only the practice does not fit; else ``enough``.
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
        return law_of(self.parts)

    @property
    def practice(self) -> float:
        return self.parts["practice"]

    @property
    def left(self) -> float:
        """Hours that remain for running casework, which has no floor; below 0 where not even the rest fits."""
        return self.available - self.law - self.practice


def staffing(
    world: World, asked: pd.DataFrame, window: tuple[int, int], posts: Mapping[str, float], law: Law | None = None
) -> list[Staffing]:
    """Each team of a place against what is asked of it, in the order of the world's teams.

    Args:
        world: with the place's own staff.
        asked: hours a year, as :func:`sim.results.staffing.demand.demand` makes them.
        window: first and last day over which the hours of the staff are counted, both included.
        posts: full-time posts by team.
        law: the later law of the world that holds in the window; None: the first.
    """
    teams = world.names["team"]
    table = asked.pivot_table(index="team", columns="part", values="hours", aggfunc="sum", fill_value=0.0)
    table = table.reindex(index=list(teams.values()), columns=list(PARTS), fill_value=0.0)
    hours = {
        name: dict(zip(PARTS, row, strict=True))
        for name, row in zip(teams.values(), table.to_numpy(np.float64).tolist(), strict=True)
    }
    available = dict(zip(teams.values(), _available(world, window).tolist(), strict=True))
    pools = _pools(world, law)
    bookable = (world.settings if law is None else law.settings)["bookable"] / PERMILLE
    total = sum(posts.get(name, 0.0) for name in teams.values())
    per_post = sum(available.values()) / total if total else 0.0
    rows = []
    for code, name in teams.items():
        mates = [other for at, other in teams.items() if pools[at] == pools[code]]
        pooled = {part: sum(hours[mate][part] for mate in mates) for part in PARTS}
        for_law = _fewest(law_of(hours[name]), per_post)
        for_all = _fewest(_booked(hours[name]) + hours[name]["practice"], per_post * bookable)
        rows.append(
            Staffing(
                name, posts.get(name, 0.0), available[name], available[name] * bookable, hours[name], tuple(mates),
                _verdict(pooled, sum(available[mate] for mate in mates), bookable), for_law, max(for_law, for_all),
            )
        )  # fmt: skip
    return rows


def law_of(parts: Mapping[str, float]) -> float:
    """The hours that the law asks for."""
    return sum(hours for part, hours in parts.items() if part != "practice")


def _booked(parts: Mapping[str, float]) -> float:
    """What of the law's hours must be booked: tracking takes what a day leaves."""
    return law_of(parts) - parts["tracking"]


def _verdict(parts: Mapping[str, float], available: float, bookable: float) -> Verdict:
    if law_of(parts) > available:
        return "cannot do the law at all"
    if _booked(parts) > available * bookable:
        return "too few"
    return "tight" if _booked(parts) + parts["practice"] > available * bookable else "enough"


def _fewest(hours: float, per_post: float) -> float:
    """Posts in tenths, rounded up."""
    return math.ceil(round(10 * hours / per_post, 6)) / 10 if per_post else math.inf if hours else 0.0


def _available(world: World, window: tuple[int, int]) -> Floats:
    """float64[teams], effective hours a year over the window."""
    days = slice(window[0], window[1] + 1)
    minutes = (world.capacity[:, days] * (world.sick[:, days] == 0)).sum(axis=1)
    total = np.bincount(world.posts["team"].astype(np.int64), minutes, len(world.names["team"]))
    return np.asarray(total / 60 * YEAR_DAYS / (window[1] - window[0] + 1))


def _pools(world: World, law: Law | None) -> dict[int, int]:
    """The pool of each team by code; a team without posts is alone."""
    of_post = world.posts["pool"] if law is None else law.pools
    pools = dict(zip(world.posts["team"].tolist(), of_post.tolist(), strict=True))
    return {code: pools.get(code, NO_POOL - code) for code in world.names["team"]}
