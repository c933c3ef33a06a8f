"""The 12 and the 114 billion, scaled to one or several places, beside what a run pays and what is in no run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from sim.figures.collection import load_world, national_population
from sim.figures.rates import load_rates
from sim.measures.payers import total
from sim.place.people.model import Place
from sim.study.study import Study

BILLION = 1e9
SUMS = (
    ("S077", "Income support", "benefits", (("benefits", "benefits_paid", "all"),)),
    ("S076", "Operation and activation", "effort",
     tuple((kind, "effort_cost", kind) for kind in ("staff", "fees", "activation"))),
)  # fmt: skip
"""(figure of the national sum, title, item of what is outside, parts of a run as (name, measure, activity))."""


@dataclass(frozen=True)
class FullSum:
    """A national sum at the places' share of the population, DKK a year.

    Attributes:
        figure: id of the national sum. title: what it is.
        stated: the sum at the place.
        run: part of the run -> DKK a year, the mean over the replications.
        outside: what no run has, with its source -> DKK a year at the place.
        rest: stated less the other two. A negative rest says that the parts exceed the sum.
    """

    figure: str
    title: str
    stated: float
    run: dict[str, float]
    outside: dict[str, float]

    @property
    def rest(self) -> float:
        return self.stated - sum(self.run.values()) - sum(self.outside.values())

    def as_data(self) -> dict[str, Any]:
        """The sum as plain data."""
        return asdict(self) | {"rest": self.rest}


def money_in_full(study: Study, measures: pd.DataFrame, places: Sequence[Place]) -> list[FullSum]:
    """The national sums of income support and of effort beside the baseline's runs. Nothing is fitted to them.

    Args:
        measures: the baseline's measures at the places, of all replications.
        places: their runs are added, and the sums are scaled to their population.
    """
    folder = study.root / "figures"
    world = load_world(folder / "world.yaml")
    values = {str(figure): float(value) for figure, value in zip(world["id"], world["value"], strict=True)}
    prices = load_rates(folder / "rates.yaml")
    share = sum(int(place.population.value) for place in places) / national_population(folder / "world.yaml")
    replications = measures["replication"].nunique()
    sums = []
    for figure, title, item, parts in SUMS:
        outside = prices[(prices["kind"] == "outside-the-run") & (prices["item"] == item)]
        sums.append(
            FullSum(
                figure, title, values[figure] * BILLION * share,
                {name: total(measures, measure, activity=activity) / replications for name, measure, activity in parts},
                {f"{row['who']} ({row['id']})": float(row["value"]) * BILLION * share
                 for row in outside.to_dict("records")},
            )
        )  # fmt: skip
    return sums
