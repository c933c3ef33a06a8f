"""The findings of an uncertainty analysis on the terminal, in 80 columns. The manifest has one place."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.uncertainty_page import worth_page_table
from sim.report.uncertainty_record import UncertaintyRecord
from sim.report.uncertainty_words import (
    claim_lines,
    known,
    leading_key,
    leading_shares,
    least_text,
    name_of,
    note,
    parts,
    percent,
    title_of,
    worth_note,
)
from sim.report.words import capital, phrase, unit_label

MOST_WORTH = 10
"""Rows of what to measure first."""


def uncertainty_screen(manifest: Manifest, lang: Lang = "en") -> list[Table | Text]:
    """Both intervals of the leading headlines, shares, the claim, and what to measure first."""
    record = known(manifest)
    shown: list[Table | Text] = [_both(record, manifest, lang), Text(note(manifest, lang))]
    if leading_shares(record):
        shown.append(_shares(record, manifest, lang))
        shown.append(Text(least_text(record, lang)))
    shown += [Text(f"{line.head} {line.text}") for line in claim_lines(manifest, lang)]
    table = _worth(record, lang)
    if table is not None:
        shown += [table, Text(worth_note(manifest, lang))]
    return shown


def _table(title: str, first: str, *heads: str) -> Table:
    table = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column(first, overflow="fold", min_width=20)
    for head in heads:
        table.add_column(head, justify="right")
    return table


def _both(record: UncertaintyRecord, manifest: Manifest, lang: Lang) -> Table:
    heads = [phrase(f"u_{key}", lang) for key in ("central", "by_chance", "by_assumptions")]
    table = _table(phrase("u_both_title", lang), phrase("u_headline", lang), *heads)
    wanted = {(each.measure, each.activity, each.need) for each in manifest.outcomes} | {leading_key(record)}
    for each in record.both:
        if each.key in wanted:
            central, chance, assumed, _ = parts(each, lang)
            words = f"{capital(name_of(each, lang, manifest))}, {unit_label(each.unit, lang, short=True)}"
            table.add_row(words, central, chance, assumed + ("" if each.distinct else " ~"))
    return table


def _shares(record: UncertaintyRecord, manifest: Manifest, lang: Lang) -> Table:
    rows = leading_shares(record)
    heads = [phrase(key, lang) for key in ("u_first", "u_interval", "u_total")]
    title = phrase("u_share_title", lang, name=name_of(rows[0], lang, manifest))
    table = _table(title, phrase("u_factor", lang), *heads)
    if not any(each.kind == "factor" for each in rows):
        table.add_row(phrase("u_none_told", lang), "", "", "")
    for each in rows:
        ends = "" if each.first_low is None else f"{percent(each.first_low, lang)}–{percent(each.first_high, lang)}"
        total = "" if each.total is None else percent(each.total, lang)
        table.add_row(capital(title_of(each, record, lang)), percent(each.first, lang), ends, total)
    return table


def _worth(record: UncertaintyRecord, lang: Lang) -> Table | None:
    page = worth_page_table(record, lang)
    if page is None:
        return None
    title = f"{phrase('u_worth_title', lang)}: {page.heads[1].text.lower()}"
    table = _table(title, phrase("u_factor", lang), phrase("u_worth", lang), page.heads[2].text)
    table.add_column(page.heads[3].text, overflow="fold")
    for row in page.rows[:MOST_WORTH]:
        table.add_row(*(cell.text for cell in row))
    return table
