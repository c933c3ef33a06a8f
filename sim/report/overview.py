"""The page of a study of several places: the answer and the comparison of each place, with a link to its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from sim.files.entry import Lang
from sim.report.headline import headline
from sim.report.html import comparison, comparison_note, lines
from sim.report.levels import one_place, study_columns
from sim.report.manifest import Manifest
from sim.report.staff_tables import spread_table
from sim.report.summary import Line
from sim.report.table import Table
from sim.report.template import filled
from sim.report.words import check_language, label


@dataclass(frozen=True)
class PlaceSection:
    """The part of the page about one place.

    Attributes:
        name: the name of the place in the files.
        title: the name as a reader knows it.
        link: the address of the place's own page.
        note: what the table compares.
    """

    name: str
    title: str
    link: str
    lines: list[Line]
    comparison: Table | None
    note: str


def render_overview(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, links: Mapping[str, str], lang: Lang = "en"
) -> str:
    """The page that compares the places, as HTML text.

    Args:
        measures, comparisons: the tidy tables of docs/contracts.md section 5.
        manifest: of the study.
        links: place -> address of its page.

    Raises:
        ScenarioError: another language.
    """
    check_language(lang)

    sections = [_section(measures, comparisons, manifest.at(place), links[place], lang) for place in manifest.places]
    return filled(
        "overview.html",
        manifest,
        lang,
        sections=sections,
        spread=spread_table(measures, comparisons, manifest, lang),
    )


def _section(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, link: str, lang: Lang
) -> PlaceSection:
    """The part about the only place of ``manifest``."""
    headlines = headline(measures, comparisons, manifest)
    columns = study_columns(one_place(measures, manifest), one_place(comparisons, manifest), manifest)
    table = comparison(headlines, columns, manifest, lang)
    return PlaceSection(
        name=manifest.place,
        title=label("place", manifest.place, lang, manifest),
        link=link,
        lines=lines(headlines, columns, manifest, lang),
        comparison=replace(table, name=f"comparison-{manifest.place}") if table else None,
        note=comparison_note(headlines, columns, manifest, lang),
    )
