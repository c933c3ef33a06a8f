"""Ranges beside the headlines: chance apart from assumptions, and the break-even of a saving, in words and as a table."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.manifest import BreakEven, Manifest
from sim.report.range_records import RangeRecord
from sim.report.ranges_table import of_headline
from sim.report.summary import Line
from sim.report.table import Cell, Head, Table
from sim.report.words import (
    capital,
    change_unit,
    column_label,
    decimals_for,
    difference_parts,
    difference_unit,
    in_millions,
    label,
    number,
    phrase,
    quantity,
    shown,
)

MOST = 3
"""Groups in a sentence beside a headline, after the practice. The table has all."""


def range_lines(headlines: pd.DataFrame, manifest: Manifest, lang: Lang = "en") -> list[Line]:
    """A line for each leading headline: the difference, how far chance moves it, and how far leading assumptions move it.

    The manifest has one place. The list is empty if no range is known.
    """
    lines = []
    for outcome in manifest.outcomes:
        for column in dict.fromkeys(each.column for each in manifest.ranges):
            known = of_headline(manifest, column, outcome.measure, outcome.activity, outcome.need)
            rows = headlines[
                (headlines["column"] == column)
                & (headlines["measure"] == outcome.measure)
                & (headlines["activity"] == outcome.activity)
                & (headlines["need"] == outcome.need)
            ]
            if known and not rows.empty:
                lines.append(_line(rows.iloc[0], known, manifest, lang))
    return lines


def _line(row: pd.Series[float], known: list[RangeRecord], manifest: Manifest, lang: Lang) -> Line:
    unit = str(row["unit"])
    name = row_label(str(row["measure"]), str(row["activity"]), str(row["need"]), lang, manifest)
    ends = (float(row["difference"]), float(row["low"]), float(row["high"]))
    change, interval = difference_parts(*ends, unit, lang)
    words = difference_unit(*ends, unit, lang) or label("unit", unit, lang)
    titles = {group.name: group.title.of(lang) for group in manifest.leading}
    first, *others = known
    widest = sorted((each for each in others if each.clear), key=lambda each: -each.width)[:MOST]
    moving = [*([first] if first.clear else []), *widest]
    sentences = [
        phrase("range_as_it_is", lang, change=change, unit=words),
        phrase("range_by_chance", lang, ends=interval) if interval else phrase("range_no_interval", lang),
        *(phrase("range_by_group", lang, ends=_ends(each, lang), group=titles[each.group]) for each in moving),
        phrase("range_unmeasured", lang, count=len(moving))
        if moving
        else phrase("range_by_none", lang, count=len(known)),
    ]
    return Line(f"{name}:", " ".join(sentences))


def _ends(each: RangeRecord, lang: Lang) -> str:
    """The least and the greatest difference in words."""
    low, high = (shown(value, each.unit) for value in each.ends)
    places = decimals_for(low, high, unit=each.unit)
    if in_millions(each.unit, low, high):
        low, high, places = low / 1e6, high / 1e6, 1
    return phrase(
        "span", lang, low=number(low, lang, places, signed=True), high=number(high, lang, places, signed=True)
    )


def zero_lines(manifest: Manifest, lang: Lang = "en") -> list[Line]:
    """For the first leading headline, each group that can bring it to zero, with the share of the values at which it is."""
    groups = {group.name: group for group in manifest.leading}
    known = {(each.measure, each.activity, each.need) for each in manifest.ranges}
    wanted = [key for each in manifest.outcomes if (key := (each.measure, each.activity, each.need)) in known][:1]
    lines = []
    for each in manifest.ranges:
        factor = each.zero(groups[each.group])
        if factor is None or (each.measure, each.activity, each.need) not in wanted:
            continue
        name = row_label(each.measure, each.activity, each.need, lang, manifest)
        percent, values = number(100 * factor, lang, 0), groups[each.group].of.of(lang)
        lines.append(Line(phrase("zero_head", lang), phrase("zero_line", lang, name=name, of=values, percent=percent)))
    return lines


def break_even_lines(manifest: Manifest, lang: Lang = "en") -> list[Line]:
    """The break-even of the first column with staff cut: extra days on benefit that would cost as much as it saves."""
    return [
        Line(phrase("break_even_head", lang), break_even_text(each, lang))
        for each in manifest.break_even[:1]
        if each.days is not None and each.saving is not None and each.persons is not None and each.saving > 0
    ]


def break_even_text(each: BreakEven, lang: Lang = "en") -> str:
    """The break-even of a column with staff cut, in words with units."""
    assert None not in (each.days, each.saving, each.persons, each.day)
    return phrase(
        "break_even_line", lang, days=number(each.days or 0.0, lang, 2), persons=number(each.persons or 0.0, lang, 0),
        saving=quantity(each.saving or 0.0, "DKK per year", lang), day=number(each.day or 0.0, lang, 0),
    )  # fmt: skip


def ranges_page_table(manifest: Manifest, lang: Lang = "en") -> Table | None:
    """A row for each group, two columns of numbers for each leading headline. None if no range is known.

    A row that chance alone could explain says so.
    """
    if not manifest.ranges:
        return None
    known = {(each.group, each.measure, each.activity, each.need): each for each in manifest.ranges}
    outcomes = {
        key: next(each for place, each in known.items() if place[1:] == key)
        for outcome in manifest.outcomes
        if (key := (outcome.measure, outcome.activity, outcome.need)) in {place[1:] for place in known}
    }
    ends = [Head(phrase("range_low", lang), number=True), Head(phrase("range_high", lang), number=True)]
    heads, groups = [Head(phrase("range_group", lang)), *ends], [("", 1), (phrase("range_values", lang), 2)]
    for key, each in outcomes.items():
        heads += ends
        million = phrase("range_million", lang) if _in_millions(each.unit, key, manifest) else ""
        groups.append((f"{row_label(*key, lang, manifest)}, {million}{change_unit(each.unit, lang)}", 2))
    rows = []
    for group in manifest.leading:
        cells = [Cell(capital(group.title.of(lang)), detail=group.why.of(lang))]
        cells += [_percent(factor, lang) for factor in (group.low_factor, group.high_factor)]
        for key in outcomes:
            there = known.get((group.name, *key))
            if there is None:
                cells += [NOTHING, NOTHING]
            else:
                cells += _cells(there, lang, millions=_in_millions(there.unit, key, manifest))
        rows.append(cells)
    return Table("ranges", heads, rows, groups)


NOTHING = Cell("–", quiet=True)


def _in_millions(unit: str, key: tuple[str, str, str], manifest: Manifest) -> bool:
    """Whether a headline is printed in millions in all rows."""
    return in_millions(unit, *(size for each in manifest.ranges if each.key == key for size in each.ends))


def _cells(each: RangeRecord, lang: Lang, *, millions: bool) -> list[Cell]:
    """The headline at the low and at the high end of the values."""
    within = "" if each.clear else phrase("range_within_chance", lang)
    cells = []
    for end in (each.low, each.high):
        if end is None:
            cells.append(NOTHING)
            continue
        size = shown(end, each.unit) / (1e6 if millions else 1.0)
        places = 1 if millions else decimals_for(size, unit=each.unit)
        cells.append(Cell(number(size, lang, places, signed=True), size, within))
    return cells


def _percent(factor: float | None, lang: Lang) -> Cell:
    """An end in percent of the values used."""
    return NOTHING if factor is None else Cell(number(100 * factor, lang, 0), 100 * factor)


def ranges_note(manifest: Manifest, lang: Lang = "en") -> str:
    """How the table of ranges is to be read. Empty if no range is known."""
    if not manifest.ranges:
        return ""
    pairs = sorted({group.pairs for group in manifest.leading})
    shown_pairs = str(pairs[0]) if len(pairs) == 1 else f"{pairs[0]}–{pairs[-1]}"
    column = column_label(manifest.ranges[0].column, lang, manifest)
    return phrase("ranges_note", lang, pairs=shown_pairs, column=column)
