"""Verdicts on claims: the band, its ends, and when it is too little to tell."""

from __future__ import annotations

import math

import pytest

from sim.figures.claims import Scaled
from sim.figures.verdict import ABOUT, verdict
from sim.files.entry import Title
from sim.law.clauses.reform import MONEY
from sim.results.proposal_claims import held_against
from sim.results.proposal_sums import Interval

WORDS = Title(en="by population", da="efter befolkning")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.1, 0.4, "less"),
        (0.79, 0.799, "less"),
        (0.8, 1.25, "about"),
        (0.95, 1.05, "about"),
        (1.251, 1.4, "more"),
        (1.3, 9.0, "more"),
        (0.7, 0.9, "too-little"),
        (1.2, 1.3, "too-little"),
        (0.5, 2.0, "too-little"),
        (-0.5, 0.3, "less"),
        (1.0, 1.0, "about"),
    ],
)
def test_the_interval_decides(low: float, high: float, said: str) -> None:
    assert verdict((low + high) / 2, low, high) == said


def test_one_pair_is_too_little_and_nothing_to_compare_is_no_verdict() -> None:
    assert verdict(1.0, math.nan, math.nan) == "too-little"
    assert verdict(math.nan, math.nan, math.nan) == ""


def test_the_band_is_symmetric_as_a_ratio() -> None:
    """A result and a claim that change places have mirrored verdicts."""
    assert ABOUT[0] * ABOUT[1] == pytest.approx(1)
    mirrored = {"less": "more", "more": "less", "about": "about"}
    for ratio in (0.3, 0.79, 0.9, 1.0, 1.2, 1.3, 4.0):
        assert verdict(1 / ratio, 1 / ratio, 1 / ratio) == mirrored[verdict(ratio, ratio, ratio)]


def test_more_pairs_can_only_sharpen_a_verdict() -> None:
    """An interval inside another has its verdict, or the other was too little to tell."""
    for wide in ((0.5, 0.7), (0.7, 1.3), (0.81, 1.2), (1.3, 2.0)):
        inner = (wide[0] + 0.01, wide[1] - 0.01)
        assert verdict(1.0, *wide) in (verdict(1.0, *inner), "too-little")


def test_a_claim_that_no_run_covers_has_no_ratio() -> None:
    money = Interval(1.0, 0.9, 1.1)
    assert held_against(Scaled(2.0, WORDS), money) == {
        "ratio": 0.5, "ratio_low": 0.45, "ratio_high": 0.55, "verdict": "less",
    }  # fmt: skip
    for scaled, result in (
        (Scaled(2.0, WORDS, "fees of courses"), money),
        (Scaled(math.nan, WORDS), money),
        (Scaled(2.0, WORDS), None),
    ):
        assert held_against(scaled, result)["verdict"] == ""
    assert MONEY == "million DKK per year"
