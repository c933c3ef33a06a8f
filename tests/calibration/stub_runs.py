"""What a worker makes in place of a run: two stocks that follow from the entries, with noise, in milliseconds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.runs.make import Made
from sim.runs.run import Run

STAY = {"insured": 0.5, "sick": 0.25}
"""Years that a citizen stays: stock = entries x stay."""


def make(run: Run) -> Made:
    """The stocks of two groups, and a count that never happens. No citizen opens in a burn-in."""
    assert run.setting.formed is None
    noise = np.random.default_rng(run.replication)
    rows: list[tuple[str, str, str, float]] = []
    for group, stay in STAY.items():
        entries = float(run.setting.place.groups[group].entries.value)
        rows.append(("stock", group, "citizens", entries * stay + noise.normal(0, 5)))
    rows += [("stock", "all", "citizens", 1.0), ("switches", "sick", "per year", 4.0)]
    table = pd.DataFrame(rows, columns=["measure", "group", "unit", "value"])
    table = table.assign(team="all", activity="all", need="all")
    about: dict[str, Any] = {"log_sha256": "f" * 64, "replication": run.replication}
    return Made(table[["group", "team", "activity", "need", "measure", "unit", "value"]], about)
