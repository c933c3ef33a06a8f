"""The search for cut staff and for reinvested hours: trial runs until every unit meets its criteria."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from sim.files.writing import write
from sim.results.staffing.bisection import Found, Numbers, smallest
from sim.results.staffing.service_level import Level, Units, kept_duties, levels, served_unknown, units_of
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.read_setting import hash_of

REPLICATIONS = (1, 2, 3)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Start:
    """The runs that a search starts from, and their results.

    Attributes:
        kept: the column's runs with all staff.
        teams: team -> posts, before any change.
        apart: teams that serve only groups of unknown volume. Their work cannot be compared with known needs.
        units: name of a unit -> its teams.
        duties: duties that both rule sets keep.
        baseline: unit -> its level under the baseline's rules.
        places: weekly places of the rehabilitation team.
        old: stored results of the baseline's runs.
        new: stored results of the column's runs with all staff.
    """

    teams: dict[str, float]
    apart: frozenset[str]
    units: Units
    duties: frozenset[str]
    baseline: dict[str, Level]
    places: int
    old: list[Stored]
    new: list[Stored]

    def levels(self, stored: Sequence[Stored]) -> dict[str, Level]:
        """Unit -> its level in trial runs."""
        return levels([run.measures for run in stored], self.units, self.duties)


@dataclass(frozen=True)
class Outcome:
    """The answer of a search.

    Attributes:
        numbers: unit -> the smallest number that meets the criteria.
        unsure: units that still failed in the last trial and got one more step.
        trials: number of combinations that were run.
        levels: unit -> its level in the last trial.
        limits: unit -> the largest tried number below the answer that fails, and the criterion that it fails.
    """

    numbers: Numbers
    unsure: tuple[str, ...]
    trials: int
    levels: dict[str, Level]
    limits: dict[str, tuple[int, str]]


def begin(
    plan: Plan, column: Column, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Start]:
    """The task that makes the runs that a search starts from."""
    stored = yield [*before, *kept]
    old, new = stored[: len(before)], stored[len(before) :]
    teams = {str(team): float(posts) for team, posts in old[0].about["posts"].items()}
    apart = served_unknown(new[0].measures)
    units = units_of(new[0].about["pools"], {team: posts for team, posts in teams.items() if team not in apart})
    duties = kept_duties(plan.study.baseline, column)
    baseline = levels([run.measures for run in old], units, duties)
    return Start(teams, apart, units, duties, baseline, int(old[0].about["places"]), old, new)


def starting_runs(plan: Plan, place: str, column: Column) -> tuple[list[Run], list[Run]]:
    """The baseline's runs and the column's runs with all staff: :data:`REPLICATIONS` of each."""
    first, second = (
        [plan.run(place, each, number) for number in REPLICATIONS] for each in (plan.study.baseline, column.kept)
    )
    return first, second


def search(
    start: Start,
    full: Mapping[str, Level],
    most: Mapping[str, int],
    guess: Mapping[str, int],
    trial: Callable[[Numbers], list[Run]],
) -> Generator[Sequence[Run], list[Stored], Outcome]:
    """The task that finds the smallest number of each unit that meets the criteria (:meth:`Level.margin`).

    Args:
        start: the runs that the search starts from.
        full: unit -> its level with all staff.
        most: unit to search -> the number that gives the level ``full``, which passes.
        guess: unit to search -> the first number to try.
        trial: returns the runs that try a number for each unit.
    """
    bracket = smallest(most, {unit: full[unit].margin(start.baseline[unit], full[unit]) for unit in most}, guess)
    worse: dict[str, dict[int, str]] = {unit: {} for unit in most}
    last, trials = dict(full), 0
    numbers = next(bracket)
    answer: Found | None = None
    while answer is None:
        last = start.levels((yield trial(numbers)))
        trials += 1
        for unit in most:
            worse[unit][numbers[unit]] = last[unit].worse(start.baseline[unit], full[unit])
        try:
            numbers = bracket.send({unit: last[unit].margin(start.baseline[unit], full[unit]) for unit in most})
        except StopIteration as end:
            answer = end.value
    limits = {}
    for unit, number in answer.numbers.items():
        below = [(tried, why) for tried, why in worse[unit].items() if tried < number and why]
        if below:
            limits[unit] = max(below)
    return Outcome(answer.numbers, answer.unsure, trials, last, limits)


def shown(units: Units, columns: Mapping[str, Mapping[str, Level]]) -> dict[str, dict[str, dict[str, float]]]:
    """Unit -> column -> level, for the manifest."""
    return {unit: {column: asdict(by_unit[unit]) for column, by_unit in columns.items()} for unit in units}


def search_file(plan: Plan, place: str, column: Column, suffix: str = "") -> Path:
    """The file that keeps the answer of a search. Its name is valid on any file system."""
    shocks = ".".join(shock.name for shock in column.own_shocks)
    name = ".".join(part for part in (place, column.rules, column.practice, shocks, suffix) if part)
    return plan.folder / "capacity" / f"{re.sub(r'[^A-Za-z0-9._+-]+', '-', name)}.json"


def kept_answer(file: Path, key: str, make: Callable[..., Answer], task: Task[Answer]) -> Task[Answer]:
    """The answer that a file keeps under this key. Without one, or if it was altered, the search runs and its answer is kept.

    Args:
        file: the file of the answer.
        key: the name of the search.
        make: the dataclass of the answer.
        task: the search; it does not start if the answer is kept.
    """
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if content["key"] == key and content["sha256"] == hash_of(content["answer"]):
            return make(**content["answer"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    answer = yield from task
    fields = json.loads(json.dumps(asdict(answer)))  # type: ignore[call-overload]
    kept = {"key": key, "sha256": hash_of(fields), "answer": fields}
    write(file, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return answer
