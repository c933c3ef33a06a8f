"""Long cases with a need for the rehabilitation team on which there is no decision yet (S090)."""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.pair_rows import last_before_next, next_after
from sim.measures.tidy import Tidy, count
from sim.measures.time_on_benefit import CASH, on_same_benefit, present_at_end, since, years_before_end
from sim.measures.view import Ints, View
from sim.world.log import RowKind

YEARS = 5
"""A long case has lasted more than this number of years (S090)."""
GOES_ON = (RowKind.READY, RowKind.HEARING, RowKind.DECIDE)


def longcases(view: View, pieces: Pieces) -> Tidy:
    """Long cases by group at the window's end.

    - ``long_cases``: citizens on kontanthjælp or uddannelseshjælp who have been on either for more than five years
      without a break.
    - ``long_cases_with_team_need_share``: the share of them with an undecided need that goes to the team.

    A need is undecided if it is undetected or its procedure is running. A decision that sends the case back to the team
    does not count. ``meta["team_needs"]`` lists the codes of these needs; a log without it gives no rows.
    """
    tidy, states = Tidy(), view.states
    kinds = view.log.meta.get("team_needs")
    if kinds is None:
        return tidy
    groups = states.holding(*CASH)
    long = present_at_end(view, pieces) & groups[pieces.state]
    long &= since(view, pieces, on_same_benefit(view, groups)) < years_before_end(view, YEARS)
    needy = np.isin(pieces.citizen[long], _undecided(view, [int(kind) for kind in kinds]))
    state, size = pieces.state[long], (len(states),)
    total = count(size, state)
    tidy.cube("long_cases", "citizens", total, {"group": states.labels})
    tidy.ratio("long_cases_with_team_need_share", "share", count(size, state[needy]), total, {"group": states.labels})
    return tidy


def _undecided(view: View, kinds: list[int]) -> Ints:
    """Citizens with an undecided need of these kinds in the spell in which they are at the window's end."""
    after = view.window.end
    need = view.of(RowKind.NEED).between(0, after)
    need = need.where(np.isin(need["need"], kinds))
    left = next_after(need, view.of(RowKind.SWITCH, RowKind.EXIT).between(0, after), ("citizen",)) >= 0
    steps = view.of(*GOES_ON).between(0, after)
    last = last_before_next(need, steps, ("citizen", "spell"))
    decided = (last >= 0) & (np.append(steps["kind"], -1)[last] == RowKind.DECIDE)
    waiting: Ints = need["citizen"][~left & ~decided]
    return waiting
