"""The log: one append-only table of integers that suffices for every measure.

Both engines write rows of :data:`ROW` in order of happening. Codes are resolved by ``Log.names``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_DAY = -1_000_000
"""The day number that means "no due date"."""

NOBODY = -1
"""The caseworker, team, duty, activity, form or citizen that a row does not have."""

ROW = np.dtype(
    [
        ("minute", "<i4"),  # since 00:00 of the study's first day
        ("kind", "<i2"),  # RowKind
        ("citizen", "<i4"),
        ("spell", "<i2"),
        ("group", "i1"),  # LAB § 6 number
        ("benefit", "i1"),
        ("activity", "<i2"),
        ("form", "i1"),
        ("role", "i1"),
        ("duty", "<i2"),
        ("procedure", "<i2"),  # code of the running procedure that wrote the row, -1: none did
        ("serial", "<i2"),  # its running number among the citizen's procedures, -1
        ("step", "<i2"),  # place of the step in the procedure's version, from 0; -1 where no step wrote the row
        ("caseworker", "<i2"),
        ("team", "i1"),
        ("minutes", "<i4"),
        ("due", "<i4"),  # day number, NO_DAY where there is none
        ("extra", "<i4"),
    ]
)

COLUMNS: tuple[str, ...] = tuple(ROW.names or ())

MOST_PROCEDURES = int(np.iinfo(np.int16).max)
"""How many procedures of one citizen the column ``serial`` can number."""


class Step(NamedTuple):
    """Which step of which running procedure writes a row.

    Attributes:
        procedure: code of the procedure. serial: its running number among the citizen's procedures.
        step: place of the step in the version of the procedure under which it began, from 0; -1: none, the procedure itself.
    """

    procedure: int = -1
    serial: int = -1
    step: int = -1


NO_STEP = Step()
"""No procedure writes the row."""


class RowKind(IntEnum):
    """What a row of the log says; ``docs/contracts.md`` section 3 gives each kind's columns."""

    ARRIVE = 1
    TRAITS = 2
    ASSIGN = 3
    SWITCH = 4
    EXIT = 5
    TERM = 6
    OPEN = 7
    BOOK = 8
    CANCEL = 9
    SHED = 10
    MOVE = 11
    WORK = 12
    LOST = 13
    LAPSE = 14
    BREACH = 15
    CAPACITY = 16
    RUNNING = 17
    OVERTIME = 18
    NEED = 19
    DETECT = 20
    ORDER = 21
    DELIVER = 22
    READY = 23
    PLACE = 24
    FREE = 25
    HEARING = 26
    DECIDE = 27
    EFFORT = 28
    SANCTION = 29
    HANDOVER = 30
    PROLONG = 31
    START = 32
    UNPLACEABLE = 33
    OFFER = 34
    INTERPRETER = 35
    EXEMPT = 36


@dataclass(frozen=True)
class Log:
    """One run's log.

    Attributes:
        rows: structured array of :data:`ROW`, in order of happening.
        names: column name -> {code: name}, for kind, group, benefit, activity, form, role, duty, team, state,
            destination, need, certificate, procedure and offer.
        meta: what a measure needs besides the rows: ``start`` (ISO date of day 0), ``days`` (length of the run),
            ``workday`` (bool array by day), ``contact_permille`` ({activity: {form: share of its minutes face to face
            or on the line}}), ``state`` ({state code: (LAB number, benefit code)}), ``team_of_state``.
    """

    rows: NDArray[np.void]
    names: dict[str, dict[int, str]]
    meta: dict[str, Any] = field(default_factory=dict)

    def sha256(self) -> str:
        """The hash of every row, independent of machine, engine and number of workers."""
        digest = hashlib.sha256(repr(ROW.descr).encode())
        digest.update(np.ascontiguousarray(self.rows.astype(ROW, copy=False)).tobytes())
        return digest.hexdigest()

    def of(self, *kinds: RowKind) -> NDArray[np.void]:
        """The rows of the given kinds, in order."""
        return self.rows[np.isin(self.rows["kind"], [int(k) for k in kinds])]
