"""Shares, boxes and worth from given samples: functions whose answers are known."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.results.uncertainty.both import both_intervals, chance_share, middle, without_chance
from sim.results.uncertainty.box import where
from sim.results.uncertainty.share import shares
from sim.results.uncertainty.surface import Candidates
from sim.results.uncertainty.worth import partial, perfect

Floats = NDArray[np.float64]


def positions(samples: int, factors: int, seed: int = 1) -> Floats:
    """Points of a scrambled Sobol sequence."""
    sequence = qmc.Sobol(factors, seed=np.random.default_rng(seed))
    return np.asarray(sequence.random_base2(math.ceil(math.log2(samples)))[:samples])


def ishigami(x: Floats) -> Floats:
    a, b, c = (2 * np.pi * x - np.pi).T
    return np.asarray(np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


def ishigami_shares() -> tuple[list[float], list[float]]:
    """First-order and total shares (Ishigami and Homma 1990)."""
    a, b = 7.0, 0.1
    alone = [0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0.0]
    both = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = sum(alone) + both
    return [v / whole for v in alone], [(alone[0] + both) / whole, alone[1] / whole, both / whole]


# --- shares


@pytest.mark.parametrize("samples", [256, 512])
def test_the_ishigami_function_has_its_known_shares(samples: int) -> None:
    x = positions(samples, 3)
    y = ishigami(x)
    surface = Candidates(x).fit(y)
    first, total = ishigami_shares()
    for number in range(3):
        one = frozenset([number])
        assert surface.first(one) / y.var() == pytest.approx(first[number], abs=0.03)
        assert surface.total(one) / y.var() == pytest.approx(total[number], abs=0.04)


def test_the_g_function_has_its_known_shares() -> None:
    """Sobol's g-function: the product of (|4 x - 2| + a) / (1 + a) has the variance of each factor in closed form."""
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    x = positions(512, 8)
    y = np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)
    alone = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + alone) - 1
    surface = Candidates(x).fit(y)
    for number in range(8):
        others = np.prod(1 + np.delete(alone, number))
        one = frozenset([number])
        assert surface.first(one) / y.var() == pytest.approx(alone[number] / whole, abs=0.02)
        assert surface.total(one) / y.var() == pytest.approx(alone[number] * others / whole, abs=0.02)


def test_among_many_factors_the_few_that_count_are_found_and_chance_has_its_share() -> None:
    """4, 3 and 2 times a factor, 100 factors without effect, and chance: the shares are the squares."""
    x = positions(200, 103, 3)
    chance = np.random.default_rng(5).normal(0, 0.5, 200)
    y = 4 * x[:, 0] + 3 * x[:, 50] + 2 * x[:, 102] + chance
    names = [f"f{number}" for number in range(103)]
    grades = {name: "assumption" if number < 60 else "unknown" for number, name in enumerate(names)}
    known = 12 * 0.25 / (16 + 9 + 4 + 12 * 0.25)
    found = shares(Candidates(x), y, names, grades, known, times=20)
    table: dict[str, Any] = {str(row["name"]): row for row in found.table.to_dict("records")}
    entered = {name: row for name, row in table.items() if row["kind"] == "factor" and row["distinct"]}
    assert set(entered) == {"f0", "f50", "f102"}
    for name, square in (("f0", 16), ("f50", 9), ("f102", 4)):
        assert entered[name]["first"] == pytest.approx(square / 32, abs=0.06)
        assert entered[name]["first_low"] <= entered[name]["first"] <= entered[name]["first_high"]
    assert table["assumption"]["first"] == pytest.approx(25 / 32, abs=0.06)
    assert table["unknown"]["first"] == pytest.approx(4 / 32, abs=0.05)
    assert table["rest"]["first"] < 0.05


def test_noise_alone_is_seldom_taken_for_an_effect() -> None:
    """5 % of surfaces may take a term of noise: of 400, more than 35 would happen once in 1,500 times."""
    x = positions(100, 50)
    candidates = Candidates(x)
    noise = np.random.default_rng(1).normal(size=(400, 100))
    assert sum(bool(candidates.fit(each).terms) for each in noise) <= 35


def test_the_parts_of_a_factor_count_as_one() -> None:
    """A factor of two coordinates has the variance of both, also of their sum."""
    x = positions(256, 4)
    y = x[:, 0] + x[:, 1] + 2 * x[:, 2]
    surface = Candidates(x, np.array([0, 0, 1, 2])).fit(y)
    assert surface.first(frozenset([0])) / y.var() == pytest.approx(2 / 6, abs=0.03)
    assert surface.first(frozenset([1])) / y.var() == pytest.approx(4 / 6, abs=0.03)


def test_intervals_of_shares_hold_the_true_share() -> None:
    """Three factors that count, 57 small ones: of 45 intervals of 95 %, fewer than 38 would hold once in 600 times."""
    held = 0
    weights = np.array([4, 2.5, 1.5, *[0.25] * 57])
    true = weights[:3] ** 2 / (weights**2).sum()
    names = [f"f{number}" for number in range(60)]
    for seed in range(15):
        x = positions(128, 60, seed)
        table = shares(Candidates(x), x @ weights, names, dict.fromkeys(names, ""), 0.0, times=40, seed=seed).table
        rows = table.set_index("name").loc[names[:3]]
        held += int(((rows["first_low"] <= true) & (true <= rows["first_high"])).sum())
    assert held >= 38


