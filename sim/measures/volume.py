"""Separate the groups of unknown volume: a log has a known side, which the measures cover, and an unknown side.

``meta["unknown_states"]`` lists the codes of states whose stock or inflow has the grade ``unknown``. A log without this
key has one side. ``meta["team_of_state"]`` gives the team of each state.

- Rows of citizens in such a state are on the unknown side.
- Rows of the staff of a team that serves only such states are on the unknown side.
- All other rows are on the known side.
- A SWITCH between the sides is on both, as an end and as a beginning. Neither side counts it as a switch.
- The posts of a team that serves states of both sides are on the known side. Its running casework follows its cases,
  by need weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.measures.axis import Axis, StateAxis

KNOWN, UNKNOWN = 1, 2
"""The sides, as bits: a switch from one to the other has both."""


class Legend(Protocol):
    """The dictionaries and the data of a log (:class:`sim.world.log.Log`), without its rows."""

    @property
    def names(self) -> dict[str, dict[int, str]]: ...
    @property
    def meta(self) -> dict[str, Any]: ...


def unknown_teams(log: Legend) -> list[str]:
    """Names of the teams that serve only groups of unknown volume. All their posts are on the unknown side."""
    states = _unknown_states(log)
    served: Mapping[int, int] = log.meta["team_of_state"] if states else {}
    teams = {team for state, team in served.items() if state in states}
    teams -= {team for state, team in served.items() if state not in states}
    return [log.names["team"][team] for team in sorted(teams) if team >= 0]


def side_of_labels(log: Legend, states: StateAxis) -> NDArray[np.int64]:
    """int64[positions of states], the side of the citizens in each."""
    sides = np.full(len(states), KNOWN, np.int64)
    for code in _unknown_states(log):
        sides[states.of_code[code]] = UNKNOWN
    return sides


def side_of_caseworkers(log: Legend) -> NDArray[np.int64]:
    """int64[caseworkers + 1], the side of the rows without a citizen. The last entry is for rows without a caseworker."""
    teams = Axis(log.names.get("team", {}))
    apart = np.isin(np.array(teams.labels), unknown_teams(log))[teams.index(team_of_caseworkers(log))]
    return np.where(np.append(apart, False), UNKNOWN, KNOWN)


def team_of_caseworkers(log: Legend) -> NDArray[np.int64]:
    """int64[caseworkers], team code, -1 for none."""
    teams = log.meta.get("team_of_caseworker", [])
    pairs = list(teams.items()) if isinstance(teams, Mapping) else list(enumerate(teams))
    table = np.full(1 + max((int(c) for c, _ in pairs), default=-1), -1, dtype=np.int64)
    for caseworker, team in pairs:
        table[int(caseworker)] = int(team)
    return table


def check_sides(log: Legend, states: StateAxis) -> None:
    """Check that rows distinguish the sides.

    Raises:
        ValueError: a known state has the same LAB number and benefit as a state of unknown volume.
    """
    sides = side_of_labels(log, states)
    for code in set(log.meta["state"]) - _unknown_states(log):
        if sides[states.of_code[code]] == UNKNOWN:
            label = states.labels[states.of_code[code]]
            raise ValueError(f"rows do not distinguish the states of {label}, and one of them has an unknown volume")


def _unknown_states(log: Legend) -> set[int]:
    return {int(code) for code in log.meta.get("unknown_states", ())}
