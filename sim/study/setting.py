"""The setting of a run: everything that determines it, except the replication and the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sim.files.parse import shape, values_in
from sim.files.set_values import SetTo, with_set_values
from sim.files.source import Source
from sim.files.value import Value
from sim.law.clauses.practice import Practice
from sim.law.compose.practices import MoreMeetings, PracticeChoice, with_values
from sim.law.compose.rule_set import RuleSet
from sim.place.office.calendar import Calendar, Holidays
from sim.place.office.model import Office
from sim.place.people.effects import Effects
from sim.place.people.model import People, Place
from sim.place.people.season import Season
from sim.study import timeline
from sim.study.shocks import Shocks
from sim.study.stated_staff import StatedStaff
from sim.study.timeline import Part, Timeline

DIARY_BEYOND_END = 400
"""Days that diaries extend beyond the end of a run."""


@dataclass(frozen=True)
class Law:
    """Law and practice in force from 00:00 of a day of the run. The day counts from the start of the run.

    Attributes:
        choice: the study's name of the practice.
        source: the tree of the practice.
    """

    day: int
    rule_set: RuleSet
    practice: Practice
    choice: PracticeChoice
    source: Source = field(repr=False, compare=False)

    def with_more_meetings(self, more: tuple[MoreMeetings, ...]) -> Law:
        """The same law with more meetings in its practice."""
        source = with_values(self.source, more)
        choice = self.choice._replace(values=(*self.choice.values, *more))
        return replace(self, practice=shape(Practice, source), choice=choice, source=source)

    def with_set_values(self, values: Sequence[SetTo]) -> Law:
        """The same law with values of its rules and its practice set. Names stay as they are."""
        practice, source = with_set_values(self.practice, self.source, values)
        return replace(self, rule_set=self.rule_set.with_set_values(values), practice=practice, source=source)


@dataclass(frozen=True)
class Setting:
    """Everything that determines a run, except the replication and the staff.

    Attributes:
        place, people, office: the contents of the files.
        laws: law and practice over time; the first is in force from day 0.
        start: the study's first day.
        days: length of the run.
        seed: the study's seed.
        effects: assumed effects on behaviour, or None.
        shocks: shocks to inflow and staff.
        staff: the total of posts that the study states; None for the place's own.
        holidays: the closed days of the calendar file.
        formed: the place, people and office under the law and the practice under which the opening stock formed, from the start
            of the burn-in on (:func:`sim.study.read_setting.forming`). None: the opening stock is in equilibrium.
        files: hashes of the trees of place, people, office, calendar and effects, by kind, at the time of reading.
    """

    place: Place
    people: People
    office: Office
    laws: tuple[Law, ...]
    start: date
    days: int
    seed: int
    holidays: Holidays = field(repr=False)
    effects: Effects | None = None
    shocks: Shocks = ()
    formed: Setting | None = field(default=None, repr=False)
    staff: StatedStaff | None = None
    files: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def rule_set(self) -> RuleSet:
        """The rules at the start of the run."""
        return self.laws[0].rule_set

    @property
    def practice(self) -> Practice:
        """The practice at the start of the run."""
        return self.laws[0].practice

    @property
    def later(self) -> tuple[Law, ...]:
        """The laws and practices of later days, in order."""
        return self.laws[1:]

    @property
    def rules_over_time(self) -> Timeline[RuleSet]:
        """The rule sets with the days from which they are in force."""
        return timeline.without_repeats(tuple(Part(self._since(law), law.rule_set) for law in self.laws))

    @property
    def practice_over_time(self) -> Timeline[PracticeChoice]:
        """The practices with the days from which they are in use."""
        return timeline.without_repeats(tuple(Part(self._since(law), law.choice) for law in self.laws))

    @property
    def rules_name(self) -> str:
        """The printed name of the rules over time."""
        return timeline.name_of(self.rules_over_time, lambda rule_set: rule_set.name)

    @property
    def practice_name(self) -> str:
        """The printed name of the practice over time."""
        return timeline.name_of(self.practice_over_time, lambda choice: choice.name)

    @property
    def season(self) -> dict[str, Season]:
        """The season of arrivals by group: the place's, else that of the people file."""
        return {**self.people.season, **self.place.season}

    def calendar(self, days: int) -> Calendar:
        """The calendar of the first ``days`` days from the start."""
        return Calendar(self.start, days, self.holidays)

    def _since(self, law: Law) -> date | None:
        return self.start + timedelta(days=law.day) if law.day else None

    def under(self, rule_set: RuleSet, practice: Practice | None = None) -> Setting:
        """The same people and office under one law from the start."""
        law = replace(self.laws[0], rule_set=rule_set, practice=practice or self.practice)
        return replace(self, laws=(law,))

    def shortened(self, days: int) -> Setting:
        """The same setting for a run of fewer days. Laws and shocks that begin later are left out."""
        end = self.start + timedelta(days=days)
        laws = tuple(law for law in self.laws if law.day < days)
        shocks = tuple(shock for shock in self.shocks if shock.first < end)
        return replace(self, days=days, laws=laws, shocks=shocks)

    def with_more_meetings(self, more: tuple[MoreMeetings, ...]) -> Setting:
        """The same setting with more meetings in the practice of every law."""
        return replace(self, laws=tuple(law.with_more_meetings(more) for law in self.laws)) if more else self

    def values(self) -> list[Value[Any]]:
        """Every value that a run depends on: of law, practice, people, place and office."""
        first, *later = self.laws
        return [
            *first.rule_set.values(), *values_in(first.practice), *values_in(self.people), *values_in(self.place),
            *values_in(self.office), *(v for law in later for v in (*law.rule_set.values(), *values_in(law.practice))),
            *(values_in(self.effects.file) if self.effects else ()),
        ]  # fmt: skip
