"""Freed hours reinvested: in more meetings, or in smaller caseloads. Nothing of it is money.

**Meetings.** All staff stays. Each unit (the teams of a pool) holds as many more meetings as leave its running casework per
citizen and week, and the deadlines that both rule sets keep, no worse than in the baseline: heavy need first, in steps
of :data:`STEP` meetings per citizen of heavy need and year (:mod:`sim.law.compose.more_meetings`). What is found holds over
replications 1 to 3, with a step more it does not, and the notes say which of the two would break. Where it is running
casework, gaps of whole days leave up to some three per cent of its minutes; where deadlines stop it, or every need has come
to its shortest gap, more is left and stays running casework.

**Caseloads.** Staff is cut first (:mod:`sim.results.staffing.cut`). The freed posts then go, a tenth at a time, to the team whose cases
per post lie furthest above the high end of its norm of 2020, as a share of that norm; so do teams that gave posts up, where
they are furthest above it. All freed posts are used; where no team is above its norm any more, they go on to the team that
is nearest below it. Teams without a norm get none. The places of the rehabilitation team are those of the baseline.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sim.law.compose.more_meetings import most_more
from sim.law.compose.practices import MoreMeetings
from sim.law.clauses.vocabulary import ROLES
from sim.measures import Norms
from sim.results.staffing.bisection import Numbers
from sim.results.staffing.cut import TENTHS, Cut, staff_cut
from sim.report.manifest import ReinvestRecord
from sim.runs.fingerprint import search_key
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.results.staffing.search import begin, kept_answer, search, search_file, shown, starting_runs
from sim.results.staffing.service_level import MEETING_TOLERANCE, TOLERANCE
from sim.runs.store import Stored
from sim.study.column import Column

STEP = 0.1
"""Meetings a year per citizen of heavy need, the step of the search."""
FIRST_GUESS = 4.0
"""Meetings a year at which the search begins."""
NORM_YEAR = "2020"


@dataclass(frozen=True)
class Reinvested:
    """Where the freed hours of a column went.

    Attributes:
        into: meetings or caseloads.
        practice: the practice as it is run (meetings), else None.
        more: unit -> more meetings a year per citizen of heavy need (meetings).
        units: what shares its staff -> its teams.
        groups: unit -> the groups that it serves (meetings).
        baseline, posts: posts by team, before and after (caseloads; else the same).
        caseloads: team -> ``before``, ``after`` cases per post and the norm's ``low``, ``high`` (caseloads).
        freed: posts that the cut freed and that were moved (caseloads).
        levels: unit -> what is held against each other: baseline, keep, reinvest (meetings).
        notes: what the reader must know, in words.
    """

    place: str
    column: str
    into: str
    practice: str | None
    more: dict[str, float]
    groups: dict[str, list[str]]
    units: dict[str, list[str]]
    baseline: dict[str, float]
    posts: dict[str, float]
    caseloads: dict[str, dict[str, float]]
    freed: float
    trials: int
    levels: dict[str, dict[str, dict[str, float]]]
    notes: list[str]

    @property
    def meetings(self) -> tuple[MoreMeetings, ...]:
        """What is added to the practice."""
        return more_meetings({tuple(self.groups[unit]): number for unit, number in self.more.items()})

    def record(self) -> ReinvestRecord:
        """For the manifest."""
        return ReinvestRecord.model_validate(asdict(self))


def reinvested(plan: Plan, place: str, column: Column) -> Task[Reinvested]:
    """The task that finds where the freed hours of a column go, or reads what was found before."""
    before, kept = starting_runs(plan, place, column)
    if column.use == "reinvest-caseloads":
        cut = yield from staff_cut(plan, place, column.using("cut"))
        stored = yield kept
        return caseloads(column.name, cut, _cases(stored), plan.norms[place])
    settings = {"step": STEP, "guess": FIRST_GUESS, "tolerances": [TOLERANCE, MEETING_TOLERANCE]}
    key = search_key([*before, *kept], settings)
    asked = _meetings(plan, place, column, before, kept)
    return (yield from kept_answer(search_file(plan, place, column, "meetings"), key, Reinvested, asked))


# --- into meetings ---


def _meetings(
    plan: Plan, place: str, column: Column, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Reinvested]:
    start = yield from begin(plan, column, before, kept)
    full = start.levels(start.new)
    setting = column.settings[place]
    groups = {
        name: tuple(group for team in unit for group in setting.place.teams[team].groups)
        for name, unit in start.units.items()
    }
    practice = setting.laws[-1].practice
    worse = {unit: level.worse(start.baseline[unit], level) for unit, level in full.items()}
    # numbers fall as meetings rise: the largest is none more, and passes
    most = {unit: round(most_more(practice, groups[unit]) / STEP) + 1 for unit in start.units if not worse[unit]}
    guess = {unit: max(number - round(FIRST_GUESS / STEP), 1) for unit, number in most.items()}

    def trial(numbers: Numbers) -> list[Run]:
        more = more_meetings({groups[unit]: (most[unit] - number) * STEP for unit, number in numbers.items()})
        there = setting.with_more_meetings(more)
        return [replace(run, column=column.names, setting=there) for run in kept]

    outcome = yield from search(start, full, most, guess, trial)
    more = {unit: round((most[unit] - number) * STEP, 6) for unit, number in outcome.numbers.items()}
    notes = [
        *(f"{unit}: nothing is left for more meetings: {why}" for unit, why in worse.items() if why),
        *(f"{unit}: not settled by repeated trials; one step was taken back" for unit in outcome.unsure),
        *(
            f"{unit}: with {(most[unit] - number) * STEP:+.1f} instead of {more[unit]:+.1f} {why}"
            for unit, (number, why) in outcome.limits.items()
        ),
        *(
            f"{unit}: every need has come to its shortest gap"
            for unit, number in outcome.numbers.items()
            if number == 1
        ),
    ]
    added = more_meetings({groups[unit]: number for unit, number in more.items()})
    return Reinvested(
        place,
        column.name,
        "meetings",
        setting.with_more_meetings(added).practice_name,
        more,
        {unit: list(groups[unit]) for unit in more},
        {unit: list(teams) for unit, teams in start.units.items()},
        start.teams,
        start.teams,
        {},
        0.0,
        outcome.trials,
        shown(start.units, {"baseline": start.baseline, "keep": full, "reinvest": outcome.levels}),
        notes,
    )


def more_meetings(more: Mapping[tuple[str, ...], float]) -> tuple[MoreMeetings, ...]:
    """What is set in a practice: groups -> more meetings a year and citizen of heavy need, none where there are none more."""
    return tuple(
        MoreMeetings(groups, float(f"{number:.6g}")) for groups, number in more.items() if round(number, 6) > 0
    )


# --- into caseloads ---


def _cases(stored: Sequence[Stored]) -> dict[str, float]:
    """Open cases by team with all staff: cases per filled post times filled posts, a mean over replications."""
    cases: dict[str, float] = {}
    for one in stored:
        table = one.measures[(one.measures["group"] == "all") & (one.measures["team"] != "all")]
        per_post = table[table["measure"] == "caseload_mean"].set_index("team")["value"]
        posts = table[table["measure"] == "staff_filled"].set_index("team")["value"]
        for team, load in per_post.items():
            cases[str(team)] = cases.get(str(team), 0.0) + float(load * posts.get(team, 0.0)) / len(stored)
    return cases


def caseloads(column: str, cut: Cut, cases: Mapping[str, float], bands: Norms) -> Reinvested:
    """Freed posts moved to the teams furthest above their norm.

    Args:
        cases: open cases by team; they stay with the team.
        bands: by team, the norms of cases per post.
    """
    posts = dict(cut.posts)
    left = round(sum(cut.freed.values()) * TENTHS)
    high = {team: bands[team][NORM_YEAR][1] for team in posts if team in bands and cases.get(team) and posts[team] > 0}
    notes = [
        f"{team}: no norm, so it gets none of the freed posts"
        for team in posts
        if team not in high and team not in ROLES
    ]
    if not high:
        notes.append("no team has a norm: the freed posts stay where they were")
        posts, left = dict(cut.baseline), 0
    for _ in range(left):
        furthest = max(high, key=lambda team: (cases[team] / posts[team] / high[team], team))
        posts[furthest] = round(posts[furthest] + 1 / TENTHS, 3)
    shown = {
        team: {"before": round(cases[team] / cut.baseline[team], 3), "after": round(cases[team] / posts[team], 3)}
        | (dict(zip(("low", "high"), bands[team][NORM_YEAR], strict=True)) if team in bands else {})
        for team in posts
        if cases.get(team) and posts[team] > 0
    }
    freed = round(sum(cut.freed.values()), 3)
    return Reinvested(
        cut.place, column, "caseloads", None, {}, {}, cut.units, cut.baseline, posts, shown, freed, cut.trials, {}, notes
    )
