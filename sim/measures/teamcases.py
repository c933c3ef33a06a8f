"""Cases before the rehabilitation team, hand-overs from the a-kasse, prolonged sickness benefit."""

from __future__ import annotations

import numpy as np

from sim.measures.axis import Axis
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, View
from sim.world.log import RowKind

GROUNDS = range(1, 8)
"""Numbers of SDPL § 27(1)."""


def teamcases(view: View) -> Tidy:
    """Counts per year.

    - ``team_cases`` heard, ``decisions`` made and ``procedures`` started: by procedure (column activity) and group.
    - ``akasse_handovers``: by group.
    - ``prolongations``: by group and ground (column activity). ``27-4`` is SDPL § 27(1) no. 4; ``none`` is a
      prolongation of another benefit than sickness benefit.
    - ``team_late_share``: the share of hearings after the team's due date. For job clarification and category 3 this is
      the law's four weeks, for other cases the practice's own date.
    """
    tidy, states, procedures = Tidy(), view.states, view.axis("procedure")
    axes = {"group": states.labels, "activity": procedures.labels}
    for measure, kind in (
        ("team_cases", RowKind.HEARING),
        ("decisions", RowKind.DECIDE),
        ("procedures", RowKind.START),
    ):
        part = view.inside(kind)
        table = count((len(states), len(procedures)), view.state(part), procedures.index(part["procedure"]))
        tidy.cube(measure, "per year", table * view.per_year, axes, (("group",), ("activity",), ()))
    number = count((len(states),), view.state(view.inside(RowKind.HANDOVER))) * view.per_year
    tidy.cube("akasse_handovers", "per year", number, {"group": states.labels})
    longer, grounds = view.inside(RowKind.PROLONG), Axis({ground: f"27-{ground}" for ground in GROUNDS})
    ground = np.where(longer["ground"] > 0, longer["ground"], -1)
    table = count((len(states), len(grounds)), view.state(longer), grounds.index(ground)) * view.per_year
    axes = {"group": states.labels, "activity": grounds.labels}
    tidy.cube("prolongations", "per year", table, axes, (("group",), ("activity",), ()))
    heard = view.inside(RowKind.HEARING)
    late = (heard["minute"] // DAY > heard["due"]).astype(np.float64)
    place = procedures.index(heard["procedure"])
    size = (len(procedures),)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = count(size, place, weights=late) / count(size, place)
    for place_of, label in enumerate(procedures.labels):
        if np.isfinite(share[place_of]):
            tidy.add("team_late_share", "share", float(share[place_of]), activity=label)
    if len(late):
        tidy.add("team_late_share", "share", float(late.mean()))
    return tidy
