"""Fit the rehabilitation team's places a week to the wait from ready to heard (A082).

``python -m sim.calibration.fit_places aalborg`` runs the place under `current` with several numbers of places. It prints the
wait of each in its parts, and the cases that wait on the first day of each measured year. It writes the number whose mean
wait is nearest to A082 into the place's file.

The wait hangs on this one number, and a queue near the limit moves for years. So the command must run again after every
change of flows, and a number with a queue that grows through all years has no lasting wait.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.calibration.fit_flows import DAYS, SEED, START, WARM_UP
from sim.engine import Log, run
from sim.figures.collection import load_world
from sim.files.paths import scenarios_dir
from sim.measures.team_waits import team_waits
from sim.measures.view import View, Window
from sim.study.posts import baseline_places
from sim.study.read_setting import setting_of
from sim.world.build import build_world
from sim.world.log import RowKind

A082 = "A082"
PARTS = ("agenda", "queue", "notice")
AROUND = (-3, -2, -1, 0, 1)
"""Numbers of places that are tried, as differences from the place's own."""
YEAR = 365
SOURCE = "fitted to a wait of six weeks from ready to heard (A082; København: 9 weeks in February 2020, target 5: X051, X052)"


@dataclass(frozen=True)
class Tried:
    """The wait with one number of places, as means over replications.

    Attributes:
        days: the mean days of each part of the wait.
        waiting: cases that are ready and have no place, at the start of each measured year. Cases that have left without a
            place are not among them.
    """

    places: int
    days: dict[str, float]
    waiting: tuple[float, ...]

    @property
    def wait(self) -> float:
        """Days from ready to heard."""
        return sum(self.days.values())


def waiting(log: Log, days: list[int]) -> list[int]:
    """Cases that are ready at the start of some days and get their place on that day or later."""
    ready, given = log.of(RowKind.READY), log.of(RowKind.PLACE)
    placed = {(row["citizen"], row["serial"], row["step"]): int(row["minute"]) for row in given}
    begun = [(int(row["minute"]), placed.get((row["citizen"], row["serial"], row["step"]), -1)) for row in ready]
    return [sum(start < 1440 * day <= end for start, end in begun) for day in days]


def tried(place: str, places: int, replications: int = 2) -> Tried:
    """Run a place with a number of team places a week."""
    setting = setting_of(place, "current", "baseline", START, DAYS, SEED)
    parts: list[dict[str, float]] = []
    queues: list[list[int]] = []
    for replication in range(1, replications + 1):
        log = run(build_world(setting, replication, places=places))
        view = View(log, Window(WARM_UP, DAYS - 1 - YEAR // 2))  # the last half year only ends the waits begun before
        table = team_waits(view).frame()
        whole = table[(table[["group", "activity", "need"]] == "all").all(axis=1)]
        values = dict(zip(whole["measure"], whole["value"].astype(float), strict=True))
        parts.append({part: values[f"wait_team_{part}_mean"] for part in PARTS})
        queues.append(waiting(log, list(range(WARM_UP, DAYS - YEAR // 2, YEAR))))
    days = {part: float(np.mean([each[part] for each in parts])) for part in PARTS}
    return Tried(places, days, tuple(float(number) for number in np.mean(queues, axis=0)))


def nearest(found: list[Tried], goal: float) -> Tried:
    """The number of places whose wait is nearest to ``goal`` days; of equals the larger number."""
    return min(found, key=lambda each: (abs(each.wait - goal), -each.places))


def refit(place: str, replications: int = 2) -> Tried:
    """Try the numbers around the place's own, and print each."""
    own = baseline_places(setting_of(place, "current", "baseline", START, DAYS, SEED))
    world = load_world(scenarios_dir() / "figures" / "world.yaml").set_index("id")
    goal = 7 * float(world["value"].to_dict()[A082])
    found = []
    for places in (own + more for more in AROUND):
        found.append(tried(place, places, replications))
        print(f"{places} places: {found[-1].wait:.1f} days", found[-1].days, found[-1].waiting, flush=True)  # noqa: T201 - progress
    best = nearest(found, goal)
    print(f"nearest to {goal:g} days ({A082}): {best.places} places, {best.wait:.1f} days")  # noqa: T201 - progress
    return best


def write(place: str, places: int, root: Path) -> None:
    """Write the number into the place's file, and that it is fitted. The range widens if the number would lie outside it."""
    file = root / "places" / f"{place}.yaml"

    def number(match: re.Match[str]) -> str:
        low, high = min(float(match[2]), places), max(float(match[3]), places)
        return f'{match[1]}{{value: {places}, low: {low:g}, high: {high:g}, evidence: fitted, source: "{SOURCE}"}}'

    text = file.read_text(encoding="utf-8")
    pattern = r"(^  per_week: )\{value: [\d.]+, low: ([\d.]+), high: ([\d.]+).*\}$"
    file.write_text(re.sub(pattern, number, text, count=1, flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    PLACE = sys.argv[1]
    write(PLACE, refit(PLACE, *(int(x) for x in sys.argv[2:3])).places, scenarios_dir())
