"""Can this staff do this law at all? Hours that duties ask for, against hours that each team has; simple arithmetic.

A stock that stands still, counted by how long its citizens have been there, tells how many pass each age in a year:
those within some days of that age, over those days. So the opening stock alone says how often each duty falls due. What
procedures, switches, sanctions and deadline tracking take comes on top, so the demand is a lower bound: "too few" is
sure, "enough" is not. The run itself tells the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.engine.world import Clock, DutyKind, FormRule, How, World

YEAR = 365.25
DRAWS = 2.0**32
PERMILLE = 1000
NARROWEST = 10
"""Days at least on each side of an age within which citizens are counted."""

Floats = NDArray[np.float64]
Verdict = Literal["enough", "tight", "too few"]


@dataclass(frozen=True)
class Demand:
    """One team: what it has and what is asked of it, in hours per year.

    Attributes:
        posts: full-time posts.
        available: effective hours, leave, sickness and vacancies taken out.
        bookable: what of them may be booked ahead.
        duties, practice: what the law's duties, and the practice beside them, ask for in meetings and desk work.
    """

    team: str
    posts: float
    available: float
    bookable: float
    duties: float
    practice: float

    @property
    def verdict(self) -> Verdict:
        if self.duties > self.bookable:
            return "too few"
        return "tight" if self.duties + self.practice > self.bookable else "enough"


def demand(world: World) -> list[Demand]:
    """What is asked of each team of a world."""
    teams = world.names["team"]
    asked = {kind: np.zeros(len(teams)) for kind in ("duties", "practice")}
    stock = _Stock(world)
    for duty in world.duties:
        if duty["kind"] not in (DutyKind.MEETING, DutyKind.DESK) or not int(duty["starts"]) & ~How.TALK:
            continue
        minutes = _minutes(world, duty)
        for state in range(len(world.states)):
            if int(duty["states"]) >> state & 1:
                occasions = stock.occasions(duty, state)
                kind = "practice" if duty["optional"] else "duties"
                asked[kind][int(world.states["team"][state])] += occasions * minutes / 60
    bookable = world.settings["bookable"] / PERMILLE
    found = []
    for code, name in teams.items():
        mine = world.posts["team"] == code
        days = min(world.capacity.shape[1], 365)
        present = (world.capacity[mine, :days] * (world.sick[mine, :days] == 0)).sum() / 60 * YEAR / days
        posts = float(world.posts["fraction"][mine].sum()) / PERMILLE
        found.append(
            Demand(
                name,
                posts,
                float(present),
                float(present) * bookable,
                float(asked["duties"][code]),
                float(asked["practice"][code]),
            )
        )
    return found


class _Stock:
    """The opening stock by state: ages in days, levels of need."""

    def __init__(self, world: World) -> None:
        self.world = world
        opening = world.citizens[(world.citizens["arrive"] == 0) & (world.citizens["elapsed"] > 0)]
        self.citizens = opening
        states = world.states[opening["state"]]
        bits = opening["need_bits"]
        self.level = np.where(bits < states["need_medium"], 0, np.where(bits < states["need_heavy"], 1, 2))
        served = (states["caseworker"] == 1) | (opening["elapsed"] >= world.settings["hand_over_day"])
        self.served = served & (states["caseworker"] > 0)

    def occasions(self, duty: np.void, state: int) -> float:
        """How often a year the duty falls due in a state."""
        here = (self.citizens["state"] == state) & self.served
        spell = self.citizens["elapsed"][here].astype(np.int64)
        weight = self._bound(duty, state, spell)
        age = spell.copy()
        if duty["clock"] == Clock.ACCUMULATED:
            age += self.citizens["accumulated"][here]
        elif duty["clock"] == Clock.ABSENCE:
            age += self.world.settings["absence_other"]
        if duty["every"]:
            total = 0.0
            for level in range(3):
                interval = max(float(self.world.tables[duty[f"every_{level}"]].mean()), 1.0)
                due = (self.level[here] == level) & (age >= int(duty[f"first_{level}"]))
                total += float(weight[due].sum()) * YEAR / interval
            return total
        numbers = range(int(duty["from_instance"]), max(int(duty["count"]), 1) + 1)
        days = [int(duty["term"]) * k / max(int(duty["count"]), 1) for k in numbers]
        return sum(_passing(age, weight, day) for day in days)

    def _bound(self, duty: np.void, state: int, age: NDArray[np.int64]) -> Floats:
        """By citizen, the chance that the traits which the duty names leave it to be kept."""
        share: Floats = np.ones(len(age))
        if duty["only"]:
            share = share * self._having(int(duty["only"]), state, age)
        if duty["exempt"]:
            share = share * (1.0 - self._having(int(duty["exempt"]), state, age))
        return share

    def _having(self, bits: int, state: int, age: NDArray[np.int64]) -> Floats:
        """By citizen, the chance of at least one of some traits, taken to be independent."""
        without: Floats = np.ones(len(age))
        rows = self.world.traits
        for number in range(bits.bit_length()):
            bit = 1 << number
            drawn = rows[(rows["bit"] == bit) & (rows["states"] >> state & 1 == 1)] if bits & bit else []
            if len(drawn):
                row = drawn[0]
                lives = [self._beyond(state, np.maximum(age, end)) for end in (row["life_over"], row["life_at_most"])]
                still = np.maximum(self._beyond(state, age), 1e-9)
                without = without * (1.0 - float(row["share"]) / DRAWS * (lives[0] - lives[1]) / still)
        return 1.0 - without

    def _beyond(self, state: int, days: NDArray[Any]) -> Floats:
        """The share of a state's spells that life lets run beyond some days."""
        beyond: Floats = np.ones(len(days))
        for clock in self.world.clocks[(self.world.clocks["state"] == state) & (self.world.clocks["term"] == 0)]:
            table = np.sort(self.world.tables[clock["table"]])
            beyond = beyond * (1.0 - np.searchsorted(table, days, side="right") / len(table))
        return beyond


def _passing(ages: NDArray[np.int64], weight: Floats, day: float) -> float:
    """How many a year reach an age, each counted by a weight."""
    width = max(day * 0.15, NARROWEST)
    low = max(day - width, 0.0)
    near = (ages >= low) & (ages < day + width)
    return float(weight[near].sum()) / (day + width - low) * YEAR


def _minutes(world: World, duty: np.void) -> float:
    """Mean minutes of one occasion."""
    activity = world.activities[int(duty["activity"])]
    in_person = float(world.tables[activity["table_0"]].mean())
    if duty["form"] != FormRule.CHOICE or activity["table_1"] < 0:
        return in_person
    phone = world.settings["phone_chance"] / DRAWS
    return (1 - phone) * in_person + phone * float(world.tables[activity["table_1"]].mean())
