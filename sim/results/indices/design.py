"""The samples of a method, and its indices. SALib has both; this file says how chance takes part in them.

*What is analysed.* The outcome of a sample is a paired difference: variant less baseline, both with the values of the sample
and with the same replication. The model's draws are keyed, so with the same replication the same people have the same fate at
all values. Then a difference between two samples comes through the values alone. With another replication, chance comes too.

*Sobol and Shapley: chance is an input.* The replication is one more factor beside the values (``chance``). SALib's design
decides which samples share it, as for every other factor. Two samples that differ in one value have the same replication, so
chance does not hide the effect of the value. Each base sample has two replications that no other has. So an index of a value
is a mean over histories, and that of ``chance`` is its share of the variance of one pair. What chance does only together with
a value is in the total index of both. One replication for all samples would give indices that hold for that history alone.

*Morris: each trajectory has one replication.* A history is no number, so it has no elementary effect. All samples of a
trajectory share a replication, and no other trajectory has it. So elementary effects are free of what chance does to all
values alike, and their mean is over histories too. Their spread ``sigma`` has three parts: curvature, effects of other values,
and chance. ``mu_star`` is a mean of sizes, so chance alone makes it positive. ``mu`` has no such bias: if its interval holds 0,
no direction is sure.

*Intervals.* Trajectories and base samples are independent of each other. SALib gives half-widths by the normal distribution:
of a bootstrap with a seed (Morris, Sobol) or of a ratio of means (Shapley). That holds for many samples. Here they are
widened to t with n - 1 degrees of freedom. That of ``mu`` is t times sigma / root n. Estimates of Sobol may be negative by
chance, and so may their intervals. They are shown as they are. For effects that add up, the intervals hold the truth as often as
they say. For strongly curved ones they hold it less often: in some nine of ten cases for Ishigami's function and 128 trajectories
of Shapley. ``sigma`` has no interval, since none is known to cover it with twenty effects of which most are zero.

*Independence.* All three methods take the factors to be independent of each other. Values that are one assumption move
together, so they are one factor.

*Scale.* An elementary effect is per whole range of the factor. It is the change of the difference from end to end, if the
change is even (:func:`sim.results.uncertainty.factor.parameter_of` has the scale of the range).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.files.errors import ScenarioError
from sim.results.intervals import t_quantile
from sim.results.uncertainty.factor import Factor
from sim.results.uncertainty.sample import FIRST, Sample

Floats = NDArray[np.float64]
Method = Literal["morris", "sobol", "shapley"]
METHODS: tuple[Method, ...] = ("morris", "sobol", "shapley")
CHANCE = "chance"
"""The factor that is the replication."""
LEVELS = 4
"""Positions of a factor in a trajectory of Morris: 0, 1/3, 2/3 and 1. A step is two of them."""
RESAMPLES = 1000
"""Resamples of a bootstrap. SALib's own 100 would leave a half-width uncertain by 7 %."""
FEWEST: dict[Method, int] = {"morris": 4, "sobol": 16, "shapley": 8}
MOST = 1024
USUAL: dict[Method, int] = {"morris": 20, "sobol": 256, "shapley": 200}
"""Trajectories, or base samples, if the user gives no number and :data:`PAIRS` suffice for them."""
PAIRS = 1200
"""Pairs of runs at most, if the user gives no number: under an hour for Aalborg on two processors."""
ROUNDING = 1e-9
"""A spread that is a smaller part of the outcome comes from sums in another order."""


class Index(NamedTuple):
    """An index of a factor. ``low`` and ``high`` are nan without an interval; all three are nan if nothing moves the outcome."""

    factor: str
    name: str
    value: float
    low: float
    high: float


def block_of(method: Method, factors: int) -> int:
    """Samples of a trajectory (Morris, Shapley) or of a base sample with its mixtures (Sobol)."""
    return {"morris": factors + 1, "sobol": factors + 3, "shapley": factors + 2}[method]


