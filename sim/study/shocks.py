"""Shocks: an inflow raised or lowered, or staff taken away, from one date to another, whatever the rules.

A shock is a circumstance, for all columns of a study (``shocks:``) or for one entry of ``compare``. Those whom it does not
touch have the same fate as without it: see :mod:`sim.place.people.inflow_shock` and :mod:`sim.place.office.staff_shock`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sim.files.entry import Entry
from sim.files.errors import nearest_name
from sim.files.value import problem
from sim.law.clauses.regime import Date
from sim.place.office.staff_shock import Gone
from sim.place.people.inflow_shock import Surge

if TYPE_CHECKING:
    from sim.files.tree import Keys
    from sim.study.study import Study
    from sim.world.build import Setting

ALL = "all"
OPEN = ("end of the study", "forever")
"""Words for a shock that outlasts the run."""
_CHANGE = re.compile(r"(?P<sign>[+-]?) ?(?P<number>[0-9]+(\.[0-9]+)?) ?%")
_ENDS = f"a date, or `{OPEN[0]}`"


def _change(raw: object) -> float:
    match = _CHANGE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        raise problem("this is no change", found=raw, expected="a percentage with its sign, like `+30 %` or `-25 %`")
    change = float(f"{match['sign']}{match['number']}") / 100
    if change < -1:
        raise problem("there is no less than nothing", found=raw, expected="-100 % or more")
    if not change:
        raise problem("this shock changes nothing", found=raw, do="leave it out")
    return change


class Shock(Entry):
    """An entry of ``shocks``: what (``inflow``, a group or ``all``; or ``staff``, a team or ``all``), how much, when."""

    inflow: str | None = None
    staff: str | None = None
    change: Annotated[float, BeforeValidator(_change)]
    first: Date = Field(alias="from")
    until: date | None  # None: longer than the run

    @model_validator(mode="before")
    @classmethod
    def _is_one_thing(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        given = [key for key in ("inflow", "staff") if key in raw]
        if len(given) != 1:
            raise problem(
                "a shock is to an inflow or to staff", found=", ".join(map(str, raw)), expected="inflow or staff"
            )
        if "until" not in raw:
            raise problem(
                "a shock needs an end: `until` is missing", found=", ".join(map(str, raw)), expected=f"until: {_ENDS}"
            )
        until = raw["until"]
        if until in OPEN:
            return raw | {"until": None}
        try:
            return raw | {"until": date.fromisoformat(str(until))}
        except ValueError:
            raise problem("this is no end of a shock", key=("until",), found=until, expected=_ENDS) from None

    @property
    def thing(self) -> str:
        return self.inflow or self.staff or ""

    @property
    def name(self) -> str:
        """As it stands in the name of a column: ``insured +30 % 2025-01-01..2025-12-31``."""
        what = self.inflow if self.inflow is not None else f"staff {self.staff}"
        return f"{what} {100 * self.change:+.6g} % {self.first}..{self.until or 'end'}"

    def days(self, start: date, length: int) -> tuple[int, int]:
        """Its first and last day in a run that begins at ``start`` and lasts ``length`` days."""
        last = length - 1 if self.until is None else min((self.until - start).days, length - 1)
        return (self.first - start).days, last

    def same_thing(self, other: Shock) -> bool:
        """Do both change one group's inflow, or one team's staff?"""
        if (self.inflow is None) != (other.inflow is None):
            return False
        return self.thing == other.thing or ALL in (self.thing, other.thing)

    def meets(self, other: Shock) -> bool:
        """Is there a day of both?"""
        one, two = sorted((self, other), key=lambda shock: shock.first)
        return one.until is None or two.first <= one.until


Shocks = tuple[Shock, ...]


def surges(setting: Setting, group: str) -> list[Surge]:
    """What shocks do to a group's arrivals."""
    days = (setting.start, setting.days)
    return [Surge(*shock.days(*days), shock.change) for shock in setting.shocks if shock.inflow in (group, ALL)]


