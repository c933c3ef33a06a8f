"""The one draw function: known values, uniform, independent between keys; occurrences never collide."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from sim.chance.draw import CERTAIN, chance, combine, draw, draw_many, draw_times, entities, occurrence, purpose

WORD = 1 << 64
LEAST = 1e-4
"""A test of randomness with fixed keys fails for one correct function in ten thousand; there are some thirty here."""

KNOWN: dict[str, Any] = {
    "purpose": -2932883259700756811,
    "combine": -773683735147221910,
    "draws": [1385753005, 1491580211, 2622473626],
    "entities": [437301157640094401, 294740235150008616],
}

N = 40_000
RUN = int(combine(combine(20240101, 0), 1))


# --- written a second time, in Python's own integers
def plain_mix(z: int) -> int:
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % WORD
    return z ^ (z >> 31)


def signed(z: int) -> int:
    return z - WORD if z >= WORD // 2 else z


def plain_combine(a: int, b: int) -> int:
    inner = plain_mix((a * 0xD1342543DE82EF95 + 0x9E3779B97F4A7C15) % WORD)
    return signed(plain_mix((inner + b * 0x9E3779B97F4A7C15) % WORD))


def plain_draw(run: int, entity: int, name: int, occurrence_: int) -> int:
    z = plain_mix((run + entity * 0xD1342543DE82EF95) % WORD)
    return plain_mix((z + name + occurrence_ * 0x9E3779B97F4A7C15) % WORD) >> 32


KEYS = st.integers(-(1 << 63), (1 << 63) - 1)


@given(KEYS, KEYS, KEYS, st.integers(0, (1 << 43) - 1))
def test_draw_is_the_function_written_down_here(run: int, entity: int, name: int, which: int) -> None:
    assert int(draw(run, entity, name, which)) == plain_draw(run, entity, name, which)


@given(KEYS, KEYS)
def test_combine_is_the_function_written_down_here(a: int, b: int) -> None:
    assert int(combine(a, b)) == plain_combine(a, b)


def test_known_values() -> None:
    """Whoever changes these changes the result of every study."""
    assert purpose("arrival gap") == KNOWN["purpose"]
    assert int(combine(20240101, 1)) == KNOWN["combine"]
    assert [int(draw(1, 2, purpose("show"), k)) for k in range(3)] == KNOWN["draws"]
    assert entities("stock:sick", 2).tolist() == KNOWN["entities"]


def test_arrays_are_the_single_draws() -> None:
    who = entities("some", 5)
    assert draw_many(RUN, who, 7, 3).tolist() == [int(draw(RUN, int(e), 7, 3)) for e in who]
    assert draw_times(RUN, 11, 7, 5).tolist() == [int(draw(RUN, 11, 7, k)) for k in range(5)]


def test_chances() -> None:
    assert chance(0) == 0
    assert chance(1) == CERTAIN == 1 << 32
    assert chance(0.25) == 1 << 30
    assert draw_times(RUN, 1, 2, N).max() < CERTAIN


# --- uniform
def uniform_p(bits: NDArray[np.int64], cells: int = 64) -> float:
    return float(stats.chisquare(np.bincount(bits * cells >> 32, minlength=cells)).pvalue)


def streams() -> dict[str, NDArray[np.int64]]:
    """The same number of draws along each part of the key."""
    name = purpose("show")
    return {
        "entities": draw_many(RUN, entities("inflow:sick", N), name, 0),
        "occurrences": draw_times(RUN, int(combine(name, 1)), name, N),
        "instances": np.array([draw(RUN, 5, name, occurrence(1, k, 0)) for k in range(N)]),
        "spells": np.array([draw(RUN, 5, name, occurrence(k, 1, 0)) for k in range(1 << 15)]),
        "seeds": np.array([draw(combine(combine(k, 0), 1), 5, name, 0) for k in range(N)]),
        "replications": np.array([draw(combine(combine(20240101, 0), k), 5, name, 0) for k in range(N)]),
        "purposes": np.array([draw(RUN, 5, purpose(f"duty {k}:show"), 0) for k in range(N)]),
        "whole numbers as entities": np.array([draw(RUN, k, name, 0) for k in range(N)]),
    }


STREAMS = streams()


@pytest.mark.parametrize("along", STREAMS)
def test_draws_are_uniform(along: str) -> None:
    bits = STREAMS[along]
    assert uniform_p(bits) > LEAST
    assert uniform_p((bits << 16) % CERTAIN) > LEAST, "the lower half"
    assert stats.kstest(bits / CERTAIN, "uniform").pvalue > LEAST


@pytest.mark.parametrize("along", STREAMS)
def test_neighbours_are_independent(along: str) -> None:
    """Pairs of neighbouring keys fill the square evenly."""
    bits = STREAMS[along]
    assert pair_p(bits[:-1], bits[1:]) > LEAST


def pair_p(a: NDArray[np.int64], b: NDArray[np.int64], cells: int = 16) -> float:
    return uniform_p(((a * cells >> 32) * cells + (b * cells >> 32)) * (CERTAIN // cells**2), cells**2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((RUN, "show", 0), (RUN, "form", 0)),
        ((RUN, "show", 0), (RUN, "show", 1)),
        ((RUN, "show", 0), (RUN, "show", 1 << 8)),
        ((RUN, "show", 0), (RUN, "show", 1 << 28)),
        ((RUN, "show", 0), (RUN + 1, "show", 0)),
        ((RUN, "show", 0), (int(combine(combine(20240101, 0), 2)), "show", 0)),
        ((RUN, "show", 0), (int(combine(combine(20240102, 0), 1)), "show", 0)),
    ],
    ids=["purpose", "attempt", "instance", "spell", "next run key", "next replication", "next seed"],
)
def test_the_same_citizens_under_two_keys_are_independent(
    one: tuple[int, str, int], other: tuple[int, str, int]
) -> None:
    who = entities("stock:insured", N)
    a, b = (draw_many(run, who, purpose(name), which) for run, name, which in (one, other))
    assert pair_p(a, b) > LEAST
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / math.sqrt(N)


def test_every_bit_of_a_key_counts() -> None:
    """Turning over any one bit of any part turns over half of the drawn bits, on average over 2,000 keys."""
    keys = np.array([[int(combine(part, k)) for part in range(3)] + [k << 8] for k in range(2000)], np.int64)
    before = np.array([draw(*key) for key in keys])
    for part in range(4):
        for bit in range(0, 63, 3):
            turned = keys.copy()
            turned[:, part] ^= np.int64(1) << bit
            after = np.array([draw(*key) for key in turned])
            share = np.bitwise_count(before ^ after).mean() / 32
            assert abs(share - 0.5) < 4 * 0.5 / math.sqrt(2000 * 32), f"part {part}, bit {bit}: {share:.3f}"


# --- occurrences
@given(st.integers(0, (1 << 15) - 1), st.integers(0, (1 << 20) - 1), st.integers(0, (1 << 8) - 1))
def test_an_occurrence_can_be_taken_apart(spell: int, instance: int, attempt: int) -> None:
    """So no two can be the same within the ranges: spell below 2^15, instance below 2^20, attempt below 2^8."""
    packed = int(occurrence(spell, instance, attempt))
    assert (packed >> 28, packed >> 8 & (1 << 20) - 1, packed & 255) == (spell, instance, attempt)
