"""Benefits paid in the window, by benefit, group and payer. Disability pension is apart (:mod:`sim.measures.pensions`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures.benefit_weeks import UNPAID, WEEK, BenefitWeeks
from sim.measures.episodes import Pieces
from sim.measures.rates import Rates
from sim.measures.tidy import Tidy, count
from sim.measures.view import Floats, Ints, Mask, View

PER_YEAR = "DKK per year"
PENSION_BENEFIT = "førtidspension"
"""The benefit of citizens who left to disability pension."""


@dataclass(frozen=True)
class Payments:
    """What each piece of a history costs.

    Attributes:
        pieces: the histories, ordered by citizen and time.
        week_dkk: float64[pieces], DKK per week.
        unpriced: bool[pieces], on a benefit without a rate.
        staircase: int64[pieces], the position of the municipality's shares in the rates' staircases.
        weeks: float64[pieces], the citizen's weeks on benefits when the piece begins.
        rates: the prices.
    """

    pieces: Pieces
    week_dkk: Floats
    unpriced: Mask
    staircase: Ints
    weeks: Floats
    rates: Rates

    @staticmethod
    def of(view: View, pieces: Pieces, rates: Rates) -> Payments:
        """The payments of a log. Each group's own rate applies (``meta["paid_as"]``), whatever its benefit is named."""
        names = view.axis("benefit").labels
        benefit = view.axis("benefit").index(pieces.benefit)
        paid_as = paid_as_names(view, names)
        cells = [[paid_as[state][at] for at in range(len(names))] for state in range(len(view.states))]
        price = np.array([[rates.benefit_week_dkk.get(label, 0.0) for label in row] for row in cells])
        unpriced = np.array(
            [[label not in rates.benefit_week_dkk and label != UNPAID for label in row] for row in cells]
        )
        staircase = np.array([[rates.staircase_of(label) for label in row] for row in cells], dtype=np.int64)
        weeks = BenefitWeeks.of(view, rates.restart).at(pieces.citizen, pieces.start)
        at = (pieces.state, benefit)
        return Payments(pieces, price[at], unpriced[at], staircase[at], weeks, rates)

    def at(self, places: Ints) -> Payments:
        """The payments of the pieces at these positions, which may repeat."""
        return Payments(
            self.pieces.at(places), self.week_dkk[places], self.unpriced[places], self.staircase[places],
            self.weeks[places], self.rates,
        )  # fmt: skip

    def municipal(self, start: Ints, end: Ints) -> Floats:
        """float64[pieces], what the municipality bears of each piece between two minutes of it, DKK; 0 if they are reversed."""
        low, high = (self.weeks + (t - self.pieces.start) / WEEK for t in (start, np.maximum(start, end)))
        high, low = (self.rates.municipal_weeks(weeks, self.staircase) for weeks in (high, low))
        borne: Floats = (high - low) * self.week_dkk
        return borne


def benefits(view: View, payments: Payments) -> Tidy:
    """Benefits paid in the window, a year. Only differences between rule sets have a meaning.

    - ``benefits_paid``: person-weeks at the weekly rate, by benefit (column activity), by group and in all. The sum is
      gross, for all payers together. Disability pension is not part of it: no pensioner leaves within a run, so what is
      paid to them is the age of the run.
    - ``benefits_municipality``: what the municipality bears of it, by benefit: what the state does not refund, and its
      co-financing of dagpenge. The share rises with the person's weeks on benefits. ``benefits_state`` is the rest.
    - ``benefit_person_weeks``: the person-weeks that the rates multiply, without pension.
    - ``benefits_unpriced``: person-weeks of benefits without a rate.

    Weeks on benefits run on over all benefits, and start again after enough self-support (:mod:`sim.measures.benefit_weeks`).
    """
    tidy, names, pieces = Tidy(), view.axis("benefit"), payments.pieces
    size, benefit = (len(names),), names.index(pieces.benefit)
    weeks = pieces.days / 7 * view.per_year
    paid = weeks * payments.week_dkk
    start, end = np.maximum(pieces.start, view.window.start), np.minimum(pieces.end, view.window.end)
    borne = payments.municipal(start, end) * view.per_year
    by_name = {"activity": names.labels}
    tidy.cube("benefits_paid", PER_YEAR, count(size, benefit, weights=paid), by_name)
    of_group = count((len(view.states),), pieces.state, weights=paid)
    tidy.cube("benefits_paid", PER_YEAR, of_group, {"group": view.states.labels}, margins=())
    tidy.cube("benefits_municipality", PER_YEAR, count(size, benefit, weights=borne), by_name)
    tidy.cube("benefits_state", PER_YEAR, count(size, benefit, weights=paid - borne), by_name)
    tidy.cube("benefit_person_weeks", "weeks per year", count(size, benefit, weights=weeks), by_name)
    unpriced = count(size, benefit, weights=weeks * payments.unpriced)
    tidy.cube("benefits_unpriced", "weeks per year", unpriced, by_name)
    return tidy


def paid_as_names(view: View, names: Sequence[str]) -> list[list[str]]:
    """The benefit whose rate applies, by position of the state and by position of the benefit.

    ``meta["paid_as"]`` gives it by state: benefits merged under one name keep their rates. A log without this key uses
    the benefit's name.
    """
    by_state = dict[int, str](view.log.meta.get("paid_as", {}))
    rows = [list(names) for _ in range(len(view.states))]
    for code, label in by_state.items():
        rows[int(view.states.of_code[int(code)])] = [label] * len(names)
    return rows
