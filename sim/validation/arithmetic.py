"""A paper's arithmetic, redone step by step.

Each step is one operation on numbers of the paper, on results of earlier steps, or on plain numbers with a reason. Nothing is
evaluated but these operations.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sim.files.errors import ScenarioError, nearest_name
from sim.files.tree import Keys
from sim.validation.paper_file import ABOVE, OPERATIONS, STEP, Number, Papers, PaperStep

PERCENT = 100.0
SIGNS = dict(zip(OPERATIONS, ("+", "-", "x", "/", "% of", "as % of"), strict=True))
_DO: dict[str, Callable[[Sequence[float]], float]] = {
    "plus": sum,
    "minus": lambda numbers: numbers[0] - sum(numbers[1:]),
    "times": math.prod,
    "over": lambda numbers: reduce(lambda left, right: left / right, numbers),
    "percent_of": lambda numbers: numbers[0] / PERCENT * numbers[1],
    "as_percent_of": lambda numbers: PERCENT * numbers[0] / numbers[1],
}


@dataclass(frozen=True)
class Done:
    """A step with its numbers.

    Attributes:
        inputs: name of the operand ("" for a plain number) and its value.
    """

    says: str
    unit: str
    operation: str
    inputs: tuple[tuple[str, float], ...]
    result: float
    because: str

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        inputs = [{"name": name or None, "value": value} for name, value in self.inputs]
        return {
            "says": self.says, "operation": self.operation, "inputs": inputs, "result": self.result, "unit": self.unit,
            "because": self.because or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Redone:
    """The arithmetic of a number.

    Attributes:
        steps: every step with its numbers.
        printed: the number that the last result is held against; None if it is no number of the paper.
        half: half of the step of the last printed digit.
        implies: what the last result is, if it is no number of the paper.
    """

    steps: tuple[Done, ...]
    printed: float | None
    low: float
    high: float
    implies: str

    @property
    def result(self) -> float:
        return self.steps[-1].result

    @property
    def comes_out(self) -> bool | None:
        """Whether the last result is the printed number, rounded as printed; None if nothing is printed."""
        if self.printed is None:
            return None
        tolerance = 1e-9 * max(abs(self.low), abs(self.high))
        return self.low - tolerance <= self.result <= self.high + tolerance

    @property
    def words(self) -> str:
        """The outcome in a few words."""
        if self.printed is None:
            return "implied"
        return "as printed" if self.comes_out else f"{self.result - self.printed:+,.4g}"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        off = None if self.printed is None else self.result - self.printed
        return {
            "steps": [step.as_data() for step in self.steps], "result": self.result, "printed": self.printed,
            "comes_out": self.comes_out, "difference": off, "implies": self.implies or None,
        }  # fmt: skip


def redone(papers: Papers, number: Number) -> Redone | None:
    """The arithmetic of a number; None without steps.

    Raises:
        ScenarioError: an operand is unknown, or a number is divided by 0.
    """
    if not number.steps:
        return None
    results: list[float] = []
    steps = []
    for at, step in enumerate(number.steps):
        keys: Keys = (*papers.keys[number.id], "steps", at, step.operation)
        inputs = tuple(
            (str(name) if isinstance(name, str) else "", _value(papers, name, results, keys)) for name in step.operands
        )
        results.append(_result(papers, step, [value for _, value in inputs], keys))
        steps.append(Done(step.says, step.unit, step.operation, inputs, results[-1], step.because or ""))
    stated = papers.stated[number.id]
    if number.implies:
        return Redone(tuple(steps), None, math.nan, math.nan, number.implies)
    if number.rounded_to is None:
        raise papers.source.error(
            "a result cannot be held against a number whose rounding is not known", papers.keys[number.id],
            found=number.id, expected="rounded_to, or implies if the result is no number of the paper",
        )  # fmt: skip
    low, high = rounded(stated.value, number.rounded_to)
    if number.text is not None:  # a range that the paper itself prints, such as "a good 60 per cent"
        low, high = min(low, number.low or low), max(high, number.high or high)
    return Redone(tuple(steps), stated.value, low, high, "")


def rounded(value: float, step: float) -> tuple[float, float]:
    """The range of numbers that round to ``value`` if ``step`` is one unit of the last printed digit."""
    return value - step / 2, value + step / 2


def _value(papers: Papers, operand: float | str, results: Sequence[float], keys: Keys) -> float:
    if not isinstance(operand, str):
        return float(operand)
    earlier = STEP.fullmatch(operand)
    if operand == ABOVE or earlier:
        number = len(results) if earlier is None else int(earlier[1])
        if 1 <= number <= len(results):
            return results[number - 1]
        raise papers.source.error(
            "there is no such step before this one",
            keys,
            found=operand,
            expected=f"step 1 to step {len(results)}" if results else "an id",
        )
    stated = papers.stated.get(operand)
    if stated is None:
        raise papers.source.error(
            "there is no such number", keys, found=operand, expected="an id of papers.yaml, claims.yaml, world.yaml or rates.yaml",
            nearest=nearest_name(operand, papers.stated),
        )  # fmt: skip
    return stated.value


def _result(papers: Papers, step: PaperStep, numbers: Sequence[float], keys: Keys) -> float:
    try:
        return float(_DO[step.operation](numbers))
    except ZeroDivisionError:
        error: ScenarioError = papers.source.error(
            "a number is divided by 0",
            keys,
            found=" / ".join(f"{number:g}" for number in numbers),
            expected="a number other than 0",
        )
        raise error from None
