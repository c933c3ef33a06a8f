"""Tornado of indices: what each factor does to the leading headline, the greatest first, with intervals."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.chart_frame import row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.index_record import LEADING, IndexRecord, IndicesRecord
from sim.report.index_table import index_table
from sim.report.index_words import SHARES, Scale, known, name_of, titles
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import INK, styled
from sim.report.words import column_label, number, phrase

COLOUR = "#0072b2"
PALE = 0.35
"""Strength of the colour of a bar that may be chance."""
WRAP = 44
"""Letters of a factor's name on one line."""
Found = list[tuple[str, dict[str, IndexRecord]]]


def index_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """All indices of the leading headline (:func:`sim.report.index_table.index_table`)."""
    record = manifest.indices
    if record is None or not _found(record):
        raise NoNumbersError("indices of sensitivity")
    rows = tuple(row for row in record.rows if row.key == record.keys[0])
    return index_table(record.model_copy(update={"rows": rows}))


def _found(record: IndicesRecord) -> Found:
    """Factor and indices of the first headline, the greatest factor first."""
    if not record.keys:
        return []
    leading = LEADING[record.method]
    ordered = record.of(record.keys[0])
    return [(name, of) for name, of in ordered.items() if leading in of and of[leading].value is not None]


def draw_indices(_numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per factor: a bar for the leading index of the method, with its interval."""
    record = known(manifest)
    [found], key = shown_rows(_found(record)), record.keys[0]
    scale, words, leading = Scale(record, key, lang), titles(record, lang), LEADING[record.method]
    names = [words[name] for name, _ in found]
    subtitle = phrase(
        f"indices_subtitle_{record.method}", lang, name=name_of(key, lang, manifest), samples=record.samples
    )
    caption = phrase(
        "indices_caption", lang, level=number(100 * record.confidence, lang, 0),
        pale=phrase(f"indices_pale_{record.method}", lang), column=column_label(record.column, lang, manifest),
    )  # fmt: skip
    with styled():
        body = 0.75 + len(found) * row_height(names, 0.28, WRAP)
        figure = sheet(phrase(f"indices_title_{record.method}", lang), subtitle, [caption], manifest, lang, body)
        axes = figure.subplots()
        for at, (_, of_factor) in enumerate(found):
            row = of_factor[leading]
            assert row.value is not None
            axes.barh(at, scale.size(row.value), height=0.6, color=COLOUR, alpha=1 if record.sure(of_factor) else PALE)
            if row.low is not None and row.high is not None:
                ends = [scale.size(row.low), scale.size(row.high)]
                axes.plot(ends, [at, at], color=INK, linewidth=0.9)
            alone = of_factor.get("first")
            if alone is not None and alone.value is not None:
                axes.plot(scale.size(alone.value), at, marker="|", markersize=7, color=INK)
            side_text(axes, at, f"{scale.text(row.value)} ({scale.interval(row)})")
        axes.axvline(0, color=INK, linewidth=0.5)
        row_labels(axes, names, WRAP)
        value_axis(axes, phrase("indices_axis_share", lang) if record.method in SHARES else scale.words, lang)
    return figure


CHART = Chart("indices", index_numbers, draw_indices)
