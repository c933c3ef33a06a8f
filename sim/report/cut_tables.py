"""Tables of the posts that can go: three answers side by side, by unit with what stopped each, and other roles."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sim.files.entry import Lang
from sim.files.quantity import YEAR_DAYS
from sim.report.cut_records import AnswerRecord, BoundRecord, CutRecord, EstimateRecord, RoleRecord, UnitCut
from sim.report.cut_words import percent, points, share_text, span_text, stop_text
from sim.report.manifest import Manifest
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, label, number, phrase

YEAR_WEEKS = YEAR_DAYS / 7
NOTHING = Cell("–", quiet=True)


def cut_tables(manifest: Manifest, lang: Lang) -> list[Table]:
    """How many posts can go, and what else the rules free. There is none if the study has only a baseline."""
    tables = [_totals(manifest, lang), _units(manifest, lang), _service(manifest, lang), _roles(manifest, lang)]
    return [table for table in tables if table.rows]


def cut_note(manifest: Manifest, lang: Lang) -> str:
    """What the tables show, with the margins of the first search."""
    note = phrase("cut_note", lang)
    if not manifest.capacity:
        return note
    cut = manifest.capacity[0]
    shares = {name: percent(cut.margins[name], lang) for name in ("running", "meetings")}
    return f"{note} " + phrase(
        "cut_note_search", lang, ceiling=share_text(cut.ceiling, lang), share=share_text(cut.share, lang), **shares,
        deadlines=points(cut.margins["deadlines"], lang), fewest=number(cut.fewest, lang, 0),
        confidence=share_text(cut.confidence, lang),
    )  # fmt: skip


def _totals(manifest: Manifest, lang: Lang) -> Table:
    """A row per column: posts of caseworkers, and the three answers in posts and in DKK."""
    by_kept = {cut.kept: cut for cut in manifest.capacity}
    rows = []
    for bound in manifest.bounds:
        cut = by_kept.get(bound.column)
        row = [Cell(column_label(bound.column, lang, manifest, capacity=False)), _posts(bound.posts, lang)]
        row += [_estimate(bound.total, lang), _money(bound.dkk, lang)]
        for split in ("free", "fixed"):
            row += [NOTHING, NOTHING] if cut is None else [_answer(_of(cut, split), lang), _money(cut.dkk[split], lang)]
        rows.append(row)
    words = ("posts_before", "cut_bound", "cut_money", "cut_free", "cut_money", "cut_fixed", "cut_money")
    heads = [Head(phrase("column", lang)), *(Head(phrase(word, lang), number=True) for word in words)]
    return Table("cut", heads, rows)


def _named(cut: CutRecord, unit: UnitCut, lang: Lang, manifest: Manifest) -> list[Cell]:
    """The first cells of a unit's row: its column and its teams."""
    return [
        Cell(column_label(cut.column, lang, manifest, capacity=False)),
        Cell(_teams(unit.teams, lang, manifest)),
    ]


def _units(manifest: Manifest, lang: Lang) -> Table:
    """A row per column and unit: the three answers, the share of the day, and what stopped both searches."""
    rows = []
    for cut in manifest.capacity:
        for unit in cut.units.values():
            row = _named(cut, unit, lang, manifest)
            row += [_posts(unit.posts, lang), _estimate(unit.bound, lang), _answer(unit.free, lang)]
            row += [
                Cell(share_text(unit.free.share, lang), unit.free.share),
                Cell(stop_text(unit.free.stop, lang, manifest)),
            ]
            row += [_answer(unit.fixed, lang), Cell(stop_text(unit.fixed.stop, lang, manifest))]
            rows.append(row)
    heads = [Head(phrase("column", lang)), Head(phrase("team", lang))]
    heads += [Head(phrase(word, lang), number=True) for word in ("posts_before", "cut_bound", "cut_free", "cut_share")]
    heads += [
        Head(phrase("stopped_free", lang)),
        Head(phrase("cut_fixed", lang), number=True),
        Head(phrase("stopped_fixed", lang)),
    ]
    return Table("cut-units", heads, rows)


def _service(manifest: Manifest, lang: Lang) -> Table:
    """A row per column and unit: the service with staff cut, in the reported replications."""
    rows = []
    for cut in manifest.capacity:
        for unit in cut.units.values():
            row = _named(cut, unit, lang, manifest)
            for criterion, factor, columns in (
                ("running", 1.0, ("baseline", "cut")),
                ("meetings", YEAR_WEEKS, ("keep", "cut")),
            ):
                values = [unit.levels[column][criterion] * factor for column in columns]
                row += [Cell(number(value, lang, 2), value) for value in values]
            rise = math.nan if unit.deadline_rise is None else 100 * unit.deadline_rise
            rows.append([*row, Cell(number(rise, lang, 1, signed=True), rise)])
    words = (
        ("criterion_running", "of_baseline"),
        ("criterion_running", "of_cut"),
        ("criterion_meetings", "of_keep"),
        ("criterion_meetings", "of_cut"),
    )
    heads = [Head(phrase("column", lang)), Head(phrase("team", lang))]
    heads += [Head(f"{phrase(criterion, lang)}: {phrase(column, lang)}", number=True) for criterion, column in words]
    return Table("cut-service", [*heads, Head(phrase("cut_rise", lang), number=True)], rows)


def _roles(manifest: Manifest, lang: Lang) -> Table:
    """A row per column and other role: freed hours, whole posts, DKK; and the fees saved."""
    rows = []
    of_columns: list[BoundRecord | CutRecord] = [*manifest.bounds, *manifest.capacity]
    for record in of_columns:
        name = Cell(column_label(record.column, lang, manifest))
        rows += [
            [name, Cell(label("team", role, lang, manifest)), *_role(freed, lang)]
            for role, freed in record.roles.items()
        ]
        rows.append([name, Cell(phrase("cut_fees", lang)), NOTHING, NOTHING, _money(record.fees, lang)])
    heads = [Head(phrase("column", lang)), Head(phrase("what", lang))]
    heads += [Head(phrase(word, lang), number=True) for word in ("cut_freed_hours", "cut_whole_posts", "cut_money")]
    return Table("cut-roles", heads, rows)


def _role(freed: RoleRecord, lang: Lang) -> list[Cell]:
    hours = Cell(number(freed.hours.value, lang, 0), freed.hours.value, span_text(freed.hours, lang, 0))
    posts = NOTHING if freed.posts is None else Cell(number(freed.posts, lang, 0), freed.posts)
    return [hours, posts, _money(freed.dkk, lang)]


def _of(cut: CutRecord, split: str) -> AnswerRecord:
    return cut.free if split == "free" else cut.fixed


def _posts(posts: float, lang: Lang) -> Cell:
    return Cell(number(posts, lang, 1), posts)


def _estimate(ends: EstimateRecord, lang: Lang) -> Cell:
    return Cell(number(ends.value, lang, 1), ends.value, span_text(ends, lang, 1))


def _answer(answer: AnswerRecord, lang: Lang) -> Cell:
    """The estimated posts; below them the interval, and the posts that are safe."""
    safe = phrase("cut_safe", lang, posts=number(answer.safe, lang, 1))
    return Cell(
        number(answer.value, lang, 1), answer.value, "; ".join(filter(None, (span_text(answer, lang, 1), safe)))
    )


def _money(ends: EstimateRecord, lang: Lang) -> Cell:
    return Cell(number(ends.value / 1e6, lang, 1), ends.value, span_text(ends, lang, 1, 1e-6))


def _teams(teams: Iterable[str], lang: Lang, manifest: Manifest) -> str:
    return " + ".join(label("team", team, lang, manifest) for team in teams)
