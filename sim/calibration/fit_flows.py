"""Fit the free values: entries, the needs that replace leavers, grants at the place, one share, the speed of detection.

``python -m sim.calibration.fit_flows aalborg`` runs the place under `current` and corrects each free value by the run's
own figure. It writes the values to ``scenarios/`` with the grade `fitted`. It has three targets.

- Stocks stay level.
- Flows equal the national flows times the place's share of each stock.
- The share of the longest cases on cash benefit that have a need for the rehabilitation team equals S090.

It also reads off the run which share of a team's stock has a caseworker, where a team states that share.

A run begins with the equilibrium and is long: its first years are the burn-in of the values that it tries. Twelve rounds of
two runs take some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.calibration.flow_text import write
from sim.engine import Log, run
from sim.figures.collection import load_world
from sim.files.paths import scenarios_dir
from sim.files.quantity import YEAR_DAYS
from sim.files.value import Value
from sim.measures.episodes import Pieces
from sim.measures.longcases import longcases
from sim.measures.stocks import stocks
from sim.measures.view import View, Window
from sim.place.people.leavers import expected_returns, per_year
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.log import RowKind
from sim.world.log.named_rows import columns_of

START, DAYS, WARM_UP, SEED = date(2018, 1, 1), 3287, 2191, 7
"""Nine years, six of them the burn-in; 2024 to 2026 are measured."""
GROWS = ("in-flexjob",)
GRANTED = {"resource-course": "resource-course", "flexjob": "flexjob-unemployed", "rehabilitation": "rehabilitation"}
"""The group whose stock decides how often a place grants a procedure."""
AVERAGED = 5
"""The number of last rounds whose values are averaged: a single round follows the chance of its runs."""
PENSION = "disability-pension"
DECISION = 3
"""The cause of a switch that a procedure decided (docs/generated/log.md)."""
SHARE = "revaluation-to-clarification"
HIDDEN = "hidden"
"""The kind of need in a third of the longest cases (S090)."""
S090 = "S090"


class Flows(NamedTuple):
    """Yearly means after the warm-up: switches and pensions by (from, to), net growth and mean stock by group."""

    moved: dict[tuple[str, str], float]
    growth: dict[str, float]
    stock: dict[str, float]


def flows(log: Log) -> Flows:
    """The flows of a log."""
    rows, names = log.rows, log.names["state"]
    code = {log.meta["state"][number]: number for number in names}
    years = (DAYS - WARM_UP) / YEAR_DAYS
    moved: dict[tuple[str, str], float] = {}
    growth, stock = dict.fromkeys(names.values(), 0.0), dict.fromkeys(names.values(), 0.0)
    for row in rows[np.isin(rows["kind"], [RowKind.SWITCH, RowKind.EXIT, RowKind.ARRIVE])]:
        group = names[code[int(row["group"]), int(row["benefit"])]]
        left = max(0.0, (DAYS - max(int(row["minute"]) // 1440, WARM_UP)) / (DAYS - WARM_UP))
        counts = row["minute"] >= WARM_UP * 1440
        if row["kind"] == RowKind.SWITCH:
            target, group = group, names[int(row[columns_of(RowKind.SWITCH)["old_state"]])]
            stock[target] += left
            growth[target] += counts / years
            if row[columns_of(RowKind.SWITCH)["cause"]] != DECISION:
                growth[group] -= counts / years
                stock[group] -= left
                continue
            moved[group, target] = moved.get((group, target), 0.0) + counts / years
        elif row["kind"] == RowKind.ARRIVE:
            stock[group] += left
            growth[group] += counts / years
            continue
        elif log.names["destination"][int(row[columns_of(RowKind.EXIT)["destination"]])] == PENSION:
            moved[group, PENSION] = moved.get((group, PENSION), 0.0) + counts / years
        stock[group] -= left
        growth[group] -= counts / years
    return Flows(moved, growth, stock)


def clock_inflow(log: Log) -> float:
    """Switches a year to job clarification because the right to sickness benefit ended."""
    rows = log.rows
    lab = {
        number: lab
        for number, (lab, _) in log.meta["state"].items()
        if log.names["state"][number] == "job-clarification"
    }
    chosen = (
        (rows["kind"] == RowKind.SWITCH)
        & (rows["minute"] >= WARM_UP * 1440)
        & np.isin(rows["group"], list(lab.values()))
    )
    return float(chosen.sum()) / ((DAYS - WARM_UP) / YEAR_DAYS)


def target_of(setting: Setting, procedure: str) -> tuple[str, ...]:
    """The groups and pension to which a need's procedure leads."""
    steps = setting.rule_set.regime.procedures[procedure].steps
    return tuple(PENSION if step.exit else str(step.switch) for step in steps if step.switch or step.exit)


