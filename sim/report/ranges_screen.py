"""The ranges of leading assumptions on the terminal: a table for each leading headline."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.manifest import Manifest
from sim.report.range_records import RangeRecord
from sim.report.ranges_table import of_headline
from sim.report.words import capital, column_label, decimals_for, in_millions, label, number, phrase, shown

WITHIN = "~"
"""The mark of a group that moves a number no more than chance."""


def range_tables(manifest: Manifest, lang: Lang = "en") -> list[tuple[Table, Text]]:
    """A table and a note for each leading headline of the manifest's only place. The widest group is first."""
    tables = []
    for column in dict.fromkeys(each.column for each in manifest.ranges):
        for outcome in manifest.outcomes:
            known = of_headline(manifest, column, outcome.measure, outcome.activity, outcome.need)
            if known:
                tables.append(_table(sorted(known, key=lambda each: -each.width), manifest, lang))
    return tables


def _table(known: list[RangeRecord], manifest: Manifest, lang: Lang) -> tuple[Table, Text]:
    first = known[0]
    name = row_label(first.measure, first.activity, first.need, lang, manifest)
    sizes = [shown(value, first.unit) for each in known for value in each.ends]
    scale = 1e-6 if in_millions(first.unit, *sizes) else 1.0
    million = ("million " if lang == "en" else "mio. ") if scale != 1 else ""
    unit = f"{million}{label('unit', first.unit, lang)}"
    places = 1 if scale != 1 else decimals_for(*sizes, unit=first.unit)
    title = Text(f"{name}, {unit}", style="bold")
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column(phrase("range_group", lang), overflow="fold", min_width=24)
    for key in ("sensitivity_low", "sensitivity_high", "sensitivity_width", "sensitivity_chance"):
        table.add_column(phrase(key, lang), justify="right")
    titles = {group.name: capital(group.title.of(lang)) for group in manifest.leading}

    def text(value: float | None, *, signed: bool = False) -> str:
        return "–" if value is None else number(shown(value, first.unit) * scale, lang, places, signed=signed)

    for each in known:
        halves = [half for half in (each.low_half, each.high_half) if half is not None]
        cells = [text(each.low, signed=True), text(each.high, signed=True), text(each.width)]
        cells.append(text(max(halves)) if halves else "–")
        table.add_row(f"{'' if each.clear else WITHIN + ' '}{titles[each.group]}", *cells)
    column = column_label(first.column, lang, manifest)
    base = text(first.base, signed=True)
    note = f"{column}. {phrase('sensitivity_note', lang, base=base, unit=unit)}"
    return table, Text(note)
