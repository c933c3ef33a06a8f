"""The citizens who are present at a midnight of a kernel's run, or outside and coming back, as rows of a cross-section."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.event_order import (
    HAND_OVER_REF,
    KIND_MASK,
    KIND_SHIFT,
    REF_MASK,
    THREAD_OWNER,
    WHO_MASK,
    WHO_SHIFT,
    thread_ref,
)  # fmt: skip
from sim.engine.kernel.records import CHUNK
from sim.engine.kernel.returns import RETURNS
from sim.engine.kernel.state import State
from sim.world.codes import DAY, PAST, EventKind, Op
from sim.world.log import NO_DAY
from sim.world.opening import CASES, PRESENT
from sim.world.world import World

DECIDES = (Op.TEAM, Op.SWITCH, Op.EXIT, Op.RENEW)
"""Only cases that still have one of these steps ahead of them are kept. They decide where the citizen goes, or need the team."""


def present(world: World, state: State, day: int) -> NDArray[np.void]:
    """The citizens at 00:00 of ``day``, up to which the run has advanced: those present, then those who will come back.

    Resistance and request of a need that nobody has seen are not kept: both are exponential, so what is left of them has the
    distribution of the whole.
    """
    people, past = by_citizen(world, state)
    here = np.flatnonzero((state.seat >= 0) & (people["gone"] == 0))
    who = people[here]
    rows = np.zeros(here.size, PRESENT)
    rows["state"], rows["came_from"], rows["accumulated"] = who["state"], who["came_from"], who["accumulated"]
    rows["came_from"][world.states["sick"][who["state"]] == 0] = -1
    for name, first in (
        ("elapsed", "spell_day"),
        ("benefit", "benefit_day"),
        ("family", "since"),
        ("course", "course_day"),
    ):
        rows[name] = day - who[first]
    rows["present"] = day - who["entered"]
    rows["age"], rows["need_bits"] = day - who["born"], who["need_bits"]
    rows["need_state"], rows["blocked"] = np.maximum(who["need_state"] - 1, 0), who["blocked"]
    rows["need"] = np.where(who["need_state"] > 0, who["need"], -1)
    rows["terms"], rows["worked"] = who["terms"], who["worked"]
    runs = who["term_day"] >= max(day, 1)
    runs[runs] = world.clocks["aged"][who["term_row"][runs]] == 0  # an age follows from the birth day
    rows["term"] = np.where(runs, np.maximum(who["term_day"] - day, 1), 0)
    _earlier(rows, world, past[here], who["periods"], day)
    _cases(rows, world, state, here, day)
    return np.concatenate([rows, _outside(world, people, past, day)])


def by_citizen(world: World, state: State) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """The records of all citizens of a run, and their earlier periods [citizens, PAST], in the order of their numbers.

    Citizens who have not arrived yet are as before the run. Of those who have left for good, only this (``gone``) is known.
    """
    seat, fate = state.seat, world.citizens
    people, past = state.blank.repeat(seat.size), np.full((seat.size, PAST), -1, state.past.dtype)
    for name in ("entity", "need_bits", "born", "state", "came_from", "traits", "accumulated", "worked"):
        people[name] = fate[name]
    people["spell"], people["citizen"] = fate["outside"], np.arange(seat.size)
    for row in world.periods:
        who, number = row["citizen"], people["periods"][row["citizen"]]
        past[who, number] = (row["family"], row["first"], row["last"])
        people["periods"][who] = number + 1
    sits = seat >= 0
    people[sits], past[sits] = state.citizen[seat[sits]], state.past[seat[sits]]
    people["gone"][~sits & (fate["arrive"] <= int(state.run[0]["minute"]))] = 1
    return people, past


def _outside(world: World, people: NDArray[np.void], past: NDArray[np.void], day: int) -> NDArray[np.void]:
    """The citizens who have left and will come back. One who comes back on ``day`` itself does so a day later."""
    fate = world.citizens
    awaited = (fate["outside"] == 1) & (fate["arrive"] >= day * DAY)  # since before the run
    away = np.flatnonzero((people["gone"] == RETURNS) | awaited)
    who, rows = people[away], np.zeros(away.size, PRESENT)
    rows["state"] = np.where(who["gone"] == RETURNS, who["came_from"], who["state"])
    rows["accumulated"], rows["worked"] = who["accumulated"], who["worked"]
    back = np.where(awaited[away], fate["arrive"][away] // DAY, who["spell_day"])
    rows["returns"] = np.maximum(back - day, 1)
    rows["age"], rows["need_bits"] = day - who["born"], who["need_bits"]
    rows["came_from"] = rows["need"] = rows["procedure"] = rows["session"] = rows["paper"] = -1
    _earlier(rows, world, past[away], who["periods"], day)
    return rows


def _earlier(rows: NDArray[np.void], world: World, past: NDArray[np.void], periods: NDArray[Any], day: int) -> None:
    """Set the earlier periods on benefits. A benefit's family is named by one of its states."""
    families = [int(family) for family in world.states["family"]]
    of_family = {family: families.index(family) for family in families}
    rows["past_state"] = -1
    for number in range(PAST):
        has = periods > number
        rows["past_state"][has, number] = [of_family[int(family)] for family in past["family"][has, number]]
        rows["past_first"][has, number] = day - past["first"][has, number]
        rows["past_last"][has, number] = day - past["last"][has, number]


