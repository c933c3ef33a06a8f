"""Build a world from a study's setting: compile rules, people and office for one replication."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import chance, combine, purpose
from sim.law.clauses.vocabulary import PENSION
from sim.place.office.calendar import Calendar
from sim.place.office.staff import FULL, Staff, full_day_minutes, staff
from sim.place.office.staff_shock import without
from sim.place.office.strain import under_strain
from sim.place.people.season_days import Wave
from sim.study.posts import baseline_places, baseline_posts, usual_posts
from sim.study.setting import DIARY_BEYOND_END, Setting
from sim.world.carried import Agendas
from sim.world.citizens import population
from sim.world.codes import Form, Role
from sim.world.laws import Compiled, compiled
from sim.world.log import RowKind
from sim.world.opening import CrossSection
from sim.world.rows import rules as rule_rows
from sim.world.rows.agendas import prepared_from
from sim.world.rows.builders import named, table
from sim.world.shocks import gone, with_shocks
from sim.world.tables import DUTY, EFFECT, EXIT_ROW, POST, PROCEDURE, RETURN_ROW, STAFF_EVENT, STEP, TRAIT_ROW
from sim.world.world import SETTINGS, Law, World

SPANS_BACK = 36_600
"""Days before day 0 from which calendar months can be counted: a hundred years, so that every age counts from a birth day."""
HUNDREDTHS = 100
DESK = -1
"""The log's form code of desk work, which has no form."""


def build_world(
    setting: Setting,
    replication: int,
    *,
    posts: dict[str, float] | None = None,
    places: float | None = None,
    bookable: Mapping[str, float] | None = None,
    opening: CrossSection | None = None,
) -> World:
    """Build the world of one run.

    Args:
        setting: the setting that determines the world.
        replication: 1, 2, …; seed and replication together are the run's key.
        posts: posts by team; they replace the place's posts.
        places: team places a week; they replace the place's number.
        bookable: share of a day that may be booked ahead, by team; it replaces the practice's share in these teams.
        opening: the cross-section from which the opening stock is drawn (:func:`sim.runs.opening.opening_of`). Without one the
            opening stock is in equilibrium.
    """
    place = setting.place
    run = combine(combine(setting.seed, 0), replication)
    horizon = setting.days + DIARY_BEYOND_END
    laws = compiled(setting)
    first, rows = laws.first, laws.first.living
    calendar = setting.calendar(horizon)
    count = posts or baseline_posts(setting)
    usual = {} if setting.effects is None else _own_posts(setting)
    strained = under_strain(setting.office, setting.effects, usual, count)
    workers = staff(run, setting.office, calendar, horizon, count, laws.teams, place.part_time, strained)
    workers = without(run, workers, laws.teams, gone(setting, horizon))
    session, seats = sessions(setting, calendar, horizon, places or baseline_places(setting))
    seats = with_shocks(setting, seats)
    people = population(
        setting, run, first.rules, rows, laws.steps, [*first.procedures, *laws.procedures[len(first.procedures) :]], opening,
        Agendas.of(session, seats),
    )  # fmt: skip
    roles = {laws.teams[role]: rule_rows.ROLES[role] for role in place.roles}
    numbers = _extra(setting, places or baseline_places(setting)) | {
        "run": run, "days": setting.days, "horizon": horizon, "pool_count": 0, "pool_most": 0, "min_piece": setting.office.min_piece.value,
        "spans_back": SPANS_BACK,
    } | {name: purpose(name) for name in SETTINGS if name.startswith("key_")}  # fmt: skip
    return World(
        settings=first.settings | numbers,
        tables=first.rules.tables.array,
        **first.tables(),
        effects=table(laws.effects, EFFECT),
        bookable=_bookable(workers, laws.teams, first.settings["bookable"], bookable) if bookable else None,
        traits=table(rows.traits, TRAIT_ROW),
        exits=table(rows.exits, EXIT_ROW),
        returns=table(laws.returns, RETURN_ROW),
        duties=table(laws.duties, DUTY),
        steps=table(laws.steps, STEP),
        procedures=table(laws.procedures, PROCEDURE),
        show=_no_shows(setting),
        posts=_posts(workers, first.pools, roles),
        staff_events=_staff_events(workers),
        capacity=workers.capacity,
        sick=workers.sick,
        workday=np.asarray(calendar.workday[:horizon], np.int8),
        session=session,
        places=seats,
        prepared_from=prepared_from(seats),
        month_start=np.asarray(calendar.month_start[:horizon], np.int32),
        spans=_spans(setting.start, horizon, tuple(first.rules.spans.months)),
        citizens=people.citizens,
        cases=people.cases,
        periods=people.periods,
        laws=tuple(
            Law(
                day=law.day, settings=law.settings | numbers, **law.tables(),
                pools=np.array([law.pools[int(team)] for team in workers.team], np.int8),
            )
            for law in laws.later
        ),
        names=_names(setting, laws),
        meta=_meta(setting, calendar, workers, laws, session, seats) | _season(people.waves),
    )  # fmt: skip


