"""The people files: who there is, who moves where, what they need. Rates are national, stocks and entries a place's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.law.entry import Entry, Names, Sourced, Title
from sim.law.value import CountValue, DurationValue, NumberValue, ShareValue, problem


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
    after: Distribution | None = None
    per_year: CountValue | None = None


class Need(Sourced):
    """Decision: a need arises, is detected, and a procedure decides."""

    group: str
    procedure: str
    per_year: CountValue
    inflate: NumberValue
    delay: DurationValue | None = None


class Stages(Entry):
    preparation: ShareValue
    certificate: ShareValue


class Detection(Sourced):
    per_occasion: ShareValue
    own_request: DurationValue
    under_way: DurationValue
    stages: Stages


class Trait(Sourced):
    """A fact of a citizen that rules ask for."""

    groups: Names
    share: ShareValue
    lasting: bool = False
    same_as: str | None = None  # the same trait with another share in other groups
    life_over: DurationValue | None = None  # only if life would end the spell later than this
    life_at_most: DurationValue | None = None


class NeedLevels(Entry):
    light: ShareValue
    heavy: ShareValue


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
    traits: dict[str, Trait]
    needs_by_group: dict[str, NeedLevels]
    no_shows: dict[str, ShareValue]
    absence_before_benefit: AbsenceBeforeBenefit


class Stock(Sourced):
    """Citizens of a group at the start, and how many come from outside a year."""

    stock: NumberValue
    entries: NumberValue


class Team(Sourced):
    """Caseworkers who serve groups: posts = cases over cases per caseworker."""

    title: Title
    groups: Names
    cases_per_post: dict[str, NumberValue]
    caseload_share: ShareValue | None = None  # of the group's stock that has a caseworker (insured after hand-over)
    norm: str


class TeamPlaces(Sourced):
    per_week: NumberValue
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday"] = "tuesday"


class Place(Entry):
    """``places/*.yaml``: a municipality."""

    schema_version: Literal[1] = Field(alias="schema")
    place: str
    title: Title
    people: str
    office: str
    population: CountValue
    groups: dict[str, Stock]
    came_from: dict[str, ShareValue] = Field(default={})
    teams: dict[str, Team]
    team_places: TeamPlaces
