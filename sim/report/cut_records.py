"""The manifest's records of posts that can go: the fluid bound of every column, and the search of a column with staff cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sim.report.record import Record

Criterion = Literal["running", "meetings", "deadlines", "bound", "tried"]
SPLITS: tuple[Literal["bound", "free", "fixed"], ...] = ("bound", "free", "fixed")
"""Three answers to how many posts can go: no search, the day's split free, the day's split as it is."""


class EstimateRecord(Record):
    """A number with the ends of its interval."""

    value: float
    low: float | None = None
    high: float | None = None


class StopRecord(Record):
    """What a further cut would break (:class:`sim.results.staffing.cut.Stop`)."""

    criterion: Criterion
    posts: float = 0.0  # so many posts less than the answer
    worse: float = 0.0  # upper limit of the worsening there, a share
    margin: float = 0.0
    duties: tuple[str, ...] = ()


class AnswerRecord(EstimateRecord):
    """Posts that can go (:class:`sim.results.staffing.cut.Answer`): by the rule, and as an estimate with its interval."""

    safe: float
    share: float = 0.0  # of a day that may be booked ahead
    stop: StopRecord | None = None


class RoleRecord(Record):
    """What the rules free in another role than caseworker."""

    hours: EstimateRecord  # freed, a year
    posts: float | None  # whole posts, where the role has posts at the place
    dkk: EstimateRecord  # a year


class UnitBound(Record):
    """The fluid bound of one unit."""

    teams: tuple[str, ...]
    posts: float
    bound: EstimateRecord


class BoundRecord(Record):
    """The fluid bound of a column with all staff at a place (:mod:`sim.results.staffing.fluid`)."""

    place: str
    column: str
    posts: float  # of caseworkers, before
    confidence: float
    units: Mapping[str, UnitBound]
    total: EstimateRecord  # posts
    dkk: EstimateRecord  # a year: posts, other roles, fees
    roles: Mapping[str, RoleRecord]
    fees: EstimateRecord


class UnitCut(UnitBound):
    """One unit of a staff cut."""

    free: AnswerRecord  # the day's split free; the column runs this one
    fixed: AnswerRecord  # the day's split as it is
    levels: Mapping[str, Mapping[str, float]]  # baseline, keep, cut -> running, meetings; in the reported replications
    deadline_rise: float | None  # largest rise of a broken share against the baseline there


class CutRecord(Record):
    """The staff that a search found to be enough (:class:`sim.results.staffing.cut.Cut`)."""

    place: str
    column: str
    kept: str  # the same column with all staff
    baseline: Mapping[str, float]  # team or role -> posts before
    posts: Mapping[str, float]  # team or role -> posts after, with the day's split free
    freed: Mapping[str, float]  # team of caseworkers -> posts freed
    total: Mapping[str, float]  # baseline, posts, freed: of caseworkers
    places_baseline: float
    places: float
    share: float  # of a day that may be booked ahead: the practice's
    ceiling: float  # and at most
    bookable: Mapping[str, float]  # team -> its share, of teams whose share is not the practice's
    units: Mapping[str, UnitCut]
    bound: EstimateRecord  # posts of all units together
    free: AnswerRecord
    fixed: AnswerRecord
    dkk: Mapping[str, EstimateRecord]  # bound, free, fixed -> DKK a year: posts, other roles, fees
    roles: Mapping[str, RoleRecord]
    fees: EstimateRecord
    margins: Mapping[str, float]  # running, meetings, deadlines
    fewest: float  # deadlines a year that are enough to be judged alone
    confidence: float
    trials: int  # runs of the search
    apart: tuple[str, ...] = ()
