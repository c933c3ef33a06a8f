"""The world of a rule test: the repository's own rules and people files, one citizen, ample staff, nothing left to chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from sim.chance.draw import CERTAIN
from sim.files import quantity
from sim.files.value import Value
from sim.law.clauses.practice import Practice
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.codes import DAY
from sim.world.rows.people import trait_codes
from sim.world.world import World
from tests.rules.case import Case, NoShows
from tests.rules.luck import RARE, entity_of
from tests.rules.script import Script, Table, Tables, codes, one_row
from tests.rules.steps import SHARES, settled
from tests.settings import library, setting_of

USUAL_RULES, USUAL_PRACTICE, USUAL_YEAR, USUAL_DAYS = "current", "baseline", 2024, 1500

BOOKING = {"window": "21 days", "short_notice": "1 day"}
TEAM = {"team_notice": "7 days", "undated_team_due": "26 weeks"}
"""What the cases take for given of the practice: how long before it is due a meeting is booked, and a summons sent; how long before its
session the team's agenda is fixed, and when a case without a legal deadline counts as due. The practice's own values may be tuned, and no
date of a case moves. The booking deadline is law, and so the file's."""

FULL_DAY = 900
"""Minutes of a caseworker's day: any piece of work is done in one day, before midnight."""

PLENTY = 1_000
LEVELS = {"light": 0, "medium": 1 << 30, "heavy": 1 << 31}
STAGES = {"preparation": 0, "certificate": 1, "team": 2, "undetected": 3}
AGES = {"education-ready-young": 25, "activity-ready-young": 25, "under-18": 15}
USUAL_AGE = 45


@lru_cache(maxsize=64)
def read(rules: str, practice: str) -> Setting:
    """Aalborg's files, with nobody there and one team for every group, under a rule set and a practice with steady values."""
    if (rules, practice) != (USUAL_RULES, USUAL_PRACTICE):
        rule_set = library().rule_set(rules)
        chosen = _steady(library().practice(practice, rule_set))
        return read(USUAL_RULES, USUAL_PRACTICE).under(rule_set, chosen)
    setting = setting_of("aalborg", rules, practice, date(2024, 1, 1), 1, 1)
    groups = {
        name: stock.model_copy(update={"stock": _with(stock.stock, 0), "entries": _with(stock.entries, 0)})
        for name, stock in setting.place.groups.items()
    }
    teams = [*setting.place.teams.values()]
    cases = {group: number for team in teams for group, number in team.cases_per_post.items()}
    everybody = teams[0].model_copy(update={"groups": tuple(cases), "cases_per_post": cases})
    place = setting.place.model_copy(update={"groups": groups, "teams": {"everybody": everybody}})
    return replace(setting.under(setting.rule_set, _steady(setting.practice)), place=place)


def _steady(practice: Practice) -> Practice:
    """A practice with the few values on which dates rest as the cases take them."""
    booking = {key: _with(getattr(practice.booking, key), quantity.duration(text)) for key, text in BOOKING.items()}
    team = {key: _with(getattr(practice, key), quantity.duration(text)) for key, text in TEAM.items()}
    return practice.model_copy(update={"booking": practice.booking.model_copy(update=booking), **team})


def _with(value: Value[Any], number: Any) -> Value[Any]:
    return replace(value, value=number)


@lru_cache(maxsize=64)
def compiled(rules: str, practice: str, start: date, days: int) -> World:
    """The empty world of a rule set."""
    setting = replace(read(rules, practice), start=start, days=days)
    posts = dict.fromkeys([*setting.place.teams, *setting.place.roles], 1.0)
    return build_world(setting, 1, posts=posts, places=PLENTY)


def _empty_world(case: Case) -> World:
    """Worlds are made for a usual length, so that many cases share one; a run ends on the case's last day."""
    days = max(case.days, USUAL_DAYS) if case.start.year == USUAL_YEAR else case.days
    world = compiled(case.rules, case.practice, case.start, days)
    return replace(world, settings=world.settings | {"days": case.days})


def _joined(rows: list[Table], dtype: np.dtype[Any]) -> Table:
    joined: Table = np.concatenate(rows) if rows else np.zeros(0, dtype)
    return joined


