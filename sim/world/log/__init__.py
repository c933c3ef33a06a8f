"""The log of a run: its rows, their names, and the meaning of each column in each kind of row."""

from sim.world.log.log import Log, RowHash
from sim.world.log.row import COLUMNS, MOST_PROCEDURES, NEUTRAL, NO_DAY, NO_STEP, NOBODY, ROW, RowKind, Step

__all__ = [
    "COLUMNS",
    "MOST_PROCEDURES",
    "NEUTRAL",
    "NOBODY",
    "NO_DAY",
    "NO_STEP",
    "ROW",
    "Log",
    "RowHash",
    "RowKind",
    "Step",
]
