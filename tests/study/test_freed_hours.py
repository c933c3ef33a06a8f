"""Conservation of freed hours in real runs: work asked for, hours that diaries had, and the two steps between two columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.engine import Log, run
from sim.measures import Rates, View, Window, measure_all
from sim.measures.askers import by_practice
from sim.measures.hours import RUNNING
from sim.measures.norms import Norms
from sim.report.freed import BECAME_PARTS, two_steps
from sim.results.pairing import compare
from sim.results.staffing.demand import PARTS, parts_of
from sim.world.log import RowKind
from sim.world.world import World
from tests.engine.small import shrunk
from tests.settings import setting_of

DAYS, WINDOW = 300, (60, 299)
NORMS = Norms()
RATES = Rates(hour_dkk=481.0)
CURRENT = ("current", "baseline")
FREED = ("freed-six-cities", "same-contact-by-need")
Made = dict[tuple[str, str], tuple[World, Log, pd.DataFrame]]


@pytest.fixture(scope="module")
def runs() -> Made:
    """A small Aalborg under today's rules and freed ones, with its own staff: some meetings are shed."""
    made: Made = {}
    for rules, practice in (CURRENT, FREED):
        setting = setting_of("aalborg", rules, practice, date(2024, 1, 1), DAYS, 1)
        world = shrunk(setting, citizens=900)
        log = run(world)
        made[rules, practice] = (world, log, measure_all(log, WINDOW, norms=NORMS, rates=RATES))
    return made


def value(table: pd.DataFrame, measure: str, activity: str = "all", team: str = "all") -> float:
    rows = table[(table["measure"] == measure) & (table["activity"] == activity) & (table["team"] == team)]
    return float(rows[(rows["group"] == "all") & (rows["need"] == "all")]["value"].sum())


@pytest.mark.parametrize("column", [CURRENT, FREED])
def test_capacity_worked_is_done_and_running(runs: Made, column: tuple[str, str]) -> None:
    """Of the log itself: every minute of a diary is worked, is running casework, or was overtime."""
    _, log, table = runs[column]
    start, end = WINDOW[0] * 1440, (WINDOW[1] + 1) * 1440
    role = next(code for code, name in log.names["role"].items() if name == "caseworker")

    def minutes(*kinds: RowKind) -> int:
        rows = log.of(*kinds)
        rows = rows[(rows["minute"] >= start) & (rows["minute"] < end) & (rows["caseworker"] >= 0)]
        mine = np.isin(rows["role"], [role, -1])
        roles = set(log.names["role"].values())
        teams = [code for code, name in log.names["team"].items() if name in roles]
        return int(rows["minutes"][mine & ~np.isin(rows["team"], teams)].sum())

    worked = minutes(RowKind.WORK, RowKind.LOST) + minutes(RowKind.RUNNING)
    assert worked == minutes(RowKind.CAPACITY) + minutes(RowKind.OVERTIME)
    beyond = value(table, "overtime_hours") + value(table, "hours_outside_diaries")
    assert value(table, "hours_total") == pytest.approx(value(table, "hours_available") + beyond)


@pytest.mark.parametrize("column", [CURRENT, FREED])
def test_asked_for_is_done_shed_and_without_room(runs: Made, column: tuple[str, str]) -> None:
    _, _, table = runs[column]
    done = value(table, "hours_total") - value(table, "hours", RUNNING)
    not_done = value(table, "hours_shed") + value(table, "hours_unplaceable")
    assert value(table, "hours_asked") == pytest.approx(done + not_done)
    askers = value(table, "hours_asked_rules") + value(table, "hours_asked_practice")
    assert value(table, "hours_asked") == pytest.approx(askers)
    assert value(runs[CURRENT][2], "hours_shed") > 0


@pytest.mark.parametrize("column", [CURRENT, FREED])
def test_the_practices_work_is_what_demand_calls_practice(runs: Made, column: tuple[str, str]) -> None:
    """Two readings of one log: from its meta alone, and from the rows of rules of its world."""
    world, log, _ = runs[column]
    view = View(log, Window(*WINDOW))
    work = view.inside(RowKind.WORK, RowKind.LOST)
    mine = by_practice(view, work)
    assert mine.any()
    assert np.array_equal(mine, parts_of(world, view, work) == PARTS.index("practice"))


def test_what_became_of_the_hours_adds_up_to_the_work_removed(runs: Made) -> None:
    names: dict[str, Any] = {"study": "small", "place": "aalborg", "capacity": "keep", "replication": 1}
    tables = [
        table.assign(rule_set=rules, practice=practice, **names) for (rules, practice), (_, _, table) in runs.items()
    ]
    steps = two_steps(compare(pd.concat(tables), "/".join((*CURRENT, "keep")), ["/".join((*FREED, "keep"))]))
    hours = {step: part.set_index("part")["hours"] for step, part in steps.groupby("step")}
    removed = value(runs[CURRENT][2], "hours_asked") - value(runs[FREED][2], "hours_asked")
    assert hours["removed"]["all"] == pytest.approx(removed)
    assert hours["removed"].drop("all").sum() == pytest.approx(removed)
    assert hours["asker"].sum() == pytest.approx(removed)
    assert hours["became"].drop("all").sum() == pytest.approx(removed)
    assert list(hours["became"].index) == ["all", *(part.name for part in BECAME_PARTS)]
    assert hours["became"]["posts"] == pytest.approx(0)  # staff is kept
