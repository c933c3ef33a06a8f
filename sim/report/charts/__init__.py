"""The charts: each a function that returns its tidy numbers and one that draws them."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.charts import (
    breaches,
    caseload,
    claim,
    claims,
    clarification,
    curves,
    differences,
    duties,
    flows,
    hours,
    index_heat,
    indices,
    loads,
    minutes,
    payers,
    proposals,
    share_heat,
    shares,
    team_places,
    tornado,
    uncertainty,
    waits,
    waterfall,
)
from sim.report.charts.chart import FORMATS, Chart, DrawnChart, NoNumbersError
from sim.report.manifest import Manifest
from sim.report.words import check_language

CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        differences.CHART,
        differences.CUT,
        hours.CHART,
        waterfall.CHART,
        minutes.CHART,
        caseload.CHART,
        loads.LOADS,
        loads.MONTHS,
        waits.CHART,
        clarification.CHART,
        curves.WAITS,
        curves.SPELLS,
        curves.EXITS,
        flows.CHART,
        breaches.CHART,
        duties.CHART,
        payers.CHART,
        proposals.CHART,
        claims.CHART,
        team_places.CHART,
        tornado.CHART,
        uncertainty.CHART,
        shares.CHART,
        share_heat.CHART,
        claim.CHART,
        indices.CHART,
        index_heat.CHART,
    )
}
"""Every chart by name, in the order of the report."""


def draw_chart(
    name: str,
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    lang: Lang = "en",
) -> DrawnChart:
    """One chart of a study's tables (docs/contracts.md section 5).

    Raises:
        ScenarioError: there is no chart of that name, or the language is neither en nor da.
        NoNumbersError: the tables hold none of its measures.
    """
    check_language(lang)
    if name not in CHARTS:
        raise ScenarioError(
            "unknown chart",
            found=name,
            expected=", ".join(CHARTS),
            nearest=nearest_name(name, CHARTS),
        )
    chart = CHARTS[name]
    numbers = chart.numbers(measures, comparisons, manifest)
    draw = partial(chart.draw, numbers, manifest, lang)
    return DrawnChart(name, numbers, draw(), draw=draw)


def draw_charts(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang = "en", headings: Lang = "en"
) -> dict[str, DrawnChart]:
    """Every chart that the tables have numbers for, by name, in the order of the report.

    Args:
        headings: the language of the headings of their CSV.

    Raises:
        ScenarioError: another language.
    """
    drawn: dict[str, DrawnChart] = {}
    for name in CHARTS:
        with suppress(NoNumbersError):
            drawn[name] = replace(draw_chart(name, measures, comparisons, manifest, lang), headings=headings)
    return drawn


def save_chart(
    name: str,
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    folder: str | Path,
    lang: Lang = "en",
) -> list[Path]:
    """Write ``name.png``, ``.svg``, ``.pdf``, ``.csv`` into ``folder``; all is drawn before anything is written."""
    drawn = draw_chart(name, measures, comparisons, manifest, lang)
    return write_chart(drawn, user_path(folder))


def write_chart(drawn: DrawnChart, folder: Path) -> list[Path]:
    """The four files of a drawn chart, each whole or not at all."""
    contents = {kind: drawn.picture(kind) for kind in FORMATS} | {"csv": drawn.csv().encode()}
    paths = []
    for kind, content in contents.items():
        paths.append(folder / f"{drawn.name}.{kind}")
        write(paths[-1], content)
    return paths


def save_charts(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    folder: str | Path,
    lang: Lang = "en",
) -> list[Path]:
    """Every chart that the tables have numbers for, as :func:`save_chart` writes it."""
    drawn = draw_charts(measures, comparisons, manifest, lang)
    return [path for chart in drawn.values() for path in write_chart(chart, user_path(folder))]


__all__ = [
    "CHARTS",
    "FORMATS",
    "Chart",
    "DrawnChart",
    "NoNumbersError",
    "draw_chart",
    "draw_charts",
    "save_chart",
    "save_charts",
    "write_chart",
]
