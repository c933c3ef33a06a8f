"""A world from a study's setting: rules, people and office compiled and put together for one replication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.log import RowKind
from sim.engine.rows import people as people_rows
from sim.engine.rows import rules as rule_rows
from sim.engine.rows.book import named, table
from sim.engine.rows.people import PeopleRows
from sim.engine.rows.steps import procedure_rows
from sim.engine.world import (
    ACTIVITY,
    CERTIFICATE,
    CLOCK_ROW,
    DUTY,
    EXIT_ROW,
    NEED_ROW,
    POST,
    PROCEDURE,
    SETTINGS,
    STAFF_EVENT,
    STATE,
    STEP,
    TRAIT_ROW,
    Form,
    Role,
    World,
)  # fmt: skip
from sim.errors import ScenarioError, nearest_name
from sim.law.models import Practice
from sim.law.rule_set import RuleSet
from sim.law.shape import values_in
from sim.law.value import Value
from sim.office.calendar import Calendar
from sim.office.model import Office
from sim.office.staff import FULL, Staff, full_day_minutes, staff
from sim.paths import scenarios_dir
from sim.people.draw import chance, combine, purpose
from sim.people.model import People, Place
from sim.study import rules as rules_of_study
from sim.study.build_people import citizens
from sim.study.files import read_office, read_people, read_place

DIARY_BEYOND_END = 400
SPANS_BACK = 15_200
DESK = -1
"""The form of work that has none, in the log."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True)
class Setting:
    """What determines a run besides its replication.

    Attributes:
        place, people, office: the files' contents.
        rule_set, practice: law and practice.
        start: the study's first day. days: length of the run. seed: of the study.
    """

    place: Place
    people: People
    office: Office
    rule_set: RuleSet
    practice: Practice
    start: date
    days: int
    seed: int

    @classmethod
    def read(
        cls, place: str, rules: str, practice: str, start: date, days: int, seed: int, root: Path | None = None
    ) -> Setting:
        """Read all files that a setting names.

        Raises:
            ScenarioError: for anything in them that is wrong.
        """
        library = rules_of_study.library(root or scenarios_dir())
        where = read_place(place, root)
        rule_set = library.rule_set(rules)
        setting = cls(
            where, read_people(where.people, root), read_office(where.office, root), rule_set, library.practice(practice, rule_set),
            start, days, seed,
        )  # fmt: skip
        _check(setting)
        return setting


def model_values(setting: Setting) -> list[Value[Any]]:
    """Every value a run depends on: of law, practice, people, place and office."""
    return [
        *setting.rule_set.values(), *values_in(setting.practice), *values_in(setting.people), *values_in(setting.place),
        *values_in(setting.office),
    ]  # fmt: skip


def baseline_posts(setting: Setting) -> dict[str, float]:
    """Posts by team, in tenths: cases over cases per post (A093-A099, S025)."""
    posts = {}
    for name, team in setting.place.teams.items():
        share = team.caseload_share.value if team.caseload_share else 1.0
        cases = sum(setting.place.groups[g].stock.value * share / team.cases_per_post[g].value for g in team.groups)
        posts[name] = round(cases, 1)
        if posts[name] <= 0:
            first = next(iter(team.cases_per_post.values()))
            message = f"team `{name}` has no staff"
            raise _wrong(
                setting.place, message, where=first.where, found=f"{posts[name]} posts", expected="posts above 0"
            )
    return posts


def baseline_places(setting: Setting) -> int:
    """Places of the rehabilitation team in a week."""
    return round(setting.place.team_places.per_week.value)


def _check(setting: Setting) -> None:
    """Groups, teams and numbers of a place that do not fit together."""
    groups, place = setting.rule_set.regime.groups, setting.place
    served = [(g, team) for team in place.teams.values() for g in team.groups]
    for name, team in place.teams.items():
        if not team.groups:
            raise _wrong(place, f"no group belongs to team `{name}`", found="[]", expected="one group at least")
    for name in [*place.groups, *(g for g, _ in served)]:
        if name not in groups:
            nearest = nearest_name(name, groups)
            raise _wrong(place, f"unknown group `{name}`", found=name, expected=", ".join(groups), nearest=nearest)
    for name in groups:
        teams = [team for group, team in served if group == name]
        if name not in place.groups:
            raise _wrong(place, f"the group `{name}` has no stock", found="nothing", expected="stock and entries")
        if len(teams) != 1:
            what = "no team" if not teams else "more than one team"
            where = place.groups[name].stock.where
            do = "name the group in one team's `groups:`"
            raise _wrong(place, f"{what} serves `{name}`", where=where, found=what, expected="one team", do=do)
        if name not in teams[0].cases_per_post:
            first = next(iter(teams[0].cases_per_post.values()), None)
            message = f"the team that serves `{name}` has no staff for it: `cases_per_post` leaves it out"
            raise _wrong(place, message, where=first.where if first else "", found="nothing", expected="cases per post")
    if place.team_places.per_week.value < 1:
        value = place.team_places.per_week
        raise _wrong(
            place, "the rehabilitation team has no places", where=value.where, found=value.text, expected="1 or more"
        )


