"""One sentence about the stocks of the baseline that move."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report.growth_record import GrowthRecord
from sim.report.manifest import Manifest
from sim.report.words import label, number, phrase


def growth_text(manifest: Manifest, lang: Lang) -> str:
    """The stocks that grow or fall beyond chance, each with its yearly growth and interval; empty without any figure."""
    if not manifest.growth:
        return ""
    moving = sorted((row for row in manifest.growth if row.moves), key=lambda row: -abs(row.share))
    if not moving:
        return phrase("growth_none", lang)
    return phrase("growth_some", lang, groups="; ".join(_words(row, lang) for row in moving))


def _words(row: GrowthRecord, lang: Lang) -> str:
    per_year, low, high = (
        f"{'+' if value > 0 else ''}{number(100 * value / row.stock, lang, 1)}"
        for value in (row.per_year, row.low, row.high)
    )
    return phrase("growth_one", lang, group=label("group", row.group, lang), per_year=per_year, low=low, high=high)
