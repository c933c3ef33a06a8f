"""Direct contact: the minutes that a citizen and a caseworker spend face to face or on the line."""

from __future__ import annotations

from sim.measures.cases import CaseDays
from sim.measures.hours import contact_permille
from sim.measures.need_level import need_level
from sim.measures.tidy import Tidy, count
from sim.measures.view import NEED_LEVELS, Floats, View
from sim.world.log import RowKind

UNIT = "minutes per citizen and week"
SHARE = "running_contact"
"""The key of a log's ``meta`` with the assumed share of running casework that is contact."""


def contact(view: View, cases: CaseDays, running: Floats) -> Tidy:
    """Minutes of direct contact with a caseworker, by group and need, by group, by need and in all.

    - ``contact_minutes_per_citizen_week``: booked contact. It is each activity's share face to face or on the line.
      Preparation, journal and no-shows are none, and neither is running casework.
    - ``all_contact_minutes_per_citizen_week``: booked contact and the share of running casework that is calls and short
      talks. Nobody has measured this share. It is an assumption of the office file (``running_contact``), the same for every
      caseworker, group, need and rule set. Without it the measure has no row.

    A citizen-week is a week in which the citizen has a caseworker, as in ``running_minutes_per_citizen_week``. So both can be
    compared between rule sets that leave different hours for running casework. The share of hours
    (``direct_contact_share``) cannot: it falls when other work falls.

    Args:
        running: float64[pieces], running minutes of each piece (:meth:`CaseDays.shares`).
    """
    tidy, states, pieces = Tidy(), view.states, cases.pieces
    work = view.inside(RowKind.WORK)
    mine = (work.narrow("caseworker") >= 0) & (work.narrow("citizen") >= 0)
    ours = work.where(mine & ~view.role_teams[view.place(work, "team")])
    shape, axes = (len(states), len(NEED_LEVELS)), {"group": states.labels, "need": NEED_LEVELS}
    minutes = ours["minutes"] * contact_permille(view, ours) / 1000
    booked = count(shape, view.state(ours), need_level(view, ours), weights=minutes)
    days = pieces.days * (pieces.caseworker >= 0)
    weeks = count(shape, pieces.state, pieces.need, weights=days / 7)
    margins = (("group",), ("need",), ())
    tidy.ratio("contact_minutes_per_citizen_week", UNIT, booked, weeks, axes, margins=margins)
    share = view.log.meta.get(SHARE)
    if share is not None:
        talks = float(share) * count(shape, pieces.state, pieces.need, weights=running)
        tidy.ratio("all_contact_minutes_per_citizen_week", UNIT, booked + talks, weeks, axes, margins=margins)
    return tidy
