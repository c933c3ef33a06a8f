"""One column of a study against another: paired differences with intervals, by what one asks for."""

from __future__ import annotations

from dataclasses import dataclass

from collections.abc import Sequence

import pandas as pd

from sim.figures.provenance import natures, read_natures
from sim.files.errors import ScenarioError
from sim.report.manifest import Use
from sim.report.what_may_be_shown import may_show
from sim.results.pairing import compare
from sim.study.column import Column
from sim.study.study import Study

SHOWN = ["unit", "baseline_mean", "variant_mean", "difference", "low", "high", "confidence", "pairs", "nature"]
DIMENSIONS = ("group", "team", "activity", "need")


@dataclass(frozen=True)
class Comparison:
    """``column`` against ``baseline``; ``table`` has all differences (the columns of ``comparisons.csv``)."""

    column: Column
    baseline: Column
    table: pd.DataFrame

    def __repr__(self) -> str:
        return f"<{self.column.name} against {self.baseline.name}: {len(self.table)} paired differences>"

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
        use: Use = "cut" if "cut" in (self.column.use, self.baseline.use) else "keep"
        pairs = zip(self.table["measure"], self.table["unit"], strict=True)
        told = [may_show(measure, unit, use) for measure, unit in pairs]
        return _view(self.table[told], "place", "measure", *DIMENSIONS)

    def _kept(self, what: str) -> None:
        if "cut" in (self.column.use, self.baseline.use):
            raise ScenarioError(
                f"{what} are shown only where staff is kept: freed hours are counted once",
                found=f"{self.column.name} against {self.baseline.name}",
                do=f"compare {self.column.kept.name}",
            )


def _view(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """The rows with their keys first; the place too, where there are several."""
    places = ["place"] if "place" not in keys and len(set(rows["place"])) > 1 else []
    return rows[[*places, *keys, *SHOWN]].reset_index(drop=True)


def compared(study: Study, measures: pd.DataFrame, baseline: Column, columns: Sequence[Column]) -> pd.DataFrame:
    """Paired differences of columns against another, each with its nature."""
    table = compare(measures, baseline.name, [column.name for column in columns], study.confidence)
    return table.assign(nature=natures(read_natures(study.root), table, effects=study.effects is not None))
