"""One column of a study against another: paired differences with intervals, by what one asks for."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.files.errors import ScenarioError
from sim.study.study import Variant

SHOWN = ["unit", "baseline_mean", "variant_mean", "difference", "low", "high", "confidence", "pairs", "nature"]
DIMENSIONS = ("group", "team", "activity", "need")


@dataclass(frozen=True)
class Comparison:
    """``variant`` against ``baseline``; ``table`` has all differences (the columns of ``comparisons.csv``)."""

    variant: Variant
    baseline: Variant
    table: pd.DataFrame

    def __repr__(self) -> str:
        return f"<{self.variant.name} against {self.baseline.name}: {len(self.table)} paired differences>"

    def hours(self) -> pd.DataFrame:
        """Caseworkers' hours per year by activity, and in all."""
        rows = self.table[self.table["measure"].isin(["hours", "hours_total"])]
        rows = rows[(rows["team"] == "all") & (rows["group"] == "all") & (rows["need"] == "all")]
        return _view(rows, "activity")

    def waits(self) -> pd.DataFrame:
        """Waits in days: first meeting, certificate, team, decision, whole clarification (percentiles).

        Raises:
            ScenarioError: staff is cut in one of the two, so waits are no gain of it.
        """
        self._kept("waits")
        return _view(self.table[self.table["measure"].str.startswith("wait_")], "measure", *DIMENSIONS)

    def caseloads(self) -> pd.DataFrame:
        """Cases per post and shares above the norms, by team. Raises as :meth:`waits`."""
        self._kept("caseloads")
        rows = self.table[self.table["measure"].str.startswith(("caseload_", "share_above_norm_"))]
        return _view(rows, "measure", "team")

    def all(self) -> pd.DataFrame:
        """Every difference that may be told of this use of the freed hours: they are counted once.

        Waits and caseloads are told where staff is kept, posts and money where it is cut; ``table`` has everything.
        """
        from sim.report.what_may_be_shown import may_show

        use = "cut" if "cut" in (self.variant.use, self.baseline.use) else "keep"
        pairs = zip(self.table["measure"], self.table["unit"], strict=True)
        told = [may_show(measure, unit, use) for measure, unit in pairs]
        return _view(self.table[told], "place", "measure", *DIMENSIONS)

    def _kept(self, what: str) -> None:
        if "cut" in (self.variant.use, self.baseline.use):
            raise ScenarioError(
                f"{what} are shown only where staff is kept: freed hours are counted once",
                found=f"{self.variant.name} against {self.baseline.name}",
                do=f"compare {self.variant.kept.name}",
            )


def _view(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """The rows with their keys first; the place too, where there are several."""
    places = ["place"] if "place" not in keys and len(set(rows["place"])) > 1 else []
    return rows[[*places, *keys, *SHOWN]].reset_index(drop=True)
