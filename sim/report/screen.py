"""The comparison in the terminal: kept and cut staff in tables of their own."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.files.entry import Lang
from sim.report.captions import interval_line, row_label
from sim.report.headline import HEADLINES, headline
from sim.report.law_notes import law_note_short
from sim.report.levels import DIMENSIONS, one_place, records, study_columns
from sim.report.manifest import Manifest
from sim.report.page_tables import baseline_words
from sim.report.payers import payer_lines
from sim.report.pools import part_numbers, part_words
from sim.report.proposals import HEADS, alone_table, answer_alone, is_wide, run_alone
from sim.report.survey_table import survey_lines
from sim.report.words import (
    capital,
    check_language,
    column_label,
    decimals_for,
    difference_text,
    effects_text,
    in_millions,
    is_none,
    label,
    number,
    percent_text,
    phrase,
    shown,
    unit_label,
)

CAPACITIES = ("keep", "reinvest", "cut")


def comparison_tables(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    lang: Lang = "en",
) -> list[Table]:
    """One table per use of the freed hours: headline, baseline, and per variant difference, interval and percent.

    The manifest has one place.
    """
    check_language(lang)
    columns = study_columns(one_place(measures, manifest), one_place(comparisons, manifest), manifest)
    if is_wide(columns) and run_alone(manifest):
        return [_alone(manifest, lang)]
    return _by_use(headline(measures, comparisons, manifest), manifest, lang)


def _by_use(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[Table]:
    """One table per use of the freed hours."""
    kinds = [kind for kind in CAPACITIES if kind in set(headlines["capacity"])]
    kinds += [kind for kind in dict.fromkeys(headlines["capacity"]) if kind not in kinds]
    return [_table(headlines[headlines["capacity"] == kind], kind, manifest, lang) for kind in kinds]


def print_comparison(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    *,
    console: Console | None = None,
    lang: Lang = "en",
) -> None:
    """Print the tables, the name of the intervals, and that the tables must not be added; for each place by itself."""
    out = console or Console()
    for place in manifest.places:
        if len(manifest.places) > 1:
            title = label("place", place, lang, manifest)
            out.print(Text(f"{phrase('m_place', lang)}: {title}", style="bold underline"))
        _print_place(measures, comparisons, manifest.at(place), out, lang)


def _print_place(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, out: Console, lang: Lang
) -> None:
    """The tables of the only place of ``manifest``."""
    columns = study_columns(one_place(measures, manifest), one_place(comparisons, manifest), manifest)
    alone = is_wide(columns) and run_alone(manifest)
    headlines = headline(measures, comparisons, manifest)
    tables = [_alone(manifest, lang)] if alone else _by_use(headlines, manifest, lang)
    if not tables:
        out.print(Text(phrase("screen_nothing", lang)))
        return
    for table in tables:
        out.print(table)
    interval = interval_line(headlines, lang)
    sentences = [f"{phrase('baseline', lang)}: {column_label(columns[0], lang, manifest)}", capital(interval)]
    out.print(Text(" ".join(f"{sentence}." for sentence in sentences if sentence)))
    for note in (*law_note_short(manifest, lang), *survey_lines(measures, comparisons, manifest, lang)):
        out.print(Text(note))
    out.print(Text(phrase("running_is", lang)))
    out.print(Text(effects_text(manifest, lang), style="bold" if manifest.effects else ""))
    if alone:
        for line in answer_alone(manifest, lang):
            out.print(Text(f"{line.head} {line.text}"))
        out.print(Text(phrase("screen_files", lang)))
    for text in part_lines(measures, comparisons, manifest, lang):
        out.print(Text(text))
    if not is_wide(columns):
        for text in payer_lines(comparisons, manifest, lang):
            out.print(Text(text))
    if len(tables) > 1:
        out.print(Text(phrase("never_added", lang), style="bold"))


def _table(part: pd.DataFrame, kind: str, manifest: Manifest, lang: Lang) -> Table:
    title = phrase(f"screen_{kind}", lang) if kind in CAPACITIES else kind
    table = Table(
        title=Text(title), title_justify="left", title_style="bold", expand=False, box=SIMPLE_HEAD, padding=(0, 1)
    )
    table.add_column(phrase("measure", lang), overflow="fold", min_width=24)
    table.add_column(phrase("baseline", lang), justify="right", no_wrap=True)
    columns = list(dict.fromkeys(part["column"]))
    for column in columns:
        table.add_column(Text(column_label(column, lang, manifest, capacity=False)), justify="right", min_width=20)
        table.add_column("%", justify="right", no_wrap=True)
    for (measure, activity, need), rows in part.groupby(["measure", "activity", "need"], sort=False):
        lines = {line["column"]: line for line in reversed(records(rows))}
        first = records(rows.head(1))[0]
        unit, mean = str(first["unit"]), shown(float(first["baseline_mean"]), str(first["unit"]))
        cells = [
            _name(row_label(str(measure), str(activity), str(need), lang, manifest), unit, lang),
            _level(mean, unit, lang),
        ]
        for column in columns:
            cells += _cells(lines[column], unit, lang, first) if column in lines else ["–", "–"]
        table.add_row(*(Text(cell) for cell in cells))
    return table


SCREEN_HEADS = (
    "proposal", "work_removed", "running_gained", "money_removed", "claim_here", "verdict_head", "posts_that_can_go",
)  # fmt: skip


def _alone(manifest: Manifest, lang: Lang) -> Table:
    """The page's table of proposals with fewer columns."""
    page_table = alone_table(manifest, lang)
    assert page_table is not None  # the caller has checked that proposals are run alone
    title = Text(phrase("screen_alone", lang))
    table = Table(title=title, title_justify="left", title_style="bold", expand=False, box=SIMPLE_HEAD, padding=(0, 1))
    places = [HEADS.index(key) for key in SCREEN_HEADS]
    rows = [[_cell(row[at].text, row[at].detail, HEADS[at]) for at in places] for row in page_table.rows]
    for place, at in enumerate(places):
        head = page_table.heads[at]
        whole = max(len(row[place]) for row in rows) if head.number else None  # a number stays on one line
        table.add_column(head.text, justify="right" if head.number else "left", overflow="fold", min_width=whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _cell(text: str, detail: str, head: str) -> str:
    """A cell of the page on one line: with titles and intervals, without sources and reasons."""
    if head == "proposal":
        return f"{text} {detail.partition(';')[0]}"
    return f"{text} ({detail.partition(';')[0]})" if head == "work_removed" and detail else text


def _name(words: str, unit: str, lang: Lang) -> str:
    short = unit_label(unit, lang, short=True)
    return words if short.lower() in words.lower() else f"{words}, {short}"


def _level(mean: float, unit: str, lang: Lang) -> str:
    if in_millions(unit, mean):
        return f"{number(mean / 1e6, lang, 1)} {'million' if lang == 'en' else 'mio.'}"
    return number(mean, lang, decimals_for(mean, unit=unit))


def part_lines(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[str]:
    """The parts of headlines whose pool moves against all of them: a heading, then a line for each part and variant."""
    names = list(dict.fromkeys(row[0] for row in HEADLINES))
    lines = []
    for row in records(part_numbers(measures, comparisons, manifest, names)):
        if pd.notna(row["difference"]):
            words = part_words(str(row["measure"]), {name: str(row[name]) for name in DIMENSIONS}, manifest, lang)
            ends = (float(row["difference"]), float(row["low"]), float(row["high"]))
            change = difference_text(*ends, str(row["unit"]), lang)
            lines.append(f"  {words}: {change} ({column_label(str(row['column']), lang, manifest)})")
    return [f"{phrase('parts_section', lang)}. {phrase('parts_note', lang)}", *lines] if lines else []


def _cells(line: dict[str, Any], unit: str, lang: Lang, first: dict[str, Any]) -> list[str]:
    ends = (float(line["difference"]), float(line["low"]), float(line["high"]))
    text = difference_text(*ends, unit, lang)
    if is_none(*ends):
        return [text, ""]
    if in_millions(unit, *ends):
        text += " million" if lang == "en" else " mio."
    own_baseline = baseline_words({"baseline_mean": line["baseline_mean"], "unit": unit}, first, lang)
    text += f"; {own_baseline}" if own_baseline else ""
    return [text, percent_text(float(line["percent"]), lang)]
