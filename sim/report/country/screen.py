"""A study of a list in the terminal: the sums of each variant in 80 columns, then money, posts, norms and spread in lines."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.files.entry import Lang
from sim.measures.hours import RUNNING
from sim.measures.norms import YEARS
from sim.report.captions import row_label
from sim.report.country.held_words import part_of, title_of
from sim.report.country.page import country_notes
from sim.report.country.record import CountryTables
from sim.report.country.tables import MILLION, PAYER_COLUMNS, answers, ends, level, million, needed
from sim.report.law_notes import law_note_short
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.words import (
    column_label,
    decimals_for,
    difference_text,
    effects_text,
    in_millions,
    label,
    number,
    phrase,
    unit_label,
)

WIDTH = 80
SHOWN = (
    ("hours_asked", "all"), ("hours", RUNNING), ("hours_shed", "all"), ("meetings", "all"), ("team_cases", "all"),
    ("group_switches", "all"), ("wait_first_meeting_within_4_weeks_standardised", "all"),
    ("wait_first_meeting_left", "all"), ("wait_clarification_mean_standardised", "all"), ("breach_share_standardised", "all"),
    ("deadlines_gone", "all"), ("pensions_more", "all"),
)  # fmt: skip
"""(measure, activity) of the rows on the screen. The page and the tables have more."""


def print_country(
    country: CountryTables, manifest: Manifest, *, console: Console | None = None, lang: Lang = "en"
) -> None:
    """Print the answer of a study of a list, at most 80 columns wide."""
    out = console or Console()
    width = min(out.width, WIDTH)
    title = phrase("country_head", lang, places=len(manifest.places))
    out.print(Text(f"{manifest.title.of(lang)}. {title}", style="bold"), width=width)
    for note in (*country_notes(manifest, lang), *law_note_short(manifest, lang), effects_text(manifest, lang)):
        out.print(Text(note), width=width)
    out.print()
    for variant in dict.fromkeys(country.over_places["variant"]):
        out.print(_sums(country.over_places, str(variant), manifest, lang), width=width)
    for key, lines in (
        ("money", _money(country.money_by_payer, manifest, lang)),
        ("posts", _posts(country.posts_over_places, manifest, lang)),
        ("held", _held(country.national_sums, lang)),
        ("norms", _norms(country.norms_by_place, manifest, lang)),
        ("spread", _spread(country.spread_over_places, manifest, lang)),
    ):
        out.print(Text(phrase(f"country_{key}", lang), style="bold"), width=width)
        for line in lines:
            out.print(Text(line), width=width)
        price = number(manifest.prices.dkk_per_post, lang, 0)
        out.print(Text(phrase(f"country_{key}_note", lang, price=price), style="dim"), width=width)
        out.print()
    out.print(Text(phrase("country_files", lang)), width=width)


def _sums(table: pd.DataFrame, variant: str, manifest: Manifest, lang: Lang) -> Table:
    title = Text(column_label(variant, lang, manifest))
    grid = Table(title=title, title_justify="left", title_style="bold", expand=False, box=SIMPLE_HEAD, padding=(0, 1))
    grid.add_column(phrase("measure", lang), overflow="fold", min_width=20)
    grid.add_column(phrase("baseline", lang), justify="right", no_wrap=True)
    grid.add_column(phrase("country_change", lang), justify="right", overflow="fold", min_width=24)
    own = {(str(row["measure"]), str(row["activity"])): row for row in records(table[table["variant"] == variant])}
    for measure, activity in SHOWN:
        row = own.get((measure, activity))
        if row is None:
            continue
        unit = str(row["unit"])
        name = row_label(measure, activity, "all", lang, manifest)
        short = unit_label(unit, lang, short=True)
        values = [float(row[key]) for key in ("difference", "low", "high")]
        change = difference_text(values[0], values[1], values[2], unit, lang)
        change += (" million" if lang == "en" else " mio.") if in_millions(unit, *values) else ""
        words = name if short.lower() in name.lower() else f"{name}, {short}"
        grid.add_row(Text(words), Text(level(float(row["baseline"]), unit, lang)), Text(change))
    return grid


def _money(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Iterator[str]:
    """One line per variant: what each payer pays more or less in all."""
    for variant, part in table[table["kind"] == "all"].groupby("variant", sort=False):
        by_payer = {str(row["payer"]): million(row, lang) for row in records(part)}
        words = [
            f"{label('payer', payer, lang)} {cell.text}{f' ({cell.detail})' if cell.detail else ''}"
            for payer in PAYER_COLUMNS
            if (cell := by_payer.get(payer)) is not None
        ]
        holds = phrase("payers_holds_all" if manifest.column(str(variant)).cut else "payers_holds_citizens", lang)
        yield f"  {column_label(str(variant), lang, manifest)} ({holds}): {'; '.join(words)}"


def _posts(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Iterator[str]:
    """One line per column with all staff, and one per search."""
    for name, own in answers(table).items():
        column = column_label(name, lang, manifest)
        if "net" in own:
            net = own["net"]
            span = ends(net["low"], net["high"], lang, 0)
            numbers = {
                "net": number(net["posts"], lang, 0),
                "staff": number(net["staff"], lang, 0),
                "share": number(100 * net["share"], lang, 1),
                "dkk": number(net["dkk"] / MILLION, lang, 0),
                "bound": number(own["bound"]["posts"], lang, 0),
            }
            yield phrase("country_posts_line", lang, column=column, ends=f" ({span})" if span else "", **numbers)
        if "safe" in own:
            found = {answer: number(own[answer]["posts"], lang, 0) for answer in ("free", "fixed", "safe")}
            yield phrase("country_cut_line", lang, column=column, **found)


def _held(table: pd.DataFrame, lang: Lang) -> Iterator[str]:
    """One line per national sum with its parts."""
    for _, part in table.groupby("figure", sort=False):
        words = [f"{part_of(row, lang)} {number(float(row['dkk']) / MILLION, lang, 0)}" for row in records(part)]
        first = records(part)[0]
        yield f"  {title_of(first, lang)}, {phrase('country_million', lang)}: {'; '.join(words)}."


def _norms(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Iterator[str]:
    """One line per column: posts by assumed cases, and posts by each norm."""
    for column in dict.fromkeys(table["column"]):
        sums = table[(table["column"] == column) & (table["group"] == "all")].sum(numeric_only=True)
        asked = {f"n{year}": needed(sums, year, lang).text for year in YEARS}
        name = column_label(str(column), lang, manifest)
        yield phrase("country_norms_line", lang, column=name, posts=number(float(sums["posts"]), lang, 0), **asked)


def _spread(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Iterator[str]:
    """Lines per service, all groups: mean, ends and spread beyond chance of each column."""
    for measure, part in table[table["group"] == "all"].groupby("measure", sort=False):
        yield f"  {phrase(f'country_{measure}', lang)}:"
        for row in records(part):
            factor = 100.0 if row["unit"] == "share" else 1.0
            mean, low, high, between = (factor * float(row[name]) for name in ("mean", "p10", "p90", "sd_between"))
            places = decimals_for(mean)
            span = phrase("span", lang, low=number(low, lang, places), high=number(high, lang, places))
            beyond = "–" if math.isnan(between) else number(between, lang, 2)
            reach = f"{phrase('country_p10', lang)}-{phrase('country_p90', lang)}"
            words = f"{reach}: {span}; {phrase('country_between', lang).lower()} {beyond}"
            yield f"    {column_label(str(row['column']), lang, manifest)}: {number(mean, lang, places)}; {words}"
