"""The posts that freed rules need: staff is cut until one more step would serve the citizens of a unit worse than before.

No unit may get worse by three criteria, over replications 1 to 3 (:mod:`sim.results.staffing.service_level`):

- running casework, compared with the baseline.
- legal deadlines, compared with the baseline.
- meetings held, compared with the same rules and practice with all staff.

The practice decides the number of meetings, and a team with full diaries drops optional meetings. Without the third criterion
a cut would remove meetings that no rule removed, and count them as a saving of the rules. The first posts cost few meetings, the
last posts many. A larger tolerance therefore allows a larger cut.

Teams are cut at the same time. Teams that serve merged groups together form one unit and keep their proportions. The weekly
places of the rehabilitation team follow the number of hearings. All replications use the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from sim.law.clauses.vocabulary import ROLES
from sim.report.manifest import CutRecord
from sim.results.staffing.search import begin, kept_answer, search, search_file, shown, starting_runs
from sim.results.staffing.service_level import MEETING_TOLERANCE, TOLERANCE, Level, Units
from sim.runs.fingerprint import search_key
from sim.runs.run import Plan, Posts, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column

TENTHS = 10
"""Posts are searched in steps of a tenth."""


@dataclass(frozen=True)
class Cut:
    """The staff that a rule set needs at a place.

    Attributes:
        baseline, posts: posts by team, before and after.
        places_baseline, places: weekly places of the rehabilitation team, before and after.
        trials: number of combinations of posts that were run.
        notes: notes for the reader, in words.
        units: name of a unit (teams that are cut together) -> its teams.
        levels: unit -> its levels with the baseline, with all staff, and with staff cut.
        stopped: unit -> the criterion that one more tenth of a post less would break.
        apart: teams that serve only groups of unknown volume; their posts stay and are not part of any total.
    """

    place: str
    column: str
    baseline: dict[str, float]
    posts: dict[str, float]
    places_baseline: int
    places: int
    trials: int
    notes: list[str]
    units: dict[str, list[str]]
    levels: dict[str, dict[str, dict[str, float]]]
    stopped: dict[str, str] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)

    @property
    def freed(self) -> dict[str, float]:
        """Posts freed by team of caseworkers. Other roles and teams of unknown volume keep their posts."""
        return {team: round(most - self.posts[team], 3) for team, most in self.baseline.items() if self._counts(team)}

    def _counts(self, team: str) -> bool:
        return team not in ROLES and team not in self.apart

    @property
    def changed(self) -> bool:
        """Whether posts or places differ from those with all staff."""
        return self.posts != self.baseline or self.places != self.places_baseline

    def record(self) -> CutRecord:
        """The record for the manifest. Totals cover caseworkers, without teams that serve only groups of unknown volume."""
        totals = {
            name: sum(number for team, number in getattr(self, name).items() if self._counts(team))
            for name in ("baseline", "posts")
        }
        totals["freed"] = totals["baseline"] - totals["posts"]
        total = {name: round(number, 3) for name, number in totals.items()}
        return CutRecord.model_validate({**asdict(self), "freed": self.freed, "total": total})


def staff_cut(plan: Plan, place: str, column: Column) -> Task[Cut]:
    """The task that finds the posts of a column with staff cut, or reads an earlier answer.

    The answer is kept in the folder ``capacity/`` of the study's results.
    """
    before, kept = starting_runs(plan, place, column)
    key = search_key([*before, *kept], {"tolerance": TOLERANCE, "meetings": MEETING_TOLERANCE, "tenths": TENTHS})
    task = _search(plan, place, column, before, kept)
    return (yield from kept_answer(search_file(plan, place, column), key, Cut, task))


def _search(
    plan: Plan, place: str, column: Column, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Cut]:
    start = yield from begin(plan, column, before, kept)
    teams, units = start.teams, start.units
    places = places_after(start.places, _team_cases(start.old), _team_cases(start.new))

    def trial(posts: Mapping[str, float]) -> list[Run]:
        if posts == teams and places == start.places:
            return [replace(run, column=column.kept.names) for run in kept]
        all_posts: Posts = tuple(posts.items())
        return [replace(run, column=column.names, posts=all_posts, places=places) for run in kept]

    full = start.levels((yield trial(teams)))
    worse = {name: level.worse(start.baseline[name], level) for name, level in full.items()}
    open_units = {name: unit for name, unit in units.items() if not worse[name]}
    most = {name: max(math.floor(sum(teams[t] for t in unit) * TENTHS + 1e-6), 1) for name, unit in open_units.items()}
    guess = {name: first_guess(full[name], start.baseline[name], most[name]) for name in open_units}
    outcome = yield from search(
        start, full, most, guess, lambda numbers: trial({**teams, **_shared(numbers, open_units, most, teams)})
    )
    stopped = {
        name: f"the cut stops at {outcome.numbers[name] / TENTHS:.1f} posts: with {number / TENTHS:.1f} {why}"
        for name, (number, why) in outcome.limits.items()
    }
    notes = [
        *(
            f"{n}: all {sum(teams[t] for t in units[n]):.1f} posts stay: with them {why}"
            for n, why in worse.items()
            if why
        ),
        *(f"{name}: not settled by repeated trials; one step was added" for name in outcome.unsure),
        *(f"{name}: {why}" for name, why in stopped.items()),
    ]
    return Cut(
        place,
        column.name,
        teams,
        {**teams, **_shared(outcome.numbers, open_units, most, teams)},
        start.places,
        places,
        outcome.trials,
        notes,
        {name: list(teams_of) for name, teams_of in units.items()},
        shown(units, {"baseline": start.baseline, "keep": full, "cut": outcome.levels}),
        worse | stopped,
        sorted(start.apart),
    )


def first_guess(full: Level, baseline: Level, most: int) -> int:
    """Tenths of posts that leave the baseline's running minutes if each post brings the same hours."""
    if not full.hours or not full.running or math.isinf(full.running):
        return most
    surplus = full.running_hours * (1 - baseline.running / full.running)
    return max(math.ceil(most * (1 - surplus / full.hours)), 1)


