"""Parts of the manifest: the leading assumptions, and the headlines at both ends of their ranges."""

from __future__ import annotations

from typing import Literal

from sim.files.entry import Title
from sim.report.record import Record


class LeadingRecord(Record):
    """A group of values without a measurement that move together (``figures/leading.yaml``)."""

    name: str
    title: Title
    of: Title  # what the values are
    why: Title
    addresses: tuple[str, ...]  # FILE:PATH of each value
    low_factor: (
        float | None
    )  # the low ends as a share of the values, as a mean over the values; None if a value is zero
    high_factor: float | None
    pairs: int  # pairs of runs at each end

    def factor(self, end: Literal["low", "high"]) -> float | None:
        return self.low_factor if end == "low" else self.high_factor


class FiguresRecord(Record):
    """Published figures that the baseline of a place can be compared with: inside their range, or outside."""

    place: str
    inside: int
    outside: int


class OutcomeRecord(Record):
    """A headline whose ranges lead on screen and page."""

    measure: str
    activity: str
    need: str


class RangeRecord(Record):
    """A headline difference with one group of leading assumptions at both ends of its range.

    ``low`` and ``high`` are the difference from the baseline when the group is at that end, all else equal. They are the
    headline plus the paired change. ``low_half`` and ``high_half`` are half-widths of that change by chance.
    """

    place: str
    column: str
    group: str
    measure: str
    activity: str
    need: str
    unit: str
    base: float
    low: float | None
    high: float | None
    low_half: float | None = None
    high_half: float | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """(measure, activity, need) of the headline."""
        return self.measure, self.activity, self.need

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest difference: at either end, or as it is."""
        values = [value for value in (self.base, self.low, self.high) if value is not None]
        return min(values), max(values)

    @property
    def width(self) -> float:
        """From the least to the greatest difference."""
        return self.ends[1] - self.ends[0]

    @property
    def clear(self) -> bool:
        """Whether the group moves the headline by more than chance does."""
        moves = [(self.low, self.low_half), (self.high, self.high_half)]
        rounding = 1e-9 * max(abs(self.base), 1.0)  # sums of the same numbers may end in other last digits
        return any(
            end is not None and half is not None and abs(end - self.base) > half + rounding for end, half in moves
        )

    def zero(self, leading: LeadingRecord) -> float | None:
        """The share of the assumed values at which the difference is zero; None if it is zero nowhere in the range.

        Between the value and an end, the difference is taken to be linear in the values.
        """
        for end, factor in ((self.low, leading.low_factor), (self.high, leading.high_factor)):
            if end is not None and factor is not None and self.base * end < 0:
                return 1 + (factor - 1) * self.base / (self.base - end)
        return None
