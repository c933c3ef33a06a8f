"""Switches of group and of benefit, counted separately, and hand-overs between caseworkers.

The counting rule of ``domain/flows.md``:

- A group switch is a change of LAB § 6 number, 6.1 to 6.10. Ledighedsydelse and flex job are one number.
- A transition to disability pension (6.11) is an EXIT row and is counted separately.
- A benefit switch is a change of benefit.
- A switch inside a merged group is not a group switch. It is a benefit switch if the benefit changes.
"""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy, count
from sim.measures.view import View
from sim.measures.waits import PENSION
from sim.world.log import RowKind

FLEXJOB = 9
"""LAB § 6 number that ledighedsydelse and flex job share."""
LAST_GROUP = 10


def switches(view: View, pieces: Pieces) -> Tidy:
    """Figures per year.

    - ``switches``: by group left and state entered (column activity).
    - ``switches_from_unknown`` and ``switches_to_unknown``: from and to the groups of unknown volume, by the group entered
      and by the group left. No other figure counts them.
    - ``group_switches``, ``group_switches_with_pension``, ``merged_switches`` and ``clock_restarts``: by group left and
      in all.
    - ``benefit_switches`` (without ledighedsydelse ↔ flex job) and ``benefit_switches_with_flexjob``: the same.
    - ``handovers``: by group.
    - ``caseworkers_per_citizen``: distinct caseworkers per citizen with a caseworker in the window.
    """
    tidy, states = Tidy(), view.states
    part = view.inside(RowKind.SWITCH)
    size, groups = len(states), {"group": states.labels}
    if not view.here.all():  # a switch between two sides is a switch of neither
        here_before, here_after = view.here[states.of(part["old_state"])], view.here[view.state(part)]
        come, gone = part.where(~here_before & here_after), part.where(here_before & ~here_after)
        for measure, state in (
            ("switches_from_unknown", view.state(come)),
            ("switches_to_unknown", states.of(gone["old_state"])),
        ):
            tidy.cube(measure, "per year", count((size,), state) * view.per_year, groups)
        part = part.where(here_before & here_after)
    old = states.of(part["old_state"])
    new, group, benefit = view.state(part), part["group"], part["benefit"]
    old_group, old_benefit = states.group[old], states.benefit[old]
    merged = part["inside_merged_group"] == 1
    ordinary = (group >= 1) & (group <= LAST_GROUP) & (old_group >= 1) & (old_group <= LAST_GROUP)
    of_group = ordinary & (group != old_group) & ~merged
    of_benefit = ordinary & (benefit != old_benefit)
    within_flexjob = (group == FLEXJOB) & (old_group == FLEXJOB)
    flows = count((size, size), old, new) * view.per_year
    tidy.cube("switches", "per year", flows, {"group": states.labels, "activity": states.labels})
    exits = view.inside(RowKind.EXIT)
    pension = exits.where((exits["destination"] == view.code("destination", PENSION)) & (exits["group"] <= LAST_GROUP))
    to_pension = count((size,), view.state(pension))
    for measure, mask, more in (
        ("group_switches", of_group, 0.0),
        ("group_switches_with_pension", of_group, to_pension),
        ("benefit_switches", of_benefit & ~within_flexjob, 0.0),
        ("benefit_switches_with_flexjob", of_benefit, 0.0),
        ("merged_switches", ordinary & (group != old_group) & merged, 0.0),
        ("clock_restarts", part["restarts_clock"] == 1, 0.0),
    ):
        tidy.cube(measure, "per year", (count((size,), old[mask]) + more) * view.per_year, groups)
    assign = view.inside(RowKind.ASSIGN)
    handed = assign.where(
        (assign["caseworker"] >= 0)
        & (assign["previous_caseworker"] >= 0)
        & (assign["previous_caseworker"] != assign["caseworker"])
    )
    tidy.cube("handovers", "per year", count((size,), view.state(handed)) * view.per_year, groups)
    seen = (pieces.caseworker >= 0) & (pieces.days > 0)
    wide = int(pieces.caseworker.max(initial=0)) + 1
    pairs = np.sort(pieces.citizen[seen] * wide + pieces.caseworker[seen])
    if len(pairs):
        distinct, citizens = (1 + np.count_nonzero(np.diff(known)) for known in (pairs, pairs // wide))
        tidy.add("caseworkers_per_citizen", "caseworkers per citizen", distinct / citizens)
    return tidy
