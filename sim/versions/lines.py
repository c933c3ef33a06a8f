"""The rows that say most, and the changelog's lines with them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.results.means import COLUMN
from sim.versions.comparison import Comparison
from sim.versions.movement import DIMENSIONS, MOVED, SAME

WIDTH = 120
"""Letters in a line of the changelog."""
LONGEST = 12
"""Measures that a line of the changelog names."""


def leading(table: pd.DataFrame) -> pd.DataFrame:
    """One row for each measure of each column: the whole, else the part that moved most. Wholes come first, then the largest change.

    Args:
        table: rows of :func:`sim.versions.movement.movements`.

    Returns:
        The rows with ``moved`` as verdict, sorted by column, wholes before parts, then by the size of the change in percent.
    """
    parts = (table[DIMENSIONS] != "all").sum(axis=1)
    order = table.assign(parts=parts, size=table["percent"].abs().fillna(float("inf")))
    order = order[(order["parts"] == 0) | (order["verdict"] == MOVED)]
    order = order.sort_values(["parts", "size"], ascending=[True, False], kind="stable")
    rows = order.drop_duplicates([*COLUMN, "measure", "unit"])
    rows = rows[rows["verdict"] == MOVED]
    places = {name: at for at, name in enumerate(table[COLUMN].drop_duplicates().itertuples(index=False, name=None))}
    at = [places[name] for name in rows[COLUMN].itertuples(index=False, name=None)]
    rows = rows.assign(at=at, part=rows["parts"] > 0)
    rows = rows.sort_values(["at", "part", "size"], ascending=[True, True, False], kind="stable")
    return rows.drop(columns=["at", "part", "parts", "size"])


def label(row: Mapping[Any, Any]) -> str:
    """A measure with the part that it is of: ``wait_team_mean``, ``hours (offer, all teams)``."""
    parts = [row[name] for name in DIMENSIONS if row[name] != "all"]
    return f"{row['measure']} ({', '.join(parts)})" if parts else str(row["measure"])


def column_label(row: Mapping[Any, Any]) -> str:
    """The column of a row: rule set, practice and use of freed hours."""
    return f"{row['rule_set']}/{row['practice']}/{row['capacity']}"


def amount(value: float) -> str:
    """A number with three significant digits, or as a whole number from 1,000 on: 0.176, 84.8, 2,871. Millions have a word."""
    size = abs(value)
    if size >= 1e7:
        return f"{value / 1e6:,.1f} million" if size < 1e9 else f"{value / 1e6:,.0f} million"
    return (
        f"{value:,.0f}" if size >= 1000 or value == round(value) else f"{value:.1f}" if size >= 10 else f"{value:.3g}"
    )


def changelog(comparison: Comparison) -> list[str]:
    """The entries of the kind MEASURES, one for each column, in lines of at most :data:`WIDTH` letters.

    The reason is left to the author: no table knows it.
    """
    table, versions = comparison.table, f"{comparison.old.name} → {comparison.new.name}"
    rows = leading(table)
    if table["verdict"].eq(SAME).all():
        studies = ", ".join(f"`{name}`" for name in table["study"].unique())
        return _wrapped(f"- MEASURES: No measure of {studies} moved ({versions}).")
    lines = []
    for names, _ in table.groupby(COLUMN, sort=False):
        mine = rows[(rows[COLUMN] == list(names)).all(axis=1)].to_dict("records")
        study, place, *_ = names
        head = dict(zip(COLUMN, names, strict=True))
        about = f"`{study}`, {place}, `{column_label(head)}`, {_replications(table, names)}, {versions}"
        if not mine:
            lines += _wrapped(f"- MEASURES ({about}): every change is within chance.")
            continue
        said = [
            f"`{label(row)}` {amount(row['old'])} → {amount(row['new'])}{_unit(row['unit'])}" for row in mine[:LONGEST]
        ]
        rest = f"; and {len(mine) - LONGEST} more measures" if len(mine) > LONGEST else ""
        lines += _wrapped(f"- MEASURES ({about}): {'; '.join(said)}{rest}. Reason: …")
    for verb, measures in (("New", comparison.new_measures), ("Gone", comparison.gone_measures)):
        if measures:
            lines += _wrapped(f"- MEASURES: {verb} measures: {', '.join(f'`{name}`' for name in measures)}.")
    if comparison.renamed:
        lines += _wrapped(
            f"- MEASURES: Renamed: {', '.join(f'`{old}` is `{new}`' for old, new in comparison.renamed.items())}."
        )
    return lines


def _replications(table: pd.DataFrame, names: Sequence[Any]) -> str:
    mine = table[(table[COLUMN] == list(names)).all(axis=1)]
    old, new = int(mine["replications_old"].max()), int(mine["replications_new"].max())
    number = f"{old}" if old == new else f"{old} and {new}"
    return f"{number} replication{'' if number == '1' else 's'}"


def _unit(unit: str) -> str:
    """The unit behind an amount: none where the number has none."""
    return "" if unit in ("", "share") else f" {unit}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
