"""Rights counted within a window, against days counted one by one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.benefit_window import reached

Period = tuple[int, int]


@dataclass(frozen=True)
class Case:
    """A benefit paid from ``since`` on, and earlier in ``past`` periods [from, to)."""

    since: int
    need: int
    window: int
    past: tuple[Period, ...]

    @property
    def found(self) -> int:
        ends = [day for period in (*self.past, *[(0, 0)] * (3 - len(self.past))) for day in period]
        return int(reached(self.since, self.need, self.window, *ends))

    def there(self, day: int) -> int:
        """Days on the benefit among the ``window`` days before ``day``."""
        paid = {d for first, to in self.past for d in range(first, to)}
        return sum(d in paid or d >= self.since for d in range(day - self.window, day))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to three earlier periods, with breaks, before the present one."""
    day = draw(st.integers(-400, 100))
    past: list[Period] = []
    for _ in range(draw(st.integers(0, 3))):
        first = day + draw(st.integers(0, 60))
        day = first + draw(st.integers(1, 120))
        past.append((first, day))
    need = draw(st.integers(1, 90))
    window = need + draw(st.integers(0, 120))
    return Case(day + draw(st.integers(0, 80)), need, window, tuple(draw(st.permutations(past))))


@given(cases())
def test_it_is_the_first_day_with_as_many_days_within_the_window(case: Case) -> None:
    found = case.found
    assert case.since <= found <= case.since + case.need
    assert case.there(found) >= case.need
    assert all(case.there(day) < case.need for day in range(case.since, found))


@given(cases())
def test_a_longer_window_is_reached_no_later(case: Case) -> None:
    assert Case(case.since, case.need, case.window + 30, case.past).found <= case.found


@pytest.mark.parametrize(
    ("past", "window", "found"),
    [
        ((), 270, 254),  # 154 days from day 100 on
        (((0, 50),), 270, 204),  # fifty days count
        (((0, 50),), 154, 254),  # a window as long as the right: the last of the present days must do
        (((-300, -200),), 270, 254),  # too long ago when it would count
        (((-100, 100),), 270, 100),  # reached before: at once
        (((-150, -100), (0, 20), (60, 80)), 270, 214),  # two within the window, one before it
    ],
)
def test_twenty_two_weeks_within_nine_months(past: tuple[Period, ...], window: int, found: int) -> None:
    """The right to sickness benefit (SDPL § 24): 22 weeks' benefit within the nine months before."""
    assert Case(100, 154, window, past).found == found
