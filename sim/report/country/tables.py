"""The tables of a study of a list, as the page shows them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.files.entry import Lang
from sim.measures.norms import YEARS
from sim.report.captions import row_label
from sim.report.country.held_words import part_of, title_of
from sim.report.country.record import CountryTables
from sim.report.levels import in_order, records
from sim.report.manifest import Manifest
from sim.report.table import Cell, Head, Table
from sim.report.words import (
    THIN,
    change_unit,
    column_label,
    decimals_for,
    decimals_of_interval,
    difference_parts,
    in_millions,
    label,
    number,
    phrase,
    shown,
    unit_label,
)

MILLION = 1e6
PAYER_COLUMNS = ("municipality", "state", "fund", "region", "total")
Row = Mapping[str, Any]


def sums_table(table: pd.DataFrame, variant: str, manifest: Manifest, lang: Lang) -> Table:
    """The sums and means of one variant: baseline, change with interval, and its percentiles over places."""
    rows = []
    for row in records(table[table["variant"] == variant]):
        unit = str(row["unit"])
        per = "" if math.isnan(row["per_1000_difference"]) else _per_1000(row, lang)
        change, interval = difference_parts(row["difference"], row["low"], row["high"], unit, lang)
        if unit == "share" and interval:
            interval += f" {change_unit(unit, lang)}"
        detail = "; ".join(part for part in (interval, per) if part)
        ends = [shown(float(row[f"difference_{part}"]), unit) for part in ("p10", "p50", "p90")]
        places = decimals_for(*ends)
        rows.append(
            [
                Cell(row_label(str(row["measure"]), str(row["activity"]), "all", lang, manifest), detail=unit_label(unit, lang)),
                Cell(level(float(row["baseline"]), unit, lang), float(row["baseline"])),
                Cell(change + _million(unit, row, lang), float(row["difference"]), detail),
                *(Cell(number(end, lang, places, signed=True), end) for end in ends),
            ]
        )  # fmt: skip
    heads = [
        Head(phrase("measure", lang)),
        *_heads(lang, "baseline", "country_change", "country_p10", "country_p50", "country_p90"),
    ]
    return Table(f"sums-{list(dict.fromkeys(table['variant'])).index(variant)}", heads, rows)


def _per_1000(row: Row, lang: Lang) -> str:
    value = float(row["per_1000_difference"])
    return phrase("country_per_1000", lang, number=number(value, lang, decimals_for(value), signed=True))


def _million(unit: str, row: Row, lang: Lang) -> str:
    values = [float(row[name]) for name in ("difference", "low", "high")]
    return (" million" if lang == "en" else " mio.") if in_millions(unit, *values) else ""


def level(value: float, unit: str, lang: Lang) -> str:
    """A level without its unit; amounts of millions in millions."""
    value = shown(value, unit)
    if in_millions(unit, value):
        return f"{number(value / MILLION, lang, 1)} {'million' if lang == 'en' else 'mio.'}"
    return number(value, lang, decimals_for(value, unit=unit))


def money_table(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table:
    """A row per variant and kind of payment, a column per payer, million DKK a year."""
    payers = [payer for payer in PAYER_COLUMNS if payer in set(table["payer"])]
    rows = []
    for key, part in table.groupby(["variant", "kind"], sort=False):
        variant, kind = (str(name) for name in key)
        cells = {str(row["payer"]): million(row, lang) for row in records(part)}
        words = phrase("country_kind_all", lang) if kind == "all" else label("payment", kind, lang)
        rows.append(
            [
                Cell(column_label(variant, lang, manifest)),
                Cell(words),
                *(cells.get(payer, Cell("–", None)) for payer in payers),
            ]
        )
    heads = [Head(phrase("column", lang)), Head(phrase("country_kind", lang))]
    heads += [Head(label("payer", payer, lang), number=True) for payer in payers]
    return Table("money", heads, rows)


def million(row: Row, lang: Lang) -> Cell:
    """A change in million DKK a year with its interval."""
    value, low, high = (float(row[name]) / MILLION for name in ("difference", "low", "high"))
    places = max(1, decimals_of_interval(value, low, high)) if abs(value) < 100 else 0
    return Cell(number(value, lang, places, signed=True), value, ends(low, high, lang, places))


def ends(low: float, high: float, lang: Lang, places: int, *, signed: bool = True) -> str:
    """The ends of an interval; empty without one. ``signed`` is for changes."""
    if math.isnan(low) or low == high:
        return ""
    return phrase(
        "span", lang, low=number(low, lang, places, signed=signed), high=number(high, lang, places, signed=signed)
    )


def posts_table(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per column with all staff: posts now, net posts free, teams with hours to spare, DKK, and what a search found."""
    found = answers(table)
    rows = []
    for name, own in found.items():
        if "bound" not in own:
            continue
        bound, net = own["bound"], own.get("net", own["bound"])
        cut = next(
            (
                rows_of
                for other, rows_of in found.items()
                if "safe" in rows_of and manifest.column(other).kept.name == name
            ),
            None,
        )
        searched = "–"
        if cut is not None:
            searched = f"{number(cut['free']['posts'], lang, 0)} ({number(cut['safe']['posts'], lang, 0)})"
        dkk, low, high = (float(net[key]) / MILLION for key in ("dkk", "dkk_low", "dkk_high"))
        rows.append(
            [
                Cell(column_label(name, lang, manifest)),
                Cell(number(net["staff"], lang, 0), net["staff"]),
                Cell(number(net["posts"], lang, 0), net["posts"], ends(net["low"], net["high"], lang, 0, signed=False)),
                Cell(f"{number(100 * net['share'], lang, 1)}{THIN}%", net["share"]),
                Cell(number(bound["posts"], lang, 0), bound["posts"]),
                Cell(number(dkk, lang, 0), dkk, ends(low, high, lang, 0, signed=False)),
                Cell(searched),
            ]
        )
    keys = [f"country_posts_{name}" for name in ("staff", "net", "share", "bound", "dkk", "cut")]
    return Table("posts", [Head(phrase("column", lang)), *_heads(lang, *keys)], rows) if rows else None


