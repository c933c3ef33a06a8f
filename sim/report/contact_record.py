"""Contact in the manifest: booked contact, running casework, and the assumed share of the latter that decides the sign."""

from __future__ import annotations

from sim.report.record import Record


class ContactRecord(Record):
    """Direct contact of a column against the baseline, staff kept, in minutes per citizen and week.

    All contact is booked contact plus ``share`` of running casework. It changes by ``booked + share * running``.

    Attributes:
        need: a level of need, or ``all``.
        share, share_low, share_high: the assumed share of running casework that is contact, and its range.
        booked_before, running_before: of the baseline.
        booked, running: mean paired differences.
        difference, low, high: of all contact at ``share``, with its interval; nan for the ends with one pair.
        at_low, at_high: the difference at ``share_low`` and ``share_high``.
        zero, zero_low, zero_high: the share at which all contact does not change, with its interval; None if no share from
            0 to 1 is such, or if the interval has no ends.
    """

    place: str
    column: str
    need: str
    share: float
    share_low: float
    share_high: float
    booked_before: float
    running_before: float
    booked: float
    running: float
    difference: float
    low: float
    high: float
    at_low: float
    at_high: float
    zero: float | None = None
    zero_low: float | None = None
    zero_high: float | None = None

    @property
    def open(self) -> bool:
        """Whether the sign of the difference changes within the range of the share."""
        return self.at_low * self.at_high < 0
