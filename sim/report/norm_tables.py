"""Posts that the union's norms ask for, by team, and the posts of the place against the share of staff who hold cases."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.levels import in_order, levels, whole
from sim.report.manifest import Manifest
from sim.report.proposals import is_wide
from sim.report.staff_record import StaffRecord
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, label, number, phrase

ENDS = ("most", "fewest")
YEARS = ("2016", "2020")
MEASURES = ("norm_staff", *(f"norm_posts_{year}_{end}" for year in YEARS for end in ENDS), "norm_gap_2020_most")


def norm_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The level table of :data:`MEASURES` by team and in all, teams in order."""
    table = levels(measures, comparisons, MEASURES, manifest)
    table = table[whole(table, ["group", "activity", "need"])]
    order = table["team"].map(lambda team: -1 if team == "all" else 0)
    return table.assign(first=order).sort_values(["first", "team"], key=_key, kind="stable").drop(columns="first")


def _key(column: pd.Series[str]) -> pd.Series[int]:
    return in_order(column) if column.name == "team" else column.astype(int)


def norms_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """A row per column and team: posts there are, posts needed by both norms, what is missing and what it costs.

    A study with many columns shows the baseline only. None if no group has a norm.
    """
    numbers = norm_numbers(measures, comparisons, manifest)
    if numbers.empty:
        return None
    columns = list(dict.fromkeys(numbers["column"]))
    rows = []
    for column in columns[:1] if is_wide(columns) else columns:
        part = numbers[numbers["column"] == column]
        for team in dict.fromkeys(part["team"]):
            means = part[part["team"] == team].set_index("measure")["mean"]
            staff = float(means.get("norm_staff", 0.0))
            name = phrase("all_teams", lang) if team == "all" else label("team", team, lang, manifest)
            row = [Cell(column_label(column, lang, manifest)), Cell(name), Cell(number(staff, lang, 1), staff)]
            for year in YEARS:
                most, fewest = (float(means.get(f"norm_posts_{year}_{end}", 0.0)) for end in ENDS)
                row.append(Cell(f"{number(most, lang, 1)}–{number(fewest, lang, 1)}", most))
            gap = float(means.get("norm_gap_2020_most", 0.0))
            cost = gap * manifest.prices.dkk_per_post / 1e6
            rows.append(
                [*row, Cell(number(gap, lang, 1, signed=True), gap), Cell(number(cost, lang, 1, signed=True), cost)]
            )
    heads = [
        Head(phrase("column", lang)),
        Head(phrase("team", lang)),
        Head(phrase("norm_posts_head", lang), number=True),
    ]
    heads += [Head(phrase("norm_needed_head", lang, year=year), number=True) for year in YEARS]
    heads += [Head(phrase(key, lang), number=True) for key in ("norm_gap_head", "norm_cost_head")]
    return Table("norms", heads, rows)


def norms_note(manifest: Manifest, lang: Lang) -> str:
    """How cases count against the norms, and the price of a post."""
    return phrase("norms_note", lang, price=number(manifest.prices.dkk_per_post, lang, 0))


def staff_text(record: StaffRecord, place: str, lang: Lang) -> str:
    """The posts of a place, by its title, against the share of all staff who hold cases."""
    verdict = "below" if record.posts < record.low else "above" if record.posts > record.high else "inside"
    return phrase(
        "staff_range_counted" if record.counted else "staff_range_stated" if record.stated else "staff_range_place",
        lang,
        place=place,
        posts=number(record.posts, lang, 1),
        staff=number(record.staff, lang, 0),
        source=record.source,
        low_share=number(record.low_share, lang, 0),
        high_share=number(record.high_share, lang, 0),
        low=number(record.low, lang, 0),
        high=number(record.high, lang, 0),
        verdict=phrase(f"staff_range_{verdict}", lang),
    )
