"""What is sure and what is not, in a few plain lines for the first screen and the page."""

from __future__ import annotations

import math

import pandas as pd

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.contact_table import contact_lines
from sim.report.manifest import Manifest
from sim.report.precision_words import precision_lines
from sim.report.ranges import break_even_lines, range_lines, zero_lines
from sim.report.study_argument import argument
from sim.report.summary import Line
from sim.report.words import difference_parts, difference_unit, label, number, phrase

UNKNOWN = "unknown"
"""The grade of a value that nobody has estimated."""
LEADING = ("hours", "running-casework")
"""The headline of studies without ranges."""


def certainty(headlines: pd.DataFrame, manifest: Manifest, lang: Lang = "en", study: str = "") -> list[Line]:
    """Lines on what is sure (the paired arithmetic) and what is not (practice, unmeasured values), and the break-even.

    Args:
        headlines: the table of :func:`sim.report.headline.headline`.
        manifest: of one place.
        lang: the language of the lines.
        study: what commands in the lines call the study (default: as a page calls it, :func:`sim.report.study_argument.argument`).
    """
    if headlines.empty:
        return []
    study = study or argument(manifest)
    return [
        *_sure(headlines, manifest, lang),
        *precision_lines(manifest, lang),
        *_not_sure(headlines, manifest, lang, study),
        *_other_practice(headlines, manifest, lang),
        *contact_lines(manifest, lang),
        *zero_lines(manifest, lang),
        *break_even_lines(manifest, lang),
        *_measured(manifest, lang, study),
    ]


def _leading(manifest: Manifest) -> tuple[str, str, str]:
    """(measure, activity, need) of the headline that the lines are about."""
    known = {(each.measure, each.activity, each.need) for each in manifest.ranges}
    for outcome in manifest.outcomes:
        key = (outcome.measure, outcome.activity, outcome.need)
        if key in known:
            return key
    return (*LEADING, "all")


def _rows(headlines: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The leading headline of every column that keeps its staff."""
    measure, activity, need = _leading(manifest)
    rows = headlines[
        (headlines["measure"] == measure) & (headlines["activity"] == activity) & (headlines["need"] == need)
    ]
    return rows[[not manifest.column(str(name)).cut for name in rows["column"]]]


def _changed(row: pd.Series[float], lang: Lang) -> tuple[str, str, str]:
    """The difference of a row in words, its interval, and its unit."""
    ends = (float(row["difference"]), float(row["low"]), float(row["high"]))
    unit = str(row["unit"])
    change, interval = difference_parts(*ends, unit, lang)
    return change, interval, difference_unit(*ends, unit, lang) or label("unit", unit, lang)


def _sure(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[Line]:
    rows = _rows(headlines, manifest)
    if rows.empty:
        return []
    row = rows.iloc[0]
    head, pairs = phrase("sure_head", lang), int(row["pairs"])
    if math.isnan(float(row["low"])):
        return [Line(head, phrase("sure_one", lang))] if pairs == 1 else []
    change, interval, unit = _changed(row, lang)
    name = row_label(*_leading(manifest), lang, manifest)
    return [
        Line(
            head, phrase("sure_line", lang, pairs=pairs, name=_inside(name), ends=interval or change, unit=unit)
        )
    ]  # fmt: skip


def _inside(name: str) -> str:
    """A name within a sentence."""
    return name[:1].lower() + name[1:]


def _not_sure(headlines: pd.DataFrame, manifest: Manifest, lang: Lang, study: str) -> list[Line]:
    """The range of the leading headline by unmeasured values, or the command that computes it."""
    head = phrase("unsure_head", lang)
    lines = range_lines(headlines, manifest, lang)
    if not lines:
        return [Line(head, phrase("ranges_missing", lang, study=study))]
    first, *others = lines
    shown = [Line(head, phrase("unsure_line", lang, name=first.head.rstrip(":"), text=first.text))]
    return [*shown, *others]


def _other_practice(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[Line]:
    """The leading headline under the same rules and another practice, if the study has such a column."""
    rows = _rows(headlines, manifest)
    if rows.empty:
        return []
    first = manifest.column(str(rows.iloc[0]["column"]))
    name = row_label(*_leading(manifest), lang, manifest)
    lines = []
    for _, row in rows.iloc[1:].iterrows():
        column = manifest.column(str(row["column"]))
        if column.rules == first.rules and column.practice != first.practice and column.use == first.use:
            change, interval, unit = _changed(row, lang)
            practice = label("practice", column.practice, lang, manifest)
            words = f"{change} ({interval})" if interval else change
            lines.append(
                Line(
                    phrase("other_practice_head", lang),
                    phrase("other_practice_line", lang, practice=practice, name=_inside(name), change=words, unit=unit),
                )
            )
    return lines[:1]


def _measured(manifest: Manifest, lang: Lang, study: str) -> list[Line]:
    """How many values have no measurement, and how many published figures the baseline meets."""
    if not manifest.values_in_all:
        return []
    unknown = sum(each.evidence == UNKNOWN for each in manifest.assumptions)
    text = phrase(
        "measured_line", lang, count=number(len(manifest.assumptions), lang, 0), values=number(manifest.values_in_all, lang, 0),
        unknown=number(unknown, lang, 0),
    )  # fmt: skip
    for each in manifest.figures:
        if each.inside + each.outside:
            text += " " + phrase(
                "figures_line", lang, count=number(each.inside + each.outside, lang, 0),
                inside=number(each.inside, lang, 0), outside=number(each.outside, lang, 0), study=study,
            )  # fmt: skip
    return [Line(phrase("measured_head", lang), text)]
