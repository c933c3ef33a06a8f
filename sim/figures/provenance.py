"""The nature of each number: it emerges from the mechanism, scales an input, or echoes an input."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from sim.files.entry import Entry, Names, Sentences
from sim.files.folder import read_entry
from sim.files.schema import Schema
from sim.law.clauses.vocabulary import NatureWord


class Nature(Entry):
    """The nature of some measures and activities.

    A measure's name may end in ``*``: the row then covers all measures with this beginning. A row without activities
    covers all activities.
    """

    measures: Names
    activities: Names = ()
    nature: NatureWord = Field(alias="is")
    of: Sentences | None = None
    why: Sentences

    def fits(self, measure: str, activity: str) -> bool:
        named = any(measure.startswith(name[:-1]) if name.endswith("*") else measure == name for name in self.measures)
        return named and (not self.activities or activity in self.activities)


class NatureFile(Entry):
    """``figures/natures.yaml``. The first row that fits applies."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["natures"]
    natures: Annotated[tuple[Nature, ...], Field(strict=False)]


def read_natures(root: Path) -> tuple[Nature, ...]:
    """The table of natures of a scenarios folder."""
    return read_entry(NatureFile, root, "figures", "natures").natures


def nature_of(table: tuple[Nature, ...], measure: str, activity: str) -> str:
    """The nature of a measure and activity; "" if no row of the table covers it."""
    return next((row.nature for row in table if row.fits(measure, activity)), "")


def echoed(table: tuple[Nature, ...]) -> dict[str, frozenset[str]]:
    """Measure -> activities whose number only echoes an input, by the rows that name both. No pool may hold them."""
    rows = [row for row in table if row.nature == "echoes" and row.activities]
    names = dict.fromkeys(name for row in rows for name in row.measures)
    return {name: frozenset(a for row in rows if name in row.measures for a in row.activities) for name in names}


ASSUMED = "emerges-with-assumed-effects"
"""The nature of an emerging number in a study that assumes effects on behaviour: the number may depend on them."""


def under(word: str, *, effects: bool) -> str:
    """The nature to print. If the study assumes effects on behaviour, ``emerges`` becomes :data:`ASSUMED`."""
    return ASSUMED if effects and word == "emerges" else word


def natures(table: tuple[Nature, ...], comparisons: pd.DataFrame, *, effects: bool = False) -> list[str]:
    """The nature of each row of a comparison. ``effects`` is true if the study assumes effects on behaviour."""
    pairs = list(zip(comparisons["measure"], comparisons["activity"], strict=True))
    known = {pair: under(nature_of(table, *pair), effects=effects) for pair in dict.fromkeys(pairs)}
    return [known[pair] for pair in pairs]
