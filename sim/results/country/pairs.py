"""The kept numbers of each place pair by pair: what the sums and means over places are made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.figures.provenance import echoed, read_natures
from sim.results.country.cells import kept, read_names, with_totals
from sim.results.pairing import CELL, Floats, column_names, paired_values
from sim.results.standardised import raw_pools
from sim.study.study import Study

COLUMNS = ["place", "variant", *CELL, "replication", "before", "after"]
"""A row per place, variant, cell and replication: the baseline's number and the variant's. nan: the place has none."""


def needed(measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of a place's measures that its kept numbers are made from."""
    return with_totals(measures[measures["measure"].isin(read_names())])


@dataclass(frozen=True)
class Paired:
    """The kept numbers of a variant at a place: cells (:data:`sim.results.pairing.CELL`), and float64[cells, replications]."""

    place: str
    variant: str
    cells: pd.DataFrame
    replications: list[int]
    before: Floats
    after: Floats

    def rows(self) -> pd.DataFrame:
        """The pairs as rows (:data:`COLUMNS`)."""
        count = len(self.replications)
        long = self.cells.loc[self.cells.index.repeat(count)].reset_index(drop=True)
        numbers = np.tile(np.array(self.replications, dtype=np.int64), len(self.cells))
        return long.assign(
            place=self.place, variant=self.variant, replication=numbers, before=self.before.ravel(), after=self.after.ravel()
        )[COLUMNS]  # fmt: skip


def paired(measures: pd.DataFrame, study: Study) -> list[Paired]:
    """The kept numbers of every column of a study at one place. The baseline is paired with itself, without standardised values.

    Args:
        measures: the rows of :func:`needed`, of all columns.
        study: it has the columns and the natures of measures.
    """
    left_out = echoed(read_natures(study.root))
    of_column = dict(list(measures.groupby(column_names(measures), sort=False)))
    place, first = str(measures["place"].iloc[0]), of_column[study.baseline.name]
    found = []
    for column in study.columns:
        second = of_column[column.name]
        if column == study.baseline:
            wide = first.pivot_table(index=CELL, columns="replication", values="value", sort=False)
            cells, before = wide.index.to_frame(index=False), wide.to_numpy(np.float64)
            after = before
        else:
            cells, before, after = paired_values(first, second, left_out)
        chosen = kept(cells) & ~raw_pools(cells)
        replications = sorted(set(first["replication"]) & set(second["replication"]))
        found.append(Paired(place, column.name, cells[chosen], replications, before[chosen], after[chosen]))
    return found
