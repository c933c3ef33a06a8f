"""The page of a study of a list of places: the sums first, then a table of the places. Maps show the places; no chart is drawn for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from sim.files.entry import Lang
from sim.report.charts.chart import DrawnChart
from sim.report.citation import bibtex, plain
from sim.report.country.brief import country_brief
from sim.report.country.record import CountryTables
from sim.report.country.tables import (
    held_table,
    money_table,
    norms_table,
    places_table,
    posts_table,
    spread_table,
    sums_table,
)
from sim.report.inside_page import picture_uri
from sim.report.manifest import Manifest
from sim.report.table import Table
from sim.report.template import filled
from sim.report.words import check_language, column_label, number, phrase


@dataclass(frozen=True)
class Section:
    """A part of the page: its key, title and note, and its tables with their titles."""

    key: str
    title: str
    note: str
    tables: list[tuple[str, Table]]


def render_country(
    comparisons: pd.DataFrame,
    country: CountryTables,
    manifest: Manifest,
    lang: Lang = "en",
    maps: Sequence[DrawnChart] = (),
    pictures: Literal["svg", "png"] = "svg",
) -> str:
    """The page as HTML text.

    Args:
        maps: the maps of the places (:func:`sim.report.country.map.drawn_maps`).
        pictures: the format of the maps in the page; ``png`` for a page that is only printed.

    Raises:
        ScenarioError: another language.
    """
    check_language(lang)
    return filled(
        "country.html", manifest, lang, paper=pictures == "png", sections=sections(comparisons, country, manifest, lang),
        notes=country_notes(manifest, lang), brief=country_brief(country, manifest, lang),
        maps=[_figure(chart, pictures) for chart in maps], citation=plain(manifest, lang), bibtex=bibtex(manifest, lang),
    )  # fmt: skip


def _figure(chart: DrawnChart, kind: Literal["svg", "png"]) -> tuple[str, str, str, str]:
    """Name, title, alternative text and picture of a map."""
    return chart.name, chart.title, chart.alternative, picture_uri(chart, kind)


def country_notes(manifest: Manifest, lang: Lang) -> list[str]:
    """What the sums rest on, and what their intervals are."""
    places = len(manifest.places)
    several = manifest.replications > 1
    interval = phrase("country_interval", lang, level=number(100 * manifest.confidence, lang, 0))
    return [
        phrase("country_note", lang, places=places, replications=manifest.replications),
        interval if several else phrase("country_one_pair", lang),
    ]


def sections(comparisons: pd.DataFrame, country: CountryTables, manifest: Manifest, lang: Lang) -> list[Section]:
    """The parts of the page that have a table, in its order."""

    def section(key: str, tables: list[tuple[str, Table | None]], **blanks: str) -> Section | None:
        named = [(title, table) for title, table in tables if table is not None and table.rows]
        if not named:
            return None
        return Section(key, phrase(f"country_{key}", lang), phrase(f"country_{key}_note", lang, **blanks), named)

    variants = list(dict.fromkeys(country.over_places["variant"]))
    sums = [
        (column_label(name, lang, manifest), sums_table(country.over_places, name, manifest, lang)) for name in variants
    ]
    baseline = manifest.columns[0].name
    price = number(manifest.prices.dkk_per_post, lang, 0)
    found = [
        section("sums", [(title, table) for title, table in sums]),
        section("money", [("", money_table(country.money_by_payer, manifest, lang))]),
        section("posts", [("", posts_table(country.posts_over_places, manifest, lang))], price=price),
        section("held", [("", held_table(country.national_sums, lang))]),
        section(
            "norms", [(column_label(baseline, lang, manifest), norms_table(country.norms_by_place, baseline, lang))]
        ),
        section("spread", [("", spread_table(country.spread_over_places, manifest, lang))]),
        section("places", [("", places_table(country, comparisons, manifest, lang))]),
    ]
    return [_distinct(each) for each in found if each is not None]


def _distinct(section: Section) -> Section:
    """The section with tables whose names on the page begin with `country`, apart from the other names of the page."""
    return replace(
        section, tables=[(title, replace(table, name=f"country-{table.name}")) for title, table in section.tables]
    )
