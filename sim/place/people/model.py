"""The people files: who there is, who moves where, what they need. Rates are national, stocks and entries a place's."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, Sourced, Title
from sim.files.value import CountValue, DurationValue, NumberValue, ShareValue, problem

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]


class Part(Entry):
    """One part of a mixture."""

    share: ShareValue
    fixed: DurationValue | None = None
    mean: DurationValue | None = None
    cv: NumberValue | None = None  # lognormal with this spread; exponential without
    delay: DurationValue | None = None

    @model_validator(mode="after")
    def _has_a_mean(self) -> Part:
        if (self.fixed is None) == (self.mean is None):
            raise problem("a distribution has exactly one of `mean` and `fixed`", expected="mean or fixed")
        return self


class Distribution(Entry):
    """A length of time: fixed, exponential by its mean, by survival points, or a mixture."""

    fixed: DurationValue | None = None
    mean: DurationValue | None = None
    survival: dict[str, ShareValue] = Field(default={})
    mixture: Annotated[tuple[Part, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _is_one(self) -> Distribution:
        given = [name for name in ("fixed", "mean", "survival", "mixture") if getattr(self, name)]
        if len(given) != 1:
            raise problem(
                "a distribution has no mean" if not given else "a distribution is given twice",
                found=", ".join(given) or "nothing",
                expected="exactly one of fixed, mean, survival, mixture",
            )
        if self.mixture and abs(sum(part.share.value for part in self.mixture) - 1) > 1e-6:
            raise problem("the shares of a mixture add up to 100 %", key=("mixture",))
        return self


class Exit(Sourced):
    """Life: leaving for work, education or self-support."""

    per_year: CountValue
    after: Distribution | None = None  # exponential from stock and flow when left out
    back: Names = ()  # groups to which a citizen returns who came from there
    to: dict[str, ShareValue]


class Move(Sourced):
    """Life: to another group."""

    origin: str = Field(alias="from")
    to: str
    per_year: CountValue


class Term(Sourced):
    """Clock: a right or a term runs out and a procedure begins."""

    group: str
    procedure: str
    cause: Literal["clock", "age"] = "clock"
    at_month_end: bool = False  # not before the month is over
    accumulated: bool = False  # time before an illness counts
    at_most: DurationValue | None = None
    within: DurationValue | None = None  # days of earlier periods on the benefit in so long a time count
    after: Distribution | None = None
    per_year: CountValue | None = None


class Need(Sourced):
    """Decision: a need arises, is detected, and a procedure decides."""

    group: str
    procedure: str
    per_year: CountValue
    inflate: NumberValue
    seen_as: str  # a kind of `detection`
    delay: DurationValue | None = None


class Stages(Entry):
    preparation: ShareValue
    certificate: ShareValue


class Seen(Sourced):
    """How a kind of need comes to light: the chance at each occasion, and the mean time until the citizen asks."""

    meeting: ShareValue
    assessment: ShareValue
    end_point: ShareValue  # where a right or a term ends
    request: DurationValue
    unseen: DurationValue  # mean time until then in the opening stock, the same under all rules


class Detection(Sourced):
    kinds: dict[str, Seen]
    under_way: DurationValue
    stages: Stages


class Trait(Sourced):
    """A fact of a citizen that rules ask for."""

    groups: Names
    share: ShareValue
    lasting: bool = False
    only: Names = ()  # traits, settled before this one: only citizens who have one of them
    unless: Names = ()  # and not those who have one of these
    at_entry: bool = False  # settled once on entering the system; procedures may set or clear it
    same_as: str | None = None  # the same trait with another share in other groups
    life_over: DurationValue | None = None  # only if life would end the spell later than this
    life_at_most: DurationValue | None = None
    until: DurationValue | None = None  # it is put right by then: the opening stock has it in younger spells only


class Ages(Sourced):
    """Ages on entering, or on day 0 for the opening stock, by group."""

    groups: dict[str, Distribution]


class NeedLevels(Entry):
    light: ShareValue
    heavy: ShareValue


class NoShowByForm(Entry):
    """No-shows of a remote meeting, times those of one in person."""

    phone: NumberValue
    video: NumberValue


class AbsenceBeforeBenefit(Entry):
    employed: DurationValue
    unemployed: DurationValue


class People(Entry):
    """``people/*.yaml``."""

    schema_version: Literal[1] = Field(alias="schema")
    people: str
    title: Title
    population: CountValue
    stocks: dict[str, CountValue]
    exits: dict[str, Exit]
    moves: dict[str, Move]
    terms: dict[str, Term]
    needs: dict[str, Need]
    holds: Names
    detection: Detection
    chances: dict[str, ShareValue]
    waits: dict[str, Distribution]
    prolongations: dict[str, Distribution]
    ages: Ages
    traits: dict[str, Trait]
    needs_by_group: dict[str, NeedLevels]
    no_shows: dict[str, ShareValue]
    no_show_by_form: NoShowByForm
    absence_before_benefit: AbsenceBeforeBenefit


class Stock(Sourced):
    """Citizens of a group at the start, and how many come from outside a year."""

    stock: NumberValue
    entries: NumberValue


class PartTime(Sourced):
    """Part-timers among the posts: so much of the full-time posts, each of them working so much of full time."""

    share: ShareValue
    hours: ShareValue

    @model_validator(mode="after")
    def _in_tenths(self) -> PartTime:
        tenths = self.hours.value * 10
        if not 1 <= round(tenths) <= 9 or abs(tenths - round(tenths)) > 1e-9:
            raise problem(
                "part-time is so many tenths of full time", key=("hours",), found=self.hours.text,
                expected="10 %, 20 %, … 90 %", do="leave `part_time` out where everybody works full time",
            )  # fmt: skip
        return self


class Team(Sourced):
    """Caseworkers who serve groups: posts = cases over cases per caseworker."""

    title: Title
    groups: Names
    cases_per_post: dict[str, NumberValue]
    caseload_share: ShareValue | None = None  # of the group's stock that has a caseworker (insured after hand-over)
    part_time: PartTime | None = None  # the office's when left out
    norm: str


class RoleStaff(Sourced):
    """Posts with diaries of another role than caseworker."""

    posts: NumberValue
    part_time: PartTime | None = None  # the office's when left out


class TeamPlaces(Sourced):
    """The rehabilitation team: places a week, spread evenly over the week's sessions."""

    per_week: NumberValue
    weekday: Weekday | None = None  # one session a week
    sessions: Annotated[tuple[Weekday, ...], Field(strict=False)] = ()  # several

    @model_validator(mode="after")
    def _has_its_days(self) -> TeamPlaces:
        if bool(self.sessions) == (self.weekday is not None):
            raise problem(
                "the team's days are given once", expected="`weekday` for one session a week, else `sessions`"
            )
        if len(set(self.sessions)) < len(self.sessions):
            found = ", ".join(self.sessions)
            raise problem("a weekday stands twice", key=("sessions",), found=found, expected="each weekday once")
        return self

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays of the sessions, Monday 0, in order."""
        named = self.sessions or (self.weekday,)
        return tuple(number for number, name in enumerate(get_args(Weekday)) if name in named)


class Place(Entry):
    """``places/*.yaml``: a municipality."""

    schema_version: Literal[1] = Field(alias="schema")
    place: str
    title: Title
    extends: str | None = None
    people: str
    office: str
    population: CountValue
    groups: dict[str, Stock]
    came_from: dict[str, ShareValue] = Field(default={})
    teams: dict[str, Team]
    fixed_caseworker: bool = False  # a citizen keeps the caseworker across groups
    roles: dict[str, RoleStaff] = Field(default={})  # other roles that have posts with diaries
    team_places: TeamPlaces

    @property
    def part_time(self) -> dict[str, PartTime]:
        """Part-time of teams and roles that have their own."""
        staffed: dict[str, Team | RoleStaff] = {**self.teams, **self.roles}
        return {name: one.part_time for name, one in staffed.items() if one.part_time is not None}
