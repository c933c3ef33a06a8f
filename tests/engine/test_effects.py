"""Effects on behaviour: off they are nothing, of no strength they change nothing, and no unit of a clock is lost or won."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.chance import quantiles as q
from sim.chance.draw import chance, entities, purpose
from sim.engine import run
from sim.place.read import Assumed
from sim.world.build import build_world
from sim.world.codes import DAY, Op
from sim.world.log import Log, RowKind
from sim.world.rows.builders import table
from sim.world.tables import EFFECT
from sim.world.world import World
from tests.aalborg import setting
from tests.engine.compare import Rows, first_difference
from tests.engine.worlds import random_world

WITH_EFFECTS = tuple(range(2, 60, 3))
NOTHING: dict[str, int] = {"base": 1000}
MEETING = 0
"""The activity of duties' meetings in random worlds."""


def with_effects(world: World, **row: int) -> World:
    """The world with the same effects in every state, and none other."""
    return replace(world, effects=table([NOTHING | row for _ in world.states], EFFECT))


def without(world: World) -> World:
    return replace(world, effects=np.zeros(0, EFFECT))


# --- off, and of no strength
@pytest.mark.parametrize("seed", WITH_EFFECTS[:6])
def test_without_effects_nothing_marked_for_them_matters(seed: int) -> None:
    marked = without(random_world(seed))
    clocks, procedures = marked.clocks.copy(), marked.procedures.copy()
    clocks["soft"], procedures["waits"] = 0, 0
    apart = first_difference(run(replace(marked, clocks=clocks, procedures=procedures)).rows, run(marked).rows)
    assert apart is None, apart


@pytest.mark.parametrize("seed", WITH_EFFECTS)
def test_effects_of_no_strength_change_nothing(seed: int) -> None:
    """All rows are equal, but for one number: the ground of a prolongation where the need behind it has not arisen yet."""
    world = random_world(seed)
    clocks = world.clocks.copy()
    life = clocks["term"] == 0  # no clock of life has these: otherwise a day before the first would differ
    clocks["accumulated"][life] = clocks["window"][life] = 0
    world = replace(world, clocks=clocks)
    off, on = run(without(world)).rows.copy(), run(with_effects(world, contact_days=20, continuity_days=30)).rows.copy()
    for rows in (off, on):
        rows["extra"][rows["kind"] == RowKind.PROLONG] = 0
    apart = first_difference(off, on)
    assert apart is None, apart


def test_random_effects_move_exits() -> None:
    """The equality of the engines says something about effects only where they bear on something."""
    moved = 0
    for seed in WITH_EFFECTS:
        world = random_world(seed)
        off, on = (_days_of(run(w).rows, RowKind.EXIT) for w in (without(world), world))
        moved += sum(on.get(citizen) != day for citizen, day in off.items())
    assert moved > 200


# --- theory
@pytest.mark.parametrize("rate", [250, 500, 1000, 1600])
@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_an_exponential_spell_at_a_constant_rate(rate: int, engine: Any) -> None:
    """At r permille the mean is mean / r; days are whole, so half a day more at the most and none less. Four standard errors."""
    mean, number = 120.0, 20_000 if engine == "kernel" else 2_000
    world = _leaving(mean, number, days=round(14 * mean * 1000 / rate))
    lengths = np.array(list(_days_of(run(with_effects(world, base=rate), engine).rows, RowKind.EXIT).values()))
    expected = mean * 1000 / rate
    assert lengths.size == number
    assert expected * (1 - 4 / number**0.5) < lengths.mean() < expected * (1 + 4 / number**0.5) + 1
    assert lengths.std() == pytest.approx(expected, rel=0.1)


def _leaving(mean: float, number: int, days: int) -> World:
    """So many citizens who come on the first day and leave after an exponential time."""
    horizon = days + 2
    clock = {"state": 0, "target": -1, "procedure": -1, "cause": 1, "span": -1, "soft": 1, "key": purpose("life")}
    state = {"caseworker": 0, "need_heavy": chance(0.9), "exit_count": 1}
    citizens = [{"entity": entity, "came_from": -1, "opening_need": -1} for entity in entities("spells", number)]
    return World.empty(
        days, horizon, {"run": 7, "switch_procedure": -1, "sanction_procedure": -1},
        tables=np.array([q.table_of(q.exponential(mean))], np.int32), states=[state], clocks=[clock],
        exits=[{"destination": 0, "below": chance(1.0)}], citizens=citizens,
    )  # fmt: skip


