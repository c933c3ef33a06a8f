"""The verdict on a claim: the result of a run over the claim at the place, with the interval of this ratio."""

from __future__ import annotations

import math
from typing import Literal

Verdict = Literal["less", "about", "more", "too-little", ""]
"""Less than claimed, about as claimed, more than claimed, too little to tell; "" if nothing can be compared."""

ABOUT = (0.8, 1.25)
"""Ratios that count as *about as claimed*.

The papers print most savings in whole ten millions for the country. A claim of 20 to 40 million DKK is then uncertain by 12 to
25 % through rounding alone. The band is symmetric as a ratio: 0.8 is 1 / 1.25.
"""


def verdict(ratio: float, low: float, high: float) -> Verdict:
    """What a result says about a claim.

    Args:
        ratio: result over claim; nan if they cannot be compared.
        low, high: ends of the ratio's interval; nan with one pair of runs.

    Returns:
        *Too little to tell* if the interval does not exist, or if its ends have different verdicts.
    """
    if math.isnan(ratio):
        return ""
    if math.isnan(low) or math.isnan(high):
        return "too-little"
    ends = {_side(low), _side(high)}
    return ends.pop() if len(ends) == 1 else "too-little"


def _side(ratio: float) -> Verdict:
    least, most = ABOUT
    return "less" if ratio < least else "more" if ratio > most else "about"
