"""The pairs of one variant as arrays: a number of every place in every replication, under the baseline and the variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.pairing import CELL, is_additive

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sides:
    """A number of the places: float64[places, replications] under the baseline (``before``) and the variant (``after``)."""

    before: Floats
    after: Floats
    unit: str

    @property
    def difference(self) -> Floats:
        return self.after - self.before


@dataclass(frozen=True)
class Cube:
    """All pairs of a variant. ``cells`` are positions by (group, activity, measure); team and need are ``all``."""

    places: tuple[str, ...]
    cells: dict[tuple[str, str, str], int]
    units: tuple[str, ...]
    numbers: Floats  # [cells, sides, places, replications]

    @classmethod
    def of(cls, pairs: pd.DataFrame, places: Sequence[str]) -> Cube:
        """The cube of the pairs of one variant (:data:`sim.results.country.pairs.COLUMNS`)."""
        wide = pairs.pivot_table(index=CELL, columns=["place", "replication"], values=["before", "after"], sort=False)
        numbers = sorted(set(pairs["replication"]))
        every = pd.MultiIndex.from_product([["before", "after"], places, numbers])
        values = wide.reindex(columns=every).to_numpy(np.float64).reshape(len(wide), 2, len(places), len(numbers))
        names = [dict(zip(CELL, key, strict=True)) for key in wide.index]
        cells = {(name["group"], name["activity"], name["measure"]): at for at, name in enumerate(names)}
        units = tuple(str(name["unit"]) for name in names)
        additive = np.array([is_additive(unit) for unit in units], dtype=np.bool_)[:, None, None, None]
        return cls(tuple(places), cells, units, np.where(additive & np.isnan(values), 0.0, values))

    def at(self, measure: str, activity: str = "all", group: str = "all") -> Sides | None:
        """A number; None if no place has it. A count that a place lacks is 0, and another number is nan."""
        at = self.cells.get((group, activity, measure))
        return None if at is None else Sides(self.numbers[at, 0], self.numbers[at, 1], self.units[at])

    def groups(self, measure: str) -> list[str]:
        """The groups that have a number, in order."""
        return [
            group for group, activity, name in self.cells if name == measure and activity == "all" and group != "all"
        ]
