"""Activation and the sums by payer, against values computed by hand and against conservation."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sim.figures.prices import rates as prices
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library
from sim.measures import Rates, measure_all
from sim.measures.payers import KINDS, PAYERS, payers
from sim.world.log import RowKind
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import CLARIFICATION, JOB_READY, NORMS, SICK, Book, Table

YEAR = 365.25
RATES = Rates(
    hour_dkk=500.0,
    post_hours=1300.0,
    benefit_week_dkk={"kontanthjælp": 2750.0, "sygedagpenge": 4550.0, "dagpenge": 4000.0},
    paid_by_others=("dagpenge",),
    own_share=((1, 0.2), (5, 0.6)),
    others_share=((1, 0.2), (5, 0.6)),
    interpreter_hour_dkk=500.0,
    offer_week_dkk={"company-practice": 100.0, "guidance-upskilling": 1500.0},
    course_week_dkk={"job-clarification": 700.0},
    transport_week_dkk=150.0,
    state_share={"offers": 0.0, "courses": 0.5, "transport": 0.5},
)
PRACTICE, GUIDANCE = range(2)


def offer(book: Book, citizen: int, day: int, days: int, kind: int) -> None:
    book.row(RowKind.OFFER, day, citizen=citizen, form=kind, due=day + days - 1)


def test_weeks_of_offers_within_the_window_at_the_price_of_their_kind() -> None:
    book = Book(70)
    book.arrive(0, 0, JOB_READY)
    offer(book, 0, 7, 28, GUIDANCE)
    offer(book, 0, 35, 14, PRACTICE)
    table, a_year = book.table((14, 41), rates=RATES), YEAR / 28
    assert table("activation_cost", activity="guidance-upskilling") == pytest.approx(3 * 1500 * a_year)
    assert table("activation_cost", activity="company-practice") == pytest.approx(1 * 100 * a_year)
    assert table("activation_cost", activity="transport") == pytest.approx(4 * 150 * a_year)
    assert table("activation_state") == pytest.approx(4 * 150 * 0.5 * a_year)
    assert table("activation_unpriced") == 0.0


def test_an_offer_ends_with_the_benefit_or_the_exit() -> None:
    """Four weeks planned: one citizen leaves after a week, one falls ill after two, one changes the group only."""
    book = Book(70)
    for citizen in range(3):
        book.arrive(citizen, 0, JOB_READY)
        offer(book, citizen, 7, 28, GUIDANCE)
    book.leave(0, 14)
    book.switch(1, 21, SICK)
    book.switch(2, 21, 2)  # activity-ready, on the same benefit
    table = book.table((0, 69), rates=RATES)
    assert table("offer_person_weeks") == pytest.approx((1 + 2 + 4) * YEAR / 70)


def test_a_kind_of_offer_without_a_price_is_named() -> None:
    book = Book(28)
    book.arrive(0, 0, JOB_READY)
    offer(book, 0, 0, 14, GUIDANCE)
    without = replace(RATES, offer_week_dkk={"company-practice": 100.0})
    assert book.table((0, 27), rates=without)("activation_unpriced", activity="guidance-upskilling") == pytest.approx(
        2 * YEAR / 28
    )


def test_a_course_costs_from_its_effort_on() -> None:
    """One waits three weeks for the effort, one leaves before it, and the course of the third began before the log."""
    book = Book(70)
    book.arrive(0, 0, SICK)
    book.switch(0, 7, CLARIFICATION)
    book.row(RowKind.EFFORT, 28, citizen=0)
    book.row(RowKind.EFFORT, 35, citizen=0)  # a plan that is renewed begins no second effort
    book.arrive(1, 0, SICK)
    book.switch(1, 7, CLARIFICATION)
    book.leave(1, 42)
    book.arrive(2, 0, CLARIFICATION, elapsed=100)
    book.leave(2, 14)
    table = book.table((0, 69), rates=RATES)
    assert table("activation_cost", activity="courses") == pytest.approx((6 + 2) * 700 * YEAR / 70)
    assert table("activation_municipality", activity="courses") == pytest.approx((6 + 2) * 350 * YEAR / 70)


def posts(number: float, team: str = "all", measure: str = "staff_total") -> dict[str, object]:
    cell = {"group": "all", "team": team, "activity": "all", "need": "all"}
    return {**cell, "measure": measure, "unit": "posts", "value": number}


def paid(log_table: pd.DataFrame, *more: dict[str, object], rates: Rates = RATES) -> Table:
    return Table(payers(pd.concat([log_table, pd.DataFrame(list(more))], ignore_index=True), rates))


@pytest.fixture(scope="module")
def measured() -> pd.DataFrame:
    return measure_all(synthetic_log(60_000, days=300, caseworkers=20), (100, 280), norms=NORMS, rates=RATES)


def test_the_payers_and_the_kinds_add_up_to_all_that_is_paid(measured: pd.DataFrame) -> None:
    table, run = paid(measured, posts(20.0)), Table(measured)
    for kind in (*KINDS, "all"):
        parts = (table(f"paid_{payer}", activity=kind) for payer in PAYERS)
        assert sum(parts) == pytest.approx(table("paid_total", activity=kind))
    for payer in (*PAYERS, "total"):
        assert sum(table(f"paid_{payer}", activity=kind) for kind in KINDS) == pytest.approx(table(f"paid_{payer}"))
    assert table("paid_total", activity="benefits") == pytest.approx(run("benefits_paid"))
    assert table("paid_total", activity="activation") == pytest.approx(run("activation_cost"))
    assert table("paid_total", activity="benefits") > 0


def test_staff_is_posts_of_caseworkers_and_of_roles_or_their_hours(measured: pd.DataFrame) -> None:
    none = measured[measured["measure"] != "hours_total"]
    hours = {"group": "all", "activity": "all", "need": "all", "measure": "hours_total", "unit": "hours per year"}
    roles = [
        {**hours, "team": name, "value": value}
        for name, value in (("team-member", 300.0), ("company-consultant", 9e9), ("a-kasse", 70.0), ("region", 4.0))
    ]
    table = paid(none, posts(10.0), posts(2.0, "company-consultant", "staff"), *roles)
    assert table("paid_municipality", activity="staff") == pytest.approx(12 * 1300 * 500 + 300 * 500)
    assert table("paid_fund", activity="staff") == pytest.approx(70 * 500)
    assert table("paid_region") == pytest.approx(4 * 500)
    assert table("effort_cost", activity="staff") == table("paid_municipality", activity="staff")


def test_a_payer_of_what_nobody_gets_pays_nothing() -> None:
    """Nobody is insured, in an offer or before the team: the fund, the region and activation pay zero."""
    book = Book(28)
    book.arrive(0, 0, JOB_READY)
    table = paid(measure_all(book.log(), (0, 27), norms=NORMS, rates=RATES))
    assert [table(f"paid_{payer}") for payer in ("fund", "region")] == [0.0, 0.0]
    assert table("paid_state") == pytest.approx(0.8 * 2750 * YEAR / 7)
    assert table("effort_cost") == 0.0


def test_every_offer_and_course_of_the_rules_has_a_price() -> None:
    known, library = prices(scenarios_dir()), Library.load(scenarios_dir())
    regimes = [path.stem for path in (scenarios_dir() / "regimes").glob("*.yaml")]
    offers = {name for regime in regimes for name in library.regime(regime).offers}
    assert regimes
    assert offers == set(known.offer_week_dkk)
    assert set(known.state_share) == {"offers", "courses", "transport"}
    assert set(known.share_of) == {"fleksløntilskud"}
    flex, own = known.share_of["fleksløntilskud"], known.own_share
    assert [share for _, share in flex[:3]] == [share for _, share in own[:3]]
    assert 0 < flex[3][1] < own[3][1]
