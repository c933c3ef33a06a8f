"""Heat map of indices: what each factor does to each leading headline."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.charts.grid import MOST, draw_grid
from sim.report.index_record import CHANCE, LEADING
from sim.report.index_table import index_table
from sim.report.index_words import SHARES, known, name_of, titles
from sim.report.manifest import Manifest
from sim.report.words import number, phrase


def heat_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The leading index of every factor and headline (:func:`sim.report.index_table.index_table`) with ``shade``.

    ``shade`` is the share of the variance, or for Morris the effect as a share of the greatest of the same headline. Factors are
    in the order of their greatest shade.
    """
    record = manifest.indices
    if record is None:
        raise NoNumbersError("indices of sensitivity")
    table = index_table(record)
    table = table[table["index"] == LEADING[record.method]].dropna(subset=["value"])
    if table.empty:
        raise NoNumbersError("indices of sensitivity")
    key = ["measure", "activity", "need"]
    greatest = table.groupby(key, sort=False)["value"].transform("max")
    shade = table["value"] if record.method in SHARES else table["value"] / greatest.where(greatest > 0, 1.0)
    table = table.assign(shade=shade)
    order = table.assign(first=table.groupby("factor")["shade"].transform("max"))
    order = order.sort_values(["first", "factor"], ascending=[False, True], kind="stable")
    return order.drop(columns="first").reset_index(drop=True)


def draw_heat(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per factor, a column per headline, the index as shade and number. A dot marks what may be chance."""
    record = known(manifest)
    every = list(dict.fromkeys(numbers["factor"]))
    names = every[:MOST]
    if CHANCE in every[MOST:]:  # shares without chance would look like all there is
        names[-1] = CHANCE
    keys = [
        key
        for key in record.keys
        if key in set(zip(*(numbers[n] for n in ("measure", "activity", "need")), strict=True))
    ]
    shades = np.full((len(names), len(keys)), np.nan)
    texts = [["" for _ in keys] for _ in names]
    sure = {key: {name: record.sure(of) for name, of in record.of(key).items()} for key in keys}
    columns = zip(*(numbers[n] for n in ("factor", "measure", "activity", "need", "shade")), strict=True)
    for factor, measure, activity, need, shade in columns:
        if factor in names:
            at, place = names.index(factor), keys.index((measure, activity, need))
            shades[at, place] = shade
            mark = "" if sure[keys[place]][factor] else " ·"
            texts[at][place] = f"{number(100 * shade, lang, 0)}{mark}"
    words = titles(record, lang)
    heads = [name_of(key, lang, manifest) for key in keys]
    subtitle = phrase(f"index-heat_subtitle_{record.method}", lang, samples=record.samples)
    return draw_grid(
        np.clip(shades, 0, 1), texts, [words[name] for name in names], heads, (phrase("index-heat_title", lang), subtitle),
        manifest, lang,
    )  # fmt: skip


CHART = Chart("index-heat", heat_numbers, draw_heat)
