"""Reforms applied to a regime, one proposal after the other."""

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
    """The tree of ``base`` (whose typed form is ``model``) after all changes of ``proposals``, and the changes.

    Raises:
        ScenarioError: an unknown path, a ``from`` that is not what stands, a change that changes nothing, two
            proposals that disagree.
    """
    draft = Draft(base, model)
    made: list[ChangeMade] = []
    taken: dict[Keys, Wanted] = {}
    added: list[Wanted] = []
    for proposal in proposals:
        for index in range(len(proposal.changes)):
            told = proposal.changes[index].told_apart
            if told and draft.regime not in told:
                continue
            wanted = Wanted.read(proposal, index, draft)
            if _is_made(wanted, taken) or any(_same_item(wanted, other) for other in added):
                continue
            if not wanted.changes_something(draft):
                if wanted.operation == "keep":
                    taken[wanted.keys] = wanted
                continue
            _carry_out(wanted, draft)
            if wanted.operation == "append":
                added.append(wanted)
            else:
                taken[wanted.keys] = wanted
            made.append(_made(wanted, draft))
    return draft.source(), tuple(made)


def _is_made(wanted: Wanted, taken: dict[Keys, Wanted]) -> bool:
    """Whether an earlier proposal has made the same change. Raises ScenarioError when one has made another."""
    agreed = [wanted.agrees_with(other) for keys, other in taken.items() if _overlap(keys, wanted.keys)]
    return any(agreed)


def _same_item(wanted: Wanted, other: Wanted) -> bool:
    """Whether two proposals add the same word to the same list."""
    mine = (wanted.operation, wanted.keys, wanted.new)
    return wanted.proposal.id != other.proposal.id and mine == (other.operation, other.keys, other.new)


def _overlap(one: Keys, other: Keys) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


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
