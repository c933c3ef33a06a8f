"""Prices that the measures multiply by, and the shares that each payer bears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.measures.view import Floats, Ints

Steps = tuple[tuple[int, float], ...]
"""(first week, share of the municipality) in order; the weeks count from 1 and run on over all of a person's benefits."""


class Restart(NamedTuple):
    """When a person's weeks on benefits start again: so many whole weeks of self-support within so many years."""

    weeks: float = np.inf
    years: float = 0.0


NO_RESTART = Restart()
"""Weeks that run on for ever."""


@dataclass(frozen=True)
class Rates:
    """Prices.

    Attributes:
        hour_dkk: DKK per hour of municipal staff: 481 with 1,315 effective hours a post, or 431 with 1,450. The two
            must not be mixed.
        benefit_week_dkk: benefit name -> DKK per citizen and week, gross.
        post_hours: effective hours of a post in a year; they belong to the price of an hour.
        interpreter_hour_dkk: DKK per hour of an interpreter.
        paid_by_others: benefits that the unemployment funds and Udbetaling Danmark pay out.
        own_share: what the municipality bears of benefits that it pays out: 1 less the state's refund.
        others_share: what the municipality bears of benefits that others pay out: its co-financing.
        share_of: benefit -> what the municipality bears of it, where that is neither of the two.
        restart: when a person's weeks on benefits start again.
        offer_week_dkk: kind of offer -> DKK per week of the offer.
        course_week_dkk: group -> DKK per week of the effort of its course.
        transport_week_dkk: DKK per week of any offer.
        state_share: what is bought (``offers``, ``courses``, ``transport``) -> the share that the state bears.
        discount: real discount rate per year.
        pension_age: years of age at which a disability pension ends.
    """

    hour_dkk: float
    benefit_week_dkk: Mapping[str, float] = field(default_factory=dict)
    post_hours: float = 0.0
    interpreter_hour_dkk: float = 0.0
    paid_by_others: tuple[str, ...] = ()
    own_share: Steps = ()
    others_share: Steps = ()
    share_of: Mapping[str, Steps] = field(default_factory=dict)
    restart: Restart = NO_RESTART
    offer_week_dkk: Mapping[str, float] = field(default_factory=dict)
    course_week_dkk: Mapping[str, float] = field(default_factory=dict)
    transport_week_dkk: float = 0.0
    state_share: Mapping[str, float] = field(default_factory=dict)
    discount: float = 0.0
    pension_age: float = 0.0

    @property
    def staircases(self) -> tuple[Steps, ...]:
        """The municipality's shares: of its own benefits, of those that others pay out, and of each in :attr:`share_of`."""
        return (self.own_share, self.others_share, *self.share_of.values())

    def staircase_of(self, benefit: str) -> int:
        """The position in :attr:`staircases` of the shares of a benefit."""
        if benefit in self.share_of:
            return 2 + list(self.share_of).index(benefit)
        return int(benefit in self.paid_by_others)

    def municipal_weeks(self, weeks: Floats, staircase: Ints) -> Floats:
        """Of the first ``weeks`` weeks on benefits, how many weeks' worth the municipality bears.

        Args:
            weeks: float64[n], weeks on benefits; negative counts as 0.
            staircase: int64[n], the position in :attr:`staircases`.

        Returns:
            float64[n], the integral of the municipality's share over the weeks; 0 without steps.
        """
        borne = np.zeros(len(weeks))
        for place, steps in enumerate(self.staircases):
            if steps:
                first, share = np.array(steps).T
                so_far = np.append(0.0, np.cumsum(np.diff(first) * share[:-1]))  # borne when each step begins
                chosen = np.flatnonzero(staircase == place)
                of_chosen = weeks[chosen]
                beyond = np.maximum(of_chosen - (first[-1] - 1), 0.0) * share[-1]
                borne[chosen] = np.interp(of_chosen, first - 1, so_far) + beyond
        return borne

    def value_to_pension_age(self, week_dkk: float, ages: Floats) -> Floats:
        """The present value of a weekly amount from an age to the pension age, in DKK.

        The amount is paid continuously and discounted at :attr:`discount`. Deaths before the pension age are left out, so
        the value is an upper bound.

        Args:
            week_dkk: DKK per week.
            ages: float64[n], years of age at the award.
        """
        years = np.maximum(self.pension_age - ages, 0.0)
        rate = np.log1p(self.discount)
        annuity = years if rate == 0 else -np.expm1(-rate * years) / rate
        value: Floats = week_dkk * YEAR_DAYS / 7 * annuity
        return value
