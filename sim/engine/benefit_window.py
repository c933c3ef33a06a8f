"""Rights counted within a window of time.

Examples are twelve months of ledighedsydelse within eighteen months, and twenty-two weeks of sickness benefit within
nine months.
"""

from __future__ import annotations

from sim.chance.compiled import leaf


@leaf
def reached(since, need, window, from_0, to_0, from_1, to_1, from_2, to_2):  # type: ignore[no-untyped-def]
    """The first day on which ``need`` days on a benefit lie within the last ``window`` days.

    The benefit has been paid from day ``since`` without a break, and before that in up to three periods [from, to)
    (0, 0: none). The result is ``since`` if the window held that many days when the present period began.
    ``window`` must be at least ``need``.
    """
    first = since - window
    paid = max(0, to_0 - max(from_0, first)) + max(0, to_1 - max(from_1, first)) + max(0, to_2 - max(from_2, first))
    for day in range(
        since + max(0, need - paid), since + need
    ):  # the days before have too few, for the window only loses days
        first = day - window
        total = day - max(since, first)
        total += (
            max(0, to_0 - max(from_0, first)) + max(0, to_1 - max(from_1, first)) + max(0, to_2 - max(from_2, first))
        )
        if total >= need:
            return day
    return since + need
