"""The verdict on made-up ranges: three parts are uncertain, and less uncertainty never takes a verdict back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.figures.verdict import ABOUT
from sim.validation.judgement import TOO_LITTLE, Span, claim_range, judge, together
from sim.validation.row import ASSUMPTIONS, CHANCE, SHARE, held

CLAIM = Span(100.0, 160.0)
AS_IT_IS = Span(1.0, 1.0)
ends = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (120, 140, "inside"),
        (100, 160, "inside"),
        (20, 99, "outside"),
        (161, 500, "outside"),
        (90, 110, TOO_LITTLE),
        (150, 170, TOO_LITTLE),
        (20, 100, TOO_LITTLE),  # the ranges touch
        (0, 1000, TOO_LITTLE),  # a model that knows nothing confirms nothing
    ],
)
def test_a_run_agrees_within_the_claim_and_disagrees_beyond_it(low: float, high: float, verdict: str) -> None:
    assert judge(CLAIM, Span(low, high)) == verdict


@pytest.mark.parametrize("span", [Span(), Span(120.0, math.nan), Span(math.nan, 140.0)])
def test_a_range_that_is_not_known_tells_nothing(span: Span) -> None:
    assert judge(CLAIM, span) == TOO_LITTLE
    assert judge(span, Span(120.0, 140.0)) == TOO_LITTLE


@given(claim=st.tuples(ends, ends), wide=st.tuples(ends, ends), cut=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_narrower_range_never_takes_a_verdict_back(
    claim: tuple[float, float], wide: tuple[float, float], cut: tuple[float, float]
) -> None:
    low, high = sorted(wide)
    inner = sorted(min(max(low + share * (high - low), low), high) for share in cut)
    before, after = (judge(Span(*sorted(claim)), Span(*span)) for span in ((low, high), inner))
    assert before in (TOO_LITTLE, after)


def test_a_claim_is_known_to_half_of_its_last_digit_and_never_better_than_about() -> None:
    assert claim_range(10.0, 10.0) == Span(5.0, 15.0)
    assert claim_range(190.0, 10.0) == Span(190.0 * ABOUT[0], 190.0 * ABOUT[1])
    assert claim_range(900.0, None, 500.0, 900.0) == Span(500.0, 900.0 * ABOUT[1])


def test_the_parts_of_ignorance_are_added_up() -> None:
    assert together(10.0, Span(9.0, 12.0), Span(5.0, 10.0)) == Span(4.0, 12.0)
    assert not together(10.0, Span(9.0, 12.0), Span()).is_known


def at(
    value: float, chance: Span, moved: Span, share: Span = AS_IT_IS, *, complete: bool = True
) -> tuple[str, str, str]:
    result = held(CLAIM, value, chance, moved, 1.0, share, complete=complete)
    return result.verdict, result.so_far, result.limit


def test_the_part_that_keeps_the_verdict_open_is_named() -> None:
    near = Span(125.0, 135.0)
    assert at(130.0, near, near) == ("inside", "inside", "")
    assert at(130.0, Span(90.0, 170.0), near) == (TOO_LITTLE, TOO_LITTLE, CHANCE)
    assert at(130.0, Span(), near) == (TOO_LITTLE, TOO_LITTLE, CHANCE)  # one pair
    assert at(130.0, near, Span(60.0, 140.0)) == (TOO_LITTLE, TOO_LITTLE, ASSUMPTIONS)
    assert at(130.0, near, near, Span(0.5, 1.5)) == (TOO_LITTLE, TOO_LITTLE, SHARE)
    assert at(130.0, near, near, Span()) == (TOO_LITTLE, TOO_LITTLE, SHARE)


def test_without_all_assumptions_nothing_is_definite() -> None:
    """A group that has not been run may move the number, so the run only says where it stands so far."""
    assert at(20.0, Span(19.0, 21.0), Span(18.0, 22.0), complete=False) == (TOO_LITTLE, "outside", ASSUMPTIONS)
    assert at(20.0, Span(19.0, 21.0), Span(18.0, 22.0)) == ("outside", "outside", "")


def test_a_number_at_a_place_is_the_countrys_at_every_share() -> None:
    """At 3 to 4 % of the country, 3 million at the place are 75 to 100 million in the country."""
    result = held(Span(0.0, 1.0), 3.0, Span(2.9, 3.1), Span(3.0, 3.0), 1 / 0.0375, Span(25.0, 100 / 3), complete=True)
    assert result.simulated == pytest.approx(80.0)
    assert (result.assumptions.low, result.assumptions.high) == pytest.approx((75.0, 100.0))
    assert (result.widest.low, result.widest.high) == pytest.approx((2.9 * 25.0, 3.1 * 100 / 3))
