"""The pages of a result: one of the study or, if it has several places, one of each and one that compares them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.html import render_report
from sim.report.manifest import Manifest
from sim.report.overview import render_overview


def page_name(lang: Lang, place: str = "") -> str:
    """The name of a page: ``report.html``, ``report.da.html``; of one of several places ``report-aalborg.html``."""
    return f"report{f'-{place}' if place else ''}{'' if lang == 'en' else f'.{lang}'}.html"


def write_report(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    folder: str | Path,
    lang: Lang = "en",
) -> list[Path]:
    """Write the pages into ``folder``, each whole or not at all. Returns their paths; the main page is the last.

    Args:
        measures, comparisons: the tidy tables of docs/contracts.md section 5.
        manifest: of the study.
        lang: ``en`` or ``da``.

    Raises:
        ScenarioError: another language.
    """
    pages: dict[str, str] = {}
    if len(manifest.places) > 1:
        for place in manifest.places:
            pages[page_name(lang, place)] = render_report(measures, comparisons, manifest.at(place), lang)
        links = {place: page_name(lang, place) for place in manifest.places}
        pages[page_name(lang)] = render_overview(measures, comparisons, manifest, links, lang)
    else:
        pages[page_name(lang)] = render_report(measures, comparisons, manifest, lang)
    inside = user_path(folder)
    for name, text in pages.items():
        write(inside / name, text)
    return [inside / name for name in pages]
