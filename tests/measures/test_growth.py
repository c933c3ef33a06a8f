"""The growth of stocks on series whose slope is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.files.quantity import YEAR_DAYS
from sim.measures.growth import slope_beside, slopes
from tests.measures.tiny import JOB_READY, Book


def test_a_straight_line_has_its_slope_per_year() -> None:
    days = np.arange(731.0)
    lines = np.array([400 + 0.1 * days, 400 - 0.02 * days, np.full(731, 400.0)])
    assert slopes(lines) == pytest.approx([0.1 * YEAR_DAYS, -0.02 * YEAR_DAYS, 0], abs=1e-9)


def test_a_wave_of_whole_periods_about_a_level_is_hardly_growth() -> None:
    """Least squares of sin over n periods: |slope| is 6 / (pi n) amplitudes per length, so ten periods leave a fifth of one."""
    days = np.arange(3650.0)
    wave = 50 * np.sin(2 * np.pi * days / 365)
    expected = -6 / (np.pi * 10) * 50 / (3650 / YEAR_DAYS)
    assert slopes(wave[None])[0] == pytest.approx(expected, rel=0.01)


def test_the_slope_of_noise_lies_within_its_standard_error() -> None:
    """The slope of independent noise of spread s over n days has spread s / sqrt(n (n^2 - 1) / 12)."""
    noise = np.random.default_rng(5).normal(0, 20, (400, 365))
    spread = 20 / np.sqrt(365 * (365**2 - 1) / 12) * YEAR_DAYS
    found = slopes(noise)
    assert abs(found.mean()) < 4 * spread / 20
    assert found.std() == pytest.approx(spread, rel=4 / np.sqrt(2 * 400))


def test_a_single_day_has_no_slope() -> None:
    assert slopes(np.array([[7.0]])).tolist() == [0]


# --- a stock with a season
WAVE = 1 + 0.1 * np.cos(2 * np.pi * (np.arange(1096.0) - 40) / 365.25)


@pytest.mark.parametrize("days", [365, 366, 731, 1096])
def test_a_season_is_no_growth(days: int) -> None:
    """A stock that only follows its season has slope 0; the plain line sees a slope of several percent in a year."""
    stock = 3000 * WAVE[:days]
    assert slope_beside(stock, WAVE[:days]) == pytest.approx(0, abs=1e-6)
    if days < 400:
        assert abs(slopes(stock[None])[0]) > 30


@pytest.mark.parametrize("strength", [0.0, 0.7, 1.0, 1.4])
def test_growth_beside_a_season_is_found_whatever_its_strength(strength: float) -> None:
    """Line and wave are both in the fit, so the wave may be weaker or stronger than expected."""
    days = np.arange(365.0)
    stock = 3000 + 0.2 * days + strength * 3000 * (WAVE[:365] - 1)
    assert slope_beside(stock, WAVE[:365]) == pytest.approx(0.2 * YEAR_DAYS, abs=1e-6)


def test_a_part_of_a_year_is_held_against_the_expected_wave() -> None:
    assert slope_beside(3000 * WAVE[:120], WAVE[:120]) == pytest.approx(0, abs=1e-6)


def test_a_log_with_a_season_uses_its_wave() -> None:
    """A hundred citizens, of whom twenty are away for the second half of the year: the wave explains it, without one it is a fall."""
    book = Book(366)
    for citizen in range(100):
        book.arrive(citizen, 0, JOB_READY)
        if citizen < 20:
            book.leave(citizen, 183)
    falling = book.table((0, 365))("stock_growth", group="job-ready")
    book.meta["season"] = {JOB_READY: [1111] * 183 + [889] * 183}
    assert falling < -20
    assert book.table((0, 365))("stock_growth", group="job-ready") == pytest.approx(0, abs=1e-6)