def gone(setting: Setting, horizon: int) -> list[Gone]:
    """What shocks take of the staff, team by team; ``all`` is every team of caseworkers."""
    found: list[Gone] = []
    for shock in setting.shocks:
        if shock.staff is not None:
            teams = setting.place.teams if shock.staff == ALL else (shock.staff,)
            found += [Gone(team, *shock.days(setting.start, horizon), -shock.change) for team in teams]
    return found


def posts_over(posts: float, team: str, taken: Sequence[Gone], window: tuple[int, int]) -> float:
    """A team's posts as a mean over the days of a window, less what shocks take."""
    first, last = window
    length = last - first + 1
    for one in taken:
        if one.team == team:
            posts -= posts * one.share * max(min(one.last, last) - max(one.first, first) + 1, 0) / length
    return round(posts, 6)


# --- is what a study says possible? ---


def _written(study: Study) -> Iterator[tuple[Keys, Shocks]]:
    """The shocks of the study, then of each entry, with where they stand."""
    yield ("shocks",), study.shocks
    for at, entry in enumerate(study.compare):
        yield ("compare", at, "shocks"), entry.shocks


def check_dates(study: Study) -> None:
    """Raises ScenarioError at the first shock outside the run, or that meets another of the same thing."""
    end = date.fromordinal(study.start.toordinal() + study.days - 1)
    span = f"{study.start} to {end}"
    for keys, shocks in _written(study):
        for at, shock in enumerate(shocks):
            here = (*keys, at)
            for key, day in (("from", shock.first), ("until", shock.until)):
                if day is not None and not study.start <= day <= end:
                    do = f"write `until: {OPEN[0]}`" if key == "until" and day > end else None
                    raise study.error("this day lies outside the run", (*here, key), found=day, expected=span, do=do)
            if shock.until is not None and shock.until < shock.first:
                raise study.error(
                    "a shock ends before it begins", (*here, "until"), found=shock.until,
                    expected=f"{shock.first} or later",
                )  # fmt: skip
            if shock.staff is not None and shock.change > 0:
                raise study.error(
                    "a shock takes staff away", (*here, "change"), found=f"{100 * shock.change:+.6g} %",
                    expected="-100 % to -1 %", do="for more staff, give the place more posts",
                )  # fmt: skip
            others = [*(() if keys == ("shocks",) else study.shocks), *shocks[:at]]
            for other in others:
                if shock.same_thing(other) and shock.meets(other):
                    raise study.error(
                        f"two shocks change `{shock.thing}` at the same time", here, found=shock.name,
                        expected=f"days apart from {other.name}", do="make one of them",
                    )  # fmt: skip


def check_things(study: Study, settings: Sequence[Setting]) -> None:
    """Raises ScenarioError at the first shock to a group or a team that is not there, or to an inflow that is none.

    Args:
        settings: the study's columns at one of its places.
    """
    place = settings[0].place
    teams = [ALL, *place.teams, *place.roles]
    groups = [ALL, *place.groups]
    for keys, shocks in _written(study):
        for at, shock in enumerate(shocks):
            what, known = ("inflow", groups) if shock.inflow is not None else ("staff", teams)
            here = (*keys, at, what)
            if shock.thing not in known:
                raise study.error(
                    f"{place.place} has no {'group' if what == 'inflow' else 'team'} of this name", here,
                    found=shock.thing, expected=", ".join(known), nearest=nearest_name(shock.thing, known),
                )  # fmt: skip
            if what == "inflow" and shock.thing != ALL and not place.groups[shock.thing].entries.value:
                open_ = [name for name, group in place.groups.items() if group.entries.value]
                raise study.error(
                    f"nobody comes to `{shock.thing}` from outside, so there is no inflow to change", here,
                    found=shock.thing, expected=", ".join(open_),
                )  # fmt: skip