def longest_cases(view: View, pieces: Pieces) -> tuple[float, float]:
    """Citizens with more than five years on cash benefit at the end, and how many of them have a need for the team."""
    table = longcases(view, pieces).frame()
    whole = table[table["group"] == "all"].set_index("measure")["value"]
    cases = float(whole.get("long_cases", 0.0))
    return cases, cases * float(whole.get("long_cases_with_team_need_share", 0.0))


class Fit(NamedTuple):
    """New values of one run.

    Attributes:
        entries: by group.
        inflate: by need.
        grants: by procedure.
        caseload: the share of the stock that has a caseworker, by team that states one.
        share: the share to job clarification at revaluation.
    """

    entries: dict[str, float]
    inflate: dict[str, float]
    grants: dict[str, float]
    caseload: dict[str, float]
    share: float


def with_caseworker(setting: Setting, view: View, pieces: Pieces) -> dict[str, float]:
    """The share of a team's stock that has a caseworker, for teams that state one: the others count from the first day."""
    table = stocks(view, pieces).frame()
    whole = table[(table[["team", "activity", "need"]] == "all").all(axis=1)]
    sizes = whole.set_index(["measure", "group"])["value"].to_dict()
    return {
        name: sum(sizes["stock_assigned", group] for group in team.groups)
        / sum(sizes["stock", group] for group in team.groups)
        for name, team in setting.place.teams.items()
        if team.caseload_share is not None
    }


def corrected(setting: Setting, log: Log, found: Flows, caseload: dict[str, float]) -> Fit:
    """The values that one run asks for.

    Args:
        found: the flows of the log.
        caseload: the shares of :func:`with_caseworker`.
    """
    moved, growth, stock = found
    back = expected_returns(setting.people, setting.place)
    entries: dict[str, float] = {}
    inflate: dict[str, float] = {}
    for group, at_place in setting.place.groups.items():
        wanted = at_place.stock.value - stock[group]
        new = float(at_place.entries.value)
        if group not in (*GROWS, "job-clarification", *(GRANTED[name] for name in setting.place.grants)):
            least = per_year(back, group)  # entries are all entries, with those who come back
            turnover = float(np.clip(new / max(stock[group], 1.0), 0.1, 1.0))  # a long stay answers slowly to entries
            new = max(least, new - growth[group] + turnover * wanted)
        entries[group] = new
    grants = {name: float(factor.value) for name, factor in setting.place.grants.items()}
    wanted_grants = {}
    for procedure, factor in setting.place.grants.items():
        group = GRANTED[procedure]
        inflow = sum(moved.get((g, group), 0.0) for g in {n.group for n in setting.people.needs.values()})
        lacking = 0.4 * (setting.place.groups[group].stock.value - stock[group]) - growth[group]
        better = grants[procedure] * float(np.clip(1 + lacking / max(inflow, 1.0), 0.7, 1.4))
        wanted_grants[procedure] = float(np.clip(better, factor.low or 0, factor.high or 9))
    for name, need in setting.people.needs.items():
        share = setting.place.groups[need.group].stock.value / setting.people.stocks[need.group].value
        share *= grants.get(need.procedure, 1.0)
        made = sum(moved.get((need.group, to), 0.0) for to in set(target_of(setting, need.procedure)))
        factor = np.clip((need.per_year.value * share + 3) / (made + 3), 0.5, 2.0) ** 0.7
        inflate[name] = float(np.clip(need.inflate.value * factor, need.inflate.low or 0, need.inflate.high or 9))
    goal = setting.place.groups["job-clarification"].stock.value
    inflow = max(clock_inflow(log), 1.0)
    old = setting.people.chances[SHARE].value
    better = inflow - growth["job-clarification"] + 0.4 * (goal - stock["job-clarification"])
    share_to_clarification = float(np.clip(old * np.clip(better / inflow, 0.6, 1.4), 0.05, 0.9))
    return Fit(entries, inflate, wanted_grants, caseload, share_to_clarification)