def places_after(places: int, cases_before: float, cases_after: float) -> int:
    """Weekly places in proportion to the cases, rounded up; at least one and at most the places before."""
    if cases_before <= 0:
        return places
    return min(max(math.ceil(places * cases_after / cases_before - 1e-9), 1), places)


def _team_cases(stored: Sequence[Stored]) -> float:
    """Cases that the rehabilitation team heard, summed over all replications."""
    total = 0.0
    for run in stored:
        rows = run.measures[run.measures["measure"] == "team_cases"]
        total += float(rows[(rows["group"] == "all") & (rows["activity"] == "all")]["value"].sum())
    return total


def _shared(
    numbers: Mapping[str, int], units: Units, most: Mapping[str, int], teams: Mapping[str, float]
) -> dict[str, float]:
    """Posts by team from tenths of posts by unit."""
    return {
        team: posts
        for name, unit in units.items()
        for team, posts in share(numbers[name], {t: teams[t] for t in unit}, most[name]).items()
    }


def share(tenths: int, teams: Mapping[str, float], most: int) -> dict[str, float]:
    """Posts by team: tenths of posts shared in proportion to the teams' posts.

    Each team gets whole tenths; the largest remainders are served first. With the full number each team keeps its posts.
    """
    if tenths >= most:
        return dict(teams)
    total = sum(teams.values())
    exact = {team: tenths * posts / total for team, posts in teams.items()}
    whole = {team: math.floor(part) for team, part in exact.items()}
    by_rest = sorted(teams, key=lambda team: (whole[team] - exact[team], list(teams).index(team)))
    for team in by_rest[: tenths - sum(whole.values())]:
        whole[team] += 1
    return {team: min(number / TENTHS, teams[team]) for team, number in whole.items()}
