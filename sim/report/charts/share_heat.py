"""Heat map: the share of each factor in each leading headline."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.charts.grid import MOST, draw_grid
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.uncertainty_table import shares_table
from sim.report.uncertainty_words import known, percent, titles
from sim.report.words import capital, phrase


def heat_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The factors' shares in every leading headline (:func:`sim.report.uncertainty_table.shares_table`) with ``column``.

    Factors are in the order of their greatest share.
    """
    record = manifest.uncertainty
    if record is None:
        raise NoNumbersError("shares of the variance")
    table = shares_table(record)
    table = table[table["kind"] == "factor"].astype({"first": float, "total": float})
    if table.empty:
        raise NoNumbersError("factors that can be distinguished from chance")
    greatest = table.groupby("name")["first"].transform("max")
    order = table.assign(greatest=greatest).sort_values(["greatest", "name"], ascending=[False, True], kind="stable")
    return order.drop(columns="greatest").reset_index(drop=True).assign(column=record.column)


def draw_heat(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per factor, a column per headline, the share as shade and number."""
    record = known(manifest)
    names = list(dict.fromkeys(numbers["name"]))[:MOST]
    order = [(each.measure, each.activity, each.need) for each in manifest.outcomes]
    keys = list(dict.fromkeys(zip(numbers["measure"], numbers["activity"], numbers["need"], strict=True)))
    keys.sort(key=lambda key: order.index(key) if key in order else len(order))
    grid = np.full((len(names), len(keys)), np.nan)
    for row in records(numbers):
        if row["name"] in names:
            grid[names.index(row["name"]), keys.index((row["measure"], row["activity"], row["need"]))] = row["first"]
    factors = titles(record)
    rows = [capital(factors[name].title.of(lang)) for name in names]
    heads = [row_label(*key, lang, manifest) for key in keys]
    texts = [["" if np.isnan(share) else percent(float(share), lang) for share in row] for row in grid]
    words = phrase("share-heat_title", lang), phrase("share-heat_subtitle", lang, samples=record.samples)
    return draw_grid(grid, texts, rows, heads, words, manifest, lang)


CHART = Chart("share-heat", heat_numbers, draw_heat)
