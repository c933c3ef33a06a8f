"""Application of proposals to a regime, one after the other."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from sim.files.edit import MISSING, Draft, law_at
from sim.files.source import Source
from sim.files.tree import Keys
from sim.law.compose.change import Wanted
from sim.law.compose.proposal import ChangeMade, Changer


def compose(base: Source, model: BaseModel, proposals: Iterable[Changer]) -> tuple[Source, tuple[ChangeMade, ...]]:
    """The tree of ``base`` after all changes of ``proposals``, and the changes. ``model`` is the typed form of ``base``.

    Raises:
        ScenarioError: a path is unknown, a ``from`` does not match the law, a change has no effect, or two proposals
            contradict each other.
    """
    draft = Draft(base, model)
    changes_made: list[ChangeMade] = []
    by_path: dict[Keys, Wanted] = {}
    added: list[Wanted] = []
    for proposal in proposals:
        for index in range(len(proposal.changes)):
            limited_to = proposal.changes[index].limited_to
            if limited_to and draft.regime not in limited_to:
                continue
            wanted = Wanted.read(proposal, index, draft)
            if _is_made(wanted, by_path) or any(_same_item(wanted, other) for other in added):
                continue
            if not wanted.changes_something(draft):
                if wanted.operation == "keep":
                    by_path[wanted.keys] = wanted
                continue
            _carry_out(wanted, draft)
            if wanted.operation == "append":
                added.append(wanted)
            else:
                by_path[wanted.keys] = wanted
            changes_made.append(_made(wanted, draft))
    return draft.source(), tuple(changes_made)


def _is_made(wanted: Wanted, by_path: dict[Keys, Wanted]) -> bool:
    """Whether an earlier proposal has made the same change.

    Raises:
        ScenarioError: an earlier proposal has made a contradictory change.
    """
    agreed = [wanted.agrees_with(other) for keys, other in by_path.items() if _overlap(keys, wanted.keys)]
    return any(agreed)


def _same_item(wanted: Wanted, other: Wanted) -> bool:
    """Whether two proposals add the same item to the same list."""
    mine = (wanted.operation, wanted.keys, wanted.new)
    return wanted.proposal.id != other.proposal.id and mine == (other.operation, other.keys, other.new)


def _overlap(first: Keys, second: Keys) -> bool:
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def _carry_out(wanted: Wanted, draft: Draft) -> None:
    origin, at = wanted.proposal.source, wanted.at
    if wanted.operation == "remove":
        draft.remove(wanted.keys)
    elif wanted.operation == "append":
        draft.append(wanted.keys, wanted.new, origin, (*at, "value"))
    else:
        draft.put(wanted.keys, wanted.new, origin, (*at, "to" if wanted.operation == "set" else "value"))


def _made(wanted: Wanted, draft: Draft) -> ChangeMade:
    law = law_at(draft.tree, wanted.keys) or wanted.proposal.law
    old, new = (None if x is MISSING else copy.deepcopy(x) for x in (wanted.old, draft.standing(wanted.keys)))
    where = wanted.proposal.source.place(wanted.at)
    return ChangeMade(wanted.path, _plain(old), _plain(new), wanted.proposal.id, law, str(where))


def _plain(thing: Any) -> Any:
    return "none" if thing is None else thing