def _season(waves: Mapping[int, Wave]) -> dict[str, Any]:
    """The expected course of stocks with a season, by state code: permille of the mean by day. Nothing without a season."""
    courses = {state: np.rint(FULL * wave.by_day).astype(int).tolist() for state, wave in waves.items()}
    return {"season": courses} if courses else {}


def _own_posts(setting: Setting) -> dict[str, float]:
    """The place's own posts of caseworkers, by team. Other roles have no caseload."""
    return {name: posts for name, posts in usual_posts(setting).items() if name in setting.place.teams}


def _posts(workers: Any, pools: dict[int, int], roles: Mapping[int, int]) -> NDArray[np.void]:
    """The rows of posts; ``roles`` gives the role of each team of other staff than caseworkers."""
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


def _bookable(workers: Staff, teams: Mapping[str, int], usual: int, by_team: Mapping[str, float]) -> NDArray[np.int64]:
    """int64[posts], permille of a day that may be booked ahead."""
    shares = {teams[team]: round(1000 * share) for team, share in by_team.items()}
    return np.array([shares.get(int(team), usual) for team in workers.team], np.int64)


def _staff_events(workers: Any) -> NDArray[np.void]:
    return table([{"day": d, "post": p, "kind": k, "share": s} for d, p, k, s in workers.events], STAFF_EVENT)


