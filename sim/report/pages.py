"""The pages of a result: one of the study or, if it has several places, one of each and one that compares them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.charts import draw_charts, write_chart
from sim.report.country.map import drawn_maps
from sim.report.country.page import render_country
from sim.report.country.record import CountryTables
from sim.report.guidelines.page import render_guidelines
from sim.report.html import render_report
from sim.report.manifest import Manifest
from sim.report.overview import render_overview


def page_name(lang: Lang, place: str = "") -> str:
    """The name of a page: ``report.html``, ``report.da.html``; of one of several places ``report-aalborg.html``."""
    return f"report{f'-{place}' if place else ''}{'' if lang == 'en' else f'.{lang}'}.html"


def guidelines_name(lang: Lang) -> str:
    """The name of the page of reporting guidelines."""
    return f"guidelines{'' if lang == 'en' else f'.{lang}'}.html"


def write_report(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    folder: str | Path,
    lang: Lang = "en",
    *,
    charts: bool = False,
    country: CountryTables | None = None,
    headings: Lang = "en",
) -> list[Path]:
    """Write the pages into ``folder``, each whole or not at all. Returns the paths; the main page is the last.

    Args:
        measures, comparisons: the tidy tables of docs/contracts.md section 5.
        manifest: of the study.
        lang: ``en`` or ``da``.
        charts: whether to write the files of the charts too, into ``charts/`` or ``charts.da/``; of several places each
            has a folder there. A chart is drawn once for its files and its page.
        country: of a study of a list. Then there is one page, with the sums first and a table of the places, and two maps.
        headings: the language of the headings of the charts' CSV.

    Raises:
        ScenarioError: another language.
    """
    inside, several = user_path(folder), len(manifest.places) > 1
    paths: list[Path]
    if country is not None:
        folder_of_maps = inside / f"charts{'' if lang == 'en' else f'.{lang}'}"
        maps = [replace(chart, headings=headings) for chart in drawn_maps(comparisons, manifest, lang)]
        paths = [path for chart in maps if charts for path in write_chart(chart, folder_of_maps)]
        texts = {
            guidelines_name(lang): render_guidelines(manifest, lang, page_name(lang)),
            page_name(lang): render_country(comparisons, country, manifest, lang, maps),
        }
        for name, text in texts.items():
            write(inside / name, text)
        return [*paths, *(inside / name for name in texts)]
    pictures = inside / f"charts{'' if lang == 'en' else f'.{lang}'}"
    paths = []
    pages: dict[str, str] = {}
    for place in manifest.places:
        at_place = manifest.at(place)
        drawn = draw_charts(measures, comparisons, at_place, lang, headings)
        for chart in drawn.values() if charts else ():
            paths += write_chart(chart, pictures / place if several else pictures)
        name = page_name(lang, place if several else "")
        pages[name] = render_report(measures, comparisons, at_place, lang, drawn)
    pages = {guidelines_name(lang): render_guidelines(manifest, lang, page_name(lang))} | pages
    if several:
        links = {place: page_name(lang, place) for place in manifest.places}
        pages[page_name(lang)] = render_overview(measures, comparisons, manifest, links, lang)
    for name, text in pages.items():
        write(inside / name, text)
    return [*paths, *(inside / name for name in pages)]
