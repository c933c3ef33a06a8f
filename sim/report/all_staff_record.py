"""All staff of a place in the manifest: modelled posts, work that is no case, and what is left."""

from __future__ import annotations

from typing import Literal

from sim.files.entry import Title
from sim.report.record import Record

Kind = Literal["caseworkers", "unknown", "role", "role-hours", "no-case"]


class StaffPart(Record):
    """A part of all staff.

    Kinds are ``caseworkers`` of known groups, caseworkers of groups of ``unknown`` volume, another ``role`` with posts, and
    ``no-case``, work that is no case. ``role-hours`` is a role without posts: its hours in the run are turned into posts.

    Attributes:
        kind: as above.
        name: of the role, or of the work.
        title: of work that is no case.
        posts, low, high: full-time posts and their range.
        source: of work that is no case and of posts.
        owed_under: rule sets of the study under which a law causes the work; None if no law does.
    """

    kind: Kind
    name: str
    title: Title | None = None
    posts: float
    low: float
    high: float
    source: str = ""
    owed_under: tuple[str, ...] | None = None


class AllStaffRecord(Record):
    """All staff of a place against the parts that model and inputs account for.

    Attributes:
        staff: all staff by the figure ``source``.
        parts: in the order shown. They change no run.
    """

    place: str
    staff: float
    source: str
    parts: tuple[StaffPart, ...]

    @property
    def rest(self) -> tuple[float, float, float]:
        """What no part accounts for: at the values, and with all parts at their high and at their low end."""
        return (
            self.staff - sum(part.posts for part in self.parts),
            self.staff - sum(part.high for part in self.parts),
            self.staff - sum(part.low for part in self.parts),
        )
