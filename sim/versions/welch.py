"""The interval of a difference of two means whose spreads differ (Welch 1947, Satterthwaite 1946)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def half_widths(
    first_variance: Floats, first_number: Ints, second_variance: Floats, second_number: Ints, confidence: float
) -> Floats:
    """Half-widths of the intervals of differences of independent means.

    Args:
        first_variance, second_variance: float64[n], variances of the values; nan with fewer than two.
        first_number, second_number: int64[n], values behind each mean.
        confidence: confidence level.

    Returns:
        float64[n]; 0 if neither side has a spread, nan if either has fewer than two values.
    """
    from scipy.special import stdtrit  # scipy is slow to import

    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = first_variance / first_number, second_variance / second_number
        freedom = (a + b) ** 2 / (a**2 / (first_number - 1) + b**2 / (second_number - 1))
        half = stdtrit(freedom, 0.5 + confidence / 2) * np.sqrt(a + b)
    exact = (first_variance == 0) & (second_variance == 0)
    width: Floats = np.where(exact, 0.0, half)
    return width
