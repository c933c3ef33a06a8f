"""The baseline beside sourced figures: what a run under today's rules makes of what others have counted or assumed.

Every figure of ``figures/world.yaml`` is one row. It is scaled to the place and held against the mean over the
replications of the study's baseline. A figure is *inside* when that mean lies in the figure's own range; a figure
without a range (a statistic) is held within a tenth either way. The verdict says nothing about chance: with few
replications a value near an end may fall on either side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.figures.collection import Cell, load_world, stated_for
from sim.figures.provenance import Nature, nature_of, read_natures
from sim.files.paths import scenarios_dir
from sim.place.people.model import Place
from sim.results.pairing import column_names, is_additive

COLUMNS = ["id", "family", "measure", "stated", "simulated", "low", "high", "ratio", "verdict", "nature", "note"]
ALL, EVERY = ("all",), ("every",)
BAND = 0.1
"""Half the width of the range, as a share, that a figure without a range of its own is given."""
TENTH = "no range given: a tenth either way"
TURNED = "held against 1 less the figure"

_PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "meetings_per_person_year": (("stock",), "group"),
    "no_show_share": (("no_shows", "meetings"), "group"),
    "caseload_mean": (("staff_filled", "staff"), "team"),
}
"""A mean or share -> the measures whose sum weighs its cells (staff: the first there is), and their dimension."""


def baseline_table(
    measures: pd.DataFrame,
    place: Place,
    *,
    variant: str | None = None,
    world: pd.DataFrame | None = None,
    root: Path | None = None,
) -> pd.DataFrame:
    """One row per figure, in the order of the file; those that cannot be compared last.

    Args:
        measures: of a finished study (``tables/measures``) or of a single run (without the columns that say which run).
        place: the place; rows of other places are left out.
        variant: ``rules/practice/capacity``; the first in the table when left out.
        world: the figures (:func:`sim.figures.collection.load_world`); those of the scenarios folder when left out.
        root: the scenarios folder.

    Returns:
        ``id``; ``family``: ``papers`` for what the policy papers state, ``world`` for everything else; ``measure``: the
        figure's title; ``stated, low, high``: the figure at this place, in the unit of what it is held against;
        ``simulated``; ``ratio``: simulated over stated; ``verdict``: inside, outside or not-comparable; ``nature``:
        emerges, scales or echoes; ``note``.

    Raises:
        ValueError: the measures have no such variant, or none of this place.
    """
    root = root or scenarios_dir()
    world = load_world(root / "figures" / "world.yaml") if world is None else world
    runs = _runs(measures, place, variant)
    natures = read_natures(root)
    stated = stated_for(world, place.title.en, int(place.population.value))
    apart = world[~world["id"].isin(stated["id"])]
    rows = [_row(figure, runs, place, natures) for figure in _dicts(stated)] + [
        _apart(figure) for figure in _dicts(apart)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    last = table["verdict"] == "not-comparable"
    return pd.concat([table[~last], table[last]], ignore_index=True)


def _runs(measures: pd.DataFrame, place: Place, variant: str | None) -> list[pd.DataFrame]:
    """The measures of each replication of the variant at the place."""
    if "place" in measures:
        measures = measures[measures["place"] == place.place]
    if "rule_set" in measures and not measures.empty:
        names = column_names(measures)
        measures = measures[names == (names.iloc[0] if variant is None else variant)]
    if measures.empty:
        raise ValueError(f"no measures of {place.place}" + (f" under {variant}" if variant else ""))
    if "replication" not in measures:
        return [measures]
    return [part for _, part in measures.groupby("replication")]


def _dicts(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _row(
    figure: dict[str, Any], runs: Sequence[pd.DataFrame], place: Place, natures: tuple[Nature, ...]
) -> dict[str, Any]:
    """A figure beside the mean of the runs."""
    found = [_value(run, figure, place) for run in runs]
    known = [value for value in found if not math.isnan(value)]
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
    """A figure that nothing can be held against here, as its file states it."""
    why = figure["not_comparable"]
    if not why:
        why = "for all places together" if figure["scale"] == "country" else f"of {figure['geography']} only"
    return {
        "id": figure["id"], "family": _family(figure), "measure": figure["measure"], "stated": float(figure["value"]),
        "simulated": math.nan, "low": float(figure["low"]), "high": float(figure["high"]), "ratio": math.nan,
        "verdict": "not-comparable", "nature": "", "note": why,
    }  # fmt: skip


def _turned(figure: dict[str, Any]) -> bool:
    """Is the figure the share of those who did, and the measure that of those who did not?"""
    percent, stated = float(figure["value"]) / 100, float(figure["stated"])
    return (
        figure["unit"].startswith("percent") and math.isclose(stated, 1 - percent) and not math.isclose(stated, percent)
    )


def _family(figure: dict[str, Any]) -> str:
    return "papers" if figure["source_kind"] == "seed" else "world"


# --- what a run says ---


def _value(run: pd.DataFrame, figure: dict[str, Any], place: Place) -> float:
    """The run's number for a figure; nan where there is none."""
    first = Cell(str(figure["compare"]), figure["group"], figure["team"], figure["activity"])
    value = _sum(run, (first, *figure["also"]), place)
    if figure["per_cells"]:
        below = _sum(run, figure["per_cells"], place)
        return value / below if below else math.nan
    return value


