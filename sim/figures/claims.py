"""Scale a paper's national claim to a place.

The paper's own figure for the place is used if there is one. Otherwise the claim is multiplied by the place's share of the country.
A run is never adjusted to meet a claim. These claims are not scaled:

- a number that is not an amount per year, such as an age, a term or a rate.
- a claim about other places than the whole country.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.files.entry import Entry, NoneWord, Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import read_entry
from sim.files.schema import Schema
from sim.files.value import ShareValue
from sim.law.clauses.reform import Claim

if TYPE_CHECKING:
    from sim.place.people.model import People, Place

COUNTRY = "Denmark"
OF_A_YEAR = (" per year", " a year")
MILLION = 1e6


class ClaimFigure(Entry):
    """A figure as a paper prints it. ``outside`` names the parts of the sum that no run covers."""

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
    """A place's share of the country, and the id of the figure that states it."""

    figure: str
    value: ShareValue


class PlaceClaims(Entry):
    """How national claims are scaled to a place. ``own`` maps a national figure to the paper's figure for the place."""

    share: PlaceShare
    own: dict[str, str] = Field(default={})


class ClaimsFile(Entry):
    """``figures/claims.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["claims"]
    rows: Annotated[tuple[ClaimFigure, ...], Field(strict=False)]
    places: dict[str, PlaceClaims] = Field(default={})


@dataclass(frozen=True)
class Scaled:
    """A claim scaled to a place.

    Attributes:
        value: the amount in the claim's own unit; nan if the claim is not scaled.
        words: how the claim is scaled, or why it is not; empty without a claim.
        outside: the parts of the sum that no run covers; "" if a run can be compared with the claim.
    """

    value: float
    words: Title
    outside: str = ""


NO_CLAIM = Scaled(math.nan, Title(en="", da=""))
NOT_OF_A_YEAR = Title(en="not scaled: not an amount per year", da="ikke skaleret: ikke et beløb pr. år")


def read_claims(root: Path) -> ClaimsFile:
    """The figures behind the claims of a scenarios folder.

    Raises:
        ScenarioError: the file is invalid.
    """
    return read_entry(ClaimsFile, root, "figures", "claims")


def _figure(file: ClaimsFile, source: str) -> ClaimFigure:
    """The figure behind a claim.

    Raises:
        ScenarioError: the file has none of that code.
    """
    figures = {row.id: row for row in file.rows}
    if source not in figures:
        raise ScenarioError(
            "a claim has no figure", file="figures/claims.yaml", found=source, expected="a row of this code",
            nearest=nearest_name(source, figures), do="add the row, or correct `source` of the claim",
        )  # fmt: skip
    return figures[source]


def scaled(file: ClaimsFile, claim: Claim | None, place: Place, people: People) -> Scaled:
    """A claim scaled to a place; nan and "" without a claim."""
    if claim is None:
        return NO_CLAIM
    row, place_claims = _figure(file, claim.source), file.places.get(place.place)
    amount = claim.saves if claim.saves is not None else claim.states
    assert amount is not None  # a claim names exactly one number
    outside = row.outside or ""
    if not (row.unit.endswith(OF_A_YEAR) or claim.unit.en.endswith(OF_A_YEAR)):
        return Scaled(math.nan, NOT_OF_A_YEAR, outside)
    if row.geography != COUNTRY:
        here = Title(
            en=f"not scaled: the claim is about {row.geography}", da="ikke skaleret: påstanden gælder ikke hele landet"
        )
        return Scaled(math.nan, here, outside)
    if place_claims is not None and claim.source in place_claims.own:
        own = _figure(file, place_claims.own[claim.source])
        assert own.value is not None
        named = f"{own.geography} ({own.id})"
        return Scaled(
            own.value, Title(en=f"the paper's own figure for {named}", da=f"oplæggets eget tal for {named}"), outside
        )
    if place_claims is not None:
        stated, figure = place_claims.share.value.value, place_claims.share.figure
        return Scaled(amount * stated, _by_population(f"{100 * stated:.4g}", f" ({figure})", f" ({figure})"), outside)
    share = place.population.value / people.population.value
    words = _by_population(f"{100 * share:.3g}", " in the place's files", " i kommunens filer")
    return Scaled(amount * share, words, outside)


def _by_population(percent: str, en: str, da: str) -> Title:
    """The share of the country by which a claim is scaled, and where it stands."""
    return Title(
        en=f"{percent} % of the country, by population{en}",
        da=f"{percent.replace('.', ',')} % af landet, efter befolkning{da}",
    )
