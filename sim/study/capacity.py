"""How many posts freed rules need: staff cut until each team serves its citizens no better than before.

Two things may not get worse than in the baseline, team by team, over replications 1 to 3: running casework in minutes
per citizen and week, which shows every overload first, and the share of legal deadlines broken, of the duties that both
rule sets keep. Teams are cut at the same time; teams that serve merged groups together are one unit and keep their
proportions. The team's weekly places follow the hearings. What is found holds for all replications.

The share of deadlines may rise by :data:`TOLERANCE`: three replications cannot tell less than that from chance, and
without it a team would keep all its posts whenever chance is against it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.law.words import ROLES
from sim.study import rules
from sim.study.atomic import write
from sim.study.bisection import smallest
from sim.study.keys import search_key
from sim.study.levels import BREACHES, CITIZEN_WEEKS, DEADLINES
from sim.study.run import Posts, Run
from sim.study.runs import Task
from sim.study.store import Stored
from sim.study.study import Study, Variant

REPLICATIONS = (1, 2, 3)
TENTHS = 10
"""Posts are searched in steps of a tenth."""
TOLERANCE = 0.005
"""How much the share of broken deadlines may rise: half a percentage point."""
RUNNING = "running-casework"

Units = dict[str, tuple[str, ...]]
"""What is cut together -> its teams."""


@dataclass(frozen=True)
class Level:
    """What the citizens of one unit get.

    Attributes:
        running: minutes of running casework per citizen and week.
        broken: share of the legal deadlines of kept duties that are broken (0 where there is none).
        hours, running_hours: of its caseworkers, per year.
    """

    running: float
    broken: float
    hours: float
    running_hours: float

    def margin(self, baseline: Level) -> float:
        """By how much it is no worse than the baseline: share of the running minutes; negative where it is worse.

        Infinite (negative) where only deadlines are worse: that tells nothing about the number of posts.
        """
        if math.isinf(self.running) or not baseline.running:
            margin = 0.0
        else:
            margin = self.running / baseline.running - 1 + 1e-9
        return margin if margin < 0 or self.broken <= baseline.broken + TOLERANCE else -math.inf

    def holds(self, baseline: Level) -> bool:
        """No worse than the baseline."""
        return self.margin(baseline) >= 0


@dataclass(frozen=True)
class Cut:
    """The staff that a rule set needs at a place.

    Attributes:
        baseline, posts: posts by team, before and after.
        places_baseline, places: of the rehabilitation team a week, before and after.
        trials: combinations of posts that were run.
        notes: what the reader must know, in words.
        levels: unit -> what is held against each other: baseline, all staff, staff cut.
    """

    place: str
    variant: str
    baseline: dict[str, float]
    posts: dict[str, float]
    places_baseline: int
    places: int
    trials: int
    notes: list[str]
    levels: dict[str, dict[str, dict[str, float]]]

    @property
    def freed(self) -> dict[str, float]:
        """By team of caseworkers; other roles keep their posts."""
        return {team: round(most - self.posts[team], 3) for team, most in self.baseline.items() if team not in ROLES}

    @property
    def changed(self) -> bool:
        """Does anything differ from all staff?"""
        return self.posts != self.baseline or self.places != self.places_baseline

    def said(self) -> dict[str, Any]:
        """For the manifest; totals are of caseworkers."""
        totals = {
            name: sum(number for team, number in getattr(self, name).items() if team not in ROLES)
            for name in ("baseline", "posts")
        }
        totals["freed"] = totals["baseline"] - totals["posts"]
        return {**asdict(self), "freed": self.freed, "total": {k: round(v, 3) for k, v in totals.items()}}


def staff_cut(study: Study, place: str, variant: Variant, folder: Path) -> Task[Cut]:
    """The task that finds the posts of a column with staff cut, or reads what was found before.

    Args:
        folder: the study's folder of results; what is found is kept in ``capacity/`` there.
    """
    runs = folder / "runs"
    before = [Run(study, place, study.baseline, r, folder=runs) for r in REPLICATIONS]
    kept = [Run(study, place, variant.kept, r, folder=runs) for r in REPLICATIONS]
    file = folder / "capacity" / f"{place}.{variant.rules}.{variant.practice}.json"
    key = search_key([*before, *kept], {"tolerance": TOLERANCE, "tenths": TENTHS})
    found = _read(file, key)
    if found is None:
        found = yield from _search(study, place, variant, before, kept)
        write(file, json.dumps({"key": key, "cut": asdict(found)}, indent=1, ensure_ascii=False) + "\n")
    return found


def _search(
    study: Study, place: str, variant: Variant, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Cut]:
    stored = yield [*before, *kept]
    old, new = stored[: len(before)], stored[len(before) :]
    teams: dict[str, float] = {str(team): float(posts) for team, posts in old[0].about["posts"].items()}
    apart = served_unknown(new[0].measures)  # nothing known can be held against their work, so their posts stay
    units = units_of(new[0].about["pools"], {team: posts for team, posts in teams.items() if team not in apart})
    duties = kept_duties(study, variant)
    baseline = levels([one.measures for one in old], units, duties)
    places_before = int(old[0].about["places"])
    places = places_after(places_before, _team_cases(old), _team_cases(new))

    def trial(posts: Mapping[str, float]) -> list[Run]:
        given: Posts | None = None if posts == teams and places == places_before else tuple(posts.items())
        changed = None if given is None else places
        return [replace(run, variant=variant if given else variant.kept, posts=given, places=changed) for run in kept]

    full = yield from _levels(trial(teams), units, duties)
    notes = [
        f"{name}: all {sum(teams[t] for t in units[name]):.1f} posts stay: with them {_why(level, baseline[name])}"
        for name, level in full.items()
        if not level.holds(baseline[name])
    ]
    open_units = {name: unit for name, unit in units.items() if full[name].holds(baseline[name])}
    most = {name: max(math.floor(sum(teams[t] for t in unit) * TENTHS + 1e-6), 1) for name, unit in open_units.items()}
    guess = {name: first_guess(full[name], baseline[name], most[name]) for name in open_units}
    margins = {name: full[name].margin(baseline[name]) for name in open_units}
    search, seen, trials, last = smallest(most, margins, guess), None, 0, full
    posts = dict(teams)
    while True:
        try:
            numbers = search.send(seen) if seen is not None else next(search)
        except StopIteration as end:
            posts = {**teams, **_shared(end.value.numbers, open_units, most, teams)}
            notes += [f"{name}: not settled by repeated trials; one step was added" for name in end.value.unsure]
            break
        tried = {**teams, **_shared(numbers, open_units, most, teams)}
        last = yield from _levels(trial(tried), units, duties)
        trials += 1
        seen = {name: last[name].margin(baseline[name]) for name in open_units}
    shown = {
        name: {"baseline": asdict(baseline[name]), "keep": asdict(full[name]), "cut": asdict(last[name])}
        for name in units
    }
    return Cut(place, variant.name, teams, posts, places_before, places, trials, notes, shown)


def _levels(
    runs: list[Run], units: Units, duties: frozenset[str]
) -> Generator[Sequence[Run], list[Stored], dict[str, Level]]:
    stored = yield runs
    return levels([one.measures for one in stored], units, duties)


def _why(level: Level, baseline: Level) -> str:
    """Which of the two criteria is not met."""
    if level.running < baseline.running:
        return f"running casework is {level.running:.2f} minutes per citizen and week against {baseline.running:.2f}"
    return f"{level.broken:.1%} of the deadlines that both keep are broken against {baseline.broken:.1%}"


def units_of(pools: Mapping[str, int], teams: Mapping[str, float]) -> Units:
    """What is cut together: the teams of a pool, named after them. Teams without posts are left out.

    So is the staff of other roles than caseworkers: it has no cases to be held against the baseline's, and keeps its posts.
    """
    by_pool: dict[int, list[str]] = {}
    for team, posts in teams.items():
        if posts > 0 and team not in ROLES:
            by_pool.setdefault(pools.get(team, -1 - len(by_pool)), []).append(team)
    return {"+".join(members): tuple(members) for members in by_pool.values()}


def served_unknown(measures: pd.DataFrame) -> frozenset[str]:
    """Teams that only serve groups of unknown volume."""
    return frozenset(measures.loc[measures["measure"] == "staff_unknown", "team"])


def kept_duties(study: Study, variant: Variant) -> frozenset[str]:
    """Duties that hold all the time under the baseline's rules and under the variant's."""
    laws = [one.regime for v in (study.baseline, variant) for one in rules.rule_sets(study, v)]
    active = [frozenset(name for name, duty in law.duties.items() if duty.active) for law in laws]
    return frozenset.intersection(*active)


def levels(tables: Sequence[pd.DataFrame], units: Units, duties: frozenset[str]) -> dict[str, Level]:
    """The level of each unit over several replications: sums over sums, so that every citizen counts alike."""
    table = pd.concat(tables)
    table = table[table["group"] == "all"]
    running = table[(table["measure"] == "hours") & (table["activity"] == RUNNING)]
    of_kept = table["activity"].isin(duties)
    sums = {
        "running": running.groupby("team")["value"].sum(),
        "hours": table[table["measure"] == "hours_total"].groupby("team")["value"].sum(),
        "weeks": table[table["measure"] == CITIZEN_WEEKS].groupby("team")["value"].sum(),
        "deadlines": table[of_kept & (table["measure"] == DEADLINES)].groupby("team")["value"].sum(),
        "breaches": table[of_kept & (table["measure"] == BREACHES)].groupby("team")["value"].sum(),
    }
    found = {}
    for name, teams in units.items():
        of = {what: float(column.reindex(list(teams)).fillna(0.0).sum()) for what, column in sums.items()}
        minutes = of["running"] * 60 / of["weeks"] if of["weeks"] else math.inf
        broken = of["breaches"] / of["deadlines"] if of["deadlines"] else 0.0
        found[name] = Level(minutes, broken, of["hours"] / len(tables), of["running"] / len(tables))
    return found


def first_guess(full: Level, baseline: Level, most: int) -> int:
    """Tenths of posts that leave the baseline's running minutes when each post brings the same hours."""
    if not full.hours or not full.running or math.isinf(full.running):
        return most
    surplus = full.running_hours * (1 - baseline.running / full.running)
    return max(math.ceil(most * (1 - surplus / full.hours)), 1)


