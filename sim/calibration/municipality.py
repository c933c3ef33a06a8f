"""A municipality from published counts: its stocks, and the entries and grants that keep them level.

Stocks are counted where a count is published. The rest are shares of the nation's. Entries and grants follow from the moves
per citizen of a fitted place (:class:`sim.calibration.rates.Rates`): as many enter a group as leave it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sim.calibration.fit_flows import GRANTED
from sim.calibration.rates import Rates
from sim.figures.municipal import Counts
from sim.place.people.model import People, Place

SICK, CLARIFICATION = "sick", "job-clarification"
COURSE, UNEMPLOYED, REHABILITATION = "resource-course", "flexjob-unemployed", "rehabilitation"
FLEXJOB = "in-flexjob"
ROUNDS = 20
"""Rounds in which grants and the ways out of the groups that get them settle."""
SETTLING = 60
"""Rounds in which the stocks without a count settle."""
SPLIT = (0.13, 0.38)
"""Cases of job clarification per sickness case: the lowest and the highest of other municipalities (Y012, Y018)."""
LEAST_GRANTS, MOST_GRANTS = 0.2, 3.0
SMALLEST = 0.3
"""The smallest rest of the benchmark that is believed, as a share of the nation's: numbers are rounded to ten."""


class Stock(NamedTuple):
    """A stock, its range as factors, its grade, and where it is from."""

    number: float
    low: float
    high: float
    evidence: str
    source: str


@dataclass(frozen=True)
class Nation:
    """Sums of the counts of all municipalities, and the stocks of the people file."""

    sickness: float
    rest: float
    job_ready_share: float
    population: float
    people: People

    @staticmethod
    def of(counts: Mapping[str, Counts], population: float, people: People) -> Nation:
        known = [each for each in counts.values() if each.job_ready is not None]
        return Nation(
            sum(each.sickness_2022 for each in counts.values()),
            sum(max(each.cash_and_more_2022 - each.cash_2022, 0.0) for each in counts.values()),
            sum(each.job_ready or 0.0 for each in known) / sum(each.cash for each in known),
            population,
            people,
        )


def stocks_of(counts: Counts, population: float, nation: Nation) -> dict[str, Stock]:
    """The stock of each group of a municipality."""
    people, share = nation.people, population / nation.population
    national = {name: stock.value for name, stock in people.stocks.items()}
    job_ready = counts.cash * nation.job_ready_share if counts.job_ready is None else counts.job_ready
    others = counts.cash - job_ready
    young = others * 9002 / 64758
    adults = (
        (others - young) * national["activity-ready"] / (national["activity-ready"] + national["activity-ready-young"])
    )
    both = counts.sickness_2022 / nation.sickness * (national[SICK] + national[CLARIFICATION])
    rest = max(counts.cash_and_more_2022 - counts.cash_2022, SMALLEST * share * nation.rest)
    readiness = (
        "not job-ready (municipal.yaml), by national readiness of July 2026 and age (flows_balance.csv), as aalborg"
    )
    found = {
        "insured": Stock(
            counts.insured, 1, 1, "statistic", "municipal.yaml: registered unemployed on a-dagpenge, 2024"
        ),
        "job-ready": Stock(
            job_ready, 1, 1, "statistic", "municipal.yaml: registered unemployed on job-ready kontanthjælp, 2024"
        )
        if counts.job_ready is not None
        else Stock(job_ready, 0.5, 1.5, "assumption", "suppressed: the nation's share of kontanthjælp"),
        "activity-ready": Stock(adults, 0.9, 1.1, "assumption", readiness),
        "education-ready-young": Stock(young, 0.9, 1.1, "assumption", readiness),
        "activity-ready-young": Stock(others - young - adults, 0.85, 1.15, "assumption", readiness),
    }
    split = national[SICK] / (national[SICK] + national[CLARIFICATION])
    shared = "share of the benchmark of 2022 (municipal.yaml) of 94,700 in both (X017, A024), split as the nation's"
    found[SICK] = Stock(both * split, 0.8, 1.25, "assumption", shared)
    found[CLARIFICATION] = Stock(both * (1 - split), 0.68, 1.3, "assumption", shared)
    less = "benchmark of 2022 less kontanthjælp (municipal.yaml)"
    for group, low, high in ((UNEMPLOYED, 0.75, 1.25), (REHABILITATION, 0.55, 2.0)):
        number = rest / nation.rest * national[group]
        found[group] = Stock(
            number, low, high, "assumption", f"share of the {less} of the nation's {national[group]:,.0f}"
        )
    number = rest - found[UNEMPLOYED].number - found[REHABILITATION].number
    found[COURSE] = Stock(number, 0.7, 2.0, "assumption", f"{less}, less ledighedsydelse and rehabilitation")
    for group, total in national.items():
        if group not in found:
            known = group == FLEXJOB
            found[group] = Stock(
                total * share, 0.75 if known else 0.25, 1.35 if known else 4.0, "assumption" if known else "unknown",
                "population share of 87,500 (X020)" if known else "no figure: population share of an unknown national number",
            )  # fmt: skip
    return found


