"""A world from a study's setting: rules, people and office compiled and put together for one replication."""

from __future__ import annotations

from collections.abc import Sequence
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
    RIDER,
    SETTINGS,
    STAFF_EVENT,
    STATE,
    STEP,
    TRAIT_ROW,
    Form,
    Role,
    World,
)  # fmt: skip
from sim.law.models import Practice
from sim.law.rule_set import RuleSet
from sim.law.shape import shape, values_in
from sim.law.value import Value, at_value
from sim.office.calendar import Calendar
from sim.office.model import Office
from sim.office.staff import FULL, Staff, full_day_minutes, staff
from sim.paths import scenarios_dir
from sim.people.draw import chance, combine, purpose
from sim.people.model import People, Place
from sim.study import rules as rules_of_study
from sim.study.build_check import check_names, check_place
from sim.study.build_people import citizens
from sim.study.files import place_source, read_office, read_people

DIARY_BEYOND_END = 400
SPANS_BACK = 15_200
DESK = -1
"""The form of work that has none, in the log."""


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
        source = place_source(place, root)
        where = shape(Place, source)
        rule_set = library.rule_set(rules)
        setting = cls(
            where, read_people(where.people, root), read_office(where.office, root), rule_set, library.practice(practice, rule_set),
            start, days, seed,
        )  # fmt: skip
        check_place(setting, source)
        check_names(setting, library.names_used(rule_set, practice))
        return setting


def model_values(setting: Setting) -> list[Value[Any]]:
    """Every value a run depends on: of law, practice, people, place and office."""
    return [
        *setting.rule_set.values(), *values_in(setting.practice), *values_in(setting.people), *values_in(setting.place),
        *values_in(setting.office),
    ]  # fmt: skip


def baseline_posts(setting: Setting) -> dict[str, float]:
    """Posts by team, in tenths: cases over cases per post (A093-A099, S025); then the other roles' posts, by role."""
    posts = {}
    for name, team in setting.place.teams.items():
        share = team.caseload_share.value if team.caseload_share else 1.0
        cases = sum(setting.place.groups[g].stock.value * share / team.cases_per_post[g].value for g in team.groups)
        posts[name] = round(cases, 1)
        if posts[name] <= 0:
            first = next(iter(team.cases_per_post.values()))
            raise at_value(first, f"team `{name}` has no staff", found=f"{posts[name]} posts", expected="posts above 0")
    return posts | {name: round(role.posts.value, 1) for name, role in setting.place.roles.items()}


def baseline_places(setting: Setting) -> int:
    """Places of the rehabilitation team in a week."""
    return round(setting.place.team_places.per_week.value)


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
    teams = {name: number for number, name in enumerate([*place.teams, *place.roles])}
    team_of = {group: teams[name] for name, team in place.teams.items() for group in team.groups}
    labs = {name: group.lab for name, group in regime.groups.items()}
    apart = [teams[role] for role in place.roles]
    apart += [
        n
        for n in set(team_of.values())
        if all(regime.groups[g].evidence == "unknown" for g in team_of if team_of[g] == n)
    ]
    pools = _pools(team_of, rule_rows.merged_codes(rules), labs, apart)
    rules.role_pools = {role: pools[teams[role]] for role in place.roles}
    activities, contact = rule_rows.activity_rows(rules)
    certificates = rule_rows.certificate_rows(rules)
    duties = rule_rows.duty_rows(rules)
    procedures, steps = procedure_rows(rules, people, destinations)
    living = PeopleRows(rules, people, destinations)
    living.add_needs(procedures, steps)

    per_post = {g: team.cases_per_post[g].value for team in place.teams.values() for g in team.groups}
    weights = {group: round(1000 * 50 / per_post[group]) for group in regime.groups}
    states = living.state_rows(team_of, pools, weights)
    numbers = rule_rows.settings(rules) | living.settings()
    calendar = _calendar(setting.start, horizon)
    count = posts or baseline_posts(setting)
    workers = staff(run, setting.office, calendar, horizon, count, teams, place.part_time)
    session, seats = _sessions(setting, calendar, horizon, places or baseline_places(setting))
    numbers |= {
        "run": run, "days": setting.days, "horizon": horizon, "pool_count": 0, "min_piece": setting.office.min_piece.value,
        "fixed_caseworker": int(place.fixed_caseworker), "spans_back": SPANS_BACK,
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
        riders=table(rule_rows.rider_rows(rules), RIDER),
        duties=table(duties, DUTY),
        steps=table(steps, STEP),
        procedures=table(procedures, PROCEDURE),
        show=_no_shows(setting),
        posts=_posts(workers, pools, {teams[role]: rule_rows.ROLES[role] for role in place.roles}),
        staff_events=_staff_events(workers),
        capacity=workers.capacity,
        sick=workers.sick,
        workday=np.asarray(calendar.workday[:horizon], np.int8),
        session=session,
        places=seats,
        month_start=np.asarray(calendar.month_start[:horizon], np.int32),
        spans=_spans(setting.start, horizon, tuple(rules.spans.months)),
        citizens=citizens(setting, run, rules, living, steps, procedures),
        names=_names(setting, rules, destinations, teams),
        meta=_meta(setting, calendar, workers, contact, states, living.team_needs(procedures, steps)),
    )


