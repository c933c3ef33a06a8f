"""Which stocks of the baseline move: their growth a year over the window, with its interval over the replications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.report.growth_record import GrowthRecord
from sim.results.pairing import column_names, paired_intervals
from sim.study.study import Study

MEASURES = ("stock", "stock_growth")


def growth(study: Study, measures: pd.DataFrame) -> list[GrowthRecord]:
    """The growth of each group's stock in the baseline, by place, in the order of the tables.

    The interval is a t interval of the study's confidence over its replications; with one replication there is none.
    """
    rows = measures[measures["measure"].isin(MEASURES) & (measures["group"] != "all")]
    if rows.empty:
        return []
    rows = rows[column_names(rows) == study.baseline.name]
    table = rows.pivot_table(index=["place", "group"], columns=["measure", "replication"], values="value", sort=False)
    if not set(MEASURES) <= set(table.columns.get_level_values(0)):
        return []
    stock = np.nanmean(table["stock"].to_numpy(np.float64), axis=1)
    slopes = table["stock_growth"].fillna(0.0).to_numpy(np.float64)
    interval = paired_intervals(np.zeros_like(slopes), slopes, study.confidence)
    return [
        GrowthRecord(
            place=str(place), group=str(group), stock=float(stock[at]), per_year=float(interval["difference"][at]),
            low=float(interval["low"][at]), high=float(interval["high"][at]),
        )
        for at, (place, group) in enumerate(table.index)
    ]  # fmt: skip