def answers(table: pd.DataFrame) -> dict[str, dict[str, Row]]:
    """The rows of posts: column -> answer -> row."""
    found: dict[str, dict[str, Row]] = {}
    for row in records(table):
        found.setdefault(str(row["column"]), {})[str(row["answer"])] = row
    return found


def held_table(table: pd.DataFrame, lang: Lang) -> Table:
    """A row per part of each national sum."""
    rows = []
    for row in records(table):
        title = title_of(row, lang) if row["kind"] == "stated" else ""
        dkk = float(row["dkk"]) / MILLION
        rows.append([Cell(title), Cell(part_of(row, lang)), Cell(number(dkk, lang, 0), dkk)])
    heads = [Head(phrase("what", lang)), Head(""), Head(phrase("country_million", lang), number=True)]
    return Table("held", heads, rows)


def norms_table(table: pd.DataFrame, column: str, lang: Lang) -> Table:
    """A row per group over all places, under one column: citizens, assumed cases, norms, posts and posts needed."""
    own = table[table["column"] == column]
    rows = []
    groups = list(dict.fromkeys(own["group"]))
    order = in_order(pd.Series(groups))
    for group in [*(groups[at] for at in order[[name != "all" for name in groups]].sort_values().index), "all"]:
        part = own[own["group"] == group]
        first, sums = part.iloc[0], part.sum(numeric_only=True)
        low, high = (number(float(first[f"cases_{end}"]), lang, 0) for end in ("low", "high"))
        cases = "–" if group == "all" else f"{number(float(first['cases_per_post']), lang, 0)} ({low}–{high})"
        bands = "–" if group == "all" else "; ".join(
            f"{number(first[f'norm_{year}_low'], lang, 0)}–{number(first[f'norm_{year}_high'], lang, 0)}" for year in YEARS
        )  # fmt: skip
        words = phrase("all_teams", lang) if group == "all" else label("group", group, lang)
        cells = [
            Cell(words),
            Cell(number(sums["citizens"], lang, 0), sums["citizens"]),
            Cell(cases, detail="" if group == "all" else label("grade", str(first["evidence"]), lang)),
            Cell(bands),
        ]
        rows.append(
            [*cells, Cell(number(sums["posts"], lang, 0), sums["posts"]), *(needed(sums, year, lang) for year in YEARS)]
        )
    heads = [
        Head(phrase("country_group", lang)),
        *_heads(lang, "country_citizens", "country_cases", "country_norm", "country_posts_now"),
    ]
    return Table(
        "norms", [*heads, *(Head(phrase("country_needed", lang, year=year), number=True) for year in YEARS)], rows
    )


def needed(sums: Mapping[Any, Any] | pd.Series[float], year: str, lang: Lang) -> Cell:
    """The posts that a norm asks for, at its most and at its fewest cases."""
    most, fewest = (float(sums[f"posts_{year}_{end}"]) for end in ("most", "fewest"))
    return Cell(f"{number(most, lang, 0)}–{number(fewest, lang, 0)}", most)


