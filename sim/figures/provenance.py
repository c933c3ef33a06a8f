"""Whether a number emerges from the mechanism, scales an input or echoes one: a table, read from the figures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from sim.files.entry import Entry, Names, Title
from sim.files.parse import shape
from sim.files.source import read
from sim.law.clauses.vocabulary import NatureWord


class Nature(Entry):
    """One row: the measures and activities it speaks of.

    A measure's name ends in ``*`` when it stands for all that begin so. No activities: whatever the activity.
    """

    measures: Names
    activities: Names = ()
    nature: NatureWord = Field(alias="is")
    of: str | None = None
    why: Title

    def fits(self, measure: str, activity: str) -> bool:
        named = any(measure.startswith(n[:-1]) if n.endswith("*") else measure == n for n in self.measures)
        return named and (not self.activities or activity in self.activities)


class NatureFile(Entry):
    """``figures/natures.yaml``; the first row that fits holds."""

    schema_version: Literal[1] = Field(alias="schema")
    figures: Literal["natures"]
    natures: Annotated[tuple[Nature, ...], Field(strict=False)]


@lru_cache(maxsize=4)
def read_natures(root: Path) -> tuple[Nature, ...]:
    """The table of a scenarios folder."""
    return shape(NatureFile, read(root / "figures" / "natures.yaml", root)).natures


def nature_of(table: tuple[Nature, ...], measure: str, activity: str) -> str:
    """The nature of a measure (of an activity, where that matters); "" where nothing is said of it."""
    return next((row.nature for row in table if row.fits(measure, activity)), "")


ASSUMED = "emerges-with-assumed-effects"
"""What emerges in a study that assumes effects on behaviour: it rests on them, or may."""


def under(word: str, *, effects: bool) -> str:
    """A nature as it is told where effects on behaviour are assumed: nothing is said to emerge without that."""
    return ASSUMED if effects and word == "emerges" else word


def natures(table: tuple[Nature, ...], comparisons: pd.DataFrame, *, effects: bool = False) -> list[str]:
    """The nature of each row of a comparison; ``effects``: whether the study assumes any."""
    pairs = list(zip(comparisons["measure"], comparisons["activity"], strict=True))
    known = {pair: under(nature_of(table, *pair), effects=effects) for pair in dict.fromkeys(pairs)}
    return [known[pair] for pair in pairs]
