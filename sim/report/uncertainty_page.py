"""The findings of an uncertainty analysis as tables of the page. The manifest has one place."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.summary import Line
from sim.report.table import Cell, Head, Table
from sim.report.uncertainty_record import BothRecord, UncertaintyRecord
from sim.report.uncertainty_words import (
    claim_lines,
    leading_shares,
    least_text,
    measured_by,
    name_of,
    note,
    parts,
    percent,
    title_of,
    titles,
    worth_note,
)
from sim.report.words import capital, change_unit, decimals_for, label, number, phrase, shown


@dataclass(frozen=True)
class UncertaintyPage:
    """What the page says about all values sampled together. Everything is empty without a record."""

    note: str = ""
    both: Table | None = None
    shares: Table | None = None
    least: str = ""
    claims: list[Line] = field(default_factory=list)
    worth: Table | None = None
    worth_note: str = ""


def uncertainty_page(manifest: Manifest, lang: Lang = "en") -> UncertaintyPage | None:
    """The tables and sentences of the page; None without a record."""
    record = manifest.uncertainty
    if record is None:
        return None
    return UncertaintyPage(
        note(manifest, lang), both_page_table(record, manifest, lang), shares_page_table(record, manifest, lang),
        least_text(record, lang), claim_lines(manifest, lang), worth_page_table(record, lang), worth_note(manifest, lang),
    )  # fmt: skip


def both_page_table(record: UncertaintyRecord, manifest: Manifest, lang: Lang) -> Table:
    """A row per headline: as it is, by chance, by assumptions, and the mean of the samples."""
    heads = [Head(phrase("u_headline", lang))]
    heads += [Head(phrase(f"u_{key}", lang), number=True) for key in ("central", "by_chance", "by_assumptions", "mean")]
    rows = []
    for each in record.both:
        central, chance, assumed, mean = parts(each, lang)
        name = Cell(capital(name_of(each, lang, manifest)), detail=change_unit(each.unit, lang))
        detail = chance_note(each, lang)
        cells = [Cell(central, each.central), Cell(chance, each.chance_low), Cell(assumed, each.low, detail)]
        rows.append([name, *cells, Cell(mean, each.mean)])
    return Table("uncertainty", heads, rows)


def chance_note(each: BothRecord, lang: Lang) -> str:
    """What part of the samples' spread is chance."""
    if not each.distinct:
        return phrase("u_not_told", lang)
    return "" if each.chance_share is None else phrase("u_chance_share", lang, percent=percent(each.chance_share, lang))


def shares_page_table(record: UncertaintyRecord, manifest: Manifest, lang: Lang) -> Table | None:
    """The shares of the leading headline; None if none was estimated."""
    rows = leading_shares(record)
    if not rows:
        return None
    name = phrase("u_share_title", lang, name=name_of(rows[0], lang, manifest))
    heads = [Head(name), Head(phrase("u_grade", lang))]
    heads += [Head(phrase(key, lang), number=True) for key in ("u_first", "u_interval", "u_total", "u_interval")]
    known = titles(record)
    table = []
    for each in rows:
        grade = label("grade", known[each.name].grade, lang) if each.kind == "factor" else ""
        ends = [
            "" if low is None else f"{percent(low, lang)}–{percent(high, lang)}"
            for low, high in ((each.first_low, each.first_high), (each.total_low, each.total_high))
        ]
        total = "" if each.total is None else percent(each.total, lang)
        cells = [Cell(percent(each.first, lang), each.first), Cell(ends[0]), Cell(total, each.total), Cell(ends[1])]
        table.append([Cell(capital(title_of(each, record, lang))), Cell(grade), *cells])
    return Table("uncertainty-shares", heads, table)


def worth_page_table(record: UncertaintyRecord, lang: Lang) -> Table | None:
    """What to measure first; None if no factor can be distinguished from chance."""
    if not record.worth:
        return None
    unit = record.worth[0].unit
    heads = [
        Head(phrase("u_worth_title", lang)),
        Head(f"{phrase('u_worth', lang)}, {label('unit', unit, lang)}", number=True),
    ]
    heads += [Head(phrase("u_narrower", lang), number=True), Head(phrase("u_measured_by", lang))]
    known = titles(record)
    rows = []
    for each in record.worth:
        factor = known[each.factor]
        size, low, high = (shown(value, unit) for value in (each.worth, each.worth_low, each.worth_high))
        places = decimals_for(size, low, high, unit=unit)
        ends = f"{number(low, lang, places)}–{number(high, lang, places)}"
        why = "" if factor.why is None else factor.why.of(lang)
        rows.append(
            [
                Cell(capital(factor.title.of(lang)), detail=why), Cell(number(size, lang, places), size, ends),
                Cell(percent(each.width, lang), each.width), Cell(measured_by(factor, lang)),
            ]
        )  # fmt: skip
    return Table("uncertainty-worth", heads, rows)
