"""Sessions of the rehabilitation team: the days on which its members may work for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.world.codes import WEEK


def prepared_from(places: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[days], by day of a session the first day of the hours that members have for it.

    Members have the days since the previous session, at most a week. Hours of a week without a session cannot be saved.

    Args:
        places: int32[days], places of the session of that day, 0 on days without a session.
    """
    days = np.arange(places.size)
    held = np.where(places > 0, days, -WEEK)
    before = np.concatenate([[-WEEK], np.maximum.accumulate(held)[:-1]]) if places.size else held
    first: NDArray[np.int32] = np.maximum(np.maximum(before + 1, days - WEEK + 1), 0).astype(np.int32)
    return first
