"""Contact in all, by column and need, and the share of running casework at which it does not change."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report.contact_record import ContactRecord
from sim.report.manifest import Manifest
from sim.report.summary import Line
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, difference_parts, label, number, phrase

MOST_LINES = 2
"""Columns that have a line of their own. The table has all."""
PLACES = 2


def contact_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row per column and level of need; None if no share is assumed."""
    if not manifest.contact:
        return None
    first = manifest.contact[0]
    share, low, high = (_percent(value, lang) for value in (first.share, first.share_low, first.share_high))
    heads = [Head(phrase("column", lang)), Head(phrase("contact_need", lang))]
    heads += [Head(phrase(key, lang), number=True) for key in ("contact_booked", "contact_running")]
    heads.append(Head(phrase("contact_all", lang, share=share), number=True))
    heads.append(Head(phrase("contact_ends", lang, low=low, high=high), number=True))
    heads.append(Head(phrase("contact_zero", lang), number=True))
    return Table("contact", heads, [_row(record, manifest, lang) for record in manifest.contact])


def _row(record: ContactRecord, manifest: Manifest, lang: Lang) -> list[Cell]:
    need = label("need", record.need, lang, manifest)
    change, interval = difference_parts(record.difference, record.low, record.high, "minutes", lang)
    ends = phrase(
        "range_to", lang, low=number(record.at_low, lang, PLACES, signed=True), high=number(record.at_high, lang, PLACES, signed=True)
    )  # fmt: skip
    return [
        Cell(column_label(record.column, lang, manifest)),
        Cell(need),
        _before_after(record.booked_before, record.booked, lang),
        _before_after(record.running_before, record.running, lang),
        Cell(change, record.difference, interval),
        Cell(ends, record.at_high),
        _zero(record, lang),
    ]


def _before_after(before: float, change: float, lang: Lang) -> Cell:
    ends = (number(before, lang, PLACES), number(before + change, lang, PLACES))
    return Cell(phrase("contact_before_after", lang, before=ends[0], after=ends[1]), before + change)


def _zero(record: ContactRecord, lang: Lang) -> Cell:
    if record.zero is None:
        return Cell(phrase("contact_no_zero", lang), quiet=True)
    return Cell(f"{_percent(record.zero, lang)} %", record.zero, _interval(record, lang))


def _interval(record: ContactRecord, lang: Lang) -> str:
    """The interval of the break-even share; empty without one."""
    if record.zero_low is None or record.zero_high is None:
        return ""
    return phrase("range_to", lang, low=_percent(record.zero_low, lang), high=_percent(record.zero_high, lang))


def contact_lines(manifest: Manifest, lang: Lang) -> list[Line]:
    """A line for each of the first columns: what decides whether citizens and caseworkers talk more or less."""
    rows = [record for record in manifest.contact if record.need == "all"][:MOST_LINES]
    return [Line(phrase("contact_head", lang), _text(record, manifest, lang)) for record in rows]


def _text(record: ContactRecord, manifest: Manifest, lang: Lang) -> str:
    words = {
        "column": column_label(record.column, lang, manifest, capacity=False),
        "booked": number(record.booked, lang, PLACES, signed=True),
        "running": number(record.running, lang, PLACES, signed=True),
    }
    if record.zero is None:
        slope = record.booked + record.running
        key = "more" if slope > 0 else "less" if slope < 0 else "none"
        return phrase("contact_always", lang, verdict=phrase(f"contact_always_{key}", lang), **words)
    key = "open" if record.open else "more" if record.difference > 0 else "less"
    ends = (record.zero_low, record.zero_high)
    interval = (
        ""
        if ends[0] is None or ends[1] is None
        else phrase("contact_interval", lang, low=_percent(ends[0], lang), high=_percent(ends[1], lang))
    )
    return phrase(
        "contact_sign", lang, zero=_percent(record.zero, lang), interval=interval,
        share=_percent(record.share, lang), low=_percent(record.share_low, lang), high=_percent(record.share_high, lang),
        verdict=phrase(f"contact_{key}", lang), **words,
    )  # fmt: skip


def _percent(share: float, lang: Lang) -> str:
    """A share in percent: whole numbers without decimals, others with one."""
    percent = round(100 * share, 1)
    return number(percent, lang, 0 if percent == round(percent) else 1)
