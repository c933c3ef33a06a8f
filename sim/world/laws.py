"""The laws of a run as rows: the first, and those that follow it, with one numbering of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.law.compose.transition import running, running_procedures
from sim.study.setting import Setting
from sim.world.rows import people as people_rows
from sim.world.rows import rules as rule_rows
from sim.world.rows.builders import Spans, Tables, table
from sim.world.rows.effects import effect_rows
from sim.world.rows.people import PeopleRows
from sim.world.rows.steps import procedure_steps
from sim.world.rows.versions import Change, Row, Version, duty_versions, procedure_versions
from sim.world.tables import ACTIVITY, CERTIFICATE, CLOCK_ROW, NEED_ROW, RIDER, STATE


@dataclass
class LawRows:
    """One law of a run.

    Attributes:
        day: its first.
        contact: the share of each activity that is spent with the citizen, by form.
        procedures: rows in force, by code.
        pools: team -> pool.
    """

    day: int
    rules: rule_rows.Rules
    living: PeopleRows
    settings: dict[str, int]
    states: list[Row]
    activities: list[Row]
    certificates: list[Row]
    contact: dict[str, dict[str, float]]
    procedures: list[Row]
    pools: dict[int, int]

    def tables(self) -> dict[str, NDArray[np.void]]:
        """The tables that a later law replaces as a whole."""
        return {
            "states": table(self.states, STATE),
            "clocks": table(self.living.clocks, CLOCK_ROW),
            "needs": table(self.living.needs, NEED_ROW),
            "activities": table(self.activities, ACTIVITY),
            "certificates": table(self.certificates, CERTIFICATE),
            "riders": table(rule_rows.rider_rows(self.rules), RIDER),
        }


@dataclass(frozen=True)
class Compiled:
    """All laws of a run.

    Attributes:
        duties, procedures: a row for each version. steps: of all versions of the procedures.
        versions: of procedures by code, in order of their days.
        effects: on behaviour, one row a state, or none.
        teams, destinations: names -> numbers.
    """

    first: LawRows
    later: tuple[LawRows, ...]
    duties: list[Row]
    steps: list[Row]
    procedures: list[Row]
    versions: dict[int, list[Version]]
    effects: list[Row]
    teams: dict[str, int]
    destinations: dict[str, int]

    @property
    def all(self) -> tuple[LawRows, ...]:
        return (self.first, *self.later)


def compiled(setting: Setting) -> Compiled:
    """The rows of a setting's laws.

    Raises:
        ScenarioError: something asks of the people what they do not have.
    """
    people, place = setting.people, setting.place
    regimes = tuple(law.rule_set.regime for law in setting.laws)
    names = dict.fromkeys(name for law in setting.laws for name in law.rule_set.names_used()["destination"])
    destinations = people_rows.destination_codes(people, tuple(names))
    teams = {name: number for number, name in enumerate([*place.teams, *place.roles])}
    team_of = {group: teams[name] for name, team in place.teams.items() for group in team.groups}
    apart = _apart(setting, teams, team_of)
    per_post = {g: team.cases_per_post[g].value for team in place.teams.values() for g in team.groups}
    weights = {group: round(1000 * 50 / per_post[group]) for group in regimes[0].groups}

    bits, tables, spans = people_rows.trait_codes(people), Tables(), Spans()
    rules: list[rule_rows.Rules] = []
    pools: list[dict[int, int]] = []
    for law in setting.laws:
        one = rule_rows.Rules(law.rule_set, law.practice, bits, tables, spans, together=regimes)
        labs = {name: group.lab for name, group in law.rule_set.regime.groups.items()}
        pools.append(pools_of(team_of, rule_rows.merged_codes(one), labs, apart))
        one.role_pools = {role: pools[-1][teams[role]] for role in place.roles}
        rules.append(one)
    activities = [rule_rows.activity_rows(one) for one in rules]
    certificates = [rule_rows.certificate_rows(one) for one in rules]
    changes = [
        Change(new.day, running(old.rule_set, new.rule_set, "duties"), running_procedures(old.rule_set, new.rule_set))
        for old, new in pairwise(setting.laws)
    ]
    duties = duty_versions(rules, changes)
    drafts = [procedure_steps(one, people, destinations) for one in rules]
    procedures, steps, in_force, versions = procedure_versions(drafts, rules[0].procedures, changes)
    rows = []
    effects: list[Row] = []
    for at, (law, one) in enumerate(zip(setting.laws, rules, strict=True)):
        living = PeopleRows(one, people, destinations)
        living.add_needs(in_force[at], steps)
        if setting.effects is not None:
            effects = effect_rows(setting.effects, people, one.states, living.clocks, living.needs, procedures)
        fixed = place.fixed_caseworker or law.rule_set.regime.caseloads.fixed_caseworker
        numbers = rule_rows.settings(one) | living.settings() | {"fixed_caseworker": int(fixed)}
        rows.append(
            LawRows(
                law.day, one, living, numbers, living.state_rows(team_of, pools[at], weights),
                _by_code([made for made, _ in activities], at, one.activities), _by_code(certificates, at, one.certificates),
                activities[at][1], in_force[at], pools[at],
            )
        )  # fmt: skip
    return Compiled(rows[0], tuple(rows[1:]), duties, steps, procedures, versions, effects, teams, destinations)


def _by_code(made: Sequence[dict[str, Row]], at: int, numbers: dict[str, int]) -> list[Row]:
    """The rows under one law; what it does not have stands as in the last law before it that does, else as in the first after it."""
    order = [*made[at::-1], *made[at + 1 :]]
    return [next(table[name] for table in order if name in table) for name in numbers]


def _apart(setting: Setting, teams: dict[str, int], team_of: dict[str, int]) -> list[int]:
    """Teams that share their staff with nobody: other roles, and those of groups whose numbers nobody knows."""
    groups = setting.rule_set.regime.groups
    unknown = [
        n for n in set(team_of.values()) if all(groups[g].evidence == "unknown" for g in team_of if team_of[g] == n)
    ]
    return [teams[role] for role in setting.place.roles] + unknown


def pools_of(
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
