"""The tables of the page, built from tidy numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.files.entry import Lang
from sim.files.localised import quantity
from sim.law.reading.in_words import Titles
from sim.report.captions import MOST_COLUMNS, interval_words, row_label
from sim.report.levels import KEYS, levels, other_roles, records, rolled
from sim.report.manifest import Assumption, BreakEven, Manifest
from sim.report.pools import part_numbers, part_words
from sim.report.proposals import is_wide, largest
from sim.report.quantities import in_one_unit, quantity_order
from sim.report.side_tables import beside_numbers, beside_words, unknown_numbers
from sim.report.source_text import Said, said
from sim.report.table import Cell, Head, Table
from sim.report.value_words import value_words
from sim.report.words import (
    column_label,
    decimals_for,
    difference_parts,
    difference_unit,
    in_millions,
    label,
    number,
    percent_text,
    phrase,
    shown,
)

GRADE_ORDER = ("unknown", "assumption", "fitted", "expert", "seed", "study")
NOTHING = Cell("–", quiet=True)


def comparison_table(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table:
    """Headline measures against every variant, side by side; a dash where the column may not show the measure."""
    columns = list(dict.fromkeys(headlines["column"]))
    heads = [Head(phrase("measure", lang)), Head(phrase("nature", lang)), Head(phrase("baseline", lang), number=True)]
    groups = [("", 3)]
    words = interval_words(headlines, lang)
    for column in columns:
        heads += [
            Head(phrase("difference", lang, interval=words), number=True),
            Head(phrase("percent", lang), number=True),
        ]
        groups.append((column_label(column, lang, manifest), 2))
    rows = []
    for (measure, activity, need), part in headlines.groupby(["measure", "activity", "need"], sort=False):
        first = part.iloc[0]
        natures = dict.fromkeys(str(nature) for nature in part["nature"].dropna())
        row = [
            Cell(
                row_label(str(measure), str(activity), str(need), lang, manifest),
                detail=label("unit", str(first["unit"]), lang),
            ),
            Cell(", ".join(label("nature", nature, lang) for nature in natures)),
            level_cell(float(first["baseline_mean"]), str(first["unit"]), lang),
        ]
        lines = records(part)
        by_column = {str(line["column"]): line for line in lines}
        for column in columns:
            line = by_column.get(column)
            row += [difference_cell(line, lang, lines[0]), percent_cell(line, lang)] if line else [NOTHING, NOTHING]
        rows.append(row)
    return Table("comparison", heads, rows, groups)


WIDE_HEADLINES = (
    ("hours", "running-casework"), ("wait_first_meeting_within_4_weeks_standardised", "all"),
    ("wait_team_mean_standardised", "all"), ("wait_clarification_mean_standardised", "all"),
    ("breach_share_standardised", "all"), ("meetings", "all"), ("detection_delay_mean_standardised", "all"),
    ("staff", "all"), ("staff_cost", "all"),
)  # fmt: skip
"""What a comparison of many columns shows: a row per column has room for nine."""


def wide_table(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table:
    """A row per variant with its difference in a few headlines; a dash where the column may not show the measure."""
    available = {
        (m, a)
        for m, a, n in zip(headlines["measure"], headlines["activity"], headlines["need"], strict=True)
        if n == "all"
    }
    wanted = [key for key in WIDE_HEADLINES if key in available]
    heads = [Head(phrase("column", lang))]
    units = {(m, a): u for m, a, u in zip(headlines["measure"], headlines["activity"], headlines["unit"], strict=True)}
    words = {key: f"{row_label(*key, 'all', lang, manifest)}, {label('unit', units[key], lang)}" for key in wanted}
    heads += [Head(words[key], number=True) for key in wanted]
    rows = []
    for column, part in headlines[headlines["need"] == "all"].groupby("column", sort=False):
        lines = {(line["measure"], line["activity"]): line for line in records(part)}
        cells = [difference_cell(lines[key], lang) if key in lines else NOTHING for key in wanted]
        rows.append([Cell(column_label(str(column), lang, manifest)), *cells])
    return Table("columns", heads, rows)


def level_cell(mean: float, unit: str, lang: Lang) -> Cell:
    """A level; shares in percent."""
    value = shown(mean, unit)
    if in_millions(unit, value):
        return Cell(f"{number(value / 1e6, lang, 1)} {'million' if lang == 'en' else 'mio.'}", value)
    return Cell(number(value, lang, decimals_for(value, unit=unit)), value)


def difference_cell(line: Mapping[str, Any], lang: Lang, first: Mapping[str, Any] | None = None) -> Cell:
    """A difference with its interval, and its unit where that is not the level's.

    ``first`` is the line whose baseline the row prints. If this line has another baseline, the cell says so.
    """
    unit, ends = str(line["unit"]), (float(line["difference"]), float(line["low"]), float(line["high"]))
    text, interval = difference_parts(*ends, unit, lang)
    own = difference_unit(*ends, unit, lang)
    if own and own != label("unit", unit, lang):
        text += f" {own.removesuffix(label('unit', unit, lang)).strip()}"
    own_baseline = baseline_words(line, first, lang)
    return Cell(text, shown(ends[0], unit), "; ".join(part for part in (interval, own_baseline) if part))


def baseline_words(line: Mapping[str, Any], first: Mapping[str, Any] | None, lang: Lang) -> str:
    """The baseline of a line if it reads otherwise than that of the row's first line; else empty."""
    if first is None:
        return ""
    words = [level_cell(float(each["baseline_mean"]), str(each["unit"]), lang).text for each in (first, line)]
    return "" if words[0] == words[1] else phrase("own_baseline", lang, value=words[1])


