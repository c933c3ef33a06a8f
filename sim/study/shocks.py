"""Shocks: a change of an inflow, of staff or of the team's places between two dates, the same under all rules.

A shock applies to all columns of a study (``shocks:``) or to one entry of ``compare``. All other citizens and caseworkers
have the same fate as without it: see :mod:`sim.place.people.inflow_shock` and :mod:`sim.place.office.staff_shock`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.files.characters import plain
from sim.files.dates import EXPECTED_DATE, Date, date_of
from sim.files.entry import Entry
from sim.files.value import problem, shown

ALL = "all"
OPEN = ("end of the study", "forever")
"""Words for the end of a shock that lasts until the end of the run."""
MOST_CHANGE = 100
"""The largest rise of an inflow: a hundredfold."""
TARGETS = ("inflow", "staff", "places")
_CHANGE = re.compile(r"(?P<sign>[+-]?) ?(?P<number>[0-9]{1,30}(\.[0-9]{1,30})?) ?%")
_ENDS = f"{EXPECTED_DATE}, or `{OPEN[0]}`"


def _change(raw: object) -> float:
    match = _CHANGE.fullmatch(plain(raw)) if isinstance(raw, str) else None
    if match is None:
        raise problem(
            "this is not a change", found=shown(raw), expected="a percentage with its sign, like `+30 %` or `-25 %`"
        )
    change = float(f"{match['sign']}{match['number']}") / 100
    if change < -1:
        raise problem("a reduction cannot exceed 100 %", found=raw, expected="-100 % or more")
    if change > MOST_CHANGE:
        raise problem("a rise is too large", found=raw, expected=f"at most +{100 * MOST_CHANGE:,} %")
    if not change:
        raise problem("this shock changes nothing", found=raw, do="remove it")
    return change


class Shock(Entry):
    """An entry of ``shocks``: its target, its size and its dates.

    The target is ``inflow`` (a group or ``all``), ``staff`` (a team, another role with posts, or ``all`` teams of
    caseworkers) or ``places`` (``team``: the places of the rehabilitation team's sessions).
    """

    inflow: str | None = None
    staff: str | None = None
    places: Literal["team"] | None = None
    change: Annotated[float, BeforeValidator(_change)]
    first: Date = Field(alias="from")
    until: Date | None  # None: the shock lasts until the end of the run

    @model_validator(mode="before")
    @classmethod
    def _is_one_thing(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        targets = [key for key in TARGETS if key in raw]
        if len(targets) != 1:
            raise problem(
                "a shock needs one target",
                found=", ".join(map(str, raw)),
                expected=", ".join(TARGETS),
            )
        if "until" not in raw:
            raise problem(
                "a shock needs an end: `until` is missing", found=", ".join(map(str, raw)), expected=f"until: {_ENDS}"
            )
        until = raw["until"]
        if until in OPEN:
            return raw | {"until": None}
        day = date_of(until)
        if day is None:
            raise problem("this is not a valid end of a shock", key=("until",), found=shown(until), expected=_ENDS)
        return raw | {"until": day}

    @property
    def thing(self) -> str:
        return self.inflow or self.staff or self.places or ""

    @property
    def target(self) -> str:
        """The key of the target: inflow, staff or places."""
        return next(key for key in TARGETS if getattr(self, key) is not None)

    @property
    def name(self) -> str:
        """The name in printed column names: ``insured +30 % 2025-01-01..2025-12-31``."""
        return f"{self.what} {self.first}..{self.until or 'end'}"

    @property
    def what(self) -> str:
        """The target and the size without the dates: ``insured +30 %``."""
        words = {"inflow": self.thing, "staff": f"staff {self.thing}", "places": f"{self.thing} places"}
        return f"{words[self.target]} {100 * self.change:+.6g} %"

    def days(self, start: date, length: int) -> tuple[int, int]:
        """The first and last day number in a run from ``start`` over ``length`` days."""
        last = length - 1 if self.until is None else min((self.until - start).days, length - 1)
        return (self.first - start).days, last

    def same_thing(self, other: Shock) -> bool:
        """Whether both shocks change the same group's inflow, the same team's staff, or the team's places."""
        if self.target != other.target:
            return False
        return self.thing == other.thing or ALL in (self.thing, other.thing)

    def meets(self, other: Shock) -> bool:
        """Whether the shocks share at least one day."""
        earlier, later = sorted((self, other), key=lambda shock: shock.first)
        return earlier.until is None or later.first <= earlier.until


Shocks = tuple[Shock, ...]
