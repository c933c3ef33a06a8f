"""What law and practice ask for: in places made by hand where the hours are known, and in Aalborg against the log."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.chance.draw import chance
from sim.measures import View, Window
from sim.measures.cases import CaseDays
from sim.measures.episodes import Pieces
from sim.measures.hours import RUNNING, hours
from sim.results.staffing.demand import PARTS, demand
from sim.world.codes import DAY, DutyKind, How, Op, Role
from sim.world.log import RowKind
from sim.world.rows.rules import TALK
from sim.world.world import World
from tests.study.places import CYCLES, DAYS, THIRTY, WINDOW, YEAR, Place, asked, fifth


def parts(world: World, team: str = "one") -> dict[str, float]:
    """Hours of a team by part, those that it has none of left out."""
    found = asked(world)
    return {
        str(part): float(total) for part, total in found[found["team"] == team].groupby("part")["hours"].sum().items()
    }


def test_a_repeating_meeting_takes_citizens_times_intervals_times_minutes() -> None:
    place = Place(THIRTY)
    place.duty(60, **place.every(30))
    assert parts(place.world()) == pytest.approx({"meetings": 30 * CYCLES})


def test_more_meetings_by_law_ask_for_so_many_more_hours() -> None:
    rare, often = Place(THIRTY), Place(THIRTY)
    rare.duty(60, **rare.every(30))
    often.duty(60, **often.every(15))
    assert parts(often.world())["meetings"] == pytest.approx(2 * parts(rare.world())["meetings"])


@pytest.mark.parametrize(("posts", "citizens"), [(1, 1), (1, 40), (4, 40)])
def test_what_is_asked_for_does_not_depend_on_the_staff_there_is(posts: int, citizens: int) -> None:
    """A meeting of an hour each six days: with 1,200 citizens 200 hours a day, thirty times what a post has."""
    place = Place(THIRTY * citizens, posts)
    place.duty(60, **place.every(6))
    assert parts(place.world())["meetings"] == pytest.approx(5 * 30 * citizens * CYCLES)


def test_what_the_practice_adds_is_no_law() -> None:
    place = Place(THIRTY)
    place.duty(60, optional=1, **place.every(30))
    place.duty(30, name="on request", **place.every(30))
    assert parts(place.world(practice_duties=("on request",))) == pytest.approx({"practice": 30 * CYCLES * 1.5})


def test_a_procedure_is_desk_work_where_the_law_begins_it_and_practice_where_the_practice_does() -> None:
    place = Place(THIRTY)
    case = place.procedure((Op.WORK, {"a": place.activity(90)}), (Op.END, {}))
    place.duty(0, DutyKind.PROCEDURE, procedure=case, **place.every(30))
    assert parts(place.world()) == pytest.approx({"desk": 30 * CYCLES * 1.5})
    assert parts(place.world(practice_duties=("duty 0",))) == pytest.approx({"practice": 30 * CYCLES * 1.5})


def test_a_procedure_that_another_one_begins_is_a_case() -> None:
    place = Place(THIRTY)
    inner = place.procedure((Op.WORK, {"a": place.activity(60)}), (Op.END, {}))
    outer = place.procedure((Op.WORK, {"a": place.activity(30)}), (Op.START, {"a": inner}), (Op.END, {}))
    place.duty(0, DutyKind.PROCEDURE, procedure=outer, **place.every(30))
    assert parts(place.world()) == pytest.approx({"desk": 30 * CYCLES * 0.5, "cases": 30 * CYCLES})


def test_no_shows_cost_lost_minutes_another_booking_and_sanctions() -> None:
    """All stay away from both bookings: each costs 30 minutes, and begins a sanction of 60."""
    place = Place(THIRTY)
    place.duty(60, **place.every(30))
    place.show[0] = [chance(1.0)] * 3
    place.states[0]["sanctioned"] = 1
    case = place.procedure((Op.WORK, {"a": place.activity(60)}), (Op.END, {}))
    world = place.world(attempts=2, no_show_minutes=30, sanction_chance=chance(1.0), sanction_procedure=case)
    assert parts(world) == pytest.approx({"meetings": 30 * CYCLES * 2 * 0.5, "sanctions": 30 * CYCLES * 2})


def test_tracking_is_minutes_per_duty_opened() -> None:
    place = Place(THIRTY)
    place.duty(60, tracked=1, **place.every(30))
    tracking = place.activity(0)
    assert parts(place.world(track_duty=15, track_activity=tracking))["tracking"] == pytest.approx(30 * CYCLES / 4)


def test_guidance_is_the_laws_whatever_meeting_it_rides_on() -> None:
    place = Place(THIRTY)
    place.duty(60, optional=1, **place.every(30))
    place.riders = [{"states": 1, "activity": place.activity(15), "days": 1, "first": 1}]
    assert parts(place.world()) == pytest.approx({"practice": 30 * CYCLES, "meetings": 30 * CYCLES / 4})


def test_a_switch_costs_its_talk_and_casework_in_the_new_team() -> None:
    """One citizen switches on each day: 40 minutes of talk and 60 of casework."""
    place = Place([(0, age) for age in range(DAYS)])
    life = place.constant(DAYS + 1)
    place.clocks.append({"state": 0, "target": 1, "procedure": -1, "table": life, "table_stock": life, "span": -1})
    place.duty(40, name=TALK, states=2, starts=int(How.TALK), term=7)
    case = place.procedure((Op.WORK, {"a": place.activity(60)}), (Op.END, {}))
    world = place.world(switch_procedure=case, switch_talk=1)
    assert parts(world, "one") == {}
    assert parts(world, "other") == pytest.approx({"switches": YEAR * 100 / 60})


def test_work_of_a_role_is_that_of_its_team() -> None:
    """The second team are consultants: 45 minutes a case are theirs, and the caseworkers' team has none of it."""
    place = Place(THIRTY)
    of_team = place.activity(45, role=Role.COMPANY_CONSULTANT, pool=1)
    case = place.procedure((Op.WORK, {"a": of_team}), (Op.END, {}))
    place.duty(0, DutyKind.PROCEDURE, procedure=case, **place.every(30))
    world = place.world()
    world.posts["role"][world.posts["team"] == 1] = Role.COMPANY_CONSULTANT
    world.names["team"][1] = "company-consultant"
    assert parts(world, "one") == {}
    assert parts(world, "company-consultant") == pytest.approx({"desk": 30 * CYCLES * 0.75})


