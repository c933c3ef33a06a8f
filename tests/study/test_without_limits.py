"""A world without limits meets none, and is the same world in all else."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.engine import run
from sim.place.read import Assumed
from sim.results.staffing.without_limits import CITIZENS_PER_POST, DAY_MINUTES, LIMITS, without_limits
from sim.world.build import build_world
from sim.world.codes import DAY
from sim.world.log import RowKind
from tests.engine.small import scaled
from tests.settings import setting_of
from tests.study.places import fifth


def test_a_run_without_limits_meets_none() -> None:
    _, log = fifth()
    assert not log.of(*LIMITS, RowKind.MOVE).size
    assert (log.of(RowKind.CAPACITY)["minutes"] == DAY_MINUTES).all()


def test_meetings_are_on_the_first_working_day_after_their_notice() -> None:
    """The short notice comes on top where no time was booked. Two long cases that begin on one day may fill it, once in 1,000 times."""
    world, log = fifth()
    book = log.of(RowKind.BOOK)
    meetings = book[(book["duty"] >= 0) & (book["form"] >= 0)]
    notice = np.zeros(1 + int(world.duties["code"].max()), np.int64)
    notice[world.duties["code"]] = world.duties["notice"]
    usual = meetings["minute"] // DAY + np.maximum(notice[meetings["duty"]], 1)
    workdays = np.flatnonzero(world.workday)
    first, summoned = (
        workdays[np.searchsorted(workdays, usual + more)] for more in (0, world.settings["short_notice"])
    )
    day = meetings["extra"]
    assert (day >= first).all()
    assert ((day == first) | (day == summoned)).mean() > 0.999


def test_the_limits_are_real_in_the_world_that_they_are_taken_from() -> None:
    world, _ = fifth()
    log = run(world)
    assert log.of(RowKind.SHED).size
    assert log.of(RowKind.MOVE).size


def test_the_caseload_of_staff_that_does_not_exist_moves_nobody() -> None:
    """With effects on behaviour assumed, four citizens at a post ask for as much as twenty."""
    setting = scaled(setting_of("aalborg", "current", "baseline", date(2024, 1, 1), 200, 1, effects=Assumed()), 0.2)
    world = build_world(setting, 1)
    assert world.effects["caseload"].any()
    exits = []
    for citizens_per_post in CITIZENS_PER_POST:
        left = run(without_limits(world, citizens_per_post)).of(RowKind.EXIT)
        exits.append(dict(zip(left["citizen"].tolist(), (left["minute"] // DAY).tolist(), strict=True)))
    few, many = exits
    same = sum(few[citizen] == many.get(citizen) for citizen in few)
    assert same > 0.99 * len(few)
    assert len(many) == pytest.approx(len(few), rel=0.01)


def test_a_world_without_limits_keeps_rules_and_citizens() -> None:
    world, _ = fifth()
    free = without_limits(world)
    assert free.citizens is world.citizens
    assert free.duties is world.duties
    assert set(free.posts["team"].tolist()) == set(world.posts["team"].tolist())
    assert np.array_equal(free.places > 0, world.places > 0)
    assert world.posts.size < free.posts.size == np.unique(free.posts["code"]).size
