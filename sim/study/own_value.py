"""A value of the user's own in a study: a quantity with its range, evidence grade and source."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag, field_validator

from sim.files.entry import Entry
from sim.files.set_values import Stated
from sim.files.value import Grade, problem

Quantity = str | int | float


class OwnValue(Entry):
    """A value of one's own. It replaces quantity, range, grade, source and note of the file's value."""

    value: Quantity  # a quantity in the notation of the files, such as 30 %
    low: Quantity | None = None  # low end of the range; a grade below statistic needs both ends
    high: Quantity | None = None  # high end of the range
    evidence: Grade
    source: str  # who says it, and when
    note: str = ""

    @field_validator("source")
    @classmethod
    def _is_said_by_somebody(cls, text: str) -> str:
        if not text.strip():
            raise problem("the source is empty", found="an empty text", expected="who says it, and when")
        return text

    def stated(self) -> Stated:
        """What replaces range, grade, source and note."""
        low, high = ("" if end is None else str(end) for end in (self.low, self.high))
        return Stated(low, high, self.evidence, self.source, self.note)


def _kind(raw: Any) -> str:
    return "own" if isinstance(raw, dict | OwnValue) else "text"


SetValue = Annotated[Annotated[str, Tag("text")] | Annotated[OwnValue, Tag("own")], Discriminator(_kind)]
"""What a study sets a value to: low, high or a quantity, or a value of one's own. An error is about the kind that was meant."""
