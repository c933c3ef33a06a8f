"""The effort of a run that a practice should hold equal: meetings by group and form, and offers by kind."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from sim.measures import View, Window
from sim.measures.meetings import is_meeting
from sim.world.log import Log, RowKind

IN_PERSON = "in-person"
MEETING, OFFER = "meeting", "offer"


def effort(log: Log, window: tuple[int, int]) -> pd.DataFrame:
    """One row for each meeting with a caseworker and each offer that began in the window.

    Columns: citizen, group, what (``meeting`` or ``offer``), kind (the meeting's form or the kind of offer).
    Groups of unknown volume are left out.
    """
    view = View(log, Window(*window))
    work = view.inside(RowKind.WORK)
    held, begun = work.where(is_meeting(view, work)), view.inside(RowKind.OFFER)
    tables = []
    for what, part, column, axis in ((MEETING, held, "form", "form"), (OFFER, begun, "offer", "offer")):
        groups, kinds = np.array(view.states.labels), np.array(view.axis(axis).labels)
        tables.append(
            pd.DataFrame(
                {
                    "citizen": part["citizen"],
                    "group": groups[view.state(part)],
                    "what": what,
                    "kind": kinds[view.axis(axis).index(part[column])],
                }
            )
        )
    unknown = {log.names["state"][code] for code in log.meta.get("unknown_states", ())}
    table = pd.concat(tables, ignore_index=True)
    return table[~table["group"].isin(unknown)].reset_index(drop=True)


class Target:
    """A number of meetings or offers: of some groups, and of some kinds."""

    def __init__(self, what: str, groups: Iterable[str] = (), kinds: Iterable[str] = ()) -> None:
        self.what, self.groups, self.kinds = what, tuple(groups), tuple(kinds)

    def rows(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of :func:`effort` that count. No groups or no kinds mean all of them."""
        chosen = table["what"] == self.what
        for column, names in (("group", self.groups), ("kind", self.kinds)):
            if names:
                chosen &= table[column].isin(names)
        return table[chosen]
