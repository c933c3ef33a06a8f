"""``practices/*.yaml`` as a model. ``changes`` are carried out before a practice is one; this is for its schema."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.law.clauses.practice import Practice
from sim.law.compose.practices import PracticeChange


class PracticeFile(Practice):
    changes: Annotated[
        tuple[PracticeChange, ...], Field(strict=False)
    ] = ()  # of single values of the practice extended
