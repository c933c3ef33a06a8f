"""A study as data: the compared rule sets, the places, the dates and the number of replications. It does not run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.chance.draw import combine, purpose
from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.files.quantity import Duration
from sim.files.set_values import SetTo
from sim.files.source import Source
from sim.files.tree import Keys
from sim.law.compose.library import Library
from sim.place.office.calendar import add_months
from sim.place.read import Assumed
from sim.study.column import Column
from sim.study.precision import Precision
from sim.study.sampling import USUAL, Sampling
from sim.study.search import WHOLE, Search
from sim.study.shocks import Shocks
from sim.study.stated_staff import StatedStaff
from sim.study.statement import NOTHING, Statement
from sim.study.study_file import LARGEST_SEED, MOST_REPLICATIONS, OFFICE_MARGINS, Compared, Margins, would_need


@dataclass(frozen=True)
class Study:
    """The definition of a study.

    Attributes:
        name: also the name of the folder of results.
        measured: length of the measured window, which follows the warm-up.
        follow_up: time that a run goes on after the window, so that what began in the window is followed to its end.
        confidence: level of the intervals, between 0 and 1.
        compare: the entries of the file; the first is the baseline.
        effects: assumed effects on behaviour in all columns, or None.
        shocks: the shocks of every column.
        staff: the total of posts that the study states, or None for the place's own.
        ranges: leading assumptions whose ranges a run computes (``figures/leading.yaml``).
        sampling: how `jobsim uncertainty` samples the values together.
        search: which practice values `jobsim optimise` searches.
        changes: values set in place of those of the files.
        precision: how well the changes of some measures shall be known, or None for a fixed number of pairs.
        places_in: the list of places (``lists.yaml``) that the study is about, "" if it names each. Each place of a list has
            a chance of its own (:meth:`seed_at`).
        practices_by_place: each place's own practice, for columns with the practice ``own``.
        margins: the margins of a staff cut that replace those of the office.
        root: the scenarios folder.
        source: the study's file, for messages.
        statement: what a person has written about the study.
        library: the rules of the scenarios folder.
        columns: the columns in the order of the file; the first is the baseline.
    """

    name: str
    title: Title
    places: tuple[str, ...]
    start: date
    warm_up: Duration
    measured: Duration
    follow_up: Duration
    replications: int
    seed: int
    confidence: float
    compare: tuple[Compared, ...]
    root: Path = field(repr=False)
    source: Source = field(repr=False, compare=False)
    effects: Assumed | None = None
    shocks: Shocks = ()
    practices_by_place: tuple[tuple[str, str], ...] = ()
    places_in: str = ""
    staff: StatedStaff | None = None
    margins: Margins = OFFICE_MARGINS
    ranges: tuple[str, ...] = ()
    sampling: Sampling = USUAL
    search: Search = WHOLE
    changes: tuple[SetTo, ...] = ()
    statement: Statement = field(default=NOTHING, repr=False, compare=False)
    precision: Precision | None = None
    library: Library = field(kw_only=True, repr=False, compare=False)
    columns: tuple[Column, ...] = field(default=(), kw_only=True, repr=False)

    @cached_property
    def first_day(self) -> int:
        """The first measured day (day 0 is the start)."""
        return (_after(self.start, self.warm_up) - self.start).days

    @cached_property
    def measured_until(self) -> int:
        """The first day after the window (day 0 is the start)."""
        return (self._window_end - self.start).days

    @cached_property
    def days(self) -> int:
        """Length of a run in days: warm-up, window and follow-up."""
        return (_after(self._window_end, self.follow_up) - self.start).days

    @property
    def _window_end(self) -> date:
        return _after(_after(self.start, self.warm_up), self.measured)

    @property
    def last(self) -> date:
        """The last day of a run."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def window(self) -> tuple[int, int]:
        """The first and the last measured day."""
        return self.first_day, self.measured_until - 1

    @property
    def baseline(self) -> Column:
        return self.columns[0]

    @property
    def argument(self) -> str:
        """What a command calls the study: its name among the scenarios, or the path of its file."""
        return self.source.file if Path(self.source.file).is_absolute() else self.name

    def column(self, name: str) -> Column:
        """The column with a printed name."""
        return next(column for column in self.columns if column.name == name)

    def seed_at(self, place: str) -> int:
        """The seed of the runs at a place.

        Places that a study names one by one share their chance, so that a comparison of them is paired. The places of a list
        are summed. They must be independent, so each has a seed of its own.
        """
        return int(combine(self.seed, purpose(place))) & LARGEST_SEED if self.places_in else self.seed

    def without_follow_up(self) -> Study:
        """The same study with runs that end with the window, where waits are cut off.

        Such runs serve where no wait is read: the searches for staff, and the check of staff against the law.
        """
        days = self.measured_until
        columns = tuple(
            replace(column, settings={place: setting.shortened(days) for place, setting in column.settings.items()})
            for column in self.columns
        )
        return replace(self, follow_up=Duration(whole_days=0), columns=columns)

    def with_replications(self, replications: int | None) -> Study:
        """The same study with another number of replications; None keeps the number."""
        if replications is None:
            return self
        if not 1 <= replications <= MOST_REPLICATIONS:
            raise ScenarioError(
                "the number of replications is out of range",
                found=would_need(replications) if replications > MOST_REPLICATIONS else replications,
                expected=f"1 to {MOST_REPLICATIONS:,}", do="--replications 1",
            )  # fmt: skip
        return replace(self, replications=replications)

    def error(self, message: str, keys: Keys = (), **details: Any) -> ScenarioError:
        """An error at ``keys`` of the study's file."""
        return self.source.error(message, keys, **details)


def _after(day: date, span: Duration) -> date:
    return add_months(day, span.months) if span.months is not None else day + timedelta(days=span.whole_days or 0)