def _wrong(place: Place, message: str, *, where: str = "", **details: Any) -> ScenarioError:
    """An error in a place's file, with its line where one is known."""
    line = where.rpartition(":")[2]
    return ScenarioError(
        message, file=f"places/{place.place}.yaml", line=int(line) if line.isdigit() else None, **details
    )


def build_world(
    setting: Setting, replication: int, *, posts: dict[str, float] | None = None, places: int | None = None
) -> World:
    """The world of one run.

    Args:
        setting: what determines it.
        replication: 1, 2, …; with the seed it is the run's key.
        posts: posts by team instead of the place's.
        places: team places a week instead of the place's.
    """
    regime, people, place = setting.rule_set.regime, setting.people, setting.place
    run = combine(combine(setting.seed, 0), replication)
    horizon = setting.days + DIARY_BEYOND_END
    rules = rule_rows.Rules(setting.rule_set, setting.practice, people_rows.trait_codes(people))
    destinations = people_rows.destination_codes(people, tuple(setting.rule_set.names_used()["destination"]))
    activities, contact = rule_rows.activity_rows(rules)
    certificates = rule_rows.certificate_rows(rules)
    duties = rule_rows.duty_rows(rules)
    chances = {name: value.value for name, value in people.chances.items()}
    procedures, steps = procedure_rows(rules, chances, destinations, people.holds)
    living = PeopleRows(rules, people, destinations)
    living.add_needs(procedures, steps)

    teams = {name: number for number, name in enumerate(place.teams)}
    team_of = {group: teams[name] for name, team in place.teams.items() for group in team.groups}
    pools = _pools(team_of, rule_rows.merged_codes(rules), {name: group.lab for name, group in regime.groups.items()})
    per_post = {g: team.cases_per_post[g].value for team in place.teams.values() for g in team.groups}
    weights = {group: round(1000 * 50 / per_post[group]) for group in regime.groups}
    states = living.state_rows(team_of, pools, weights)
    numbers = rule_rows.settings(rules) | living.settings()
    calendar = _calendar(setting.start, horizon)
    count = posts or baseline_posts(setting)
    workers = staff(run, setting.office, calendar, horizon, count, teams)
    numbers |= {
        "run": run, "days": setting.days, "horizon": horizon, "pool_count": 0, "min_piece": setting.office.min_piece.value,
        "places": places or baseline_places(setting), "spans_back": SPANS_BACK,
    }  # fmt: skip
    numbers |= {name: purpose(name) for name in SETTINGS if name.startswith("key_")}
    return World(
        settings=numbers,
        tables=rules.tables.array,
        states=table(states, STATE),
        clocks=table(living.clocks, CLOCK_ROW),
        needs=table(living.needs, NEED_ROW),
        traits=table(living.traits, TRAIT_ROW),
        exits=table(living.exits, EXIT_ROW),
        activities=table(activities, ACTIVITY),
        certificates=table(certificates, CERTIFICATE),
        duties=table(duties, DUTY),
        steps=table(steps, STEP),
        procedures=table(procedures, PROCEDURE),
        show=np.array([chance(people.no_shows[group].value) for group in regime.groups], np.int64),
        posts=_posts(workers, pools),
        staff_events=_staff_events(workers),
        capacity=workers.capacity,
        sick=workers.sick,
        workday=np.asarray(calendar.workday[:horizon], np.int8),
        session=_sessions(setting, calendar, horizon),
        month_start=np.asarray(calendar.month_start[:horizon], np.int32),
        spans=_spans(setting.start, horizon, tuple(rules.spans.months)),
        citizens=citizens(setting, run, rules, living, steps, procedures),
        names=_names(setting, rules, destinations, teams),
        meta=_meta(setting, calendar, workers, contact, states),
    )


