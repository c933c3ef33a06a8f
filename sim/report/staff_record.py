"""The posts of a place in the manifest, against the share of all its staff who hold cases."""

from __future__ import annotations

from sim.report.record import Record


class StaffRecord(Record):
    """Posts of caseworkers of a place against the share of all its staff who hold cases.

    Attributes:
        posts: of groups of known volume, under the baseline.
        stated: whether the study states their total.
        counted: whether the place counts its own staff; then posts follow from the count, else from cases per post.
        staff: all staff, by the figure ``source``.
        low_share, high_share: percent of them who hold cases. low, high: the posts that follow.
    """

    place: str
    posts: float
    stated: bool
    counted: bool = False
    staff: float
    source: str
    low_share: float
    high_share: float
    low: float
    high: float
