"""Citizens who come back: renewal theory, conservation of persons, and the past that the law counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import chance, entities, purpose
from sim.engine import run
from sim.engine.benefit_window import reached
from sim.engine.kernel import Run
from sim.engine.kernel.present import present
from sim.files.value import Value
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.codes import NEVER, Op
from sim.world.log import RowKind
from sim.world.rows.builders import table
from sim.world.tables import CITIZEN, PERIOD
from sim.world.world import World
from tests.aalborg import setting
from tests.engine.compare import Rows, first_difference, kernel_rows
from tests.engine.returns import OF_SEVEN
from tests.engine.worlds import random_world

DAYS, STAY, AWAY = 400, 30, 20
WORK, HOME = 0, 1
SICK, INSURED = 0, 1


def small(number: int, *, share: float = 1.0, days: int = DAYS, **parts: Any) -> World:
    """Citizens without a caseworker: each stays a fixed time, leaves, and comes back after a fixed time.

    State 0 is sickness benefit with a right of 100 days within 300. State 1 is dagpenge with a right of 104 weeks.
    """
    tables = [q.table_of(q.constant(days)) for days in (STAY, AWAY, 100, 728)]
    never = {"procedure": 0, "span": -1, "cause": 2, "target": -1}
    clocks = [
        {"state": state, "target": -1, "span": -1, "cause": 1, "table": 0, "table_stock": 0, "key": purpose(f"exit {state}")}
        for state in (SICK, INSURED)
    ]  # fmt: skip
    clocks += [
        {"state": SICK, "term": 1, "table": 2, "table_stock": 2, "window": 300, "key": purpose("right")} | never,
        {"state": INSURED, "term": 1, "table": 3, "table_stock": 3, "accumulated": 1, "key": purpose("dagpenge")}
        | never,
    ]
    states = [
        {"lab": 6, "benefit": 0, "family": 0, "sick": 1, "weight": 1000, "exit_first": 0, "exit_count": 1},
        {"lab": 1, "benefit": 1, "family": 1, "insured": 1, "weight": 1000, "exit_first": 0, "exit_count": 1},
    ]
    returns = [
        {"state": state, "destination": WORK, "target": state, "older": -1, "below": chance(share), "table": 1, "key": purpose("back")}
        for state in (SICK, INSURED)
    ]  # fmt: skip
    people = table(
        [{"entity": each, "arrive": 1440 * (1 + n % 7), "came_from": -1, "born": -9000, "opening_need": -1}
         for n, each in enumerate(entities("returns", number))], CITIZEN,
    )  # fmt: skip
    people = np.sort(people, order="arrive", kind="stable")
    settings = {"run": 7, "key_return": purpose("key_return"), "key_exit": purpose("key_exit")}
    fields: dict[str, Any] = {
        "tables": np.array(tables, np.int32), "states": states, "clocks": clocks, "citizens": people, "returns": returns,
        "exits": [{"destination": WORK, "below": chance(1.0)}], "steps": [{"op": Op.EXIT, "a": HOME}],
        "procedures": [{"entry": 0, "due": -1, "cause": 2}], "month_start": np.arange(days + 800, dtype=np.int32),
    }  # fmt: skip
    return World.empty(days, days + 800, settings, **(fields | parts))


def of(rows: Rows, kind: RowKind) -> Rows:
    chosen: Rows = rows[rows["kind"] == kind]
    return chosen


def both(world: World) -> Rows:
    """The log of the kernel, which is that of the reference."""
    rows = run(world).rows
    assert first_difference(run(world, "reference").rows, rows) is None
    return rows


def test_with_fixed_times_a_citizen_comes_back_once_in_each_cycle() -> None:
    """Renewal theory without chance: the k-th return is on day a + k (stay + away)."""
    world = small(20, clocks=_no_terms(small(1)))
    rows = both(world)
    for number, fate in enumerate(world.citizens):
        first = int(fate["arrive"]) // 1440
        expected = np.arange(first, DAYS, STAY + AWAY)
        arrivals = of(rows, RowKind.ARRIVE)
        mine = arrivals[arrivals["citizen"] == number]
        assert mine["minute"].tolist() == (expected * 1440).tolist()
        assert mine["spell"].tolist() == list(range(len(expected)))


def _no_terms(world: World) -> NDArray[np.void]:
    clocks: NDArray[np.void] = world.clocks[world.clocks["term"] == 0]
    return clocks


def test_returns_are_a_geometric_number() -> None:
    """Each exit is followed by a return with the same chance p, independently: p (1 - p^n) / (1 - p) returns in n cycles."""
    share, citizens = 0.6, 4000
    world = small(citizens, share=share, clocks=_no_terms(small(1)))
    exits, back = of(run(world).rows, RowKind.EXIT), of(run(world).rows, RowKind.ARRIVE)["spell"] > 0
    cycles = (DAYS - 8) // (STAY + AWAY)
    inside = of(run(world).rows, RowKind.ARRIVE)
    number = int((inside["spell"][back] <= cycles).sum()) / citizens
    expected = sum(share**k for k in range(1, cycles + 1))
    assert exits.size > citizens
    assert number == pytest.approx(expected, abs=4.5 * np.sqrt(expected * 4 / citizens))


def test_nobody_appears_or_vanishes() -> None:
    """Arrivals less exits are the citizens present, and between two stays of a person lies exactly one exit."""
    rows = both(small(300, share=0.7))
    moves = rows[np.isin(rows["kind"], (RowKind.ARRIVE, RowKind.EXIT))]
    for number in range(300):
        mine = moves[moves["citizen"] == number]["kind"]
        assert (mine[::2] == RowKind.ARRIVE).all()
        assert (mine[1::2] == RowKind.EXIT).all()


def test_without_a_chance_the_log_is_as_without_returns() -> None:
    seed = next(s for s in range(1, 60) if s % 7 in OF_SEVEN)
    world = random_world(seed)
    citizens = world.citizens.copy()
    citizens["outside"] = citizens["worked"] = 0
    plain = replace(world, citizens=citizens, periods=np.zeros(0, PERIOD), returns=world.returns[:0])
    rows = world.returns.copy()
    rows["below"] = 0
    assert first_difference(run(plain).rows, run(replace(plain, returns=rows)).rows) is None


def test_earlier_sickness_counts_within_the_window() -> None:
    """A right of 100 days within 300: stays of 30 days reach it on day 10 of the fourth stay, whatever lies between."""
    rows = both(small(5))
    for number in range(5):
        mine = rows[(rows["citizen"] == number) & np.isin(rows["kind"], (RowKind.ARRIVE, RowKind.START))]
        begins = mine[mine["kind"] == RowKind.ARRIVE]["minute"][:4] // 1440
        periods = [(int(day), int(day) + STAY) for day in begins[:3]]
        day = reached(int(begins[3]), 100, 300, *(edge for period in periods for edge in period))
        assert day == begins[3] + 10
        assert mine[mine["kind"] == RowKind.START]["minute"][0] == day * 1440


def test_used_dagpenge_counts_until_work_has_earned_a_new_right() -> None:
    """Stays of 30 days use 30 days of the right each. Twenty days at work each time earn a new one after the third."""
    fates = small(1).citizens.copy()
    fates["state"] = INSURED
    world = small(1, citizens=fates)
    kept = _used(world)
    assert kept == [0, 30, 60, 90]
    returns = world.returns.copy()
    returns["works"] = 1
    earned = replace(world, returns=returns, settings=world.settings | {"new_right": 60})
    assert _used(earned) == [0, 30, 60, 0]


@pytest.mark.parametrize(
    ("extension", "most", "stay", "day"), [(0, 0, 3, 10), (1, 99, 4, 40), (2, 25, 4, 5), (2, 99, 4, 60), (2, 10, 3, 20)]
)
def test_work_extends_the_right_in_use(extension: int, most: int, stay: int, day: int) -> None:
    """A right of 70 days, stays of 30: 10 days are left for the third stay. The 20 days at work before each stay add to them."""
    world = small(1)
    fates, tables, returns = world.citizens.copy(), world.tables.copy(), world.returns.copy()
    fates["state"], returns["works"] = INSURED, 1
    tables[3] = q.table_of(q.constant(70))
    rights = {"extension": extension, "extension_most": most}
    rows = both(replace(world, citizens=fates, tables=tables, returns=returns, settings=world.settings | rights))
    begins = of(rows, RowKind.ARRIVE)["minute"] // 1440
    ends = of(rows, RowKind.START)["minute"] // 1440
    if day <= STAY:
        assert ends[0] == begins[stay - 1] + day
    else:  # the right outlasts the stay
        assert not ends.size or ends[0] > begins[stay - 1] + STAY


def _used(world: World) -> list[int]:
    """Used days of the right on the first day of each of the first four stays."""
    both(world)
    engine, first = Run(world), int(world.citizens["arrive"][0]) // 1440
    days = [first + stay * (STAY + AWAY) + 1 for stay in range(4)]
    return [int(engine.to(day).state.citizen["accumulated"][0]) for day in days]


def test_nobody_comes_back_who_is_too_old() -> None:
    """At the age that ends the state the citizen stays away, or comes back to the state for those who are older."""
    spans = np.full((1, 2000), 9000 + 100, np.int32)  # born 9,000 days before day 0: day 100
    clocks = np.concatenate([_no_terms(small(1)), small(1).clocks[:1]])
    clocks[-1]["term"], clocks[-1]["aged"], clocks[-1]["key"], clocks[-1]["cause"] = 1, 1, purpose("age"), 4
    clocks[-1]["procedure"] = 0
    world = small(7, clocks=clocks, spans=spans)
    arrivals = of(both(world), RowKind.ARRIVE)
    assert arrivals["minute"].max() < 100 * 1440
    returns = world.returns.copy()
    returns["older"] = INSURED
    later = of(both(replace(world, returns=returns)), RowKind.ARRIVE)
    later = later[later["minute"] >= 100 * 1440]
    assert later.size
    assert (later["group"] == 1).all()


@pytest.mark.parametrize(("ends", "target"), [(SICK, INSURED), (INSURED, SICK)])
def test_an_age_that_ends_another_state_keeps_nobody_away(ends: int, target: int) -> None:
    """Everybody comes back to one state, and the age ends only the other."""
    spans = np.full((1, 2000), 9000 + 100, np.int32)
    clocks = np.concatenate([_no_terms(small(1)), small(1).clocks[:1]])
    clocks[-1]["term"], clocks[-1]["aged"], clocks[-1]["key"], clocks[-1]["cause"] = 1, 1, purpose("age"), 4
    clocks[-1]["procedure"], clocks[-1]["state"] = 0, ends
    fates = small(7).citizens.copy()
    fates["state"] = target
    arrivals = of(both(small(7, clocks=clocks, spans=spans, citizens=fates)), RowKind.ARRIVE)
    first = {int(row["citizen"]): int(row["minute"]) // 1440 for row in arrivals[arrivals["spell"] == 0]}
    expected = sorted((number, day) for number, begin in first.items() for day in range(begin, DAYS, STAY + AWAY))
    assert sorted(zip(arrivals["citizen"].tolist(), (arrivals["minute"] // 1440).tolist(), strict=True)) == expected


def test_citizens_outside_are_carried_over_with_their_past() -> None:
    """A cross-section has those who will come back: state, day, periods and used right; a new run opens with them."""
    world = small(40, clocks=_no_terms(small(1)))
    day = 200
    taken = present(world, Run(world).to(day).state, day)
    outside = taken[taken["returns"] > 0]
    arrivals = of(run(world).rows, RowKind.ARRIVE)
    soon = arrivals[(arrivals["minute"] >= day * 1440) & (arrivals["minute"] < (day + AWAY) * 1440)]
    assert sorted(outside["returns"].tolist()) == sorted(np.maximum(soon["minute"] // 1440 - day, 1).tolist())
    assert (outside["past_last"][:, 2] - (AWAY - outside["returns"]) <= 1).all()
    assert taken.size == 40


def off(where: Setting) -> Setting:
    """The setting without returns."""

    def none(value: Value[float]) -> Value[float]:
        return replace(value, value=0.0)

    returns = {name: each.model_copy(update={"share": none(each.share)}) for name, each in where.people.returns.items()}
    return replace(where, people=where.people.model_copy(update={"returns": returns}))


def test_new_citizens_and_expected_returns_add_up_to_the_entries() -> None:
    """Each entry is kept by a draw of its own; without returns all are."""
    where = setting(days=366)
    all_entries, new = (build_world(each, 1).citizens for each in (off(where), where))
    assert set(new["entity"]) <= set(all_entries["entity"])
    kept = all_entries[np.isin(all_entries["entity"], new["entity"])]
    assert np.array_equal(kept, new)


def test_random_worlds_have_every_way_back() -> None:
    worlds = [random_world(seed) for seed in range(60) if seed % 7 in OF_SEVEN]
    arrivals = [of(kernel_rows(seed), RowKind.ARRIVE) for seed in range(60) if seed % 7 in OF_SEVEN]
    assert sum(int((rows["spell"] > 1).sum()) for rows in arrivals) > 100
    assert {world.settings["new_right"] for world in worlds} == {0, 20, 60}
    assert {world.settings["extension"] for world in worlds} == {0, 1, 2}
    assert any((world.citizens["outside"] == 1).any() and world.periods.size for world in worlds)
    assert all((world.citizens["arrive"] < NEVER).all() for world in worlds)
