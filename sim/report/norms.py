"""The caseload norms and the price of an hour, read from ``scenarios/figures/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.report.manifest import Manifest

PAIR = "papers"
"""The pair of price and effective hours that money is shown at; the other pair is never mixed with it."""


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


@lru_cache(maxsize=8)
def figures(name: str) -> Mapping[str, Any]:
    """The content of ``scenarios/figures/<name>.yaml``.

    Raises:
        ScenarioError: when the file is missing.
    """
    file = scenarios_dir() / "figures" / f"{name}.yaml"
    if not file.exists():
        raise ScenarioError("a file of figures that the report needs is missing", file=str(file))
    content: Mapping[str, Any] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    return content


def band(team: str, year: int, manifest: Manifest) -> Band | None:
    """The team's band in the norms of 2016 or 2020; None when the union has none for it."""
    norms = manifest.get("norms") or figures("norms")
    rows = norms["norms"]
    row = rows.get(team) or rows.get(norms.get("teams", {}).get(team, ""))
    if not row:
        return None
    return Band(float(row[f"norm_{year}"]["low"]), float(row[f"norm_{year}"]["high"]))


def price(manifest: Manifest) -> Price:
    """The manifest's price of an hour, or the pair :data:`PAIR` of ``rates.yaml``."""
    own = manifest.get("prices")
    if own:
        return Price(float(own["dkk_per_hour"]), float(own["hours_per_post"]))
    rows = {row["kind"]: float(row["value"]) for row in figures("rates")["rows"] if row.get("pair") == PAIR}
    return Price(rows["hour-price"], rows["hours-per-post"])
