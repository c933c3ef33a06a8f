"""A row of the log: its columns, its kinds, and the neutral value of each column."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

NO_DAY = -1_000_000
"""The day number that means "no due date"."""

NOBODY = -1
"""The value of a row without a caseworker, team, duty, activity, form or citizen."""

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
        ("procedure", "<i2"),  # code of the running procedure that wrote the row, -1 without one
        ("serial", "<i2"),  # its running number among the citizen's procedures, -1 without one
        ("step", "<i2"),  # number of the step in the procedure's version, from 0; -1 if no step wrote the row
        ("caseworker", "<i2"),
        ("team", "i1"),
        ("minutes", "<i4"),
        ("due", "<i4"),  # day number, NO_DAY without a due day
        ("extra", "<i4"),
    ]
)

COLUMNS: tuple[str, ...] = tuple(ROW.names or ())

NEUTRAL: dict[str, int] = {
    "citizen": NOBODY, "spell": 0, "group": 0, "benefit": -1, "activity": -1, "form": -1, "role": -1, "duty": -1,
    "procedure": -1, "serial": -1, "step": -1, "caseworker": NOBODY, "team": -1, "minutes": 0, "due": NO_DAY, "extra": 0,
}  # fmt: skip
"""The value of a column in rows in which it has no meaning."""

MOST_PROCEDURES = int(np.iinfo(np.int16).max)
"""The largest number in the column ``serial``: it limits the procedures of one citizen."""


class Step(NamedTuple):
    """The step of a running procedure that writes a row.

    Attributes:
        procedure: code of the procedure. serial: its running number among the citizen's procedures.
        step: number of the step in the version under which the procedure began, from 0; -1 for the procedure itself.
    """

    procedure: int = -1
    serial: int = -1
    step: int = -1


NO_STEP = Step()
"""The author of a row that no procedure writes."""


class RowKind(IntEnum):
    """The kind of a row of the log; :mod:`sim.world.log.fields` names the columns of each kind."""

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
