"""What a paper claims for the whole country, at a place: the paper's own figure for it, else the place's share.

A claim is scaled, never met: nothing of a run is adjusted to it. What is no amount of a year (an age, a term, a rate), or speaks of
other places than the country, is not scaled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.files.entry import Entry, NoneWord
from sim.files.parse import shape
from sim.files.source import read
from sim.files.value import ShareValue
from sim.law.clauses.reform import Claim

if TYPE_CHECKING:
    from sim.place.people.model import People, Place

COUNTRY = "Denmark"
OF_A_YEAR = (" per year", " a year")
MONEY = "million DKK per year"
MILLION = 1e6


class ClaimFigure(Entry):
    """A figure as a paper prints it. ``outside``: what the sum is made of that no run has."""

    id: str
    measure: str
    value: Annotated[float | None, NoneWord]
    low: float | None = None
    high: float | None = None
    unit: str
    geography: str
    outside: str | None = None
    source: str


class PlaceShare(Entry):
    """A place's share of the country, and the figure that says so."""

    figure: str
    value: ShareValue


class PlaceClaims(Entry):
    """How claims for the country are scaled to a place; ``own``: the country's figure -> the paper's for the place."""

    share: PlaceShare
    own: dict[str, str] = Field(default={})


class ClaimsFile(Entry):
    """``figures/claims.yaml``."""

    schema_version: Literal[1] = Field(alias="schema")
    figures: Literal["claims"]
    rows: Annotated[tuple[ClaimFigure, ...], Field(strict=False)]
    places: dict[str, PlaceClaims] = Field(default={})


@dataclass(frozen=True)
class Scaled:
    """A claim at a place, in the claim's own unit; nan where it is not scaled. ``words`` say how, or why not.

    Attributes:
        outside: what the sum is made of that no run has; "" where a run can be held against it.
    """

    value: float
    words: str
    outside: str = ""

    @property
    def dkk(self) -> float:
        """DKK a year, where a run can be held against it."""
        return math.nan if self.outside else self.value * MILLION


@lru_cache(maxsize=4)
def read_claims(root: Path) -> ClaimsFile:
    """The figures behind the claims of a scenarios folder.

    Raises:
        ScenarioError: the file does not fit.
    """
    return shape(ClaimsFile, read(root / "figures" / "claims.yaml", root))


def scaled(file: ClaimsFile, claim: Claim | None, place: Place, people: People) -> Scaled:
    """A claim at a place."""
    if claim is None:
        return Scaled(math.nan, "")
    figures = {row.id: row for row in file.rows}
    row, here = figures[claim.source], file.places.get(place.place)
    amount = claim.saves if claim.saves is not None else claim.states
    assert amount is not None  # a claim is one number
    outside = row.outside or ""
    if not (row.unit.endswith(OF_A_YEAR) or claim.unit.endswith(OF_A_YEAR)):
        return Scaled(math.nan, "not scaled: no amount of a year", outside)
    if row.geography != COUNTRY:
        return Scaled(math.nan, f"not scaled: of {row.geography}", outside)
    if here is not None and claim.source in here.own:
        own = figures[here.own[claim.source]]
        assert own.value is not None
        return Scaled(own.value, f"the paper's own figure for {own.geography} ({own.id})", outside)
    if here is not None:
        part = here.share.value.value
        return Scaled(amount * part, f"{100 * part:.4g} % of the country, by population ({here.share.figure})", outside)
    share = place.population.value / people.population.value
    return Scaled(amount * share, f"{100 * share:.3g} % of the country, by population of its files", outside)
