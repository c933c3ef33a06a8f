"""Headings of tables and of charts' numbers in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.files.entry import Lang
from sim.report.text import phrases

if TYPE_CHECKING:
    import pandas as pd


def with_headings(table: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The table with the headings of its columns in a language. A column without a heading keeps its name."""
    return table.rename(columns={name: heading(str(name), lang) for name in table.columns})


def heading(name: str, lang: Lang) -> str:
    """The heading of a column; its name if it has none."""
    known = phrases()
    if f"heading_{name}" in known:
        return known[f"heading_{name}"][lang]
    whole, _, end = name.rpartition("_")
    if lang == "da" and end in ("low", "high") and f"heading_{whole}" in known:
        return f"{known[f'heading_{whole}'][lang]}_{known[f'heading_{end}'][lang]}"
    return name
