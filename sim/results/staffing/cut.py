"""The posts that freed rules need: a search with the day's split free, and one with the day's split as it is.

No unit may become worse by the criteria of :mod:`sim.results.staffing.criteria`. The search

- makes a small set of trials (:data:`TRIALS`) on replications of its own. All units are cut at once, each by a share of its
  own fluid bound (:mod:`sim.results.staffing.fluid`).
- fits one regression to all trials, and reads the largest cut from it by a one-sided rule
  (:mod:`sim.results.staffing.surface`).

The *split of the day* is the share that may be booked ahead. The rest of a day is room for small work, such as deadline
tracking. A manager whose staff no longer track deadlines can book that time. So the answer that the column runs may fill
the day up to the office's ceiling. Only the two splits that were tried are answers; nothing is read between them.

Teams that serve merged groups together form one unit and keep their proportions. The weekly places of the rehabilitation
team follow the number of hearings. Whole posts of other roles go with the hours that nobody asks of them any more.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.figures.prices import hour
from sim.results.staffing.answers import Answer, Cut, Split, Stop
from sim.results.staffing.bootstrap import interval, weights
from sim.results.staffing.criteria import Criterion
from sim.results.staffing.roles import whole_posts
from sim.results.staffing.search import Start, begin, kept_answer, search_file, settings_of, starting_runs
from sim.results.staffing.service import Service
from sim.results.staffing.surface import Level, best, fitted
from sim.runs.fingerprint import search_key
from sim.runs.run import Bookable, Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column

TENTHS = 10
"""A run gives posts to a team in tenths."""
TRIALS = ((0.5, False), (1.1, False), (0.6, True), (1.1, True))
"""Each trial's cut as a share of the unit's fluid bound, and whether the day may be filled up to the ceiling.

With all staff and the day as it is, the cut of 0 is a trial too."""
LEAST = 0.1
"""A unit whose fluid bound is below this number of posts keeps its staff."""
MOST = 0.9
"""The largest share of a unit's posts that a trial takes away."""
FURTHER = 0.5
"""What stopped a cut is read with half a post less."""


def staff_cut(plan: Plan, place: str, column: Column) -> Task[Cut]:
    """The task that finds the posts of a column with staff cut, or reads an earlier answer.

    The answer is kept in the folder ``capacity/`` of the study's results.
    """
    before, kept = starting_runs(plan, place, column)
    key = search_key([*before, *kept], settings_of(plan, place, column))
    task = _search(plan, place, column, before, kept)
    return (yield from kept_answer(search_file(plan, place, column), key, Cut.read, task, fresh=plan.fresh))


def _search(
    plan: Plan, place: str, column: Column, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Cut]:
    start = yield from begin(plan, place, column, before, kept)
    places = places_after(start.places, _team_cases(start.old), _team_cases(start.new))
    roles = whole_posts(start.teams, start.old, start.new, hour(plan.study.root).hours_per_post)
    staff = {**start.teams, **{role: start.teams[role] - gone for role, gone in roles.items()}}
    free = {unit: posts for unit, posts in start.free.items() if posts >= LEAST}
    tried = [trial for trial in TRIALS if not trial[1] or start.ceiling > start.share] if free else []
    sizes = {unit: [0.0] for unit in free}
    services, trial_runs = [start.kept], 0
    for size, fill in tried:
        cut = {unit: min(size * posts, MOST * start.posts[unit]) for unit, posts in free.items()}
        teams = after(staff, start, cut)
        day = _day(start, dict.fromkeys(free, start.ceiling)) if fill else None
        runs = [
            replace(run, column=column.names, posts=tuple(teams.items()), places=places, bookable=day) for run in kept
        ]
        services.append(start.service((yield runs)))
        trial_runs += len(runs)
        for unit, posts in free.items():
            gone = start.posts[unit] - sum(teams[team] for team in start.units[unit])
            sizes[unit].append(gone / posts)
    levels = levels_of(start, [(0.0, False), *tried], sizes, services)
    return _found(plan, place, column, start, staff, places, free, levels, len(before) + len(kept) + trial_runs)


