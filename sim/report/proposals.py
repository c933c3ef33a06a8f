"""The table of proposals run alone, the lines above it, and the columns that a study with many shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.summary import Line
from sim.report.table import Cell, Head, Table
from sim.report.words import decimals_of_interval, label, number, phrase

WIDE = 8
"""With more columns than this, baseline included, page and screen lead with a row per proposal, not a column per variant."""
MILLION = 1e6
LARGEST = 3
HEADS = (
    "proposal",
    "freed_hours",
    "other_roles",
    "more_meetings_held",
    "posts_cut",
    "saving",
    "claim_here",
    "nature",
    "break_even",
)
NUMBERS = ("freed_hours", "other_roles", "more_meetings_held", "posts_cut", "saving", "break_even")


def is_wide(columns: Sequence[str]) -> bool:
    return len(columns) > WIDE


def known(row: Mapping[str, Any], key: str) -> float:
    """A number of a row; nan where there is none."""
    value = row.get(key)
    return math.nan if value is None else float(value)


def run_alone(manifest: Manifest) -> list[Mapping[str, Any]]:
    """The rows of proposals and packages that were run."""
    return [row for row in manifest.proposals_alone if row.get("column")]


def adds_posts(row: Mapping[str, Any]) -> bool:
    """Whether the proposal adds posts. Its freed hours are then those of the new posts."""
    return abs(known(row, "posts_added")) > 0.05


def largest(columns: Sequence[str], manifest: Manifest, most: int) -> list[str]:
    """At most ``most`` of the columns, in their order.

    The first column is taken if it is not that of a proposal, then those that change most hours. Columns that add posts
    come last, because rules do not free their hours. If no proposal is run alone, the first columns are taken.
    """
    size = {str(row["column"]): 0.0 if adds_posts(row) else abs(known(row, "hours")) for row in run_alone(manifest)}
    size = {name: hours for name, hours in size.items() if not math.isnan(hours)}
    if len(columns) <= most or not size:
        return list(columns[:most])
    first = [] if columns[0] in size else [columns[0]]
    ranked = sorted((c for c in columns if c not in first), key=lambda c: -size.get(c, -1.0))
    chosen = {*first, *ranked[: most - len(first)]}
    return [column for column in columns if column in chosen]


# --- the table ---


def alone_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row per proposal run alone; None without one."""
    run = run_alone(manifest)
    several = len({row["regime"] for row in run}) > 1
    rows = [_cells(row, several, lang, manifest) for row in run]
    return Table("alone", [Head(phrase(key, lang), number=key in NUMBERS) for key in HEADS], rows) if rows else None


def _cells(row: Mapping[str, Any], several: bool, lang: Lang, manifest: Manifest) -> list[Cell]:
    title = row["title_da" if lang == "da" else "title"]
    about = [str(title)]
    if several:
        about.append(phrase("against_regime", lang, regime=row["regime"]))
    if row["practice_changed"]:
        practice = label("practice", row["practice"], lang, manifest)
        about.append(
            phrase("with_practice", lang, practice=practice, offers=number(known(row, "offers"), lang, 0, signed=True))
        )
    if adds_posts(row):
        about.append(phrase("posts_added", lang, posts=number(known(row, "posts_added"), lang, 1, signed=True)))
    posts = known(row, "posts")
    return [
        Cell(str(row["proposal"]), detail="; ".join(about)),
        _interval(row, "hours", lang),
        *(Cell(number(known(row, key), lang, 0, signed=True), known(row, key)) for key in ("other_roles", "meetings")),
        Cell(number(posts, lang, 1, signed=True), posts),
        _saving(row, lang),
        _here(row, lang),
        Cell(label("nature", row["nature"], lang) if row["nature"] else "–", detail=str(row["of"])),
        Cell(number(known(row, "break_even_days"), lang, 2), known(row, "break_even_days")),
    ]


def _interval(row: Mapping[str, Any], key: str, lang: Lang) -> Cell:
    """A signed number with its interval below."""
    value, low, high = (known(row, name) for name in (key, f"{key}_low", f"{key}_high"))
    ends = "" if math.isnan(low) or low == high else ends_text(low, high, lang, 0)
    return Cell(number(value, lang, 0, signed=True), value, ends)


def ends_text(low: float, high: float, lang: Lang, places: int) -> str:
    to = "to" if lang == "en" else "til"
    return f"{number(low, lang, places, signed=True)} {to} {number(high, lang, places, signed=True)}"


