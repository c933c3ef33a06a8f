"""Prices that the measures multiply by, and the shares of a benefit that the municipality and the state pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.measures.view import Floats

Steps = tuple[tuple[int, float], ...]
"""(first week, share of the municipality) in order; the weeks count from 1 and run on over all of a person's benefits."""


@dataclass(frozen=True)
class Rates:
    """Prices.

    Attributes:
        hour_dkk: DKK per hour of municipal staff: 481 with 1,315 effective hours a post, or 431 with 1,450. The two
            must not be mixed.
        benefit_week_dkk: benefit name -> DKK per citizen and week, gross.
        interpreter_hour_dkk: DKK per hour of an interpreter.
        paid_by_others: benefits that the unemployment funds and Udbetaling Danmark pay out.
        own_share: what the municipality bears of benefits that it pays out: 1 less the state's refund.
        others_share: what the municipality bears of benefits that others pay out: its co-financing.
        discount: real discount rate per year.
        pension_age: years of age at which a disability pension ends.
    """

    hour_dkk: float
    benefit_week_dkk: Mapping[str, float] = field(default_factory=dict)
    interpreter_hour_dkk: float = 0.0
    paid_by_others: tuple[str, ...] = ()
    own_share: Steps = ()
    others_share: Steps = ()
    discount: float = 0.0
    pension_age: float = 0.0

    def municipal_weeks(self, weeks: Floats, *, others: bool) -> Floats:
        """Of the first ``weeks`` weeks on benefits, how many weeks' worth the municipality bears.

        Args:
            weeks: float64[n], weeks since the person's first benefit; negative counts as 0.
            others: whether others than the municipality pay the benefit out.

        Returns:
            float64[n], the integral of the municipality's share over the weeks; 0 without steps.
        """
        steps = self.others_share if others else self.own_share
        borne = np.zeros(len(weeks))
        for at, (first, share) in enumerate(steps):
            start = first - 1.0
            length = (steps[at + 1][0] - 1.0 if at + 1 < len(steps) else np.inf) - start
            borne += share * np.clip(weeks - start, 0.0, length)
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
