"""Sanction cases, appeals, and cases decided again after an appeal."""

from __future__ import annotations

import numpy as np

from sim.measures.tidy import Tidy, count
from sim.measures.view import Mask, Part, View
from sim.world.log import NO_DAY, RowKind


def sanctions(view: View) -> Tidy:
    """Sanction cases per year, by group.

    - ``sanctions``: cases that begin.
    - ``sanction_appeals``: cases that are appealed.
    - ``sanction_redone``: cases heard and decided again after a successful appeal.

    Appeals and new decisions are counted by their work; the first piece gives the date. ``sanction_redone`` over
    ``sanctions`` is the share of cases that are done twice.
    """
    tidy, size, groups = Tidy(), (len(view.states),), {"group": view.states.labels}
    part = view.inside(RowKind.SANCTION)
    tidy.cube("sanctions", "per year", count(size, view.state(part)) * view.per_year, groups)
    work, window = view.of(RowKind.WORK), view.window
    for measure, activity in (("sanction_appeals", "sanction-appeal"), ("sanction_redone", "sanction-redo")):
        part = work.where(work.narrow("activity") == view.code("activity", activity))
        part = part.where(_first_piece(part)).between(window.start, window.end)
        tidy.cube(measure, "per year", count(size, view.state(part)) * view.per_year, groups)
    return tidy


def _first_piece(part: Part) -> Mask:
    """bool[n], the first row of each piece of desk work.

    Desk work that does not fit into one day has several rows with the same due day. Work without a diary has one row and
    no due day.
    """
    first = part["due"] == NO_DAY
    if len(part):
        keys = np.column_stack([part[column] for column in ("citizen", "spell", "due")])
        first[np.unique(keys, axis=0, return_index=True)[1]] = True
    return np.asarray(first, np.bool_)
