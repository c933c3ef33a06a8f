"""The answers of a search for fewer posts, as plain data that a file can keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from sim.law.clauses.vocabulary import ROLES
from sim.runs.run import Bookable

Split = Literal["free", "fixed"]
"""Whether the day may be filled up to the ceiling, or stays as the practice fills it."""


@dataclass(frozen=True)
class Stop:
    """What a further cut would break.

    Attributes:
        criterion: ``bound`` if the rules free no running casework in the unit, ``tried`` if no larger cut was tried.
        posts: how many posts less than the answer, for the numbers below.
        worse: upper limit of the worsening there, a share; deadlines in shares of one.
        margin: the worsening that is allowed.
        duties: the duties of the deadlines.
    """

    criterion: Literal["running", "meetings", "deadlines", "bound", "tried"]
    posts: float = 0.0
    worse: float = 0.0
    margin: float = 0.0
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The posts that can go from one unit at one split of the day, or from all units.

    Attributes:
        safe: posts that can go by the rule, in tenths.
        value, low, high: posts at which a service is estimated to be worse by exactly its margin, with bootstrap interval.
        share: share of a day that may be booked ahead; 0 for all units together.
        stop: what a further cut would break; None for all units together.
    """

    safe: float
    value: float
    low: float
    high: float
    share: float = 0.0
    stop: Stop | None = None


@dataclass(frozen=True)
class Cut:
    """The staff that a rule set needs at a place.

    Attributes:
        baseline, posts: posts by team and role, before and after, with the day's split free.
        places_baseline, places: weekly places of the rehabilitation team, before and after.
        share, ceiling: share of a day that may be booked ahead, of the practice and at most.
        bookable: team -> its share of a day, of teams whose share is not the practice's.
        units: name of a unit (teams that are cut together) -> its teams.
        answers: unit -> split of the day -> its answer. Closed units have one too.
        total: split of the day -> the answers of all units together.
        draws: split of the day -> bootstrap draws of the total.
        limits: name of a margin -> its value.
        trials: number of runs of the search, with those it starts from.
        searched: number of replications of the search.
        duties: the duties whose deadlines are judged: those that both rule sets keep.
        apart: teams that serve only groups of unknown volume; their posts stay and are not part of any total.
    """

    place: str
    column: str
    baseline: dict[str, float]
    posts: dict[str, float]
    places_baseline: float
    places: float
    share: float
    ceiling: float
    bookable: dict[str, float]
    units: dict[str, list[str]]
    answers: dict[str, dict[str, Answer]]
    total: dict[str, Answer]
    draws: dict[str, list[float]] = field(repr=False)
    limits: dict[str, float]
    trials: int
    searched: int
    duties: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, **fields: Any) -> Self:
        """A cut from plain data."""
        answers = {
            unit: {split: _answer(each) for split, each in splits.items()} for unit, splits in fields["answers"].items()
        }
        total = {split: _answer(each) for split, each in fields["total"].items()}
        return cls(**{**fields, "answers": answers, "total": total})

    @property
    def freed(self) -> dict[str, float]:
        """Posts freed by team of caseworkers. Other roles and teams of unknown volume are left out."""
        return {team: round(most - self.posts[team], 3) for team, most in self.baseline.items() if self.counts(team)}

    def counts(self, team: str) -> bool:
        """Whether a team's posts are part of the totals: caseworkers of groups with a known volume."""
        return team not in ROLES and team not in self.apart

    @property
    def changed(self) -> bool:
        """Whether posts, places or the day differ from those with all staff."""
        return self.posts != self.baseline or self.places != self.places_baseline

    @property
    def day(self) -> Bookable | None:
        """The teams' shares of a day for a run; None if the practice's share holds in all teams."""
        return tuple(self.bookable.items()) or None


def _answer(fields: Mapping[str, Any]) -> Answer:
    stop = fields["stop"]
    return Answer(**{**fields, "stop": None if stop is None else Stop(**{**stop, "duties": tuple(stop["duties"])})})