def sessions(
    setting: Setting, calendar: Calendar, horizon: int, per_week: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The rehabilitation team's sessions; the places of a week are spread over them as evenly as possible.

    Hundredths of a place add up over the calendar's weeks: of ten weeks, 32.5 places give five weeks one more than 32.
    A session on a closed day moves to the next open day. Two sessions on one day become one session with the places of
    both.

    Returns:
        int32[horizon], by day the day of the session whose agenda is fixed then, -1 for none. int32[horizon], by day
        the places of the session held then, 0 for none.
    """
    notice, weekdays = setting.practice.team_notice.value.days, setting.place.team_places.weekdays
    session, places = np.full(horizon, -1, np.int32), np.zeros(horizon, np.int32)
    open_days = np.flatnonzero(np.asarray(calendar.workday[:horizon]))
    monday = setting.start.toordinal() - 1  # the first day of year 1 was a Monday
    hundredths = round(HUNDREDTHS * per_week)
    for number, weekday in enumerate(weekdays):
        for day in np.flatnonzero(np.asarray(calendar.weekday[:horizon]) == weekday):
            week = (monday + int(day)) // 7
            of_week = (week + 1) * hundredths // HUNDREDTHS - week * hundredths // HUNDREDTHS
            share = of_week // len(weekdays) + (number < of_week % len(weekdays))
            held = open_days[np.searchsorted(open_days, day) :][:1]
            if share and held.size:
                places[held[0]] += share
                if held[0] >= notice:  # the agendas of earlier sessions were fixed before the run
                    session[held[0] - notice] = held[0]
    return session, places


def _extra(setting: Setting, per_week: float) -> dict[str, int]:
    """The settings of a place whose team hears more cases when its queue is long: cases that wait, permille of places."""
    extra = setting.place.team_places.extra
    if extra is None:
        return {"extra_beyond": 0, "extra_share": 0}
    beyond = max(round(extra.beyond.value.days / 7 * per_week), 1)
    return {"extra_beyond": beyond, "extra_share": round(1000 * extra.share.value)}


@lru_cache(maxsize=8)
def _spans(start: date, horizon: int, months: tuple[int, ...]) -> NDArray[np.int32]:
    """int32[rows, days], lengths of calendar months by starting day, clamped to the month's end.

    There is at least one row.
    """
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
    """int64[states, forms], the chance of a no-show."""
    people = setting.people
    factors = (1.0, people.no_show_by_form.phone.value, people.no_show_by_form.video.value)
    shares = [
        [min(people.no_shows[group].value * factor, 1.0) for factor in factors]
        for group in setting.rule_set.regime.groups
    ]
    return np.array([[chance(share) for share in row] for row in shares], np.int64)


def _names(setting: Setting, laws: Compiled) -> dict[str, dict[int, str]]:
    rules = laws.first.rules
    groups = [group for law in laws.all for group in law.rules.rule_set.regime.groups.values()]
    return {
        "kind": {int(kind): kind.name for kind in RowKind},
        "group": {group.lab: f"LAB § 6 nr. {group.lab}" for group in groups},
        "benefit": named(rules.benefits),
        "activity": named(rules.activities),
        "form": {int(Form.IN_PERSON): "in-person", int(Form.PHONE): "phone", int(Form.VIDEO): "video"},
        "role": {int(role): role.name.lower().replace("_", "-") for role in Role},
        "duty": named(rules.duties),
        "team": named(laws.teams),
        "state": named(rules.states),
        "destination": named(laws.destinations),
        "need": dict(enumerate(setting.people.needs)),
        "certificate": named(rules.certificates),
        "procedure": named(rules.procedures),
        "offer": named(rules.offers),
    }


def _agendas(setting: Setting, session: NDArray[np.int32], places: NDArray[np.int32]) -> list[tuple[int, int, int]]:
    """Each agenda that the run fixes: its day, the day of the session, and the session's places."""
    fixed = np.flatnonzero(session[: setting.days] >= 0).tolist()
    return [(day, int(session[day]), int(places[session[day]])) for day in fixed]


def _meta(
    setting: Setting,
    calendar: Calendar,
    workers: Staff,
    laws: Compiled,
    session: NDArray[np.int32],
    seats: NDArray[np.int32],
) -> dict[str, Any]:
    """The data that measures need besides the log.

    If laws differ, the first law decides. Entries that only a later law has are added.
    """
    weights, regime, first = setting.practice.need_weights, setting.rule_set.regime, laws.first
    activities = {name: a for law in reversed(laws.all) for name, a in law.rules.rule_set.regime.activities.items()}
    offers = {name: kind for law in reversed(laws.all) for name, kind in law.rules.rule_set.regime.offers.items()}
    contact = {name: forms for law in reversed(laws.all) for name, forms in law.contact.items()}
    return {
        "start": setting.start.isoformat(),
        "agendas": _agendas(setting, session, seats),
        "days": setting.days,
        "workday": np.asarray(calendar.workday[: setting.days], bool),
        "state": {number: (row["lab"], row["benefit"]) for number, row in enumerate(first.states)},
        "state_later": [
            {number: (row["lab"], row["benefit"]) for number, row in enumerate(law.states)} for law in laws.later
        ],
        "paid_as": {number: group.paid_as for number, group in enumerate(regime.groups.values())},
        "team_of_caseworker": workers.team.tolist(),
        "team_of_state": {number: row["team"] for number, row in enumerate(first.states)},
        "post_size": [f / FULL for f in workers.fraction.tolist()],
        "need_weights": [round(FULL * w.value) for w in (weights.light, weights.medium, weights.heavy)],
        "full_day_minutes": full_day_minutes(setting.office),
        "running_contact": None if setting.office.running_contact is None else setting.office.running_contact.value,
        "contact_permille": {
            name: {DESK if form == rule_rows.DESK else form: round(FULL * share) for form, share in forms.items()}
            for name, forms in contact.items()
        },
        "unknown_states": [n for n, group in enumerate(regime.groups.values()) if group.evidence == "unknown"],
        "offers_that_count": [name for name, kind in offers.items() if kind.counts],
        "fokusmaal_groups": list(regime.tracking.focus_groups),
        "pension_needs": [name for name, need in setting.people.needs.items() if need.procedure == PENSION],
        "team_needs": first.living.team_needs(first.procedures, laws.steps),
        "procedure_versions": laws.versions,
        "meeting_activities": [n for n, a in activities.items() if a.meeting],
        "practice_duties": sorted(
            {n for law in laws.all for n in (*law.rules.practice.contact, *law.rules.practice.offers)}
        ),
    }