# --- boxes


def test_a_known_box_is_found_among_many_factors() -> None:
    x = positions(200, 30, 7)
    met = (x[:, 2] > 0.4) & (x[:, 5] < 0.6)
    found = where(x, met, shuffles=39)
    assert found.verdict == "box"
    limits = {limit.factor: limit for limit in found.limits}
    assert set(limits) == {2, 5}
    assert limits[2].low == pytest.approx(0.4, abs=0.06)
    assert limits[5].high == pytest.approx(0.6, abs=0.06)
    assert (limits[2].high, limits[5].low) == (1.0, 0.0)
    assert found.coverage > 0.9
    assert found.density > 0.9
    assert found.density_held_out > 0.8
    assert found.density_outside < 0.1


def test_answers_by_chance_seldom_have_a_box() -> None:
    """Of 20 searches over answers without a pattern, 5 % each: more than four happen once in 400 times."""
    x = positions(100, 40)
    answers = [np.random.default_rng(seed).random(100) < 0.4 for seed in range(20)]
    found = [where(x, met, shuffles=39, seed=seed).verdict for seed, met in enumerate(answers)]
    assert found.count("box") <= 4


@pytest.mark.parametrize(("met", "verdict"), [
    (np.ones(60, np.bool_), "everywhere"), (np.zeros(60, np.bool_), "nowhere"), (np.arange(60) < 3, "too few"),
    (np.arange(20) < 10, "too few"),
])  # fmt: skip
def test_no_box_is_searched_where_there_is_none(met: NDArray[np.bool_], verdict: str) -> None:
    assert where(positions(len(met), 5), met).verdict == verdict


# --- worth


def test_the_worth_of_a_linear_model_is_its_integral() -> None:
    """The mean gain of knowing x is the mean of max(mu + s (x - 1/2), 0), less mu."""
    x = positions(512, 6, 3)
    y = 0.3 + 2 * (x[:, 0] - 0.5) + (x[:, 1] - 0.5) + np.random.default_rng(1).normal(0, 0.2, 512)
    surface = Candidates(x).fit(y)
    grid = (np.arange(100_000) + 0.5) / 100_000 - 0.5
    for number, slope in ((0, 2), (1, 1)):
        expected = np.maximum(0.3 + slope * grid, 0).mean() - 0.3
        assert partial(surface, frozenset([number]), 0, more=True) == pytest.approx(expected, abs=0.01)
        assert partial(surface, frozenset([number]), 0, more=False) == pytest.approx(expected, abs=0.01)
    for number in range(2, 6):
        assert partial(surface, frozenset([number]), 0, more=True) == pytest.approx(0, abs=1e-9)
    every = frozenset(range(6))
    assert partial(surface, every, 0, more=True) == pytest.approx(perfect(surface.fitted, 0, more=True), abs=1e-9)


def test_no_knowledge_is_worth_anything_if_the_decision_is_clear() -> None:
    x = positions(64, 2)
    surface = Candidates(x).fit(5 + x[:, 0])
    assert partial(surface, frozenset([0]), 0, more=True) == pytest.approx(0)
    assert perfect(surface.fitted, 0, more=True) == pytest.approx(0)


# --- both intervals


def test_chance_is_removed_from_the_spread_of_the_samples() -> None:
    """Assumptions with the spread 3 and chance with the spread 4: the middle 95 % of the samples is that of assumptions."""
    rng = np.random.default_rng(3)
    outcome, base = rng.normal(10, 5, 4000), rng.normal(10, 4, 2000)
    share = chance_share(base, outcome)
    assert share == pytest.approx(16 / 25, abs=0.05)
    low, high, level = middle(without_chance(outcome, share))
    assert low == pytest.approx(10 - 1.96 * 3, abs=0.5)
    assert high == pytest.approx(10 + 1.96 * 3, abs=0.5)
    assert level == 0.95


def test_spread_that_chance_explains_is_not_told_from_it() -> None:
    key = {"measure": "hours_asked", "activity": "all", "need": "all", "unit": "hours per year"}
    rng = np.random.default_rng(3)
    base = pd.DataFrame({"effect": rng.normal(10, 4, 20), "replication": range(20)}).assign(**key)
    sampled = pd.DataFrame({"effect": rng.normal(10, 4, 60), "sample": range(60)}).assign(**key)
    row = both_intervals(base, sampled, 0.95).iloc[0]
    assert not row["distinct"] or row["chance_share"] < 0.9
    same = both_intervals(base, sampled.assign(effect=10.0 + 0.1 * rng.normal(size=60)), 0.95).iloc[0]
    assert not same["distinct"]
    assert same["low"] < 10 < same["high"]


def test_one_pair_has_no_chance_to_remove() -> None:
    assert math.isnan(chance_share(np.array([3.0]), np.array([1.0, 2.0])))
    outcome = np.array([1.0, 2.0, 6.0])
    np.testing.assert_array_equal(without_chance(outcome, float("nan")), outcome)
    assert middle(outcome) == (1.0, 6.0, 0.5)