def percent_cell(line: Mapping[str, Any], lang: Lang) -> Cell:
    """A difference in percent of the baseline."""
    percent = float(line["percent"])
    return Cell(percent_text(percent, lang), percent)


def number_table(name: str, numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table:
    """The numbers of a level table, such as a chart's, in a row per key.

    A row has the baseline's level, then each variant's level and difference.
    """
    every = list(dict.fromkeys(numbers["column"]))
    columns = largest(every, manifest, MOST_COLUMNS) if is_wide(every) else every
    heads = [Head(phrase("what", lang))]
    more = len(every) - len(columns)
    groups = [(phrase("wide_left_out", lang, count=more) if more else "", 1)]
    for at, column in enumerate(columns):
        heads.append(Head(phrase("value", lang), number=True))
        heads += [Head(phrase("difference", lang, interval=interval_words(numbers, lang)), number=True)] if at else []
        groups.append((column_label(column, lang, manifest), 2 if at else 1))
    lines: dict[tuple[str, str, str, str, str, str], dict[str, dict[str, Any]]] = {}
    for line in records(numbers):
        measure, group, team, activity, need, unit = (str(line[key]) for key in KEYS)
        lines.setdefault((measure, group, team, activity, need, unit), {})[line["column"]] = line
    rows = []
    for (measure, group, team, activity, need, unit), by_column in lines.items():
        words = _what(name, measure, group, team, activity, need, manifest, lang)
        row = [Cell(words, detail=label("unit", unit, lang))]
        for at, column in enumerate(columns):
            level = by_column.get(column)
            row.append(level_cell(float(level["mean"]), unit, lang) if level else NOTHING)
            if at:
                row.append(difference_cell(level, lang) if level and pd.notna(level["difference"]) else NOTHING)
        rows.append(row)
    return Table(name, heads, rows, groups)


def _what(
    name: str, measure: str, group: str, team: str, activity: str, need: str, manifest: Manifest, lang: Lang
) -> str:
    if name in {"beside", "unknown"}:
        return beside_words(measure, group, activity, manifest, lang)
    if name == "hours":
        return label(
            "measure" if activity == "all" else "activity", measure if activity == "all" else activity, lang, manifest
        )
    if name == "breaches":
        return label(*(("measure", measure) if activity == "all" else ("duty", activity)), lang, manifest)
    if name in {"team-places", "persons", "clarification"}:
        return label("measure", measure, lang, manifest)
    if name == "parts":
        cell = {"group": group, "team": team, "activity": activity, "need": need}
        return part_words(measure, cell, manifest, lang)
    if name == "waits":
        return f"{label('measure', measure, lang, manifest)}: {label('group', group, lang, manifest)}"
    if name == "caseload":
        return f"{label('team', team, lang, manifest)}: {label('measure', measure, lang, manifest)}"
    if team != "all":
        return label("team", team, lang, manifest)
    return label("need", need, lang, manifest)


def parts_table(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, shown_measures: Sequence[str], lang: Lang
) -> Table | None:
    """The parts of headlines whose pool moves against all of them; None without any."""
    numbers = part_numbers(measures, comparisons, manifest, list(dict.fromkeys(shown_measures)))
    return None if numbers.empty else number_table("parts", numbers, manifest, lang)


def beside_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """Offers, sanctions, prolongations, papers, interpreters, detection, by column; None when the tables have none."""
    numbers = beside_numbers(measures, comparisons, manifest)
    return None if numbers.empty else number_table("beside", numbers, manifest, lang)


def unknown_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """What the groups of unknown volume take, by column; None when the tables have none."""
    numbers = unknown_numbers(measures, comparisons, manifest)
    return None if numbers.empty else number_table("unknown", numbers, manifest, lang)


def roles_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """Hours of roles other than caseworker, by column; None when the tables have none."""
    table = other_roles(levels(measures, comparisons, ["hours_total"], manifest))
    if table.empty:
        table = other_roles(levels(measures, comparisons, ["hours"], manifest))
    if table.empty:
        return None
    return number_table("roles", rolled(table, ["group", "need", "activity"]), manifest, lang)


def proposals_table(manifest: Manifest, lang: Lang) -> Table:
    """The proposals of the rule sets: nature of their numbers, claim of their paper, and break-even where known."""
    keys = ["proposal", "title", "nature", "claim", "source_head"]
    texts = {each.proposal: _days(each, lang) for each in reversed(manifest.break_even) if each.proposal}
    heads = [Head(phrase(key, lang)) for key in [*keys, *(["break_even"] if texts else [])]]
    rows = []
    for proposal in manifest.proposals:
        row = [
            Cell(proposal.id),
            Cell(proposal.title.of(lang)),
            Cell(label("nature", proposal.nature, lang), detail=proposal.of.of(lang)),
            _claim(proposal.claim or {}, lang),
            Cell(proposal.source),
        ]
        rows.append([*row, *([Cell(texts.get(proposal.id, "–"))] if texts else [])])
    return Table("proposals", heads, rows)


def _days(each: BreakEven, lang: Lang) -> str:
    """The extra days on benefit that would cost as much as the saving."""
    if each.saving is None or each.saving <= 0 or each.days is None:
        return phrase("no_saving", lang)
    return phrase("days_extra", lang, days=number(each.days, lang, 2))


def _claim(claim: Mapping[str, object], lang: Lang) -> Cell:
    """What a paper states, with its unit."""
    saves, unit, source = claim.get("saves", claim.get("states")), claim.get("unit"), claim.get("source")
    if saves is None:
        return Cell("")
    text = (
        number(float(saves), lang, 0 if float(saves) == int(saves) else None)
        if isinstance(saves, int | float)
        else str(saves)
    )
    words = unit[lang] if isinstance(unit, Mapping) else str(unit or "")
    return Cell(f"{text} {words}{f' ({source})' if source else ''}")


def _sources(assumption: Assumption, lang: Lang) -> tuple[Said, Said]:
    """Source and note of an assumption."""
    return said(assumption.source, lang), said(assumption.note, lang)


def assumption_tables(
    assumptions: Sequence[Assumption], lang: Lang, titles: Titles | None = None
) -> list[tuple[str, Table]]:
    """(grade, table) for each grade below a statistic, weakest first. ``titles`` are those of the rules' entries."""
    grades = sorted(
        {assumption.evidence for assumption in assumptions},
        key=lambda grade: (GRADE_ORDER.index(grade) if grade in GRADE_ORDER else 99, grade),
    )
    keys = ["path", "value", "low", "high", "source_head"]
    keys += ["note"] if any(each.note for each in assumptions) else []
    heads = [Head(phrase(key, lang), number=key in {"value", "low", "high"}) for key in keys]
    tables = []
    for grade in grades:
        rows = [
            [
                Cell(value_words(each.path, lang, titles), detail=each.path, code="detail"),
                *(
                    Cell(quantity(text, lang), quantity_order(text))
                    for text in in_one_unit(each.value, each.low, each.high)
                ),
                *(Cell(told.words.replace("`", ""), lang=told.lang) for told in _sources(each, lang)),
            ][: len(heads)]
            for each in assumptions
            if each.evidence == grade
        ]
        tables.append((grade, Table(f"assumptions-{grade}", heads, rows)))
    return tables
