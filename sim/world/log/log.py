"""The log: one append-only table of integers. Every measure is computed from it.

Both engines write rows of :data:`ROW` in the order of the events. ``Log.names`` resolves the codes. The table
:mod:`sim.world.log.fields` gives the meaning of each column in the rows of a kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.world.log.named_rows import named
from sim.world.log.row import ROW, RowKind


class RowHash:
    """The hash of a log whose rows come in blocks. It does not depend on the blocks."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256(repr(ROW.descr).encode())

    def add(self, rows: NDArray[np.void]) -> None:
        """Add the next rows."""
        self._digest.update(np.ascontiguousarray(rows.astype(ROW, copy=False)).view(np.uint8).data)

    def through(self, blocks: Iterable[NDArray[np.void]]) -> Iterator[NDArray[np.void]]:
        """The same blocks, each added as it passes."""
        for rows in blocks:
            self.add(rows)
            yield rows

    def hexdigest(self) -> str:
        """64 hexadecimal digits for all rows so far."""
        return self._digest.hexdigest()


@dataclass(frozen=True)
class Log:
    """The log of one run.

    Attributes:
        rows: structured array of :data:`ROW`, in the order of the events.
        names: column name -> {code: name}, for kind, group, benefit, activity, form, role, duty, team, state,
            destination, need, certificate, procedure and offer.
        meta: the data that measures need besides the rows, among them:

            - ``start``: ISO date of day 0. ``days``: length of the run. ``workday``: bool array by day.
            - ``contact_permille``: {activity: {form: share of its minutes in contact with the citizen}}.
            - ``state``: {state code: (LAB number, benefit code)}. ``team_of_state``: {state code: team code}.
    """

    rows: NDArray[np.void]
    names: dict[str, dict[int, str]]
    meta: dict[str, Any] = field(default_factory=dict)

    def sha256(self) -> str:
        """The hash of every row, independent of machine, engine and number of workers."""
        digest = RowHash()
        digest.add(self.rows)
        return digest.hexdigest()

    def of(self, *kinds: RowKind) -> NDArray[np.void]:
        """The rows of the given kinds, in order."""
        return self.rows[np.isin(self.rows["kind"], [int(k) for k in kinds])]

    def table(self, kind: RowKind) -> NDArray[np.void]:
        """The rows of one kind, in order, as named fields. Only columns with a meaning in this kind are included.

        Returns:
            structured array whose fields are those of :data:`sim.world.log.fields.FIELDS`: ``table(RowKind.SWITCH)`` has
            ``old_state`` and ``restarts_clock``, but no ``extra`` and no ``due``.
        """
        return named(self.of(kind), kind)
