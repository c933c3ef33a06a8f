"""A question to experts: about one value in its own unit, or about values that move together in percent of today's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sim.elicitation.scale import Scale, notation, scale_of, scale_of_today
from sim.files.entry import Title
from sim.files.set_values import address_of
from sim.files.value import Value, size

LETTERS = 8
"""Letters of a question's hash in its key."""
MARK = "#"


@dataclass(frozen=True)
class Question:
    """A question.

    Attributes:
        name: the group of leading assumptions, or the address of the value.
        ask: the question.
        does: what the answer changes in the model.
        why: why nobody knows the answer; None if no file says it.
        members: the values that the answer sets.
        opposite: for each value, whether it moves the other way.
        grade: the weakest grade of evidence among the values.
    """

    name: str
    ask: Title
    does: Title
    why: Title | None
    members: tuple[Value[Any], ...]
    opposite: tuple[bool, ...]
    grade: str

    @property
    def single(self) -> bool:
        """Whether the answer is a value itself, and not a percentage of several."""
        return len(self.members) == 1

    @property
    def scale(self) -> Scale:
        return scale_of(self.members[0]) if self.single else scale_of_today(self.members)

    @property
    def today(self) -> tuple[float, float, float]:
        """The value used now and the ends of its range, in numbers of the form. Of several values, the mean of their shares."""
        if self.single:
            (value,) = self.members
            return tuple(self.scale.of_size(size(each)) for each in (value.value, value.low, value.high))  # type: ignore[return-value]
        lows, highs = [], []
        for value, other in zip(self.members, self.opposite, strict=True):
            if present := size(value.value):
                ends = size(value.low) / present, size(value.high) / present
                lows.append(1 / ends[1] if other else ends[0])
                highs.append(1 / ends[0] if other and ends[0] else ends[1])
        if not lows:
            return 1.0, 1.0, 1.0
        return 1.0, sum(lows) / len(lows), sum(highs) / len(highs)

    @property
    def today_rounded(self) -> tuple[float, float, float]:
        """The same for people: the ends of several values in whole percent."""
        now, low, high = self.today
        return (now, low, high) if self.single else (now, round(low, 2), round(high, 2))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.source for value in self.members if value.source))

    @property
    def key(self) -> str:
        """The name with a hash of all that an answer depends on. It tells a form of another version apart."""
        about = {
            "ask": [self.ask.en, self.ask.da], "unit": self.scale.words.en, "opposite": list(self.opposite),
            "values": [[address_of(value), value.text, str(value.low), str(value.high)] for value in self.members],
        }  # fmt: skip
        digest = hashlib.sha256(json.dumps(about, ensure_ascii=False).encode()).hexdigest()
        return f"{self.name}{MARK}{digest[:LETTERS]}"

    def set_to(self, best: float, low: float, high: float) -> dict[str, dict[str, str]]:
        """Address of each value -> ``value``, ``low`` and ``high`` in file notation.

        Args:
            best, low, high: numbers of the form.
        """
        found = {}
        for value, other in zip(self.members, self.opposite, strict=True):
            ends = (best, high, low) if other else (best, low, high)
            if self.single:
                sizes = [each * self.scale.factor for each in ends]
            else:
                sizes = [size(value.value) / each if other else size(value.value) * each for each in ends]
            texts = (notation(value, number) for number in sizes)
            found[address_of(value)] = dict(zip(("value", "low", "high"), texts, strict=True))
        return found
