"""The words of a chart or table: the name of a row, what the intervals are, and which columns are left out."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.paper import part
from sim.report.proposals import largest, run_alone
from sim.report.words import capital, interval_text, label, phrase

MOST_COLUMNS = 5
"""Columns of a study that a wide table can hold legibly."""


def row_label(measure: str, activity: str, need: str, lang: Lang, manifest: Manifest) -> str:
    """The words of a headline row: the measure, or the activity of ``hours``, with the need where there is one."""
    if measure == "hours":
        return label("activity", activity, lang, manifest)
    words = label("measure", measure, lang, manifest)
    if need != "all":
        need_words = label("need", need, lang, manifest)
        return f"{words}: {need_words[:1].lower()}{need_words[1:]}"
    return words


def interval_line(numbers: pd.DataFrame, lang: Lang) -> str:
    """The name of the intervals drawn from a table's ``confidence`` and ``pairs``.

    It says if there is one pair and so no interval. It is empty if no difference has an interval for another reason.
    """
    known = numbers.dropna(subset=["low", "high", "confidence", "pairs"])
    if known.empty:
        return phrase("one_pair", lang) if (numbers["pairs"] == 1).any() else ""
    return interval_text(float(known["confidence"].iloc[0]), float(known["pairs"].min()), lang)


def has_intervals(numbers: pd.DataFrame) -> bool:
    """Whether any difference of the table has an interval."""
    return bool(numbers["low"].notna().any())


def interval_words(numbers: pd.DataFrame, lang: Lang) -> str:
    """The words of a heading that an interval follows; empty if the table has no intervals."""
    return phrase("interval_words", lang) if has_intervals(numbers) else ""


def whisker_line(numbers: pd.DataFrame, lang: Lang) -> str:
    """What the whiskers are, or that one pair has none; empty if the table has no interval for another reason."""
    interval = interval_line(numbers, lang)
    if not interval or not has_intervals(numbers):
        return f"{capital(interval)}." if interval else ""
    return phrase("whisker_caption", lang, interval=interval)


def first_columns(
    numbers: pd.DataFrame, manifest: Manifest, lang: Lang, most: int | None = None
) -> tuple[pd.DataFrame, str]:
    """The rows of at most ``most`` columns, and a line that says how many only the CSV has.

    Without ``most``, it is the number that the paper in use has room for.

    They are the first columns; where proposals are run alone, those that change most hours.
    """
    columns = list(dict.fromkeys(numbers["column"]))
    most = most or part().paper.columns
    if len(columns) <= most:
        return numbers, ""
    left_out = phrase("left_out_largest" if run_alone(manifest) else "left_out", lang, count=len(columns) - most)
    return numbers[numbers["column"].isin(largest(columns, manifest, most))], left_out


def fitting(
    numbers: pd.DataFrame,
    fits: Callable[[pd.DataFrame, str], bool],
    manifest: Manifest,
    lang: Lang,
    least: int = 2,
    *,
    in_parts: bool = False,
) -> tuple[pd.DataFrame, str]:
    """The rows of as many columns as the paper in use has room for (:func:`first_columns`), of ``least`` in any case.

    Args:
        fits: whether there is room for the rows of some columns and the line about the others.
        in_parts: whether rows may go on several slides, so that on a slide there is always room.
    """
    if in_parts and part().paper.fills:
        return first_columns(numbers, manifest, lang)
    for most in range(part().paper.columns, least, -1):
        shown = first_columns(numbers, manifest, lang, most)
        if fits(*shown):
            return shown
    return first_columns(numbers, manifest, lang, least)
