"""Direct contact: the minutes that a citizen and a caseworker spend face to face or on the line."""

from __future__ import annotations

import pandas as pd

from sim.measures.episodes import Pieces
from sim.measures.hours import contact_permille
from sim.measures.tidy import Tidy, count
from sim.measures.view import View
from sim.world.log import RowKind

UNIT = "minutes per citizen and week"


def contact(view: View, pieces: Pieces) -> pd.DataFrame:
    """``contact_minutes_per_citizen_week``: minutes of direct contact with a caseworker, by group and in all.

    - Contact is each activity's share face to face or on the line. Preparation, journal and no-shows are none.
    - Running casework counts as none, because nobody has measured how much of it is calls and short talks.
    - A citizen-week is a week in which the citizen has a caseworker, as in ``running_minutes_per_citizen_week``.

    So this measure can be compared between rule sets that leave different hours for running casework. The share of hours
    (``direct_contact_share``) cannot: it falls when other work falls.
    """
    tidy, states = Tidy(), view.states
    work = view.inside(RowKind.WORK)
    mine = work.where((work["caseworker"] >= 0) & (work["citizen"] >= 0))
    ours = mine.where(~view.role_teams[view.axis("team").index(mine["team"])])
    minutes = count((len(states),), view.state(ours), weights=ours["minutes"] * contact_permille(view, ours) / 1000)
    weeks = view.overlap(pieces.start, pieces.end) / 7 * (pieces.caseworker >= 0)
    tidy.ratio(
        "contact_minutes_per_citizen_week", UNIT, minutes, count((len(states),), pieces.state, weights=weeks),
        {"group": states.labels},
    )  # fmt: skip
    return tidy.frame()
