"""Cases before the rehabilitation team, hand-overs from the a-kasse, prolonged sickness benefit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine.log import RowKind
from sim.engine.world import DAY
from sim.measures.tidy import Tidy, count
from sim.measures.view import View


def teamcases(view: View) -> pd.DataFrame:
    """Counts per year.

    ``team_cases`` heard, ``decisions`` made and ``procedures`` started by procedure (column activity) and group;
    ``akasse_handovers`` and ``prolongations`` by group. ``team_late_share``: share of hearings after the team's due date, which is the
    law's four weeks for job clarification and category 3, and the practice's own for the others.
    """
    tidy, states, procedures = Tidy(), view.states, view.axis("procedure")
    axes = {"group": states.labels, "activity": procedures.labels}
    for measure, kind in (
        ("team_cases", RowKind.HEARING),
        ("decisions", RowKind.DECIDE),
        ("procedures", RowKind.START),
    ):
        part = view.inside(kind)
        table = count((len(states), len(procedures)), view.state(part), procedures.index(part["extra"]))
        tidy.cube(measure, "per year", table * view.per_year, axes, (("group",), ("activity",), ()))
    for measure, kind in (("akasse_handovers", RowKind.HANDOVER), ("prolongations", RowKind.PROLONG)):
        number = count((len(states),), view.state(view.inside(kind))) * view.per_year
        tidy.cube(measure, "per year", number, {"group": states.labels})
    heard = view.inside(RowKind.HEARING)
    late = (heard["minute"] // DAY > heard["due"]).astype(np.float64)
    place = procedures.index(heard["extra"])
    size = (len(procedures),)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = count(size, place, weights=late) / count(size, place)
    for place_of, label in enumerate(procedures.labels):
        if np.isfinite(share[place_of]):
            tidy.add("team_late_share", "share", float(share[place_of]), activity=label)
    if len(late):
        tidy.add("team_late_share", "share", float(late.mean()))
    return tidy.frame()
