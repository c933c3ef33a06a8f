"""Appeals against decisions: reconsidered, late, and decided again."""

from __future__ import annotations

import numpy as np

from sim.measures.tidy import Tidy, count
from sim.measures.view import Ints, Mask, Part, View
from sim.world.log import NO_DAY, RowKind

RECONSIDERED = ("sanction-appeal", "appeal-reconsideration")
"""The work with which the authority looks at its decision again, within four weeks of the appeal."""
SENT = "appeal-to-board"


def appeals(view: View) -> Tidy:
    """Appeals per year, by group and by procedure (the column activity).

    - ``appeals``: appeals that are reconsidered. The first piece of this work gives the date.
    - ``appeals_redone``: decisions made again, or paid anew, after the appeals board has changed or remanded them.
    - ``appeals_late_share``: the share of reconsiderations that end after the four weeks of the law.

    An appeal goes on when the citizen switches or leaves. It then counts under the citizen's group of that day.
    """
    tidy, procedures = Tidy(), view.axis("procedure")
    work = view.of(RowKind.WORK)
    work = work.where(work.narrow("procedure") >= 0)
    codes = [view.code("activity", name) for name in RECONSIDERED]
    looked = np.isin(work.narrow("activity"), codes)
    of_appeals = np.unique(work.narrow("procedure")[looked])
    again = np.isin(work.narrow("procedure"), of_appeals)
    again &= ~np.isin(work.narrow("activity"), [*codes, view.code("activity", SENT)])
    axes = {"group": view.states.labels, "activity": procedures.labels}
    size = (len(view.states), len(procedures))
    margins = (("group",), ("activity",), ())
    for measure, chosen in (("appeals", looked), ("appeals_redone", again)):
        part = _inside(view, _pieces(work.where(chosen), last=False))
        number = count(size, view.state(part), procedures.index(part["procedure"])) * view.per_year
        tidy.cube(measure, "per year", number, axes, margins)
    done = work.where(looked & (work.narrow("due") != NO_DAY))  # work outside diaries is done at once
    part = _inside(view, _pieces(done, last=True))
    place, late = procedures.index(part["procedure"]), part.day > part["due"]
    shape = (len(procedures),)
    tidy.ratio(
        "appeals_late_share", "share", count(shape, place, weights=late.astype(np.int64)), count(shape, place),
        {"activity": procedures.labels},
    )  # fmt: skip
    return tidy


def _inside(view: View, part: Part) -> Part:
    return part.between(view.window.start, view.window.end)


def _pieces(part: Part, *, last: bool) -> Part:
    """The first or the last row of each piece of work of a procedure: it may have several rows."""
    if not len(part):
        return part
    keys: Ints = np.column_stack([part[column] for column in ("citizen", "serial", "step")])
    if last:
        chosen = len(part) - 1 - np.unique(keys[::-1], axis=0, return_index=True)[1]
    else:
        chosen = np.unique(keys, axis=0, return_index=True)[1]
    mask: Mask = np.zeros(len(part), np.bool_)
    mask[chosen] = True
    return part.where(mask)
