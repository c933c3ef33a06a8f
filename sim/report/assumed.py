"""The interval by assumptions beside the interval by chance: of tables, and of charts that show headline differences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.words import column_label, number, phrase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ONE_AT_A_TIME = ("assumptions_low", "assumptions_high")
"""Lowest and highest headline when one leading assumption at a time is at an end of its range."""
BEYOND = "assumptions_beyond_chance"
"""Whether a leading assumption moves the headline by more than chance does."""
TOGETHER = ("sampled_low", "sampled_high")
"""The interval from all values sampled together (:mod:`sim.results.uncertainty`)."""
ENDS = (*ONE_AT_A_TIME, BEYOND, *TOGETHER)
KEYS = ["column", "measure", "activity", "need"]
POOLED = ("group", "team")
"""Dimensions over which a headline is pooled. A row of one group is no headline."""
PALE = 0.45
"""Strength of a whisker that chance alone could explain."""


def assumption_ends(manifest: Manifest) -> pd.DataFrame:
    """:data:`KEYS` and :data:`ENDS` of every headline of the manifest's place of which an interval by assumptions is known."""
    ends: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in manifest.ranges:
        row = ends.setdefault((each.column, *each.key), {})
        low, high = each.ends
        row[ONE_AT_A_TIME[0]] = min(low, row.get(ONE_AT_A_TIME[0], low))
        row[ONE_AT_A_TIME[1]] = max(high, row.get(ONE_AT_A_TIME[1], high))
        row[BEYOND] = row.get(BEYOND, False) or each.clear
    if manifest.uncertainty is not None:
        for known in manifest.uncertainty.both:
            row = ends.setdefault((manifest.uncertainty.column, *known.key), {})
            row[TOGETHER[0]], row[TOGETHER[1]] = known.low, known.high
    rows = [[*key, *(row.get(name) for name in ENDS)] for key, row in ends.items()]
    table = pd.DataFrame(rows, columns=[*KEYS, *ENDS])
    return table.astype({**dict.fromkeys((*ONE_AT_A_TIME, *TOGETHER), float), BEYOND: "boolean"})


def with_assumptions(table: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """A table of headline or level rows with :data:`ENDS`, in the unit of the difference. They are empty where not tested.

    Args:
        table: it has :data:`KEYS`. Rows of one group or team get no ends.
        manifest: of one place.
    """
    table = table.drop(columns=[name for name in ENDS if name in table])
    ends = assumption_ends(manifest)
    merged = table[KEYS].merge(ends, how="left", on=KEYS)[list(ENDS)].set_axis(table.index)
    whole = pd.Series(data=True, index=table.index)
    for dimension in POOLED:
        if dimension in table:
            whole &= table[dimension] == "all"
    return table.join(merged.where(whole))


def drawn_ends(row: Mapping[str, Any]) -> tuple[float, float]:
    """The interval that a chart draws: from all values together if it is known, else one at a time; nan if not tested."""
    for low, high in (TOGETHER, ONE_AT_A_TIME):
        ends = float(row.get(low, math.nan)), float(row.get(high, math.nan))
        if not math.isnan(ends[0]):
            return ends
    return math.nan, math.nan


def draw_assumptions(
    axes: Axes, at: float, low: float, high: float, colour: str, *, clear: bool = True, upright: bool = False
) -> None:
    """A dotted whisker with ends, apart from the solid one of chance. It is pale if chance alone could explain it.

    Args:
        at: its place on the other axis.
        upright: whether it stands instead of lying.
    """
    if math.isnan(low):
        return
    strength = 1.0 if clear else PALE
    line = ([at, at], [low, high]) if upright else ([low, high], [at, at])
    axes.plot(*line, color=colour, linewidth=0.9, linestyle=(0, (1, 1.2)), alpha=strength, zorder=2.5)
    axes.plot(
        *line, color=colour, linestyle="", marker="_" if upright else "|", markersize=4.5, markeredgewidth=0.9, alpha=strength,
        zorder=2.5,
    )  # fmt: skip


def is_clear(row: Mapping[str, Any]) -> bool:
    """Whether the drawn interval is more than chance. Samples are drawn without chance, so theirs is."""
    together = float(row.get(TOGETHER[0], math.nan))
    return not math.isnan(together) or row.get(BEYOND) is True


def assumption_line(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """What the dotted whiskers of a chart are; that nothing was tested, or in another column, if it has none."""
    if TOGETHER[0] in numbers and numbers[TOGETHER[0]].notna().any() and manifest.uncertainty is not None:
        record = manifest.uncertainty
        level = number(100 * record.both[0].level, lang, 0)
        column = column_label(record.column, lang, manifest)
        return phrase("assumed_together", lang, level=level, samples=record.samples, column=column)
    if ONE_AT_A_TIME[0] in numbers and numbers[ONE_AT_A_TIME[0]].notna().any():
        rows = numbers[numbers[ONE_AT_A_TIME[0]].notna()]
        columns = "; ".join(column_label(name, lang, manifest) for name in dict.fromkeys(rows["column"]))
        groups = len({each.group for each in manifest.ranges})
        pale = phrase("assumed_pale", lang) if (rows[BEYOND] == False).any() else ""  # noqa: E712  # empty is neither
        return f"{phrase('assumed_one', lang, count=groups, column=columns)} {pale}".rstrip()
    if not {each.column for each in manifest.ranges} - set(numbers["column"]):
        return phrase("assumed_none", lang)
    columns = "; ".join(column_label(name, lang, manifest) for name in dict.fromkeys(e.column for e in manifest.ranges))
    return phrase("assumed_elsewhere", lang, column=columns)
