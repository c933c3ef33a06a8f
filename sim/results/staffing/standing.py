"""A stock that stands still: how many citizens of a world enter, pass an age, leave, change state or come to need in a year.

The opening stock is drawn from the equilibrium of its clocks. So whoever stands in it at an age tells how many pass that age
in a year, and the chance of a clock to strike in the next days, summed over the stock, tells how often it strikes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.world import DAY, World
from sim.place.people.stock import HORIZON_DAYS, survival_by_day
from sim.results.staffing.traits import Traits

YEAR = 365.25
DRAWS = 2.0**32
NARROWEST = 10
"""Days at least on each side of an age within which citizens are counted."""
WIDTH = 0.15
"""Half the width of that band as a share of the age: wide enough for small groups, narrow against any curve of survival."""
TERM_DAYS = 28
"""A term may strike on one certain day: the band of days ahead in which it is looked for."""
BACK = -2
"""The target of a clock that sends a citizen back to the state he or she came from."""

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


class Struck(NamedTuple):
    """A clock that strikes a stock: a term that runs out, or a need that arises.

    Attributes:
        procedure: what begins then (a need's: when it is detected).
        rate: times a year. leave: the chance per day that life ends the spell then. age: mean days in the spell.
        row: of the need; -1 for a term. first: a term that has not been prolonged.
    """

    state: int
    procedure: int
    rate: float
    leave: float
    age: float
    row: int = -1
    first: bool = True


@dataclass
class Moves:
    """Switches a year, by (origin, target), with the mean age in days at which citizens switch."""

    rate: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    age: dict[tuple[int, int], float] = field(default_factory=dict)

    def add(self, origin: int, target: int, rate: float, age: float) -> None:
        """So many switches more; their ages are averaged."""
        if target == origin or rate <= 0:
            return
        before = self.rate[origin, target]
        self.age[origin, target] = (self.age.get((origin, target), 0.0) * before + age * rate) / (before + rate)
        self.rate[origin, target] = before + rate


class Standing:
    """The opening stock of a world, by state.

    Attributes:
        served: bool by citizen, has a caseworker. free: no need has arisen. held: a need keeps from leaving.
        arrivals: a year from outside, by state.
        traits: who has which.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        citizens = world.citizens
        opening = citizens[(citizens["arrive"] == 0) & (citizens["elapsed"] > 0)]
        self.state: Days = opening["state"].astype(np.int64)
        self.age: Days = opening["elapsed"].astype(np.int64)
        self.accumulated: Days = opening["accumulated"].astype(np.int64)
        self.came_from: Days = opening["came_from"].astype(np.int64)
        self.lived: Days = -opening["born"].astype(np.int64)
        states = world.states[self.state]
        bits = opening["need_bits"]
        self.level = np.where(bits < states["need_medium"], 0, np.where(bits < states["need_heavy"], 1, 2))
        handed = self.age + self.accumulated >= self.handed_over
        self.served = (states["caseworker"] == 1) | ((states["caseworker"] == 2) & handed)
        self.free = opening["opening_need"] < 0
        needs = np.append(world.needs["holds"], 0)
        self.held = needs[opening["opening_need"]].astype(bool) & ~self.free
        later = citizens[(citizens["arrive"] > 0) & (citizens["arrive"] < world.settings["days"] * DAY)]
        number = np.bincount(later["state"].astype(np.int64), minlength=len(world.states))
        self.arrivals: Floats = number * YEAR / max(world.settings["days"], 1)
        self.traits = Traits(world, self.beyond)

    @property
    def handed_over(self) -> float:
        """Days of dagpenge after which the a-kasse hands over, at the next month's start."""
        return float(self.world.settings["hand_over_day"] + self._until_month_ends())

    # --- clocks
    def surviving(self, table: int) -> Floats:
        """The share that a quantile table lets run beyond 0, 1, 2 … days."""
        return _survival(self.world.tables[table].tobytes())

    def chance_in(self, table: int, ages: Days, days: int) -> Floats:
        """By citizen, the chance that a clock which has not struck at an age strikes within so many days."""
        left = self.surviving(table)
        now, then = (left[np.minimum(ages + more, HORIZON_DAYS - 1)] for more in (0, days))
        return np.where(now > 0, 1.0 - then / np.maximum(now, 1e-12), 0.0)

    def life(self, state: int) -> NDArray[np.void]:
        """The rows of its clocks of life."""
        rows = self.world.clocks
        chosen: NDArray[np.void] = rows[(rows["state"] == state) & (rows["term"] == 0)]
        return chosen

    def leaving(self, state: int, ages: Days) -> Floats:
        """By citizen, the chance of life to end the spell within a day."""
        stays: Floats = np.ones(len(ages))
        for clock in self.life(state):
            stays = stays * (1.0 - self.chance_in(int(clock["table"]), ages, 1))
        return 1.0 - stays

    def beyond(self, state: int, days: NDArray[Any]) -> Floats:
        """The share of a state's spells that life lets run beyond some days."""
        at = np.clip(np.asarray(days, np.int64), 0, HORIZON_DAYS - 1)
        over: Floats = np.ones(len(at))
        for clock in self.life(state):
            over = over * self.surviving(int(clock["table"]))[at]
        return over

    def life_moves(self) -> Moves:
        """Switches that need no decision."""
        moves = Moves()
        for state in range(len(self.world.states)):
            here = (self.state == state) & ~self.held
            for clock in self.life(state):
                struck = self.chance_in(int(clock["table"]), self.age[here], 1) * YEAR
                if clock["target"] >= 0:
                    moves.add(state, int(clock["target"]), float(struck.sum()), mean(self.age[here], struck))
                elif clock["target"] == BACK:
                    for origin in np.unique(self.came_from[here][self.came_from[here] >= 0]):
                        mine = self.came_from[here] == origin
                        rate = struck[mine]
                        moves.add(state, int(origin), float(rate.sum()), mean(self.age[here][mine], rate))
        return moves

    def terms(self) -> list[Struck]:
        """Terms that strike: the first time, and again after a prolongation.

        Where a need has arisen the benefit runs on instead: those citizens are left out.
        """
        found = []
        for clock in self.world.clocks[self.world.clocks["term"] == 1]:
            state, procedure, first = int(clock["state"]), int(clock["procedure"]), int(clock["table"])
            ages = self.age[(self.state == state) & self.free]
            counted = ages + self.accumulated[(self.state == state) & self.free] * bool(clock["accumulated"])
            counted = counted - self._until_month_ends() * bool(clock["month_end"])
            counted = np.maximum(counted, 0)
            rates = self.chance_in(first, counted, TERM_DAYS) * YEAR / TERM_DAYS
            found.append(self._struck(state, procedure, ages, rates))
            if clock["table_stock"] != clock["table"]:
                again = self.chance_in(int(clock["table_stock"]), counted, TERM_DAYS) * YEAR / TERM_DAYS
                prolonged = self.surviving(first)[np.minimum(counted, HORIZON_DAYS - 1)] == 0
                found.append(self._struck(state, procedure, ages, again * prolonged)._replace(first=False))
        return found

    def onsets(self) -> list[Struck]:
        """Needs that arise; the first of a spell is the only one."""
        found = []
        for number, need in enumerate(self.world.needs):
            ages = self.age[(self.state == int(need["state"])) & self.free]
            rates = self.chance_in(int(need["table"]), ages, 1) * YEAR
            struck = self._struck(int(need["state"]), int(need["procedure"]), ages, rates)
            found.append(struck._replace(row=number, leave=0.0 if need["holds"] else struck.leave))
        return found

    def _struck(self, state: int, procedure: int, ages: Days, rates: Floats) -> Struck:
        leave = mean(self.leaving(state, ages), rates)
        return Struck(state, procedure, float(rates.sum()), leave, mean(ages, rates))

    def _until_month_ends(self) -> int:
        """Mean days from a day to the start of the next month."""
        starts = self.world.month_start[:365].astype(np.int64)
        return round(float((starts - np.arange(len(starts))).mean())) if len(starts) else 0

    # --- who they are
    def share_having(self, bits: int, state: int) -> float:
        """The mean chance of at least one of some traits over a state's stock."""
        ages = self.age[self.state == state]
        return float(self.traits.having(bits, state, ages if len(ages) else np.zeros(1, np.int64)).mean())

    def share_aged(self, days: int, state: int) -> float:
        """The share of a state's stock that has lived at least so many days; of all, where the state is empty."""
        lived = self.lived[self.state == state]
        lived = lived if len(lived) else self.lived
        return float((lived >= days).mean()) if len(lived) else 0.0


def mean(values: NDArray[Any], weights: Floats) -> float:
    """A weighted mean; 0 without weight."""
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total > 0 else 0.0


@lru_cache(maxsize=512)
def _survival(table: bytes) -> Floats:
    return survival_by_day(np.frombuffer(table, np.int32))
