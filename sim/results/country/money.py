"""Who pays how much more or less over all places of a list, by payer and by kind of payment.

A disability pension that comes earlier is no saving, and one that comes later no cost: benefits are those of
:mod:`sim.results.pension_pairs`, which count each pension until both rule sets have awarded it. Where staff are kept, the freed hours
are used. So fees and staff are money only where staff are cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sim.measures.payers import PER_YEAR, ROLE_OF
from sim.report.column_record import Use
from sim.report.country.record import HELD, MONEY
from sim.report.payer_sums import sums
from sim.results.country.cube import Cube
from sim.results.country.estimate import combined
from sim.results.country.over_places import means_of
from sim.results.money_in_full import FullSum

TOTAL = "total"
BENEFITS = {
    "municipality": "benefits_compared_municipality",
    "state": "benefits_compared_state",
    TOTAL: "benefits_compared",
}
ACTIVATION = {"municipality": "activation_municipality", "state": "activation_state", TOTAL: "activation_cost"}


def money_by_payer(cubes: Mapping[str, Cube], uses: Mapping[str, Use], confidence: float) -> pd.DataFrame:
    """The table :data:`sim.report.country.record.MONEY`.

    Args:
        cubes: variant -> its pairs.
        uses: variant -> use of freed hours.
        confidence: confidence level.
    """
    rows = []
    for variant, cube in cubes.items():
        for payer, kind, measure, activity, level in _parts(cut=uses[variant] == "cut"):
            sides = cube.at(measure, activity)
            if sides is None:
                continue
            whole = combined(sides.difference, np.ones(len(cube.places)), confidence)
            baseline = float(means_of(sides.before).sum()) if level else math.nan
            rows.append(
                {
                    "variant": variant, "use": uses[variant], "payer": payer, "kind": kind, "unit": PER_YEAR, "baseline": baseline,
                    "difference": whole.value, "low": whole.low, "high": whole.high, "df": whole.df,
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=MONEY)


def _parts(*, cut: bool) -> Iterator[tuple[str, str, str, str, bool]]:
    """(payer, kind, measure, activity, whether its level has a meaning) of a column that cuts staff, or does not."""
    for payer, measure in BENEFITS.items():
        yield payer, "benefits", measure, "all", False  # the sums compared are corrected in pairs, so a level is none
    for payer, measure in ACTIVATION.items():
        yield payer, "activation", measure, "all", True
    if cut:
        yield "municipality", "fees", "paid_municipality", "fees", True
        for payer in ("municipality", *ROLE_OF):
            yield payer, "staff", f"paid_{payer}", "staff", True
    for payer, measure in sums(cut=cut).items():
        yield payer, "all", measure, "all", False


def national_sums(found: list[FullSum]) -> pd.DataFrame:
    """The table :data:`sim.report.country.record.HELD`."""
    rows = []
    for each in found:
        parts = [("stated", "", each.stated), *(("run", name, dkk) for name, dkk in each.run.items()),
                 *(("outside", name, dkk) for name, dkk in each.outside.items()), ("rest", "", each.rest)]  # fmt: skip
        rows += [
            {"figure": each.figure, "title": each.title, "kind": kind, "part": part, "unit": PER_YEAR, "dkk": dkk}
            for kind, part, dkk in parts
        ]
    return pd.DataFrame(rows, columns=HELD)
