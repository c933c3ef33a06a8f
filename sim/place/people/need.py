"""Needs of citizens, and how they are detected."""

from __future__ import annotations

from sim.files.entry import Entry, Sourced
from sim.files.value import DurationValue, FactorValue, FlowValue, LengthValue, ShareValue


class Need(Sourced):
    """A need: it arises, is detected, and a procedure decides on it."""

    group: str
    procedure: str
    per_year: FlowValue
    inflate: FactorValue
    seen_as: str  # a kind of `detection`
    delay: DurationValue | None = None


class Stages(Entry):
    preparation: ShareValue
    certificate: ShareValue


class Seen(Sourced):
    """The detection of a kind of need: the probability at each occasion, and the mean time until the citizen asks."""

    meeting: ShareValue
    assessment: ShareValue
    end_point: ShareValue  # at the end of a right or a term
    request: DurationValue
    unseen: LengthValue  # mean time until detection in the opening stock, the same under all rules


class Detection(Sourced):
    kinds: dict[str, Seen]
    under_way: DurationValue
    stages: Stages
