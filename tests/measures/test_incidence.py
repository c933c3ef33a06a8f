"""The share served within some days: by hand, by theory, and on the log of a real place."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.measures.incidence import incidence
from sim.measures.tidy import quantile

DAYS = np.array([3, 5, 5, 8, 10, 12])


def mask(*numbers: int) -> np.ndarray:
    return np.isin(np.arange(len(DAYS)), numbers)


def test_without_censoring_it_is_the_plain_share() -> None:
    served = mask(0, 2, 4)
    for within in (2, 3, 5, 9, 10, 400):
        assert incidence(DAYS, served, mask(), within) == (served & (within >= DAYS)).sum() / len(DAYS)


def test_leaving_is_an_end_and_not_a_censoring() -> None:
    """If all others leave first, a third served is a third, however long one looks."""
    assert incidence(DAYS, mask(0, 2), mask(), 1000) == pytest.approx(2 / 6)


def test_aalen_and_johansen_by_hand() -> None:
    """The third is cut off on day 5, after a hearing on the same day. So 1 of 6, 1 of 5, 1 of 3 and 1 of 1 at risk.

    On day 10 one leaves. Served: 1/6 + 5/6 x 1/5 + 5/6 x 4/5 x 1/3 + 5/6 x 4/5 x 2/3 x 1/2 x 1.
    """
    served, waiting = mask(0, 1, 3, 5), mask(2)
    by_day_8 = 1 / 6 + 1 / 6 + 4 / 6 / 3
    assert incidence(DAYS, served, waiting, 8) == pytest.approx(by_day_8)
    assert incidence(DAYS, served, waiting, 12) == pytest.approx(by_day_8 + 4 / 6 * 2 / 3 * 1 / 2)


def test_what_nobody_was_observed_for_is_unknown() -> None:
    assert math.isnan(incidence(DAYS, mask(0), mask(1, 2, 3, 4, 5), 20))
    assert math.isnan(incidence(DAYS[:0], mask()[:0], mask()[:0], 20))
    assert incidence(DAYS, mask(0, 1, 2, 3, 4), mask(5), 11) == pytest.approx(5 / 6)


def test_censoring_at_random_leaves_the_incidence_of_two_exponential_ends() -> None:
    """Served at rate a and leaving at rate b, the share served within t is a / (a + b) (1 - exp(-(a + b) t))."""
    draw = np.random.default_rng(5)
    a, b, n = 1 / 40, 1 / 90, 40_000
    first, second = draw.exponential(1 / a, n), draw.exponential(1 / b, n)
    seen = draw.uniform(0, 120, n)
    end = np.minimum(first, second)
    days = np.ceil(np.minimum(end, seen)).astype(np.int64)
    waiting = seen < end
    served = (first < second) & ~waiting
    truth = a / (a + b) * (1 - math.exp(-(a + b) * 56))
    plain = (served & (days <= 56)).mean()
    assert incidence(days, served, waiting, 56) == pytest.approx(truth, abs=4 * 0.5 / math.sqrt(n))
    assert plain < truth - 0.05


def test_a_quantile_moves_smoothly_with_the_shares_of_whole_days() -> None:
    """Ordinary medians of these samples are 1, 1, 2 and 2: they jump. Between the two days the frequency decides."""
    medians = [quantile(np.repeat([1.0, 2.0], [60 - k, 40 + k]), 0.5) for k in (0, 5, 15, 20)]
    assert all(1 < median < 2 for median in medians)
    assert np.all(np.diff(medians) > 0)
    assert quantile(np.repeat([1.0, 2.0], 50), 0.5) == pytest.approx(1.5)


def test_a_quantile_is_hazens_without_equal_values() -> None:
    values = np.sort(np.random.default_rng(1).uniform(0, 50, 37))
    for share in (0.1, 0.5, 0.9):
        assert quantile(values, share) == pytest.approx(np.percentile(values, 100 * share, method="hazen"))
    assert quantile(np.array([4.0]), 0.9) == 4.0


def test_a_mirrored_sample_has_the_mirrored_quantile() -> None:
    values = np.sort(np.random.default_rng(2).poisson(6, 200).astype(np.float64))
    assert quantile(np.sort(-values), 0.3) == pytest.approx(-quantile(values, 0.7))
