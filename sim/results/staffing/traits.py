"""Who has which traits: chances by citizen, from the rows of a world that settle them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.world.world import Clock, DutyKind, Op, World

DRAWS = 2.0**32
Floats = NDArray[np.float64]
Days = NDArray[np.int64]
Beyond = Callable[[int, Days], Floats]
"""The share of a state's spells that life lets run beyond some days."""
NEVER = 1 << 30


class Traits:
    """The traits of a world's citizens. Different ones are taken to be independent but for the conditions of their rows."""

    def __init__(self, world: World, beyond: Beyond) -> None:
        self.world, self.beyond = world, beyond
        self._cleared = dict(self._clearing())

    def having(self, bits: int, state: int, ages: Days, given: Mapping[int, float] | None = None) -> Floats:
        """By citizen, the chance of at least one of some traits.

        Args:
            ages: days in the spell. given: chances of bits that are known.
        """
        without: Floats = np.ones(len(ages))
        for number in range(bits.bit_length()):
            bit = 1 << number
            if bits & bit and given and bit in given:
                without = without * (1.0 - given[bit])
            elif bits & bit:
                without = without * (1.0 - self._settled(bit, state, ages, given))
        return 1.0 - without

    def _settled(self, bit: int, state: int, ages: Days, given: Mapping[int, float] | None) -> Floats:
        """One trait; rows of the same trait exclude each other by their conditions."""
        share: Floats = np.zeros(len(ages))
        for row in self.world.traits[
            (self.world.traits["bit"] == bit) & (self.world.traits["states"] >> state & 1 == 1)
        ]:
            part: Floats = np.full(len(ages), float(row["share"]) / DRAWS)
            if row["only"]:
                part = part * self.having(int(row["only"]), state, ages, given)
            if row["unless"]:
                part = part * (1.0 - self.having(int(row["unless"]), state, ages, given))
            within = self.beyond(state, np.maximum(ages, row["life_over"]))
            if row["life_at_most"] < NEVER:
                within = within - self.beyond(state, np.maximum(ages, row["life_at_most"]))
            part = part * within / np.maximum(self.beyond(state, ages), 1e-9)
            share = share + part * (ages <= self._cleared_at(bit, row))
        return np.minimum(share, 1.0)

    # --- traits that a procedure takes away
    def _clearing(self) -> list[tuple[int, int]]:
        """Traits that make a duty bind until its procedure takes them away, with the day of the absence on which it does."""
        found = []
        for duty in self.world.duties[self.world.duties["kind"] == DutyKind.PROCEDURE]:
            entry = int(self.world.procedures[int(duty["procedure"])]["entry"])
            for step in self.world.steps[entry:]:
                if step["op"] == Op.END:
                    break
                if step["op"] == Op.SET and int(step["b"]) & int(duty["only"]) and duty["clock"] == Clock.ABSENCE:
                    found.append((int(step["b"]) & int(duty["only"]), int(duty["term"])))
        return found

    def _cleared_at(self, bit: int, row: np.void) -> int:
        """The last day in the spell on which anybody has the trait."""
        if bit not in self._cleared:
            return NEVER
        job = self.world.settings["job_trait"]
        before = self.world.settings["absence_job" if int(row["only"]) & job else "absence_other"]
        return self._cleared[bit] - before
