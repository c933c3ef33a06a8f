"""Hours, direct contact, running casework and money against values computed by hand."""

from __future__ import annotations

import pytest

from sim.world.log import RowKind
from tests.measures.tiny import JOB_READY, NAMES, SICK, Book, Table

YEAR = 365.25 / 7  # a window of one week


def week() -> Book:
    """One week (Monday 7 to Sunday 13), two caseworkers for the sick, one for the job-ready."""
    book = Book(28)
    book.arrive(0, 0, SICK, need=0, worker=0)
    book.arrive(1, 0, SICK, need=2, worker=0)
    book.arrive(2, 9, SICK, need=1, worker=0)
    book.arrive(3, 0, JOB_READY, need=1, worker=2)
    book.meet(0, 7, 60)
    book.meet(0, 8, 30, form=1)
    book.meet(3, 8, 90)
    book.meet(3, 9, 30, kind=RowKind.LOST)
    book.row(
        RowKind.WORK, 10, at=800, citizen=0, activity=3, role=1, minutes=120, caseworker=-1
    )  # a member of the team
    book.row(RowKind.WORK, 10, at=480, activity=2, role=0, caseworker=1, minutes=45)  # concerns no citizen
    book.row(RowKind.RUNNING, 7, at=480, caseworker=0, minutes=220)
    book.row(RowKind.RUNNING, 9, at=480, caseworker=0, minutes=320)
    book.row(RowKind.RUNNING, 9, at=480, caseworker=1, minutes=50)  # has no case
    book.row(RowKind.RUNNING, 14, at=480, caseworker=0, minutes=999)  # after the window
    book.row(RowKind.OVERTIME, 9, at=480, caseworker=0, minutes=30)
    book.meet(1, 20, 500)  # after the window
    return book


@pytest.fixture(scope="module")
def table() -> Table:
    return week().table((7, 13))


def test_hours_by_activity_group_and_team(table: Table) -> None:
    assert table("hours", activity="follow-up-meeting") == pytest.approx(180 / 60 * YEAR)
    assert table("hours", activity="follow-up-meeting", team="sickness", group="sick") == pytest.approx(90 / 60 * YEAR)
    assert table("hours", activity="no-show", group="job-ready") == pytest.approx(30 / 60 * YEAR)
    assert table("hours", activity="preparatory-part", team="sickness", group="none") == pytest.approx(45 / 60 * YEAR)
    assert table("hours", activity="running-casework") == pytest.approx(590 / 60 * YEAR)
    assert table("hours", activity="running-casework", group="no-case", team="sickness") == pytest.approx(
        50 / 60 * YEAR
    )


def test_other_roles_stand_by_themselves(table: Table) -> None:
    assert table("hours", activity="team-hearing", team="team-member") == pytest.approx(2 * YEAR)
    assert not table.has("hours", activity="team-hearing", team="all")
    assert table("hours_total", team="team-member") == pytest.approx(2 * YEAR)
    assert table("hours_all_roles") == pytest.approx(table("hours_total") + 2 * YEAR)


def test_hours_add_up(table: Table) -> None:
    frame = table.frame
    hours = frame[frame["measure"] == "hours"]
    total = table("hours_total")
    assert total == pytest.approx((180 + 30 + 45 + 590) / 60 * YEAR)
    by_activity = hours[(hours["group"] == "all") & (hours["team"] == "all")]
    assert by_activity["value"].sum() == pytest.approx(total)
    cells = hours[(hours["group"] != "all") & hours["team"].isin(["sickness", "jobs"])]
    assert cells["value"].sum() == pytest.approx(total)
    totals = frame[frame["measure"] == "hours_total"]
    assert totals.loc[totals["group"] != "all", "value"].sum() == pytest.approx(total)
    assert totals.loc[totals["team"].isin(["sickness", "jobs"]), "value"].sum() == pytest.approx(total)


def test_overtime_and_direct_contact(table: Table) -> None:
    assert table("overtime_hours") == pytest.approx(0.5 * YEAR)
    contact = 60 * 0.6 + 30 * 0.4 + 90 * 0.6
    assert table("direct_contact_share") == pytest.approx(contact / (180 + 30 + 45 + 590))
    assert table("direct_contact_share", team="jobs") == pytest.approx(54 / 120)
    assert not table.has("direct_contact_share", team="team-member")


