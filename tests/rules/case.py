"""A rule test as its file states it: one citizen, a scripted life, and what the law expects of the jobcenter."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator
from ruamel.yaml import YAML

from sim.files import quantity
from tests.rules.expect import Expect, Part

FOLDER = Path(__file__).parent

Always = Literal["always", "never", "once"]
Edge = Literal["lowest", "highest", "never"]


def _days(raw: object) -> object:
    """A length of time as the rule files write it, in days."""
    return quantity.duration(raw).days if isinstance(raw, str) and raw != "longest" else raw


def _days_of_each(raw: Any) -> Any:
    return {name: _days(text) for name, text in raw.items()}


class Event(Part):
    """One thing that happens to the citizen, in a spell whose beginning is known (or given by ``in`` and ``since``)."""

    on: date | None = None
    after: int | None = None  # days since the spell began
    group: str | None = Field(None, alias="in")  # the spell's group, when something unscripted led there
    since: date | None = None  # the first day of that spell
    to: str | None = None  # another group, or `back` where the citizen came from
    exit: str | None = None  # a destination outside
    need: str | None = None  # the procedure that the need calls for
    term: Literal["ends"] | None = None  # the term of the group comes due

    @field_validator("after", mode="before")
    @classmethod
    def _in_days(cls, raw: object) -> object:
        return _days(raw)

    @model_validator(mode="after")
    def _is_one(self) -> Event:
        if (self.on is None) == (self.after is None):
            raise ValueError("an event has one of `on` and `after`")
        if [self.to, self.exit, self.need, self.term].count(None) != 3:
            raise ValueError("an event has one of `to`, `exit`, `need`, `term`")
        if self.group and self.on and not self.since:
            raise ValueError("with `in` and `on`, `since` says when that spell began")
        return self


class UnderWay(Part):
    """A case that the citizen of the opening stock has had before the run begins."""

    need: str
    stage: Literal["preparation", "certificate", "team", "undetected"]


class Who(Part):
    """The citizen: arrives during the run, or has been here ``since`` a day before it."""

    group: str
    arrives: date | None = None
    since: date | None = None
    traits: tuple[str, ...] = ()  # facts that hold; all others do not
    foreseen: tuple[str, ...] = ()  # entries of the people file whose facts follow from the scripted life
    level: Literal["light", "medium", "heavy"] = "medium"
    born: date | None = None
    came_from: str | None = None
    unemployed_before: int = 0  # days of dagpenge that count already
    under_way: UnderWay | None = None

    @field_validator("unemployed_before", mode="before")
    @classmethod
    def _in_days(cls, raw: object) -> object:
        return _days(raw)

    @model_validator(mode="after")
    def _comes_once(self) -> Who:
        if (self.arrives is None) == (self.since is None):
            raise ValueError("a citizen has one of `arrives` and `since`")
        return self

    @property
    def began(self) -> date:
        """The first day of the first spell."""
        day = self.arrives or self.since
        assert day is not None
        return day


class NoShows(Part):
    """The first attempts at one instance of a duty that the citizen misses; every other meeting is kept."""

    duty: str
    instance: int = 1
    attempts: int = 1


class Detection(Part):
    """How a need that has arisen is seen: on each occasion or none, and so many days later on the citizen's request."""

    meetings: Literal["always", "never"] = "never"
    assessments: Literal["always", "never"] = "never"
    end: Literal["always", "never"] = "never"  # where a right or a term ends
    request: int | None = None

    @field_validator("request", mode="before")
    @classmethod
    def _in_days(cls, raw: object) -> object:
        return _days(raw)


class Case(Part):
    """One test: rules, practice, a span of days, a citizen, a life, and expectations."""

    title: str
    clause: tuple[str, ...]  # of clauses.yaml
    law: str = ""  # what this case rests on beyond the file's own head
    rules: str = "current"
    practice: str = "baseline"
    start: date
    days: int
    citizen: Who
    life: tuple[Event, ...] = ()
    chances: dict[str, Always] = Field(default={})
    no_shows: Literal["always"] | NoShows | None = None
    terms: dict[str, Edge] = Field(default={})
    detection: Detection = Detection()
    once_in: tuple[str, ...] = ()  # procedures, besides those of the needs, for which a chance of `once` is meant
    delivery: dict[str, int] = Field(default={})  # certificate -> days
    waits: dict[str, int] = Field(default={})  # a wait of the people file -> days
    prolonged: dict[str, int | Literal["longest"]] = Field(default={})  # a ground of SDPL § 27 -> days
    team_from: date | None = None  # the team has no place before
    expect: Expect
    xfail: str = ""  # why the product is known to differ from the law

    @field_validator("delivery", "waits", "prolonged", mode="before")
    @classmethod
    def _in_days(cls, raw: Any) -> Any:
        return _days_of_each(raw)

    @field_validator("clause", mode="before")
    @classmethod
    def _one_or_more(cls, raw: object) -> object:
        return (raw,) if isinstance(raw, str) else raw


class RuleFile(Part):
    """``tests/rules/*.yaml``."""

    law: str
    cases: tuple[Case, ...]


def all_cases() -> dict[str, Case]:
    """Every case of the folder by ``file: title``."""
    reader = YAML(typ="safe")
    found: dict[str, Case] = {}
    for path in sorted(FOLDER.glob("[0-9]*.yaml")):
        for case in RuleFile.model_validate(reader.load(path)).cases:
            name = f"{path.stem}: {case.title}"
            assert name not in found, f"two cases are called `{name}`"
            found[name] = case
    return found
