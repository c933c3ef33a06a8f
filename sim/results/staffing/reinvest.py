"""Reinvest freed hours in more meetings or in smaller caseloads. Neither use saves money.

**Meetings.** All staff stays. Each unit (the teams of a pool) holds more meetings until one more step would make a criterion
worse than in the baseline. The criteria are running casework per citizen and week, and the deadlines that both rule sets keep,
with the margins and the rule of a staff cut (:mod:`sim.results.staffing.surface`).

- The search starts from the answer of a staff cut: a unit has the share of a day with which most posts can go.
- Meetings rise for heavy need first, in steps of :data:`STEP` meetings per citizen of heavy need and year
  (:mod:`sim.law.compose.more_meetings`).
- A first trial shows how fast running casework falls. Two more trials lie around the number at which it is the baseline's.

**Caseloads.** The staff of a staff cut with the day's split free (:mod:`sim.results.staffing.cut`).

- The freed posts are given out a tenth at a time. Each tenth goes to the team with the highest cases per post relative to the
  high end of its norm of 2020. This may be a team that gave up posts.
- All freed posts are used, even if no team is above its norm any more.
- Teams without a norm get no freed posts.
- The places of the rehabilitation team are those of the baseline.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from sim.figures.norms import team_bands
from sim.law.clauses.vocabulary import ROLES
from sim.law.compose.more_meetings import most_more
from sim.law.compose.practices import MoreMeetings
from sim.report.reinvest_record import ReinvestRecord
from sim.results.staffing.answers import Cut
from sim.results.staffing.cut import TENTHS, staff_cut
from sim.results.staffing.search import Start, begin, kept_answer, search_file, settings_of, starting_runs
from sim.results.staffing.service import Service
from sim.results.staffing.surface import Level, fitted
from sim.runs.fingerprint import search_key
from sim.runs.run import Bookable, Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column

STEP = 0.1
"""The step of the answer, in meetings a year per citizen of heavy need."""
FIRST = 4.0
"""The number of meetings of the first trial, per year and citizen of heavy need."""
AROUND = (0.7, 1.1)
"""The trials that follow, as shares of the number at which running casework is estimated to be the baseline's."""
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
        bookable: team -> share of a day that may be booked ahead, of teams whose share is not the practice's.
        caseloads: for caseloads, team -> cases per post ``before`` and ``after``, and the norm's ``low`` and ``high``.
        freed: for caseloads, the posts that the cut freed and that were moved.
        trials: number of runs of the search.
        levels: for meetings, unit -> its levels in baseline, keep and reinvest, in the replications of the search.
        stops: for meetings, unit -> what one more step would break: running, deadlines, gaps or bound.
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
    bookable: dict[str, float]
    caseloads: dict[str, dict[str, float]]
    freed: float
    trials: int
    levels: dict[str, dict[str, dict[str, float]]]
    stops: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def meetings(self) -> tuple[MoreMeetings, ...]:
        """The additional meetings to set in the practice."""
        return more_meetings({tuple(self.groups[unit]): number for unit, number in self.more.items()})

    @property
    def day(self) -> Bookable | None:
        """The teams' shares of a day for a run; None if the practice's share holds in all teams."""
        return tuple(self.bookable.items()) or None

    def record(self) -> ReinvestRecord:
        """The record for the manifest."""
        return ReinvestRecord.model_validate(asdict(self))


def reinvested(plan: Plan, place: str, column: Column) -> Task[Reinvested]:
    """The task that finds the use of a column's freed hours, or reads an earlier answer."""
    before, kept = starting_runs(plan, place, column)
    cut = yield from staff_cut(plan, place, column.using("cut"))
    if column.use == "reinvest-caseloads":
        stored = yield kept
        bands = team_bands(column.settings[place].place, plan.norms[place], NORM_YEAR)
        return caseloads(column.name, cut, _cases(stored), bands)
    key = search_key([*before, *kept], settings_of(plan, place, column) | {"step": STEP, "day": cut.bookable})
    task = _meetings(plan, place, column, before, kept, cut)
    return (
        yield from kept_answer(search_file(plan, place, column, "meetings"), key, Reinvested, task, fresh=plan.fresh)
    )


# --- into meetings ---


