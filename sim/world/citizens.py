"""The citizens of a world: the opening stock, and the arrivals.

The opening stock is drawn from a cross-section of the place's burn-in. Without one it is in equilibrium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import entities
from sim.place.people import fate
from sim.place.people.inflow_shock import surged
from sim.place.people.season_days import Wave, units_by_day, wave_of
from sim.place.people.stock import Equilibrium, NeedLaw, equilibrium, survival_by_day
from sim.world.carried import Agendas, CarriedCases, Columns, carried_columns, outside_columns, periods_of
from sim.world.opening import CrossSection
from sim.world.returns import new_citizens
from sim.world.rows import people as people_rows
from sim.world.rows import rules as rule_rows
from sim.world.rows.builders import named, table
from sim.world.rows.lengths import inverse_of
from sim.world.rows.people import PeopleRows
from sim.world.shocks import surges
from sim.world.tables import CASE, CITIZEN, PERIOD

if TYPE_CHECKING:
    from sim.study.setting import Setting

SHORT_PROCEDURE_DAYS = 28
"""Assumed days under way of a case in the opening stock that does not go to the team."""


class Population(NamedTuple):
    """The rows of :data:`CITIZEN`, and the cases and earlier periods of the carried ones (:data:`CASE`, :data:`PERIOD`).

    ``waves`` has the expected course of each stock whose arrivals have a season, by state code.
    """

    citizens: NDArray[np.void]
    cases: NDArray[np.void]
    periods: NDArray[np.void]
    waves: dict[int, Wave]


def population(
    setting: Setting,
    run: int,
    rules: rule_rows.Rules,
    living: PeopleRows,
    steps: list[dict[str, int]],
    procedures: list[dict[str, int]],
    opening: CrossSection | None,
    agendas: Agendas,
) -> Population:
    """The citizens of one run.

    Args:
        procedures: the rows of procedures by code under the first law, and later versions after them.
        opening: the cross-section from which the opening stock is drawn. A group that it lacks opens in equilibrium.
        agendas: the sessions of the team whose agenda was fixed before day 0, and their free places.
    """
    parts: list[dict[str, NDArray[np.int64]]] = []
    cases = CarriedCases(opening, rules, living, steps, procedures, agendas) if opening else None
    periods: list[Columns] = []
    count = 0
    equilibria = {
        group: _ages(setting, rules, living, steps, procedures, group)
        for group in setting.place.groups
        if opening is None or not opening.has(group) or group in setting.season
    }
    waves = {
        rules.states[group]: wave_of(season, setting.start, equilibria[group][0].cumulative, setting.days)
        for group, season in setting.season.items()
        if group in equilibria
    }
    for group, stock in setting.place.groups.items():
        state = rules.states[group]
        size = round(stock.stock.value * (waves[state].at_start if state in waves else 1.0))
        if opening is not None and cases is not None and (rows := opening.drawn(run, group, size)).size:
            part = carried_columns(run, group, state, rows, opening, rules, setting)
            cases.add(part, rows)
            periods.append(periods_of(rows, opening, rules, setting, first=count))
            parts.append(part)
            count += size
            continue
        count += size
        if size == 0:  # a group of less than half a citizen opens empty, whatever the burn-in has of it
            parts.append(fate.columns(run, entities("none", 0), state))
            continue
        ages, needs, shares, longest = equilibria[group]
        opened = fate.opening(run, group, state, size, ages, needs, shares, longest)
        if group == "sick":
            fate.came_from(run, opened, {rules.states[g]: v.value for g, v in setting.place.came_from.items()})
        parts.append(opened)
    for group, stock in setting.place.groups.items():
        state, per_year, season = rules.states[group], stock.entries.value, setting.season.get(group)
        units = None if season is None else units_by_day(season, setting.start, 0, setting.days)
        usual = fate.arrivals(run, group, state, per_year, setting.days, units)
        entries = surged(run, group, state, per_year, usual, surges(setting, group), units)
        parts.append(new_citizens(run, setting, group, entries, outside_known=opening is not None))
    ages_of = {group: q.table_of(inverse_of(setting.people.ages.groups[group])) for group in setting.place.groups}
    limits = _age_limits(setting)
    for group, part in zip([*ages_of] * 2, parts, strict=True):
        if not part["carried"].any():
            fate.born(run, part, ages_of[group], limits.get(group))
    count = sum(part["arrive"].size for part in parts)
    for group in setting.place.groups if opening is not None else ():
        assert opening is not None
        rows = opening.drawn_outside(run, group)
        parts.append(outside_columns(run, group, rules.states[group], rows))
        periods.append(periods_of(rows, opening, rules, setting, first=count))
        count += rows.size
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns["arrive"], kind="stable")
    number_of = np.argsort(order)
    earlier = np.zeros(sum(part["citizen"].size for part in periods), PERIOD)
    for name in PERIOD.names or () if periods else ():
        earlier[name] = np.concatenate([part[name] for part in periods])
    earlier["citizen"] = number_of[earlier["citizen"]]
    rows = np.zeros(order.size, CITIZEN)
    for name, column in columns.items():
        rows[name] = column[order]
    return Population(rows, table(cases.rows if cases else [], CASE), earlier, waves)


def _age_limits(setting: Setting) -> dict[str, int]:
    """The oldest age in days at which a citizen can be in a group, by group: the day before an age of the law ends it."""
    limits: dict[str, int] = {}
    for term in setting.people.terms.values():
        if term.at_age is not None:
            oldest = getattr(setting.rule_set.regime, term.at_age).value.days - 2  # leap days differ by a day or two
            limits |= {group: min(oldest, limits.get(group, oldest)) for group in term.of}
    return limits


def _ages(
    setting: Setting,
    rules: rule_rows.Rules,
    living: PeopleRows,
    steps: list[dict[str, int]],
    procedures: list[dict[str, int]],
    group: str,
) -> tuple[Equilibrium, list[int], list[tuple[float, float, float]], int | None]:
    """The equilibrium of a group's opening stock.

    Returns:
        The equilibrium. The numbers of the group's needs. The shares of each need's stages. The length in days of a
        term that can be renewed, None without one.
    """
    tables, state, detection = rules.tables.array, rules.states[group], setting.people.detection
    rows = [row for row in living.clocks if row["state"] == state]
    aged = [row for row in rows if row.get("aged")]
    rows = [row for row in rows if not row.get("aged")]
    life = [survival_by_day(tables[row["table"]]) for row in rows + aged if not row["term"] or row in aged]
    terms = [tables[row["table_stock"]] for row in rows if row["term"]]
    numbers = [n for n, row in enumerate(living.needs) if row["state"] == state]
    laws, shares = [], []
    names = list(setting.people.needs)
    for n in numbers:
        row = living.needs[n]
        need = setting.people.needs[names[n]]
        unseen = detection.kinds[need.seen_as].unseen.value.days
        team = people_rows.is_team_case(steps, procedures[row["procedure"]]["entry"])
        worked = detection.under_way.value.days if team else SHORT_PROCEDURE_DAYS
        laws.append(NeedLaw(survival_by_day(tables[row["table"]]), unseen + worked, bool(row["holds"])))
        part = worked / (unseen + worked)
        stages = detection.stages
        shares.append((1 - part, stages.preparation.value * part, stages.certificate.value * part))
    term = survival_by_day(terms[0]) if terms else None
    longest: int | None = None
    if term is not None and _begins_anew(setting, rules, rows):
        longest = int(terms[0].max())
        again = setting.people.chances["repeat-clarification"].value
        term = np.asarray(again ** np.floor(np.arange(term.size) / longest), np.float64)
    return equilibrium(life, term, laws), numbers, shares, longest


def _begins_anew(setting: Setting, rules: rule_rows.Rules, rows: list[dict[str, Any]]) -> bool:
    """Whether the group's term can be renewed after a fixed time (a repeat job clarification course)."""
    ends = {
        name
        for name, p in setting.rule_set.regime.procedures.items()
        if any(s.chance == "repeat-clarification" for s in p.steps)
    }
    return any(row["term"] and named(rules.procedures)[row["procedure"]] in ends for row in rows)
