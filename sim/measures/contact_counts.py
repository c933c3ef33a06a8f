"""How many contacts each citizen had with the jobcenter in a period, in the bands of a survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.meetings import is_meeting
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Floats, Ints, View
from sim.world.log import RowKind


@dataclass(frozen=True)
class Bands:
    """The period and the answers of a survey about contacts.

    Attributes:
        days: length of the period.
        at_most: the most contacts of each band but the last, which has no end; rising.
        groups: the groups that the survey covers.
    """

    days: int
    at_most: tuple[int, ...]
    groups: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of the bands, such as ``0-1``, ``2-3`` and ``4+``."""
        first = (0, *(most + 1 for most in self.at_most))
        closed = [f"{low}-{most}" if low < most else f"{most}" for low, most in zip(first, self.at_most, strict=False)]
        return [*closed, f"{first[-1]}+"]


def contact_counts(view: View, pieces: Pieces, bands: Bands) -> Tidy:
    """The number of meetings that each citizen had in a period of the survey's length.

    - ``contacts_share``: of the citizens, the share in each band (column activity), by group and, over the survey's groups
      together (group ``all``), in all and by need.
    - ``contacts_per_citizen``: their mean number of contacts, likewise.
    - ``contacts_citizens``: the number of citizens counted, by group and over the survey's groups.

    The window is cut into periods from its first day, and what is left over is not counted. A citizen counts in a period
    with the group and need of its first minute, if present in the system all through it. A contact is a meeting held with a
    caseworker in any form. The calls and short talks of running casework are in no log, so they are no contacts here.
    """
    tidy, states = Tidy(), view.states
    size, names = len(states), bands.names
    by_group, by_need = np.zeros((size, len(names))), np.zeros((3, len(names)))
    met, met_by_need = np.zeros(size), np.zeros(3)
    covered = states.holding(*bands.groups)
    work = view.inside(RowKind.WORK)
    held = work.where(is_meeting(view, work))
    for first in range(view.window.start, view.window.end - bands.days * DAY + 1, bands.days * DAY):
        state, need, number = _period(pieces, held["citizen"], held["minute"], first, first + bands.days * DAY)
        band = np.searchsorted(bands.at_most, number, side="left")
        mine = covered[state]
        by_group += count(by_group.shape, state, band)
        met += count((size,), state, weights=number)
        by_need += count(by_need.shape, need[mine], band[mine])
        met_by_need += count((3,), need[mine], weights=number[mine])
    _add(tidy, by_group, met, {"group": states.labels}, names)
    _add(tidy, by_need, met_by_need, {"need": ("light", "medium", "heavy")}, names)
    whole, number = by_group[covered].sum(axis=0)[None, :], met[covered].sum()[None]
    _add(tidy, whole, number, {"group": ("all",)}, names)
    tidy.cube("contacts_citizens", "citizens", by_group.sum(axis=1), {"group": states.labels}, margins=())
    tidy.cube("contacts_citizens", "citizens", whole.sum(axis=1), {"group": ("all",)}, margins=())
    return tidy


def _add(tidy: Tidy, in_bands: Floats, met: Floats, axis: Mapping[str, Sequence[str]], names: Sequence[str]) -> None:
    """Add the shares of the bands and the mean, for each position of an axis."""
    people = in_bands.sum(axis=1)
    of_all = np.repeat(people[:, None], len(names), axis=1)
    tidy.ratio("contacts_share", "share", in_bands, of_all, {**axis, "activity": names}, margins=())
    tidy.ratio("contacts_per_citizen", "meetings per citizen", met, people, axis, margins=())


def _period(pieces: Pieces, citizen: Ints, minute: Ints, first: int, end: int) -> tuple[Ints, Ints, Ints]:
    """(state, need, contacts), int64[n]: of the citizens who are present from the first minute to the end.

    Args:
        citizen, minute: of every contact in the window.
    """
    pieces = pieces.where((pieces.start < end) & (pieces.end > first))
    at_first = pieces.where(pieces.start <= first)
    days = np.bincount(
        pieces.citizen, weights=np.maximum(np.minimum(pieces.end, end) - np.maximum(pieces.start, first), 0),
        minlength=1 + int(pieces.citizen.max(initial=-1)),
    )  # fmt: skip
    stayed = at_first.where(days[at_first.citizen] >= end - first)
    within = citizen[(minute >= first) & (minute < end)]
    number = np.bincount(within, minlength=1 + int(max(pieces.citizen.max(initial=-1), within.max(initial=-1))))
    contacts_of: Ints = number[stayed.citizen]
    return stayed.state, stayed.need, contacts_of