def levels_of(
    start: Start,
    trials: Sequence[tuple[float, bool]],
    sizes: Mapping[str, Sequence[float]],
    services: Sequence[Service],
) -> dict[str, dict[Split, Level]]:
    """Unit -> split of the day -> its criteria over the cut, as a share of the unit's fluid bound.

    ``free`` has the day filled up to the ceiling; it is missing if the practice fills the day so already. Deadlines of
    several units are read at the trial's common share.
    """
    every = start.criteria()
    worse = {id(each): np.stack([each.worse(service) for service in services], axis=1) for each in every}
    levels: dict[str, dict[Split, Level]] = {}
    for unit, own in sizes.items():
        levels[unit] = {}
        splits: tuple[tuple[Split, bool], ...] = (("fixed", False), ("free", True))
        for split, fill in splits:
            chosen = np.flatnonzero([each[1] is fill for each in trials])
            if not chosen.size:
                continue
            common, mine = np.array([size for size, _ in trials])[chosen], np.array(own)[chosen]
            curves = tuple(
                fitted(common if len(each.units) > 1 else mine, worse[id(each)][:, chosen], each.margin)
                for each in every
                if unit in each.units
            )
            share = start.ceiling if fill else start.share
            levels[unit][split] = Level(share, float(mine.min()), float(mine.max()), curves)
    return levels


def _found(
    plan: Plan, place: str, column: Column, start: Start, staff: dict[str, float], places: float,
    free: Mapping[str, float], levels: Mapping[str, Mapping[Split, Level]], trials: int,
) -> Cut:  # fmt: skip
    confidence, every = plan.study.confidence, start.criteria()
    pairs = len(start.old)
    draws, equal = weights(plan.study.seed, pairs), np.full((1, pairs), 1 / pairs)
    answers: dict[str, dict[str, Answer]] = {}
    together = {split: np.zeros(len(draws)) for split in ("free", "fixed")}
    for unit in start.units:
        if unit not in free:
            stay = Answer(0.0, 0.0, 0.0, 0.0, start.share, Stop("bound"))
            answers[unit] = {"free": stay, "fixed": stay}
            continue
        own = [each for each in every if unit in each.units]
        answers[unit] = {}
        options: dict[str, list[Level]] = {"free": list(levels[unit].values()), "fixed": [levels[unit]["fixed"]]}
        for split, chosen in options.items():
            level, safe = best(chosen, confidence)
            values, value = (
                free[unit] * np.max([each.estimates(rows) for each in chosen], axis=0) for rows in (draws, equal)
            )
            together[split] += values
            posts = math.floor(TENTHS * safe * free[unit] + 1e-6) / TENTHS
            stop = _stop(level, safe, free[unit], confidence, own)
            ends = interval(values, pairs, confidence)
            answers[unit][split] = Answer(posts, float(value[0]), *ends, level.share, stop)
    total = {
        split: Answer(
            round(sum(answers[unit][split].safe for unit in answers), 3),
            sum(answers[unit][split].value for unit in answers),
            *interval(values, pairs, confidence),
        )
        for split, values in together.items()
    }
    cut = {unit: answers[unit]["free"].safe for unit in answers}
    shares = {unit: answers[unit]["free"].share for unit in answers if cut[unit]}
    return Cut(
        place, column.name, start.teams, after(staff, start, cut), start.places, places, start.share, start.ceiling,
        dict(_day(start, shares) or ()), {unit: list(teams) for unit, teams in start.units.items()}, answers, total,
        {split: [round(float(value), 3) for value in values] for split, values in together.items()},
        {name: getattr(start.limits, name) for name in ("running", "meetings", "deadlines", "fewest")},
        trials, pairs, sorted(start.duties), sorted(start.apart),
    )  # fmt: skip


def _stop(level: Level, safe: float, bound: float, confidence: float, own: Sequence[Criterion]) -> Stop:
    """What a further cut of a unit would break."""
    number, size, worse = level.stops(safe, FURTHER / bound, confidence)
    if number is None:
        return Stop("tried")
    criterion = own[number]
    return Stop(criterion.kind, round((size - safe) * bound, 2), worse, criterion.margin, criterion.duties)


def after(staff: Mapping[str, float], start: Start, cut: Mapping[str, float]) -> dict[str, float]:
    """Posts by team and role when each unit gives up posts, in proportion to its teams' posts."""
    posts = dict(staff)
    for unit, gone in cut.items():
        teams = {team: start.teams[team] for team in start.units[unit]}
        full = sum(teams.values())
        posts |= share(math.ceil(TENTHS * (full - gone) - 1e-6), teams, round(TENTHS * full))
    return posts


def _day(start: Start, shares: Mapping[str, float]) -> Bookable | None:
    """Team -> share of a day that may be booked ahead, of units whose share is not the practice's."""
    return tuple(
        (team, share) for unit, share in shares.items() if share != start.share for team in start.units[unit]
    ) or None  # fmt: skip


def places_after(places: float, cases_before: float, cases_after: float) -> float:
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
