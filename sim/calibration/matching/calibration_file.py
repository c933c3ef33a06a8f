"""``calibration/*.yaml``: the free values, the targets, and the discrepancy between model and world."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.files.dates import Date
from sim.files.entry import Entry, Names, Title
from sim.files.folder import names_in, quoted, read_named, unknown_name
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.source import Source
from sim.files.value import NumberValue, ShareValue
from sim.files.within import Within
from sim.place.read import place_source
from sim.study.choice import Span
from sim.study.study_file import Seed

FOLDER = "calibration"


class FreeValue(Entry):
    """A value to fit. Its range is that of its file, unless the entry gives a narrower one."""

    path: str = Field(alias="set")  # PATH or FILE:PATH, as in `assumptions` of a manifest
    low: int | float | str | None = None
    high: int | float | str | None = None
    step: Annotated[float | None, Within(0, 1_000_000, whole=False)] = None  # the value is a multiple of this


class CellEntry(Entry):
    """A measure of a run, by group, team and activity."""

    measure: str
    group: str = "all"
    team: str = "all"
    activity: str = "all"


class TargetEntry(Entry):
    """A target: a figure of ``world.yaml``, or a measure with a number of its own."""

    figure: str | None = None  # an id of figures/world.yaml
    measure: str | None = None
    group: str = "all"
    team: str = "all"
    activity: str = "all"
    per: CellEntry | None = None  # the measure is divided by this one
    value: int | float | str | None = None  # a number, or the path of a value of the place or its people
    scale: str | None = None  # a group: times the place's stock over the nation's
    uncertainty: int | float | str | None = (
        None  # standard deviation, in the unit of the measure or as `5 %` of the target
    )
    discrepancy: NumberValue | None = None  # of this target, in its unit, instead of the general one
    source: str | None = None


class Targets(Entry):
    """Targets that are fitted, and targets that only check the fit."""

    fitted: dict[str, TargetEntry]
    held_out: dict[str, TargetEntry] = Field(default={})


class CalibrationFile(Entry):
    """``calibration/*.yaml``."""

    schema_version: Schema = Field(alias="schema")
    calibration: str
    title: Title
    rules: str = "current"
    practice: str = "baseline"
    start: Date
    warm_up: Span  # from the equilibrium on: a run forms its own stock under the values that it tries
    measured: Span
    replications: Annotated[int, Within(2, 100)]  # of each set of values
    seed: Seed
    waves: Annotated[int, Within(1, 20)] = 3
    points: Annotated[int, Within(8, 5000)]  # sets of values in a wave
    discrepancy: ShareValue  # standard deviation between model and world, as a share of each target
    parameters: Annotated[tuple[FreeValue, ...], Field(strict=False, min_length=1)]
    targets: Targets

    @property
    def paths(self) -> Names:
        """The paths of the free values."""
        return tuple(parameter.path for parameter in self.parameters)


def read_calibration(place: str, root: Path) -> tuple[CalibrationFile, Source]:
    """The calibration file of a place, or else that of the place that it extends.

    Raises:
        ScenarioError: there is no such place or no such file, or an entry of the file is invalid.
    """
    known, name = names_in(root, FOLDER), place
    place_source(place, root)  # an unknown place has an error of its own
    while name not in known:
        below = read_named(root, "places", name).tree.get("extends")
        if not isinstance(below, str):
            raise unknown_name(
                f"the place `{place}` has no calibration file, and neither has a place that it extends", place, known,
                do=f"write {FOLDER}/{place}.yaml; {FOLDER}/aalborg.yaml is an example", folder=root / FOLDER,
            )  # fmt: skip
        name = below
    source = read_named(root, FOLDER, name)
    file = shape(CalibrationFile, source)
    if file.calibration != name:
        raise source.error(
            "a calibration must be named as its file", ("calibration",), found=quoted(file.calibration), expected=name,
            do="rename one of them",
        )  # fmt: skip
    if not file.targets.fitted:
        raise source.error("a calibration needs a target", ("targets", "fitted"), found="none", expected="one or more")
    return file, source
