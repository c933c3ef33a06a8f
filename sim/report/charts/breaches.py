"""Legal deadlines broken, by duty."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.assumed import assumption_line, with_assumptions
from sim.report.captions import fitting, whisker_line
from sim.report.chart_frame import column_legend, legend_height, room, row_height, row_labels, sheet, value_axis
from sim.report.charts.bars import grouped_bars, reach
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import levels, whole
from sim.report.manifest import Manifest
from sim.report.paper import part, shown_rows
from sim.report.style import looks, styled
from sim.report.words import column_label, label, number, phrase

WRAP = 46
"""Characters of a duty's name on one line."""
MOST = 16
"""Duties drawn: those broken most often in the baseline. The CSV has all of them."""

STANDARDISED, GONE = "breach_share_standardised", "deadlines_gone"


def breach_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Broken deadlines of the duties that the baseline and a variant both have, by duty (in ``activity``), level table.

    - ``breach_share_standardised`` over all of them: each duty has the weight that it has in the baseline.
    - the same by duty: each group has the weight that it has in the baseline. ``breach_share`` by duty for a duty that no
      pooled number has.
    - ``deadlines_gone``: deadlines a year of duties that the variant no longer has.

    A study of one column has all its duties.
    """
    table = levels(measures, comparisons, [STANDARDISED, "breach_share", GONE], manifest)
    table = table[whole(table, ["group", "team", "need"]) & ~table["activity"].isin(["none"])]
    of_duty = table["activity"] != "all"
    same_mix = set(table.loc[of_duty & (table["measure"] == STANDARDISED), "activity"])
    raw = (table["measure"] == "breach_share") & ~table["activity"].isin(same_mix)
    by_duty = table[of_duty & (raw | (table["measure"] == STANDARDISED))]
    if by_duty.empty:
        raise NoNumbersError("breach_share")
    baseline = str(table["column"].iloc[0])
    holders = by_duty.groupby("activity")["column"].agg(set)
    alone = len(set(table["column"])) == 1
    kept = {duty for duty, columns in holders.items() if alone or (baseline in columns and len(columns) > 1)}
    rank = by_duty[by_duty["column"] == baseline].set_index("activity")["mean"].sort_values(ascending=False)
    order = {name: at for at, name in enumerate(["all", *rank.index])}
    by_duty = by_duty[by_duty["activity"].isin(kept)]
    pooled = table[(table["measure"] == STANDARDISED) & ~of_duty]
    gone = table[(table["measure"] == GONE) & (table["column"] != baseline)]
    by_duty = by_duty.sort_values("activity", key=lambda s: s.map(order), kind="stable")
    table = pd.concat([part for part in (pooled, by_duty, gone) if not part.empty], ignore_index=True)
    return with_assumptions(table, manifest)


def draw_breaches(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per duty that both have, a bar per column in percent of the deadlines that fell due."""
    titles = phrase("breaches_title", lang), phrase("breaches_subtitle", lang)

    def caption(some: pd.DataFrame, left_out: str) -> list[str]:
        shares = some[some["measure"] != GONE]
        notes = [phrase("breaches_caption", lang), *_gone(some[some["measure"] == GONE], lang)]
        notes += [whisker_line(shares, lang), assumption_line(shares, manifest, lang)]
        return [*notes, " ".join(filter(None, (_rest(some, lang), left_out)))]

    def fits(some: pd.DataFrame, left_out: str) -> bool:
        body = _height(some, _duties(some), manifest, lang)
        return body <= room(*titles, caption(some, left_out), manifest, lang)

    every, left_out = fitting(numbers, fits, manifest, lang, in_parts=True)
    numbers = every[every["measure"] != GONE]
    columns = list(dict.fromkeys(numbers["column"]))
    [duties] = shown_rows(_duties(numbers))
    numbers = numbers[numbers["activity"].isin(_duties(numbers))]
    styles = looks(columns, columns[0], manifest)
    with styled():
        names = _names(duties, manifest, lang)
        labels = {name: column_label(name, lang, manifest) for name in columns}
        body = _height(numbers, duties, manifest, lang)
        figure = sheet(*titles, caption(every, left_out), manifest, lang, body)
        axes = figure.subplots()
        grouped_bars(axes, numbers, duties, "activity", styles)
        row_labels(axes, names, WRAP)
        value_axis(axes, phrase("breaches_axis", lang), lang)
        axes.set_xlim(0, reach(numbers))
        column_legend(axes, styles, labels)
    return figure


def _duties(numbers: pd.DataFrame) -> list[str]:
    """The rows: all duties together, and those broken most often."""
    shares = numbers[numbers["measure"] != GONE]
    every = list(dict.fromkeys(shares["activity"]))
    return every[: MOST + ("all" in every)]


def _rest(numbers: pd.DataFrame, lang: Lang) -> str:
    """How many duties only the CSV has; empty if the chart has all of them."""
    every = numbers.loc[numbers["measure"] != GONE, "activity"].nunique()
    count = every - len(_duties(numbers))
    return phrase("breaches_rest", lang, count=count) if count else ""


def _names(duties: list[str], manifest: Manifest, lang: Lang) -> list[str]:
    words = {"all": phrase("duties_both_have", lang)}
    return [words.get(duty) or label("duty", duty, lang, manifest) for duty in duties]


def _height(numbers: pd.DataFrame, duties: list[str], manifest: Manifest, lang: Lang) -> float:
    """Inches of the axes with their legend."""
    columns = list(dict.fromkeys(numbers["column"]))
    legend = legend_height(column_label(name, lang, manifest) for name in columns)
    row = row_height(_names(duties, manifest, lang), 0.08 + part().paper.bar * len(columns), WRAP)
    return 0.5 + legend + len(duties) * row


def _gone(gone: pd.DataFrame, lang: Lang) -> list[str]:
    """How many deadlines a year no longer exist: the fewest and the most of the variants."""
    numbers = sorted(-float(difference) for difference in gone["difference"].dropna() if difference < 0)
    if not numbers:
        return []
    low, high = (number(end, lang, 0) for end in (numbers[0], numbers[-1]))
    if low == high:
        return [phrase("breaches_gone", lang, number=high)]
    return [phrase("breaches_gone_span", lang, low=low, high=high)]


CHART = Chart("breaches", breach_numbers, draw_breaches, section="breaches_section", levels=True)