def _pools(
    team_of: dict[str, int], merged: dict[str, int], lab: dict[str, int], apart: Sequence[int] = ()
) -> dict[int, int]:
    """Teams whose groups count as one pool their caseworkers: team -> pool.

    The teams ``apart`` are by themselves whatever is merged: other roles, and groups whose numbers nobody knows.

    Ledighedsydelse and flex job are one group of LAB § 6 already today and have teams of their own: merging groups changes nothing there.
    """
    pool = {team: team for team in set(team_of.values()) | set(apart)}
    for one, first in team_of.items():
        for other, second in team_of.items():
            if first in apart or second in apart:
                continue
            if merged[one] == merged[other] and lab[one] != lab[other] and pool[first] != pool[second]:
                old, new = max(pool[first], pool[second]), min(pool[first], pool[second])
                pool = {team: new if p == old else p for team, p in pool.items()}
    numbers = {p: n for n, p in enumerate(sorted(set(pool.values())))}
    return {team: numbers[p] for team, p in pool.items()}


def _posts(workers: Any, pools: dict[int, int], roles: dict[int, int]) -> NDArray[np.void]:
    """``roles``: of the teams that are no caseworkers."""
    rows = [
        {
            "team": team,
            "pool": pools[int(team)],
            "role": roles.get(int(team), Role.CASEWORKER),
            "fraction": fraction,
            "share": fraction,
            "code": code,
        }
        for team, fraction, code in zip(workers.team, workers.fraction, workers.code, strict=True)
    ]
    return table(rows, POST)


def _staff_events(workers: Any) -> NDArray[np.void]:
    return table([{"day": d, "post": p, "kind": k, "share": s} for d, p, k, s in workers.events], STAFF_EVENT)


@lru_cache(maxsize=8)
def _calendar(start: date, days: int) -> Calendar:
    return Calendar(start, days)


def _sessions(
    setting: Setting, calendar: Calendar, horizon: int, per_week: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The rehabilitation team's sessions, with so many places a week spread over them as evenly as whole places go.

    A session that would fall on a closed day is held on the next open one; two that fall on one day are one, with the
    places of both.

    Returns:
        int32[horizon], by day the session whose agenda is fixed that day, -1 for none; int32[horizon], by day the
        places of the session held that day, 0 for none.
    """
    notice, weekdays = setting.practice.team_notice.value.days, setting.place.team_places.weekdays
    session, places = np.full(horizon, -1, np.int32), np.zeros(horizon, np.int32)
    open_days = np.flatnonzero(np.asarray(calendar.workday[:horizon]))
    for number, weekday in enumerate(weekdays):
        share = per_week // len(weekdays) + (number < per_week % len(weekdays))
        for day in np.flatnonzero(np.asarray(calendar.weekday[:horizon]) == weekday):
            held = open_days[np.searchsorted(open_days, day) :][:1]
            if share and held.size and held[0] >= notice:
                session[held[0] - notice] = held[0]
                places[held[0]] += share
    return session, places


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


def _no_shows(setting: Setting) -> NDArray[np.int64]:
    """The chance of a no-show by state and form."""
    people = setting.people
    factors = (1.0, people.no_show_by_form.phone.value, people.no_show_by_form.video.value)
    shares = [
        [min(people.no_shows[group].value * factor, 1.0) for factor in factors]
        for group in setting.rule_set.regime.groups
    ]
    return np.array([[chance(share) for share in row] for row in shares], np.int64)


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
        "form": {int(Form.IN_PERSON): "in-person", int(Form.PHONE): "phone", int(Form.VIDEO): "video"},
        "role": {int(role): role.name.lower().replace("_", "-") for role in Role},
        "duty": named(rules.duties),
        "team": named(teams),
        "state": named(rules.states),
        "destination": named(destinations),
        "need": dict(enumerate(setting.people.needs)),
        "certificate": named(rules.certificates),
        "procedure": named(rules.procedures),
        "offer": named(rules.offers),
    }


def _meta(
    setting: Setting, calendar: Calendar, workers: Staff, contact: dict[str, dict[str, float]],
    states: list[dict[str, Any]], team_needs: list[int],
) -> dict[str, Any]:  # fmt: skip
    weights, regime = setting.practice.need_weights, setting.rule_set.regime
    return {
        "start": setting.start.isoformat(),
        "days": setting.days,
        "workday": np.asarray(calendar.workday[: setting.days], bool),
        "state": {number: (row["lab"], row["benefit"]) for number, row in enumerate(states)},
        "team_of_caseworker": workers.team.tolist(),
        "team_of_state": {number: row["team"] for number, row in enumerate(states)},
        "post_size": [f / FULL for f in workers.fraction.tolist()],
        "need_weights": [round(FULL * w.value) for w in (weights.light, weights.medium, weights.heavy)],
        "full_day_minutes": full_day_minutes(setting.office),
        "contact_permille": {
            name: {DESK if form == rule_rows.DESK else form: round(FULL * share) for form, share in forms.items()}
            for name, forms in contact.items()
        },
        "unknown_states": [n for n, group in enumerate(regime.groups.values()) if group.evidence == "unknown"],
        "offers_that_count": [name for name, kind in regime.offers.items() if kind.counts],
        "fokusmaal_groups": list(regime.tracking.focus_groups),
        "team_needs": team_needs,
        "meeting_activities": [n for n, a in setting.rule_set.regime.activities.items() if a.meeting],
    }
