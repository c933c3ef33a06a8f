"""The key ``optimise`` of a study: the practice values that `jobsim optimise` searches, and how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from sim.files.entry import Entry
from sim.files.errors import ScenarioError
from sim.files.value import problem, shown
from sim.files.within import Within

FEWEST_TRIALS, MOST_TRIALS = 2, 2000
TRIALS = 64
"""Trials, if neither the study nor the user gives a number."""
EXPECTED_NAMES = "a list of paths of practice values, such as [contact.*.heavy, team_notice=1 week..4 weeks]"


def check_trials(number: int) -> int:
    """The number of trials.

    Raises:
        ScenarioError: it is out of range.
    """
    if not FEWEST_TRIALS <= number <= MOST_TRIALS:
        raise ScenarioError(
            "the number of trials is out of range", found=number, expected=f"{FEWEST_TRIALS} to {MOST_TRIALS:,}",
            do=f"--trials {TRIALS}",
        )  # fmt: skip
    return number


def _names(raw: object) -> object:
    if isinstance(raw, Sequence) and not isinstance(raw, str) and raw and all(isinstance(name, str) for name in raw):
        return tuple(raw)
    raise problem("this does not say which practice values are searched", found=shown(raw), expected=EXPECTED_NAMES)


class Search(Entry):
    """What `jobsim optimise` searches in a study."""

    # paths of practice values, `*` for any text; `PATH=LOW..HIGH` with bounds of its own; the meetings by need if left out
    moved: Annotated[tuple[str, ...], BeforeValidator(_names)] = Field(default=(), alias="values")
    trials: Annotated[int, Within(FEWEST_TRIALS, MOST_TRIALS)] = TRIALS


WHOLE = Search()
"""The search of a study that says nothing about it."""
