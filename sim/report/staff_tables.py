"""Tables of where reinvested hours went, and of the spread of practices."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from sim.files.entry import Lang
from sim.files.quantity import YEAR_DAYS
from sim.report.levels import named_columns, records, whole
from sim.report.manifest import Manifest
from sim.report.reinvest_record import ReinvestRecord
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, decimals_for, label, number, phrase, rule_set_label, shown

YEAR_WEEKS = YEAR_DAYS / 7
CRITERIA = (("running", 1.0), ("meetings", YEAR_WEEKS))
"""Measures of the service, each with the factor to its printed unit: minutes a week, meetings a year."""
SPREAD = ("wait_decision_mean_standardised", "meetings_per_caseworker_person_year", "running_minutes_per_citizen_week",
          "detection_delay_mean_standardised", "breach_share_standardised")  # fmt: skip
"""Measures of the service that citizens get, compared by place and practice."""


def reinvest_tables(manifest: Manifest, lang: Lang) -> list[Table]:
    """Where freed hours went: into meetings (how many more, the criteria), into caseloads (posts, cases, the norm)."""
    tables = []
    meetings, loads = [], []
    for record in manifest.reinvested:
        name = Cell(column_label(record.column, lang, manifest))
        if record.into == "meetings":
            for unit, levels in record.levels.items():
                more = record.more.get(unit, 0.0)
                row = [name, Cell(_unit(record.units[unit], lang, manifest))]
                row.append(Cell(number(more, lang, 1, signed=True), more))
                meetings.append(row + _criteria(levels, ("baseline", "keep", "reinvest"), lang))
        else:
            loads += [[name, *_load(team, record, lang, manifest)] for team in record.caseloads]
    first = [Head(phrase("column", lang)), Head(phrase("team", lang))]
    if meetings:
        heads = [*first, Head(phrase("more_meetings", lang), number=True), *_criteria_heads(lang, "reinvest")]
        tables.append(Table("reinvest-meetings", heads, meetings))
    if loads:
        words = ("cases_before", "cases_after", "norm_low", "norm_high")
        heads = [*first, *_posts(lang), *(Head(phrase(word, lang), number=True) for word in words)]
        tables.append(Table("reinvest-caseloads", heads, loads))
    return tables


def spread_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """The service that citizens get by rule set, practice and place, and the widest difference under each rule set.

    Waits and deadlines are standardised to the mix of each place's baseline. None where no rule set has more than one
    practice or place.
    """
    kept = measures[measures["measure"].isin(SPREAD) & whole(measures, ["group", "team", "activity", "need"])]
    kept = kept.assign(column=named_columns(kept, manifest))
    kept = pd.concat([kept, _standardised(comparisons, manifest)], ignore_index=True)
    kept = kept[kept["column"].isin([column.name for column in manifest.columns if column.use == "keep"])]
    if kept.empty:
        return None
    means = kept.groupby(["rule_set", "column", "place", "measure"], sort=False)["value"].mean().reset_index()
    units = {str(row["measure"]): str(row["unit"]) for row in records(kept.drop_duplicates("measure"))}
    chosen = [name for name in SPREAD if name in units]
    own = manifest.practices_by_place
    rows = []
    for rule_set, part in means.groupby("rule_set", sort=False):
        levels: dict[str, list[float]] = {name: [] for name in chosen}
        lines = []
        for key, line in part.groupby(["column", "place"], sort=False):
            column, place = (str(name) for name in key)
            values = dict(zip(line["measure"], line["value"], strict=True))
            for name in chosen:
                levels[name].append(float(values.get(name, math.nan)))
            at = label("place", place, lang, manifest)
            if place in own and manifest.column(column).own_practice:
                at += f" ({label('practice', own[place], lang, manifest)})"
            cells = [_level(levels[name][-1], units[name], lang) for name in chosen]
            lines.append([Cell(column_label(column, lang, manifest)), Cell(at), *cells])
        if len(lines) < 2:
            continue
        widest = [_level(max(levels[name]) - min(levels[name]), units[name], lang) for name in chosen]
        head = f"{rule_set_label(str(rule_set), lang, manifest)}: {phrase('widest', lang)}"
        rows += [*lines, [Cell(head), Cell(""), *widest]]
    if not rows:
        return None
    heads = [Head(phrase("column", lang)), Head(phrase("m_place", lang))]
    heads += [
        Head(f"{label('measure', name, lang, manifest)}, {label('unit', units[name], lang)}", number=True)
        for name in chosen
    ]
    return Table("spread", heads, rows)


def _standardised(comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The standardised measures of the spread, a row per column and place: ``column, rule_set, place, measure, unit, value``."""
    rows = comparisons[comparisons["measure"].isin(SPREAD) & comparisons["measure"].str.endswith("_standardised")]
    rows = rows[whole(rows, ["group", "team", "activity", "need"])]
    variants = rows.rename(columns={"variant": "column", "variant_mean": "value"})
    baselines = rows.rename(columns={"baseline": "column", "baseline_mean": "value"})
    table = pd.concat([baselines, variants])[["column", "place", "measure", "unit", "value"]]
    table = table.drop_duplicates(["column", "place", "measure"])
    return table.assign(rule_set=[manifest.column(str(name)).rules for name in table["column"]])


def _level(value: float, unit: str, lang: Lang) -> Cell:
    value = shown(value, unit)
    return Cell(number(value, lang, decimals_for(value)), value)


def _unit(teams: Iterable[str], lang: Lang, manifest: Manifest) -> str:
    return " + ".join(label("team", team, lang, manifest) for team in teams)


def _posts(lang: Lang) -> list[Head]:
    return [Head(phrase(word, lang), number=True) for word in ("posts_before", "posts_after")]


def _criteria_heads(lang: Lang, last: str) -> list[Head]:
    columns = ("baseline", "keep", last)
    return [
        Head(f"{phrase(f'criterion_{name}', lang)}: {phrase(f'of_{column}', lang)}", number=True)
        for name, _ in CRITERIA
        for column in columns
    ]


def _criteria(levels: Mapping[str, Mapping[str, float]], columns: tuple[str, ...], lang: Lang) -> list[Cell]:
    cells = []
    for name, factor in CRITERIA:
        for column in columns:
            value = levels[column].get(name, math.nan) * factor
            cells.append(Cell(number(value, lang, 2), value))
    return cells


def _load(team: str, record: ReinvestRecord, lang: Lang, manifest: Manifest) -> list[Cell]:
    posts = [record.baseline[team], record.posts[team]]
    loads = [record.caseloads[team].get(key, math.nan) for key in ("before", "after", "low", "high")]
    return [Cell(label("team", team, lang, manifest)), *(Cell(number(v, lang, 1), v) for v in [*posts, *loads])]
