"""Denmark as a grid of tiles, one for each municipality: a headline at each place, and its change."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
import math
from collections.abc import Sequence
from functools import lru_cache, partial
from importlib.resources import files
from typing import Literal, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, ListedColormap, Normalize, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from ruamel.yaml import YAML

from sim.files.entry import Lang
from sim.report.chart_frame import sheet
from sim.report.charts.chart import DrawnChart, NoNumbersError
from sim.report.levels import records, whole
from sim.report.manifest import Manifest
from sim.report.paper import part
from sim.report.style import INK, SMALL, styled
from sim.report.ticks import TickNumbers
from sim.report.words import capital, column_label, interval_text, label, number, phrase, unit_label

MEASURE = "running_minutes_per_citizen_week"
"""What the maps show: where overload shows first."""
TILE, LOW, EDGE = 0.36, 0.235, 0.94
"""Inches of a tile on A4, its height on a slide, and the share of it that is filled."""
NAME, NUMBER = 0.28, 0.7
"""Where the name and the number of a place stand in its tile, from its top."""
WITHIN = (0.03, 0.97)
"""Quantiles of the places at the ends of the scale. A few small places far out would make all others look alike."""
LIGHT = 0.3
"""Where the scale of colours begins: letters cannot be read well on the dark middle."""
COLUMNS = [
    "place", "title", "tile_column", "tile_row", "variant", "measure", "unit", "baseline_mean", "difference", "low", "high", "confidence",
    "pairs",
]  # fmt: skip


Beyond = Literal["neither", "both", "min", "max"]
"""At which ends of the scale some places lie beyond it."""


class Tile(NamedTuple):
    """Where a municipality is on the grid, and its short name."""

    column: int
    row: int
    short: str


@lru_cache(maxsize=1)
def tiles() -> dict[str, Tile]:
    """Every municipality's tile (``tiles.yaml``)."""
    text = (files("sim.report.country") / "tiles.yaml").read_text(encoding="utf-8")
    rows = YAML(typ="safe").load(text)["tiles"]
    return {name: Tile(**row) for name, row in rows.items()}


def map_numbers(comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The headline at every place that has a tile, in the first variant (:data:`COLUMNS`).

    Raises:
        NoNumbersError: no place has a tile and the number.
    """
    known = tiles()
    rows = comparisons[(comparisons["measure"] == MEASURE) & comparisons["place"].isin(known)]
    rows = rows[whole(rows, ["group", "team", "activity", "need"])] if len(rows) else rows
    if rows.empty:
        raise NoNumbersError("tiles")
    rows = rows[rows["variant"] == rows["variant"].iloc[0]]
    names = [known[name] for name in rows["place"]]
    titles = [label("place", str(name), "en", manifest) for name in rows["place"]]
    rows = rows.assign(title=titles, tile_column=[t.column for t in names], tile_row=[t.row for t in names])
    table: pd.DataFrame = rows.reindex(columns=COLUMNS).reset_index(drop=True)
    return table


def draw_map(numbers: pd.DataFrame, manifest: Manifest, lang: Lang, *, change: bool) -> Figure:
    """A tile per place in the colour of its number. A dot marks a change that chance could explain."""
    values = numbers["difference" if change else "baseline_mean"]
    if change and values.min() < 0 < values.max():
        most = float(values.abs().max())
        scale, colours = Normalize(-most, most), mpl.colormaps["PuOr"]
        beyond: Beyond = "neither"
    else:
        low, high = (float(values.quantile(share)) for share in WITHIN)
        scale = Normalize(low, high)
        colours = ListedColormap(mpl.colormaps["cividis"](np.linspace(LIGHT, 1, 256)))
        below, above = bool(values.min() < low), bool(values.max() > high)
        beyond = "both" if below and above else "min" if below else "max" if above else "neither"
    name = "map-change" if change else "map"
    unit = unit_label(str(numbers["unit"].iloc[0]), lang)
    measure = label("measure", MEASURE, lang, manifest)
    column = str(numbers["variant"].iloc[0]) if change else manifest.columns[0].name
    words = {"name": capital(measure), "unit": unit, "column": column_label(column, lang, manifest)}
    interval = interval_text(float(numbers["confidence"].iloc[0]), float(numbers["pairs"].min()), lang)
    caption = [phrase("map_caption", lang), phrase("map_dot", lang, interval=interval) if change else ""]
    wide = max(tile.column for tile in tiles().values()) + 1
    tall = max(tile.row for tile in tiles().values()) + 1
    with styled():
        title, subtitle = phrase(f"{name}_title", lang), phrase(f"{name}_subtitle", lang, **words)
        figure = sheet(title, subtitle, caption, manifest, lang, (LOW if part().paper.fills else TILE) * tall + 0.5)
        axes = figure.subplots()
        for row in records(numbers):
            at = tiles()[str(row["place"])]
            value = float(row["difference" if change else "baseline_mean"])
            unsure = change and not (row["low"] > 0 or row["high"] < 0)
            _tile(axes, at, value, colours, scale, lang, signed=change, unsure=unsure)
        axes.set_xlim(-0.05, wide)
        axes.set_ylim(tall, -0.05)
        axes.set_aspect("auto" if part().paper.fills else "equal")
        axes.set(xticks=[], yticks=[])
        axes.set_axis_off()
        bar = figure.colorbar(
            ScalarMappable(scale, colours), ax=axes, orientation="horizontal", shrink=0.5, aspect=40, pad=0.02, fraction=0.05,
            extend=beyond,
        )  # fmt: skip
        bar.outline.set_visible(False)
        bar.ax.xaxis.set_major_formatter(TickNumbers(lang))
        bar.ax.set_xlabel(unit, fontsize=SMALL)
    return figure


def _tile(
    axes: Axes, at: Tile, value: float, colours: Colormap, scale: Normalize, lang: Lang, *, signed: bool, unsure: bool
) -> None:
    """A square with the place's short name and number."""
    if math.isnan(value):
        return
    colour = colours(scale(value))
    ink = max(INK, "white", key=lambda letters: _contrast(letters, colour))
    axes.add_patch(Rectangle((at.column, at.row), EDGE, EDGE, facecolor=colour, edgecolor="#b9c0c6", linewidth=0.3))
    middle = at.column + EDGE / 2
    axes.text(middle, at.row + NAME, at.short, ha="center", va="center", fontsize=SMALL, color=ink)
    axes.text(
        middle,
        at.row + NUMBER,
        number(value, lang, 1, signed=signed),
        ha="center",
        va="center",
        fontsize=SMALL,
        color=ink,
    )
    if unsure:
        axes.plot([at.column + 0.82], [at.row + 0.13], marker="o", markersize=1.6, color=ink)


def _contrast(letters: str, ground: Sequence[float]) -> float:
    """The contrast of letters on a ground (WCAG 2.2): 1 to 21."""
    light, dark = sorted((_luminance(to_rgb(letters)), _luminance(ground[:3])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[float]) -> float:
    """The relative luminance of a colour in sRGB (WCAG 2.2)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def drawn_maps(comparisons: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[DrawnChart]:
    """The maps of a study of a list: the baseline, and its change in the first variant. Empty if no place has a tile."""
    try:
        numbers = map_numbers(comparisons, manifest)
    except NoNumbersError:
        return []
    return [
        DrawnChart(name, numbers, draw(), draw=draw)
        for name, draw in (
            (name, partial(draw_map, numbers, manifest, lang, change=change))
            for name, change in (("map", False), ("map-change", True))
        )
    ]
