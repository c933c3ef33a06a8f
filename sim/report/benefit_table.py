"""Changes of benefits by payer and benefit, pensions by person, and needs until they are clarified."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.files.quantity import YEAR_DAYS
from sim.report.captions import MOST_COLUMNS, interval_words
from sim.report.levels import one_place, records, whole
from sim.report.manifest import Manifest
from sim.report.page_tables import NOTHING, difference_cell
from sim.report.proposals import is_wide, largest
from sim.report.table import Cell, Head, Table
from sim.report.what_may_be_shown import may_show
from sim.report.words import column_label, decimals_for, kind_of_activity, label, number, phrase

HORIZON = 104
Parts = tuple[tuple[str, tuple[str, ...], bool], ...]
"""(key of the head, measures, whether a row for each activity), in the order shown."""
PARTS: Parts = (
    ("benefits_persons", ("pensions_earlier", "pensions_later", "pension_days_moved", "pensions_undecided", "pensions_more",
                          "pension_value_more"), False),
    ("benefits_by_payer", ("benefits_compared_municipality", "benefits_compared_state", "benefits_compared"), False),
    ("benefits_by_benefit", ("benefits_paid",), True),
    ("benefits_by_benefit", ("pension_counted",), False),
    ("benefits_by_need", (f"benefits_until_clarified_municipality_{HORIZON}", f"benefits_until_clarified_state_{HORIZON}",
                          f"benefits_until_clarified_total_{HORIZON}"), False),
    ("benefits_by_need", (f"days_until_clarified_{HORIZON}",), True),
)  # fmt: skip
"""The parts of the table of benefits and pensions."""


def benefit_table(comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per measure, with the change of every column from the baseline; None if there are no such numbers.

    No level is in it. Amounts stand only where staff are cut.
    """
    return difference_table("benefits", PARTS, comparisons, manifest, lang)


def difference_table(
    name: str, parts: Parts, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang
) -> Table | None:
    """A row per measure of the parts, with the change of every column that may show it; None if there are no such numbers."""
    table = one_place(comparisons, manifest)
    names = [measure for _, measures, _ in parts for measure in measures]
    table = table[table["measure"].isin(names)]
    if table.empty:
        return None
    every = list(dict.fromkeys(table["variant"]))
    columns = largest(every, manifest, MOST_COLUMNS) if is_wide(every) else every
    words = interval_words(table, lang)
    heads = [Head(phrase("what", lang))]
    heads += [
        Head(f"{column_label(column, lang, manifest)}: {phrase('difference', lang, interval=words)}", number=True)
        for column in columns
    ]
    rows, said = [], ""
    for head, measures, by_activity in parts:
        for measure in measures:
            part = table[(table["measure"] == measure) & whole(table, ["group", "team", "need"])]
            part = part[(part["activity"] != "all") == by_activity]
            if part.empty:
                continue
            if head != said:
                rows.append([Cell(phrase(head, lang, weeks=HORIZON)), *(Cell("") for _ in columns)])
                said = head
            rows += [
                _row(part[part["activity"] == activity], measure, activity, columns, manifest, lang)
                for activity in dict.fromkeys(part["activity"])
            ]
    return Table(name, heads, rows)


def _row(
    part: pd.DataFrame, measure: str, activity: str, columns: list[str], manifest: Manifest, lang: Lang
) -> list[Cell]:
    by_column = {str(line["variant"]): line for line in records(part)}
    unit = str(part["unit"].iloc[0])
    words = label("measure", measure, lang, manifest)
    if activity != "all":
        words = label(kind_of_activity(measure), activity, lang, manifest)
    cells = [Cell(words, detail=label("unit", unit, lang))]
    for column in columns:
        line = by_column.get(column)
        shown = line is not None and may_show(measure, unit, manifest.column(column).use)
        cells.append(difference_cell(line, lang) if line is not None and shown else NOTHING)
    return cells


def benefits_note(manifest: Manifest, lang: Lang) -> str:
    """The horizon of the changes, and why no level is shown."""
    first, last = manifest.window
    years = (last - first + 1) / YEAR_DAYS
    whole_years = abs(years - round(years)) < 0.01
    length = number(years, lang, 0 if whole_years else decimals_for(years))
    count = round(years) if whole_years else years
    return phrase("benefits_note", lang, years=phrase("measured_years", lang, count=count, years=length))
