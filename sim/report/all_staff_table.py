"""All staff of a place: modelled posts, work that is no case, and the rest."""

from __future__ import annotations

from typing import NamedTuple

from sim.files.entry import Lang
from sim.report.all_staff_record import AllStaffRecord, StaffPart
from sim.report.manifest import Manifest
from sim.report.source_text import said
from sim.report.table import Cell, Head, Table
from sim.report.words import label, number, phrase, rule_set_label

PLACES = 1


def all_staff_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row per part of all staff, the rest, and all staff; None if no figure of the place's staff is known.

    The manifest has one place.
    """
    for record in manifest.all_staff:
        heads = [Head(phrase("all_staff_part", lang)), Head(phrase("all_staff_posts", lang), number=True)]
        heads += [Head(phrase("all_staff_range", lang), number=True), Head(phrase("all_staff_basis", lang))]
        rows = [_cells(row, lang) for row in all_staff_rows(record, lang, manifest)]
        return Table("all-staff", heads, rows)
    return None


class Row(NamedTuple):
    """A part of all staff: words, posts, range, basis, and its source as the scenario files have it."""

    words: str
    posts: float
    ends: tuple[float, float] | None
    basis: str
    source: str = ""


def all_staff_rows(record: AllStaffRecord, lang: Lang, manifest: Manifest | None = None) -> list[Row]:
    """The parts of all staff, the rest, and all staff."""
    rows = [
        Row(
            _name(part, lang, manifest),
            part.posts,
            (part.low, part.high),
            _basis(part, lang, manifest),
            part.source if part.kind == "no-case" else "",
        )
        for part in record.parts
    ]
    rest, low, high = record.rest
    basis = phrase("all_staff_rest_negative" if rest < 0 else "all_staff_rest_basis", lang)
    rows.append(Row(phrase("all_staff_rest", lang), rest, (low, high), basis))
    return [*rows, Row(phrase("all_staff_total", lang), record.staff, None, record.source)]


def all_staff_note(manifest: Manifest, lang: Lang) -> str:
    """What the table counts and what it cannot tell; empty without a table."""
    for record in manifest.all_staff:
        return phrase(
            "all_staff_note", lang, staff=number(record.staff, lang, 0), source=said(record.source, lang).words
        )
    return ""


def range_text(ends: tuple[float, float] | None, lang: Lang) -> str:
    """A range of posts; empty if there is none."""
    if ends is None:
        return ""
    low, high = (number(end, lang, PLACES) for end in ends)
    return low if low == high else phrase("range_to", lang, low=low, high=high)


def _cells(row: Row, lang: Lang) -> list[Cell]:
    source = said(row.source, lang)
    return [
        Cell(row.words),
        Cell(number(row.posts, lang, PLACES), row.posts),
        Cell(range_text(row.ends, lang)),
        Cell(row.basis, detail=source.words, lang=source.lang),
    ]


def _name(part: StaffPart, lang: Lang, manifest: Manifest | None) -> str:
    if part.title is not None:
        return part.title.of(lang)
    if part.kind in {"caseworkers", "unknown"}:
        return phrase(f"all_staff_{part.kind}", lang)
    return label("team", part.name, lang, manifest)


def _basis(part: StaffPart, lang: Lang, manifest: Manifest | None) -> str:
    if part.kind == "role-hours":
        return phrase("all_staff_basis_hours", lang)
    if part.kind != "no-case":
        return phrase("all_staff_basis_posts", lang)
    words = phrase("all_staff_basis_input", lang)
    if part.owed_under is None:
        return words
    if not part.owed_under:
        return words + phrase("all_staff_owed_nowhere", lang)
    return words + phrase(
        "all_staff_owed",
        lang,
        rules=", ".join(rule_set_label(name, lang, manifest) if manifest else name for name in part.owed_under),
    )
