"""How many posts freed rules need: staff cut until each team serves its citizens no better than before.

Three things may not get worse, team by team, over replications 1 to 3. Against the baseline: running casework in minutes
per citizen and week, which shows every overload first, and the share of legal deadlines broken, of the duties that both
rule sets keep. Against the same rules and practice with all staff: meetings held per citizen and week. How many meetings
there are is the practice's to decide, and a team whose diaries are full sheds the optional ones: without the third
criterion a cut would take meetings that no rule took, and count them as a saving of the rules. Teams are cut at the same time; teams that
serve merged groups together are one unit and keep their proportions. The team's weekly places follow the hearings. What
is found holds for all replications.

Deadlines may rise by :data:`TOLERANCE` and meetings fall by :data:`MEETING_TOLERANCE`: three replications cannot tell less from
chance, and without it a team would keep all its posts whenever chance is against it. Between neighbouring numbers of posts
the meetings of three replications scatter by about a tenth of a percent in the large teams of Aalborg and by three tenths in
the small ones; half a percent lies above that in all of them, and is less than anybody would call fewer meetings. It
matters: meetings fall slowly with the first posts and fast with the last, so a team is cut further with each tenth that is
allowed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.law.clauses.vocabulary import ROLES
from sim.study import rules
from sim.files.writing import write
from sim.results.staffing.bisection import smallest
from sim.runs.fingerprint import search_key
from sim.measures.by_team import BREACHES, CITIZEN_WEEKS, DEADLINES, MEETINGS
from sim.runs.run import Posts, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.study import Study, Variant

REPLICATIONS = (1, 2, 3)
TENTHS = 10
"""Posts are searched in steps of a tenth."""
TOLERANCE = 0.005
"""How much the share of broken deadlines may rise: half a percentage point."""
MEETING_TOLERANCE = 0.005
"""By which share the meetings per citizen and week may fall below those with all staff."""
RUNNING = "running-casework"

YEAR_WEEKS = 365.25 / 7

Units = dict[str, tuple[str, ...]]
"""What is cut together -> its teams."""


@dataclass(frozen=True)
class Level:
    """What the citizens of one unit get.

    Attributes:
        running: minutes of running casework per citizen and week.
        broken: share of the legal deadlines of kept duties that are broken (0 where there is none).
        meetings: held per citizen and week.
        hours, running_hours: of its caseworkers, per year.
    """

    running: float
    broken: float
    hours: float
    running_hours: float
    meetings: float = 0.0

    def running_margin(self, baseline: Level) -> float:
        """By how much there is no less running casework than in the baseline, as a share of its minutes."""
        if math.isinf(self.running) or not baseline.running:
            return 0.0
        return self.running / baseline.running - 1 + 1e-9

    def keeps_deadlines(self, baseline: Level) -> bool:
        return self.broken <= baseline.broken + TOLERANCE

    def keeps_meetings(self, keep: Level) -> bool:
        """Are as many meetings held as with all staff?"""
        return self.meetings >= keep.meetings * (1 - MEETING_TOLERANCE)

    def margin(self, baseline: Level, keep: Level) -> float:
        """By how much it is no worse: share of the running minutes; negative where it is worse.

        Infinite (negative) where only deadlines or meetings are worse: that tells nothing about the number of posts.
        """
        margin = self.running_margin(baseline)
        return margin if margin < 0 or (self.keeps_deadlines(baseline) and self.keeps_meetings(keep)) else -math.inf

    def worse(self, baseline: Level, keep: Level) -> str:
        """Which criterion is not met, and by how much; "" where all are."""
        if self.running_margin(baseline) < 0:
            return f"running casework is {self.running:.2f} minutes per citizen and week against {baseline.running:.2f}"
        if not self.keeps_deadlines(baseline):
            return f"{self.broken:.1%} of the deadlines that both keep are broken against {baseline.broken:.1%}"
        if not self.keeps_meetings(keep):
            return (
                f"{YEAR_WEEKS * self.meetings:.2f} meetings per citizen and year are held against "
                f"{YEAR_WEEKS * keep.meetings:.2f} with all staff"
            )
        return ""


@dataclass(frozen=True)
class Cut:
    """The staff that a rule set needs at a place.

    Attributes:
        baseline, posts: posts by team, before and after.
        places_baseline, places: of the rehabilitation team a week, before and after.
        trials: combinations of posts that were run.
        notes: what the reader must know, in words.
        levels: unit -> what is held against each other: baseline, all staff, staff cut.
        stopped: unit -> which criterion the next tenth of a post less would break.
        apart: teams that only serve groups of unknown volume: their posts stay, and are part of no total.
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
    stopped: dict[str, str] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)

    @property
    def freed(self) -> dict[str, float]:
        """By team of caseworkers; other roles keep their posts, and so do teams of unknown volume."""
        return {team: round(most - self.posts[team], 3) for team, most in self.baseline.items() if self._counts(team)}

    def _counts(self, team: str) -> bool:
        return team not in ROLES and team not in self.apart

    @property
    def changed(self) -> bool:
        """Does anything differ from all staff?"""
        return self.posts != self.baseline or self.places != self.places_baseline

    def said(self) -> dict[str, Any]:
        """For the manifest; totals are of caseworkers, without teams that only serve groups of unknown volume."""
        totals = {
            name: sum(number for team, number in getattr(self, name).items() if self._counts(team))
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
    file = search_file(folder, place, variant)
    key = search_key([*before, *kept], {"tolerance": TOLERANCE, "meetings": MEETING_TOLERANCE, "tenths": TENTHS})
    found = _read(file, key)
    if found is None:
        found = yield from _search(study, place, variant, before, kept)
        write(file, json.dumps({"key": key, "cut": asdict(found)}, indent=1, ensure_ascii=False) + "\n")
    return found


def search_file(folder: Path, place: str, variant: Variant, what: str = "") -> Path:
    """Where is kept what a search found: a name that any file system takes."""
    parts = [place, variant.rules, variant.practice, variant.capacity.removeprefix(variant.use), what]
    name = ".".join(part for part in parts if part)
    return folder / "capacity" / f"{re.sub(r'[^A-Za-z0-9._+-]+', '-', name)}.json"


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
    worse = {name: level.worse(baseline[name], level) for name, level in full.items()}
    notes = [
        f"{name}: all {sum(teams[t] for t in units[name]):.1f} posts stay: with them {why}"
        for name, why in worse.items()
        if why
    ]
    open_units = {name: unit for name, unit in units.items() if not worse[name]}
    most = {name: max(math.floor(sum(teams[t] for t in unit) * TENTHS + 1e-6), 1) for name, unit in open_units.items()}
    guess = {name: first_guess(full[name], baseline[name], most[name]) for name in open_units}
    margins = {name: full[name].margin(baseline[name], full[name]) for name in open_units}
    search, seen, trials, last = smallest(most, margins, guess), None, 0, full
    posts = dict(teams)
    failed: dict[str, dict[int, str]] = {name: {} for name in open_units}
    numbers = dict(most)
    while True:
        try:
            numbers = search.send(seen) if seen is not None else next(search)
        except StopIteration as end:
            numbers = end.value.numbers
            posts = {**teams, **_shared(numbers, open_units, most, teams)}
            notes += [f"{name}: not settled by repeated trials; one step was added" for name in end.value.unsure]
            break
        tried = {**teams, **_shared(numbers, open_units, most, teams)}
        last = yield from _levels(trial(tried), units, duties)
        trials += 1
        seen = {name: last[name].margin(baseline[name], full[name]) for name in open_units}
        for name in open_units:
            failed[name][numbers[name]] = last[name].worse(baseline[name], full[name])
    stopped = {name: _stopped(failed[name], numbers[name]) for name in open_units}
    notes += [f"{name}: {why}" for name, why in stopped.items() if why]
    shown = {
        name: {"baseline": asdict(baseline[name]), "keep": asdict(full[name]), "cut": asdict(last[name])}
        for name in units
    }
    return Cut(
        place,
        variant.name,
        teams,
        posts,
        places_before,
        places,
        trials,
        notes,
        shown,
        {**worse, **stopped},
        sorted(apart),
    )


def _stopped(failed: Mapping[int, str], found: int) -> str:
    """What stopped the cut: what was worse at the largest number below the one found."""
    below = [(number, why) for number, why in failed.items() if number < found and why]
    if not below:
        return ""
    number, why = max(below)
    return f"the cut stops at {found / TENTHS:.1f} posts: with {number / TENTHS:.1f} {why}"


def _levels(
    runs: list[Run], units: Units, duties: frozenset[str]
) -> Generator[Sequence[Run], list[Stored], dict[str, Level]]:
    stored = yield runs
    return levels([one.measures for one in stored], units, duties)


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
        "meetings": table[table["measure"] == MEETINGS].groupby("team")["value"].sum(),
    }
    found = {}
    for name, teams in units.items():
        of = {what: float(column.reindex(list(teams)).fillna(0.0).sum()) for what, column in sums.items()}
        minutes = of["running"] * 60 / of["weeks"] if of["weeks"] else math.inf
        broken = of["breaches"] / of["deadlines"] if of["deadlines"] else 0.0
        held = of["meetings"] / of["weeks"] if of["weeks"] else 0.0
        found[name] = Level(minutes, broken, of["hours"] / len(tables), of["running"] / len(tables), held)
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
