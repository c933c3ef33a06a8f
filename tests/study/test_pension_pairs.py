"""Pensions compared by person: the same pension sooner is no yearly effect, and a new one is valued at its award."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from sim.measures import Rates, Reading, awards, measure_all
from sim.measures.payers import payers
from sim.results.pension_pairs import LEVELS, compared_pensions
from sim.world.log import RowKind
from tests.measures.tiny import JOB_READY, NORMS, Book

YEAR = 365.25
DAYS = 1100
STEPS = ((1, 0.2), (5, 0.6), (27, 0.7), (53, 0.8))
EQUAL = Rates(
    481.0, {"kontanthjælp": 4000.0, "førtidspension": 4000.0}, paid_by_others=("førtidspension",), own_share=STEPS,
    others_share=STEPS, discount=0.0, pension_age=67.0,
)  # fmt: skip
"""Prices under which a pension costs what it replaces, and the same payers bear it."""
DEARER = Rates(
    481.0, {"kontanthjælp": 3000.0, "førtidspension": 4000.0}, paid_by_others=("førtidspension",), own_share=STEPS,
    others_share=STEPS, discount=0.0, pension_age=67.0,
)  # fmt: skip
WINDOWS = ((366, 730), (366, 1040), (550, 915))

Day = Callable[[int], int | None]


def book(award: Day, left: Day = lambda _: None, *, citizens: int = 150) -> Book:
    """Citizens on one benefit, one after the other with a need for a pension, and the days on which something happens."""
    book = Book(DAYS)
    book.meta["pension_needs"] = ["pension"]
    for citizen in range(citizens):
        book.arrive(citizen, 0, JOB_READY, elapsed=200, born=round(-50 * YEAR))
        book.row(RowKind.NEED, 0, citizen=citizen, minutes=1, extra=1)
    for citizen in range(citizens):
        for day, destination in ((award(citizen), 1), (left(citizen), 0)):
            if day is not None:
                book.leave(citizen, day, destination)
    return book


def compared(before: Book, after: Book, window: tuple[int, int], rates: Rates) -> dict[str, float]:
    """The numbers of a pair, with the differences of the levels corrected for the pensions."""
    logs = before.log(), after.log()
    records = [awards(Reading(log, window, rates)) for log in logs]
    numbers = compared_pensions(records[0], records[1], window, rates)
    levels = []
    for log in logs:
        measured = measure_all(log, window, norms=NORMS, rates=rates)
        table = pd.concat([measured, payers(measured, rates)])
        whole = table[(table[["group", "team", "activity", "need"]] == "all").all(axis=1)]
        levels.append(dict(zip(whole["measure"], whole["value"], strict=True)))
    differences = {name: sum(levels[1][of] - levels[0][of] for of in parts) for name, parts in LEVELS.items()}
    return numbers | {name: difference + numbers[name] for name, difference in differences.items()}


def every_week(citizen: int) -> int:
    return 7 * citizen + 43


def sooner(citizen: int) -> int:
    return every_week(citizen) - 42


@pytest.mark.parametrize("window", WINDOWS)
def test_six_weeks_sooner_is_no_yearly_effect(window: tuple[int, int]) -> None:
    """Every pension comes six weeks sooner, at the price of what it replaces: nobody pays more or less in any year.

    The benefits other than pension fall by six weeks of each pensioner. Alone they would look like a saving.
    """
    numbers = compared(book(every_week), book(sooner), window, EQUAL)
    for measure in LEVELS:
        assert numbers[measure] == pytest.approx(0, abs=1e-3), measure
    assert numbers["pensions_earlier"] == pytest.approx(YEAR / 7, rel=0.02)
    assert numbers["pension_days_moved"] == pytest.approx(-42)
    assert numbers["pension_counted"] == pytest.approx(4000 * 6 * YEAR / 7, rel=0.02)
    assert numbers["pensions_more"] == numbers["pensions_later"] == numbers["pension_value_more"] == 0


def test_the_difference_does_not_depend_on_the_length_of_the_window() -> None:
    """A pension that costs 1,000 a week more, six weeks sooner, 52.2 times a year: the same in one year and in two."""
    expected = 1000 * 6 * YEAR / 7
    for window in WINDOWS:
        numbers = compared(book(every_week), book(sooner), window, DEARER)
        assert numbers["benefits_compared"] == pytest.approx(expected, rel=0.02), window
        payers = numbers["benefits_compared_municipality"] + numbers["benefits_compared_state"]
        assert payers == pytest.approx(numbers["benefits_compared"])


def test_later_is_the_reverse_of_sooner() -> None:
    window = WINDOWS[0]
    one, other = (compared(*books, window, DEARER) for books in (
        (book(every_week), book(sooner)), (book(sooner), book(every_week))
    ))  # fmt: skip
    assert other["benefits_compared"] == pytest.approx(-one["benefits_compared"])
    assert other["pensions_later"] == pytest.approx(one["pensions_earlier"])
    assert other["pension_days_moved"] == pytest.approx(42)


def test_a_new_pension_is_valued_at_its_award_and_adds_nothing_to_the_years() -> None:
    """One citizen of the two gets a pension only under the variant. Under the baseline the need has fallen away."""
    window = (366, 730)
    before = book(lambda _: None, citizens=2)
    before.switch(0, 100, JOB_READY)  # a new spell: the need is gone
    after = book(lambda citizen: 400 if citizen == 0 else None, citizens=2)
    numbers = compared(before, after, window, DEARER)
    assert numbers["pensions_more"] == pytest.approx(YEAR / 365)
    value = 4000 / 7 * (17 * YEAR - 400)
    assert numbers["pension_value_more"] == pytest.approx(value * YEAR / 365, rel=1e-3)
    assert numbers["benefits_compared"] == pytest.approx(0, abs=1)
    assert numbers["pensions_earlier"] == numbers["pensions_undecided"] == 0


def test_what_a_lost_pension_would_have_replaced_ends_when_the_person_leaves() -> None:
    """Under the variant the citizen finds work before the pension of the baseline comes, so nothing is left in."""
    before = book(lambda citizen: 400 if citizen == 0 else None, citizens=2)
    after = book(lambda _: None, lambda citizen: 390 if citizen == 0 else None, citizens=2)
    numbers = compared(before, after, (366, 730), DEARER)
    assert numbers["pensions_more"] == pytest.approx(-YEAR / 365)
    assert numbers["benefits_compared"] == pytest.approx(-10 / 7 * 3000 * YEAR / 365)


def test_who_still_waits_at_the_end_of_the_log_is_undecided_and_not_new() -> None:
    """The baseline would award after the log: the persons count as moved, and their pension until the window's end."""
    window = (366, DAYS - 1)
    numbers = compared(book(lambda _: None, citizens=1), book(lambda _: DAYS - 14, citizens=1), window, DEARER)
    a_year = YEAR / (window[1] - window[0] + 1)
    assert numbers["pensions_undecided"] == pytest.approx(a_year)
    assert numbers["pensions_more"] == 0
    assert numbers["benefits_compared"] == pytest.approx(2 * 1000 * a_year)


def test_a_run_against_itself_moves_nothing() -> None:
    same = book(every_week)
    numbers = compared(same, same, WINDOWS[1], DEARER)
    assert {name: value for name, value in numbers.items() if value} == {}
