"""The report: one self-contained page, to read on a screen or print on A4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from sim.files.entry import Lang
from sim.report.all_staff_table import all_staff_note, all_staff_table
from sim.report.benefit_table import benefit_table, benefits_note
from sim.report.brief import brief
from sim.report.captions import interval_line, row_label
from sim.report.certainty import certainty
from sim.report.charts import CHARTS, Chart, DrawnChart, draw_charts
from sim.report.check_table import check_line, check_table, rules_table
from sim.report.citation import bibtex, plain
from sim.report.contact_table import contact_table
from sim.report.cut_tables import cut_note, cut_tables
from sim.report.freed_table import freed_table, hours_and_posts
from sim.report.guidelines.page import guideline_tables, missing_count
from sim.report.headline import HEADLINES, headline
from sim.report.inside_page import csv_uri, picture_uri
from sim.report.levels import one_place, study_columns
from sim.report.manifest import Manifest
from sim.report.methods import OF_CODE, methods, staff_of_place
from sim.report.norm_tables import norms_note, norms_table
from sim.report.page_tables import (
    assumption_tables,
    beside_table,
    comparison_table,
    number_table,
    parts_table,
    proposals_table,
    roles_table,
    unknown_table,
    wide_table,
)
from sim.report.payers import payers_alone_table, payers_table
from sim.report.persons_table import persons_table
from sim.report.proposals import alone_table, answer_alone, is_wide, not_run_table, run_alone, verdict_note
from sim.report.ranges import ranges_note, ranges_page_table
from sim.report.side_tables import BESIDE
from sim.report.source_links import anchors
from sim.report.sources import glossary, sources
from sim.report.staff_tables import reinvest_tables, spread_table
from sim.report.summary import Line, answer
from sim.report.survey_table import survey_lines, survey_note, survey_table
from sim.report.table import Table
from sim.report.team_note import team_note
from sim.report.template import filled
from sim.report.uncertainty_page import uncertainty_page
from sim.report.under_cut import under_cut_lines, under_cut_table
from sim.report.words import check_language, column_label, label, phrase

PARTED = tuple(dict.fromkeys(row[0] for row in (*HEADLINES, *BESIDE)))
"""Measures whose parts the page prints where their pool moves against all of them."""


FIRST = ("hours_section", "waits_section", "breaches_section", "caseload_section", "minutes_section", "payers_section")
"""Sections of charts in the order in which a reader asks: what became of the hours, waits, caseloads, minutes, money."""
PROPOSALS = ("proposals", "claims")
SAMPLED = ("uncertainty", "shares", "share-heat", "claim")
CANNOT = 7
"""How many texts say what the model cannot tell."""


@dataclass(frozen=True)
class Figure:
    """A chart on the page: picture and numbers as data URIs; no picture when the tables have no numbers."""

    name: str
    caption: str
    picture: str = ""
    csv: str = ""
    table: Table | None = None
    alternative: str = ""


@dataclass(frozen=True)
class Nature:
    """What a kind of number means, and which headlines are of it."""

    name: str
    text: str
    measures: str


def sections() -> dict[str, list[Chart]]:
    """The charts of each section, by the key of its title, in the order of the report."""
    by_key: dict[str, list[Chart]] = {}
    for chart in CHARTS.values():
        if chart.section:
            by_key.setdefault(chart.section, []).append(chart)
    first = [key for key in FIRST if key in by_key]
    return {key: by_key[key] for key in dict.fromkeys([*first, *by_key])}


def chart_order(*, wide: bool) -> list[str]:
    """The names of all charts in the order of the page, then those of other formats. A ``wide`` study begins with its proposals."""
    order = [*(PROPOSALS if wide else ()), "differences", "differences-cut"]
    for key, charts in sections().items():
        order += [*(chart.name for chart in charts), *(["team-places"] if key == "waits_section" else [])]
    order += [*(() if wide else PROPOSALS), "tornado", *SAMPLED]
    return [*order, *(name for name in CHARTS if name not in order)]


def render_report(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    lang: Lang = "en",
    drawn: Mapping[str, DrawnChart] | None = None,
    pictures: Literal["svg", "png"] = "svg",
) -> str:
    """The page of one place as HTML text.

    Args:
        measures, comparisons: the tidy tables of docs/contracts.md section 5.
        manifest: of one place of the study.
        lang: ``en`` or ``da``.
        drawn: the place's charts (:func:`sim.report.charts.draw_charts`), if they are drawn already.
        pictures: the format of the charts in the page; ``png`` for a page that is only printed.

    Raises:
        ScenarioError: another language.
    """
    check_language(lang)
    charts = draw_charts(measures, comparisons, manifest, lang) if drawn is None else drawn
    shown = contents(measures, comparisons, manifest, lang, charts, pictures)
    return filled("report.html", manifest, lang, paper=pictures == "png", **shown)


def contents(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    lang: Lang,
    charts: Mapping[str, DrawnChart],
    pictures: Literal["svg", "png", ""] = "",
) -> dict[str, Any]:
    """All that the page of one place shows, by its name in the template. The other formats show the same.

    Args:
        charts: the place's charts, drawn.
        pictures: the format of the charts inside the page; "" if the page is not made.
    """
    headlines = headline(measures, comparisons, manifest)
    alone = alone_table(manifest, lang)
    columns = study_columns(one_place(measures, manifest), one_place(comparisons, manifest), manifest)
    captions = _captions(charts, lang, wide=is_wide(columns))
    figures = {
        name: _figure(name, caption, charts.get(name), manifest, lang, pictures) for name, caption in captions.items()
    }
    listed = assumption_tables(manifest.assumptions, lang, manifest.labels)
    grades = [(label("grade", grade, lang), table) for grade, table in listed]
    return {
        "brief": None if is_wide(columns) else brief(headlines, manifest, lang),
        "lines": lines(headlines, columns, manifest, lang),
        "certain": [] if is_wide(columns) else certainty(headlines, manifest, lang),
        "ranges": ranges_page_table(manifest, lang),
        "ranges_note": ranges_note(manifest, lang),
        "captions": captions,
        "tornado": figures["tornado"],
        "uncertainty": uncertainty_page(manifest, lang),
        "sampled": {name: figures[name] for name in SAMPLED},
        "place": label("place", manifest.place, lang, manifest),
        "rests_on": _rests_on(grades, lang),
        "wide": is_wide(columns),
        "comparison": comparison(headlines, columns, manifest, lang),
        "comparison_note": comparison_note(headlines, columns, manifest, lang),
        "parts": parts_table(measures, comparisons, manifest, PARTED, lang),
        "team_places": figures["team-places"],
        "team_note": team_note(manifest, lang),
        "alone": alone,
        "verdict_note": verdict_note(lang),
        "freed": freed_table(comparisons, manifest, lang),
        "hours_and_posts": hours_and_posts(measures, comparisons, manifest, lang),
        "not_run": not_run_table(manifest, lang),
        "alone_figure": figures["proposals"],
        "claims_figure": figures["claims"],
        "natures": _natures(headlines, manifest, lang),
        "differences": figures["differences"],
        "differences_cut": figures["differences-cut"],
        "sections": [(key, [figures[chart.name] for chart in charts]) for key, charts in sections().items()],
        "cut": cut_tables(manifest, lang),
        "cut_note": cut_note(manifest, lang),
        "reinvested": reinvest_tables(manifest, lang),
        "under_cut": under_cut_table(manifest, lang),
        "under_cut_lines": under_cut_lines(manifest, lang),
        "spread": spread_table(measures, comparisons, manifest, lang),
        "norms": norms_table(measures, comparisons, manifest, lang),
        "norms_note": norms_note(manifest, lang),
        "staff": staff_of_place(manifest, lang),
        "all_staff": all_staff_table(manifest, lang),
        "all_staff_note": all_staff_note(manifest, lang),
        "contact": contact_table(manifest, lang),
        "benefits": benefit_table(comparisons, manifest, lang),
        "benefits_note": benefits_note(manifest, lang),
        "payers": payers_table(comparisons, manifest, lang),
        "payers_alone": payers_alone_table(manifest, lang),
        "roles": roles_table(measures, comparisons, manifest, lang),
        "persons": persons_table(measures, comparisons, manifest, lang),
        "beside": beside_table(measures, comparisons, manifest, lang),
        "unknown": unknown_table(measures, comparisons, manifest, lang),
        "survey": survey_table(measures, comparisons, manifest, lang),
        "survey_lines": survey_lines(measures, comparisons, manifest, lang),
        "survey_note": survey_note(manifest, lang),
        "proposals": proposals_table(manifest, lang) if manifest.proposals else None,
        "assumptions": grades,
        "rules_table": rules_table(manifest, lang),
        "checks": check_table(manifest, lang),
        "check_line": check_line(manifest, lang),
        "guidelines": guideline_tables(manifest, lang),
        "guide_count": missing_count(manifest, lang),
        "cannot": [phrase(f"cannot_{at}", lang) for at in range(CANNOT)],
        "glossary": glossary(lang),
        "sources": sources(manifest, anchors(manifest), lang),
        "citation": plain(manifest, lang),
        "bibtex": bibtex(manifest, lang),
        "code_methods": [phrase(key, lang) for key in OF_CODE],
        "methods": methods(headlines, one_place(comparisons, manifest), columns, manifest, lang),
    }


def comparison(headlines: pd.DataFrame, columns: list[str], manifest: Manifest, lang: Lang) -> Table | None:
    """The table of the headlines; None without any."""
    if headlines.empty:
        return None
    return (wide_table if is_wide(columns) else comparison_table)(headlines, manifest, lang)


def comparison_note(headlines: pd.DataFrame, columns: list[str], manifest: Manifest, lang: Lang) -> str:
    """What the table of the headlines is compared with, and its intervals."""
    baseline = column_label(columns[0], lang, manifest) if columns else "–"
    interval = "" if headlines.empty else interval_line(headlines, lang)
    return phrase("comparison_note", lang, baseline=baseline, interval=f" ({interval})" if interval else "")


def lines(headlines: pd.DataFrame, columns: list[str], manifest: Manifest, lang: Lang) -> list[Line]:
    """The lines of the answer. A study with many columns has those of its proposals."""
    if headlines.empty:
        return []
    return (
        answer_alone(manifest, lang) if is_wide(columns) and run_alone(manifest) else answer(headlines, manifest, lang)
    )


def _captions(charts: Mapping[str, DrawnChart], lang: Lang, *, wide: bool) -> dict[str, str]:
    """The captions of all charts, numbered in the order of the page. A chart that the page leaves out takes no number."""
    empty = {chart.name for within in sections().values() for chart in within} | {"differences"}
    captions, at = {}, 0
    for name in chart_order(wide=wide):
        at += name in charts or name in empty
        captions[name] = phrase("figure", lang, at=at, caption=phrase(f"{name}_title", lang))
    return captions


def _figure(
    name: str,
    caption: str,
    chart: DrawnChart | None,
    manifest: Manifest,
    lang: Lang,
    pictures: Literal["svg", "png", ""],
) -> Figure:
    if chart is None:
        return Figure(name, caption)
    table = number_table(name, chart.numbers, manifest, lang) if CHARTS[name].levels else None
    return Figure(
        name,
        caption,
        picture_uri(chart, pictures) if pictures else "",
        csv_uri(chart.csv()),
        table,
        chart.alternative or caption,
    )


def _rests_on(assumptions: list[tuple[str, Table]], lang: Lang) -> str:
    grades = ", ".join(f"{grade}: {len(table.rows)}" for grade, table in assumptions)
    return (
        phrase("rests_on", lang, count=sum(len(table.rows) for _, table in assumptions), grades=grades)
        if assumptions
        else ""
    )


def _natures(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[Nature]:
    natures = []
    emerges = "emerges-with-assumed-effects" if manifest.effects else "emerges"
    for name in (emerges, "scales", "echoes"):
        rows = headlines[headlines["nature"] == name]
        keys = dict.fromkeys(zip(rows["measure"], rows["activity"], rows["need"], strict=True))
        names = "; ".join(dict.fromkeys(row_label(m, a, n, lang, manifest) for m, a, n in keys))
        sentence = phrase("here_rest", lang) if name == emerges else phrase("here", lang, names=names)
        natures.append(Nature(label("nature", name, lang), phrase(f"{name}_text", lang), sentence if names else ""))
    return natures
