"""The union's recommended caseloads by group, and the share of a post that each case takes by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.own_states import own_states
from sim.measures.view import Floats, Ints, Mask, View

YEARS = ("2016", "2020")
"""The years in which the norms were published and revised."""
End = Literal["most", "fewest"]
"""The end of a band: the most or the fewest cases per post that it allows."""
ENDS: tuple[End, ...] = ("most", "fewest")
Bands = Mapping[str, Mapping[str, tuple[float, float]]]
"""group -> {"2016": (fewest, most), "2020": (fewest, most)}, citizens per full-time caseworker."""


@dataclass(frozen=True)
class Norms:
    """Recommended caseloads.

    Attributes:
        bands: the band of every group that has a norm, by year.
        usual: cases per post of the place, by group: what a case without a norm takes of a post.
    """

    bands: Bands = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)

    def cases(self, group: str, year: str, end: End) -> float:
        """Cases per post at an end of the group's band; infinite without a norm."""
        band = self.bands.get(group, {}).get(year)
        return np.inf if band is None else band[1 if end == "most" else 0]


@dataclass(frozen=True)
class Loads:
    """The share of a full-time post that each case takes, by piece of the histories.

    Attributes:
        view, pieces, norms: the log's, and the norms.
        own: int64[pieces], the citizen's own state, also within a merged group; -1 if the log does not tell it.
    """

    view: View
    pieces: Pieces
    norms: Norms
    own: Ints

    @staticmethod
    def of(view: View, pieces: Pieces, norms: Norms) -> Loads:
        return Loads(view, pieces, norms, own_states(view, pieces))

    def of_norm(self, year: str, end: End) -> Floats:
        """float64[pieces], posts per case by the norm of the case's own group; 0 without a norm."""
        return self._by_group(lambda group: 1 / self.norms.cases(group, year, end))

    def normed(self) -> Mask:
        """bool[pieces], cases of groups with a norm. Of a merged group that the log does not tell apart, any may have one."""
        mask: Mask = self._by_group(lambda group: float(group in self.norms.bands)) > 0
        return mask

    def usual(self) -> Floats:
        """float64[pieces], posts per case by the place's own cases per post; 0 for a group without a number."""
        return self._by_group(lambda group: 1 / self.norms.usual.get(group, np.inf))

    def _by_group(self, value: Callable[[str], float]) -> Floats:
        """float64[pieces], a number of the citizen's own group.

        If the log does not tell the members of a merged group apart, a piece has the mean over the known pieces of its
        label, weighted by their days in the window. Without a known piece, each member has the same weight.
        """
        names, states = self.view.log.names["state"], self.view.states
        pieces, unknown = self.pieces, self.own < 0
        of_code = np.zeros(2 + max(names, default=-1))  # the last entry is for -1
        for code, name in names.items():
            of_code[code] = value(name)
        numbers: Floats = of_code[self.own]
        if unknown.any():
            days = self.pieces.days * ~unknown
            size = len(states)
            known = np.bincount(pieces.state, weights=days, minlength=size)
            total = np.bincount(pieces.state, weights=days * numbers, minlength=size)
            members = [np.mean([value(name) for name in label.split("+")]) for label in states.labels]
            mean = np.where(known > 0, total / np.maximum(known, 1e-9), members)
            numbers = np.where(unknown, mean[pieces.state], numbers)
        return numbers