def test_running_minutes_are_shared_by_need(table: Table) -> None:
    """Monday: 220 minutes over weights 0.7 + 1.5; Wednesday: 320 over 0.7 + 1.5 + 1.0."""
    light, heavy, medium = 70 + 70, 150 + 150, 100
    weeks = 1.0
    assert table("running_minutes_per_citizen_week", need="light") == pytest.approx(light / weeks)
    assert table("running_minutes_per_citizen_week", need="heavy") == pytest.approx(heavy / weeks)
    assert table("running_minutes_per_citizen_week", need="medium") == pytest.approx(medium / (5 / 7 + 1))
    assert table("running_minutes_per_citizen_week") == pytest.approx(540 / (3 + 5 / 7))
    assert table("running_minutes_per_citizen_week_team", team="sickness") == pytest.approx(540 / (2 + 5 / 7))
    assert table("running_minutes_per_citizen_week_team", team="jobs") == 0.0


def test_a_new_need_after_a_switch_weighs_otherwise() -> None:
    book = Book(14)
    book.arrive(0, 0, SICK, need=0)
    book.arrive(1, 0, SICK, need=1)
    book.row(RowKind.RUNNING, 1, at=480, caseworker=0, minutes=170)
    book.switch(0, 2, JOB_READY, need=2)
    book.row(RowKind.RUNNING, 2, at=480, caseworker=0, minutes=250)
    table = book.table((0, 6))
    assert table("running_minutes_per_citizen_week", need="light") == pytest.approx(70 / (2 / 7))
    assert table("running_minutes_per_citizen_week", need="heavy") == pytest.approx(150 / (5 / 7))
    assert table("running_minutes_per_citizen_week", need="medium") == pytest.approx(200)
    assert table("hours", activity="running-casework", group="job-ready") == pytest.approx(150 / 60 * YEAR)


def test_a_citizen_handed_over_takes_the_share_along() -> None:
    book = Book(14)
    book.arrive(0, 0, SICK, need=1, worker=0)
    book.assign(0, 3, 2)
    book.row(RowKind.RUNNING, 2, at=480, caseworker=0, minutes=100)
    book.row(RowKind.RUNNING, 3, at=480, caseworker=0, minutes=40)  # now without a case
    book.row(RowKind.RUNNING, 3, at=480, caseworker=2, minutes=60)
    table = book.table((0, 6))
    assert table("running_minutes_per_citizen_week") == pytest.approx(160)
    assert table("running_minutes_per_citizen_week_team", team="sickness") == pytest.approx(100 / (3 / 7))
    assert table("running_minutes_per_citizen_week_team", team="jobs") == pytest.approx(60 / (4 / 7))
    assert table("hours", activity="running-casework", group="no-case") == pytest.approx(40 / 60 * YEAR)


def test_money(table: Table) -> None:
    assert table("hours_cost") == pytest.approx(table("hours_total") * 481)


def test_posts_of_another_role_are_under_its_name_and_in_no_sum_of_caseworkers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The benefit office has a post with a diary of its own, in a team of its name. Its work carries no role here."""
    monkeypatch.setitem(NAMES["team"], 1, "benefit-office")
    book = Book(14)
    book.arrive(0, 0, SICK)
    book.row(RowKind.CAPACITY, 7, at=480, caseworker=0, minutes=400)
    book.row(RowKind.CAPACITY, 7, at=480, caseworker=2, minutes=400)
    book.row(RowKind.WORK, 8, at=480, citizen=0, activity=2, caseworker=0, minutes=30)
    book.row(RowKind.WORK, 8, at=480, citizen=0, activity=2, caseworker=2, minutes=90)
    book.row(RowKind.OVERTIME, 8, at=480, caseworker=2, minutes=60)
    table = book.table((7, 13))
    office = {"team": "benefit-office"}
    assert table("hours_total") == pytest.approx(0.5 * YEAR)
    assert table("hours_total", **office) == pytest.approx(1.5 * YEAR)
    assert table("hours_all_roles") == pytest.approx(2 * YEAR)
    assert table("overtime_hours", **office) == pytest.approx(1 * YEAR)
    assert (table("staff_present"), table("staff_present", **office)) == (1 / 5, 1 / 5)
    assert not table.has("staff", **office)
    assert not table.has("direct_contact_share", **office)


def test_a_log_that_names_no_direct_contact_has_none() -> None:
    book = week()
    book.meta["contact_permille"] = {}
    table = book.table((7, 13))
    assert table.has("direct_contact_share")
    assert table("direct_contact_share") == 0.0
