"""From a place to the country: the factor of a number, with the range of the place's share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.figures.claims import COUNTRY, ClaimsFile
from sim.place.people.model import People, Place
from sim.validation.judgement import Span

WHOLE = 1.0


@dataclass(frozen=True)
class Scale:
    """How a number of a run becomes one of the paper's place.

    Attributes:
        factor: the number of the run times this is in the paper's place.
        span: the factor at the ends of the share; nan if the share has no range.
        words: the share and its source.
    """

    factor: float
    span: Span
    words: str


@dataclass(frozen=True)
class Share:
    """A place's share of the country, with its range (nan if nobody states one)."""

    value: float
    span: Span
    words: str


def share_of(file: ClaimsFile, place: Place, people: People) -> Share:
    """The share of a place: that of ``claims.yaml`` with its range, else by population without one.

    The whole country is its own share. A share by population has no range, because nobody has stated how the place's citizens
    differ from the country's.
    """
    known = file.places.get(place.place)
    if known is not None:
        share = known.share.value
        if share.low is None or share.high is None:
            return Share(
                share.value, Span(), f"{100 * share.value:.4g} % of the country ({known.share.figure}), no range"
            )
        words = f"{100 * share.value:.4g} % of the country ({100 * share.low:.4g}-{100 * share.high:.4g} %, {known.share.figure})"
        return Share(share.value, Span(share.low, share.high), words)
    value = place.population.value / people.population.value
    if math.isclose(value, WHOLE, rel_tol=1e-6):
        return Share(WHOLE, Span(WHOLE, WHOLE), "the whole country")
    return Share(value, Span(), f"{100 * value:.3g} % of the country by population, no range")


def scale_of(file: ClaimsFile, figure: str, geography: str, place: Place, people: People) -> Scale | None:
    """The factor from the place to the place of a figure; None if the figure is about another place.

    If the paper itself has a figure for the place, its own factor leads, as on the page. The range then holds both that factor
    and the place's share.

    Args:
        figure: id of the number.
        geography: the place that the number is about.
    """
    if geography == place.title.en:
        return Scale(WHOLE, Span(WHOLE, WHOLE), f"the paper's own figure for {geography}")
    if geography != COUNTRY:
        return None
    share = share_of(file, place, people)
    ends = Span(1 / share.span.high, 1 / share.span.low) if share.span.is_known else Span()
    known = file.places.get(place.place)
    if known is None or figure not in known.own:
        return Scale(1 / share.value, ends, share.words)
    values = {row.id: row.value for row in file.rows}
    whole, own = values[figure], values[known.own[figure]]
    if whole is None or not own:
        return Scale(1 / share.value, ends, share.words)
    factor = whole / own
    span = Span(min(factor, ends.low), max(factor, ends.high)) if ends.is_known else Span()
    return Scale(factor, span, f"the paper's own factor ({known.own[figure]}: {100 / factor:.3g} %), or {share.words}")
