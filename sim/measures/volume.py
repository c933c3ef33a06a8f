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

import numpy as np

from sim.measures.cases import CaseDays
from sim.measures.view import Mask, Part, View
from sim.world.log import Log, RowKind


class Side(View):
    """The rows of a log that are on one side.

    Attributes:
        own: bool[caseworkers + 1], the caseworkers whose rows without a citizen are on this side. The last entry is for
            rows without a caseworker.
    """

    def __init__(self, whole: View, here: Mask, own: Mask) -> None:
        self.__dict__.update(whole.__dict__)  # all sides share the cached data of the log
        self._whole, self.here, self.own = whole, here, own
        self._parts, self._inside = {}, {}

    @property
    def whole(self) -> View:
        """The view of the whole log, of which this is a side."""
        return self._whole

    def of(self, *kinds: RowKind) -> Part:
        """All rows of these kinds on this side in order, over the whole run."""
        if kinds not in self._parts:
            part = self.whole.of(*kinds)
            self._parts[kinds] = part.where(self._holds(part, RowKind.SWITCH in kinds))
        return self._parts[kinds]

    def _holds(self, part: Part, switches: bool) -> Mask:
        """bool[n], rows of this side."""
        assert self.here is not None
        mask: Mask = self.here[self.state(part)]
        without = np.flatnonzero(part.narrow("citizen") < 0)
        if len(without):
            worker = part["caseworker"][without]
            mask[without] = self.own[np.where((worker >= 0) & (worker < len(self.own) - 1), worker, -1)]
        if switches:  # a switch to the other side ends a piece of this side
            mask |= (part["kind"] == RowKind.SWITCH) & self.here[self.states.of(part["old_state"])]
        return mask


def known(view: View) -> View:
    """The known side of a log; the view itself if no state has an unknown volume."""
    return _side(view, unknown=False) if _states(view).any() else view


def sides(view: View, cases: CaseDays) -> tuple[tuple[View, CaseDays], tuple[View, CaseDays] | None]:
    """The known and the unknown side of a log, each with its part of the caseworkers' days.

    The unknown side is None if no state has an unknown volume.
    """
    if not _states(view).any():
        return (view, cases), None
    both = []
    for unknown in (False, True):
        side = _side(view, unknown=unknown)
        assert side.here is not None
        both.append((side, cases.among(side.here[cases.pieces.state], side.own[:-1])))
    return both[0], both[1]


def unknown_teams(log: Log) -> list[str]:
    """Names of the teams that serve only groups of unknown volume. All their posts are on the unknown side."""
    states = {int(code) for code in log.meta.get("unknown_states", ())}
    served: Mapping[int, int] = log.meta["team_of_state"] if states else {}
    teams = {team for state, team in served.items() if state in states}
    teams -= {team for state, team in served.items() if state not in states}
    return [log.names["team"][team] for team in sorted(teams) if team >= 0]


def _side(view: View, *, unknown: bool) -> Side:
    teams = view.axis("team")
    apart = np.isin(np.array(teams.labels), unknown_teams(view.log))[teams.index(view.team_of_caseworker)]
    of_states, own = _states(view), np.append(apart, False)
    return Side(view, of_states, own) if unknown else Side(view, ~of_states, ~own)


def _states(view: View) -> Mask:
    """bool[positions of states], the states of unknown volume.

    Raises:
        ValueError: a known state has the same LAB number and benefit, so rows do not distinguish the two.
    """
    states, codes = view.states, {int(code) for code in view.log.meta.get("unknown_states", ())}
    mask = np.zeros(len(states), np.bool_)
    for code in codes:
        mask[states.of_code[code]] = True
    for code in set(view.log.meta["state"]) - codes:
        if mask[states.of_code[code]]:
            label = states.labels[states.of_code[code]]
            raise ValueError(f"rows do not distinguish the states of {label}, and one of them has an unknown volume")
    return mask
