"""Groups whose volume nobody knows stand apart: a log has a known side, which every measure is of, and an unknown one.

``meta["unknown_states"]`` lists the codes of states whose stock or inflow is graded ``unknown``, ``meta["team_of_state"]``
says which team serves which state. The rows of citizens in such a state, and those of the staff of teams that serve
nothing else, are on the unknown side; all others are on the known one. Every row is on one side, except a SWITCH over the
border: both sides see it, as a beginning or an end, and neither counts it as a switch. A team that serves states of both
sides is on the known one with its posts; its running casework is shared over its cases by need weights, as always, and
goes where they are. A log without the first key has one side.
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
        own: bool[caseworkers + 1], whose rows without a citizen are on this side; the last entry is for rows without
            a caseworker.
    """

    def __init__(self, whole: View, here: Mask, own: Mask) -> None:
        self.__dict__.update(whole.__dict__)  # what has been looked up of the log holds for every side of it
        self.whole, self.here, self.own = whole, here, own
        self._parts, self._inside = {}, {}

    def of(self, *kinds: RowKind) -> Part:
        """All rows of the given kinds on this side, in order of happening, over the whole run."""
        if kinds not in self._parts:
            part = self.whole.of(*kinds)
            self._parts[kinds] = part.where(self._holds(part, RowKind.SWITCH in kinds))
        return self._parts[kinds]

    def _holds(self, part: Part, switches: bool) -> Mask:
        """bool[n], rows of this side."""
        assert self.here is not None
        worker = np.where((part["caseworker"] >= 0) & (part["caseworker"] < len(self.own) - 1), part["caseworker"], -1)
        mask: Mask = np.where(part["citizen"] >= 0, self.here[self.state(part)], self.own[worker])
        if switches:  # one that leaves this side is the end of what was on it
            mask |= (part["kind"] == RowKind.SWITCH) & self.here[self.states.of(part["old_state"])]
        return mask


def known(view: View) -> View:
    """The known side of a log; the view itself where nothing is unknown."""
    return _side(view, unknown=False) if _states(view).any() else view


def sides(view: View, cases: CaseDays) -> tuple[tuple[View, CaseDays], tuple[View, CaseDays] | None]:
    """The known and the unknown side of a log (None: nothing is unknown), each with its part of the caseworkers' days."""
    if not _states(view).any():
        return (view, cases), None
    found = []
    for unknown in (False, True):
        side = _side(view, unknown=unknown)
        assert side.here is not None
        found.append((side, cases.among(side.here[cases.pieces.state], side.own[:-1])))
    return found[0], found[1]


def unknown_teams(log: Log) -> list[str]:
    """Names of the teams that serve groups of unknown volume only; they are on the unknown side with all their posts."""
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
    """bool[positions of states], those of unknown volume.

    Raises:
        ValueError: such a state has the LAB number and the benefit of another that is known, so no row tells them apart.
    """
    states, codes = view.states, {int(code) for code in view.log.meta.get("unknown_states", ())}
    mask = np.zeros(len(states), np.bool_)
    for code in codes:
        mask[states.of_code[code]] = True
    for code in set(view.log.meta["state"]) - codes:
        if mask[states.of_code[code]]:
            label = states.labels[states.of_code[code]]
            raise ValueError(f"rows cannot tell the states of {label} apart, and the volume of one is unknown")
    return mask
