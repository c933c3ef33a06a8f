"""A practice with more meetings: the conversion of freed hours into contact.

``more`` is a number of additional meetings a year. The rules are:

- The gaps of the practice's own meetings become shorter. Meetings on the citizen's request do not count.
- A gap of g days becomes 365.25 / (365.25 / g + more) days, rounded to whole days.
- No gap becomes shorter than the practice's `shortest_gap`.
- Heavy need comes first. When it has its shortest gap, the rest of ``more`` goes to medium need, then to light need.
- The first meeting of a spell moves in proportion to the gap.
- A group without the practice's own meetings gets optional meetings, again for heavy need first. They start and
  measure time as the practice's other meetings with that group, else with the spell.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sim.files.quantity import YEAR_DAYS
from sim.law.clauses.practice import NEEDS, Contact, Practice

LONGEST_GAP = 100 * 365
"""The gap in days that means no meetings at all."""
ORDER = tuple(reversed(NEEDS))
"""The order in which levels of need receive meetings: heavy, medium, light."""


def with_more(tree: dict[str, Any], practice: Practice, groups: tuple[str, ...], more: float) -> dict[str, Any]:
    """The tree of a practice with ``more`` meetings a year per citizen of heavy need in these groups.

    Args:
        practice: the same practice as typed entries.
    """
    contact = dict(tree["contact"])
    served: set[str] = set()
    for name, entry in practice.contact.items():
        mine = tuple(group for group in entry.groups if group in groups)
        if not mine or not own(entry):
            continue
        served |= set(mine)
        others = [group for group in entry.groups if group not in groups]
        row = copy.deepcopy(tree["contact"][name]) | _shortened(entry, practice, more)
        if others:
            contact[name] = contact[name] | {"groups": others}
            contact[f"{name} of {'+'.join(mine)}"] = row | {"groups": list(mine)}
        else:
            contact[name] = row
    for group in groups:
        if group not in served and more > 0:
            contact[f"more-meetings {group}"] = _added(tree, practice, group, more)
    return {**tree, "contact": contact}


def own(entry: Contact) -> bool:
    """Whether the practice can hold more of these meetings: they are repeated and not on the citizen's request."""
    return entry.every is not None and not entry.on_request


def gaps(now: Mapping[str, int], shortest: Mapping[str, int], more: float) -> dict[str, int]:
    """The gap in days by need after adding ``more`` meetings a year.

    Args:
        now: the present gaps in days; :data:`LONGEST_GAP` means no meetings.
        shortest: the shortest allowed gaps in days.
        more: additional meetings a year.
    """
    new_gaps = {}
    for need in ORDER:
        rate = YEAR_DAYS / now[need] if now[need] < LONGEST_GAP else 0.0
        room = max(YEAR_DAYS / shortest[need] - rate, 0.0)
        added = min(more, room)
        new_gaps[need] = now[need]
        if added > 0:
            new_gaps[need] = min(max(round(YEAR_DAYS / (rate + added)), min(shortest[need], now[need])), LONGEST_GAP)
        more = max(more - room, 0.0)
    return new_gaps


def most_more(practice: Practice, groups: tuple[str, ...]) -> float:
    """The most meetings a year that these groups can absorb before every gap is at its shortest."""
    most = 0.0
    for group in groups:
        rows = [entry for entry in practice.contact.values() if group in entry.groups and own(entry)]
        for now in [_days(entry.every) for entry in rows] or [dict.fromkeys(NEEDS, LONGEST_GAP)]:
            shortest = _days(practice.more_meetings.shortest_gap)
            room = [
                YEAR_DAYS / shortest[need] - (YEAR_DAYS / now[need] if now[need] < LONGEST_GAP else 0.0)
                for need in NEEDS
            ]
            most = max(most, sum(max(meetings, 0.0) for meetings in room))
    return most


def _days(by_need: Any) -> dict[str, int]:
    return {need: getattr(by_need, need).value.days for need in NEEDS}


def _stated(days: int) -> dict[str, str]:
    text = f"{days} days"
    source = "freed hours reinvested in meetings"
    return {"value": text, "low": text, "high": text, "evidence": "assumption", "source": source}


def _shortened(entry: Contact, practice: Practice, more: float) -> dict[str, Any]:
    """The entries ``first`` and ``every`` of a row with shorter gaps."""
    shortest, now, first = _days(practice.more_meetings.shortest_gap), _days(entry.every), _days(entry.first)
    new = gaps(now, shortest, more)
    begins = {need: round(first[need] * new[need] / now[need]) for need in NEEDS}
    return {
        "first": {need: _stated(begins[need]) for need in NEEDS},
        "every": {need: _stated(new[need]) for need in NEEDS},
    }


def _added(tree: dict[str, Any], practice: Practice, group: str, more: float) -> dict[str, Any]:
    """A row of optional meetings for a group without meetings of the practice."""
    settings = practice.more_meetings
    like = next((n for n, entry in practice.contact.items() if group in entry.groups and entry.every is not None), None)
    new = gaps(dict.fromkeys(NEEDS, LONGEST_GAP), _days(settings.shortest_gap), more)
    row: dict[str, Any] = {"starts": ["arrival", "switch"], "clock": "spell"}
    if like is not None:
        inherited = ("starts", "clock", "only", "exempt", "exempt_when_active")
        row = {key: copy.deepcopy(value) for key, value in tree["contact"][like].items() if key in inherited}
    return row | {
        "title": {"en": "More meetings by need", "da": "Flere samtaler efter behov"},
        "groups": [group],
        "first": {need: _stated(new[need]) for need in NEEDS},
        "every": {need: _stated(new[need]) for need in NEEDS},
        "activity": settings.activity_of.get(group, settings.activity),
        "form": "choice",
    }
