"""How many citizens a place expects to come back.

The entries of a place are all entries. Those who come back are part of them, so the rest of them are new citizens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.files.entry import Names
from sim.place.people.distribution import Distribution
from sim.place.people.model import People, Place


class Expected(NamedTuple):
    """Yearly returns to a group that a place expects, and the time until them."""

    per_year: float
    after: Distribution


def expected_returns(people: People, place: Place) -> dict[str, list[Expected]]:
    """The yearly returns to each group at a place whose stocks are constant, one for each entry of the people file.

    The number of leavers is the national flow times the place's share of the group's stock. A group from which citizens
    go back to another group (``back``) has as many leavers less as have come from there. Leavers by a decision or an age
    are not counted, nor is the age at which some can no longer come back.
    """
    found: dict[str, list[Expected]] = {}
    for entry in people.returns.values():
        if not entry.share.value or entry.group not in place.groups:
            continue
        leavers = place_leavers(people, place, entry.group, entry.left_for)
        for group, share in entry.to.items():
            found.setdefault(group, []).append(Expected(leavers * entry.share.value * share.value, entry.after))
    return found


def place_leavers(people: People, place: Place, group: str, destinations: Names) -> float:
    """Citizens a year who leave a group of the place for one of these destinations, from the national flows."""
    way = people.exits[group]
    outside = {name: share.value for name, share in way.to.items() if name not in people.stocks}
    back = sum(move.per_year.value for move in people.moves.values() if move.to == group and move.origin in way.back)
    national = max(way.per_year.value * sum(outside.values()) - back, 0.0)
    share = sum(outside[name] for name in destinations) / sum(outside.values())
    return national * share * float(place.groups[group].stock.value) / people.stocks[group].value


def per_year(expected: Mapping[str, list[Expected]], group: str) -> float:
    """All yearly returns to a group."""
    return sum(each.per_year for each in expected.get(group, []))
