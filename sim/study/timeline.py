"""The law of a column over time: one rule set and practice, or several, each from a day on.

In words ``current..R2025a@2025-01-01..R2025b@2025-07-01``: ``current`` from the start, then the others, each from 00:00 of its day.
``enacted`` stands for the regimes of the library by their days in force (``expected``: with those that were not adopted).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sim.files.errors import ScenarioError
from sim.files.folder import names_in, read_named

THEN, FROM = "..", "@"
ENACTED, EXPECTED = "enacted", "expected"


class Part(NamedTuple):
    """What holds from a day on (None: from the start)."""

    since: date | None
    name: str


def parts(text: str) -> tuple[Part, ...]:
    """The parts of a line in order.

    Raises:
        ScenarioError: a part has no day, or the days are not in order.
    """
    first, *later = text.split(THEN)
    if FROM in first:
        raise ScenarioError(
            "a gap in the law: nothing holds from the start of the run", found=text, expected=f"a name, then {THEN}name{FROM}day",
            do=f"begin with what holds until then, as in current{THEN}{first}",
        )  # fmt: skip
    found = [Part(None, first)]
    for one in later:
        name, _, day = one.partition(FROM)
        try:
            since = date.fromisoformat(day)
        except ValueError as error:
            raise ScenarioError(
                "a later law needs its first day", found=one, expected=f"{name}{FROM}2025-01-01"
            ) from error
        last = found[-1].since
        if last is not None and since <= last:
            raise ScenarioError(
                "days out of order: a law follows the one before it",
                found=one,
                expected=f"a day after {last.isoformat()}",
            )
        found.append(Part(since, name))
    return tuple(found)


def joined(found: tuple[Part, ...]) -> str:
    """The inverse of :func:`parts`; what only repeats the part before it is left out."""
    text, last = found[0].name, found[0].name
    for part in found[1:]:
        if part.name != last:
            assert part.since is not None
            text += f"{THEN}{part.name}{FROM}{part.since.isoformat()}"
        last = part.name
    return text


def by_date(root: Path, first: date, last: date, *, expected: bool) -> str:
    """The regimes of the library in force on ``first`` and from later days up to ``last``.

    Raises:
        ScenarioError: no regime was in force on the first day.
    """
    trees: dict[str, Any] = {name: read_named(root, "regimes", name).tree for name in names_in(root, "regimes")}
    dated = sorted(
        (date.fromisoformat(str(tree["in_force"])), name)
        for name, tree in trees.items()
        if expected or not tree.get("expected")
    )
    before = [(day, name) for day, name in dated if day <= first]
    if not before:
        raise ScenarioError(
            "a gap in the law: no regime was in force when the run starts", found=first.isoformat(),
            expected=f"{dated[0][0].isoformat()} or later, when {dated[0][1]} comes into force",
        )  # fmt: skip
    later = [Part(day, name) for day, name in dated if first < day <= last]
    return joined((Part(None, before[-1][1]), *later))


def together(rules: str, practice: str) -> list[tuple[date | None, str, str]]:
    """(day, rules, practice): both lines cut at the days of either."""
    of_rules, of_practice = parts(rules), parts(practice)
    days = sorted({part.since for part in (*of_rules, *of_practice) if part.since is not None})
    return [(day, _at(of_rules, day), _at(of_practice, day)) for day in (None, *days)]


def _at(found: tuple[Part, ...], day: date | None) -> str:
    return [part.name for part in found if part.since is None or (day is not None and part.since <= day)][-1]


def check_days(text: str, start: date, last: date) -> None:
    """Raises ScenarioError when a part begins on the first day or outside the run."""
    for part in parts(text)[1:]:
        assert part.since is not None
        if not start < part.since <= last:
            raise ScenarioError(
                "a later law begins within the run", found=f"{part.name}{FROM}{part.since.isoformat()}",
                expected=f"a day after {start.isoformat()}, at the latest {last.isoformat()}",
            )  # fmt: skip


def last_of(text: str) -> str:
    """The name that holds at the end."""
    return parts(text)[-1].name
