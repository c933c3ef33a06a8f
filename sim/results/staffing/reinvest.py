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

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sim.law.compose.more_meetings import SETTING, most_more
from sim.law.clauses.vocabulary import ROLES
from sim.measures import Norms
from sim.study import rules
from sim.study import timeline as line
from sim.files.writing import write
from sim.results.staffing.bisection import smallest
from sim.results.staffing.cut import (
    MEETING_TOLERANCE,
    REPLICATIONS,
    TENTHS,
    TOLERANCE,
    Cut,
    Level,
    Units,
    kept_duties,
    levels,
    search_file,
    served_unknown,
    staff_cut,
    units_of,
)
from sim.runs.fingerprint import search_key
from sim.figures.prices import norms
from sim.runs.run import Run, setting
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.study import Study, Variant

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
        baseline, posts: posts by team, before and after (caseloads; else the same).
        caseloads: team -> ``before``, ``after`` cases per post and the norm's ``low``, ``high`` (caseloads).
        freed: posts that the cut freed and that were moved (caseloads).
        levels: unit -> what is held against each other: baseline, keep, reinvest (meetings).
        notes: what the reader must know, in words.
    """

    place: str
    variant: str
    into: str
    practice: str | None
    more: dict[str, float]
    baseline: dict[str, float]
    posts: dict[str, float]
    caseloads: dict[str, dict[str, float]]
    freed: float
    trials: int
    levels: dict[str, dict[str, dict[str, float]]]
    notes: list[str]

    def said(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)


def reinvested(study: Study, place: str, variant: Variant, folder: Path) -> Task[Reinvested]:
    """The task that finds where the freed hours of a column go, or reads what was found before."""
    runs = folder / "runs"
    before = [Run(study, place, study.baseline, r, folder=runs) for r in REPLICATIONS]
    kept = [Run(study, place, variant.kept, r, folder=runs) for r in REPLICATIONS]
    if variant.use == "reinvest-caseloads":
        cut = yield from staff_cut(study, place, variant.using("cut"), folder)
        stored = yield kept
        return caseloads(variant, cut, _cases(stored), norms(study.root, place))
    file = search_file(folder, place, variant, "meetings")
    settings = {"step": STEP, "guess": FIRST_GUESS, "tolerances": [TOLERANCE, MEETING_TOLERANCE]}
    key = search_key([*before, *kept], settings)
    found = _read(file, key)
    if found is None:
        found = yield from _meetings(study, place, variant, before, kept)
        write(file, json.dumps({"key": key, "found": asdict(found)}, indent=1, ensure_ascii=False) + "\n")
    return found


# --- into meetings ---


def _meetings(
    study: Study, place: str, variant: Variant, before: list[Run], kept: list[Run]
) -> Generator[Sequence[Run], list[Stored], Reinvested]:
    stored = yield [*before, *kept]
    old, new = stored[: len(before)], stored[len(before) :]
    teams = {str(team): float(posts) for team, posts in old[0].about["posts"].items()}
    apart = served_unknown(new[0].measures)
    units = units_of(new[0].about["pools"], {team: posts for team, posts in teams.items() if team not in apart})
    duties = kept_duties(study, variant)
    baseline = levels([one.measures for one in old], units, duties)
    full = levels([one.measures for one in new], units, duties)
    where = setting(study, place, variant.kept)
    groups = {name: tuple(g for team in unit for g in where.place.teams[team].groups) for name, unit in units.items()}
    name = study.practice_at(place, variant)
    local = rules.practice(study, variant, place)
    worse = {unit: level.worse(baseline[unit], level) for unit, level in full.items()}
    notes = [f"{unit}: nothing is left for more meetings: {why}" for unit, why in worse.items() if why]
    open_units = [unit for unit in units if not worse[unit]]
    # numbers fall as meetings rise: the largest is none more, and passes
    most = {unit: round(most_more(local, groups[unit]) / STEP) + 1 for unit in open_units}
    guess = {unit: max(most[unit] - round(FIRST_GUESS / STEP), 1) for unit in open_units}
    margins = {unit: full[unit].margin(baseline[unit], full[unit]) for unit in open_units}
    search, seen, trials, last = smallest(most, margins, guess), None, 0, full
    more: dict[str, float] = dict.fromkeys(open_units, 0.0)
    failed: dict[str, dict[int, str]] = {unit: {} for unit in open_units}
    while True:
        try:
            numbers = search.send(seen) if seen is not None else next(search)
        except StopIteration as end:
            more = {unit: round((most[unit] - n) * STEP, 6) for unit, n in end.value.numbers.items()}
            notes += [f"{unit}: not settled by repeated trials; one step was taken back" for unit in end.value.unsure]
            for unit, n in end.value.numbers.items():
                below = [(number, why) for number, why in failed[unit].items() if number < n and why]
                if below:
                    number, why = max(below)
                    notes.append(f"{unit}: with {(most[unit] - number) * STEP:+.1f} instead of {more[unit]:+.1f} {why}")
            notes += [
                f"{unit}: every need has come to its shortest gap" for unit, n in end.value.numbers.items() if n == 1
            ]
            break
        spec = tuned(name, {groups[u]: (most[u] - n) * STEP for u, n in numbers.items()})
        stored = yield [replace(run, variant=variant, practice=spec) for run in kept]
        last = levels([one.measures for one in stored], units, duties)
        trials += 1
        seen = {unit: last[unit].margin(baseline[unit], last[unit]) for unit in open_units}
        for unit in open_units:
            failed[unit][numbers[unit]] = last[unit].worse(baseline[unit], last[unit])
    found = tuned(name, {groups[unit]: number for unit, number in more.items()})
    shown = _shown(units, {"baseline": baseline, "keep": full, "reinvest": last})
    return Reinvested(place, variant.name, "meetings", found, more, teams, teams, {}, 0.0, trials, shown, notes)


def tuned(practice: str, more: Mapping[tuple[str, ...], float]) -> str:
    """The name of a practice (at all times) with more meetings: groups -> a year and citizen of heavy need."""
    from sim.law.compose.practices import with_value

    parts = line.parts(practice)
    for groups, number in more.items():
        if round(number, 6) > 0:
            path = f"{SETTING}.{'+'.join(groups)}"
            parts = tuple(part._replace(name=with_value(part.name, path, f"{number:.6g}")) for part in parts)
    return line.joined(parts)


def _shown(units: Units, by_column: Mapping[str, Mapping[str, Level]]) -> dict[str, dict[str, dict[str, float]]]:
    return {unit: {column: asdict(found[unit]) for column, found in by_column.items()} for unit in units}


def _read(file: Path, key: str) -> Reinvested | None:
    """What was found before, when nothing that determines it has changed."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return Reinvested(**said["found"]) if said["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def caseloads(variant: Variant, cut: Cut, cases: Mapping[str, float], bands: Norms) -> Reinvested:
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
        cut.place, variant.name, "caseloads", None, {}, cut.baseline, posts, shown, freed, cut.trials, {}, notes
    )
