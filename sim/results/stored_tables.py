"""The tables from which a finished result is read again: ``tables/*.parquet``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sim.study.study import Study

TABLES = ("measures", "comparisons")
PAIRS = "pairs"
"""The table that only a study of a list of places has."""


class StoredTables(NamedTuple):
    """The tables of a result. ``pairs`` is None if the study names its places."""

    measures: pd.DataFrame
    comparisons: pd.DataFrame
    pairs: pd.DataFrame | None


def names_of(study: Study) -> tuple[str, ...]:
    """The names of a study's tables."""
    return (*TABLES, PAIRS) if study.places_in else TABLES


def read_tables(study: Study, folder: Path) -> StoredTables:
    """The tables in the folder of a result.

    Raises:
        OSError: a table is missing.
    """
    measures, comparisons, *pairs = (pd.read_parquet(folder / "tables" / f"{name}.parquet") for name in names_of(study))
    return StoredTables(measures, comparisons, pairs[0] if pairs else None)
