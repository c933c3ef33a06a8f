"""The tables under the four numbers, made by the report from the same tidy tables."""

from __future__ import annotations

from dataclasses import dataclass

from sim.explore.findings import Findings
from sim.explore.page.words import say
from sim.files.entry import Lang
from sim.report.charts import CHARTS
from sim.report.charts.chart import NoNumbersError
from sim.report.norm_tables import norms_note, norms_table
from sim.report.page_tables import number_table
from sim.report.payers import payers_table
from sim.report.table import Table


@dataclass(frozen=True)
class Section:
    """A part of the result: its title, its tables, and what a reader must know of them."""

    name: str
    title: str
    tables: list[Table]
    note: str = ""


def sections(findings: Findings, lang: Lang) -> list[Section]:
    """Hours by activity, caseloads against norms, waits, minutes by need, and money. A part without numbers is left out."""
    measures, comparisons, manifest = findings.measures, findings.comparisons, findings.manifest
    norms = norms_table(measures, comparisons, manifest, lang)
    payers = payers_table(comparisons, manifest, lang)
    parts = [
        Section("hours", say("explore_hours", lang), _of_chart("hours", findings, lang)),
        Section("caseloads", say("explore_caseloads", lang), [norms] if norms else [], norms_note(manifest, lang)),
        Section("waits", say("explore_waits", lang), _of_chart("waits", findings, lang)),
        Section("minutes", say("explore_minutes", lang), _of_chart("minutes", findings, lang)),
        Section("money", say("explore_money", lang), [payers] if payers else [], say("explore_money_note", lang)),
    ]
    return [part for part in parts if part.tables]


def _of_chart(name: str, findings: Findings, lang: Lang) -> list[Table]:
    """The numbers of a chart as a table; empty if there are none."""
    try:
        numbers = CHARTS[name].numbers(findings.measures, findings.comparisons, findings.manifest)
    except NoNumbersError:
        return []
    return [] if numbers.empty else [number_table(name, numbers, findings.manifest, lang)]