class Balance(NamedTuple):
    """What keeps the stocks of a place level.

    Attributes:
        entries: yearly, by group.
        grants: relative to the nation, by procedure.
        cases: cases a year that become ready for the rehabilitation team.
        drift: yearly growth of a group that the entries cannot level, because they cannot be negative; 0 else.
        least: yearly entries by group that are expected returns. Fewer are not possible.
        left: citizens who leave a group in a year, by group.
        by_grant: citizens who come in a year by each grant to the group whose stock it levels, by procedure.
    """

    entries: dict[str, float]
    grants: dict[str, float]
    cases: float
    drift: dict[str, float]
    least: dict[str, float]
    left: dict[str, float]
    by_grant: dict[str, float]

    def changed(self, factors: Mapping[str, float]) -> Balance:
        """The balance with other entries and grants, by factors on those of a group or procedure."""
        entries = {
            group: max(number * factors.get(group, 1.0), self.least.get(group, 0.0)) if group in factors else number
            for group, number in self.entries.items()
        }
        grants = {
            name: min(max(number * factors.get(name, 1.0), LEAST_GRANTS), MOST_GRANTS) if name in factors else number
            for name, number in self.grants.items()
        }
        return self._replace(entries=entries, grants=grants)


def balance(rates: Rates, base: Place, stocks: Mapping[str, float], back: Mapping[str, float] | None = None) -> Balance:
    """Entries and grants with which as many citizens enter each group as leave it.

    The entries of a place hold the returns that the world expects of its stocks; what is left is new. The runs of the fitted
    place show how many come back indeed, by the group that they left. At the fitted place both sums agree. Where other groups
    are large, they do not, so the entries are corrected by the difference.

    Args:
        rates: the moves of the fitted place ``base``.
        stocks: the stocks of the new place.
        back: the yearly returns by group that the world of the new place expects (:mod:`sim.place.people.leavers`). Without
            them entries have no lower end and are not corrected.
    """
    relative = dict.fromkeys(base.grants, 1.0)  # to the grants of the fitted place

    def moved(table: Mapping[tuple[str, str], float], to: str) -> float:
        """Citizens a year who come to a group. The sick who go back to the group in which they fell ill are as many as it sends."""
        found = 0.0
        for (origin, here), number in table.items():
            if here == to:
                follows = to if origin == SICK and (to, SICK) in rates.moved else origin
                found += rates.scaled(number, follows, stocks[follows])
        return found

    def left(group: str) -> float:
        granted = sum(
            relative[name] * rates.scaled(number, group, stocks[group])
            for name, table in rates.granted.items()
            for (origin, _), number in table.items()
            if origin == group
        )
        return rates.scaled(rates.out.get(group, 0.0), group, stocks[group]) + granted

    for _ in range(ROUNDS):
        for name in relative:
            group = GRANTED[name]
            others = moved(rates.moved, group) + sum(
                relative[other] * moved(table, group) for other, table in rates.granted.items() if other != name
            )
            by_grant = max(moved(rates.granted[name], group), 1e-9)
            wanted = (left(group) - others) / by_grant * base.grants[name].value
            relative[name] = min(max(wanted, LEAST_GRANTS), MOST_GRANTS) / base.grants[name].value
    entries, drift = {}, {}
    for group in stocks:
        inflow = moved(rates.moved, group) + sum(
            relative[name] * moved(table, group) for name, table in rates.granted.items()
        )
        wanted = left(group) - inflow
        if back is not None:
            wanted += back.get(group, 0.0) - moved(rates.returned, group)
        if group in GRANTED.values():
            entries[group] = 0.0
        elif group in (CLARIFICATION, FLEXJOB):
            entries[group] = base.groups[group].entries.value * stocks[group] / base.groups[group].stock.value
        else:
            entries[group] = max(wanted, 0.0 if back is None else math.ceil(back.get(group, 0.0)))
        drift[group] = entries[group] - wanted
    cases = sum(
        relative.get(name, 1.0) * rates.scaled(number, group, stocks[group])
        for name, table in rates.ready.items()
        for group, number in table.items()
    )
    return Balance(
        entries, {name: relative[name] * base.grants[name].value for name in relative}, cases, drift,
        least={} if back is None else {group: float(math.ceil(back.get(group, 0.0))) for group in stocks},
        left={group: left(group) for group in stocks},
        by_grant={name: relative[name] * moved(table, GRANTED[name]) for name, table in rates.granted.items() if name in relative},
    )  # fmt: skip


def settled(rates: Rates, base: Place, stocks: Mapping[str, Stock]) -> dict[str, Stock]:
    """The stocks, of which two follow from the flows: no count splits sickness from job clarification, or has flex jobs.

    Job clarification stays level, within the split that other municipalities have. Flex jobs grow as at the fitted place.
    """
    sizes = {group: stock.number for group, stock in stocks.items()}
    own = {group: rates.stocks[group] for group in sizes}
    growth = balance(rates, base, own).drift[FLEXJOB] / own[FLEXJOB]
    both = sizes[SICK] + sizes[CLARIFICATION]
    for _ in range(SETTLING):
        drift = balance(rates, base, sizes).drift
        step = {group: drift[group] / sizes[group] for group in (CLARIFICATION, FLEXJOB)}
        split = sizes[CLARIFICATION] * (1 + 0.3 * step[CLARIFICATION]) / sizes[SICK]
        split = min(max(split, SPLIT[0]), SPLIT[1])
        sizes[SICK], sizes[CLARIFICATION] = both / (1 + split), both * split / (1 + split)
        sizes[FLEXJOB] *= 1 + min(max(step[FLEXJOB] - growth, -0.5), 0.5)
    less = (
        "share of the benchmark of 2022 (municipal.yaml) of 94,700 in both (X017, A024), split so that both stay level"
    )
    return dict(stocks) | {
        SICK: stocks[SICK]._replace(number=sizes[SICK], source=less),
        CLARIFICATION: stocks[CLARIFICATION]._replace(number=sizes[CLARIFICATION], source=less),
        FLEXJOB: stocks[FLEXJOB]._replace(
            number=sizes[FLEXJOB], low=0.6, high=1.6,
            source="share of 87,500 (X020) by the flows of the place: as many as grow at the rate of aalborg; no count",
        ),
    }  # fmt: skip