def _sum(run: pd.DataFrame, cells: Sequence[Cell], place: Place) -> float:
    """Several cells together. Beside others one that has no row is none; nan where nothing is known."""
    values = [
        _over(run, cell.measure, {"group": cell.group, "team": _teams(cell.team, place), "activity": cell.activity})
        for cell in cells
    ]
    known = [value for value in values if not math.isnan(value)]
    return sum(known) if known else math.nan


def _teams(named: Sequence[str], place: Place) -> tuple[str, ...]:
    """The place's teams that a figure means: by name, or because they serve a group of that name."""
    found = [name for name, team in place.teams.items() if name in named or not set(named).isdisjoint(team.groups)]
    return tuple(named) if tuple(named) in (ALL, EVERY) else tuple(found)


def _over(run: pd.DataFrame, measure: str, chosen: dict[str, tuple[str, ...]]) -> float:
    """A measure over the chosen groups, teams and activities.

    Counts are summed; means and shares are weighed by what they are a mean or share of.
    """
    cells = _cells(run, measure, chosen)
    if cells.empty and all(names == ALL for names in chosen.values()):
        cells = run[run["measure"] == measure]  # a measure that stands in one cell only, whatever its group
        if len(cells) > 1:
            return math.nan
    if cells.empty:
        return math.nan
    if len(cells) == 1 or is_additive(str(cells["unit"].iloc[0])):
        return float(cells["value"].sum())
    weights = _weights(run, measure, cells, chosen)
    known = not weights.isna().any() and weights.sum() > 0
    return float((cells["value"] * weights).sum() / weights.sum()) if known else math.nan


def _cells(run: pd.DataFrame, measure: str, chosen: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    rows = run[(run["measure"] == measure) & (run["need"] == "all")]
    for dimension, names in chosen.items():
        rows = rows[rows[dimension] != "all"] if names == EVERY else rows[rows[dimension].isin(names)]
    return rows


def _weights(
    run: pd.DataFrame, measure: str, cells: pd.DataFrame, chosen: dict[str, tuple[str, ...]]
) -> pd.Series[float]:
    """What each cell is a mean or share of: as many numbers as there are cells, nan where that is not known."""
    if measure == "breach_share":  # deadlines: breaches over their share, unknown where nothing was broken
        breaches = _matched(_cells(run, "breaches", chosen), cells, ("group", "activity"))
        return breaches / cells["value"].where(cells["value"] > 0)
    names, dimension = _PARTS.get(measure, ((), ""))
    parts = [_cells(run, name, chosen | {"activity": ("all",)}) for name in names]
    found = [_matched(part, cells, (dimension,)) for part in parts if not part.empty]
    if not found:
        return pd.Series(math.nan, index=cells.index)
    return found[0] if dimension == "team" else sum(found[1:], found[0])


def _matched(part: pd.DataFrame, cells: pd.DataFrame, by: tuple[str, ...]) -> pd.Series[float]:
    """The values of a table at the cells of another."""
    values = part.set_index(list(by))["value"]
    keys = cells[by[0]] if len(by) == 1 else pd.MultiIndex.from_frame(cells[list(by)])
    return pd.Series(values.reindex(keys).to_numpy(dtype="float64"), index=cells.index)
