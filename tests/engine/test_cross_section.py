"""The opening stock drawn from a cross-section small enough to count: who is in it, how often each is drawn, and where cases go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.world.codes import Op
from sim.world.opening import PRESENT, CrossSection, outlines, same_step

GROUPS = ("sick", "insured", "resource-course")
PEOPLE = (
    ("sick", 0),
    ("insured", 1),
    ("sick", 0),
    ("sick", 5),
    ("insured", 0),
    ("sick", 1),
    ("insured", 2),
    ("sick", 0),
    ("sick", 9),
)
"""Group, and days until the return of those who are outside. Nobody is on a resource course."""
DRAWS = 3000


@pytest.fixture
def section() -> CrossSection:
    rows = np.zeros(len(PEOPLE), PRESENT)
    rows["state"] = [GROUPS.index(group) for group, _ in PEOPLE]
    rows["returns"] = [days for _, days in PEOPLE]
    rows["age"] = np.arange(len(PEOPLE))
    return CrossSection(rows, GROUPS, (), (), {})


def who(rows: NDArray[np.void]) -> list[int]:
    """The numbers of citizens in :data:`PEOPLE`."""
    return [int(age) for age in rows["age"]]


@pytest.mark.parametrize(
    ("group", "here", "away"),
    [("sick", [0, 2, 7], [3, 5, 8]), ("insured", [4], [1, 6]), ("resource-course", [], []), ("unknown-group", [], [])],
)
def test_a_citizen_is_present_or_outside_in_one_group(
    section: CrossSection, group: str, here: list[int], away: list[int]
) -> None:
    """Who comes back tomorrow is outside today."""
    assert (who(section.of(group)), who(section.outside(group)), section.has(group)) == (here, away, bool(here))


@pytest.mark.parametrize("group", GROUPS)
def test_each_citizen_of_the_group_is_drawn_equally_often(section: CrossSection, group: str) -> None:
    """Binomial within 4.5 standard errors; nobody of another group and nobody who is outside."""
    here = who(section.of(group))
    drawn = who(section.drawn(1, group, DRAWS))
    assert len(drawn) == (DRAWS if here else 0)
    assert set(drawn) == set(here)
    for citizen in here:
        share = 1 / len(here)
        assert abs(drawn.count(citizen) - DRAWS * share) <= 4.5 * np.sqrt(DRAWS * share * (1 - share))


def test_no_citizen_is_drawn_for_an_empty_stock(section: CrossSection) -> None:
    assert section.drawn(1, "sick", 0).size == section.drawn(1, "unknown-group", 9).size == 0
    assert section.drawn(1, "sick", 0).dtype == PRESENT


@pytest.mark.parametrize(("sections", "expected"), [(1, 3), (3, 1), (2, 2), (7, 0)])
def test_as_many_are_outside_as_on_a_day_of_the_burn_in(section: CrossSection, sections: int, expected: int) -> None:
    drawn = who(replace(section, sections=sections).drawn_outside(4, "sick"))
    assert len(drawn) == expected
    assert set(drawn) <= {3, 5, 8}


def test_rows_of_one_day_are_one_cross_section(section: CrossSection) -> None:
    assert len(section.drawn_outside(4, "sick")) == len(section.outside("sick")) == 3
    assert len(section.drawn_outside(4, "insured")) == 2
    assert section.drawn_outside(4, "resource-course").size == 0


def test_those_outside_are_other_draws_than_those_present(section: CrossSection) -> None:
    """A group's stock and its citizens outside are two streams: else a late return would go with the first in the rows."""
    rows = np.zeros(2000, PRESENT)
    rows["returns"][1000:] = 1
    rows["age"] = np.tile(np.arange(1000), 2)
    both = CrossSection(rows, GROUPS, (), (), {})
    assert who(both.drawn(1, "sick", 1000)) != who(both.drawn_outside(1, "sick"))
    assert who(both.drawn(1, "sick", 50)) == who(both.drawn(1, "sick", 1000))[:50]


# --- procedures
def steps(*ops: Op) -> list[dict[str, int]]:
    return [{"op": int(op), "key": 10 * number} for number, op in enumerate(ops)]


def test_an_outline_has_the_steps_of_the_first_version() -> None:
    """Three procedures in another order than their steps; a later version of the first stands at the end."""
    rows = steps(Op.WORK, Op.TEAM, Op.END, Op.ORDER, Op.SWITCH, Op.END, Op.WORK, Op.END)
    entries: Sequence[dict[str, int]] = [{"entry": 3}, {"entry": 0}, {"entry": 5}, {"entry": 6}]
    assert outlines({0: "b", 1: "a", 2: "c"}, rows, entries) == {
        "a": ((int(Op.WORK), 0), (int(Op.TEAM), 10), (int(Op.END), 20)),
        "b": ((int(Op.ORDER), 30), (int(Op.SWITCH), 40)),
        "c": ((int(Op.END), 50),),
    }


def outline(*ops: Op) -> tuple[tuple[int, int], ...]:
    return tuple((step["op"], step["key"]) for step in steps(*ops))


OLD = outline(Op.WORK, Op.ORDER, Op.WORK, Op.TEAM, Op.WORK, Op.SWITCH)


@pytest.mark.parametrize("step", range(len(OLD) + 1))
def test_under_the_same_steps_a_case_stays_at_its_step(step: int) -> None:
    assert same_step(step, OLD, OLD) == step


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (outline(Op.WORK, Op.ORDER, Op.TEAM, Op.SWITCH), [0, 0, 2, 2, 3, 3, 3]),
        (outline(Op.TEAM, Op.WORK), [0, 0, 0, 0, 1, 1, 1]),  # the team alone, and it comes first
        (outline(Op.WORK, Op.TEAM), [0, 0, 0, 1, 1, 1, 1]),  # nothing comes after the team: the case waits for it again
        (outline(Op.WORK, Op.WORK, Op.ORDER, Op.SWITCH), [0, 0, 3, 3, 3, 3, 3]),  # no team
        (outline(Op.WORK, Op.SWITCH), [0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_under_other_steps_a_case_goes_on_after_its_last_landmark(
    new: tuple[tuple[int, int], ...], expected: list[int]
) -> None:
    """For every step that a case may have come to under the old steps, and for the end."""
    assert [same_step(step, OLD, new) for step in range(len(OLD) + 1)] == expected