def places_after(places: int, cases_before: float, cases_after: float) -> int:
    """Places follow the cases, rounded up; never more than before, never none."""
    if cases_before <= 0:
        return places
    return min(max(math.ceil(places * cases_after / cases_before - 1e-9), 1), places)


def _team_cases(stored: Sequence[Stored]) -> float:
    """Cases before the team, over all replications."""
    total = 0.0
    for one in stored:
        rows = one.measures[one.measures["measure"] == "team_cases"]
        total += float(rows[(rows["group"] == "all") & (rows["activity"] == "all")]["value"].sum())
    return total


def _shared(
    numbers: Mapping[str, int], units: Units, most: Mapping[str, int], teams: Mapping[str, float]
) -> dict[str, float]:
    """Posts by team from tenths by unit."""
    return {
        team: posts
        for name, unit in units.items()
        for team, posts in share(numbers[name], {t: teams[t] for t in unit}, most[name]).items()
    }


def share(tenths: int, teams: Mapping[str, float], most: int) -> dict[str, float]:
    """Tenths of posts shared in proportion to the teams' posts; each has whole tenths, the largest rests go first.

    The full number gives the teams exactly what they had.
    """
    if tenths >= most:
        return dict(teams)
    total = sum(teams.values())
    exact = {team: tenths * posts / total for team, posts in teams.items()}
    given = {team: math.floor(part) for team, part in exact.items()}
    by_rest = sorted(teams, key=lambda team: (given[team] - exact[team], list(teams).index(team)))
    for team in by_rest[: tenths - sum(given.values())]:
        given[team] += 1
    return {team: min(number / TENTHS, teams[team]) for team, number in given.items()}


def _read(file: Path, key: str) -> Cut | None:
    """What was found before, when nothing that determines it has changed."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return Cut(**said["cut"]) if said["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
