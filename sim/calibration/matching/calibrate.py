"""Fit the free values of a place: the waves, what they say, and the files of the fit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.calibration.matching.conflict import Conflict, conflicts
from sim.calibration.matching.identified import Left, Pair, left, middle, pairs
from sim.calibration.matching.implausibility import LIMIT, chance, over_targets
from sim.calibration.matching.region import region_of
from sim.calibration.matching.setup import Setup
from sim.calibration.matching.simulate import Simulated, simulated
from sim.calibration.matching.target import aims_of
from sim.calibration.matching.waves import History
from sim.files.errors import RunError
from sim.results.run_study import opened
from sim.results.work import Work
from sim.runs.command import resumed
from sim.runs.run import Plan

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Calibrated:
    """A finished fit.

    Attributes:
        done: the waves.
        at_ends: the share of the box that is left with the discrepancy at the low and at the high end of its range.
        conflicts: targets that contradict each other, if nothing is left.
        folder: the folder of its files.
        made, reused: runs of this call, and runs that were finished before.
    """

    setup: Setup
    done: Simulated
    at_ends: tuple[float, float]
    conflicts: tuple[Conflict, ...]
    folder: Path
    made: int = 0
    reused: int = 0

    @property
    def history(self) -> History:
        return self.done.history

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return self.history.region.is_empty

    @property
    def left(self) -> list[Left]:
        """What is left of each parameter; none if nothing is left."""
        return [] if self.is_empty else left(self.history.region.points)

    @property
    def pairs(self) -> list[Pair]:
        """Parameters that count together only."""
        return [] if self.is_empty else pairs(self.history.region.points)

    def runs(self) -> pd.DataFrame:
        """Every point that was run: its wave, the values, the means of the targets, its implausibility, whether it is kept.

        A row is kept if its own runs do not rule it out. The first row has the values of the files.
        """
        addresses = [parameter.address for parameter in self.setup.space.parameters]
        parts = []
        for number, wave in enumerate(self.history.waves):
            rank = self.setup.plan.rank
            worst = over_targets(np.nan_to_num(wave.implausibility), rank)
            parts.append(
                pd.concat(
                    [
                        pd.DataFrame({"wave": number + 1, "point": np.arange(1, len(wave.points) + 1)}),
                        pd.DataFrame(self.done.numbers[number], columns=addresses),
                        pd.DataFrame(wave.means, columns=[target.name for target in self.setup.fitted]),
                        pd.DataFrame(
                            self.done.held_out[number].mean(axis=1), columns=[t.name for t in self.setup.held_out]
                        ),
                        pd.DataFrame({"implausibility": worst, "kept": wave.kept(rank)}),
                    ],
                    axis=1,
                )
            )
        return pd.concat(parts, ignore_index=True)

    def kept(self) -> pd.DataFrame:
        """The sample of what is left: values spread evenly over it, with their implausibility by emulator."""
        points = self.history.region.points
        addresses = [parameter.address for parameter in self.setup.space.parameters]
        table = pd.DataFrame(self.setup.space.numbers(points).reshape(len(points), -1), columns=addresses)
        return table.assign(implausibility=self.history.score(points) if len(points) else [])

    def chosen(self) -> dict[str, float]:
        """The kept run nearest to the middle of what is left: address -> number.

        Raises:
            RunError: no run is kept.
        """
        waves = self.history.waves
        kept = np.vstack([wave.points[wave.kept(self.setup.plan.rank)] for wave in waves])
        values = np.vstack([v[w.kept(self.setup.plan.rank)] for v, w in zip(self.done.numbers, waves, strict=True)])
        if self.is_empty or not len(kept):
            raise RunError(
                "no point that was run is plausible, so no value can be written; the old values stay\n"
                "  do: run more waves (--waves) or more points (--points)"
            )
        nearest = values[middle(kept, self.history.region.points)]
        return {p.address: float(number) for p, number in zip(self.setup.space.parameters, nearest, strict=True)}

    def held_out(self) -> list[dict[str, Any]]:
        """Each held-out target beside the kept runs: the range of their means, and the share of them that meets it."""
        rank, waves = self.setup.plan.rank, self.history.waves
        kept = np.concatenate([wave.kept(rank) for wave in waves])
        runs = np.concatenate(self.done.held_out)
        rows: list[dict[str, Any]] = []
        for number, target in enumerate(self.setup.held_out):
            known = np.isfinite(runs[:, :, number]).all(axis=1)
            row = {"target": target.name, "value": target.value, "sd": target.sd, "runs": int((kept & known).sum())}
            if not (kept & known).any():
                rows.append(row | {"low": None, "high": None, "met": None})
                continue
            variance, means = chance(runs[known][:, :, [number]]), runs[kept & known, :, number].mean(axis=1)
            found = aims_of([target]).implausibility(means[:, None], variance)
            met = float((found <= LIMIT).mean())
            rows.append(row | {"low": float(means.min()), "high": float(means.max()), "met": met})
        return rows


def calibrate(
    setup: Setup,
    *,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Calibrated:
    """Make the waves of a fit. Nothing but finished runs is written.

    Args:
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        progress: whether to show progress on the terminal.
        work: the function that makes runs (default: the model).

    Raises:
        ScenarioError: a target names a measure that runs do not have, or values do not fit each other.
        RunError: a run failed. Finished runs are kept, and the same call continues with the others.
    """
    work = work or Work()
    with opened(setup.study, results, workers, wanted=progress, make=work.make) as (runs, folder):
        runs.repeat = resumed(["calibrate", setup.place], results)
        plan = Plan.of(setup.study, folder)
        (done,) = runs.finish([simulated(setup, plan, runs.progress.say)])
        for note in runs.store.notes:
            runs.progress.say(note)
        empty = done.history.region.is_empty
        if empty:
            runs.progress.say("Nothing is left. Looking for the targets that contradict each other …")
        found = tuple(conflicts(done.history)) if empty else ()
        return Calibrated(setup, done, _at_ends(setup, done.history), found, folder, runs.made, runs.reused)


def _at_ends(setup: Setup, history: History) -> tuple[float, float]:
    """The share that is left with the discrepancy at either end of its range, by the same emulators."""
    shares = []
    for end in (1, 2):
        other = History(aims_of(setup.fitted, end), setup.plan, history.waves)
        rng = np.random.default_rng(setup.plan.seed)
        shares.append(region_of(other.score, len(setup.space), LIMIT, rng).share)
    return shares[0], shares[1]
