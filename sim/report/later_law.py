"""A law later than the baseline's, as the manifest keeps it."""

from __future__ import annotations

from sim.files.entry import Title
from sim.report.record import Record


class LaterLaw(Record):
    """A regime of the library and how many of its clauses differ from the baseline's; ``in_force`` is an ISO date."""

    name: str
    title: Title
    in_force: str
    clauses: int
