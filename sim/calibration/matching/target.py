"""The targets of a calibration at a place: a number with a standard deviation, and how a run gives the same number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.calibration.matching.calibration_file import CalibrationFile, TargetEntry
from sim.calibration.matching.implausibility import Aims
from sim.figures.collection import Cell, load_world, stated_for
from sim.files import quantity
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import QuantityError
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import Value, size
from sim.results.baseline import Run, by_measure, number_of
from sim.results.pairing import is_additive
from sim.study.setting import Setting

RANGE = 4.0
"""A range from low to high is taken as two standard deviations either way."""
EVERY = ("all", "every")


@dataclass(frozen=True)
class Target:
    """A target at a place.

    Attributes:
        fitted: whether it is fitted, or held out.
        figure: the cell of a run's measures, as :func:`sim.results.baseline.number_of` reads it.
        from_figures: whether it is a row of ``world.yaml``, whose names are checked there.
        value: in the unit of the measure.
        sd: standard deviation of the target.
        discrepancy: standard deviations between model and world: as assumed, and the ends of its range.
        keys: its place in the file.
    """

    name: str
    fitted: bool
    figure: Mapping[str, Any]
    from_figures: bool
    value: float
    sd: float
    discrepancy: tuple[float, float, float]
    source: str
    keys: Keys

    @property
    def what(self) -> str:
        """The measure with its group and activity."""
        names = [name for key in ("group", "team", "activity") for name in self.figure[key] if name not in EVERY]
        return f"{self.figure['compare']}{f' ({chr(32).join(names)})' if names else ''}"


def targets_of(file: CalibrationFile, source: Source, setting: Setting, known: Sequence[Value[Any]]) -> list[Target]:
    """The targets, fitted ones first.

    Args:
        known: the values of the place and its people.

    Raises:
        ScenarioError: a target is unknown, has no number or no uncertainty, or no discrepancy that follows from a share.
    """
    reader = _Reader(file, source, setting, {value.path: value for value in known})
    parts = (("fitted", file.targets.fitted), ("held_out", file.targets.held_out))
    if twice := sorted(file.targets.fitted.keys() & file.targets.held_out.keys()):
        raise source.error(
            "a target is fitted and held out", ("targets", "held_out", twice[0]), found=twice[0],
            expected="a target that is either fitted or held out",
        )  # fmt: skip
    return [
        reader.target(name, entry, part == "fitted", ("targets", part, name))
        for part, entries in parts
        for name, entry in entries.items()
    ]


def aims_of(targets: Sequence[Target], end: int = 0) -> Aims:
    """The numbers of targets. ``end``: 0 for the discrepancy as assumed, 1 for its low end, 2 for its high end."""
    columns = [[t.value for t in targets], [t.sd for t in targets], [t.discrepancy[end] for t in targets]]
    return Aims(*(np.array(column, np.float64) for column in columns))


def numbers(measures: pd.DataFrame, targets: Sequence[Target], setting: Setting) -> list[float]:
    """The number of one run for each target; nan if it has none."""
    run = by_measure(measures)
    return [_number(run, target, setting) for target in targets]


def _number(run: Run, target: Target, setting: Setting) -> float:
    """A count that a run does not list is 0. A mean or a share that it does not list has no number."""
    if target.from_figures:
        return number_of(run, target.figure, setting.place)
    above = number_of(run, {**target.figure, "per_cells": ()}, setting.place)
    if math.isnan(above):
        rows = run.get(str(target.figure["compare"]), [])
        above = 0.0 if rows and is_additive(rows[0].unit) else above
    cells: tuple[Cell, ...] = target.figure["per_cells"]
    if not cells:
        return above
    below = number_of(run, _figure(cells[0], ()), setting.place)
    return above / below if below else math.nan


def check_measures(measures: pd.DataFrame, targets: Sequence[Target], setting: Setting, source: Source) -> None:
    """Check that a run has the measures of the targets. The names in figures are checked with the figures.

    Raises:
        ScenarioError: a measure, group, team or activity is unknown.
    """
    place = setting.place
    names = {
        "measure": set(measures["measure"]),
        "group": {*place.groups, *measures["group"], *EVERY},
        "team": {*place.teams, *measures["team"], *EVERY},
        "activity": {*place.groups, *measures["activity"], *EVERY},
    }
    for target in targets:
        figure = target.figure
        first = Cell(figure["compare"], figure["group"], figure["team"], figure["activity"])
        cells: list[tuple[Keys, Cell]] = [
            (target.keys, first),
            *(((*target.keys, "per"), c) for c in figure["per_cells"]),
        ]
        for keys, cell in [] if target.from_figures else cells:
            for name, known in names.items():
                word = cell.measure if name == "measure" else str(getattr(cell, name)[0])
                if word not in known:
                    raise source.error(
                        f"the runs have no such {name}", (*keys, name), found=word, nearest=nearest_name(word, sorted(known)),
                        expected=f"a name of the column `{name}` in tables/measures.csv (docs/generated/measures.md)",
                    )  # fmt: skip


@dataclass
class _Reader:
    """Reads the entries of a file at a place."""

    file: CalibrationFile
    source: Source
    setting: Setting
    values: Mapping[str, Value[Any]]

    def target(self, name: str, entry: TargetEntry, fitted: bool, keys: Keys) -> Target:
        if (entry.figure is None) == (entry.measure is None):
            raise self.source.error(
                "a target needs either `figure` or `measure`",
                keys,
                found=name,
                expected="an id of world.yaml, or a measure",
            )
        if entry.figure is not None:
            figure, value, own = self._figure(entry, keys)
            source = entry.source or str(figure["source"])
        else:
            cells = () if entry.per is None else (_cell(entry.per),)
            first = _cell(entry)
            figure = _figure(first, cells)
            value, own = self._value(entry, keys)
            if entry.source is None:
                raise self.source.error(f"the target `{name}` has no source", keys, expected="source")
            source = entry.source
        sd = self._uncertainty(name, entry, value, own, keys)
        return Target(
            name,
            fitted,
            figure,
            entry.figure is not None,
            value,
            sd,
            self._discrepancy(name, entry, value, keys),
            source,
            keys,
        )

    def _figure(self, entry: TargetEntry, keys: Keys) -> tuple[dict[str, Any], float, float | None]:
        place = self.setting.place
        table = load_world(None)
        stated = stated_for(table, place, self.setting.people).set_index("id", drop=False)
        if entry.figure not in stated.index:
            there = entry.figure in set(table["id"])
            raise self.source.error(
                f"a run of {place.place} has no number for this figure" if there else "there is no such figure",
                (*keys, "figure"), found=entry.figure, expected="a figure of figures/world.yaml that is compared",
                nearest=None if there else nearest_name(str(entry.figure), list(stated.index)),
            )  # fmt: skip
        row = {str(name): item for name, item in stated.loc[entry.figure].to_dict().items()}
        width = float(row["stated_high"]) - float(row["stated_low"])
        return row, float(row["stated"]), None if math.isnan(width) else abs(width) / RANGE

    def _value(self, entry: TargetEntry, keys: Keys) -> tuple[float, float | None]:
        """The number of a target, and the standard deviation that its own range means."""
        if entry.value is None:
            raise self.source.error(
                "the target has no number", keys, expected="value: a number, or the path of a value"
            )
        factor = self._factor(entry, keys)
        if not isinstance(entry.value, str):
            return float(entry.value) * factor, None
        value = self.values.get(entry.value)
        if value is None:
            raise self.source.error(
                "the place and its people have no such value", (*keys, "value"), found=entry.value,
                expected="a number, or the path of a value", nearest=nearest_name(entry.value, self.values),
            )  # fmt: skip
        number = size(value.value) * factor
        if value.low is None or value.high is None:
            return number, None
        return number, (size(value.high) - size(value.low)) * factor / RANGE

    def _factor(self, entry: TargetEntry, keys: Keys) -> float:
        """The place's stock of a group over the nation's."""
        if entry.scale is None:
            return 1.0
        known = [group for group in self.setting.place.groups if group in self.setting.people.stocks]
        if entry.scale not in known:
            raise self.source.error(
                "there is no such group", (*keys, "scale"), found=entry.scale, expected=", ".join(known),
                nearest=nearest_name(entry.scale, known),
            )  # fmt: skip
        nation = self.setting.people.stocks[entry.scale].value
        return float(self.setting.place.groups[entry.scale].stock.value) / float(nation)

    def _uncertainty(self, name: str, entry: TargetEntry, value: float, own: float | None, keys: Keys) -> float:
        raw = entry.uncertainty
        if raw is None and own is not None and own > 0:
            return own
        if raw is None:
            raise self.source.error(
                f"the target `{name}` has no uncertainty", keys, found="no range of its own",
                expected="uncertainty: a standard deviation, in the unit of the measure or as `5 %` of the target",
            )  # fmt: skip
        try:
            sd = abs(value) * quantity.share(raw) if isinstance(raw, str) else float(raw)
        except QuantityError as error:
            raise self.source.error(
                error.message, (*keys, "uncertainty"), found=raw, expected="a number, or a share such as `5 %`"
            ) from None
        if not sd > 0:
            raise self.source.error(
                f"the target `{name}` has no uncertainty", (*keys, "uncertainty"), found=raw,
                expected="a number above 0; a share of a target above 0",
            )  # fmt: skip
        return sd

    def _discrepancy(self, name: str, entry: TargetEntry, value: float, keys: Keys) -> tuple[float, float, float]:
        own = entry.discrepancy
        general = self.file.discrepancy
        given = general if own is None else own
        factor = abs(value) if own is None else 1.0
        if own is None and not value:
            raise self.source.error(
                f"the target `{name}` is 0, so no share of it can be its discrepancy", keys, found="value 0",
                expected="discrepancy: {value, low, high, evidence, source} in the unit of the measure",
            )  # fmt: skip
        low, high = (given.value if end is None else end for end in (given.low, given.high))
        return factor * float(given.value), factor * float(low), factor * float(high)


def _figure(cell: Cell, per: tuple[Cell, ...]) -> dict[str, Any]:
    """A cell in the columns of a figure."""
    columns = {"compare": cell.measure, "group": cell.group, "team": cell.team, "activity": cell.activity}
    return {**columns, "also": (), "per_cells": per}


def _cell(entry: Any) -> Cell:
    return Cell(entry.measure, (entry.group,), (entry.team,), (entry.activity,))


def check_targets(targets: Sequence[Target], rank: int) -> None:
    """Check that there are targets enough for the rank that rules out.

    Raises:
        ScenarioError: there are fewer.
    """
    number = sum(target.fitted for target in targets)
    if number < rank:
        raise ScenarioError(
            "the second largest implausibility needs two targets", found=str(number), do="leave out --second-largest"
        )
