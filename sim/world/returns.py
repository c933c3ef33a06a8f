"""The entries of a place without those who come back: the new citizens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import CERTAIN, draw_many, purpose
from sim.place.people import fate
from sim.place.people.leavers import expected_returns
from sim.place.people.stock import survival_by_day
from sim.world.rows.lengths import inverse_of
from sim.world.shocks import surges

if TYPE_CHECKING:
    from sim.study.setting import Setting

Columns = dict[str, NDArray[np.int64]]
Floats = NDArray[np.float64]


def new_citizens(run: int, setting: Setting, group: str, entries: Columns, *, outside_known: bool) -> Columns:
    """The entries to a group that are new citizens. Each entry has a draw of its own, whatever the rules are.

    The share that comes back is the expected yearly returns over the yearly entries. The returns themselves follow from the
    exits of the run. A shock changes all entries, so it changes the new citizens only: the expected returns stay.

    Args:
        entries: all entries to the group (:func:`sim.place.people.fate.arrivals`, with shocks).
        outside_known: whether the citizens who were outside at the start are in the run. Otherwise their returns are part
            of the entries, so fewer entries are left out in the first years.
    """
    if not entries["arrive"].size:
        return entries
    day = entries["arrive"] // fate.DAY
    back = _expected_by_day(setting, group, int(day.max()) + 1, outside_known=outside_known)
    if back is None:
        return entries
    share = np.minimum(back / np.maximum(_entries_by_day(setting, group, back.size), 1e-9), 1.0)
    bits = draw_many(run, entries["entity"], purpose("comes back"), 0)
    stays = bits >= np.rint(share[day] * CERTAIN).astype(np.int64)
    return {name: column[stays] for name, column in entries.items()}


def _expected_by_day(setting: Setting, group: str, days: int, *, outside_known: bool) -> Floats | None:
    """float64[days], the expected returns to a group, per year; None without any."""
    expected = expected_returns(setting.people, setting.place).get(group, [])
    if not expected:
        return None
    per_year = np.zeros(days)
    for each in expected:
        left = survival_by_day(q.table_of(inverse_of(each.after)))
        since = np.minimum(np.arange(days), left.size - 1)
        per_year += each.per_year * (1.0 if outside_known else 1.0 - left[since])
    return per_year


def _entries_by_day(setting: Setting, group: str, days: int) -> Floats:
    """float64[days], all entries to a group, per year, with shocks."""
    per_year = np.full(days, float(setting.place.groups[group].entries.value))
    for surge in surges(setting, group):
        per_year[surge.first : surge.last + 1] *= 1.0 + surge.change
    return per_year
