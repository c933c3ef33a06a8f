"""Work asked for: done or not, by rules or by practice, and the hours that diaries had for it."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.measures import measure_all
from sim.measures.hours import RUNNING
from sim.world.log import RowKind
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import JOB_READY, NORMS, RATES, SELF_SUPPORTING, SICK, Book, Table

YEAR = 365.25 / 7
"""From a window of one week to a year."""
OWN, PLAN = 0, 1
"""The duties of the hand-made log: the first one is the practice's here."""


def week() -> Book:
    """One week with work of every kind: done, lost, shed, without room, without a diary, and by another role."""
    book = Book(28)
    book.meta["practice_duties"] = ["early-contact"]
    book.arrive(0, 0, SICK, worker=0)
    book.arrive(1, 0, JOB_READY, worker=2)
    book.meet(0, 7, 60, duty=OWN)
    book.row(RowKind.WORK, 7, at=540, citizen=0, activity=1, form=0, role=0, duty=OWN, minutes=15)  # guidance rides
    book.meet(1, 8, 90, duty=PLAN)
    book.meet(1, 9, 30, duty=OWN, kind=RowKind.LOST)
    book.row(RowKind.SHED, 9, citizen=0, activity=0, form=0, role=0, duty=OWN, minutes=81, due=12, extra=11)
    book.row(RowKind.UNPLACEABLE, 9, citizen=0, activity=2, duty=PLAN, minutes=45, due=12)
    book.row(RowKind.START, 8, citizen=1, procedure=0, serial=0, duty=OWN)
    book.row(RowKind.START, 8, citizen=1, procedure=1, serial=1, duty=PLAN)
    for serial, minutes in ((0, 40), (1, 20)):
        book.row(
            RowKind.WORK, 10, at=600 + serial, citizen=1, activity=2, role=0, procedure=serial, serial=serial,
            minutes=minutes,
        )  # fmt: skip
    book.row(RowKind.WORK, 10, at=700, citizen=0, activity=3, role=1, minutes=120, caseworker=-1)  # of a member
    book.row(RowKind.WORK, 10, at=720, citizen=0, activity=2, role=0, minutes=25, caseworker=-1)  # without a diary
    book.row(RowKind.SHED, 20, citizen=0, activity=0, form=0, role=0, duty=OWN, minutes=500)  # after the window
    for worker, used, left in ((0, 75, 325), (2, 90 + 30 + 40 + 20, 220)):
        book.row(RowKind.CAPACITY, 8, at=480, caseworker=worker, minutes=used + left - (10 if worker else 0))
        book.row(RowKind.RUNNING, 8, at=480, caseworker=worker, minutes=left)
    book.row(RowKind.OVERTIME, 8, at=480, caseworker=2, minutes=10)
    return book


@pytest.fixture(scope="module")
def table() -> Table:
    return week().table((7, 13))


def test_asked_for_is_done_and_not_done(table: Table) -> None:
    done = 60 + 15 + 90 + 30 + 40 + 20 + 25
    assert table("hours_asked") == pytest.approx((done + 81 + 45) / 60 * YEAR)
    assert table("hours_shed") == pytest.approx(81 / 60 * YEAR)
    assert table("hours_unplaceable") == pytest.approx(45 / 60 * YEAR)
    assert table("hours_asked", activity="follow-up-meeting") == pytest.approx((60 + 90 + 81) / 60 * YEAR)
    assert table("hours_asked", activity="preparatory-part") == pytest.approx((40 + 20 + 25 + 45) / 60 * YEAR)
    assert table("hours_asked", activity="no-show") == pytest.approx(30 / 60 * YEAR)
    assert table("hours_asked", group="job-ready") == pytest.approx((90 + 30 + 40 + 20) / 60 * YEAR)
    assert table("hours_asked", team="sickness") == pytest.approx((60 + 15 + 81 + 45) / 60 * YEAR)


def test_the_practice_asks_for_its_meetings_and_the_cases_that_they_begin(table: Table) -> None:
    """Not for the guidance that rides on its meeting, and not for a case that a duty of the law begins."""
    assert table("hours_asked_practice") == pytest.approx((60 + 30 + 81 + 40) / 60 * YEAR)
    assert table("hours_asked_rules") == pytest.approx((15 + 90 + 20 + 25 + 45) / 60 * YEAR)
    assert table("hours_asked_rules", activity="guidance") == pytest.approx(15 / 60 * YEAR)
    assert table("hours_asked_practice", activity="preparatory-part") == pytest.approx(40 / 60 * YEAR)


def test_another_role_stands_by_itself(table: Table) -> None:
    assert table("hours_asked", team="team-member") == pytest.approx(2 * YEAR)
    assert table("hours_asked", team="team-member", activity="team-hearing") == pytest.approx(2 * YEAR)
    assert not table.has("hours_asked", team="all", activity="team-hearing")


