"""Bookings that were moved, shed or cancelled, and work without room in a diary."""

from __future__ import annotations

from sim.measures.tidy import Tidy, count
from sim.measures.view import View
from sim.world.log import RowKind


def diaries(view: View) -> Tidy:
    """``bookings_moved``, ``bookings_shed``, ``bookings_cancelled`` and ``bookings_unplaceable``, per year by activity."""
    tidy, activities = Tidy(), view.axis("activity")
    for measure, kind in (
        ("bookings_moved", RowKind.MOVE),
        ("bookings_shed", RowKind.SHED),
        ("bookings_cancelled", RowKind.CANCEL),
        ("bookings_unplaceable", RowKind.UNPLACEABLE),
    ):
        number = count((len(activities),), activities.index(view.inside(kind)["activity"])) * view.per_year
        tidy.cube(measure, "per year", number, {"activity": activities.labels})
    return tidy
