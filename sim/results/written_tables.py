"""The tables of a result as files: what is written for programs, and what a spreadsheet can hold."""

from __future__ import annotations

import io
from typing import Protocol

import pandas as pd

from sim.report.country.record import CountryTables
from sim.report.manifest import Manifest
from sim.report.uncertainty_table import uncertainty_tables
from sim.results.means import means
from sim.results.stored_tables import names_of
from sim.study.study import Study


class Tables(Protocol):
    """What a result has that is written as tables."""

    @property
    def study(self) -> Study: ...
    @property
    def measures(self) -> pd.DataFrame: ...
    @property
    def comparisons(self) -> pd.DataFrame: ...
    @property
    def manifest(self) -> Manifest: ...
    def proposals(self) -> pd.DataFrame: ...
    def ranges(self) -> pd.DataFrame: ...
    def country(self) -> CountryTables | None: ...


def contents(result: Tables) -> dict[str, str | bytes]:
    """File name -> content of ``tables/measures`` and ``tables/comparisons`` as CSV and Parquet, and of the tables that exist.

    ``measures.parquet`` has every replication, ``measures.csv`` the means over them (:func:`sim.results.means.means`).
    ``proposals.csv`` is there if the study runs a proposal alone, and ``sensitivity.csv`` if ranges of leading assumptions
    are known.
    """
    files: dict[str, str | bytes] = {}
    for name in names_of(result.study):
        table: pd.DataFrame = getattr(result, name)
        stream = io.BytesIO()
        table.to_parquet(stream, index=False, compression="zstd")
        files[f"{name}.parquet"] = stream.getvalue()
    tables = spreadsheets(result)
    if result.manifest.ranges:
        tables["sensitivity"] = result.ranges()
    if result.manifest.uncertainty is not None:
        tables |= uncertainty_tables(result.manifest.uncertainty)
    return files | {f"{name}.csv": table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}


def spreadsheets(result: Tables) -> dict[str, pd.DataFrame]:
    """The tables that are written as CSV, by name. They are small enough for a spreadsheet."""
    alone, country = result.proposals(), result.country()
    tables = {"measures": means(result.measures, result.manifest.confidence), "comparisons": result.comparisons}
    return tables | ({} if alone.empty else {"proposals": alone}) | ({} if country is None else dict(country.tables()))
