"""Compare the hours that law and practice require of each team with the hours that the team has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sim.files.quantity import YEAR_DAYS
from sim.measures.view import Floats
from sim.results.staffing.demand import PARTS
from sim.world.world import Law, World

Verdict = Literal["enough", "tight", "too few", "cannot do the law at all"]
PERMILLE = 1000
NO_POOL = -1


@dataclass(frozen=True)
class Staffing:
    """The hours per year that one team has, and the hours that are required of it.

    Attributes:
        posts: full-time posts.
        available: effective hours, without leave, sickness and vacancies.
        bookable: the part of the available hours that may be booked ahead.
        parts: required hours by reason (:data:`sim.results.staffing.demand.PARTS`).
        together: the teams of the pool, this one included. The verdict is that of the pool.
        verdict: the first of these that applies:

            - ``cannot do the law at all``: the law's hours exceed all available hours.
            - ``too few``: the law's hours that must be booked exceed the bookable hours.
            - ``tight``: only the practice does not fit.
            - ``enough``: law and practice fit.
        posts_for_law: the fewest posts whose hours cover the law.
        posts_for_all: the fewest posts that also have enough bookable hours for law and practice.
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
        """Hours of the law's duties: meetings, desk work, procedures."""
        return self.parts["meetings"] + self.parts["desk"]

    @property
    def law(self) -> float:
        """All hours that the law requires."""
        return law_of(self.parts)

    @property
    def practice(self) -> float:
        return self.parts["practice"]

    @property
    def left(self) -> float:
        """Hours that remain for running casework, which has no minimum; negative if the required hours do not fit."""
        return self.available - self.law - self.practice


def staffing(
    world: World, required: pd.DataFrame, window: tuple[int, int], posts: Mapping[str, float], law: Law | None = None
) -> list[Staffing]:
    """The staffing of each team of a place, in the order of the world's teams.

    Args:
        world: the world with the place's own staff.
        required: hours per year, from :func:`sim.results.staffing.demand.demand`.
        window: first and last day over which the hours of the staff are counted, both included.
        posts: full-time posts by team.
        law: the later law of the world that applies in the window; None for the first law.
    """
    teams = world.names["team"]
    table = required.pivot_table(index="team", columns="part", values="hours", aggfunc="sum", fill_value=0.0)
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
        mates = [other for other_code, other in teams.items() if pools[other_code] == pools[code]]
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
    """The hours that the law requires."""
    return sum(hours for part, hours in parts.items() if part != "practice")


def _booked(parts: Mapping[str, float]) -> float:
    """The law's hours that must be booked. Tracking needs no booking: it uses the free time of a day."""
    return law_of(parts) - parts["tracking"]


def _verdict(parts: Mapping[str, float], available: float, bookable: float) -> Verdict:
    if law_of(parts) > available:
        return "cannot do the law at all"
    if _booked(parts) > available * bookable:
        return "too few"
    return "tight" if _booked(parts) + parts["practice"] > available * bookable else "enough"


def _fewest(hours: float, per_post: float) -> float:
    """The fewest posts that bring these hours, rounded up to tenths."""
    return math.ceil(round(10 * hours / per_post, 6)) / 10 if per_post else math.inf if hours else 0.0


def _available(world: World, window: tuple[int, int]) -> Floats:
    """float64[teams], effective hours a year over the window."""
    days = slice(window[0], window[1] + 1)
    minutes = (world.capacity[:, days] * (world.sick[:, days] == 0)).sum(axis=1)
    total = np.bincount(world.posts["team"].astype(np.int64), minutes, len(world.names["team"]))
    return np.asarray(total / 60 * YEAR_DAYS / (window[1] - window[0] + 1))


def _pools(world: World, law: Law | None) -> dict[int, int]:
    """The pool of each team by code. A team without posts has a pool of its own."""
    of_post = world.posts["pool"] if law is None else law.pools
    pools = dict(zip(world.posts["team"].tolist(), of_post.tolist(), strict=True))
    return {code: pools.get(code, NO_POOL - code) for code in world.names["team"]}
