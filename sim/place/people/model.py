"""The models of people files and places. Rates are national; stocks and entries belong to a place."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, Sourced, Title
from sim.files.schema import Schema
from sim.files.value import (
    CountValue,
    DurationValue,
    FactorValue,
    FlowValue,
    NumberValue,
    ShareValue,
    problem,
)
from sim.place.office.own_staff import OwnStaff, WorkWithoutCases
from sim.place.people.crowd import PersonsValue
from sim.place.people.distribution import Distribution
from sim.place.people.need import Detection, Need
from sim.place.people.returns import NewRight, Return, check_returns
from sim.place.people.season import Season
from sim.place.people.team_places import TeamPlaces

AgeOfLaw = Literal["adult_from", "pension_age", "of_age"]
"""Ages that a regime gives."""
MOST_OF_A_BURN_IN = 50
"""The largest number of cross-sections of a burn-in."""


class Exit(Sourced):
    """A life event: the citizen leaves for work, education or self-support."""

    per_year: FlowValue
    after: Distribution | None = None  # time until the exit; by default exponential, from stock and flow
    back: Names = ()  # groups to which citizens from there return
    to: dict[str, ShareValue]


class Move(Sourced):
    """A life event: the citizen moves to another group."""

    origin: str = Field(alias="from")
    to: str
    per_year: FlowValue
    after: Distribution | None = None  # time until the move; by default exponential, from stock and flow


class Term(Sourced):
    """A clock: a right or a term runs out, or the citizen reaches an age, and a procedure starts."""

    group: str = ""
    groups: Names = ()  # instead of one group; only with an age
    procedure: str
    cause: Literal["clock", "age"] = "clock"
    at_age: AgeOfLaw | None = None  # the age is the law's, and the day follows from the citizen's birth
    at_month_end: bool = False  # the term ends at the end of the month
    accumulated: bool = False  # time before an illness is included
    at_most: DurationValue | None = None
    within: DurationValue | None = None  # the window in which earlier days on the benefit count
    after: Distribution | None = None
    per_year: FlowValue | None = None

    @model_validator(mode="after")
    def _has_one_clock(self) -> Term:
        """A term has exactly one of a length, a yearly flow and an age."""
        given = [name for name in ("after", "per_year", "at_age") if getattr(self, name) is not None]
        if len(given) != 1:
            raise problem(
                "a term needs exactly one of `after`, `per_year` and `at_age`", found=", ".join(given) or "none",
                expected="after, per_year or at_age",
            )  # fmt: skip
        if (self.cause == "age") != (self.at_age is not None):
            raise problem(
                "the cause `age` and `at_age` need each other",
                key=("cause",),
                found=self.cause,
                expected="both or neither",
            )
        if bool(self.group) == bool(self.groups) or (self.groups and self.at_age is None):
            raise problem(
                "a term needs `group`, or `groups` with `at_age`", found=self.group or ", ".join(self.groups) or "neither",
                expected="group, or groups with at_age",
            )  # fmt: skip
        return self

    @property
    def of(self) -> Names:
        """The groups of the term."""
        return self.groups or (self.group,)


class Trait(Sourced):
    """A fact about a citizen that rules refer to."""

    groups: Names
    share: ShareValue
    lasting: bool = False
    only: Names = ()  # traits, drawn before this one: only citizens with at least one of them
    unless: Names = ()  # traits: not citizens with any of them
    at_entry: bool = False  # drawn once, on entry into the system; procedures may set or clear it
    same_as: str | None = None  # the same trait with another share in other groups
    life_over: DurationValue | None = None  # only for spells that life ends later than this
    life_at_most: DurationValue | None = None
    until: DurationValue | None = None  # the trait ends by then, so the opening stock has it in younger spells only


class Ages(Sourced):
    """Ages by group: on entry, or on day 0 for the opening stock."""

    groups: dict[str, Distribution]


class Opening(Sourced):
    """The burn-in from which the opening stock of a place is drawn.

    It runs under the law and the practice under which the free values were fitted, and ends on the study's first day. Its
    citizens are taken once a year, on the same day of the year.
    """

    rules: str
    practice: str
    burn_in: DurationValue  # until the first cross-section
    cross_sections: CountValue  # one a year, the last on the study's first day

    @model_validator(mode="after")
    def _is_a_burn_in(self) -> Opening:
        number = int(self.cross_sections.value)
        if not 1 <= number <= MOST_OF_A_BURN_IN:
            raise problem(
                "a burn-in needs at least one of these", key=("cross_sections",), found=number,
                expected=f"1 to {MOST_OF_A_BURN_IN}",
            )  # fmt: skip
        if self.burn_in.value.days < 1:
            raise problem(
                "a burn-in needs at least a day", key=("burn_in",), found=self.burn_in.text, expected="6 years"
            )
        return self


class NeedLevels(Entry):
    light: ShareValue
    heavy: ShareValue


class NoShowByForm(Entry):
    """The no-show rate of remote meetings, relative to meetings in person."""

    phone: NumberValue
    video: NumberValue


class AbsenceBeforeBenefit(Entry):
    employed: DurationValue
    unemployed: DurationValue


class People(Entry):
    """``people/*.yaml``."""

    schema_version: Schema = Field(alias="schema")
    people: str
    title: Title
    population: FlowValue
    stocks: dict[str, FlowValue]
    exits: dict[str, Exit]
    moves: dict[str, Move]
    returns: dict[str, Return] = Field(default={})  # citizens who have left and come back
    new_right: NewRight | None = None  # to dagpenge; without it work earns none
    terms: dict[str, Term]
    needs: dict[str, Need]
    holds: Names
    detection: Detection
    chances: dict[str, ShareValue]
    waits: dict[str, Distribution]
    prolongations: dict[str, Distribution]
    ages: Ages
    opening: Opening
    traits: dict[str, Trait]
    season: dict[str, Season] = Field(default={})  # of the arrivals, by group; even over the year without an entry
    needs_by_group: dict[str, NeedLevels]
    no_shows: dict[str, ShareValue]
    no_show_by_form: NoShowByForm
    absence_before_benefit: AbsenceBeforeBenefit

    @model_validator(mode="after")
    def _has_ways_out(self) -> People:
        for group, way in self.exits.items():
            if not sum(share.value for name, share in way.to.items() if name not in self.stocks):
                raise problem(
                    "an exit needs a destination outside the groups", key=("exits", group, "to"),
                    found=", ".join(way.to) or "nothing", expected="a destination with a share above 0 %",
                )  # fmt: skip
        check_returns(self.returns, self.new_right, {group: way.to for group, way in self.exits.items()}, self.stocks)
        return self


class Stock(Sourced):
    """The citizens of a group at the start, and the entries from outside a year."""

    stock: PersonsValue
    entries: PersonsValue


class PartTime(Sourced):
    """Part-time posts: their share of the full-time posts, and their hours as a share of full time."""

    share: ShareValue
    hours: ShareValue

    @model_validator(mode="after")
    def _in_tenths(self) -> PartTime:
        tenths = self.hours.value * 10
        if not 1 <= round(tenths) <= 9 or abs(tenths - round(tenths)) > 1e-9:
            raise problem(
                "part-time hours must be a whole number of tenths", key=("hours",), found=self.hours.text,
                expected="10 %, 20 %, … 90 %", do="leave `part_time` out if all staff work full time",
            )  # fmt: skip
        return self


class Team(Sourced):
    """A team of caseworkers and the groups that it serves: posts = cases / cases per post."""

    title: Title
    groups: Names
    cases_per_post: dict[str, NumberValue]
    caseload_share: ShareValue | None = None  # share of the stock with a caseworker (insured: after hand-over)
    part_time: PartTime | None = None  # the office's when left out


class RoleStaff(Sourced):
    """The posts of another role than caseworker. They have diaries."""

    posts: NumberValue
    part_time: PartTime | None = None  # the office's when left out


class Place(Entry):
    """``places/*.yaml``: a municipality."""

    schema_version: Schema = Field(alias="schema")
    place: str
    title: Title
    extends: str | None = None
    area: str | None = None  # the municipality's code in figures/areas.yaml, if the title is not its name
    people: str
    office: str
    population: FlowValue
    groups: dict[str, Stock]
    came_from: dict[str, ShareValue] = Field(default={})
    grants: dict[str, FactorValue] = Field(default={})  # by procedure: grants per citizen, relative to the nation
    season: dict[str, Season] = Field(default={})  # instead of the season of the people file, group by group
    teams: dict[str, Team]
    fixed_caseworker: bool = False  # citizens keep their caseworker across groups
    roles: dict[str, RoleStaff] = Field(default={})  # other roles with posts and diaries
    team_places: TeamPlaces
    staff: OwnStaff | None = None  # by default posts follow from cases per post
    work_without_cases: dict[str, WorkWithoutCases] = Field(default={})

    @property
    def part_time(self) -> dict[str, PartTime]:
        """The part-time of teams and roles with an entry of their own."""
        staffed: dict[str, Team | RoleStaff] = {**self.teams, **self.roles}
        return {name: entry.part_time for name, entry in staffed.items() if entry.part_time is not None}