def usual(method: Method, factors: int) -> int:
    """The number of trajectories or base samples that :data:`PAIRS` suffice for; for Sobol a power of two."""
    number = min(max(PAIRS // block_of(method, factors), FEWEST[method]), USUAL[method])
    return 1 << (number.bit_length() - 1) if method == "sobol" else number


def check_design(method: str, factors: Sequence[Factor], number: int) -> None:
    """Check that a method can tell the factors apart with so many samples.

    Raises:
        ScenarioError: it cannot.
    """
    if method not in METHODS:
        raise ScenarioError("there is no such method", found=method, expected=", ".join(METHODS))
    if len(factors) < 2:
        raise ScenarioError(
            f"{method} compares factors, and there are fewer than two",
            found=", ".join(factor.name for factor in factors), expected="two groups or values, or more",
            do="name more with --groups, or take --method oat",
        )  # fmt: skip
    if not FEWEST[method] <= number <= MOST:
        raise ScenarioError(
            "the number of samples is out of range", found=number, expected=f"{FEWEST[method]} to {MOST:,}",
            do=f"--samples {usual(method, len(factors))}",
        )  # fmt: skip
    if method == "sobol" and number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        raise ScenarioError(
            "a Sobol sequence is even only with a power of two", found=number,
            expected=f"{below} or {2 * below}", do=f"--samples {below}",
        )  # fmt: skip


def check_library() -> None:
    """Check that SALib is installed.

    Raises:
        ScenarioError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("SALib") is None:
        raise ScenarioError(
            "this method needs the library SALib", found="not installed", expected="the extra `sensitivity`",
            do="pip install 'jobsim[sensitivity]', or take --method oat",
        )  # fmt: skip


def design(method: Method, factors: Sequence[Factor], number: int, seed: int) -> Sample:
    """The samples of a method. Those of a smaller number are the first of a larger one.

    Args:
        number: of trajectories (Morris, Shapley) or of base samples (Sobol).
        seed: of the sampling.

    Raises:
        ScenarioError: the number does not fit, there are fewer than two factors, or SALib is missing.
    """
    check_design(method, factors, number)
    check_library()
    count = len(factors)
    whole = _problem(count) if method == "morris" else _problem(count + 1)
    if method == "sobol":
        from SALib.sample.sobol import sample

        points = sample(whole, number, calc_second_order=False, seed=np.random.default_rng(seed))
    else:
        points = np.concatenate([_trajectory(method, whole, np.random.default_rng([seed, at])) for at in range(number)])
    points = np.asarray(points, np.float64)
    block = block_of(method, count)
    of_block = np.repeat(np.arange(number), block)
    if method == "morris":
        histories = FIRST + 1 + of_block
    else:
        own = points[:, -1].reshape(number, block)
        histories = FIRST + 1 + 2 * of_block + (own != own[:, :1]).ravel()
    return Sample(tuple(factors), points[:, :count], tuple(int(history) for history in histories), block)


def _trajectory(method: Method, problem: dict[str, Any], rng: np.random.Generator) -> Floats:
    """One trajectory, float64[factors + 1, factors]."""
    if method == "morris":
        from SALib.sample.morris import sample as of_morris

        return np.asarray(of_morris(problem, 1, num_levels=LEVELS, seed=rng), np.float64)
    from SALib.sample.shapley import sample as of_shapley

    return np.asarray(of_shapley(problem, 1, seed=rng), np.float64)


def indices(
    method: Method, sample: Sample, outcome: Floats, confidence: float, seed: int = 0
) -> tuple[list[Index], int]:
    """The indices of every factor, and the number of trajectories or base samples behind them.

    A trajectory or base sample with a missing outcome is left out. No index is given with fewer than two.

    Args:
        sample: of :func:`design`.
        outcome: float64[samples]; nan where it is missing.
        confidence: level of the intervals.
        seed: of the bootstrap.
    """
    usable = np.isfinite(outcome).reshape(-1, sample.block).all(axis=1)
    number = int(usable.sum())
    if number < 2:
        return [], number
    rows = np.repeat(usable, sample.block)
    own = outcome[rows]
    names = [factor.name for factor in sample.factors]
    still = float(np.ptp(own)) <= ROUNDING * float(np.abs(own).max(initial=0.0))
    wider = t_quantile(0.5 + confidence / 2, number - 1) / NormalDist().inv_cdf(0.5 + confidence / 2)
    if method == "morris":
        own = np.full_like(own, own.mean()) if still else own
        return _morris(sample.units[rows], own, names, confidence, wider, seed), number
    names = [*names, CHANCE]
    parts = ("first", "total") if method == "sobol" else ("shapley",)
    if still:
        return [Index(name, part, math.nan, math.nan, math.nan) for name in names for part in parts], number
    if method == "sobol":
        return _sobol(own, names, confidence, wider, seed), number
    history = np.array([sample.replication(at) for at in range(len(sample))], np.float64)
    points = np.column_stack([sample.units, history])[rows]
    return _shapley(points, own, names, confidence, wider), number


def _morris(
    points: Floats, outcome: Floats, names: list[str], confidence: float, wider: float, seed: int
) -> list[Index]:
    from SALib.analyze.morris import analyze

    found = analyze(
        _problem(len(names)), points, outcome, RESAMPLES, conf_level=confidence, num_levels=LEVELS,
        seed=np.random.default_rng(seed),
    )  # fmt: skip
    number = len(outcome) // (len(names) + 1)
    t = t_quantile(0.5 + confidence / 2, number - 1)
    rows = []
    for at, name in enumerate(names):
        mu, star, sigma = (float(found[key][at]) for key in ("mu", "mu_star", "sigma"))
        half, half_star = t * sigma / math.sqrt(number), wider * float(found["mu_star_conf"][at])
        rows.append(Index(name, "mu_star", star, max(star - half_star, 0.0), star + half_star))
        rows.append(Index(name, "mu", mu, mu - half, mu + half))
        rows.append(Index(name, "sigma", sigma, math.nan, math.nan))
    return rows


def _sobol(outcome: Floats, names: list[str], confidence: float, wider: float, seed: int) -> list[Index]:
    from SALib.analyze.sobol import analyze

    found = analyze(
        _problem(len(names)), outcome, calc_second_order=False, num_resamples=RESAMPLES, conf_level=confidence,
        seed=seed + 1,  # SALib takes 0 for no seed
    )  # fmt: skip
    rows = []
    for at, name in enumerate(names):
        for part, key in (("first", "S1"), ("total", "ST")):
            value, half = float(found[key][at]), wider * float(found[f"{key}_conf"][at])
            rows.append(Index(name, part, value, value - half, value + half))
    return rows


def _shapley(points: Floats, outcome: Floats, names: list[str], confidence: float, wider: float) -> list[Index]:
    import sim.report.own_matplotlib  # noqa: F401  # SALib's file of charts imports matplotlib

    # isort: split
    from SALib.analyze.shapley import analyze

    found = analyze(_problem(len(names)), points, outcome, conf_level=confidence)
    values, halves = found["shapley_normalized"], wider * found["shapley_normalized_conf"]
    return [
        Index(name, "shapley", float(value), float(value - half), float(value + half))
        for name, value, half in zip(names, values, halves, strict=True)
    ]


def _problem(count: int) -> dict[str, Any]:
    """Factors from 0 to 1, for SALib."""
    return {"num_vars": count, "names": [str(at) for at in range(count)], "bounds": [[0.0, 1.0]] * count}


def spread(differences: Floats, confidence: float) -> tuple[float, float, float]:
    """The standard deviation of the difference by chance, from float64[pairs], with its interval by chi-square; nan with one pair."""
    from scipy.stats import chi2

    if len(differences) < 2:
        return math.nan, math.nan, math.nan
    squares, freedom = float(((differences - differences.mean()) ** 2).sum()), len(differences) - 1
    ends = chi2.ppf([0.5 + confidence / 2, 0.5 - confidence / 2], freedom)
    low, high = (math.sqrt(squares / float(end)) for end in ends)
    return math.sqrt(squares / freedom), low, high
