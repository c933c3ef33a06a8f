"""Random later laws for a random world: duties in new versions, procedures with other steps, other tables."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import chance, purpose
from sim.world.codes import Clock, DutyKind, Op, Running
from sim.world.rows.builders import table
from sim.world.tables import DUTY, LAW_TABLES, PROCEDURE, STEP
from sim.world.world import Law, World
from tests.engine.worlds import STATES, forms, random_world

Row = dict[str, Any]


def _dicts(rows: NDArray[np.void]) -> list[Row]:
    names = rows.dtype.names or ()
    return [dict(zip(names, row, strict=True)) for row in rows.tolist()]


@lru_cache(maxsize=64)
def world_of_laws(seed: int) -> World:
    """A random world in which the law changes once or twice."""
    r, world = random.Random(f"laws {seed}"), random_world(seed)
    days = sorted(r.sample(range(10, world.settings["days"] - 10), r.choice([1, 1, 2, 3])))
    duties = _duties(r, _dicts(world.duties), days)
    procedures, steps = _procedures(r, _dicts(world.procedures), _dicts(world.steps), days)
    laws: list[Law] = []
    for day in days:
        laws.append(_law(r, world, laws[-1] if laws else world, day))
    return replace(
        world,
        duties=table(duties, DUTY),
        procedures=table(procedures, PROCEDURE),
        steps=table(steps, STEP),
        laws=tuple(laws),
    )


def _duties(r: random.Random, duties: list[Row], days: list[int]) -> list[Row]:
    """Each duty goes on, ends, asks the same of others (its line goes on), or asks for something else."""
    rows: list[Row] = []
    for duty in duties:
        versions: list[Row] = [duty | {"line": len(rows)}]
        if r.random() < 0.2:  # binds nobody before a later law
            begins = {"enacted": days[0], "enacted_for": r.choice(list(Running)), "line": len(rows) + 1}
            versions = [versions[0] | {"states": 0}, versions[0] | begins]
        for day in days:
            last = versions[-1]
            optional, counted = bool(duty["optional"]), duty["count"] > 1 and duty["clock"] == Clock.BENEFIT
            if last["enacted"] >= day or (r.random() < 0.3 and not optional and not counted):
                continue
            mode = r.choice([Running.MOVE, Running.MOVE, Running.NEXT_SWITCH, Running.KEEP])
            if optional:  # what is taken over while it is booked, and given up afterwards
                mode = Running.MOVE
            elif counted:  # what a switch finds half done
                mode = Running.NEXT_SWITCH
            new = last | {"enacted": day, "enacted_for": mode}
            what = "same" if optional else "other" if counted else r.choice(["ends", "same", "same", "other", "other"])
            if what == "same":
                new |= {"exempt": r.choice([0, 1, 2, 4]), "notice": r.randint(0, 9), "detects": r.randrange(3)}
                if new["kind"] != DutyKind.PROCEDURE or not new["every"]:
                    new["window"] = r.randint(0, 30)
            else:
                new |= {"line": len(rows) + len(versions)}
            if what == "ends":
                new["states"] = 0
            if what == "other":
                new |= {"from_instance": 1, "starts": last["starts"] | 1}
                if new["clock"] != Clock.WINDOW:  # a right is reached within its window
                    new["term"] = r.randint(5, 200)
                if r.random() < 0.5:  # never more states: another duty may have its place there
                    new["states"] &= r.randrange(1, 1 << STATES)
                if not new["every"]:
                    new |= {"count": r.randint(1, 5)}
            versions.append(new)
        rows += versions
    return rows


def _procedures(
    r: random.Random, procedures: list[Row], steps: list[Row], days: list[int]
) -> tuple[list[Row], list[Row]]:
    """Some procedures have another version from a day on: a new first step before a copy of the steps until then.

    As in a compiled law, each version has its steps together and jumps only among them.
    """
    for code in range(len(procedures)):
        last = code
        for day in days:
            if r.random() < 0.4:
                op = r.choice([Op.ORDER, Op.WORK, Op.CHANCE])
                base, old = len(steps), procedures[last]["entry"]
                end = min((row["entry"] for row in procedures if row["entry"] > old), default=base)
                moved = base + 2 - old
                first = {"op": op, "a": {Op.CHANCE: chance(0.3)}.get(op, 0), "b": 5, "c": base + 2}
                steps += [
                    first | {"key": purpose(f"new {code} {day}")},
                    {"op": Op.GOTO, "a": 0, "b": 0, "c": base + 2, "key": 0},
                    *(step | {"c": step["c"] + moved} for step in steps[old:end]),
                ]
                procedures[last]["later"] = len(procedures)
                mode = r.choice(list(Running))
                last = len(procedures)
                procedures.append(
                    {
                        "entry": base,
                        "due": r.choice([-1, 15, 40]),
                        "cause": 3,
                        "enacted": day,
                        "enacted_for": mode,
                        "later": 0,
                    }
                )
    return procedures, steps


def _law(r: random.Random, world: World, last: World | Law, day: int) -> Law:
    made: dict[str, NDArray[np.void]] = {name: getattr(last, name).copy() for name in LAW_TABLES}
    states, needs, riders, clocks = made["states"], made["needs"], made["riders"], made["clocks"]
    states["benefit"] = [r.randrange(3) if r.random() < 0.3 else was for was in states["benefit"]]
    states["restarts"] = [r.randrange(2) for _ in range(STATES)]
    states["self_booking"] = [r.randrange(2) for _ in range(STATES)]
    states["merged"] = [r.randrange(3) if r.random() < 0.4 else was for was in states["merged"]]
    if r.random() < 0.5:
        states["caseworker"][1] = 1
    for row in needs:
        if r.random() < 0.4:
            row["procedure"], row["meeting"] = r.randrange(5), r.randint(100, 2000)
    for row in riders:
        row["states"], row["days"], row["first"] = r.randrange(16), r.randint(30, 200), r.randrange(2)
    for row in clocks:
        if r.random() < 0.3:
            row["procedure"] = r.randrange(5)
            row["table"] = r.choice(list(clocks["table"]))
    made["activities"]["table_0"][0] = r.choice(list(made["activities"]["table_0"]))
    made["certificates"]["fee"] = r.randint(50, 200)
    pools = np.asarray(world.posts["pool"], np.int8).copy()
    if r.random() < 0.4 and set(world.posts["pool"]) != {0, 2}:
        pools[pools == 1] = 0
        states["pool"] = 0
    elif isinstance(last, Law):
        pools = last.pools.copy()
    chances = forms(chance(r.random()), chance(r.random()))
    settings = last.settings | {
        **chances, "sanction_chance": chance(r.random()),
        "sanction_procedure": r.choice([-1, 2]), "switch_procedure": r.choice([-1, last.settings["switch_procedure"]]),
        "hand_over_day": r.randint(10, 90), "undated_due": r.randint(0, 80), "track_duty": r.randint(0, 20),
        "no_show_minutes": r.randint(5, 40), "attempts": r.randint(1, 4),
    }  # fmt: skip
    return Law(day=day, settings=settings, pools=pools, **made)