def spread_table(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table:
    """A row per service, column and group: mean, percentiles, their ratio, and the spread beyond chance."""
    rows = []
    for row in records(table):
        group, unit = str(row["group"]), str(row["unit"])
        factor = 100.0 if unit == "share" else 1.0
        values = {name: factor * float(row[name]) for name in ("mean", "p10", "p50", "p90", "sd", "sd_between")}
        places = decimals_for(values["mean"])
        rows.append(
            [
                Cell(phrase(f"country_{row['measure']}", lang)),
                Cell(phrase("country_all_groups", lang) if group == "all" else label("group", group, lang)),
                Cell(column_label(str(row["column"]), lang, manifest)),
                *(Cell(number(values[name], lang, places), values[name]) for name in ("mean", "p10", "p50", "p90")),
                Cell(number(row["ratio"], lang, 2), float(row["ratio"])),
                *(Cell(number(values[name], lang, 2), values[name]) for name in ("sd", "sd_between")),
            ]
        )  # fmt: skip
    heads = [Head(phrase("country_service", lang)), Head(phrase("country_group", lang)), Head(phrase("column", lang))]
    keys = [f"country_{name}" for name in ("mean", "p10", "p50", "p90", "ratio", "sd", "between")]
    return Table("spread", [*heads, *_heads(lang, *keys)], rows)


def places_table(country: CountryTables, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per place: citizens, posts now and needed, and per variant with all staff the change of work and of first meetings."""
    kept = [column.name for column in manifest.columns[1:] if not column.cut]
    rows_of = comparisons[(comparisons[["group", "team", "activity", "need"]] == "all").all(axis=1)]
    first = "wait_first_meeting_within_4_weeks_standardised"
    chosen = rows_of[rows_of["measure"].isin(["stock", "staff", "hours_asked", first])]
    by_key = {(str(r["place"]), str(r["variant"]), str(r["measure"])): r for r in records(chosen)}
    baseline = manifest.columns[0].name
    norms = country.norms_by_place
    whole = {
        str(row["place"]): row for row in records(norms[(norms["group"] == "all") & (norms["column"] == baseline)])
    }
    if not kept:
        return None
    rows = []
    for place in manifest.places:
        before = {
            name: by_key.get((place, kept[0], name), {}).get("baseline_mean", math.nan)
            for name in ("stock", "staff", first)
        }
        cells = [
            Cell(label("place", place, lang, manifest)), Cell(number(before["stock"], lang, 0), before["stock"]),
            Cell(number(before["staff"], lang, 1), before["staff"]),
            needed(whole[place], "2020", lang) if place in whole else Cell("–", None),
            Cell(number(100 * before[first], lang, 1), before[first]),
        ]  # fmt: skip
        for variant in kept:
            cells += [
                _percent(by_key.get((place, variant, "hours_asked")), lang),
                _points(by_key.get((place, variant, first)), lang),
            ]
        rows.append(cells)
    keys = ("country_citizens", "posts_total_head", "country_first_now")
    heads = [Head(phrase("m_place", lang)), Head(phrase("country_citizens", lang), number=True),
             Head(phrase("country_posts_now", lang), number=True), Head(phrase("country_needed", lang, year="2020"), number=True),
             Head(phrase(keys[2], lang), number=True)]  # fmt: skip
    groups = [("", len(heads)), *((column_label(variant, lang, manifest), 2) for variant in kept)]
    heads += [
        Head(phrase(key, lang), number=True) for _ in kept for key in ("country_asked_percent", "country_first_change")
    ]
    return Table("places", heads, rows, groups)


def _percent(row: Row | None, lang: Lang) -> Cell:
    if row is None or not row["baseline_mean"]:
        return Cell("–", None)
    factor = 100 / float(row["baseline_mean"])
    value, low, high = (factor * float(row[name]) for name in ("difference", "low", "high"))
    return Cell(number(value, lang, 1, signed=True), value, ends(low, high, lang, 1))


def _points(row: Row | None, lang: Lang) -> Cell:
    if row is None:
        return Cell("–", None)
    value, low, high = (100 * float(row[name]) for name in ("difference", "low", "high"))
    return Cell(number(value, lang, 1, signed=True), value, ends(low, high, lang, 1))


def _heads(lang: Lang, *keys: str) -> list[Head]:
    return [Head(phrase(key, lang), number=True) for key in keys]
