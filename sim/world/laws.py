"""The laws of a run as rows: the first law and the later laws, with one numbering of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.law.compose.transition import running, running_procedures
from sim.place.people.effects import PLANNED_CASES
from sim.study.setting import Setting
from sim.world.rows import people as people_rows
from sim.world.rows import rules as rule_rows
from sim.world.rows.builders import Spans, Tables, table
from sim.world.rows.effects import effect_rows
from sim.world.rows.people import PeopleRows
from sim.world.rows.returns import return_rows
from sim.world.rows.steps import procedure_steps
from sim.world.rows.versions import Change, Row, Version, duty_versions, procedure_versions
from sim.world.tables import ACTIVITY, CERTIFICATE, CLOCK_ROW, NEED_ROW, RIDER, STATE


@dataclass
class LawRows:
    """One law of a run.

    Attributes:
        day: the first day of the law.
        contact: the share of each activity that is spent with the citizen, by form.
        procedures: the rows in force, by code.
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
        """The tables that a later law replaces completely."""
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
        duties, procedures: a row for each version. steps: the steps of all versions of the procedures.
        versions: the versions of procedures by code, in order of their days.
        effects: effects on behaviour, one row per state, or empty.
        returns: the citizens who come back.
        teams, destinations: names -> numbers.
    """

    first: LawRows
    later: tuple[LawRows, ...]
    duties: list[Row]
    steps: list[Row]
    procedures: list[Row]
    versions: dict[int, list[Version]]
    effects: list[Row]
    returns: list[Row]
    teams: dict[str, int]
    destinations: dict[str, int]

    @property
    def all(self) -> tuple[LawRows, ...]:
        return (self.first, *self.later)


def compiled(setting: Setting) -> Compiled:
    """Compile the laws of a setting.

    Raises:
        ScenarioError: a rule or a practice needs something that the people file does not have.
    """
    people, place = setting.people, setting.place
    regimes = tuple(law.rule_set.regime for law in setting.laws)
    names = dict.fromkeys(name for law in setting.laws for name in law.rule_set.names_used()["destination"])
    destinations = people_rows.destination_codes(people, tuple(names))
    teams = {name: number for number, name in enumerate([*place.teams, *place.roles])}
    team_of = {group: teams[name] for name, team in place.teams.items() for group in team.groups}
    apart = _apart(setting, teams, team_of)
    per_post = {g: team.cases_per_post[g].value for team in place.teams.values() for g in team.groups}
    weights = {group: round(1000 * PLANNED_CASES / per_post[group]) for group in regimes[0].groups}

    bits, tables, spans = people_rows.trait_codes(people), Tables(), Spans()
    rules: list[rule_rows.Rules] = []
    pools: list[dict[int, int]] = []
    for law in setting.laws:
        compiled_rules = rule_rows.Rules(law.rule_set, law.practice, bits, tables, spans, together=regimes)
        labs = {name: group.lab for name, group in law.rule_set.regime.groups.items()}
        pools.append(pools_of(team_of, rule_rows.merged_codes(compiled_rules), labs, apart))
        compiled_rules.role_pools = {role: pools[-1][teams[role]] for role in place.roles}
        rules.append(compiled_rules)
    activities = [rule_rows.activity_rows(of_law) for of_law in rules]
    certificates = [rule_rows.certificate_rows(of_law) for of_law in rules]
    changes = [
        Change(new.day, running(old.rule_set, new.rule_set, "duties"), running_procedures(old.rule_set, new.rule_set))
        for old, new in pairwise(setting.laws)
    ]
    duties = duty_versions(rules, changes)
    drafts = [procedure_steps(of_law, people, destinations) for of_law in rules]
    procedures, steps, in_force, versions = procedure_versions(drafts, rules[0].procedures, changes)
    rows = []
    effects: list[Row] = []
    for number, (law, of_law) in enumerate(zip(setting.laws, rules, strict=True)):
        living = PeopleRows(of_law, people, destinations)
        living.add_needs(in_force[number], steps, {name: factor.value for name, factor in place.grants.items()})
        if setting.effects is not None:
            effects = effect_rows(setting.effects, people, of_law.states, living.clocks, living.needs, procedures)
        fixed = place.fixed_caseworker or law.rule_set.regime.caseloads.fixed_caseworker
        numbers = rule_rows.settings(of_law) | living.settings() | {"fixed_caseworker": int(fixed)}
        rows.append(
            LawRows(
                law.day, of_law, living, numbers, living.state_rows(team_of, pools[number], weights),
                _by_code([table for table, _ in activities], number, of_law.activities),
                _by_code(certificates, number, of_law.certificates),
                activities[number][1], in_force[number], pools[number],
            )
        )  # fmt: skip
    returns = return_rows(rules[0], people, destinations)
    return Compiled(
        rows[0], tuple(rows[1:]), duties, steps, procedures, versions, effects, returns, teams, destinations
    )


def _by_code(tables: Sequence[dict[str, Row]], law: int, numbers: dict[str, int]) -> list[Row]:
    """The rows under one law (a number), by code.

    If the law has no row of a name, the latest earlier law that has one gives it, else the first later law.
    """
    order = [*tables[law::-1], *tables[law + 1 :]]
    return [next(table[name] for table in order if name in table) for name in numbers]


def _apart(setting: Setting, teams: dict[str, int], team_of: dict[str, int]) -> list[int]:
    """Teams that share their staff with no other team: other roles, and teams of groups of unknown volume only."""
    groups = setting.rule_set.regime.groups
    unknown = [
        n for n in set(team_of.values()) if all(groups[g].evidence == "unknown" for g in team_of if team_of[g] == n)
    ]
    return [teams[role] for role in setting.place.roles] + unknown


def pools_of(
    team_of: dict[str, int], merged: dict[str, int], lab: dict[str, int], apart: Sequence[int] = ()
) -> dict[int, int]:
    """The pool of each team: teams share their caseworkers if their groups count as one. team -> pool.

    The teams ``apart`` (other roles, groups of unknown volume) keep a pool of their own whatever is merged.

    Ledighedsydelse and flex job are already one group of LAB § 6 and have teams of their own. A merger does not change
    that.
    """
    pool = {team: team for team in set(team_of.values()) | set(apart)}
    for group, first in team_of.items():
        for other, second in team_of.items():
            if first in apart or second in apart:
                continue
            if merged[group] == merged[other] and lab[group] != lab[other] and pool[first] != pool[second]:
                old, new = max(pool[first], pool[second]), min(pool[first], pool[second])
                pool = {team: new if p == old else p for team, p in pool.items()}
    numbers = {p: n for n, p in enumerate(sorted(set(pool.values())))}
    return {team: numbers[p] for team, p in pool.items()}
