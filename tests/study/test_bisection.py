"""The smallest numbers that pass: right for any rising margin, and in few trials."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from sim.results.staffing.bisection import Found, smallest

Margin = Callable[[str, dict[str, int]], float]


def search(full: dict[str, int], guess: dict[str, int], margin: Margin) -> tuple[Found, int]:
    """What is found, and in how many trials."""
    trying = smallest(full, {name: margin(name, full) for name in full}, guess)
    numbers, trials = next(trying), 0
    while True:
        trials += 1
        try:
            numbers = trying.send({name: margin(name, numbers) for name in full})
        except StopIteration as end:
            return end.value, trials


@pytest.mark.parametrize("seed", range(40))
def test_finds_the_smallest_of_each_unit(seed: int) -> None:
    r = random.Random(seed)
    full = {f"team {i}": r.randint(2, 500) for i in range(4)}
    root = {name: r.uniform(0.01, 0.999) * most for name, most in full.items()}
    guess = {name: r.randint(1, most) for name, most in full.items()}

    def margin(name: str, numbers: dict[str, int]) -> float:
        away = numbers[name] - root[name]
        return away / 100 + math.copysign(away * away / 3e5, away)

    found, trials = search(full, guess, margin)
    assert found.numbers == {name: math.ceil(root[name]) for name in full}
    assert not found.unsure
    assert trials <= 12


def test_a_good_guess_costs_few_trials() -> None:
    full = {name: 100 * (at + 1) for at, name in enumerate("abcde")}
    root = {name: 0.8 * most + 0.4 for name, most in full.items()}
    guess = {name: round(value * 1.02) for name, value in root.items()}
    found, trials = search(full, guess, lambda name, numbers: numbers[name] - root[name])
    assert found.numbers == {name: math.ceil(root[name]) for name in full}
    assert trials <= 4


def test_a_margin_that_says_only_no_is_halved() -> None:
    def margin(_: str, numbers: dict[str, int]) -> float:
        return 0.1 if numbers["a"] >= 37 else -math.inf

    found, trials = search({"a": 100}, {"a": 90}, margin)
    assert found.numbers == {"a": 37}
    assert trials <= 12


def test_units_that_lean_on_each_other_are_repaired_together() -> None:
    def margin(name: str, numbers: dict[str, int]) -> float:
        """Each passes from 50 on, but b needs one more when a is low."""
        return numbers[name] - (51 if name == "b" and numbers["a"] < 60 else 50)

    found, _ = search({"a": 100, "b": 100}, {"a": 60, "b": 50}, margin)
    assert found.numbers["a"] == 50
    assert found.numbers["b"] == 51
    assert not found.unsure


def test_what_never_settles_is_told() -> None:
    calls = 0

    def margin(_: str, numbers: dict[str, int]) -> float:
        nonlocal calls
        calls += 1
        return 1.0 if calls < 4 else -1.0

    found, _ = search({"a": 100}, {"a": 10}, margin)
    assert found.unsure == ("a",)
