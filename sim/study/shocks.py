"""Shocks: an inflow raised or lowered, or staff taken away, from one date to another, whatever the rules.

A shock is a circumstance, for all columns of a study (``shocks:``) or for one entry of ``compare``. Citizens and caseworkers
that it does not touch have the same fate as without it: see :mod:`sim.place.people.inflow_shock` and
:mod:`sim.place.office.staff_shock`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sim.files.entry import Entry
from sim.files.value import problem
from sim.law.clauses.regime import Date

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
        return f"{self.what} {self.first}..{self.until or 'end'}"

    @property
    def what(self) -> str:
        """What changes and how much, without the dates: ``insured +30 %``."""
        thing = self.inflow if self.inflow is not None else f"staff {self.staff}"
        return f"{thing} {100 * self.change:+.6g} %"

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
