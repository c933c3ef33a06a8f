"""The axis of states: the position of a row's group and benefit, under the first law and under later ones."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.axis import StateAxis

FIRST = {0: (1, 0), 1: (2, 1), 2: (2, 3)}
NAMES = {0: "young", 1: "ready", 2: "sick"}


@pytest.mark.parametrize(
    ("later", "pairs", "positions"),
    [
        ([], [(1, 0), (2, 1), (2, 3), (2, 0), (1, 1), (-1, -1)], [1, 2, 3, 0, 0, 0]),
        ([{1: (5, 4)}], [(5, 4), (2, 1), (4, 4), (5, 3), (5, 0)], [2, 2, 0, 0, 0]),
        ([{1: (5, 4)}, {2: (6, 0)}], [(5, 4), (6, 0), (2, 3)], [2, 3, 3]),
        ([{0: (2, 1)}], [(2, 1), (1, 0)], [2, 1]),  # a pair stays with the state that had it first
    ],
)
def test_a_row_has_the_position_of_its_state_under_the_law_of_its_day(
    later: list[dict[int, tuple[int, int]]], pairs: list[tuple[int, int]], positions: list[int]
) -> None:
    axis = StateAxis(FIRST, NAMES, later)
    group, benefit = np.array(pairs, np.int8).T
    assert axis.index(group, benefit).tolist() == positions


def test_states_with_one_number_and_benefit_share_a_position() -> None:
    axis = StateAxis({0: (1, 0), 1: (2, 1), 3: (1, 0)}, {0: "a", 1: "b", 3: "c"})
    assert list(axis.labels[1:]) == ["a+c", "b"]
    assert axis.of(np.array([0, 1, 3, 2, 4, -1])).tolist() == [1, 2, 1, 0, 0, 0]
    assert axis.holding("c").tolist() == [False, True, False]
    assert axis.holding("b", "a").tolist() == [False, True, True]


def test_the_position_of_no_state_has_no_number_and_no_benefit() -> None:
    """Code 0 is a group's and a benefit's own, so the first position has -1."""
    axis = StateAxis(FIRST, NAMES)
    assert axis.group.tolist() == [-1, 1, 2, 2]
    assert axis.benefit.tolist() == [-1, 0, 1, 3]
