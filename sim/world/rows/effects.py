"""Effects on behaviour as rows: strengths in permille by state, the clocks that they move, and the procedures that wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.chance.draw import purpose
from sim.place.people.effects import PER_CASES, Effects
from sim.place.people.model import People

PERMILLE = 1000


def effect_rows(
    effects: Effects,
    people: People,
    states: Mapping[str, int],
    clocks: list[dict[str, Any]],
    needs: list[dict[str, Any]],
    procedures: list[dict[str, Any]],
) -> list[dict[str, int]]:
    """One row for each state. The function also marks clocks (``soft``) and procedures (``waits``).

    A state without effects still has a row, because a meeting held there counts after a switch. ``base`` divides the
    rate by its mean over the exits of the baseline. So, to first order, exits are as many as without effects.
    """
    file = effects.file
    keys = {purpose(f"life:{group}-exit") for group in file.exits} | {purpose(f"life:{name}") for name in file.moves}
    for clock in clocks:
        clock["soft"] = int(not clock["term"] and clock["key"] in keys)
    for need in needs:
        procedures[need["procedure"]]["waits"] = 1
    moved = set(effects.groups(people))
    lasts = {"contact_days": file.contact.lasts.value.days, "continuity_days": file.continuity.lasts.value.days}
    lasts |= _pace(effects)
    return [lasts | (_row(effects, group) if group in moved else {"base": PERMILLE}) for group in states]


def _pace(effects: Effects) -> dict[str, int]:
    """The effect of caseload on the minutes of tasks. It is the same in every state."""
    tasks = effects.file.task_minutes
    if tasks is None:
        return {}
    return {
        "pace": round(PERMILLE * effects.of_caseload("task_minutes")), "pace_usual": round(PERMILLE * tasks.usual.value),
        "pace_steps": round(tasks.at_most.value / PER_CASES),
    }  # fmt: skip


def _row(effects: Effects, group: str) -> dict[str, int]:
    file = effects.file
    contact, caseload, continuity, waiting = (effects.of(kind, group) for kind in file.kinds)
    mean = 1 + contact * file.contact.usual[group].value
    mean *= 1 - continuity * file.continuity.usual[group].value
    mean *= 1 - waiting * file.waiting.usual[group].value
    return {
        "base": round(PERMILLE / mean),
        "contact": round(PERMILLE * contact),
        "caseload": round(PERMILLE * caseload), "caseload_usual": round(PERMILLE * file.caseload.usual[group].value),
        "caseload_steps": round(file.caseload.at_most.value / PER_CASES),
        "continuity": round(PERMILLE * continuity),
        "waiting": round(PERMILLE * waiting),
    }  # fmt: skip
