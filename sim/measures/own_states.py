"""The state of each piece of a history, also where a rule set merges groups so that a row does not tell them apart."""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.pair_rows import latest
from sim.measures.view import Ints, View
from sim.world.log import RowKind


def own_states(view: View, pieces: Pieces) -> Ints:
    """int64[pieces], state codes; -1 where the log does not tell.

    The row that ends a spell names its state (``old_state`` of SWITCH), and ARRIVE names the first. The last spell has the
    state of its label, unless the label has several. A switch inside a merged group of two states leads to the other one.
    """
    only, other = _label_codes(view)
    codes = only[pieces.state]
    if not (codes < 0).any():
        return codes
    rows = view.whole.of(RowKind.ARRIVE, RowKind.SWITCH)
    order = rows.by_citizen
    citizen, minute, state = rows["citizen"][order], rows["minute"][order], rows["state"][order]
    arrives = rows["kind"][order] == RowKind.ARRIVE
    label = view.state(rows)[order]
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = (citizen[1:] != citizen[:-1]) | arrives[1:]  # of a stay: the citizen may come back
    following = np.append(state[1:], -1)  # `old_state` of the switch that ends the spell
    known = np.where(last, only[label], following)
    known = np.where(arrives, state, known)
    entered = last & ~arrives & (known < 0)  # an open last spell: the other member, if the old state is one of two
    known = np.where(entered, _other_member(state, label, other), known)
    at = latest(pieces.citizen, pieces.start, citizen, minute)
    return np.where(codes >= 0, codes, known[np.maximum(at, 0)])


def _label_codes(view: View) -> tuple[Ints, dict[int, list[int]]]:
    """The only state of each label (-1 if it has none or several), and the states of labels that have several."""
    members: dict[int, list[int]] = {}
    for code in view.log.names["state"]:
        members.setdefault(int(view.states.of_code[code]) if code < len(view.states.of_code) else 0, []).append(code)
    only = np.full(len(view.states), -1, dtype=np.int64)
    for place, codes in members.items():
        if place and len(codes) == 1:
            only[place] = codes[0]
    return only, {place: codes for place, codes in members.items() if place and len(codes) > 1}


def _other_member(old: Ints, label: Ints, several: dict[int, list[int]]) -> Ints:
    """int64[n], the other state of a label of two; -1 unless the old state is one of them."""
    answer = np.full(len(old), -1, dtype=np.int64)
    for place, codes in several.items():
        if len(codes) == 2:
            for here, there in (codes, reversed(codes)):
                answer[(label == place) & (old == here)] = there
    return answer
