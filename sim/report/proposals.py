"""The table of proposals run alone, the lines above it, and the columns that a study with many shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.figures.verdict import ABOUT
from sim.files.entry import Lang
from sim.law.clauses.reform import MONEY
from sim.report.manifest import Manifest
from sim.report.source_text import Said, said
from sim.report.summary import Line
from sim.report.table import Cell, Head, Table
from sim.report.words import decimals_of_interval, label, number, phrase

WIDE = 8
"""With more columns than this, baseline included, page and screen lead with a row per proposal, not a column per variant."""
MILLION = 1e6
LARGEST = 3
VERDICTS = ("less", "about", "more", "too-little")
HEADS = (
    "proposal",
    "work_removed",
    "other_roles",
    "running_gained",
    "no_longer_shed",
    "money_removed",
    "claim_here",
    "verdict_head",
    "posts_that_can_go",
    "break_even",
)
NUMBERS = (
    "work_removed", "other_roles", "running_gained", "no_longer_shed", "money_removed", "posts_that_can_go", "break_even",
)  # fmt: skip


def _in(row: Mapping[str, Any], key: str, lang: Lang) -> str:
    """A text of a row that has it in both languages."""
    return str(row[key if lang == "en" else f"{key}_da"])


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
    """Whether the proposal adds posts. Its running casework is then that of the new posts."""
    return abs(known(row, "posts_added")) > 0.05


def largest(columns: Sequence[str], manifest: Manifest, most: int) -> list[str]:
    """At most ``most`` of the columns, in their order.

    The first column is taken if it is not that of a proposal, then those that change most work of caseworkers. If no
    proposal is run alone, the first columns are taken.
    """
    size = {str(row["column"]): abs(known(row, "removed")) for row in run_alone(manifest)}
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
    about = [_in(row, "title", lang)]
    if several:
        about.append(phrase("against_regime", lang, regime=row["regime"]))
    if row["practice_changed"]:
        practice = label("practice", row["practice"], lang, manifest)
        about.append(
            phrase("with_practice", lang, practice=practice, offers=number(known(row, "offers"), lang, 0, signed=True))
        )
    if adds_posts(row):
        about.append(phrase("posts_added", lang, posts=number(known(row, "posts_added"), lang, 1, signed=True)))
    shed = replace(_interval(row, "less_shed", lang), detail=_meetings(row, lang))
    return [
        Cell(str(row["proposal"]), detail="; ".join(about)),
        _interval(row, "removed", lang, _split(row, lang)),
        _interval(row, "other_roles", lang),
        _interval(row, "running", lang),
        shed,
        _million(row, "money", "money_fees", lang),
        _here(row, lang),
        _verdict(row, lang),
        _posts(row, lang),
        Cell(number(known(row, "break_even_days"), lang, 2), known(row, "break_even_days")),
    ]


def _split(row: Mapping[str, Any], lang: Lang) -> str:
    """How much of the work removed rules and practice asked for; empty if the practice does not change beyond chance."""
    rules, practice = (known(row, f"removed_{asker}") for asker in ("rules", "practice"))
    if math.isnan(practice) or round(practice) == 0:
        return ""
    if known(row, "removed_practice_low") <= 0 <= known(row, "removed_practice_high"):
        return ""
    words = {"rules": number(rules, lang, 0, signed=True), "practice": number(practice, lang, 0, signed=True)}
    return phrase("removed_split", lang, **words)


def _meetings(row: Mapping[str, Any], lang: Lang) -> str:
    meetings = known(row, "meetings")
    return (
        "" if math.isnan(meetings) else phrase("meetings_change", lang, meetings=number(meetings, lang, 0, signed=True))
    )


def _posts(row: Mapping[str, Any], lang: Lang) -> Cell:
    """Posts that can go by the cut, and what they and fees are worth. Freed is positive, as everywhere in the table."""
    posts, dkk = known(row, "posts"), known(row, "dkk") / MILLION
    price = "" if math.isnan(dkk) else phrase("posts_price", lang, dkk=number(dkk, lang, 1, signed=True))
    return Cell(number(posts, lang, 1, signed=True), posts, price)


def _verdict(row: Mapping[str, Any], lang: Lang) -> Cell:
    """The verdict on the claim; below, the ratio with its interval, and what the number is."""
    ratio, low, high = (known(row, key) for key in ("ratio", "ratio_low", "ratio_high"))
    details = []
    if not math.isnan(ratio):
        words = {key: number(value, lang, 2) for key, value in (("low", low), ("high", high))}
        ends = "" if math.isnan(low) or low == high else phrase("ratio_ends", lang, **words)
        details.append(phrase("ratio_of_claim", lang, ratio=number(ratio, lang, 2), ends=ends))
    if row["nature"]:
        nature = label("nature", row["nature"], lang)
        of = _in(row, "of", lang)
        details.append(f"{nature}: {of}" if of else nature)
    return Cell(phrase(f"verdict_{row.get('verdict') or 'none'}", lang), detail="; ".join(details))


def verdict_note(lang: Lang) -> str:
    """What the verdicts mean."""
    low, high = (number(end, lang, 2) for end in ABOUT)
    return phrase("verdict_note", lang, low=low, high=high)


def _interval(row: Mapping[str, Any], key: str, lang: Lang, more: str = "") -> Cell:
    """A signed number with its interval, and more words, below."""
    value, low, high = (known(row, name) for name in (key, f"{key}_low", f"{key}_high"))
    ends = "" if math.isnan(low) or low == high else ends_text(low, high, lang, 0)
    return Cell(number(value, lang, 0, signed=True), value, "; ".join(filter(None, (ends, more))))


def ends_text(low: float, high: float, lang: Lang, places: int) -> str:
    ends = {name: number(end, lang, places, signed=True) for name, end in (("low", low), ("high", high))}
    return phrase("range_to", lang, **ends)


def _million(row: Mapping[str, Any], key: str, fees_key: str, lang: Lang) -> Cell:
    """Million DKK a year with the interval, and how much of it is fees."""
    keys = (key, f"{key}_low", f"{key}_high", fees_key)
    value, low, high, fees = (known(row, name) / MILLION for name in keys)
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
    return f"{number(value, lang, 0 if value == round(value) else 1)} {_in(row, 'claim_unit', lang)}"


def claim_source(row: Mapping[str, Any], lang: Lang) -> Said:
    """Where the claim stands in its paper."""
    return said(str(row["claim_source"]), lang)


def _here(row: Mapping[str, Any], lang: Lang) -> Cell:
    """The claim at the place; below, the paper's claim and how it was scaled."""
    value = known(row, "claim_scaled")
    unit = _in(row, "claim_unit", lang)
    if row["claim_unit"] == MONEY:  # the head of the column says that it is of a year
        unit = phrase("millions", lang)
    source = claim_source(row, lang).words
    details = [f"{claim_text(row, lang)} ({source})"] if source else []
    details += [_in(row, "claim_scaling", lang)] if row["claim_scaling"] else []
    places = 0 if math.isnan(value) or abs(value) >= 100 else 1
    text = number(value, lang, places) + (f" {unit}" if unit and not math.isnan(value) else "")
    return Cell(text, value, "; ".join(details))