def _cases(rows: NDArray[np.void], world: World, state: State, here: NDArray[np.int64], day: int) -> None:
    """Set the cases under way that decide something, and forget a need that has not arisen."""
    rows["procedure"] = rows["session"] = rows["paper"] = -1
    goes_on, ahead = _events(state, day), _ahead(world)
    sessions = np.flatnonzero(world.places[day:]) + day
    undated = world.settings["undated_due"]
    for row, c in zip(rows, here, strict=True):
        seat = int(state.seat[c])
        t, number, serves = int(state.citizen[seat]["thread"]), 0, False
        while t >= 0:
            thread = state.thread[t]
            serves |= row["need"] >= 0 and thread["procedure"] == world.needs[row["need"]]["procedure"]
            rule = world.procedures[thread["version"]]
            step, wait, session = int(thread["step"]), 0, -1
            if thread["waiting"] or thread["place"] >= 0:
                step = int(thread["team_step"])
                session = int(np.searchsorted(sessions, thread["place"])) if thread["place"] >= 0 else -1
            elif thread["booking"] >= 0:
                wait = _last_day(state, int(thread["booking"])) + 1 - day
            else:
                wait = goes_on.get((int(c), int(thread_ref(thread["serial"]))), day) - day
            if number < CASES and ahead[step] and _is_carried(state, thread, seat, day):
                row["procedure"][number], row["step"][number] = thread["procedure"], step - rule["entry"]
                row["wait"][number], row["session"][number], row["cause"][number] = wait, session, thread["cause"]
                due = rule["due"] if rule["due"] >= 0 else undated
                row["began"][number] = max(day + due - thread["due"], 0) if thread["begun"] else 0
                row["paper"][number] = -1 if thread["paper_day"] == NO_DAY else day - thread["paper_day"]
                number += 1
            t = int(thread["next"])
        if row["need_state"] == 2 and not serves:
            row["need"] = -1  # the case of an ended term holds the citizen, and the need has not arisen


def _is_carried(state: State, thread: Any, seat: int, day: int) -> bool:
    """Whether the case goes on in a world that opens with this citizen.

    A duty whose deadline has not passed begins its procedure again there.
    """
    if thread["duty"] < 0:
        return True
    slot = state.slot[seat, state.duties[thread["duty"]]["slot"]]
    return bool(slot["deadline"] != NO_DAY and slot["deadline"] < day)


def _ahead(world: World) -> NDArray[np.bool_]:
    """By step, whether one of the steps from it to its procedure's end decides something, or begins a procedure that does."""
    decides = np.isin(world.steps["op"], DECIDES)
    starts = np.flatnonzero(world.steps["op"] == Op.START)
    firsts = world.procedures["entry"][world.steps["a"][starts]]
    procedure = np.searchsorted(np.sort(world.procedures["entry"]), np.arange(world.steps.size), side="right")
    while True:
        ahead = np.array(
            [decides[number:][procedure[number:] == own].any() for number, own in enumerate(procedure)], bool
        )
        more = ahead[firsts] & ~decides[starts]
        if not more.any():
            return ahead
        decides[starts[more]] = True


def _events(state: State, day: int) -> dict[tuple[int, int], int]:
    """The days on which procedures go on: (citizen, reference) -> day."""
    found: dict[tuple[int, int], int] = {}
    for on in range(day, state.daybook.size):
        events = events_of(state, on)
        kind, who, ref = events >> KIND_SHIFT & KIND_MASK, events >> WHO_SHIFT & WHO_MASK, events & REF_MASK
        mine = (kind == EventKind.INCOMING) & (ref >= THREAD_OWNER) & (ref <= HAND_OVER_REF - 0x100)
        found |= dict.fromkeys(zip(who[mine].tolist(), ref[mine].tolist(), strict=True), on)
    return found


def events_of(state: State, day: int) -> NDArray[np.int64]:
    """The events planned for a later day, each as one integer, in no order."""
    chunk, filled = int(state.daybook[day]["chunk"]), int(state.daybook[day]["count"])
    parts = [np.zeros(0, np.int64)]
    while chunk >= 0:
        parts.append(state.chunk[chunk, 1 : 1 + filled])
        chunk, filled = int(state.chunk[chunk, 0]), CHUNK
    return np.concatenate(parts)


def _last_day(state: State, booking: int) -> int:
    """The last day for which work of a booking is planned."""
    piece, last = int(state.booking[booking]["first"]), 0
    while piece >= 0:
        if state.piece[piece]["live"]:
            last = max(last, int(state.piece[piece]["day"]))
        piece = int(state.piece[piece]["next"])
    return last
