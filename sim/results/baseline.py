"""Compare a baseline run with published figures.

Every figure of ``figures/world.yaml`` is one row. It is scaled to the place and compared with the mean over the
replications of the study's baseline. A figure is *inside* if that mean lies in the figure's own range. A figure without
a range (a statistic) gets a range of a tenth either way. The verdict ignores chance: with few replications a value near
an end may fall on either side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.figures.collection import Cell, load_world, stated_for
from sim.figures.provenance import Nature, nature_of, read_natures
from sim.files.paths import scenarios_dir
from sim.place.people.model import People, Place
from sim.report.range_records import FiguresRecord
from sim.results.pairing import column_names, is_additive
from sim.study.column import Column

COLUMNS = ["id", "family", "measure", "stated", "simulated", "low", "high", "ratio", "verdict", "nature", "note"]
ALL, EVERY = ("all",), ("every",)
BAND = 0.1
"""Half the width of the range, as a share of the figure, for figures without a range of their own."""
TENTH = "no range given: a tenth either way"
TURNED = "compared with 1 less the figure"

_PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "meetings_per_person_year": (("stock",), "group"),
    "no_show_share": (("no_shows", "meetings"), "group"),
    "caseload_mean": (("staff_filled", "staff"), "team"),
}
"""A mean or share -> the measures whose sum weights its cells, and their dimension. For staff the first measure counts."""


def baseline_table(
    measures: pd.DataFrame,
    place: Place,
    people: People,
    *,
    variant: str | None = None,
    world: pd.DataFrame | None = None,
    root: Path | None = None,
) -> pd.DataFrame:
    """One row per figure, in the order of the file. Figures that cannot be compared come last.

    Args:
        measures: measures of a finished study (``tables/measures``), or of a single run without the columns that identify it.
        place: the place; rows of other places are left out.
        people: of the nation, whose stocks give the place's share.
        variant: ``rules/practice/capacity`` (default: the first in the table).
        world: the figures from :func:`sim.figures.collection.load_world` (default: those of the scenarios folder).
        root: the scenarios folder (default: the one in use).

    Returns:
        A table with these columns:

        - ``id``: id of the figure.
        - ``family``: ``papers`` for figures of the policy papers, ``world`` for all others.
        - ``measure``: the figure's title.
        - ``stated, low, high``: the figure and its range at this place, in the unit of the measure.
        - ``simulated``: the mean over the runs.
        - ``ratio``: simulated over stated.
        - ``verdict``: inside, outside or not-comparable.
        - ``nature``: emerges, scales or echoes.
        - ``note``: remarks.

    Raises:
        ValueError: there are no measures of this variant or place.
    """
    root = root or scenarios_dir()
    world = load_world(root / "figures" / "world.yaml") if world is None else world
    runs = _runs(measures, place, variant)
    natures = read_natures(root)
    stated = stated_for(world, place, people)
    apart = world[~world["id"].isin(stated["id"])]
    rows = [_row(figure, runs, place, natures) for figure in _dicts(stated)]
    rows += [_apart(figure) for figure in _dicts(apart)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    last = table["verdict"] == "not-comparable"
    return pd.concat([table[~last], table[last]], ignore_index=True)


def counts(measures: pd.DataFrame, baseline: Column, place: str, root: Path) -> FiguresRecord:
    """How many published figures lie inside and outside their range, of those that can be compared at a place."""
    own = baseline.settings[place]
    table = baseline_table(measures, own.place, own.people, variant=baseline.name, root=root)
    verdicts = table["verdict"]
    return FiguresRecord(
        place=place, inside=int((verdicts == "inside").sum()), outside=int((verdicts == "outside").sum())
    )  # fmt: skip


class Row(NamedTuple):
    """A row of the measures of a run, with what a figure is compared with. ``value`` is in ``unit``."""

    group: str
    team: str
    activity: str
    need: str
    unit: str
    value: float


Run = dict[str, list[Row]]
"""The measures of a run: name of the measure -> its rows. A figure asks for few of some hundred rows, many times."""


def _runs(measures: pd.DataFrame, place: Place, variant: str | None) -> list[Run]:
    """The measures of each replication of the variant at the place."""
    if "place" in measures:
        measures = measures[measures["place"] == place.place]
    if "rule_set" in measures and not measures.empty:
        names = column_names(measures)
        measures = measures[names == (names.iloc[0] if variant is None else variant)]
    if measures.empty:
        raise ValueError(f"no measures of {place.place}" + (f" under {variant}" if variant else ""))
    if "replication" not in measures:
        return [by_measure(measures)]
    return [by_measure(part) for _, part in measures.groupby("replication")]


def by_measure(measures: pd.DataFrame) -> Run:
    """The measures of a run, each with its rows."""
    run: Run = {}
    names, *columns = (measures[name].tolist() for name in ("measure", *Row._fields))
    for name, row in zip(names, map(Row._make, zip(*columns, strict=True)), strict=True):
        run.setdefault(name, []).append(row)
    return run


def _dicts(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _row(figure: dict[str, Any], runs: Sequence[Run], place: Place, natures: tuple[Nature, ...]) -> dict[str, Any]:
    """A figure compared with the mean of the runs."""
    values = [number_of(run, figure, place) for run in runs]
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return _apart(figure | {"not_comparable": f"no value of `{figure['compare']}` in these measures"})
    simulated, stated = sum(known) / len(known), float(figure["stated"])
    low, high = float(figure["stated_low"]), float(figure["stated_high"])
    notes = [TURNED] if _turned(figure) else []
    notes += [f"input: {figure['input']}"] if figure["input"] else []
    notes += [str(figure["note"])] if figure["note"] else []
    if math.isnan(low):
        low, high = stated - BAND * abs(stated), stated + BAND * abs(stated)
        notes.append(TENTH)
    return {
        "id": figure["id"], "family": _family(figure), "measure": figure["measure"], "stated": stated,
        "simulated": simulated, "low": low, "high": high, "ratio": simulated / stated if stated else math.nan,
        "verdict": "inside" if low <= simulated <= high else "outside",
        "nature": figure["nature"] or nature_of(natures, figure["compare"], figure["activity"][0]), "note": "; ".join(notes),
    }  # fmt: skip


def _apart(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure that cannot be compared at this place, as its file states it."""
    why = figure["not_comparable"]
    if not why:
        why = "for all places together" if figure["scale"] == "country" else f"of {figure['geography']} only"
    return {
        "id": figure["id"], "family": _family(figure), "measure": figure["measure"], "stated": float(figure["value"]),
        "simulated": math.nan, "low": float(figure["low"]), "high": float(figure["high"]), "ratio": math.nan,
        "verdict": "not-comparable", "nature": "", "note": why,
    }  # fmt: skip


