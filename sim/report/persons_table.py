"""The table of what a person meets: stays, switches, caseworkers and weeks, over returns."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.levels import levels, whole
from sim.report.manifest import Manifest
from sim.report.page_tables import number_table
from sim.report.table import Table

PERSONS = (
    "persons", "returns", "return_share", "stays_per_person", "switches_per_person", "caseworkers_per_citizen",
    "weeks_per_person_mean", "weeks_per_person_p50", "weeks_per_person_p90",
)  # fmt: skip
"""Measures in the order shown."""


def persons_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per measure in all, by column; None if nobody comes back in any column."""
    table = levels(measures, comparisons, PERSONS, manifest)
    table = table[whole(table, ["group", "team", "activity", "need"])]
    if not (table.loc[table["measure"] == "returns", "mean"] > 0).any():
        return None
    numbers = pd.concat([table[table["measure"] == measure] for measure in PERSONS], ignore_index=True)
    return number_table("persons", numbers, manifest, lang)
