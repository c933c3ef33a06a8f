"""Everything that a fit needs before its first run, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.calibration.matching.calibration_file import CalibrationFile, read_calibration
from sim.calibration.matching.emulator import least_points
from sim.calibration.matching.space import Space, space_of
from sim.calibration.matching.target import Target, check_targets, targets_of
from sim.calibration.matching.waves import Plan
from sim.files.parse import values_in
from sim.files.paths import scenarios_dir
from sim.files.source import Source
from sim.study.load import read_study
from sim.study.setting import Setting
from sim.study.study import Study
from sim.study.study_file import MOST_REPLICATIONS

FOLLOW_UP = "1 year"
"""Waits that begin in the window are followed so long."""


@dataclass(frozen=True)
class Setup:
    """A calibration of a place before its runs.

    Attributes:
        study: one column, without values set. Its name is that of the folder of results.
    """

    place: str
    file: CalibrationFile
    source: Source
    study: Study
    space: Space
    targets: tuple[Target, ...]
    plan: Plan

    @property
    def setting(self) -> Setting:
        """The place with the values of its files."""
        return self.study.baseline.settings[self.place]

    @property
    def fitted(self) -> list[Target]:
        return [target for target in self.targets if target.fitted]

    @property
    def held_out(self) -> list[Target]:
        return [target for target in self.targets if not target.fitted]

    @property
    def runs(self) -> int:
        """The number of runs of all waves."""
        return self.plan.waves * self.plan.points * self.file.replications

    def as_data(self) -> dict[str, Any]:
        """What would be fitted to what, as plain data."""
        return {
            "place": self.place, "file": self.source.file, "waves": self.plan.waves, "points": self.plan.points,
            "replications": self.file.replications, "runs": self.runs,
            "parameters": [
                {"value": p.address, "unit": p.value.unit, "present": p.present, "low": p.low, "high": p.high}
                for p in self.space.parameters
            ],
            "targets": [
                {
                    "target": target.name, "fitted": target.fitted, "measure": target.what, "value": target.value, "sd": target.sd,
                    "discrepancy": target.discrepancy[0], "source": target.source,
                }
                for target in self.targets
            ],
        }  # fmt: skip


def setup(
    place: str, root: Path | None = None, *, waves: int | None = None, points: int | None = None, rank: int = 1
) -> Setup:
    """Read the calibration file of a place, and check it against the place and its people.

    Args:
        waves, points: numbers that replace those of the file.
        rank: 1 if the largest implausibility rules a point out, 2 if the second largest does.

    Raises:
        ScenarioError: an entry is invalid, or the numbers are too small or too large.
    """
    root = root or scenarios_dir()
    file, source = read_calibration(place, root)
    study = _study(place, file, source, root)
    setting = study.baseline.settings[place]
    known = [*values_in(setting.place), *values_in(setting.people)]
    space = space_of(file.parameters, known, source)
    targets = tuple(targets_of(file, source, setting, known))
    check_targets(targets, rank)
    plan = Plan(waves or file.waves, points or file.points, rank, file.seed)
    least = least_points(len(space))
    if plan.points < least:
        raise source.error(
            f"a wave has too few points for {len(space)} parameters", ("points",), found=plan.points,
            expected=f"{least} or more, better {10 * len(space)}", do="raise `points`, or leave parameters out",
        )  # fmt: skip
    made = Setup(place, file, source, study, space, targets, plan)
    if made.runs > MOST_REPLICATIONS:
        raise source.error(
            "a fit has too many runs", ("points",), found=f"{made.runs:,}",
            expected=f"waves x points x replications of at most {MOST_REPLICATIONS:,}",
        )  # fmt: skip
    return made


def _study(place: str, file: CalibrationFile, source: Source, root: Path) -> Study:
    """A study of one column at the place."""
    tree = {
        "schema": 1, "study": f"calibrate-{place}", "title": file.title.model_dump(), "places": [place],
        **{key: source.tree[key] for key in ("start", "warm_up", "measured", "replications", "seed")},
        "follow_up": FOLLOW_UP, "compare": [{"rules": file.rules, "practice": file.practice}],
    }  # fmt: skip
    return read_study(Source(source.file, tree, source.places), root)