def test_hours_by_part_add_up_to_the_minutes_of_the_log() -> None:
    world, log = fifth()
    table = demand(world, log, WINDOW)
    rows = log.of(RowKind.WORK, RowKind.LOST)
    inside = rows[(rows["minute"] >= WINDOW[0] * DAY) & (rows["minute"] < (WINDOW[1] + 1) * DAY)]
    assert table["hours"].sum() == pytest.approx(inside["minutes"].sum() / 60 * YEAR / 300)
    assert set(table["part"]) == set(PARTS)
    assert not table.duplicated(["team", "group", "activity", "part"]).any()
    teams = np.array(log.meta["team_of_caseworker"])
    diaries = inside[inside["caseworker"] >= 0]
    minutes = np.bincount(teams[diaries["caseworker"]], diaries["minutes"], len(world.names["team"]))
    by_team = table.groupby("team")["hours"].sum()
    for code, name in world.names["team"].items():
        if name != "company-consultant":  # a hearing's members and the like have no diary
            assert by_team[name] == pytest.approx(minutes[code] / 60 * YEAR / 300)


def test_demand_is_the_measure_of_hours_without_running_casework() -> None:
    """Of the teams whose groups have known numbers."""
    world, log = fifth()
    view = View(log, Window(*WINDOW))
    cases = CaseDays.of(view, Pieces.of(view))
    measured = hours(view, cases, cases.shares(view)).frame()
    keys = ["team", "activity"]
    rows = measured[(measured["measure"] == "hours") & (measured["group"] == "all") & (measured["activity"] != RUNNING)]
    expected = rows[rows["team"] != "all"].groupby(keys)["value"].sum()
    mine = demand(world, log, WINDOW).groupby(keys)["hours"].sum()
    pd.testing.assert_series_equal(mine.sort_index(), expected.sort_index(), check_names=False)


def test_sanctions_and_switches_are_of_their_procedures_alone() -> None:
    world, log = fifth()
    table = demand(world, log, WINDOW)
    activities = {part: set(of_part["activity"]) for part, of_part in table.groupby("part")}
    assert not activities["sanctions"] & activities["switches"]
    assert not activities["tracking"] & (activities["meetings"] | activities["desk"] | activities["practice"])
