"""The kept numbers of each place pair by pair: what the sums and means over places are made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from sim.results.country.cells import kept, read_names, with_totals
from sim.results.pairing import CELL, column_names, paired_values
from sim.results.standardised import raw_pools

COLUMNS = ["place", "variant", *CELL, "replication", "before", "after"]
"""A row per place, variant, cell and replication: the baseline's number and the variant's. nan: the place has none."""


def needed(measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of a place's measures that its kept numbers are made from."""
    return with_totals(measures[measures["measure"].isin(read_names())])


def pairs_of(
    measures: pd.DataFrame, baseline: str, variants: Sequence[str], left_out: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """The pairs (:data:`COLUMNS`) of one place.

    Args:
        measures: the rows of :func:`needed`, of all columns.
        baseline, variants: printed names of columns.
        left_out: as for :func:`sim.results.pairing.compare`.
    """
    of_column = dict(list(measures.groupby(column_names(measures), sort=False)))
    place = str(measures["place"].iloc[0])
    tables = []
    for variant in variants:
        first, second = of_column[baseline], of_column[variant]
        cells, before, after = paired_values(first, second, left_out)
        chosen = kept(cells) & ~raw_pools(cells)
        cells, before, after = cells[chosen], before[chosen], after[chosen]
        replications = sorted(set(first["replication"]) & set(second["replication"]))
        long = cells.loc[cells.index.repeat(len(replications))].reset_index(drop=True)
        tables.append(
            long.assign(
                place=place, variant=variant, replication=np.tile(replications, len(cells)), before=before.ravel(),
                after=after.ravel(),
            )[COLUMNS]
        )  # fmt: skip
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