def _turned(figure: dict[str, Any]) -> bool:
    """Whether the figure is a share of people and the measure is the share of all the others."""
    percent, stated = float(figure["value"]) / 100, float(figure["stated"])
    return (
        figure["unit"].startswith("percent") and math.isclose(stated, 1 - percent) and not math.isclose(stated, percent)
    )


def _family(figure: dict[str, Any]) -> str:
    return "papers" if figure["source_kind"] == "seed" else "world"


# --- numbers of a run ---


def number_of(run: Run, figure: Mapping[str, Any], place: Place) -> float:
    """The number of a run for a figure; nan if there is none.

    Args:
        figure: the columns ``compare, group, team, activity, also, per_cells`` of :func:`sim.figures.collection.load_world`.
    """
    first = Cell(str(figure["compare"]), figure["group"], figure["team"], figure["activity"])
    value = _sum(run, (first, *figure["also"]), place)
    if figure["per_cells"]:
        below = _sum(run, figure["per_cells"], place)
        return value / below if below else math.nan
    return value


def _sum(run: Run, cells: Sequence[Cell], place: Place) -> float:
    """The sum of several cells. Cells without a row count as zero; the sum is nan if no cell has a row."""
    values = [
        _over(run, cell.measure, {"group": cell.group, "team": _teams(cell.team, place), "activity": cell.activity})
        for cell in cells
    ]
    known = [value for value in values if not math.isnan(value)]
    return sum(known) if known else math.nan


def _teams(named: Sequence[str], place: Place) -> tuple[str, ...]:
    """The place's teams that a figure means. A name is that of a team, or of a group whose teams are meant."""
    teams = [name for name, team in place.teams.items() if name in named or not set(named).isdisjoint(team.groups)]
    return tuple(named) if tuple(named) in (ALL, EVERY) else tuple(teams)


def _over(run: Run, measure: str, chosen: dict[str, tuple[str, ...]]) -> float:
    """A measure over the chosen groups, teams and activities.

    Counts are summed. Means and shares are weighted by their denominators.
    """
    if measure not in run:
        return math.nan
    cells = _cells(run, measure, chosen)
    if not cells and all(names == ALL for names in chosen.values()):
        cells = run[measure]  # a measure with a single cell, whatever its group
        if len(cells) > 1:
            return math.nan
    if not cells:
        return math.nan
    if len(cells) == 1 or is_additive(cells[0].unit):
        return sum(row.value for row in cells)
    weights = _weights(run, measure, cells, chosen)
    whole = sum(weights)  # nan if one is unknown
    return (
        sum(row.value * weight for row, weight in zip(cells, weights, strict=True)) / whole if whole > 0 else math.nan
    )


def _cells(run: Run, measure: str, chosen: dict[str, tuple[str, ...]]) -> list[Row]:
    """The rows of a measure for all needs, in the chosen groups, teams and activities."""
    groups, teams, activities = chosen["group"], chosen["team"], chosen["activity"]
    return [
        row
        for row in run.get(measure, ())
        if row.need == "all"
        and _is_chosen(row.group, groups)
        and _is_chosen(row.team, teams)
        and _is_chosen(row.activity, activities)
    ]


def _is_chosen(name: str, names: tuple[str, ...]) -> bool:
    return name != "all" if names == EVERY else name in names


def _weights(run: Run, measure: str, cells: Sequence[Row], chosen: dict[str, tuple[str, ...]]) -> list[float]:
    """The denominator of each cell's mean or share, in the order of the cells; nan if it is unknown."""
    if measure == "breach_share":  # deadlines: breaches divided by their share; unknown without a breach
        breaches = {(row.group, row.activity): row.value for row in _cells(run, "breaches", chosen)}
        return [
            breaches.get((row.group, row.activity), math.nan) / row.value if row.value > 0 else math.nan
            for row in cells
        ]
    names, dimension = _PARTS.get(measure, ((), ""))
    parts = [_cells(run, name, chosen | {"activity": ("all",)}) for name in names]
    known = [{getattr(row, dimension): row.value for row in part} for part in parts if part]
    if not known:
        return [math.nan for _ in cells]
    if dimension == "team":
        known = known[:1]
    return [sum(part.get(getattr(row, dimension), math.nan) for part in known) for row in cells]
