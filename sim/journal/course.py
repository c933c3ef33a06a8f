"""Rows of a log in plain numbers, and procedures with the step at which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.law.clauses.procedure import Procedure
from sim.world.log import NO_DAY
from sim.world.world import DAY


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


Wanted = tuple[tuple[str, object], ...]
"""Steps looked for, by operation and target (None: whatever the target)."""


class StepAt(NamedTuple):
    """A step of a procedure: its operation, on what, and the used procedure in which it stands ("": its own)."""

    operation: str
    target: object
    through: str

    def is_one_of(self, wanted: Wanted) -> bool:
        return any(self.operation == operation and target in {None, self.target} for operation, target in wanted)


@dataclass
class Course:
    """A procedure of a spell and how far it has come; ``duty`` is the code of the duty that began it, -1 for none."""

    name: str
    steps: tuple[StepAt, ...]
    duty: int = -1
    at: int = 0
    heard: bool = False

    def ahead(self, wanted: Wanted) -> int | None:
        """How many steps further on one of these stands; None: no step ahead is one."""
        return next((n for n, step in enumerate(self.steps[self.at :]) if step.is_one_of(wanted)), None)

    def place(self, wanted: Wanted) -> int | None:
        """Where the next such step stands, or (for a case that goes back) the first one; None: nowhere."""
        distance = self.ahead(wanted)
        if distance is not None:
            return self.at + distance
        return next((at for at, step in enumerate(self.steps) if step.is_one_of(wanted)), None)


class Found(NamedTuple):
    """The procedure behind a row and the place of the step in it (None: the row is of the procedure, of no step)."""

    course: Course
    at: int | None

    @property
    def through(self) -> str:
        """The used procedure in which the step stands, "" for none."""
        return "" if self.at is None else self.course.steps[self.at].through


def steps_of(name: str, procedures: dict[str, Procedure], through: str = "") -> Iterator[StepAt]:
    """A procedure's steps in order, those of a used procedure in their place."""
    for step in procedures[name].steps if name in procedures else ():
        if step.use is not None:
            yield from steps_of(step.use, procedures, step.use)
        else:
            yield StepAt(step.operation, step.target, through)
