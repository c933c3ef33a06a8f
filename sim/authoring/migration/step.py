"""One step of a migration: what changes in files of a kind between one form and the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass
class Notes:
    """What a migration did, and what it leaves to a person."""

    changes: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)


class Step(NamedTuple):
    """What changes in files of some kinds.

    Attributes:
        kinds: the kinds of files (:data:`sim.authoring.schemas.kinds.KINDS`).
        is_needed: whether a file still has the earlier form.
        change: changes the file's round-trip tree, which keeps its order and comments, and notes what it did.
    """

    kinds: Iterable[str]
    is_needed: Callable[[Any], bool]
    change: Callable[[Any, Notes], None]


Chain = Mapping[int, tuple[Step, ...]]
"""The number of a form -> the steps that lead from it to the next number."""
