"""A practice with more meetings of its own: how the hours that freed rules leave become contact.

So many more meetings a year, first for heavy need. The intervals of the practice's own meetings (those that give way to duties;
not those that a citizen asks for) are shortened: a gap of g days becomes one of 365.25 / (365.25 / g + more) days, rounded to
whole days, and no shorter than the practice's `shortest_gap`. What is left of ``more`` when heavy need has come to its
shortest gap goes to medium need, and then to light. The first meeting of a spell moves in proportion. A group for which the practice has no
meetings of its own (the law's own cadence, or only meetings on request) gets optional ones, again for heavy need first;
they begin and count their time as the practice's other meetings with that group do, else with the spell.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sim.files.quantity import YEAR_DAYS
from sim.law.clauses.practice import NEEDS, Contact, Practice

LONGEST_GAP = 100 * 365
"""Days: a need that has no meetings of its own."""
ORDER = tuple(reversed(NEEDS))
"""Who gets more meetings first: heavy, medium, light need."""


def with_more(tree: dict[str, Any], practice: Practice, groups: tuple[str, ...], more: float) -> dict[str, Any]:
    """The tree of a practice with ``more`` meetings a year per citizen of heavy need in these groups.

    Args:
        practice: the same as entries.
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
    """Are these meetings the practice's own to hold more of: repeated, and not on the citizen's request?"""
    return entry.every is not None and not entry.on_request


def gaps(now: Mapping[str, int], shortest: Mapping[str, int], more: float) -> dict[str, int]:
    """Days between meetings by need when ``more`` a year are added; ``now`` may be :data:`LONGEST_GAP`."""
    found = {}
    for need in ORDER:
        rate = YEAR_DAYS / now[need] if now[need] < LONGEST_GAP else 0.0
        room = max(YEAR_DAYS / shortest[need] - rate, 0.0)
        added = min(more, room)
        found[need] = now[need]
        if added > 0:
            found[need] = min(max(round(YEAR_DAYS / (rate + added)), min(shortest[need], now[need])), LONGEST_GAP)
        more = max(more - room, 0.0)
    return found


def most_more(practice: Practice, groups: tuple[str, ...]) -> float:
    """Meetings a year beyond which nothing in these groups gets shorter."""
    most = 0.0
    for group in groups:
        rows = [entry for entry in practice.contact.values() if group in entry.groups and own(entry)]
        for now in [_days(entry.every) for entry in rows] or [dict.fromkeys(NEEDS, LONGEST_GAP)]:
            shortest = _days(practice.more_meetings.shortest_gap)
            room = [
                YEAR_DAYS / shortest[need] - (YEAR_DAYS / now[need] if now[need] < LONGEST_GAP else 0.0)
                for need in NEEDS
            ]
            most = max(most, sum(max(one, 0.0) for one in room))
    return most


def _days(by_need: Any) -> dict[str, int]:
    return {need: getattr(by_need, need).value.days for need in NEEDS}


def _stated(days: int) -> dict[str, str]:
    text = f"{days} days"
    source = "freed hours reinvested in meetings"
    return {"value": text, "low": text, "high": text, "evidence": "assumption", "source": source}


def _shortened(entry: Contact, practice: Practice, more: float) -> dict[str, Any]:
    """``first`` and ``every`` of a row with shorter gaps."""
    shortest, now, first = _days(practice.more_meetings.shortest_gap), _days(entry.every), _days(entry.first)
    new = gaps(now, shortest, more)
    begins = {need: round(first[need] * new[need] / now[need]) for need in NEEDS}
    return {
        "first": {need: _stated(begins[need]) for need in NEEDS},
        "every": {need: _stated(new[need]) for need in NEEDS},
    }


def _added(tree: dict[str, Any], practice: Practice, group: str, more: float) -> dict[str, Any]:
    """Optional meetings where the practice has none of its own."""
    said = practice.more_meetings
    like = next((n for n, entry in practice.contact.items() if group in entry.groups and entry.every is not None), None)
    new = gaps(dict.fromkeys(NEEDS, LONGEST_GAP), _days(said.shortest_gap), more)
    row: dict[str, Any] = {"starts": ["arrival", "switch"], "clock": "spell"}
    if like is not None:
        kept = ("starts", "clock", "exempt", "exempt_when_active")
        row = {key: copy.deepcopy(value) for key, value in tree["contact"][like].items() if key in kept}
    return row | {
        "title": {"en": "More meetings by need", "da": "Flere samtaler efter behov"},
        "groups": [group],
        "first": {need: _stated(new[need]) for need in NEEDS},
        "every": {need: _stated(new[need]) for need in NEEDS},
        "activity": said.activity_of.get(group, said.activity),
        "form": "choice",
    }
