"""Timelines: one item from the start of a run, or several items, each from 00:00 of its day.

A timeline is printed as ``current..R2025a@2025-01-01..R2025b@2025-07-01``. No code parses that name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from sim.files.dates import EXPECTED_DATE, date_of
from sim.files.errors import ScenarioError
from sim.files.folder import all_names_in, read_named
from sim.files.source import Source
from sim.files.value import shown

T = TypeVar("T")
Other = TypeVar("Other")
THEN, FROM = "..", "@"
ENACTED, EXPECTED = "enacted", "expected"
"""Words for the regimes of the library by their dates in force. ``expected`` includes regimes that were not adopted."""


class Part(NamedTuple, Generic[T]):
    """An item that holds from the day ``since``. None means from the start."""

    since: date | None
    what: T


Timeline = tuple[Part[T], ...]


def name_of(timeline: Timeline[T], name: Callable[[T], str] = str) -> str:
    """The printed name of a timeline."""
    first, *later = timeline
    return name(first.what) + "".join(f"{THEN}{name(part.what)}{FROM}{part.since}" for part in later)


def without_repeats(timeline: Timeline[T]) -> Timeline[T]:
    """The timeline without parts that repeat the previous part."""
    kept = list(timeline[:1])
    for part in timeline[1:]:
        if part.what != kept[-1].what:
            kept.append(part)
    return tuple(kept)


def by_date(root: Path, first: date, last: date, *, expected: bool) -> Timeline[str]:
    """The regimes of the library in force from ``first`` to ``last``.

    Raises:
        ScenarioError: no regime was in force on the first day.
    """
    sources = {name: read_named(root, "regimes", name) for name in all_names_in(root, "regimes")}
    dated = sorted(
        (_in_force(source), name) for name, source in sources.items() if expected or not source.tree.get("expected")
    )
    before = [name for day, name in dated if day <= first]
    if not before:
        raise ScenarioError(
            "a gap in the law: no regime was in force when the run starts", found=first.isoformat(),
            expected=f"{dated[0][0].isoformat()} or later, when {dated[0][1]} comes into force",
        )  # fmt: skip
    later = [Part[str](day, name) for day, name in dated if first < day <= last]
    return without_repeats((Part[str](None, before[-1]), *later))


def _in_force(source: Source) -> date:
    """The date of a regime, read before the rest of its file."""
    day = date_of(raw := source.tree.get("in_force"))
    if day is None:
        raise source.error("this is not a date", ("in_force",), found=shown(raw), expected=EXPECTED_DATE)
    return day


def together(rules: Timeline[T], practice: Timeline[Other]) -> list[tuple[date | None, T, Other]]:
    """(day, rules, practice) for each day on which either timeline changes."""
    since = [part.since for part in rules] + [part.since for part in practice]
    days = sorted({day for day in since if day is not None})
    return [(day, at(rules, day), at(practice, day)) for day in (None, *days)]


def at(timeline: Timeline[T], day: date | None) -> T:
    """The item that holds on a day. None means the start."""
    return [part.what for part in timeline if part.since is None or (day is not None and part.since <= day)][-1]


def check_days(timeline: Timeline[T], start: date, last: date, name: Callable[[T], str] = str) -> None:
    """Check that the days are in order, after the first day of the run, and not after its last day.

    Raises:
        ScenarioError: at the first day that fails.
    """
    before: date | None = None
    for part in timeline[1:]:
        assert part.since is not None
        if before is not None and part.since <= before:
            raise ScenarioError(
                "days out of order: each part must start after the previous one",
                found=f"{name(part.what)}{FROM}{part.since}",
                expected=f"a day after {before.isoformat()}",
            )
        before = part.since
    for part in timeline[1:]:
        assert part.since is not None
        if not start < part.since <= last:
            raise ScenarioError(
                "a later part must start within the run", found=f"{name(part.what)}{FROM}{part.since.isoformat()}",
                expected=f"a day after {start.isoformat()}, at the latest {last.isoformat()}",
            )  # fmt: skip
