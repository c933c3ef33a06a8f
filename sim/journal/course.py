"""Rows of a log in plain numbers, and the running procedures that wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.world.codes import DAY
from sim.world.log import NO_DAY, RowKind
from sim.world.log.named_rows import columns_of


class LogRow(NamedTuple):
    """A row of the log in plain numbers, with its place in the log and the name of its kind."""

    position: int
    minute: int
    kind: str
    spell: int
    group: int
    benefit: int
    activity: int
    form: int
    role: int
    duty: int
    procedure: int
    serial: int
    step: int
    caseworker: int
    team: int
    minutes: int
    due: int
    extra: int

    @property
    def day(self) -> int:
        return self.minute // DAY

    @property
    def has_due(self) -> bool:
        return self.due != NO_DAY

    @property
    def by_procedure(self) -> bool:
        """Whether a running procedure wrote the row."""
        return self.procedure >= 0

    def value(self, name: str) -> int:
        """A field by its name in rows of this kind (``docs/generated/log.md``)."""
        return int(getattr(self, columns_of(RowKind[self.kind])[name]))


@dataclass
class Course:
    """A running procedure of a spell.

    Attributes:
        name: of the procedure.
        uses: by step the used procedure that lists it, "" for the procedure's own steps.
        heard: whether the team has treated the case.
    """

    name: str
    uses: Sequence[str] = ()
    heard: bool = False

    def through(self, row: LogRow) -> str:
        """The used procedure that lists the step behind the row; "" for the procedure's own steps."""
        return self.uses[row.step] if 0 <= row.step < len(self.uses) else ""
