"""Reinvest freed hours in more meetings or in smaller caseloads. Neither use saves money.

**Meetings.** All staff stays. Each unit (the teams of a pool) holds more meetings until one more step would make a criterion
worse than in the baseline. The criteria are running casework per citizen and week, and the deadlines that both rule sets keep.

- Meetings rise for heavy need first, in steps of :data:`STEP` meetings per citizen of heavy need and year
  (:mod:`sim.law.compose.more_meetings`).
- The answer meets the criteria over replications 1 to 3. The notes name the criterion that one more step would break.
- If running casework sets the limit, up to about three per cent of its minutes remain unused, because gaps are whole days.
- If deadlines or the shortest gaps set the limit, more minutes remain. They stay running casework.

**Caseloads.** Staff is cut first (:mod:`sim.results.staffing.cut`).

- The freed posts are given out a tenth at a time. Each tenth goes to the team with the highest cases per post relative to the
  high end of its norm of 2020. This may be a team that gave up posts.
- All freed posts are used, even if no team is above its norm any more.
- Teams without a norm get no freed posts.
- The places of the rehabilitation team are those of the baseline.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sim.figures.norms import team_bands
from sim.law.clauses.vocabulary import ROLES
from sim.law.compose.more_meetings import most_more
from sim.law.compose.practices import MoreMeetings
from sim.report.manifest import ReinvestRecord
from sim.results.staffing.bisection import Numbers
from sim.results.staffing.cut import TENTHS, Cut, staff_cut
from sim.results.staffing.search import begin, kept_answer, search, search_file, shown, starting_runs
from sim.results.staffing.service_level import MEETING_TOLERANCE, TOLERANCE
from sim.runs.fingerprint import search_key
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column

STEP = 0.1
"""The step of the search, in meetings a year per citizen of heavy need."""
FIRST_GUESS = 4.0
"""The first number of meetings that the search tries, per year and citizen of heavy need."""
NORM_YEAR = "2020"


@dataclass(frozen=True)
class Reinvested:
    """The use of the freed hours of a column.

    Attributes:
        into: ``meetings`` or ``caseloads``.
        practice: for meetings, the name of the practice that is run, else None.
        more: for meetings, unit -> additional meetings a year per citizen of heavy need.
        units: name of a unit (teams that share their staff) -> its teams.
        groups: for meetings, unit -> the groups that it serves.
        baseline, posts: posts by team, before and after; equal for meetings.
        caseloads: for caseloads, team -> cases per post ``before`` and ``after``, and the norm's ``low`` and ``high``.
        freed: for caseloads, the posts that the cut freed and that were moved.
        trials: number of combinations that were run.
        levels: for meetings, unit -> its levels in baseline, keep and reinvest.
        notes: notes for the reader, in words.
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
        """The additional meetings to set in the practice."""
        return more_meetings({tuple(self.groups[unit]): number for unit, number in self.more.items()})

    def record(self) -> ReinvestRecord:
        """The record for the manifest."""
        return ReinvestRecord.model_validate(asdict(self))