def _pools(team_of: dict[str, int], merged: dict[str, int], lab: dict[str, int]) -> dict[int, int]:
    """Teams whose groups count as one pool their caseworkers: team -> pool.

    Ledighedsydelse and flex job are one group of LAB § 6 already today and have teams of their own: merging groups changes nothing there.
    """
    pool = {team: team for team in set(team_of.values())}
    for one, first in team_of.items():
        for other, second in team_of.items():
            if merged[one] == merged[other] and lab[one] != lab[other] and pool[first] != pool[second]:
                old, new = max(pool[first], pool[second]), min(pool[first], pool[second])
                pool = {team: new if p == old else p for team, p in pool.items()}
    numbers = {p: n for n, p in enumerate(sorted(set(pool.values())))}
    return {team: numbers[p] for team, p in pool.items()}


def _posts(workers: Any, pools: dict[int, int]) -> NDArray[np.void]:
    rows = [
        {"team": team, "pool": pools[int(team)], "fraction": fraction, "share": fraction, "code": code}
        for team, fraction, code in zip(workers.team, workers.fraction, workers.code, strict=True)
    ]
    return table(rows, POST)


def _staff_events(workers: Any) -> NDArray[np.void]:
    return table([{"day": d, "post": p, "kind": k, "share": s} for d, p, k, s in workers.events], STAFF_EVENT)


@lru_cache(maxsize=8)
def _calendar(start: date, days: int) -> Calendar:
    return Calendar(start, days)


def _sessions(setting: Setting, calendar: Calendar, horizon: int) -> NDArray[np.int32]:
    """By day, the session whose agenda is fixed that day; a session that would fall on a closed day is held on the next open one."""
    notice, out = setting.practice.team_notice.value.days, np.full(horizon, -1, np.int32)
    weekday = WEEKDAYS.index(setting.place.team_places.weekday)
    open_days = np.flatnonzero(np.asarray(calendar.workday[:horizon]))
    for day in np.flatnonzero(np.asarray(calendar.weekday[:horizon]) == weekday):
        held = open_days[np.searchsorted(open_days, day) :][:1]
        if held.size and held[0] >= notice:
            out[held[0] - notice] = held[0]
    return out


@lru_cache(maxsize=8)
def _spans(start: date, horizon: int, months: tuple[int, ...]) -> NDArray[np.int32]:
    """Lengths of calendar months by starting day, clamped to the month's end (one row at least)."""
    days = np.datetime64(start, "D") + np.arange(-SPANS_BACK, horizon)
    month = days.astype("datetime64[M]")
    inside = (days - month.astype("datetime64[D]")).astype(np.int64)
    rows = []
    for count in months or (1,):
        first = (month + count).astype("datetime64[D]")
        last = ((month + count + 1).astype("datetime64[D]") - first).astype(np.int64) - 1
        rows.append((first + np.minimum(inside, last) - days).astype(np.int64))
    return np.array(rows, np.int32)


def _names(
    setting: Setting, rules: rule_rows.Rules, destinations: dict[str, int], teams: dict[str, int]
) -> dict[str, dict[int, str]]:
    regime = setting.rule_set.regime
    benefits = dict.fromkeys(group.benefit for group in regime.groups.values())
    return {
        "kind": {int(kind): kind.name for kind in RowKind},
        "group": {group.lab: f"LAB § 6 nr. {group.lab}" for group in regime.groups.values()},
        "benefit": dict(enumerate(benefits)),
        "activity": named(rules.activities),
        "form": {int(Form.IN_PERSON): "in-person", int(Form.PHONE): "phone"},
        "role": {int(role): role.name.lower().replace("_", "-") for role in Role},
        "duty": named(rules.duties),
        "team": named(teams),
        "state": named(rules.states),
        "destination": named(destinations),
        "need": dict(enumerate(setting.people.needs)),
        "certificate": named(rules.certificates),
        "procedure": named(rules.procedures),
    }


def _meta(
    setting: Setting, calendar: Calendar, workers: Staff, contact: dict[str, dict[str, float]],
    states: list[dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    weights = setting.practice.need_weights
    return {
        "start": setting.start.isoformat(),
        "days": setting.days,
        "workday": np.asarray(calendar.workday[: setting.days], bool),
        "state": {number: (row["lab"], row["benefit"]) for number, row in enumerate(states)},
        "team_of_caseworker": workers.team.tolist(),
        "post_size": [f / FULL for f in workers.fraction.tolist()],
        "need_weights": [round(FULL * w.value) for w in (weights.light, weights.medium, weights.heavy)],
        "full_day_minutes": full_day_minutes(setting.office),
        "contact_permille": {
            name: {DESK if form == rule_rows.DESK else form: round(FULL * share) for form, share in forms.items()}
            for name, forms in contact.items()
        },
        "meeting_activities": [n for n, a in setting.rule_set.regime.activities.items() if a.meeting],
    }
