"""The share served within some days: by hand, by theory, and on the log of a real place."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.measures.incidence import incidences
from sim.measures.quantiles import quantiles

DAYS = np.array([3, 5, 5, 8, 10, 12])


def incidence(days: np.ndarray, served: np.ndarray, waiting: np.ndarray, within: int) -> float:
    """The incidence of one cell."""
    return float(incidences(np.zeros(len(days), dtype=np.int64), 1, days, served, waiting, [within])[0, 0])


def plain_incidence(days: np.ndarray, served: np.ndarray, waiting: np.ndarray, within: int) -> float:
    """Aalen and Johansen's estimate, end by end."""
    if not len(days):
        return math.nan
    if not (waiting & (days < within)).any():
        return float((served & (days <= within)).mean())
    stays, share = 1.0, 0.0
    for day in np.unique(days):
        at_risk = (days >= day).sum()
        if day <= within:
            share += stays * (served & (days == day)).sum() / at_risk
        stays *= 1 - (~waiting & (days == day)).sum() / at_risk
    return math.nan if days.max() < within and stays > 0 else share


def quantile(values: np.ndarray, share: float) -> float:
    """The quantile of one sample."""
    return float(quantiles(values, np.zeros(len(values), dtype=np.int64), 1, [share])[0, 0])


def plain_quantile(values: np.ndarray, share: float) -> float:
    """The quantile by the mid-distribution function."""
    distinct, counts = np.unique(values, return_counts=True)
    return float(np.interp(share, (np.cumsum(counts) - counts / 2) / len(values), distinct))


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


@pytest.mark.parametrize("seed", range(4))
def test_all_cells_at_once_are_each_cell_alone(seed: int) -> None:
    """The cells have sizes from 0 to some hundred. In some of them waits are cut off early, and one has no end at all."""
    draw = np.random.default_rng(seed)
    cell = draw.choice(8, 600, p=[0.4, 0.3, 0.2, 0.07, 0.01, 0.01, 0.01, 0.0])
    days = draw.poisson(30, 600) * draw.integers(0, 3, 600)
    end = draw.choice(3, 600, p=[0.6, 0.2, 0.2])
    end[cell == 1] = np.minimum(end[cell == 1], 1)
    end[cell == 3] = 2
    served, waiting = end == 0, end == 2
    within = [7, 28, 56, 182]
    found = incidences(cell, 8, days, served, waiting, within)
    each = [
        [plain_incidence(days[m], served[m], waiting[m], w) for w in within] for m in (cell == np.arange(8)[:, None])
    ]
    np.testing.assert_allclose(found, each, rtol=1e-12)


@pytest.mark.parametrize("whole", [True, False])
def test_quantiles_of_all_samples_at_once_are_those_of_each(*, whole: bool) -> None:
    draw = np.random.default_rng(3)
    sample = draw.choice(6, 500, p=[0.5, 0.3, 0.1, 0.09, 0.01, 0.0])
    values = draw.poisson(4, 500) - 3 if whole else draw.normal(0, 5, 500).round(1)
    shares = [0.01, 0.5, 0.9, 0.95, 1.0]
    found = quantiles(values, sample, 6, shares)
    each = [
        [plain_quantile(values[sample == k], s) if (sample == k).any() else math.nan for s in shares] for k in range(6)
    ]
    np.testing.assert_allclose(found, each, rtol=1e-12, atol=1e-12)
