"""The verdict on a number: inside, outside, or too little to tell.

Three things are uncertain, and each is a range:

- *The claim.* A paper prints "ca. 130 million": the number is known to half of its last digit. Readers take such a number
  as rough, so the band that the page calls *about as claimed* (:data:`sim.figures.verdict.ABOUT`) counts as well.
- *Chance.* The interval over the pairs of runs.
- *What nobody has measured.* The ends of the leading assumptions, and the place's share of the country.

The rule compares the claim's range with the widest range of the run, which holds all three parts of it:

- *inside*: the whole widest range lies within the claim's range. Whatever is true of the unmeasured, the run agrees.
- *outside*: the two ranges do not meet. Whatever is true of the unmeasured, the run disagrees.
- *too little to tell*: anything else. The same holds if a part of the widest range is not known.

This is the rule for equivalence with a margin: an interval within the margin, beyond it, or across its edge. The reverse rule
would call a claim *inside* if the run's range holds it. It has two faults. A model that knows nothing has the widest range,
so it would confirm every claim. And more pairs narrow the range to a point, so they would take back each confirmation. With
the rule used here, a narrower range never takes back a verdict (``tests/validation/test_judgement.py``).

*Inside* is no proof that the paper is right. If the number echoes an input of the paper, agreement was put in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sim.figures.verdict import ABOUT

Verdict = Literal["inside", "outside", "too-little-to-tell", "not-comparable", "not-run"]
"""The verdicts; the last two are no verdicts on the number, and have a reason beside them."""
TOO_LITTLE: Verdict = "too-little-to-tell"


@dataclass(frozen=True)
class Span:
    """A range of numbers, ends included; nan if an end is not known."""

    low: float = math.nan
    high: float = math.nan

    @property
    def is_known(self) -> bool:
        return not (math.isnan(self.low) or math.isnan(self.high))

    def times(self, factor: Span) -> Span:
        """The range of all products. Both signs are allowed."""
        if not (self.is_known and factor.is_known):
            return Span()
        products = [end * by for end in (self.low, self.high) for by in (factor.low, factor.high)]
        return Span(min(products), max(products))


def claim_range(value: float, step: float | None, low: float | None = None, high: float | None = None) -> Span:
    """The range of a claim: its stated range, its rounding, and the band of *about as claimed*."""
    half = 0.0 if step is None else step / 2
    ends = [value - half, value + half, *(value * about for about in ABOUT)]
    ends += [end for end in (low, high) if end is not None]
    return Span(min(ends), max(ends))


def judge(claim: Span, widest: Span) -> Verdict:
    """What a run says about a claim.

    Args:
        claim: the claim's own range.
        widest: the run's range with all that is uncertain in it; with unknown ends it tells nothing.
    """
    if not (claim.is_known and widest.is_known):
        return TOO_LITTLE
    if claim.low <= widest.low and widest.high <= claim.high:
        return "inside"
    if widest.high < claim.low or claim.high < widest.low:
        return "outside"
    return TOO_LITTLE


def together(value: float, *parts: Span) -> Span:
    """The widest range: the ways that each part reaches below and above ``value`` are added up.

    The parts are not independent draws: one of them is chance, the others are ignorance. Their sum is the worst case without
    interactions; nobody has run them together. A part that is not known makes the whole unknown.
    """
    below, above = (sum(value - part.low for part in parts), sum(part.high - value for part in parts))
    return Span(value - below, value + above)
