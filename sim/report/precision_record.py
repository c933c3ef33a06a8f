"""How well a study knows the numbers that it wanted to know well."""

from __future__ import annotations

from sim.report.record import Record


class PrecisionRecord(Record):
    """A number with its half-width after all pairs (:mod:`sim.results.precision`).

    Attributes:
        of: difference or level.
        aim: the half-width that was wanted, in ``unit``.
        half_width: the half-width of the interval in two stages; None if the number has no interval.
        mean: the difference or level; None if it has no interval.
        pilot: pairs from which the number of pairs was read.
        needed: pairs that this number needs. It may be above ``pairs`` if the study's limit was reached.
        met: whether the half-width is as small as was wanted.
    """

    place: str
    column: str
    measure: str
    unit: str
    of: str
    aim: float
    half_width: float | None
    mean: float | None
    pilot: int
    pairs: int
    needed: int
    confidence: float
    met: bool
