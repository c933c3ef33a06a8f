"""``practices/*.yaml`` as a model, for its schema only. ``changes`` are applied before the file is read as a practice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.law.clauses.practice import Practice
from sim.law.compose.practices import PracticeChange


class PracticeFile(Practice):
    changes: Annotated[
        tuple[PracticeChange, ...], Field(strict=False)
    ] = ()  # changes of single values of the extended practice
