"""Who gains: what each payer pays more or less, as tables of the page and lines of the screen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.files.entry import Lang
from sim.measures.payers import PAYERS
from sim.report.benefit_table import Parts, difference_table
from sim.report.manifest import Manifest
from sim.report.payer_sums import CORRECTED, payer_rows
from sim.report.proposals import MILLION, ends_text, known, run_alone
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, decimals_of_interval, label, number, phrase

PARTS: Parts = (
    ("payers_citizens", tuple(f"benefits_activation_compared_{payer}" for payer in (*CORRECTED, "total")), False),
    ("payers_activation", ("activation_cost",), True),
    ("payers_all", ("paid_compared_municipality", "paid_compared_state", "paid_fund", "paid_region", "paid_compared_total"),
     False),
)  # fmt: skip
"""(key of the head, measures, whether a row for each activity), in the order shown."""


def payers_table(comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per payer, and per kind of payment, with the change of every column; None if there are no such numbers."""
    return difference_table("payers", PARTS, comparisons, manifest, lang)


def payers_alone_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row per proposal run alone with staff cut: what each payer gains, million DKK a year; None without one."""
    run = [row for row in run_alone(manifest) if not math.isnan(known(row, "gain_total"))]
    if not run:
        return None
    names = (*PAYERS, "total")
    heads = [Head(phrase("proposal", lang)), *(Head(label("payer", name, lang), number=True) for name in names)]
    rows = [
        [
            Cell(str(row["proposal"]), detail=str(row["title_da" if lang == "da" else "title"])),
            *(_gain(row, f"gain_{name}", lang) for name in names),
        ]
        for row in run
    ]
    return Table("payers-alone", heads, rows)


def _gain(row: Mapping[str, Any], key: str, lang: Lang) -> Cell:
    """Million DKK a year with the interval."""
    value, low, high = (known(row, name) / MILLION for name in (key, f"{key}_low", f"{key}_high"))
    if math.isnan(value):
        return Cell("–", None)
    places = max(1, decimals_of_interval(value, low, high))
    ends = "" if math.isnan(low) or low == high else ends_text(low, high, lang, places)
    return Cell(number(value, lang, places, signed=True), value, ends)


def payer_lines(comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[str]:
    """One line per column: what each payer pays more or less, million DKK a year with intervals, after a heading."""
    table, lines = payer_rows(comparisons, manifest), []
    for column, part in table.groupby("column", sort=False):
        holds = str(part["holds"].iloc[0])
        words = [_change(row, lang) for row in part.to_dict("records")]
        name = column_label(str(column), lang, manifest)
        lines.append(f"  {name} ({phrase(f'payers_holds_{holds}', lang)}): {'; '.join(words)}")
    return [phrase("payers_line_head", lang), *lines] if lines else []


def _change(row: Mapping[Any, Any], lang: Lang) -> str:
    value, low, high = (float(row[name]) / MILLION for name in ("difference", "low", "high"))
    places = max(1, decimals_of_interval(value, low, high))
    ends = "" if math.isnan(low) or low == high else f" ({ends_text(low, high, lang, places)})"
    return f"{label('payer', str(row['payer']), lang)} {number(value, lang, places, signed=True)}{ends}"
