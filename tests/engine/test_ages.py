"""Ages are conserved: each citizen reaches an age of the law once, on the birthday, and stays in no group that it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pytest

from sim.engine import Engine, Log, run
from sim.files.quantity import number
from sim.place.office.calendar import add_months
from sim.world.build import build_world
from sim.world.codes import DAY
from sim.world.log import RowKind
from sim.world.world import World
from tests.aalborg import START, setting

DAYS = 900
PRESENT = {"education-ready-young": 120, "activity-ready-young": 120, "sick": 60, "in-flexjob": 120, "under-18": 30}
"""Citizens on the first day; more enter the groups of the young and fall ill."""
ENTER = {"education-ready-young": 60, "activity-ready-young": 60, "sick": 200}
YOUNG = ("education-ready-young", "activity-ready-young")
AGE = 4
"""The cause of a switch by age."""


@lru_cache(maxsize=1)
def world() -> World:
    """A small place of people near the ages of the law."""
    whole = setting(days=DAYS)
    groups = {
        name: stock.model_copy(
            update={
                "stock": replace(stock.stock, value=number(PRESENT.get(name, 0))),
                "entries": replace(stock.entries, value=number(ENTER.get(name, 0))),
            }
        )
        for name, stock in whole.place.groups.items()
    }
    small = replace(whole, place=whole.place.model_copy(update={"groups": groups}))
    return build_world(small, 1, posts=dict.fromkeys([*small.place.teams, *small.place.roles], 2.0), places=4)


@lru_cache(maxsize=2)
def log(engine: Engine) -> Log:
    return run(world(), engine)


def birthday(citizen: int, years: int) -> int:
    """The day of a run on which a citizen reaches an age."""
    born = START + timedelta(days=int(world().citizens["born"][citizen]))
    return (add_months(born, 12 * years) - START).days


def spells(engine: Engine) -> list[tuple[int, str, int, int]]:
    """Every spell: citizen, group, first day in the log, the day after the last."""
    states = world().names["state"]
    of_pair = {pair: number for number, pair in log(engine).meta["state"].items()}
    here: dict[int, tuple[str, int]] = {}
    found: list[tuple[int, str, int, int]] = []
    for row in log(engine).rows:
        kind, citizen, day = int(row["kind"]), int(row["citizen"]), int(row["minute"]) // DAY
        if kind in (RowKind.SWITCH, RowKind.EXIT):
            group, since = here.pop(citizen)
            found.append((citizen, group, since, day))
        if kind in (RowKind.ARRIVE, RowKind.SWITCH):
            here[citizen] = (states[of_pair[int(row["group"]), int(row["benefit"])]], day)
    return found + [(citizen, group, since, DAYS) for citizen, (group, since) in here.items()]


@pytest.mark.parametrize("engine", ["reference", "kernel"])
def test_a_citizen_turns_thirty_once_and_on_the_birthday(engine: Engine) -> None:
    rows = log(engine).rows
    turns = rows[(rows["kind"] == RowKind.SWITCH) & (rows["form"] == AGE)]
    assert turns.size >= 10
    assert np.unique(turns["citizen"]).size == turns.size
    for row in turns:
        assert int(row["minute"]) == birthday(int(row["citizen"]), 30) * DAY


@pytest.mark.parametrize("engine", ["reference", "kernel"])
def test_nobody_of_thirty_is_in_a_group_of_the_young(engine: Engine) -> None:
    of_young = [spell for spell in spells(engine) if spell[1] in YOUNG]
    assert len(of_young) > 200
    for citizen, group, _, until in of_young:
        assert until <= birthday(citizen, 30), f"citizen {citizen} stays in {group}"


@pytest.mark.parametrize("engine", ["reference", "kernel"])
def test_nobody_goes_from_cash_benefit_back_to_the_young(engine: Engine) -> None:
    adult = {"job-ready", "activity-ready"}
    were_adult: set[int] = set()
    for citizen, group, since, _ in sorted(spells(engine), key=lambda spell: spell[2]):
        assert not (group in YOUNG and citizen in were_adult), f"citizen {citizen} on day {since}"
        if group in adult:
            were_adult.add(citizen)
    assert were_adult


@pytest.mark.parametrize("engine", ["reference", "kernel"])
def test_citizens_leave_at_pension_age_and_at_eighteen(engine: Engine) -> None:
    rows, names = log(engine).rows, log(engine).names["destination"]
    pensioned = rows[
        (rows["kind"] == RowKind.EXIT) & np.isin(rows["extra"], [c for c, n in names.items() if n == "pension-age"])
    ]
    assert pensioned.size >= 5
    for row in pensioned:
        assert int(row["minute"]) == birthday(int(row["citizen"]), 67) * DAY
    for citizen, group, _, until in spells(engine):
        limit = 18 if group == "under-18" else 67
        assert until <= birthday(citizen, limit) or group not in ("under-18", "in-flexjob"), (
            f"citizen {citizen} in {group}"
        )


def test_birthdays_are_those_of_the_calendar() -> None:
    """A citizen of 28 February or of a leap day reaches an age on the same day of the year, or at its end."""
    assert (add_months(date(1996, 2, 29), 360) - date(1996, 2, 29)).days == 10957
    assert add_months(date(1995, 3, 2), 360) == date(2025, 3, 2)