def _meetings(
    plan: Plan, place: str, column: Column, before: list[Run], kept: list[Run], cut: Cut
) -> Generator[Sequence[Run], list[Stored], Reinvested]:
    start = yield from begin(plan, place, column, before, kept)
    setting, confidence = column.settings[place], plan.study.confidence
    groups = {
        name: tuple(group for team in unit for group in setting.place.teams[team].groups)
        for name, unit in start.units.items()
    }
    most = {
        unit: number
        for unit, free in start.free.items()
        if free > 0 and (number := most_more(setting.laws[-1].practice, groups[unit])) >= STEP
    }

    def trial(more: Mapping[str, float]) -> list[Run]:
        changed = setting.with_more_meetings(more_meetings({groups[unit]: number for unit, number in more.items()}))
        return [replace(run, column=column.names, setting=changed, bookable=cut.day) for run in kept]

    tried: list[dict[str, float]] = [dict.fromkeys(most, 0.0)]
    services = [start.service((yield trial(tried[0])))]
    for share in (None, *AROUND) if most else ():
        aims = (
            dict.fromkeys(most, FIRST)
            if share is None
            else {u: share * n for u, n in _aims(start, tried, services).items()}
        )
        tried.append({unit: round(min(aims[unit], number), 6) for unit, number in most.items()})
        services.append(start.service((yield trial(tried[-1]))))
    more, stops = {}, {unit: "bound" for unit in start.units if unit not in most}
    for unit in most:
        level = _level(start, unit, tried, services)
        safe = level.safe(confidence)
        more[unit] = round(math.floor(safe / STEP + 1e-6) * STEP, 6)
        broken, _, _ = level.stops(safe, STEP, confidence)
        own = [each for each in start.criteria(meetings=False) if unit in each.units]
        stops[unit] = "gaps" if broken is None else own[broken].kind
    added = more_meetings({groups[unit]: number for unit, number in more.items()})
    final = start.service((yield trial(more)))
    return Reinvested(
        place, column.name, "meetings", setting.with_more_meetings(added).practice_name, more,
        {unit: list(groups[unit]) for unit in more}, {unit: list(teams) for unit, teams in start.units.items()},
        start.teams, start.teams, cut.bookable, {}, 0.0,
        len(before) + len(kept) + (len(tried) + 1) * len(kept), _levels(start, final), stops,
    )  # fmt: skip


def _aims(start: Start, tried: Sequence[Mapping[str, float]], services: Sequence[Service]) -> dict[str, float]:
    """Unit -> the number of meetings at which its running casework is the baseline's, by the first two trials."""
    aims = {}
    for unit, first in tried[1].items():
        at = start.before.at(unit)
        baseline, none, some = (float(each.minutes[:, at].mean()) for each in (start.before, *services[:2]))
        fall = (none - some) / first if first else 0.0
        aims[unit] = max((none - baseline) / fall, STEP) if fall > 0 else first
    return aims


def _level(start: Start, unit: str, tried: Sequence[Mapping[str, float]], services: Sequence[Service]) -> Level:
    """The criteria of a unit over its additional meetings."""
    sizes = np.array([more[unit] for more in tried])
    curves = tuple(
        fitted(sizes, np.stack([each.worse(service) for service in services], axis=1), each.margin)
        for each in start.criteria(meetings=False)
        if unit in each.units
    )
    return Level(start.share, 0.0, float(sizes.max()), curves)


def _levels(start: Start, final: Service) -> dict[str, dict[str, dict[str, float]]]:
    """Unit -> column -> criterion -> mean over the replications of the search."""
    return {
        unit: {
            column: {"running": float(each.minutes[:, at].mean()), "meetings": float(each.held[:, at].mean())}
            for column, each in (("baseline", start.before), ("keep", start.kept), ("reinvest", final))
        }
        for at, unit in enumerate(start.units)
    }


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

    Posts of other roles stay.

    Args:
        column: printed name of the column.
        cut: the staff cut that freed the posts.
        cases: open cases by team; they stay with the team.
        bands: fewest and most cases per post by team, by the mix of its cases.
    """
    posts = {team: number if cut.counts(team) else cut.baseline[team] for team, number in cut.posts.items()}
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
    return Reinvested(
        cut.place, column, "caseloads", None, {}, {}, cut.units, cut.baseline, posts, cut.bookable if high else {},
        shown, round(sum(cut.freed.values()), 3), cut.trials, {}, notes=notes,
    )  # fmt: skip
