"""The growth of stocks on series whose slope is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.files.quantity import YEAR_DAYS
from sim.measures.growth import slopes


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