# --- no unit is lost
def _plain(seed: int) -> World:
    """A random world in which spells end by one soft clock only.

    It has no terms, no needs, no procedure that ends in a switch or an exit, and nobody comes back.
    """
    world = random_world(seed)
    clocks, steps, citizens = world.clocks[world.clocks["term"] == 0].copy(), world.steps.copy(), world.citizens.copy()
    clocks["target"], clocks["soft"] = -1, 1
    steps["op"][np.isin(steps["op"], (Op.SWITCH, Op.EXIT))] = Op.END
    steps["op"][np.isin(steps["op"], (Op.RENEW, Op.START, Op.PROLONG))] = Op.MARK
    steps["a"][steps["op"] == Op.MARK] = RowKind.EFFORT
    citizens["opening_need"] = -1
    return replace(
        world, clocks=clocks, steps=steps, citizens=citizens, needs=world.needs[:0], returns=world.returns[:0]
    )


def _days_of(rows: Rows, kind: RowKind) -> dict[int, int]:
    """The day of each citizen's (last) row of a kind."""
    mine = rows[rows["kind"] == kind]
    return dict(zip(mine["citizen"].tolist(), (mine["minute"] // DAY).tolist(), strict=True))


def _all_days(rows: Rows) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for citizen, minute in zip(rows["citizen"].tolist(), rows["minute"].tolist(), strict=True):
        found[citizen].append(minute // DAY)
    return found


def _within(days: list[int], lasts: int, day: int) -> bool:
    """Whether a day is among those after one of the days."""
    return any(before < day <= before + lasts for before in days)


@pytest.mark.parametrize("engine", ["kernel", "reference"])
@pytest.mark.parametrize("seed", [3, 22, 34, 55, 63])
def test_the_rates_of_a_spells_days_add_up_to_the_units_drawn(seed: int, engine: Any) -> None:
    """Meetings and caseworkers as in the log; the units drawn are the days of the same citizen's spell without effects."""
    world = _plain(seed)
    row = {"base": 900, "contact": 700, "contact_days": 17, "continuity": 400, "continuity_days": 45}
    off = _days_of(run(without(world)).rows, RowKind.EXIT)
    rows = run(with_effects(world, **row), engine).rows
    held = _all_days(rows[(rows["kind"] == RowKind.WORK) & (rows["activity"] == MEETING) & (rows["duty"] >= 0)])
    changed = _all_days(rows[(rows["kind"] == RowKind.ASSIGN) & (rows["extra"] >= 0) & (rows["caseworker"] >= 0)])
    begins, ends = _days_of(rows, RowKind.ARRIVE), _days_of(rows, RowKind.EXIT)
    checked = 0
    for citizen in sorted(off.keys() & ends.keys()):
        units = 1000 * (off[citizen] - begins[citizen])
        rates = []
        for day in range(begins[citizen], ends[citizen]):
            contact = 1000 + row["contact"] * _within(held[citizen], row["contact_days"], day)
            change = 1000 - row["continuity"] * _within(changed[citizen], row["continuity_days"], day)
            rates.append(row["base"] * contact * change // 10**6)
        assert sum(rates[:-1]) < units <= sum(rates), f"citizen {citizen} of random world {seed}"
        checked += bool(held[citizen] or changed[citizen])
    assert checked > 20


@pytest.mark.parametrize(
    ("row", "sooner"),
    [
        ({"contact": 1500, "contact_days": 40}, True),
        ({"continuity": 600, "continuity_days": 90}, False),
        ({"caseload": 100, "caseload_usual": 10**6, "caseload_steps": 4}, True),
        ({"caseload": 100, "caseload_usual": -(10**6), "caseload_steps": 4}, False),
        ({"waiting": 700}, False),
    ],
    ids=["contact", "continuity", "caseloads below", "caseloads above", "waiting"],
)
def test_each_effect_moves_exits_one_way_only(row: dict[str, int], *, sooner: bool) -> None:
    moved = 0
    for seed in (3, 17, 22, 34, 55):
        world = _plain(seed)
        world.procedures["waits"] = 1
        off, on = (_days_of(run(w).rows, RowKind.EXIT) for w in (without(world), with_effects(world, **row)))
        for citizen in off.keys() & on.keys():
            assert on[citizen] <= off[citizen] if sooner else on[citizen] >= off[citizen]
            moved += on[citizen] != off[citizen]
    assert moved > 5


def test_the_clock_of_a_pension_age_is_not_moved() -> None:
    """Only clocks marked soft: with none marked, strong effects on exits leave the log as it is."""
    world = random_world(5)
    clocks, effects = world.clocks.copy(), world.effects.copy()
    clocks["soft"] = effects["pace"] = 0
    world = replace(world, clocks=clocks, effects=effects)
    apart = first_difference(run(without(world)).rows, run(world).rows)
    assert apart is None, apart


# --- the minutes of tasks
@pytest.mark.parametrize(("usual", "steps", "permille"), [(-(10**6), 3, 700), (10**6, 3, 1300), (-(10**6), 12, -200)])
@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_at_a_fixed_caseload_the_minutes_are_times_the_factor(
    engine: Any, usual: int, steps: int, permille: int
) -> None:
    """The same meeting of the same citizen, without an interpreter. It takes a minute even if the factor is below 0."""
    seen = set()
    for seed in (3, 22, 34):
        world = _plain(seed)
        row = {"pace": 100, "pace_usual": usual, "pace_steps": steps}
        off, on = (_booked(run(w, engine).rows) for w in (without(world), with_effects(world, **row)))
        for key in off.keys() & on.keys():
            assert on[key] == max(1, (off[key] * permille + 500) // 1000), f"{key} in random world {seed}"
            seen.add(key)
    assert len(seen) > 100


def _booked(rows: Rows) -> dict[tuple[int, ...], int]:
    """Minutes of the first booking of each meeting instance in a citizen's first spell, without guidance or an interpreter."""
    guided = rows[(rows["kind"] == RowKind.WORK) & (rows["activity"] != MEETING) & (rows["duty"] >= 0)]
    odd = set(guided["citizen"].tolist()) | set(rows["citizen"][rows["kind"] == RowKind.INTERPRETER].tolist())
    held = rows[
        (rows["kind"] == RowKind.WORK) & (rows["activity"] == MEETING) & (rows["duty"] >= 0) & (rows["spell"] == 0)
    ]
    names = ("citizen", "group", "duty", "form", "extra")
    found: dict[tuple[int, ...], int] = {}
    for row in held:
        key = tuple(int(row[name]) for name in names)
        if int(row["citizen"]) not in odd and row["form"] >= 0:
            found.setdefault(key, int(row["minutes"]))
    return found


def test_minutes_follow_the_caseload_of_the_run() -> None:
    """Random worlds reach several steps, so that the equality of the engines says something about them."""
    seen: set[int] = set()
    for seed in WITH_EFFECTS[:6]:
        world = random_world(seed)
        for effect in world.effects:
            posts = world.posts[world.posts["role"] == 0]
            running = run(world).rows
            cases = running["extra"][running["kind"] == RowKind.RUNNING].astype(np.int64)
            steps = (cases * 1000 // int(posts["fraction"].max()) - int(effect["pace_usual"]) + 5000) // 10_000
            seen |= set(np.clip(steps, -int(effect["pace_steps"]), int(effect["pace_steps"])).tolist())
    assert len(seen) >= 4


# --- Aalborg
@lru_cache(maxsize=4)
def _aalborg(strength: Any) -> Log:
    effects = None if strength is None else Assumed(strength=strength)
    return run(build_world(setting(days=731, effects=effects), 1))


def test_the_low_end_of_the_ranges_is_no_effect() -> None:
    off, low = _aalborg(None).rows, _aalborg("low").rows
    assert first_difference(off, low) is None


@pytest.mark.parametrize("strength", ["value", "high"])
def test_under_todays_rules_as_many_leave_as_without_effects(strength: str) -> None:
    """That is what the usual shares are for: the exits of the second year within 1.5 %."""
    off, on = (
        (rows["kind"] == RowKind.EXIT) & (rows["minute"] >= 366 * DAY)
        for rows in (_aalborg(None).rows, _aalborg(strength).rows)
    )
    assert on.sum() == pytest.approx(off.sum(), rel=0.015)
    assert _aalborg(strength).sha256() != _aalborg(None).sha256()
