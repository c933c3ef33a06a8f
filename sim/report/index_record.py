"""Part of the manifest: indices of sensitivity, which say what each factor does to each leading headline."""

from __future__ import annotations

from typing import Literal

from sim.report.record import Record
from sim.report.uncertainty_record import FactorRecord, OfHeadline

Method = Literal["morris", "sobol", "shapley"]
CHANCE = "chance"
"""The factor that is the replication."""
LEADING: dict[Method, str] = {"morris": "mu_star", "sobol": "total", "shapley": "shapley"}
"""The index by which a method orders factors."""
SURE: dict[Method, str] = {"morris": "mu", "sobol": "first", "shapley": "shapley"}
"""The index that is 0 without an effect, so that its interval tells an effect from chance."""


class IndexRecord(OfHeadline):
    """An index of a factor for one headline. ``unit`` is that of the index."""

    factor: str
    index: str  # mu_star, mu, sigma; first, total; shapley; sd (of chance)
    value: float | None  # None: nothing moves the headline
    low: float | None  # None: the index has no interval
    high: float | None
    samples: int  # trajectories or base samples with the headline; pairs for sd


class IndicesRecord(Record):
    """The indices of a method."""

    method: Method
    column: str
    samples: int  # trajectories (Morris, Shapley) or base samples (Sobol)
    pairs: int  # pairs of runs with sampled values
    seed: int
    confidence: float
    window: str
    values: int  # that move
    sample_hash: str  # SHA-256 of tables/METHOD-samples.csv
    factors: tuple[FactorRecord, ...] = ()
    rows: tuple[IndexRecord, ...] = ()

    def at(self, place: str) -> IndicesRecord:
        """What belongs to one place."""
        return self.model_copy(update={"rows": tuple(row for row in self.rows if row.place == place)})

    def of(self, key: tuple[str, str, str]) -> dict[str, dict[str, IndexRecord]]:
        """Factor -> index -> record of a headline, the factor with the greatest leading index first. One place."""
        found: dict[str, dict[str, IndexRecord]] = {}
        for row in self.rows:
            if row.key == key:
                found.setdefault(row.factor, {})[row.index] = row
        leading = LEADING[self.method]
        order = sorted(found, key=lambda name: -(found[name][leading].value or 0.0) if leading in found[name] else 0.0)
        return {name: found[name] for name in order}

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """The headlines, in order."""
        return list(dict.fromkeys(row.key for row in self.rows))

    def sure(self, of_factor: dict[str, IndexRecord]) -> bool:
        """Whether the effect of a factor is beyond chance: the interval of its index :data:`SURE` does not hold 0."""
        row = of_factor.get(SURE[self.method])
        return row is not None and row.low is not None and row.high is not None and (row.low > 0 or row.high < 0)
