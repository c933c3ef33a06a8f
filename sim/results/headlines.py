"""The headlines of a result as one table: each change with its interval by chance and its interval by assumptions."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.assumed import ENDS, ONE_AT_A_TIME, TOGETHER, with_assumptions
from sim.report.captions import row_label
from sim.report.headline import headline
from sim.report.manifest import Manifest
from sim.report.words import check_language, is_share, unit_label

NUMBERS = ["baseline_mean", "variant_mean", "difference", "low", "high", *ONE_AT_A_TIME, *TOGETHER]
COLUMNS = [
    "place", "column", "title", "unit", "baseline_mean", "variant_mean", "difference", "low", "high", *ENDS, "percent", "pairs",
    "nature", "measure", "activity", "need",
]  # fmt: skip


def headlines(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang = "en") -> pd.DataFrame:
    """A row per place, column and headline (:data:`COLUMNS`), in the order of the page.

    ``title`` and ``unit`` are words, and numbers are in that unit: a share is in percent, its difference in percentage points.
    ``low, high`` are the interval by chance of ``difference``.

    - ``assumptions_low, assumptions_high``: the least and the greatest difference with one group of leading assumptions at an
      end of its range. ``assumptions_beyond_chance`` says whether a group moves the headline by more than chance.
    - ``sampled_low, sampled_high``: the interval with all values sampled together.
    - Both are empty if nothing was tested in that column.

    Raises:
        ScenarioError: the language is neither en nor da.
    """
    check_language(lang)
    tables = []
    for place in manifest.places:
        here = manifest.at(place)
        table = with_assumptions(headline(measures, comparisons, here), here)
        table.loc[table["unit"].map(is_share), NUMBERS] *= 100
        names = zip(table["measure"], table["activity"], table["need"], strict=True)
        titles = [row_label(str(measure), str(activity), str(need), lang, here) for measure, activity, need in names]
        tables.append(table.assign(place=place, title=titles, unit=[unit_label(unit, lang) for unit in table["unit"]]))
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS)