def reinvested(plan: Plan, place: str, column: Column) -> Task[Reinvested]:
    """The task that finds the use of a column's freed hours, or reads an earlier answer."""
    before, kept = starting_runs(plan, place, column)
    if column.use == "reinvest-caseloads":
        cut = yield from staff_cut(plan, place, column.using("cut"))
        stored = yield kept
        bands = team_bands(column.settings[place].place, plan.norms[place], NORM_YEAR)
        return caseloads(column.name, cut, _cases(stored), bands)
    settings = {"step": STEP, "guess": FIRST_GUESS, "tolerances": [TOLERANCE, MEETING_TOLERANCE]}
    key = search_key([*before, *kept], settings)
    task = _meetings(plan, place, column, before, kept)
    return (yield from kept_answer(search_file(plan, place, column, "meetings"), key, Reinvested, task))


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
    # numbers fall as meetings rise: the largest number means no additional meetings, which passes
    most = {unit: round(most_more(practice, groups[unit]) / STEP) + 1 for unit in start.units if not worse[unit]}
    guess = {unit: max(number - round(FIRST_GUESS / STEP), 1) for unit, number in most.items()}

    def trial(numbers: Numbers) -> list[Run]:
        more = more_meetings({groups[unit]: (most[unit] - number) * STEP for unit, number in numbers.items()})
        changed = setting.with_more_meetings(more)
        return [replace(run, column=column.names, setting=changed) for run in kept]

    outcome = yield from search(start, full, most, guess, trial)
    more = {unit: round((most[unit] - number) * STEP, 6) for unit, number in outcome.numbers.items()}
    notes = [
        *(f"{unit}: no hours are left for more meetings: {why}" for unit, why in worse.items() if why),
        *(f"{unit}: not settled by repeated trials; one step was taken back" for unit in outcome.unsure),
        *(
            f"{unit}: with {(most[unit] - number) * STEP:+.1f} instead of {more[unit]:+.1f} {why}"
            for unit, (number, why) in outcome.limits.items()
        ),
        *(
            f"{unit}: the gaps between meetings are the shortest possible for every level of need"
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
    """Additional meetings to set in a practice, from groups -> meetings a year per citizen of heavy need.

    Groups without additional meetings are left out.
    """
    return tuple(
        MoreMeetings(groups, float(f"{number:.6g}")) for groups, number in more.items() if round(number, 6) > 0
    )


# --- into caseloads ---


def _cases(stored: Sequence[Stored]) -> dict[str, float]:
    """Open cases by team with all staff: cases per filled post times filled posts, as a mean over replications."""
    cases: dict[str, float] = {}
    for run in stored:
        table = run.measures[(run.measures["group"] == "all") & (run.measures["team"] != "all")]
        per_post = table[table["measure"] == "caseload_mean"].set_index("team")["value"]
        posts = table[table["measure"] == "staff_filled"].set_index("team")["value"]
        for team, load in per_post.items():
            cases[str(team)] = cases.get(str(team), 0.0) + float(load * posts.get(team, 0.0)) / len(stored)
    return cases


def caseloads(
    column: str, cut: Cut, cases: Mapping[str, float], bands: Mapping[str, tuple[float, float]]
) -> Reinvested:
    """The result of moving freed posts to the teams with the highest caseloads relative to their norms.

    Args:
        column: printed name of the column.
        cut: the staff cut that freed the posts.
        cases: open cases by team; they stay with the team.
        bands: fewest and most cases per post by team, by the mix of its cases.
    """
    posts = dict(cut.posts)
    left = round(sum(cut.freed.values()) * TENTHS)
    high = {team: bands[team][1] for team in posts if team in bands and cases.get(team) and posts[team] > 0}
    notes = [
        f"{team}: the team has no norm, so it gets no freed posts"
        for team in posts
        if team not in high and team not in ROLES
    ]
    if not high:
        notes.append("no team has a norm: the freed posts stay in their teams")
        posts, left = dict(cut.baseline), 0
    for _ in range(left):
        furthest = max(high, key=lambda team: (cases[team] / posts[team] / high[team], team))
        posts[furthest] = round(posts[furthest] + 1 / TENTHS, 3)
    shown = {
        team: {"before": round(cases[team] / cut.baseline[team], 3), "after": round(cases[team] / posts[team], 3)}
        | (dict(zip(("low", "high"), bands[team], strict=True)) if team in bands else {})
        for team in posts
        if cases.get(team) and posts[team] > 0
    }
    freed = round(sum(cut.freed.values()), 3)
    return Reinvested(
        cut.place,
        column,
        "caseloads",
        None,
        {},
        {},
        cut.units,
        cut.baseline,
        posts,
        shown,
        freed,
        cut.trials,
        {},
        notes,
    )
