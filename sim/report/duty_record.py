"""Part of the manifest: the duties of a rule set, with the days on which they fall due."""

from __future__ import annotations

from sim.report.record import Record


class DutyRecord(Record):
    """A duty that a group has from the start of its clock. It has either ``due`` or ``count`` meetings ``within`` some days."""

    rules: str
    duty: str
    groups: tuple[str, ...]
    clock: str
    demand: str
    law: str
    due: int | None = None  # days from the start of the clock
    every: int | None = None  # days of repetition after ``due``
    count: int | None = None
    first: int = 1  # the first instance that is this duty's; earlier ones belong to another
    within: int | None = None  # days
