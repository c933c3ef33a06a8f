"""How many pairs a study made to know its numbers as well as it wanted, in plain lines."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.precision_record import PrecisionRecord
from sim.report.summary import Line
from sim.report.words import column_label, decimals_for, label, number, phrase, shown

MOST = 5
"""The numbers that a line names."""


def precision_lines(manifest: Manifest, lang: Lang) -> list[Line]:
    """The pairs that were made, and the numbers that are not known as well as the study wanted. No line without a wish."""
    if not manifest.precision:
        return []
    first = manifest.precision[0]
    head = phrase("precision_head", lang)
    kind = phrase(f"precision_{first.of}", lang)
    pilot = phrase(
        "precision_pilot", lang, pilot=number(first.pilot, lang, 0), pairs=number(first.pairs, lang, 0),
        count=number(len(manifest.precision), lang, 0), kind=kind, level=f"{100 * first.confidence:g}",
    )  # fmt: skip
    missed = [each for each in manifest.precision if not each.met]
    if not missed:
        return [Line(head, f"{pilot} {phrase('precision_met', lang)}")]
    named = "; ".join(_missed(each, manifest, lang) for each in missed[:MOST])
    more = phrase("precision_more", lang, count=len(missed) - MOST) if len(missed) > MOST else ""
    words = phrase("precision_missed", lang, count=number(len(missed), lang, 0))
    return [Line(head, " ".join(part for part in (pilot, words, f"{named}.", more) if part))]


def _missed(each: PrecisionRecord, manifest: Manifest, lang: Lang) -> str:
    name = f"{label('measure', each.measure, lang, manifest)}, {column_label(each.column, lang, manifest)}"
    unit = label("unit", each.unit, lang)
    if each.half_width is None:
        return phrase("precision_none", lang, name=name)
    half, aim = shown(each.half_width, each.unit), shown(each.aim, each.unit)
    places = max(decimals_for(half, unit=each.unit), decimals_for(aim, unit=each.unit))
    return phrase(
        "precision_one", lang, name=name, half=number(half, lang, places), aim=number(aim, lang, places), unit=unit,
        needed=number(each.needed, lang, 0),
    )  # fmt: skip
