"""What a study would cost: its runs, the time they take on this machine, and the room they need on the disk.

Nothing of the study is run. The time is measured: one run of a year of the baseline is made, and its seconds for each citizen
and day hold for all runs. Other work of the machine changes it, so the time is a rough one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.files.paths import results_dir
from sim.results.finished import finished
from sim.results.resources import Resources, check_resources, resources, room
from sim.results.sensitivity.beside import Beside
from sim.results.staffing.cut import TRIALS
from sim.results.staffing.search import replications_of
from sim.runs.make import make
from sim.runs.opening import burn_in_of, missing
from sim.runs.run import Plan, Run
from sim.runs.scheduler import default_workers, store_of
from sim.runs.store import Store
from sim.study.column import Column
from sim.study.setting import Setting
from sim.study.study import Study

PROBE_DAYS = 366
"""Days of the run that tells the time."""


@dataclass(frozen=True)
class Item:
    """Some runs of a study.

    Attributes:
        what: ``opening`` (burn-ins), ``columns``, ``search`` (trials of a search for staff) or ``ranges`` (ends of leading
            assumptions).
        column: the column that they belong to; empty for those of all columns.
        runs: their number at most. Columns that share runs count them once.
        stored: how many of them are finished.
        citizen_days: citizens of the opening stock times days, of the runs that are still to be made.
    """

    what: str
    place: str
    column: str
    runs: int
    stored: int
    citizen_days: float


@dataclass(frozen=True)
class Planned:
    """What a study would cost.

    Attributes:
        seconds_of_citizen_day: measured, on one processor.
        workers: processes.
        resources: what the runs need of this machine, and what it has.
    """

    study: Study
    items: tuple[Item, ...]
    seconds_of_citizen_day: float
    workers: int
    folder: Path
    resources: Resources

    @property
    def runs(self) -> int:
        """Runs of the study, burn-ins not counted."""
        return sum(item.runs for item in self.items if item.what != "opening")

    @property
    def to_make(self) -> int:
        """Those that are not finished yet."""
        return sum(item.runs - item.stored for item in self.items if item.what != "opening")

    @property
    def seconds(self) -> float:
        """The time of all runs and burn-ins that are still to be made, without tables and charts."""
        return sum(item.citizen_days for item in self.items) * self.seconds_of_citizen_day / self.workers

    @property
    def bytes(self) -> float:
        """The room of all runs, tables and charts on the disk."""
        return room(self.study, self.runs)


def planned(
    study: Study, results: str | Path | None = None, workers: int | None = None, *, probe: bool = True
) -> Planned:
    """What a study would cost.

    Args:
        probe: whether to measure the time; otherwise it is 0.

    Raises:
        ScenarioError: invalid input; or ``probe``, and the study needs more than this machine has.
    """
    folder = results_dir(results) / study.name
    number = check_resources(study, folder, workers) if probe else workers or default_workers()
    plan, store = Plan.of(study, folder), store_of(folder)
    counted = _Counted(store)
    items: list[Item] = []
    for place in study.places:
        for column in study.columns:
            items += _column(plan, place, column, counted)
    for task in Beside.of(plan).tasks():
        runs = next(task)
        items += counted.items("ranges", "", runs)
    items = [*counted.openings(), *items]
    seconds = _seconds(plan) if probe and any(item.runs > item.stored for item in items) else 0.0
    total = sum(item.runs for item in items if item.what != "opening")
    return Planned(study, tuple(items), seconds, number, folder, resources(study, folder, workers, total))


@dataclass
class _Counted:
    """Counts runs and their burn-ins once, whatever asks for them."""

    store: Store

    def __post_init__(self) -> None:
        self.keys: set[str] = set()
        self.opened: dict[tuple[str, int], Run] = {}

    def items(self, what: str, column: str, runs: Sequence[Run]) -> list[Item]:
        """The item of some runs, without those that were counted before."""
        new = [run for run in runs if run.key not in self.keys]
        self.keys |= {run.key for run in new}
        if not new:
            return []
        to_make = [run for run in new if not self.store.measures_file(run.key).exists()]
        self.opened = {(run.place, run.replication): run for run in to_make} | self.opened
        return [Item(what, new[0].place, column, len(new), len(new) - len(to_make), sum(map(_citizen_days, to_make)))]

    def openings(self) -> list[Item]:
        """The burn-ins of the runs that are still to be made, by place. All columns share them."""
        by_place: dict[str, list[Run]] = {}
        for run in self.opened.values():
            by_place.setdefault(run.place, []).append(run)
        return [item for place, runs in by_place.items() for item in _openings(place, runs)]


def _column(plan: Plan, place: str, column: Column, counted: _Counted) -> list[Item]:
    """The runs of a column at a place. The runs that a search will ask for are counted, but not known."""
    task = finished(plan, place, column)
    items: list[Item] = []
    wanted = next(task)
    if wanted[0].is_trial:
        items += counted.items("search", column.name, wanted)
        trials, days = len(TRIALS) * len(replications_of(plan.study)), plan.study.measured_until
        items.append(Item("search", place, column.name, trials, 0, trials * days * _stock(column.settings[place])))
        wanted = [plan.run(place, column.kept, number) for number in range(1, plan.study.replications + 1)]
        items += counted.items("columns", column.kept.name, wanted)
        return [*items, _unknown(plan, place, column)]
    items += counted.items("columns", column.kept.name if column.use == "cut" else column.name, wanted)
    if column.use != "cut":
        return items
    return [*items, *counted.items("columns", column.name, task.send([]))]  # the posts do not depend on those runs


def _unknown(plan: Plan, place: str, column: Column) -> Item:
    """The runs of a column whose staff is not known yet."""
    number = plan.study.replications
    return Item("columns", place, column.name, number, 0, number * plan.study.days * _stock(column.settings[place]))


def _openings(place: str, runs: Sequence[Run]) -> list[Item]:
    """The burn-ins of some runs of a place."""
    jobs = [job for run in runs if (job := burn_in_of(run.setting, run.replication)) is not None]
    if not jobs:
        return []
    to_make = [job for run in runs if (job := missing(run.setting, run.replication)) is not None]
    days = sum(job.last * _stock(job.setting) for job in to_make)
    return [Item("opening", place, "", len(jobs), len(jobs) - len(to_make), days)]


def _citizen_days(run: Run) -> float:
    return run.setting.days * _stock(run.setting)


def _stock(setting: Setting) -> float:
    return sum(group.stock.value for group in setting.place.groups.values())


def about(plan: Plan, pair: Sequence[Run], times: int, workers: int) -> str:
    """The time of many samples of a study in words, measured before they start.

    Args:
        pair: the runs of one sample.
        times: number of samples.
        workers: processes.
    """
    opening = burn_in_of(pair[0].setting, pair[0].replication)  # each sample has a replication of its own
    before = 0.0 if opening is None else opening.last * _stock(opening.setting)
    days = times * (before + sum(map(_citizen_days, pair)))
    span = span_text(days * _seconds(plan) / workers)
    return f"At most some {span} with {workers} process{'' if workers == 1 else 'es'} as busy as this machine is now."


def span_text(seconds: float) -> str:
    """A span of time in words, in the unit that suits it."""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def _seconds(plan: Plan) -> float:
    """Seconds of a run for each citizen and day: the second of two runs, so that nothing is loaded or compiled in it."""
    place, column = plan.study.places[0], plan.study.baseline
    setting = replace(column.settings[place].shortened(PROBE_DAYS), formed=None)  # in equilibrium: no burn-in is made
    run = replace(
        plan.run(place, column, 1, setting=setting), window=(PROBE_DAYS // 2, PROBE_DAYS - 1), folder=None, bands=None
    )
    make(run)
    begin = time.perf_counter()
    make(run)
    return (time.perf_counter() - begin) / _citizen_days(run)