def mean_of(fits: Sequence[Fit]) -> Fit:
    """The mean of the values that several runs ask for."""

    def mean(values: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return {name: float(np.mean([each[name] for each in values])) for name in values[0]}

    return Fit(
        mean([fit.entries for fit in fits]), mean([fit.inflate for fit in fits]), mean([fit.grants for fit in fits]),
        mean([fit.caseload for fit in fits]),
        float(np.mean([fit.share for fit in fits])),
    )  # fmt: skip


def with_values(setting: Setting, fit: Fit, sooner: float = 1.0) -> Setting:
    """The setting with other fitted values. ``sooner`` is a factor on the speed with which hidden needs are detected."""
    kinds = dict(setting.people.detection.kinds)
    hidden = kinds[HIDDEN]
    slowest, fastest = hidden.request.high or hidden.request.value, hidden.request.low or hidden.request.value
    days = min(max(round(hidden.request.value.days / sooner), fastest.days), slowest.days)
    request = replace(hidden.request.value, whole_days=days, months=None)
    chance = min(max(hidden.meeting.value * sooner, hidden.meeting.low or 0.0), hidden.meeting.high or 1.0)
    kinds[HIDDEN] = hidden.model_copy(
        update={"meeting": _value(hidden.meeting, chance), "request": _value(hidden.request, request)}
    )
    detection = setting.people.detection.model_copy(update={"kinds": kinds})
    groups = {
        name: stock.model_copy(update={"entries": _value(stock.entries, fit.entries[name])})
        for name, stock in setting.place.groups.items()
    }
    grants = {name: _value(old, fit.grants[name]) for name, old in setting.place.grants.items()}
    teams = {
        name: team.model_copy(update={"caseload_share": _value(team.caseload_share, fit.caseload[name])})
        if team.caseload_share is not None
        else team
        for name, team in setting.place.teams.items()
    }
    needs = {
        name: need.model_copy(update={"inflate": _value(need.inflate, fit.inflate[name])})
        for name, need in setting.people.needs.items()
    }
    chances = dict(setting.people.chances) | {SHARE: _value(setting.people.chances[SHARE], fit.share)}
    return replace(
        setting,
        place=setting.place.model_copy(update={"groups": groups, "grants": grants, "teams": teams}),
        people=setting.people.model_copy(update={"needs": needs, "chances": chances, "detection": detection}),
    )


def _value(value: Value[Any], number: Any) -> Value[Any]:
    return replace(value, value=number)


def refit(place: str, rounds: int = 12, replications: int = 2) -> Setting:
    """Fit the free values and print stocks and growth in each round. The result is the mean of the last rounds."""
    setting = setting_of(place, "current", "baseline", START, DAYS, SEED)
    world = load_world(scenarios_dir() / "figures" / "world.yaml").set_index("id")
    goal = float(world["value"].to_dict()[S090]) / 100
    latest: list[Fit] = []
    for number in range(rounds):
        fits = []
        sizes: dict[str, tuple[int, int]] = {}
        long, needy = 0.0, 0.0
        for replication in range(1, replications + 1):
            log = run(build_world(setting, replication + 10 * number))
            view, found = View(log, Window(WARM_UP, DAYS - 1)), flows(log)
            pieces = Pieces.of(view)
            fits.append(corrected(setting, log, found, with_caseworker(setting, view, pieces)))
            sizes = {group: (round(found.stock[group]), round(found.growth[group])) for group in found.stock}
            cases, with_need = longest_cases(view, pieces)
            long, needy = long + cases, needy + with_need
        share_with_need = needy / max(long, 1.0)
        print(number, f"{share_with_need:.3f} of {long:.0f}", sizes, flush=True)  # noqa: T201 - a command reports its progress
        sooner = float(np.clip(share_with_need / goal, 0.6, 1.7)) ** 0.8
        latest = [*latest, mean_of(fits)][-AVERAGED:]
        setting = with_values(setting, latest[-1], sooner)
    return with_values(setting, mean_of(latest))


if __name__ == "__main__":
    write(refit(sys.argv[1], *(int(x) for x in sys.argv[2:])), scenarios_dir(), SHARE, HIDDEN)
