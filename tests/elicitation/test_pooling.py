"""The linear opinion pool: a hand example, and what holds for every pool."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.elicitation.pooling import POINTS, Judgement, curve, pooled, probability

ANNA, BO = Judgement(10, 20, 30), Judgement(20, 30, 40)
WIDE = (0.0, 1000.0)


def numbers() -> st.SearchStrategy[Judgement]:
    """Any expert whose numbers are in order and within 0 to 1000."""
    three = st.tuples(*[st.floats(0, 1000, allow_nan=False)] * 3)
    return three.map(lambda drawn: Judgement(*sorted(drawn)))


def test_two_experts_by_hand() -> None:
    """Anna says 10, 20, 30 and Bo 20, 30, 40; Bo's distribution begins at 18, Anna's ends at 32.

    Low: below 18 only Anna counts, so half of her 5 % + 4.5 % x (x - 10) must be 5 %: x = 10 + 10 / 9. High mirrors it.
    Middle: at 25 Anna has 72.5 % and Bo 27.5 %, half of which is 50 %.
    """
    pool = pooled([ANNA, BO], *WIDE)
    assert pool.low == pytest.approx(10 + 10 / 9)
    assert pool.best == pytest.approx(25)
    assert pool.high == pytest.approx(40 - 10 / 9)


def test_disagreement_widens_the_range_and_the_mean_of_quantiles_would_not() -> None:
    pool = pooled([ANNA, BO], *WIDE)
    mean = [(one + other) / 2 for one, other in zip(ANNA, BO, strict=True)]
    assert pool.high - pool.low > 1.3 * (mean[2] - mean[0])
    apart = pooled([ANNA, Judgement(110, 120, 130)], *WIDE)
    assert apart.high - apart.low > 100


def test_an_expert_has_the_points_that_were_said() -> None:
    points = curve(ANNA, *WIDE)
    assert [probability(points, number) for number in ANNA] == list(POINTS)
    assert (points[0], points[-1]) == ((8.0, 0.0), (32.0, 1.0))
    assert probability(points, 25) == pytest.approx(0.725)
    assert probability(points, 7.9) == 0
    assert probability(points, 33) == 1


def test_no_distribution_leaves_what_the_unit_allows() -> None:
    points = curve(Judgement(0.01, 0.5, 0.99), 0, 1)
    assert (points[0][0], points[-1][0]) == (0, 1)


def test_an_expert_who_is_sure_of_a_number() -> None:
    sure = Judgement(20, 20, 20)
    assert pooled([sure], *WIDE) == sure
    assert pooled([sure, sure], *WIDE) == sure
    both = pooled([sure, Judgement(0, 40, 80)], *WIDE)
    assert both.best == 20  # half of all probability lies on 20, and some below it
    assert both.low < 20 < both.high


@given(numbers())
def test_one_expert_is_pooled_to_their_own_numbers(one: Judgement) -> None:
    assert pooled([one], *WIDE) == pytest.approx(one, rel=1e-6, abs=1e-6)


@given(numbers(), st.integers(2, 5))
def test_experts_who_agree_are_pooled_to_what_they_say(one: Judgement, count: int) -> None:
    assert pooled([one] * count, *WIDE) == pytest.approx(one, rel=1e-6, abs=1e-6)


@given(st.lists(numbers(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_pool_lies_among_the_experts_in_any_order(experts: list[Judgement], random: object) -> None:
    """Each point of the pool lies between those of the experts, since a mean lies between what it is the mean of."""
    pool = pooled(experts, *WIDE)
    assert pool.low <= pool.best <= pool.high
    for at, number in enumerate(pool):
        own = [expert[at] for expert in experts]
        assert min(own) - 1e-6 <= number <= max(own) + 1e-6
    random.shuffle(experts)  # type: ignore[attr-defined]
    assert pooled(experts, *WIDE) == pytest.approx(pool, rel=1e-6, abs=1e-6)


@given(st.lists(numbers(), min_size=2, max_size=4))
def test_the_pooled_points_have_their_probability(experts: list[Judgement]) -> None:
    """The mean of the experts' probabilities reaches 5, 50 and 95 percent at the pooled points, and not before."""
    curves = [curve(each, *WIDE) for each in experts]
    for wanted, number in zip(POINTS, pooled(experts, *WIDE), strict=True):
        step = 1e-6 * max(1.0, abs(number))
        after = sum(probability(points, number + step) for points in curves) / len(curves)
        before = sum(probability(points, number - step) for points in curves) / len(curves)
        assert before <= wanted + 1e-9
        assert after >= wanted - 1e-9
