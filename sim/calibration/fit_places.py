"""Fit the rehabilitation team's places a week to the wait from ready to heard (A082).

``python -m sim.calibration.fit_places aalborg`` runs the place under `current` with several numbers of places. It prints the
wait of each in its parts, and the cases that wait on the first day of each measured year. It writes the number whose mean
wait is A082's into the place's file, and as a range the numbers with the ends of A082's range.

The wait hangs on this one number, and a queue near the limit moves for years. So the command must run again after every
change of flows, and a number with a queue that grows through all years has no lasting wait.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.data.rewrite import text_with, write_all
from sim.engine import Log, run
from sim.figures.collection import load_world
from sim.files.paths import scenarios_dir
from sim.files.quantity import Number
from sim.measures.team_waits import team_waits
from sim.measures.view import View, Window
from sim.runs.opening import burned
from sim.study.posts import baseline_places
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.log import RowKind

START, DAYS, WARM_UP, SEED = date(2024, 1, 1), 1461, 366, 20240101
"""Four years; the first warms up."""
A082 = "A082"
PARTS = ("agenda", "queue", "notice")
AROUND = (-1, -0.5, 0, 0.5, 1)
"""Numbers of places that are tried, as differences from the place's own."""
YEAR = 365
SOURCE = "fitted to a wait of six weeks from ready to heard (A082)"


@dataclass(frozen=True)
class Tried:
    """The wait with one number of places, as means over replications.

    Attributes:
        days: the mean days of each part of the wait.
        waiting: cases that are ready and have no place, at the start of each measured year. Cases that have left without a
            place are not among them.
    """

    places: float
    days: dict[str, float]
    waiting: tuple[float, ...]

    @property
    def wait(self) -> float:
        """Days from ready to heard."""
        return sum(self.days.values())


class Places(NamedTuple):
    """The fitted number of places a week, and the numbers with the longest and the shortest wait of the figure."""

    number: float
    low: float
    high: float


def waiting(log: Log, days: list[int]) -> list[int]:
    """Cases that are ready at the start of some days and get their place on that day or later."""
    ready, given = log.of(RowKind.READY), log.of(RowKind.PLACE)
    placed = {(row["citizen"], row["serial"], row["step"]): int(row["minute"]) for row in given}
    begun = [(int(row["minute"]), placed.get((row["citizen"], row["serial"], row["step"]), -1)) for row in ready]
    return [sum(start < 1440 * day <= end for start, end in begun) for day in days]


def with_places(setting: Setting, places: float) -> Setting:
    """The setting with another number of places, also in the burn-in from which its opening stock is drawn."""
    per_week = replace(setting.place.team_places.per_week, value=Number(places))
    sessions = setting.place.team_places.model_copy(update={"per_week": per_week})
    place = setting.place.model_copy(update={"team_places": sessions})
    formed = None if setting.formed is None else replace(setting.formed, place=place)
    return replace(setting, place=place, formed=formed)


def tried(place: str, places: float, replications: int = 5) -> Tried:
    """Run a place with a number of team places a week, as a study does."""
    setting = with_places(setting_of(place, "current", "baseline", START, DAYS, SEED), places)
    parts: list[dict[str, float]] = []
    queues: list[list[int]] = []
    for replication in range(1, replications + 1):
        opening = burned(setting, replication)  # a kept one is that of the place's own number
        log = run(build_world(setting, replication, opening=opening))
        view = View(log, Window(WARM_UP, DAYS - 1 - YEAR // 2))  # the last half year only ends the waits begun before
        table = team_waits(view).frame()
        whole = table[(table[["group", "activity", "need"]] == "all").all(axis=1)]
        values = dict(zip(whole["measure"], whole["value"].astype(float), strict=True))
        parts.append({part: values[f"wait_team_{part}_mean"] for part in PARTS})
        queues.append(waiting(log, list(range(WARM_UP, DAYS - YEAR // 2, YEAR))))
    days = {part: float(np.mean([each[part] for each in parts])) for part in PARTS}
    return Tried(places, days, tuple(float(number) for number in np.mean(queues, axis=0)))


def places_for(found: Sequence[Tried], days: float) -> float:
    """The number of places with a wait of so many days, to a tenth: interpolated, at most the ends of what was tried."""
    ordered = sorted(found, key=lambda each: each.wait)
    places = np.interp(days, [each.wait for each in ordered], [each.places for each in ordered])
    return round(float(places), 1)


def wait_of_figure() -> tuple[float, float, float]:
    """The days of A082 from ready to heard, with the ends of its range."""
    world = load_world().set_index("id")
    value, low, high = (7 * float(world[key].to_dict()[A082]) for key in ("value", "low", "high"))
    return value, low, high


def refit(place: str, replications: int = 5) -> Places:
    """Try the numbers around the place's own, and print each."""
    own = baseline_places(setting_of(place, "current", "baseline", START, DAYS, SEED))
    goal, shortest, longest = wait_of_figure()
    found = []
    for places in (own + more for more in AROUND):
        found.append(tried(place, places, replications))
        print(f"{places} places: {found[-1].wait:.1f} days", found[-1].days, found[-1].waiting, flush=True)  # noqa: T201 - progress
    chosen = Places(*(places_for(found, days) for days in (goal, longest, shortest)))
    print(f"{A082}: {goal:g} days ({shortest:g} to {longest:g}): {chosen}")  # noqa: T201 - progress
    return chosen


def write(place: str, places: Places, root: Path, source: str = SOURCE) -> None:
    """Write the number and its range into the place's file, and to what they are fitted."""
    file = root / "places" / f"{place}.yaml"
    value = f'{{value: {places.number:g}, low: {places.low:g}, high: {places.high:g}, evidence: fitted, source: "{source}"}}'
    write_all({file: text_with(place, "places", root, {("team_places", "per_week"): value})})


if __name__ == "__main__":
    PLACE = sys.argv[1]
    write(PLACE, refit(PLACE, *(int(x) for x in sys.argv[2:3])), scenarios_dir())
