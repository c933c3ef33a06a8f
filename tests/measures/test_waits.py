"""Waits, deadlines and detection against values computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.world.log import RowKind
from tests.measures.tiny import CLARIFICATION, FLEX_UNEMPLOYED, INSURED, JOB_READY, SICK, Book

YEAR = 365.25 / 28


def test_first_meeting_of_those_with_a_caseworker() -> None:
    book = Book(56)
    book.arrive(0, 0, SICK, elapsed=30)  # opening stock: does not wait
    book.meet(0, 1)
    book.arrive(1, 2, SICK)
    book.meet(1, 5, kind=RowKind.LOST)
    book.meet(1, 12, at=720)
    book.meet(1, 20)
    book.arrive(2, 3, JOB_READY)
    book.meet(2, 5, at=0)
    book.arrive(3, 3, JOB_READY)
    book.leave(3, 9)
    book.arrive(4, 4, JOB_READY)
    book.arrive(5, 4, INSURED, worker=-1)
    book.assign(5, 8, 0)
    book.meet(5, 9)
    table = book.table((0, 27))
    assert table("wait_first_meeting_mean", group="sick") == pytest.approx(10)  # days 2 to 12
    assert table("wait_first_meeting_p50", group="job-ready") == pytest.approx(2)
    assert table("wait_first_meeting_mean") == pytest.approx(6)
    assert table("wait_first_meeting_p50") == pytest.approx(6)  # halfway between 2 and 10
    for name, number in (("begun", 4), ("served", 2), ("left", 1), ("never", 1)):
        assert table(f"wait_first_meeting_{name}") == pytest.approx(number * YEAR)
    assert table("wait_first_meeting_within_1_week") == pytest.approx(1 / 4)
    assert table("wait_first_meeting_within_4_weeks") == pytest.approx(2 / 4)
    assert table("wait_first_meeting_within_4_weeks", group="job-ready") == pytest.approx(1 / 3)
    assert table("wait_first_meeting_within_4_weeks", group="job-ready", need="medium") == pytest.approx(1 / 3)


def test_certificates_come_in_the_order_of_their_orders() -> None:
    book = Book(56)
    book.arrive(0, 0, SICK)
    book.row(RowKind.ORDER, 1, citizen=0, form=0, minutes=1850)
    book.row(RowKind.ORDER, 3, citizen=0, form=1, minutes=1000)
    book.row(RowKind.ORDER, 5, citizen=0, form=0, minutes=1850)
    book.row(RowKind.DELIVER, 11, citizen=0, form=0)
    book.row(RowKind.DELIVER, 40, citizen=0, form=0)  # ends after the window, before the log
    book.arrive(1, 0, SICK)
    book.row(RowKind.ORDER, 2, citizen=1, form=0, minutes=1850)
    table = book.table((0, 27))
    assert table("wait_certificate_p50", activity="LÆ 265") == pytest.approx((10 + 35) / 2)
    assert not table.has("wait_certificate_p50", activity="LÆ 285")
    assert table("wait_certificate_never") == pytest.approx(2 * YEAR)
    assert table("certificates", activity="LÆ 265") == pytest.approx(3 * YEAR)
    assert table("certificate_fees") == pytest.approx((3 * 1850 + 1000) * YEAR)


def test_team_decision_effort_and_the_whole_clarification() -> None:
    book = Book(84)
    book.arrive(0, 0, SICK)
    book.row(RowKind.NEED, 1, citizen=0, extra=0)
    book.row(RowKind.DETECT, 6, citizen=0, extra=0)
    book.row(RowKind.START, 7, citizen=0, procedure=1, serial=0)
    book.row(RowKind.READY, 10, citizen=0, procedure=1, serial=0)
    book.row(RowKind.HEARING, 24, at=720, citizen=0, procedure=1, serial=0)
    book.row(RowKind.READY, 25, citizen=0, procedure=1, serial=0)  # papers were missing: again
    book.row(RowKind.HEARING, 45, at=720, citizen=0, procedure=1, serial=0)
    book.row(RowKind.DECIDE, 50, citizen=0, procedure=1, serial=0)
    book.switch(0, 50, FLEX_UNEMPLOYED, cause=3)
    book.arrive(1, 2, SICK)
    book.row(RowKind.DETECT, 3, citizen=1, extra=0)
    book.row(RowKind.START, 3, citizen=1, procedure=1, serial=0)
    book.row(RowKind.READY, 4, citizen=1, procedure=1, serial=0)
    book.leave(1, 20)
    book.arrive(2, 2, SICK)
    book.switch(2, 5, CLARIFICATION, cause=2)
    book.row(RowKind.START, 5, citizen=2, procedure=0, serial=0)
    book.row(RowKind.READY, 8, citizen=2, procedure=0, serial=0)
    book.row(RowKind.HEARING, 30, citizen=2, procedure=0, serial=0)
    book.row(RowKind.EFFORT, 31, citizen=2, procedure=0, serial=0)
    book.arrive(3, 2, SICK)
    book.row(RowKind.READY, 9, citizen=3, procedure=0, serial=0)
    table = book.table((0, 27))
    waits = [14, 20, 22]
    assert table("wait_team_mean") == pytest.approx(np.mean(waits))
    assert table("wait_team_p50") == pytest.approx(20)
    assert table("wait_team_p50", activity="flex-job-case") == pytest.approx(17)
    assert table("wait_team_p50", group="job-clarification") == pytest.approx(22)
    assert table("wait_team_never") == pytest.approx(1 * YEAR)
    assert table("wait_team_left") == pytest.approx(1 * YEAR)
    assert table("wait_decision_p50", activity="flex-job-case") == pytest.approx(43)
    assert table("wait_decision_left") == pytest.approx(1 * YEAR)
    assert table("wait_effort_p50", activity="clarification") == pytest.approx(26)
    assert table("wait_clarification_p50", activity="flex-job") == pytest.approx(44)
    assert table("wait_clarification_left") == pytest.approx(1 * YEAR)
    assert table("detection_delay_p50", activity="flex-job") == pytest.approx(5)
    assert table("team_cases", activity="flex-job-case") == pytest.approx(1 * YEAR)  # the second hearing is later
    assert table("decisions") == 0.0


def test_a_step_belongs_to_the_procedure_that_wrote_it() -> None:
    """Two cases of one kind run side by side, and the one that was ready first is heard last."""
    book = Book(56)
    book.arrive(0, 0, SICK)
    for serial, day in ((0, 2), (1, 4)):
        book.row(RowKind.READY, day, citizen=0, procedure=1, serial=serial)
    book.row(RowKind.HEARING, 14, citizen=0, procedure=1, serial=1)
    book.switch(0, 15, CLARIFICATION, cause=2)  # a case goes on although the spell changes
    book.row(RowKind.HEARING, 30, citizen=0, procedure=1, serial=0)
    table = book.table((0, 27))
    assert table("wait_team_mean") == pytest.approx((28 + 10) / 2)
    assert table("wait_team_left") == 0.0


def test_detection_not_yet_and_never() -> None:
    book = Book(56)
    for citizen in range(4):
        book.arrive(citizen, 0, SICK)
        book.row(RowKind.NEED, 2, citizen=citizen, extra=1)
    book.leave(0, 9)
    book.switch(3, 12, CLARIFICATION)
    book.row(RowKind.DETECT, 20, citizen=3, extra=1)  # of the next spell
    book.row(RowKind.DETECT, 3, citizen=1, extra=0)  # another need
    book.row(RowKind.DETECT, 30, citizen=2, extra=1)
    table = book.table((0, 27))
    assert table("detection_delay_mean") == pytest.approx(28)
    assert table("detection_delay_begun", activity="pension") == pytest.approx(4 * YEAR)
    assert table("detection_delay_served") == pytest.approx(1 * YEAR)
    assert table("detection_delay_left") == pytest.approx(2 * YEAR)
    assert table("detection_delay_never") == pytest.approx(1 * YEAR)


def test_held_by_due() -> None:
    book = Book(56)

    def opened(citizen: int, day: int, due: int, duty: int = 0) -> None:
        book.row(RowKind.OPEN, day, citizen=citizen, duty=duty, due=due)

    for citizen in range(5):
        book.arrive(citizen, 0, SICK if citizen else JOB_READY)
    opened(0, 1, 10)
    book.meet(0, 10)  # on the day: held
    opened(0, 12, 20)
    book.meet(0, 23)  # three days late
    opened(1, 1, 10)  # lapses after a no-show, the next instance is held
    book.meet(1, 9, kind=RowKind.LOST)
    opened(1, 15, 22)
    book.meet(1, 21)
    opened(2, 1, 10)
    book.leave(2, 10)  # left before the due day was over: does not count
    opened(3, 1, 10)
    book.meet(3, 4)
    book.leave(3, 5)  # held before leaving: counts
    opened(4, 20, 40)  # due after the window
    opened(4, 1, 9, duty=1)  # desk work in two pieces, done with the last
    book.meet(4, 8, 30, duty=1, form=-1)
    book.meet(4, 11, 30, duty=1, form=-1)
    table = book.table((0, 27))
    assert table("held_by_due_share", activity="early-contact") == pytest.approx(3 / 5)
    assert table("held_by_due_share", activity="plan") == 0.0
    assert table.has("held_by_due_share", activity="plan")
    assert table("held_by_due_share") == pytest.approx(3 / 6)
    assert table("held_by_due_share", group="job-ready") == pytest.approx(1 / 2)
    assert table("held_by_due_share", group="sick", activity="early-contact") == pytest.approx(2 / 3)
    assert table("lateness_mean", activity="early-contact") == pytest.approx(np.mean([0, 3, -1, -6]))
    assert table("lateness_p50", activity="plan") == pytest.approx(2)
    assert table("instances_unheld") == pytest.approx(1 * YEAR)


def test_a_duty_that_sets_a_procedure_going_is_met_unless_a_breach_follows() -> None:
    """Its instances open, its deadlines run, but the procedure's work is not the duty's: no WORK row bears it."""
    book = Book(56)
    for citizen in range(4):
        book.arrive(citizen, 0, CLARIFICATION)
        book.row(RowKind.TERM, 0, citizen=citizen, duty=1, due=20, minutes=1)
        book.row(RowKind.OPEN, 0, citizen=citizen, duty=1, due=20)
        book.row(RowKind.START, 0, citizen=citizen, procedure=0, duty=1)
    book.row(RowKind.OPEN, 1, citizen=0, duty=0, due=10)
    book.meet(0, 9)  # the only duty with work of its own
    for citizen, day in ((0, 18), (1, 25)):
        book.row(RowKind.WORK, day, at=720, citizen=citizen, activity=3, role=0, minutes=105)
        book.row(RowKind.HEARING, day, at=720, citizen=citizen, procedure=0, due=20, duty=1)
    for citizen in (1, 2):  # heard too late; not heard
        book.row(RowKind.BREACH, 21, citizen=citizen, duty=1, due=20, extra=1)
    book.leave(3, 15)  # before anybody could say
    table = book.table((0, 27))
    assert table("breach_share", activity="plan") == pytest.approx(2 / 3)
    assert table("breaches", activity="plan", group="job-clarification") == pytest.approx(2 * YEAR)
    assert not table.has("held_by_due_share", activity="plan")
    assert table("held_by_due_share") == pytest.approx(1.0)
    assert table("instances_unheld") == 0.0


def test_breaches_over_deadlines_that_found_the_citizen() -> None:
    book = Book(56)
    for citizen in range(5):
        book.arrive(citizen, 0, SICK)
        book.row(RowKind.TERM, 0, citizen=citizen, duty=0, due=10, minutes=4)
    book.row(RowKind.BREACH, 11, citizen=0, duty=0, due=10, extra=1)
    book.leave(1, 10)
    book.leave(2, 11)  # leaves at the midnight of the verdict: there is none
    book.leave(3, 12)
    book.row(RowKind.TERM, 0, citizen=4, duty=1, due=30)  # after the window
    book.row(RowKind.BREACH, 31, citizen=4, duty=1, due=30)
    book.row(RowKind.LAPSE, 9, citizen=4, duty=0, due=9)
    table = book.table((0, 27))
    assert table("breach_share", activity="early-contact") == pytest.approx(1 / 3)
    assert table("deadlines", activity="early-contact") == pytest.approx(3 * YEAR)
    assert not table.has("breach_share", activity="plan")
    assert table("breaches") == pytest.approx(1 * YEAR)
    assert table("lapsed", activity="early-contact") == pytest.approx(1 * YEAR)


def test_the_wait_for_the_team_is_the_agenda_the_queue_and_the_notice() -> None:
    """Agendas on days 7, 14 and 21, three weeks ahead, with one place each: two cases are ready on day 5."""
    book = Book(84)
    for citizen in range(3):
        book.arrive(citizen, 0, SICK)
    book.row(RowKind.READY, 5, citizen=0, procedure=1, serial=0)
    book.row(RowKind.READY, 5, citizen=1, procedure=1, serial=0)
    book.row(RowKind.READY, 20, citizen=2, procedure=1, serial=0)
    for citizen, day in ((0, 7), (1, 14), (2, 21)):
        book.row(RowKind.PLACE, day, citizen=citizen, procedure=1, serial=0, extra=day + 21)
        book.row(RowKind.HEARING, day + 21, at=720, citizen=citizen, procedure=1, serial=0)
    book.meta["agendas"] = [(0, 21, 1), (7, 28, 1), (14, 35, 1), (21, 42, 2), (28, 49, 1)]
    table = book.table((0, 27))
    assert table("wait_team_agenda_mean") == pytest.approx((2 + 2 + 1) / 3)
    assert table("wait_team_queue_mean") == pytest.approx(7 / 3)
    assert table("wait_team_queue_p95") == pytest.approx(7, abs=1)
    assert table("wait_team_notice_mean") == pytest.approx(21)
    parts = [table(f"wait_team_{part}_mean", group="sick") for part in ("agenda", "queue", "notice")]
    assert sum(parts) == pytest.approx(table("wait_team_mean", group="sick"))
    assert table("wait_team_queue_begun") == pytest.approx(table("wait_team_begun"))
    assert table("team_places_used_share") == pytest.approx(3 / 5), "the agenda of day 28 is outside the window"
    assert table("team_places_full_share") == pytest.approx(2 / 4)
    assert table("team_hours_full_share") == 0.0


def test_a_place_that_stays_empty_while_a_case_waits_shows_that_members_had_no_hours() -> None:
    """Five places, and two cases of which the second waits for the next agenda."""
    book = Book(56)
    for citizen, day in ((0, 7), (1, 14)):
        book.arrive(citizen, 0, SICK)
        book.row(RowKind.READY, 3, citizen=citizen, procedure=1, serial=0)
        book.row(RowKind.PLACE, day, citizen=citizen, procedure=1, serial=0, extra=day + 7)
        book.row(RowKind.HEARING, day + 7, at=720, citizen=citizen, procedure=1, serial=0)
    book.meta["agendas"] = [(7, 14, 5), (14, 21, 5)]
    table = book.table((0, 27))
    assert table("team_hours_full_share") == pytest.approx(1 / 2)
    assert table("team_places_used_share") == pytest.approx(2 / 10)
    assert table("wait_team_queue_mean") == pytest.approx(7 / 2)


def test_cases_that_never_got_a_place_have_no_parts() -> None:
    book = Book(56)
    book.arrive(0, 0, SICK)
    book.row(RowKind.READY, 3, citizen=0, procedure=1, serial=0)
    table = book.table((0, 27))
    assert table("wait_team_queue_begun") == table("wait_team_begun") > 0
    assert not table.has("wait_team_queue_mean")
    assert not table.has("team_places_used_share")
