"""Indices of sensitivity on the terminal, in 80 columns. The manifest has one place."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from sim.files.entry import Lang
from sim.report.index_record import CHANCE, LEADING, IndexRecord, IndicesRecord
from sim.report.index_words import Scale, known, name_of, note, titles
from sim.report.manifest import Manifest
from sim.report.words import number, phrase

UNSURE = "~"
"""The mark of a factor whose effect may be chance."""
SHOWN: dict[str, tuple[tuple[str, bool], ...]] = {
    "morris": (("mu_star", False), ("mu", True), ("sigma", False)),
    "sobol": (("first", True), ("total", True)),
    "shapley": (("shapley", True),),
}
"""The indices of a method, and whether their interval is shown."""


def index_screen(manifest: Manifest, lang: Lang = "en") -> list[Table | Text]:
    """A table for each leading headline, the greatest factor first, and how to read it."""
    record = known(manifest)
    parts: list[Table | Text] = []
    for key in record.keys:
        found = record.of(key)
        parts.append(_table(record, key, found, manifest, lang))
        if record.method == "morris":
            parts.append(Text(_chance(found.get(CHANCE, {}).get("sd"), Scale(record, key, lang), lang)))
    return [*parts, Text(note(manifest, lang))]


def _table(
    record: IndicesRecord,
    key: tuple[str, str, str],
    found: dict[str, dict[str, IndexRecord]],
    manifest: Manifest,
    lang: Lang,
) -> Table:
    scale = Scale(record, key, lang)
    title = phrase(f"i_title_{record.method}", lang, name=name_of(key, lang, manifest), unit=scale.words)
    table = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column(phrase("i_factor", lang), overflow="fold", min_width=24)
    level = phrase("i_interval", lang, level=number(100 * record.confidence, lang, 0))
    for name, with_interval in SHOWN[record.method]:
        table.add_column(phrase(f"i_{name}", lang), justify="right")
        if with_interval:
            table.add_column(level, justify="right")
    words = titles(record, lang)
    for factor, of_factor in found.items():
        if LEADING[record.method] not in of_factor:
            continue
        cells = []
        for name, with_interval in SHOWN[record.method]:
            row, signed = of_factor[name], name == "mu"
            cells.append(scale.text(row.value, signed=signed))
            if with_interval:
                cells.append(scale.interval(row, signed=signed))
        table.add_row(f"{'' if record.sure(of_factor) else UNSURE + ' '}{words[factor]}", *cells)
    if all(row.value is None for of_factor in found.values() for row in of_factor.values()):
        table.caption = phrase("i_still", lang)
    return table


def _chance(row: IndexRecord | None, scale: Scale, lang: Lang) -> str:
    """What chance does to one pair."""
    if row is None or row.value is None:
        return phrase("i_chance_unknown", lang)
    return phrase(
        "i_chance_line", lang, sd=scale.text(row.value), unit=scale.words, interval=scale.interval(row),
        pairs=row.samples,
    )  # fmt: skip
