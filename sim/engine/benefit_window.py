"""Rights counted within a window: twelve months' ledighedsydelse in eighteen, twenty-two weeks' sickness benefit in nine months."""

from __future__ import annotations

from sim.chance.compiled import leaf


@leaf
def reached(since, need, window, from_0, to_0, from_1, to_1, from_2, to_2):  # type: ignore[no-untyped-def]
    """The first day on which ``need`` days on a benefit lie within the last ``window`` days.

    The benefit has been paid from day ``since`` on without a break, and earlier in up to three periods [from, to) (0, 0: none).
    ``since`` itself when that many days lay in the window already when the present period began. ``window >= need``.
    """
    for day in range(since, since + need):
        first = day - window
        total = day - max(since, first)
        total += (
            max(0, to_0 - max(from_0, first)) + max(0, to_1 - max(from_1, first)) + max(0, to_2 - max(from_2, first))
        )
        if total >= need:
            return day
    return since + need
