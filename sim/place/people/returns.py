"""Citizens who have left and come back: the entries of a people file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field, model_validator

from sim.files.entry import Names, Sourced
from sim.files.errors import nearest_name
from sim.files.value import CountValue, DurationValue, ShareValue, problem
from sim.place.people.distribution import Distribution

LASTING = ("disability-pension", "pension-age")
"""Destinations from which nobody comes back."""


class Return(Sourced):
    """Citizens who have left a group for some destinations and come back after a time."""

    group: str  # the group left
    left_for: Names  # the destinations
    share: ShareValue  # of those who have left, the share that ever comes back; 0 % turns the entry off
    after: Distribution  # time from leaving until the return
    to: dict[str, ShareValue]  # the groups to which they return; the shares sum to 100 %
    # the group instead, for a citizen who by then is too old for the group; without an entry there is no return
    too_old: dict[str, str] = Field(default={})

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Return:
        total = sum(share.value for share in self.to.values())
        if abs(total - 1) > 1e-6:
            raise problem(
                "the shares of the groups returned to must sum to 100 %", key=("to",), found=f"{100 * total:g} %",
                expected="100 %",
            )  # fmt: skip
        if not self.left_for:
            raise problem(
                "a return needs a past: the destinations for which the group was left", key=("left_for",), found="[]",
                expected="one destination or more",
            )  # fmt: skip
        return self


class Extension(Sourced):
    """Work that extends a right to dagpenge in use."""

    days_per_day: CountValue  # days on dagpenge for a day at work
    at_most: DurationValue  # in all, until work has earned a new right


class NewRight(Sourced):
    """Work that earns a new right to dagpenge: what was used of the old right counts no more."""

    work: DurationValue  # time at work since the right was earned
    at: Names  # the destinations at which a citizen works
    extends: Extension | None = None  # what work adds to the old right until then


def check_returns(
    returns: Mapping[str, Return], new_right: NewRight | None, exits: Mapping[str, Iterable[str]], groups: Iterable[str]
) -> None:
    """Check the returns of a people file.

    Args:
        exits: by group, where its exits lead.
        groups: the names of all groups.

    Raises:
        PydanticCustomError: the first entry that does not fit, with its key (:func:`sim.files.value.problem`).
    """
    known = set(groups)
    ways_of = {group: [way for way in ways if way not in known] for group, ways in exits.items()}
    earlier: dict[tuple[str, str], str] = {}
    for name, entry in returns.items():
        key = ("returns", name)
        if entry.group not in ways_of:
            raise _unknown("a return needs a past: no exit leaves this group", (*key, "group"), entry.group, ways_of)
        ways = ways_of[entry.group]
        for number, destination in enumerate(entry.left_for):
            if destination in LASTING:
                raise problem(
                    "nobody comes back from this destination", key=(*key, "left_for", number), found=destination,
                    expected=", ".join(ways),
                )  # fmt: skip
            if destination not in ways:
                raise _unknown(
                    f"`{entry.group}` is never left for this destination", (*key, "left_for", number), destination, ways
                )
            if (entry.group, destination) in earlier:
                raise problem(
                    "two returns have the same past", key=(*key, "left_for", number),
                    found=f"{entry.group} left for {destination}, as in `{earlier[entry.group, destination]}`",
                    expected="one entry for a group and a destination",
                )  # fmt: skip
            earlier[entry.group, destination] = name
        for part in ("to", "too_old"):
            for group, older in getattr(entry, part).items():
                for each in (group, older) if part == "too_old" else (group,):
                    if each not in known:
                        raise _unknown("a return leads to an unknown group", (*key, part, group), each, known)
    if new_right is not None:
        for number, destination in enumerate(new_right.at):
            if not any(destination in ways for ways in ways_of.values()):
                outside = dict.fromkeys(way for ways in ways_of.values() for way in ways)
                raise _unknown("no exit has this destination", ("new_right", "at", number), destination, outside)


def _unknown(message: str, key: tuple[str | int, ...], found: str, known: Any) -> Exception:
    nearest = nearest_name(found, known)
    expected = ", ".join(known) + (f" (nearest: {nearest})" if nearest else "")
    return problem(message, key=key, found=found, expected=expected)