def _saving(row: Mapping[str, Any], lang: Lang) -> Cell:
    """Million DKK a year with the interval, and how much of it is fees."""
    value, low, high, fees = (known(row, name) / MILLION for name in ("dkk", "dkk_low", "dkk_high", "fees_dkk"))
    if math.isnan(value):
        return Cell("–", None)
    places = max(1, decimals_of_interval(value, low, high))
    details = [] if math.isnan(low) or low == high else [ends_text(low, high, lang, places)]
    details.append(phrase("of_it_fees", lang, fees=number(fees, lang, 1, signed=True)))
    return Cell(number(value, lang, places, signed=True), value, "; ".join(details))


def claim_text(row: Mapping[str, Any], lang: Lang) -> str:
    """The claim with its unit; an en dash without one."""
    value = known(row, "claim")
    if math.isnan(value):
        return "–"
    unit = str(row["claim_unit"])
    unit = unit.replace("million DKK per year", "mio. kr. om året") if lang == "da" else unit
    return f"{number(value, lang, 0 if value == round(value) else 1)} {unit}"


def _here(row: Mapping[str, Any], lang: Lang) -> Cell:
    """The claim at the place; below, the paper's claim, how it was scaled, and the ratio of the result to it."""
    value, ratio = known(row, "claim_scaled"), known(row, "ratio")
    unit = str(row["claim_unit"]).replace(" per year", "")
    unit = unit.replace("million DKK", "mio. kr.") if lang == "da" else unit
    details = [f"{claim_text(row, lang)} ({row['claim_source']})"] if row["claim_source"] else []
    details += [str(row["claim_scaling"])] if row["claim_scaling"] else []
    details += [phrase("ratio_to_claim", lang, ratio=number(ratio, lang, 2))] if not math.isnan(ratio) else []
    places = 0 if math.isnan(value) or abs(value) >= 100 else 1
    text = number(value, lang, places) + (f" {unit}" if unit and not math.isnan(value) else "")
    return Cell(text, value, "; ".join(details))


def not_run_table(manifest: Manifest, lang: Lang) -> Table | None:
    """The proposals that were not run, with the reason; None where nothing was run alone."""
    if not run_alone(manifest):
        return None
    rows = [
        [
            Cell(str(row["proposal"]), detail=str(row["title_da" if lang == "da" else "title"])),
            Cell(phrase(f"kind_{row['kind']}", lang)),
            Cell(claim_text(row, lang), detail=str(row["claim_source"])),
            Cell(str(row["note"])),
        ]
        for row in manifest.proposals_alone
        if not row.get("column")
    ]
    heads = [Head(phrase(key, lang)) for key in ("proposal", "kind_head", "claim", "why_not_run")]
    return Table("not-run", heads, rows) if rows else None


# --- the lines above it ---


def answer_alone(manifest: Manifest, lang: Lang) -> list[Line]:
    """The answer of a study of single proposals, in two or three lines.

    They say how many proposals free hours beyond chance and which free most, which posts may be cut, and that the rows
    must not be summed.
    """
    run = run_alone(manifest)
    kept = [row for row in run if not math.isnan(known(row, "hours")) and not adds_posts(row)]
    cut = [row for row in run if known(row, "posts") > 0]
    more = [row for row in kept if known(row, "hours_low") > 0]
    less = [row for row in kept if known(row, "hours_high") < 0]
    unclear = len(kept) - len(more) - len(less)
    no_interval = all(math.isnan(known(row, "hours_low")) for row in kept)
    more = [row for row in kept if known(row, "hours") > 0] if no_interval else more
    key = "alone_keep_pair" if no_interval else "alone_keep"
    hours = [f"{r['proposal']} ({number(known(r, 'hours'), lang, 0)})" for r in _top(more, "hours")]
    lines = [
        Line(
            phrase("answer_keep_head", lang),
            phrase(key, lang, count=len(kept), more=len(more), less=len(less), unclear=unclear,
                   largest=", ".join(hours) or "–"),
        )
    ]  # fmt: skip
    if any(not math.isnan(known(row, "posts")) for row in run):
        posts = [
            f"{r['proposal']} ({number(known(r, 'posts'), lang, 1)}; {number(known(r, 'dkk') / MILLION, lang, 1)})"
            for r in _top(cut, "posts")
        ]
        text = phrase("alone_cut", lang, count=len(cut), largest=", ".join(posts) or "–")
        lines.append(Line(phrase("answer_cut_head", lang), text))
    return [*lines, Line(phrase("alone_add_head", lang), phrase("alone_add", lang))]


def _top(rows: Sequence[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: -known(row, key))[:LARGEST]
