"""The caseload norms and the price of an hour that a study's manifest gives."""

from __future__ import annotations

from dataclasses import dataclass

from sim.report.manifest import Manifest


@dataclass(frozen=True)
class Band:
    """A recommended caseload, citizens per full-time social worker."""

    low: float
    high: float


@dataclass(frozen=True)
class Price:
    """What a caseworker costs: DKK per effective hour, and effective hours per post and year."""

    dkk_per_hour: float
    hours_per_post: float

    @property
    def dkk_per_post(self) -> float:
        return self.dkk_per_hour * self.hours_per_post


def band(team: str, year: int, manifest: Manifest) -> Band | None:
    """The team's band in the norms of 2016 or 2020; None when the union has none for it."""
    years = manifest.get("norms", {}).get(team)
    return Band(*years[str(year)]) if years else None


def price(manifest: Manifest) -> Price | None:
    """The price of an hour that the study uses; None where the manifest gives none."""
    given = manifest.get("prices")
    return Price(given["dkk_per_hour"], given["hours_per_post"]) if given else None
