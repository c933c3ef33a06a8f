"""Benefits by payer and pensions at their award, against values computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.figures.prices import rates as prices
from sim.files.paths import scenarios_dir
from sim.measures import Rates
from tests.measures.tiny import ACTIVITY_READY, INSURED, JOB_READY, SICK, Book, Table

YEAR = 365.25
STEPS = ((1, 0.2), (5, 0.6), (27, 0.7), (53, 0.8))
RATES = Rates(
    hour_dkk=481.0,
    benefit_week_dkk={"dagpenge": 4000.0, "kontanthjælp": 2750.0, "sygedagpenge": 4550.0, "førtidspension": 4000.0},
    paid_by_others=("dagpenge", "førtidspension"),
    own_share=STEPS,
    others_share=((1, 0.1), (3, 0.5)),
    discount=0.035,
    pension_age=67.0,
)


def measured(book: Book, window: tuple[int, int]) -> Table:
    return book.table(window, rates=RATES)


def test_person_weeks_at_their_rate_by_benefit_and_group() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    book.arrive(1, 9, JOB_READY)
    table, a_year = measured(book, (7, 13)), YEAR / 7
    assert table("benefits_paid", activity="sygedagpenge") == pytest.approx(1 * 4550 * a_year)
    assert table("benefits_paid", group="job-ready") == pytest.approx(5 / 7 * 2750 * a_year)
    assert table("benefits_paid") == pytest.approx((4550 + 5 / 7 * 2750) * a_year)
    assert table("benefits_unpriced") == 0.0


def test_a_benefit_without_a_rate_is_named() -> None:
    book = Book(14)
    book.arrive(0, 0, INSURED)
    table = book.table((0, 13))  # the usual prices of these tests have no dagpenge
    assert table("benefits_unpriced", activity="dagpenge") == pytest.approx(2 * YEAR / 14)
    assert table("benefits_paid") == 0.0


def test_benefits_that_are_merged_under_one_name_keep_their_rates() -> None:
    """The log gives both groups one benefit, and says that the job-ready are still paid as before."""
    book = Book(14)
    book.meta["paid_as"] = {JOB_READY: "dagpenge"}
    book.arrive(0, 0, JOB_READY)
    book.arrive(1, 0, ACTIVITY_READY)
    table = measured(book, (0, 13))
    assert table("benefits_paid", group="job-ready") == pytest.approx(2 * 4000 * YEAR / 14)
    assert table("benefits_paid", group="activity-ready") == pytest.approx(2 * 2750 * YEAR / 14)
    assert table("benefits_paid", activity="kontanthjælp") == table("benefits_paid")


def test_the_municipality_bears_more_the_longer_the_weeks_run() -> None:
    """Six weeks: four at 20 % and two at 60 %. A switch of benefit does not start the weeks again."""
    book = Book(70)
    book.arrive(0, 0, SICK)
    book.switch(0, 35, JOB_READY)
    table, a_year = measured(book, (0, 41)), YEAR / 42
    assert table("benefits_municipality", activity="sygedagpenge") == pytest.approx((4 * 0.2 + 0.6) * 4550 * a_year)
    assert table("benefits_municipality", activity="kontanthjælp") == pytest.approx(0.6 * 2750 * a_year)


def test_the_days_before_the_log_count_as_weeks() -> None:
    book = Book(14)
    book.arrive(0, 0, SICK, elapsed=51 * 7)
    table = measured(book, (0, 13))
    assert table("benefits_municipality") == pytest.approx((0.7 + 0.8) * 4550 * YEAR / 14)


def test_what_others_pay_out_has_steps_of_its_own() -> None:
    book = Book(28)
    book.arrive(0, 0, INSURED)
    assert measured(book, (0, 27))("benefits_municipality") == pytest.approx((2 * 0.1 + 2 * 0.5) * 4000 * YEAR / 28)


def test_the_payers_add_up_to_what_is_paid() -> None:
    book = Book(400)
    for citizen, state in enumerate((SICK, JOB_READY, INSURED, JOB_READY)):
        book.arrive(citizen, citizen, state, elapsed=0 if citizen else 700)
    book.switch(0, 33, JOB_READY)
    book.leave(1, 250)
    table = measured(book, (20, 380))
    for benefit in ("all", "dagpenge", "kontanthjælp", "sygedagpenge"):
        parts = (table(f"benefits_{payer}", activity=benefit) for payer in ("municipality", "state"))
        assert sum(parts) == pytest.approx(table("benefits_paid", activity=benefit))


def test_what_pensioners_are_paid_is_in_no_level() -> None:
    """A pension awarded before the window is the age of the run: nothing of it is measured."""
    book = Book(365)
    book.arrive(0, 0, SICK)
    book.arrive(1, 0, SICK)
    book.leave(0, 7, destination=1)
    first, later = (measured(book, window)("benefits_paid") for window in ((30, 59), (330, 359)))
    assert first == pytest.approx(later)
    assert first == pytest.approx(4550 * YEAR / 7)


def test_an_award_has_the_present_value_until_the_pension_age() -> None:
    """Born 40 years before the award: 27 years of pension, as the sum of its discounted days."""
    book = Book(28)
    book.arrive(0, 0, SICK, born=round(-40 * YEAR) + 7)
    book.leave(0, 7, destination=1)
    table = measured(book, (0, 27))
    days = np.arange(0, 27 * YEAR) / YEAR
    expected = (4000 / 7 * 1.035**-days).sum()
    assert table("pension_awards") == pytest.approx(1 * YEAR / 28)
    assert table("pension_award_value", group="sick") == pytest.approx(expected * YEAR / 28, rel=1e-3)


def test_without_a_discount_the_value_is_the_sum_and_from_the_pension_age_on_nothing() -> None:
    plain = Rates(481.0, pension_age=67.0)
    values = plain.value_to_pension_age(1000.0, np.array([57.0, 67.0, 70.0]))
    assert values == pytest.approx([10 * YEAR / 7 * 1000, 0.0, 0.0])


def test_a_log_without_days_of_birth_has_no_value() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    book.leave(0, 7, destination=1)
    assert not measured(book, (0, 27)).has("pension_award_value")


def test_the_files_give_shares_of_every_week_and_a_payer_of_every_benefit() -> None:
    """Refund and co-financing are the two sides of one staircase: the municipality bears 20, 60, 70, 80 % of either."""
    known = prices(scenarios_dir())
    for steps in (known.own_share, known.others_share):
        assert [week for week, _ in steps] == [1, 5, 27, 53]
        assert [share for _, share in steps] == pytest.approx([0.2, 0.6, 0.7, 0.8])
    weeks = np.array([0.0, 4.0, 26.0, 52.0, 104.0])
    borne = known.municipal_weeks(weeks, np.zeros(5, dtype=np.int64))
    assert borne == pytest.approx(
        [0, 4 * 0.2, 4 * 0.2 + 22 * 0.6, 4 * 0.2 + 22 * 0.6 + 26 * 0.7, 4 * 0.2 + 22 * 0.6 + 26 * 0.7 + 52 * 0.8]
    )
    assert set(known.paid_by_others) == {"dagpenge", "førtidspension"}
    assert 0 < known.discount < 0.1
    assert math.isclose(known.pension_age, round(known.pension_age))
