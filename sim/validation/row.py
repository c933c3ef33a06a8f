"""A line of the validation: a number, what a run says of it, and the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from sim.validation.arithmetic import Redone
from sim.validation.judgement import TOO_LITTLE, Span, Verdict, judge, together

CHANCE, ASSUMPTIONS, SHARE = "chance", "assumptions", "the place's share of the country"


@dataclass(frozen=True)
class Held:
    """A claim held against a number of a run, in the claim's unit and place.

    Attributes:
        simulated: the number at the values of the files.
        chance: its interval over the pairs.
        assumptions: its range at the ends of the leading assumptions and of the place's share.
        widest: chance and assumptions together.
        verdict: the verdict. It is *too little to tell* as long as an end of an assumption has not been run.
        so_far: the verdict if the ends that have not been run moved nothing.
        limit: the part that keeps the verdict from being definite; "" if it is definite.
    """

    simulated: float
    chance: Span
    assumptions: Span
    widest: Span
    verdict: Verdict
    so_far: Verdict
    limit: str

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON and CSV."""
        return {
            "simulated": self.simulated,
            "chance_low": self.chance.low, "chance_high": self.chance.high,
            "assumptions_low": self.assumptions.low, "assumptions_high": self.assumptions.high,
            "widest_low": self.widest.low, "widest_high": self.widest.high,
            "verdict": self.verdict, "so_far": self.so_far, "limit": self.limit,
        }  # fmt: skip


NOTHING = Held(math.nan, Span(), Span(), Span(), "not-comparable", "not-comparable", "")
"""No number of a run."""


def held(claim: Span, value: float, chance: Span, moved: Span, factor: float, ends: Span, *, complete: bool) -> Held:
    """A claim held against a number at a place.

    Args:
        claim: the claim's range.
        value: the number at the place.
        chance: its interval over the pairs; nan with one pair.
        moved: its range at the ends of the leading assumptions that have been run.
        factor: from the place to the claim's place.
        ends: the factor at the ends of the place's share; nan if they are not known.
        complete: whether all ends have been run.
    """
    at = Span(factor, factor)
    stages = {
        CHANCE: chance.times(at),
        ASSUMPTIONS: together(value, chance, moved).times(at),
        SHARE: together(value, chance, moved).times(ends),
    }
    so_far = judge(claim, stages[SHARE])
    limit = next((name for name, span in stages.items() if judge(claim, span) == TOO_LITTLE), "")
    if not complete and (not limit or limit == SHARE):
        limit = ASSUMPTIONS
    verdict = so_far if complete else TOO_LITTLE
    return Held(value * factor, stages[CHANCE], moved.times(ends), stages[SHARE], verdict, so_far, limit)


@dataclass(frozen=True)
class Row:
    """A line of the validation.

    Attributes:
        family: ``papers`` or ``world``.
        paper: name of the paper's file in ``reforms/``; "" for the world.
        at, text: the number's place in the paper, and its words ("" if nobody prints it).
        stated: the number, with the range that the verdict uses.
        keep: held against the work removed with all staff kept, or against the baseline.
        cut: held against the posts that can go with staff cut; None if there is no such number.
        nature, of: whether the run's number emerges, scales an input or echoes one, and which.
        use: of a figure of the world: ``input``, ``fitted``, ``held-out`` or ``other``.
        of_work: whether it is held against work that a column removes, and not against the baseline.
        break_even_days: extra days on benefit per person concerned and year that would use up the saving.
        redone: the paper's arithmetic.
        run: groups of leading assumptions that have been run, and those that have not.
    """

    id: str
    family: str
    measure: str
    unit: str
    stated: float
    claim: Span
    keep: Held = NOTHING
    cut: Held | None = None
    paper: str = ""
    at: str = ""
    text: str = ""
    source: str = ""
    nature: str = ""
    of: str = ""
    use: str = ""
    of_work: bool = False
    break_even_days: float = math.nan
    redone: Redone | None = None
    run: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def ratio(self) -> float:
        """Simulated over stated."""
        return self.keep.simulated / self.stated if self.stated else math.nan

    @property
    def note(self) -> str:
        """All notes in one text."""
        return "; ".join(note for note in self.notes if note)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.id, "family": self.family, "paper": self.paper or None, "measure": self.measure, "unit": self.unit,
            "stated": self.stated, "low": self.claim.low, "high": self.claim.high, **self.keep.as_data(), "ratio": self.ratio,
            "cut": None if self.cut is None else self.cut.as_data(),
            "nature": self.nature, "of": self.of, "use": self.use or None, "break_even_days": self.break_even_days,
            "assumptions_run": list(self.run), "assumptions_not_run": list(self.not_run),
            "at": self.at or None, "text": self.text or None, "source": self.source,
            "arithmetic": None if self.redone is None else self.redone.as_data(), "note": self.note,
        }  # fmt: skip
