"""The key ``uncertainty`` of a study: how its values are sampled, and the claim that is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from sim.files.entry import Entry
from sim.files.errors import ScenarioError
from sim.files.value import problem, shown
from sim.files.within import Within

FEWEST_SAMPLES, MOST_SAMPLES = 8, 4096
SAMPLES = 200
"""Samples, if neither the study nor the user gives a number."""
RANGES = "ranges"
FROM = re.compile(r"calibration +([A-Za-z0-9][\w-]*)")
CLAIM = re.compile(r"([a-z][\w-]*)(?:/([\w-]+))?(?:/([\w-]+))?\s*([<>])\s*([-+]?\d[\d_]*(?:\.\d+)?)")
EXPECTED_CLAIM = "MEASURE[/ACTIVITY[/NEED]] < NUMBER or > NUMBER, such as `hours_asked < -20000`"


@dataclass(frozen=True)
class Claim:
    """A claim about a difference from the baseline.

    Attributes:
        measure, activity, need: the headline.
        more: whether the difference is claimed to be above the threshold.
        threshold: in the unit of the measure.
    """

    measure: str
    activity: str
    need: str
    more: bool
    threshold: float

    @property
    def key(self) -> tuple[str, str, str]:
        return self.measure, self.activity, self.need

    @property
    def text(self) -> str:
        """The claim as a user writes it."""
        names = [self.measure, *([self.activity] if self.activity != "all" or self.need != "all" else [])]
        names += [self.need] if self.need != "all" else []
        return f"{'/'.join(names)} {'>' if self.more else '<'} {self.threshold:.10g}"


def claim(text: str) -> Claim:
    """A claim from its text.

    Raises:
        ScenarioError: the text is no claim.
    """
    match = CLAIM.fullmatch(text.strip())
    if match is None:
        raise ScenarioError(
            "this is not a claim about a difference", found=text, expected=EXPECTED_CLAIM,
            do='write it in quotation marks: --claim "hours_asked < -20000"',
        )  # fmt: skip
    measure, activity, need, sign, number = match.groups()
    return Claim(measure, activity or "all", need or "all", sign == ">", float(number))


def calibration_of(text: str) -> str | None:
    """The name of the calibration whose kept set is sampled; None for ``ranges``.

    Raises:
        ScenarioError: the text is neither.
    """
    if text == RANGES:
        return None
    match = FROM.fullmatch(text)
    if match is None:
        raise ScenarioError(
            "this does not say where samples come from", found=text, expected="ranges, or calibration NAME",
            do="--from 'calibration aalborg'",
        )  # fmt: skip
    return match[1]


def check_samples(number: int) -> int:
    """The number of samples.

    Raises:
        ScenarioError: it is out of range.
    """
    if not FEWEST_SAMPLES <= number <= MOST_SAMPLES:
        raise ScenarioError(
            "the number of samples is out of range", found=number,
            expected=f"{FEWEST_SAMPLES} to {MOST_SAMPLES:,}, better {SAMPLES} or more", do=f"--samples {SAMPLES}",
        )  # fmt: skip
    return number


def _values(raw: object) -> object:
    if raw in ("all", "leading"):
        return raw
    if isinstance(raw, Sequence) and not isinstance(raw, str) and raw and all(isinstance(name, str) for name in raw):
        return tuple(raw)
    expected = "all, leading, or a list of groups of figures/leading.yaml and of paths of values"
    raise problem("this does not say which values are sampled", found=shown(raw), expected=expected)


def _from(raw: object) -> object:
    if isinstance(raw, str) and (raw == RANGES or FROM.fullmatch(raw)):
        return raw
    raise problem("this does not say where samples come from", found=shown(raw), expected="ranges, or calibration NAME")


def _claim(raw: object) -> object:
    if raw is None or (isinstance(raw, str) and CLAIM.fullmatch(raw.strip())):
        return raw
    raise problem("this is not a claim about a difference", found=shown(raw), expected=EXPECTED_CLAIM)


class Sampling(Entry):
    """How a study's values are sampled together (`jobsim uncertainty`)."""

    samples: Annotated[int, Within(FEWEST_SAMPLES, MOST_SAMPLES)] = SAMPLES
    moved: Annotated[tuple[str, ...] | str, BeforeValidator(_values)] = Field(default="all", alias="values")
    source: Annotated[str, BeforeValidator(_from)] = Field(default=RANGES, alias="from")
    claim: Annotated[str | None, BeforeValidator(_claim)] = None


USUAL = Sampling()
"""The sampling of a study that says nothing about it."""
