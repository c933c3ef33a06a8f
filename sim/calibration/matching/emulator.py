"""A cheap stand-in for runs: a regression of each target's number on the free values, with its residual variance.

Three forms are possible: straight lines, lines with squares, and all squares and products. For each target, the form with the
least leave-one-out error is used, of those with enough points. The variance of a prediction holds the residuals (chance and
lack of fit) and the uncertain coefficients. It is that of a t distribution, so few points make it larger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FORMS = ("linear", "squares", "quadratic")
FREEDOM = 6
"""The least number of points above the number of coefficients."""


def terms(form: str, parameters: int) -> int:
    """The number of coefficients of a form."""
    more = {"linear": 0, "squares": parameters, "quadratic": parameters * (parameters + 1) // 2}
    return 1 + parameters + more[form]


def least_points(parameters: int) -> int:
    """The number of points that the simplest form needs."""
    return terms("linear", parameters) + FREEDOM


@dataclass(frozen=True)
class Fitted:
    """A regression of several targets.

    Attributes:
        form: its terms.
        columns: the targets' positions.
        coefficients: float64[terms, targets].
        variance: float64[targets], of a run's number about the curve.
        root: float64[terms, terms]; the squared length of a row of terms times this is the leverage.
    """

    form: str
    columns: NDArray[np.int64]
    coefficients: Floats
    variance: Floats
    root: Floats


@dataclass(frozen=True)
class Emulator:
    """The regressions of one wave.

    Attributes:
        centre, width: float64[parameters], of the points of the wave.
    """

    centre: Floats
    width: Floats
    parts: tuple[Fitted, ...]
    targets: int

    def predict(self, points: Floats) -> tuple[Floats, Floats]:
        """Mean and variance, float64[points, targets] each."""
        scaled = (points - self.centre) / self.width
        mean, variance = np.empty((len(points), self.targets)), np.empty((len(points), self.targets))
        for part in self.parts:
            rows = _rows(part.form, scaled)
            mean[:, part.columns] = rows @ part.coefficients
            leverage = ((rows @ part.root) ** 2).sum(axis=1)
            variance[:, part.columns] = np.outer(1 + leverage, part.variance)
        return mean, variance


def emulator_of(points: Floats, means: Floats) -> Emulator:
    """The emulator of a wave.

    Args:
        points: float64[points, parameters]; at least :func:`least_points`.
        means: float64[points, targets].
    """
    count, parameters = points.shape
    centre, spread = points.mean(axis=0), points.std(axis=0)
    width = np.where(spread > 0, spread, 1.0)
    scaled = (points - centre) / width
    best = np.full(means.shape[1], np.inf)
    chosen = np.zeros(means.shape[1], np.int64)
    fits: list[tuple[str, Floats, Floats, Floats]] = []
    for form in FORMS:
        freedom = count - terms(form, parameters)
        if freedom < FREEDOM:
            continue
        rows = _rows(form, scaled)
        left, singular, right = np.linalg.svd(rows, full_matrices=False)
        known = singular > singular[0] * 1e-9
        root = (right[known].T / singular[known]) @ np.eye(int(known.sum()))
        coefficients = root @ (left[:, known].T @ means)
        residuals = means - rows @ coefficients
        leverage = (left[:, known] ** 2).sum(axis=1)
        error = ((residuals / np.maximum(1 - leverage, 1e-9)[:, None]) ** 2).mean(axis=0)
        freedom = count - int(known.sum())
        variance = (residuals**2).sum(axis=0) / freedom * freedom / (freedom - 2)
        better = error < best * (1 - 1e-9)
        chosen[better], best[better] = len(fits), error[better]
        fits.append((form, coefficients, variance, root))
    parts = []
    for number, (form, coefficients, variance, root) in enumerate(fits):
        columns = np.flatnonzero(chosen == number)
        if len(columns):
            parts.append(Fitted(form, columns, coefficients[:, columns], variance[columns], root))
    return Emulator(centre, width, tuple(parts), means.shape[1])


def _rows(form: str, scaled: Floats) -> Floats:
    """float64[points, terms], the terms of a form at points."""
    parts = [np.ones((len(scaled), 1)), scaled]
    if form == "squares":
        parts.append(scaled**2)
    if form == "quadratic":
        first, second = np.triu_indices(scaled.shape[1])
        parts.append(scaled[:, first] * scaled[:, second])
    return np.hstack(parts)
