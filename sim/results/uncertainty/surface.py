"""A polynomial surface of a difference over the sampled values: which terms are there, and what each factor carries.

*Why a surface.* A sample of 200 points over 200 factors is no design for Sobol indices. Indices of given data must share the
points. Estimators by one factor at a time (ranks, cosines) leave the spread of all others in the noise, about 1/n for each
harmonic. A joint regression removes what the other factors explain. It gives first-order and total effects from the
same terms.

*Why few terms.* There are more candidates than points. Terms enter one at a time, the one that explains most first (orthogonal
matching pursuit). A term enters only if chance would show one as strong among all candidates in less than 5 % of cases
(Bonferroni). What no term tells apart is reported as such, and never shared out.

*Basis.* Legendre polynomials of each position, which are orthogonal for uniform positions, and products of two of them. A
product is a candidate once a term of one of its two factors has entered, so a factor that acts only with others is seen.

Sources: Blatman and Sudret 2011 (sparse polynomial chaos); Sudret 2008 (Sobol indices from its terms).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Term = tuple[tuple[int, int], ...]
"""(coordinate, degree) of each factor of a product."""

RISK = 0.05
"""The chance that a term of no effect enters, over all candidates of a step."""
MOST_DEGREE = 8
FEW = 10
"""With so few coordinates every product is a candidate from the start."""
LEAST_POINTS = 100
"""With fewer points no share is estimated: its interval would hold the true share too seldom (tests/study/test_given_data.py)."""


def degree_for(points: int, coordinates: int) -> int:
    """The highest degree of one coordinate: as many as there are points to tell the candidates apart."""
    return int(np.clip(points // (3 * max(coordinates, 1)), 2, MOST_DEGREE))


@dataclass(frozen=True, eq=False)
class Surface:
    """A fitted surface.

    Attributes:
        terms: the terms that entered, in this order.
        columns: float64[points, terms], the terms at the points, centred.
        coefficients: float64[terms].
        mean: the mean of the outcome.
        noise: variance of what no term explains, unbiased.
        whole: variance of the outcome.
        owner: int64[coordinates], the factor of each coordinate.
        least: the share of the outcome's variance that one more term must explain to enter.
    """

    terms: tuple[Term, ...]
    columns: Floats
    coefficients: Floats
    mean: float
    noise: float
    whole: float
    owner: Ints
    least: float

    @property
    def fitted(self) -> Floats:
        """float64[points], the surface at the points."""
        return np.asarray(self.mean + self.columns @ self.coefficients)

    def factors_of(self, term: Term) -> frozenset[int]:
        """The factors of a term."""
        return frozenset(int(self.owner[coordinate]) for coordinate, _ in term)

    def component(self, factors: frozenset[int]) -> Floats:
        """float64[points], what the terms of exactly these factors add to the mean."""
        chosen = [self.factors_of(term) == factors for term in self.terms]
        return np.asarray(self.columns[:, chosen] @ self.coefficients[chosen])

    def explained(self, chosen: Sequence[bool]) -> float:
        """The variance that some terms explain, without what chance adds to the coefficients; never below 0."""
        part = np.asarray(chosen, np.bool_)
        if not part.any():
            return 0.0
        values = self.columns[:, part] @ self.coefficients[part]
        points = len(self.columns)
        return max(float(values.var()) - self.noise * int(part.sum()) / points, 0.0)

    def first(self, factors: frozenset[int]) -> float:
        """The variance that factors explain without any other."""
        return self.explained([self.factors_of(term) <= factors for term in self.terms])

    def total(self, factors: frozenset[int]) -> float:
        """The variance of all terms that these factors are part of."""
        return self.explained([bool(self.factors_of(term) & factors) for term in self.terms])


def basis(points: Floats, degree: int) -> Floats:
    """float64[coordinates, degree, points], orthonormal Legendre polynomials of degree 1 and more, centred and of variance 1."""
    values = legendre.legvander(2 * points.T - 1, degree)[:, :, 1:]
    table = np.moveaxis(values, 2, 1)
    table = table - table.mean(axis=2, keepdims=True)
    spread = table.std(axis=2, keepdims=True)
    return np.asarray(np.divide(table, spread, out=np.zeros_like(table), where=spread > 1e-9))


class Candidates:
    """The terms that may enter at some points. Several outcomes share them.

    Args:
        points: float64[points, coordinates], positions from 0 to 1.
        owner: the factor of each coordinate (default: each its own).
        degree: the highest degree (default: :func:`degree_for`).
    """

    def __init__(self, points: Floats, owner: Ints | None = None, degree: int | None = None) -> None:
        self.points = points
        count = points.shape[1]
        self.owner = np.arange(count) if owner is None else np.asarray(owner)
        self.degree = degree or degree_for(len(points), count)
        self.single = basis(points, self.degree)
        self.mains: list[Term] = [((i, d + 1),) for i in range(count) for d in range(self.degree)]
        self.main_columns = self.single.reshape(-1, len(points)).T
        self._products: dict[int, tuple[list[Term], Floats]] = {}

    def products(self, coordinate: int) -> tuple[list[Term], Floats]:
        """The products of a coordinate with coordinates of other factors, and float64[points, terms] of them."""
        if coordinate not in self._products:
            terms: list[Term] = []
            columns = []
            for other in range(self.points.shape[1]):
                if self.owner[other] == self.owner[coordinate]:
                    continue
                for a in range(1, self.degree + 1):
                    for b in range(1, max(self.degree, 2) + 1 - a):
                        terms.append(tuple(sorted([(coordinate, a), (other, b)])))
                        columns.append(self.single[coordinate, a - 1] * self.single[other, b - 1])
            table = np.array(columns).T if columns else np.zeros((len(self.points), 0))
            self._products[coordinate] = terms, table - table.mean(axis=0)
        return self._products[coordinate]

    def fit(self, outcome: Floats) -> Surface:
        """The surface of an outcome, float64[points]."""
        points = len(outcome)
        mean = float(outcome.mean())
        residual = outcome - mean
        whole = float(residual @ residual)
        terms = list(self.mains)
        table = self.main_columns
        opened: set[int] = set()
        if self.points.shape[1] <= FEW:
            for coordinate in range(self.points.shape[1]):
                terms, table = self._opened(coordinate, opened, terms, table)
        rest = table.copy()
        entered: list[Term] = []
        orthogonal: list[Floats] = []
        needed = 0.0
        while points - len(entered) - 2 > points // 2:
            sizes = np.einsum("ij,ij->j", rest, rest)
            usable = sizes > 1e-6 * points
            match = np.where(usable, (residual @ rest) ** 2 / np.where(usable, sizes, 1.0), 0.0)
            freedom = points - len(entered) - 2
            left = float(residual @ residual)
            quantile = _t_squared(int(usable.sum()), freedom)
            needed = quantile / (quantile + freedom) * left
            best = int(match.argmax())
            if left <= 1e-18 * max(whole, 1e-300) or match[best] <= needed:
                break
            entered.append(terms[best])
            direction = rest[:, best] / np.sqrt(sizes[best])
            orthogonal.append(direction)
            residual = residual - direction * (direction @ residual)
            rest = rest - np.outer(direction, direction @ rest)
            for coordinate, _ in entered[-1]:
                if coordinate not in opened:
                    before = table.shape[1]
                    terms, table = self._opened(coordinate, opened, terms, table)
                    fresh = table[:, before:]
                    for known in orthogonal:
                        fresh = fresh - np.outer(known, known @ fresh)
                    rest = np.hstack([rest, fresh])
        columns = self._columns(entered)
        coefficients = np.linalg.lstsq(columns, outcome - mean, rcond=None)[0] if entered else np.zeros(0)
        coefficients = np.asarray(coefficients, np.float64)
        remainder = outcome - mean - columns @ coefficients
        noise = float(remainder @ remainder) / max(points - len(entered) - 1, 1)
        least = needed / whole if whole > 0 else 0.0
        return Surface(tuple(entered), columns, coefficients, mean, noise, whole / points, self.owner, least)

    def _opened(self, coordinate: int, opened: set[int], terms: list[Term], table: Floats) -> tuple[list[Term], Floats]:
        """The candidates with the products of a coordinate, each product once."""
        more, columns = self.products(coordinate)
        fresh = [at for at, term in enumerate(more) if not any(other in opened for other, _ in term)]
        opened.add(coordinate)
        return [*terms, *(more[at] for at in fresh)], np.hstack([table, columns[:, fresh]])

    def _columns(self, terms: Sequence[Term]) -> Floats:
        """float64[points, terms], centred."""
        table = np.ones((len(self.points), len(terms)))
        for at, term in enumerate(terms):
            for coordinate, degree in term:
                table[:, at] *= self.single[coordinate, degree - 1]
        return np.asarray(table - table.mean(axis=0))


@lru_cache(maxsize=4096)
def _t_squared(candidates: int, freedom: int) -> float:
    """The square of t that the strongest of so many candidates without effect exceeds with the chance :data:`RISK`."""
    from scipy.stats import t

    return float(t.isf(RISK / (2 * max(candidates, 1)), max(freedom, 1))) ** 2


def again(surface: Surface, candidates: Candidates, outcome: Floats, times: int, seed: int) -> list[Surface]:
    """Surfaces of outcomes that the fitted surface and redrawn residuals would give, each with its own choice of terms.

    The points stay as they are. Points drawn twice would make terms look stronger than they are.

    Args:
        times: number of surfaces.
        seed: of the redrawing.
    """
    rng: Any = np.random.default_rng(seed)
    fitted = surface.fitted
    residual = outcome - fitted
    residual = (residual - residual.mean()) * np.sqrt(len(outcome) / max(len(outcome) - len(surface.terms) - 1, 1))
    return [candidates.fit(fitted + rng.choice(residual, len(residual))) for _ in range(times)]