def _traits(case: Case, world: World, setting: Setting) -> tuple[Table, int]:
    """Trait rows that give the citizen what the case says and nothing else, and the bits at the start."""
    bits, who = trait_codes(setting.people), case.citizen
    unknown = {*who.traits} - bits.keys() | {*who.foreseen} - setting.people.traits.keys()
    assert not unknown, f"unknown traits: {sorted(unknown)}"
    given = sum(bits[name] for name in who.traits)
    rows = world.traits.copy()
    for name, row in zip(setting.people.traits, rows, strict=True):
        if int(row["bit"]) & given:
            row["share"], row["life_over"], row["life_at_most"] = CERTAIN, -1, 2**31 - 1
            row["only"] = row["unless"] = 0
        else:
            row["share"] = CERTAIN if name in who.foreseen else 0
    return rows, given


def _citizen(case: Case, world: World, entity: int, traits: int, opening_need: int) -> Table:
    who, states = case.citizen, codes(world, "state")
    arrive = max((who.began - case.start).days, 0)
    columns = {
        "entity": entity, "arrive": arrive * DAY, "state": states[who.group], "elapsed": max((case.start - who.began).days, 0),
        "came_from": states[who.came_from] if who.came_from else -1, "need_bits": LEVELS[who.level], "traits": traits,
        "opening_need": opening_need, "opening_stage": STAGES[who.under_way.stage] if who.under_way else 0,
        "accumulated": who.unemployed_before,
    }  # fmt: skip
    born = who.born or date(who.began.year - AGES.get(who.group, USUAL_AGE), 1, 1)
    columns["born"] = (born - case.start).days
    return one_row(world.citizens.dtype, **columns)


def world_of(case: Case) -> World:
    """The world of a case: what its files say, a caseworker and a consultant who are never away, and the scripted citizen."""
    setting, world = read(case.rules, case.practice), _empty_world(case)
    entity, tables = entity_of(case, world), Tables(world.tables)
    script = Script(case, world, setting, entity, tables)
    script.write()
    opening_need = script.opening_need()
    traits, bits = _traits(case, world, setting)

    activities, certificates = world.activities.copy(), world.certificates.copy()
    for row in activities:
        for column in ("table_0", "table_1", "table_2"):
            row[column] = tables.median(int(row[column]))
    for name, code in codes(world, "certificate").items():
        usual = tables.median(int(certificates[code]["table"]))
        certificates[code]["table"] = tables.constant(case.delivery[name]) if name in case.delivery else usual

    states = script.states_table
    states["need_medium"], states["need_heavy"], states["exit_count"] = LEVELS["medium"], LEVELS["heavy"], 1
    destinations = sorted(world.names["destination"])
    exits = np.concatenate([one_row(world.exits.dtype, destination=code, below=CERTAIN) for code in destinations])
    shows = RARE if isinstance(case.no_shows, NoShows) else CERTAIN if case.no_shows == "always" else 0
    phone, video = (SHARES[case.chances.get(name, "never")] for name in ("phone", "video"))
    numbers = {
        "bookable": 1000, "resistance_table": tables.constant(1000),
        **{f"phone_{level}": round(phone * CERTAIN) for level in range(3)},
        **{f"remote_{level}": round(max(phone, video) * CERTAIN) for level in range(3)},
        "sanction_chance": round(SHARES[case.chances.get("sanction", "never")] * CERTAIN),
        "miss_chance": round(SHARES[case.chances.get("missed-booking", "never")] * CERTAIN),
    }  # fmt: skip
    seats = world.places.copy()
    if case.team_from is not None:
        seats[: max((case.team_from - case.start).days, 0)] = 0
    return replace(
        world,
        settings=world.settings | numbers,
        states=states,
        clocks=_joined(script.clocks, world.clocks.dtype),
        needs=_joined(script.needs, world.needs.dtype),
        traits=traits,
        exits=exits,
        activities=activities,
        certificates=certificates,
        steps=settled(case, world, setting, tables),
        places=seats,
        show=np.full_like(world.show, shows),
        staff_events=world.staff_events[:0],
        capacity=np.tile(world.workday.astype(np.int16) * FULL_DAY, (world.posts.size, 1)).astype(np.int16),
        sick=np.zeros_like(world.sick),
        citizens=_citizen(case, world, entity, bits, opening_need),
        tables=tables.array,
    )
