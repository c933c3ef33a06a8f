"""The steps of procedures as records: one type for each operation, its operands by name.

``to`` is a step, ``key`` names the step's draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.reference.table_row import Length
from sim.world.codes import TEAM_PARTS, Op
from sim.world.log import RowKind


@dataclass(frozen=True, slots=True)
class Work:
    activity: int
    within: int  # days
    key: int


@dataclass(frozen=True, slots=True)
class Order:
    certificate: int
    key: int


@dataclass(frozen=True, slots=True)
class Wait:
    days: int  # a table
    key: int


@dataclass(frozen=True, slots=True)
class Team:
    hearing: int  # the caseworker's activity
    members: tuple[int, ...]  # activities of the other members: the municipal ones, then the region's
    key: int


@dataclass(frozen=True, slots=True)
class Chance:
    below: int  # of 2^32
    to: int
    key: int


@dataclass(frozen=True, slots=True)
class Goto:
    to: int


@dataclass(frozen=True, slots=True)
class UnlessTrait:
    traits: int
    to: int


@dataclass(frozen=True, slots=True)
class UnlessState:
    states: int
    to: int


@dataclass(frozen=True, slots=True)
class UnlessChanged:
    changes: int  # bits of Change
    to: int


@dataclass(frozen=True, slots=True)
class UnlessAged:
    age: Length
    to: int


@dataclass(frozen=True, slots=True)
class UnlessLasted:
    length: Length
    to: int


@dataclass(frozen=True, slots=True)
class UnlessFirst:
    to: int


@dataclass(frozen=True, slots=True)
class UnlessOutdated:
    days: int
    to: int


@dataclass(frozen=True, slots=True)
class Set:
    gives: int  # traits
    takes: int


@dataclass(frozen=True, slots=True)
class Duties:
    how: int  # bits of How


@dataclass(frozen=True, slots=True)
class Offer:
    kind: int
    counts: bool  # it meets a duty
    days: int  # a table
    key: int


@dataclass(frozen=True, slots=True)
class Mark:
    kind: RowKind


@dataclass(frozen=True, slots=True)
class Start:
    procedure: int
    holds: bool  # no exit to work while it runs


@dataclass(frozen=True, slots=True)
class Renew:
    days: int | None  # a table; None: the term's own
    in_all: int  # the term ends at most so long (calendar months) after the spell began; -1: no limit
    ground: int  # number in SDPL § 27(1), 0: none
    key: int


@dataclass(frozen=True, slots=True)
class Prolong:
    pass


@dataclass(frozen=True, slots=True)
class Switch:
    state: int


@dataclass(frozen=True, slots=True)
class Exit:
    destination: int


@dataclass(frozen=True, slots=True)
class End:
    pass


Step = (
    Work | Order | Wait | Team | Chance | Goto | UnlessTrait | UnlessState | UnlessChanged | UnlessAged | UnlessLasted
    | UnlessFirst | UnlessOutdated | Set | Duties | Offer | Mark | Start | Renew | Prolong | Switch | Exit | End
)  # fmt: skip


def _members(parts: int) -> tuple[int, ...]:
    """The activities of the other members of the team (``sim.world.codes.TEAM_PARTS``)."""
    municipal, regional = parts & (1 << TEAM_PARTS) - 1, (parts >> TEAM_PARTS) - 1
    return (municipal,) if regional < 0 else (municipal, regional)


_READ: dict[Op, Callable[[int, int, int, int], Step]] = {
    Op.WORK: lambda a, b, _, key: Work(a, b, key),
    Op.ORDER: lambda a, _b, _c, key: Order(a, key),
    Op.WAIT: lambda a, _b, _c, key: Wait(a, key),
    Op.TEAM: lambda a, b, _, key: Team(a, _members(b), key),
    Op.CHANCE: lambda a, _, c, key: Chance(a, c, key),
    Op.GOTO: lambda _a, _b, c, _key: Goto(c),
    Op.UNLESS_TRAIT: lambda a, _, c, _key: UnlessTrait(a, c),
    Op.UNLESS_STATE: lambda a, _, c, _key: UnlessState(a, c),
    Op.UNLESS_CHANGED: lambda a, _, c, _key: UnlessChanged(a, c),
    Op.UNLESS_AGED: lambda a, b, c, _key: UnlessAged(Length(a, b - 1), c),
    Op.UNLESS_LASTED: lambda a, b, c, _key: UnlessLasted(Length(a, b - 1), c),
    Op.UNLESS_FIRST: lambda _a, _b, c, _key: UnlessFirst(c),
    Op.UNLESS_OUTDATED: lambda a, _, c, _key: UnlessOutdated(a, c),
    Op.SET: lambda a, b, _c, _key: Set(a, b),
    Op.DUTIES: lambda a, _b, _c, _key: Duties(a),
    Op.OFFER: lambda a, b, _, key: Offer(a if a >= 0 else -1 - a, a >= 0, b, key),
    Op.MARK: lambda a, _b, _c, _key: Mark(RowKind(a)),
    Op.START: lambda a, b, _c, _key: Start(a, bool(b)),
    Op.RENEW: lambda a, b, _, key: Renew(a if a >= 0 else None, max(-2 - a, -1), b, key),
    Op.PROLONG: lambda _a, _b, _c, _key: Prolong(),
    Op.SWITCH: lambda a, _b, _c, _key: Switch(a),
    Op.EXIT: lambda a, _b, _c, _key: Exit(a),
    Op.END: lambda _a, _b, _c, _key: End(),
}
"""How the columns a, b, c and key of a step are read (``sim.world.codes.Op``)."""


def read_steps(table: NDArray[np.void]) -> list[Step]:
    """The rows of the world's table of steps (:data:`sim.world.tables.STEP`)."""
    columns: list[list[Any]] = [table[name].tolist() for name in ("op", "a", "b", "c", "key")]
    return [_READ[Op(op)](*operands) for op, *operands in zip(*columns, strict=True)]
