"""The page's table of freed hours in two steps, and the sentence that reconciles posts and hours."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.figures.prices import NOT_MUNICIPAL
from sim.files.entry import Lang
from sim.report.freed import ALL, ASKER, ASKERS, BECAME, REMOVED, ROLE, SMALL_PARTS, two_steps
from sim.report.levels import caseworkers_only, levels, one_place, rolled
from sim.report.manifest import Manifest
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, number, phrase

PARTS = ("running-casework", "no-longer-shed", "posts")
HEADS = ("removed", "rules", "practice", "roles", "running", "shed", "posts", "other")


def freed_table(comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per variant: work removed with its interval, who asks for it, other roles, and what became of the hours.

    The columns of the second step add up to work removed. None without hours asked for.
    """
    steps = two_steps(one_place(comparisons, manifest))
    if steps.empty:
        return None
    rows = []
    for column, part in steps.groupby("column", sort=False):
        removed, became = part[part["step"] == REMOVED], part[part["step"] == BECAME]
        roles = part[(part["step"] == ROLE) & ~part["part"].isin(NOT_MUNICIPAL)]
        cells = [_cell(removed, [ALL], lang, with_baseline=True)]
        cells += [_cell(part[part["step"] == ASKER], [asker], lang) for asker in ASKERS]
        cells.append(_cell(roles, list(roles["part"]), lang))
        cells += [_cell(became, [name], lang) for name in PARTS]
        cells.append(_cell(became, SMALL_PARTS, lang))
        rows.append([Cell(column_label(str(column), lang, manifest)), *cells])
    heads = [Head(phrase("freed_column", lang)), *(Head(phrase(f"freed_{key}", lang), number=True) for key in HEADS)]
    return Table("freed", heads, rows)


def _cell(part: pd.DataFrame, names: Sequence[str], lang: Lang, *, with_baseline: bool = False) -> Cell:
    """Freed hours of the named parts; the interval below, if it is one part that has one."""
    rows = part[part["part"].isin(list(names))]
    value = float(rows["hours"].sum())
    details = []
    if len(rows) == 1:
        low, high = float(rows["low"].iloc[0]), float(rows["high"].iloc[0])
        if low < high:
            details.append(
                phrase("span", lang, **{k: number(v, lang, 0, signed=True) for k, v in (("low", low), ("high", high))})
            )
    if with_baseline and len(rows):
        details.append(phrase("freed_asked", lang, hours=number(float(rows["baseline_hours"].iloc[0]), lang, 0)))
    return Cell(number(value, lang, 0, signed=True), value, "; ".join(details))


def hours_and_posts(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """Why posts times effective hours are not the hours in all, with the baseline's numbers; empty without them."""
    names = ["staff_total", "staff_filled", "hours_available", "overtime_hours", "hours_outside_diaries"]
    table = levels(measures, comparisons, [*names, "hours_total"], manifest)
    if table.empty:
        return ""
    table = table[(table["column"] == table["column"].iloc[0]) & (table["activity"] == ALL)]
    hours = rolled(caseworkers_only(table[table["measure"] == "hours_total"]), ["need", "group", "team"])
    whole = table[(table["team"] == ALL) & (table["group"] == ALL)]
    values = dict(zip(whole["measure"], whole["mean"], strict=True)) | dict(
        zip(hours["measure"], hours["mean"], strict=True)
    )
    if not values.keys() >= {*names, "hours_total"}:
        return ""
    each, posts = manifest.prices.hours_per_post, values["staff_total"]
    vacant = (posts - values["staff_filled"]) * each
    numbers = {
        "each": each, "paid": posts * each, "vacant": vacant,
        "absent": posts * each - vacant - values["hours_available"], "present": values["hours_available"],
        "overtime": values["overtime_hours"], "outside": values["hours_outside_diaries"], "total": values["hours_total"],
    }  # fmt: skip
    words = {name: number(value, lang, 0) for name, value in numbers.items()}
    return phrase("hours_and_posts", lang, posts=number(posts, lang, 1), **words)
