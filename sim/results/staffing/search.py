"""The runs of a search for staff, and the file that keeps its answer.

A search has replications of its own, above every number that a study can report. An answer is
therefore never reported on the people that it was chosen from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from sim.files.kept import kept_json
from sim.files.writing import write
from sim.place.office.model import StaffCut
from sim.results.staffing.criteria import Criterion, Limits, criteria
from sim.results.staffing.fluid import freed_posts
from sim.results.staffing.service import Service, service
from sim.results.staffing.units import Units, kept_duties, served_unknown, units_of
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.read_setting import hash_of
from sim.study.study import Study
from sim.study.study_file import MOST_REPLICATIONS

FEWEST, MOST = 5, 20
"""Replications of a search. Five give Student's t four degrees of freedom; twenty runs of each trial take long enough."""

Answer = TypeVar("Answer")


def replications_of(study: Study) -> tuple[int, ...]:
    """The replications of a search: as many as the study has, within :data:`FEWEST` and :data:`MOST`. No study reports them.

    A cut is safe if the pairs prove it, so few pairs prove a small one. Who asks for more pairs gets the larger cut that they prove.
    """
    count = min(max(study.replications, FEWEST), MOST)
    return tuple(MOST_REPLICATIONS + number for number in range(1, count + 1))


@dataclass(frozen=True)
class Start:
    """The runs that a search starts from, and their results.

    Attributes:
        teams: team or role -> posts, before any change.
        apart: teams that serve only groups of unknown volume. Their work cannot be compared with known needs.
        units: name of a unit -> its teams.
        duties: duties that both rule sets keep.
        places: weekly places of the rehabilitation team.
        old, new: stored results of the baseline's runs, and of the column's runs with all staff.
        before, kept: their service.
        share: the practice's share of a day that may be booked ahead.
        office: the office's values of a staff cut.
        limits: the margins.
    """

    teams: dict[str, float]
    apart: frozenset[str]
    units: Units
    duties: frozenset[str]
    places: float
    old: list[Stored]
    new: list[Stored]
    before: Service
    kept: Service
    share: float
    office: StaffCut
    limits: Limits

    @property
    def posts(self) -> dict[str, float]:
        """Unit -> its posts."""
        return {unit: sum(self.teams[team] for team in teams) for unit, teams in self.units.items()}

    @property
    def ceiling(self) -> float:
        """The largest share of a day that may be booked ahead."""
        return float(self.office.bookable_ceiling.value)

    @property
    def free(self) -> dict[str, float]:
        """Unit -> the fluid bound in these replications, which only says where to try."""
        means = freed_posts(self.before, self.kept, self.posts).mean(axis=0)
        return {unit: float(means[at]) for at, unit in enumerate(self.units)}

    def service(self, stored: Sequence[Stored]) -> Service:
        """The service of units in trial runs."""
        return service([run.measures for run in stored], self.units, self.duties)

    def criteria(self, *, meetings: bool = True) -> list[Criterion]:
        """The criteria of all units."""
        return criteria(self.before, self.kept, self.limits, meetings=meetings)


def begin(
    plan: Plan, place: str, column: Column, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Start]:
    """The task that makes the runs that a search starts from."""
    stored = yield [*before, *kept]
    old, new = stored[: len(before)], stored[len(before) :]
    teams = {str(team): float(posts) for team, posts in old[0].about["posts"].items()}
    apart = served_unknown(new[0].measures)
    units = units_of(new[0].about["pools"], {team: posts for team, posts in teams.items() if team not in apart})
    duties = kept_duties(plan.study.baseline, column)
    setting = column.settings[place]
    return Start(
        teams, apart, units, duties, float(old[0].about["places"]), old, new,
        service([run.measures for run in old], units, duties), service([run.measures for run in new], units, duties),
        float(setting.practice.booking.bookable_share.value), setting.office.staff_cut,
        Limits.of(setting.office.staff_cut, plan.study.margins),
    )  # fmt: skip


def starting_runs(plan: Plan, place: str, column: Column) -> tuple[list[Run], list[Run]]:
    """The baseline's runs and the column's runs with all staff and all places, in the replications of the search."""
    first, second = (
        [plan.run(place, each, number) for number in replications_of(plan.study)]
        for each in (plan.study.baseline, column.kept)
    )
    return first, second


def settings_of(plan: Plan, place: str, column: Column) -> dict[str, Any]:
    """What determines a search beside its runs and its source code."""
    office = column.settings[place].office.staff_cut
    limits = asdict(Limits.of(office, plan.study.margins))
    return {"limits": limits, "ceiling": office.bookable_ceiling.value, "confidence": plan.study.confidence}


def search_file(plan: Plan, place: str, column: Column, suffix: str = "") -> Path:
    """The file that keeps the answer of a search. Its name is valid on any file system."""
    shocks = ".".join(shock.name for shock in column.own_shocks)
    name = ".".join(part for part in (place, column.rules, column.practice, shocks, suffix) if part)
    return plan.folder / "capacity" / f"{re.sub(r'[^A-Za-z0-9._+-]+', '-', name)}.json"


def kept_answer(
    file: Path, key: str, make: Callable[..., Answer], task: Task[Answer], *, fresh: bool = False
) -> Task[Answer]:
    """The answer that a file keeps under this key. Without one, or if it was altered, the search runs and its answer is kept.

    Args:
        file: the file of the answer.
        key: the name of the search.
        make: the dataclass of the answer.
        task: the search; it does not start if the answer is kept.
        fresh: whether the search runs whatever is kept.
    """
    try:
        content: dict[str, Any] = kept_json(file)
        if not fresh and content["key"] == key and content["sha256"] == hash_of(content["answer"]):
            return make(**content["answer"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    answer = yield from task
    fields = json.loads(json.dumps(asdict(answer)))  # type: ignore[call-overload]
    kept = {"key": key, "sha256": hash_of(fields), "answer": fields}
    write(file, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return make(**fields)
