"""The tables of ``jobsim attribute`` on the terminal."""

from __future__ import annotations

import math

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sim.report.words import difference_text, label, unit_label
from sim.results.attribution.attribute import MEASURES, WAYS, WHOLE, Attribution
from sim.results.attribution.parts import PRACTICE
from sim.study.study import Study

KEY = ["measure", "activity", "need"]
NEEDS = ("heavy", "medium", "light")
MOST_PAIRS = 3
TIMES = ("running_minutes_per_citizen_week", "contact_minutes_per_citizen_week")


def show(out: Console, done: Attribution, study: Study) -> None:
    """Print the shares of the first measure in all ways, Shapley's shares of the others, and what interacts."""
    how = "over all orders" if done.exact else f"over {2 * done.replications} orders, drawn"
    out.print(
        f"{done.rules} against {done.base}, {study.places[0]}, {done.replications} replications. Parts by Shapley: the mean of "
        f"what a part adds {how}. In brackets: {100 * study.confidence:g} % by chance."
    )
    for part in done.parts.parts:
        titles = [study.library.proposals[name].reform.title.en for name in part.proposals]
        text = (
            f"practice {done.parts.practices[1]} in place of {done.parts.practices[0]}" if part.name == PRACTICE else ""
        )
        out.print(f"  {part.name:<9} {text or '; '.join(titles)}")
    for key in MEASURES[:2]:
        out.print(_ways(done, key))
        gaps = [f"{way} {_number(done.gap(way, key))}" for way in WAYS]
        out.print(f"Sum of the parts less the whole change: {', '.join(gaps)}.")
    for measure in TIMES:
        out.print(_needs(done, measure))
    out.print(_needs_note())
    for line in _together(done):
        out.print(line)


def _name(key: tuple[str, str, str]) -> str:
    return label("activity", key[1], "en") if key[0] == "hours" else label("measure", key[0], "en")


def _rows(done: Attribution, key: tuple[str, str, str]) -> pd.DataFrame:
    return done.table[(done.table[KEY] == list(key)).all(axis=1)]


def _cell(rows: pd.DataFrame, *, ends: bool = True) -> str:
    row = rows.iloc[0]
    numbers = (
        (float(row["value"]), float(row["low"]), float(row["high"]))
        if ends
        else (float(row["value"]), math.nan, math.nan)
    )
    return difference_text(*numbers, str(row["unit"]))


def _ways(done: Attribution, key: tuple[str, str, str]) -> Table:
    rows = _rows(done, key)
    unit = unit_label(str(rows["unit"].iloc[0]))
    table = Table(
        title=f"{_name(key)}, {unit}", title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1)
    )
    table.add_column("Part")
    for head in ("Alone", "Left out", "In turn", "Shapley"):
        table.add_column(head, justify="right")
    for part in done.parts.parts:
        own = rows[rows["part"] == part.name]
        table.add_row(part.name, *(_cell(own[own["way"] == way], ends=way == "shapley") for way in WAYS))
    table.add_row("Whole", "", "", "", _cell(rows[rows["part"] == WHOLE]))
    return table


def _needs(done: Attribution, measure: str) -> Table:
    """Who gets the time: Shapley's shares by need."""
    unit = unit_label(str(_rows(done, (measure, "all", NEEDS[0]))["unit"].iloc[0]))
    table = Table(
        title=f"{_name((measure, 'all', 'all'))}, {unit}",
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        padding=(0, 1),
    )
    table.add_column("Part")
    for need in NEEDS:
        table.add_column(label("need", need, "en"), justify="right")
    for name in [*(part.name for part in done.parts.parts), WHOLE]:
        cells = []
        for need in NEEDS:
            rows = _rows(done, (measure, "all", need))
            rows = rows[(rows["part"] == name) & ((rows["way"] == "shapley") | (name == WHOLE))]
            cells.append(_cell(rows))
        table.add_row("Whole" if name == WHOLE else name, *cells)
    return table


def _needs_note() -> str:
    return "Minutes are per citizen and week. A part may take from one need and give to another."


def _together(done: Attribution) -> list[str]:
    """The pairs of parts that interact most, by the first measure, as far as chance can tell."""
    rows = done.pairs[(done.pairs[KEY] == list(MEASURES[0])).all(axis=1)] if len(done.pairs) else done.pairs
    if not done.exact:
        return ["Interactions are named for at most 7 parts: bundle proposals with --by heading or --by paper."]
    sure = rows[(rows["low"] > 0) | (rows["high"] < 0)]
    if sure.empty:
        return ["No two parts interact beyond chance."]
    sure = sure.reindex(sure["value"].abs().sort_values(ascending=False).index).head(MOST_PAIRS)
    unit = unit_label(str(sure["unit"].iloc[0]))
    return [
        f"{row['part']} and {row['other']} together: {_cell(pd.DataFrame([row]))} {unit} beyond what they change apart."
        for _, row in sure.iterrows()
    ]


def _number(value: float) -> str:
    return f"{value:+,.0f}".replace("-", "−") if round(value) else "0"