def test_every_available_minute_is_worked_or_left(table: Table) -> None:
    assert table("hours_available") == pytest.approx((400 + 390) / 60 * YEAR)
    assert table("hours_outside_diaries") == pytest.approx(25 / 60 * YEAR)
    beyond = table("overtime_hours") + table("hours_outside_diaries")
    assert table("hours_total") == pytest.approx(table("hours_available") + beyond)


def sums(frame: pd.DataFrame, measure: str, activity: str, team: str = "all") -> float:
    rows = frame[(frame["measure"] == measure) & (frame["activity"] == activity) & (frame["group"] == "all")]
    return float(rows[rows["team"] == team]["value"].sum())


@pytest.mark.parametrize("apart", [False, True], ids=["one side", "two sides"])
def test_asked_for_is_conserved_by_activity(apart: bool) -> None:
    """On any log, with or without groups of unknown volume: done without running casework, shed, and without room."""
    log = synthetic_log(60_000, days=300, caseworkers=20)
    if apart:
        log.meta["unknown_states"], log.meta["team_of_state"] = [SICK], {SICK: 1, JOB_READY: 0, SELF_SUPPORTING: 0}
    frame = measure_all(log, (100, 280), norms=NORMS, rates=RATES)
    activities = set(frame[frame["measure"] == "hours_asked"]["activity"]) - {"all"}
    assert len(activities) > 3
    for activity in activities:
        parts = [sums(frame, name, activity) for name in ("hours", "hours_shed", "hours_unplaceable")]
        assert sums(frame, "hours_asked", activity) == pytest.approx(sum(parts)), activity
    whole = sums(frame, "hours_total", "all") - sums(frame, "hours", RUNNING)
    assert sums(frame, "hours_asked", "all") == pytest.approx(whole)  # such a log sheds nothing
    askers = [sums(frame, f"hours_asked_{asker}", "all") for asker in ("rules", "practice")]
    assert sums(frame, "hours_asked", "all") == pytest.approx(sum(askers))


def test_margins_of_work_asked_for_agree(table: Table) -> None:
    frame = table.frame[table.frame["measure"] == "hours_asked"]
    ours = frame[~frame["team"].isin(["team-member"])]
    for mine in (
        ours[(ours["group"] == "all") & (ours["team"] != "all") & (ours["activity"] != "all")],
        ours[(ours["group"] != "all") & (ours["activity"] != "all")],
        ours[(ours["group"] != "all") & (ours["activity"] == "all")],
        ours[(ours["group"] == "all") & (ours["team"] == "all") & (ours["activity"] != "all")],
    ):
        assert mine["value"].sum() == pytest.approx(table("hours_asked"))


def test_direct_contact_is_minutes_with_the_citizen_per_week_with_a_caseworker() -> None:
    """60 % of a meeting in person and 40 % of one by phone are contact; the second citizen has no caseworker."""
    book = Book(28)
    book.arrive(0, 0, SICK, worker=0)
    book.arrive(1, 0, JOB_READY, worker=-1)
    book.meet(0, 8, 60)
    book.meet(0, 9, 30, form=1)
    book.meet(0, 10, 30, kind=RowKind.LOST)
    book.row(RowKind.RUNNING, 8, at=480, caseworker=0, minutes=300)
    table = book.table((7, 20))
    assert table("contact_minutes_per_citizen_week") == pytest.approx((36 + 12) / 2)
    assert table("contact_minutes_per_citizen_week", group="sick") == pytest.approx(24)
    assert not table.has("contact_minutes_per_citizen_week", group="job-ready")
    assert not table.has("all_contact_minutes_per_citizen_week")


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_all_contact_adds_a_share_of_running_casework_by_need_and_group(share: float) -> None:
    """Light and heavy need weigh 0.7 and 1.5: of 220 running minutes 70 and 150 are theirs, each over one week."""
    book = Book(28)
    book.meta["running_contact"] = share
    book.arrive(0, 0, SICK, need=0, worker=0)
    book.arrive(1, 0, SICK, need=2, worker=0)
    book.meet(0, 8, 60)
    book.row(RowKind.RUNNING, 8, at=480, caseworker=0, minutes=220)
    table = book.table((7, 13))
    whole = "all_contact_minutes_per_citizen_week"
    assert table(whole, need="light") == pytest.approx(36 + share * 70)
    assert table(whole, need="heavy") == pytest.approx(share * 150)
    assert table(whole, group="sick", need="heavy") == pytest.approx(share * 150)
    assert table(whole, group="sick") == table(whole) == pytest.approx((36 + share * 220) / 2)
    for need in ("light", "heavy", "all"):
        booked, running = (table(f"{name}_minutes_per_citizen_week", need=need) for name in ("contact", "running"))
        assert table(whole, need=need) == pytest.approx(booked + share * running)
