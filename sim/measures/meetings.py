"""Meetings held and missed, hours with interpreters, certificates and their fees."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.measures.episodes import Pieces
from sim.measures.hours import CASEWORKER
from sim.measures.tidy import Tidy, count
from sim.measures.view import Mask, Part, View
from sim.world.log import RowKind


def is_meeting(view: View, part: Part) -> Mask:
    """bool[n], WORK or LOST rows that are meetings of a citizen with a caseworker.

    A caseworker holds a meeting; it has an activity and a form (in person, by telephone …). Guidance within a meeting
    has a row of its own right after the meeting's row, at the same minute. It is not a second meeting. If
    ``log.meta["meeting_activities"]`` lists activities (codes or names), these are the meetings, with or without a form.

    Args:
        part: WORK or LOST rows. They may be some of the log's.
    """
    mask: Mask = part.derived("is meeting", lambda rows: _meetings(view, rows))
    return mask


def _meetings(view: View, part: Part) -> Mask:
    listed: Collection[int | str] | None = view.log.meta.get("meeting_activities")
    activity, role = part.narrow("activity"), part.narrow("role")
    if listed is None:
        mask: Mask = (activity >= 0) & (part.narrow("form") >= 0)
    else:
        codes = [item if isinstance(item, int) else view.code("activity", item) for item in listed]
        of_activity = np.isin(np.arange(-1, len(view.axis("activity"))), [code for code in codes if code >= 0])
        mask = of_activity[np.minimum(activity, len(of_activity) - 2) + 1]
    mask &= (part.narrow("citizen") >= 0) & (
        (role == view.code("role", CASEWORKER)) | ((role < 0) & (part.narrow("caseworker") >= 0))
    )
    follows = np.flatnonzero(mask[1:] & mask[:-1]) + 1
    follows = follows[part.position[follows] - part.position[follows - 1] == 1]
    for column in ("citizen", "minute"):
        follows = follows[part.narrow(column)[follows] == part.narrow(column)[follows - 1]]
    mask[follows] = False
    return mask


def meetings(view: View, pieces: Pieces) -> Tidy:
    """Counts per year of the window.

    - ``meetings``: by group and form (column activity).
    - ``meetings_per_person_year``: by group, per person-year of the group.
    - ``meetings_per_caseworker_person_year``: by group, per person-year with a caseworker.
    - ``no_shows`` and ``no_show_share`` (missed over missed and held): by group.
    - ``interpreter_hours``: length of the meetings with an interpreter, by group. These are not hours of staff.
    - ``certificates`` ordered and ``certificate_fees``: by certificate (column activity).
    """
    tidy, states, forms = Tidy(), view.states, view.axis("form")
    size = len(states)
    work, lost = view.inside(RowKind.WORK), view.inside(RowKind.LOST)
    held, missed = work.where(is_meeting(view, work)), lost.where(is_meeting(view, lost))
    by_form = count((size, len(forms)), view.state(held), forms.index(held["form"]))
    margins = (("group",), ("activity",), ())
    groups, by = {"group": states.labels}, {"group": states.labels, "activity": forms.labels}
    tidy.cube("meetings", "per year", by_form * view.per_year, by, margins)
    number, absent = by_form.sum(axis=1), count((size,), view.state(missed))
    years = pieces.days / YEAR_DAYS
    present = count((size,), pieces.state, weights=years)
    assigned = count((size,), pieces.state, weights=years * (pieces.caseworker >= 0))
    tidy.ratio("meetings_per_person_year", "meetings per person and year", number, present, groups)
    tidy.ratio("meetings_per_caseworker_person_year", "meetings per person and year", number, assigned, groups)
    tidy.cube("no_shows", "per year", absent * view.per_year, groups)
    tidy.ratio("no_show_share", "share", absent, absent + number, groups)
    spoken, order = view.inside(RowKind.INTERPRETER), view.inside(RowKind.ORDER)
    interpreted = count((size,), view.state(spoken), weights=spoken["minutes"]) / 60 * view.per_year
    tidy.cube("interpreter_hours", "hours per year", interpreted, groups)
    kinds = view.axis("certificate")
    place, certificates = kinds.index(order["certificate"]), {"activity": kinds.labels}
    tidy.cube("certificates", "per year", count((len(kinds),), place) * view.per_year, certificates)
    fees = count((len(kinds),), place, weights=order["fee"]) * view.per_year
    tidy.cube("certificate_fees", "DKK per year", fees, certificates)
    return tidy