def not_run_table(manifest: Manifest, lang: Lang) -> Table | None:
    """The proposals that were not run, with the reason; None where nothing was run alone."""
    if not run_alone(manifest):
        return None
    rows = [
        [
            Cell(str(row["proposal"]), detail=_in(row, "title", lang)),
            Cell(phrase(f"kind_{row['kind']}", lang)),
            Cell(claim_text(row, lang), detail=source.words, lang=source.lang),
            Cell(_in(row, "note", lang)),
        ]
        for row, source in ((row, claim_source(row, lang)) for row in manifest.proposals_alone)
        if not row.get("column")
    ]
    heads = [Head(phrase(key, lang)) for key in ("proposal", "kind_head", "claim", "why_not_run")]
    return Table("not-run", heads, rows) if rows else None


# --- the lines above it ---


def answer_alone(manifest: Manifest, lang: Lang) -> list[Line]:
    """The answer of a study of single proposals, in two or three lines.

    They say how many proposals remove work beyond chance and which remove most, how claims compare, which posts may be cut,
    and that the rows must not be summed.
    """
    run = run_alone(manifest)
    kept = [row for row in run if not math.isnan(known(row, "removed"))]
    cut = [row for row in run if known(row, "posts") > 0]
    more = [row for row in kept if known(row, "removed_low") > 0]
    less = [row for row in kept if known(row, "removed_high") < 0]
    unclear = len(kept) - len(more) - len(less)
    no_interval = all(math.isnan(known(row, "removed_low")) for row in kept)
    more = [row for row in kept if known(row, "removed") > 0] if no_interval else more
    key = "alone_keep_pair" if no_interval else "alone_keep"
    hours = [f"{r['proposal']} ({number(known(r, 'removed'), lang, 0)})" for r in _top(more, "removed")]
    lines = [
        Line(
            phrase("answer_keep_head", lang),
            phrase(key, lang, count=len(kept), more=len(more), less=len(less), unclear=unclear,
                   largest=", ".join(hours) or "–"),
        )
    ]  # fmt: skip
    lines += _claims_line(run, lang)
    if any(not math.isnan(known(row, "posts")) for row in run):
        posts = [
            f"{r['proposal']} ({number(known(r, 'posts'), lang, 1)}; {number(known(r, 'dkk') / MILLION, lang, 1)})"
            for r in _top(cut, "posts")
        ]
        text = phrase("alone_cut", lang, count=len(cut), largest=", ".join(posts) or "–")
        lines.append(Line(phrase("answer_cut_head", lang), text))
    return [*lines, Line(phrase("alone_add_head", lang), phrase("alone_add", lang))]


def _claims_line(run: Sequence[Mapping[str, Any]], lang: Lang) -> list[Line]:
    """How many claims have each verdict, with the proposals; none without a claim that can be compared."""
    by_verdict = {name: [str(row["proposal"]) for row in run if row.get("verdict") == name] for name in VERDICTS}
    words = [f"{phrase(f'verdict_{name}', lang)} ({', '.join(ids)})" for name, ids in by_verdict.items() if ids]
    if not words:
        return []
    count = sum(len(ids) for ids in by_verdict.values())
    return [
        Line(phrase("alone_claims_head", lang), phrase("alone_claims", lang, count=count, verdicts="; ".join(words)))
    ]


def _top(rows: Sequence[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: -known(row, key))[:LARGEST]
