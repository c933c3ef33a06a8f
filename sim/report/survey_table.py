"""A survey about contacts beside the run: how many had at most one contact, two or three, more."""

from __future__ import annotations

import math

import pandas as pd

from sim.files.entry import Lang
from sim.report.levels import in_order, levels
from sim.report.manifest import Manifest
from sim.report.survey_record import SurveyRecord
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, label, number, phrase

SHARE, MEAN, CITIZENS = "contacts_share", "contacts_per_citizen", "contacts_citizens"


def survey_table(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> Table | None:
    """The survey's row, then for each column a row over the survey's groups and one for each group.

    None if the study's window is not the period of a survey.
    """
    survey = manifest.survey
    if survey is None:
        return None
    numbers = _numbers(measures, comparisons, manifest)
    rows = [_of_survey(survey, lang)]
    for column in dict.fromkeys(numbers["column"]):
        part = numbers[(numbers["column"] == column) & (numbers["need"] == "all")]
        words = column_label(str(column), lang, manifest)
        groups = [group for group in dict.fromkeys(part.sort_values("group", key=in_order)["group"]) if group != "all"]
        for group in ("all", *groups):
            name = phrase("survey_groups", lang) if group == "all" else label("group", str(group), lang, manifest)
            rows.append([Cell(words), Cell(name), *_of_group(part[part["group"] == group], survey, lang)])
    heads = [Head(phrase("column", lang)), Head(phrase("survey_who", lang))]
    heads += [Head(phrase("survey_band", lang, band=band.replace("-", "–")), number=True) for band in survey.shares]
    heads += [Head(phrase(key, lang), number=True) for key in ("survey_mean", "survey_citizens")]
    return Table("survey", heads, rows)


def survey_lines(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[str]:
    """For each column, the share of citizens beyond the first band beside the survey's, in a sentence."""
    survey = manifest.survey
    if survey is None:
        return []
    first, *_ = survey.shares
    numbers = _numbers(measures, comparisons, manifest)
    cells = numbers[(numbers["measure"] == SHARE) & (numbers["activity"] == first)]
    cells = cells[(cells["group"] == "all") & (cells["need"] == "all")]
    stated, lines = 1 - survey.shares[first], []
    for column, mean in zip(cells["column"], cells["mean"], strict=True):
        gap = (1 - mean) - stated
        lines.append(
            phrase(
                "survey_above" if gap > 0 else "survey_below", lang, column=column_label(str(column), lang, manifest),
                share=number(100 * (1 - mean), lang, 0), stated=number(100 * stated, lang, 0),
                points=number(100 * abs(gap), lang, 0), most=first.rpartition("-")[2],
            )
        )  # fmt: skip
    return lines


def survey_note(manifest: Manifest, lang: Lang) -> str:
    """What the survey is, and why it and the run are not the same thing; empty without a survey."""
    survey = manifest.survey
    if survey is None:
        return ""
    began = [number(100 * survey.began.get(who, math.nan), lang, 0) for who in ("jobcenter", "citizen")]
    return phrase(
        "survey_note", lang, title=survey.title.of(lang), respondents=number(survey.respondents, lang, 0),
        id=survey.id, jobcenter=began[0], citizen=began[1],
    )  # fmt: skip


def _numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The level table of the contacts, of the survey's groups."""
    table = levels(measures, comparisons, [SHARE, MEAN, CITIZENS], manifest)
    covered = set(manifest.survey.groups) if manifest.survey else set()
    return table[[group == "all" or not covered.isdisjoint(str(group).split("+")) for group in table["group"]]]


def _of_survey(survey: SurveyRecord, lang: Lang) -> list[Cell]:
    shares = [_share(share, lang) for share in survey.shares.values()]
    people = Cell(number(survey.respondents, lang, 0), float(survey.respondents), phrase("survey_respondents", lang))
    least = sum(share * _fewest(band) for band, share in survey.shares.items())
    mean = Cell(phrase("survey_least", lang, mean=number(least, lang, 1)), least)
    return [Cell(survey.title.of(lang), detail=survey.id), Cell(phrase("survey_asked", lang)), *shares, mean, people]


def _fewest(band: str) -> int:
    """The fewest contacts of a band such as ``2-3`` or ``4+``."""
    return int(band.rstrip("+").partition("-")[0])


def _of_group(part: pd.DataFrame, survey: SurveyRecord, lang: Lang) -> list[Cell]:
    means = {(row["measure"], row["activity"]): float(row["mean"]) for _, row in part.iterrows()}
    shares = [_share(means.get((SHARE, band), 0.0), lang) for band in survey.shares]
    mean, citizens = means.get((MEAN, "all"), math.nan), means.get((CITIZENS, "all"), math.nan)
    return [*shares, Cell(number(mean, lang, 1), mean), Cell(number(citizens, lang, 0), citizens)]


def _share(share: float, lang: Lang) -> Cell:
    return Cell(f"{number(100 * share, lang, 0)} %", share)
