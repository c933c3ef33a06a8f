"""A column of a study compared with another: paired differences with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from sim.figures.provenance import echoed, natures, read_natures
from sim.files.errors import ScenarioError
from sim.report.column_record import Use
from sim.report.freed import COLUMNS as FREED
from sim.report.freed import two_steps
from sim.report.what_may_be_shown import may_show
from sim.results.pairing import compare
from sim.results.sign_check import pooled
from sim.study.column import Column
from sim.study.study import Study

SHOWN = [
    "unit",
    "baseline_mean",
    "variant_mean",
    "difference",
    "low",
    "high",
    "confidence",
    "pairs",
    "nature",
    "pooled",
]
DIMENSIONS = ("group", "team", "activity", "need")


@dataclass(frozen=True)
class Comparison:
    """``column`` compared with ``baseline``. ``table`` has all differences, with the columns of ``comparisons.csv``."""

    column: Column
    baseline: Column
    table: pd.DataFrame

    def __repr__(self) -> str:
        return f"<{self.column.name} against {self.baseline.name}: {len(self.table)} paired differences>"

    def _repr_html_(self) -> str:
        """The freed hours in two steps, as a notebook shows them."""
        table: str = self.hours().to_html(index=False, float_format="{:,.0f}".format)
        return f"<p>{escape(f'{self.column.name} against {self.baseline.name}')}, hours a year</p>{table}"

    def hours(self) -> pd.DataFrame:
        """Freed hours per year in two steps: work that is no longer asked for, and what became of its hours.

        The columns are those of :func:`sim.report.freed.two_steps`, after ``place`` if there are several places. Freed is
        positive. ``table`` has the levels and differences of every activity (``hours``, ``hours_asked``).
        """
        places = dict.fromkeys(self.table["place"])
        parts = [two_steps(self.table[self.table["place"] == place]).assign(place=place) for place in places]
        table = pd.concat(parts, ignore_index=True) if parts else two_steps(self.table).assign(place="")
        return table[[*(["place"] if len(places) > 1 else []), *FREED]]

    def waits(self) -> pd.DataFrame:
        """Waits: shares served within some weeks and days, by group, need level and procedure, and standardised.

        Raises:
            ScenarioError: staff is cut in one of the two columns, so waits do not show the use of freed hours.
        """
        self._kept("waits")
        return _view(self.table[self.table["measure"].str.startswith("wait_")], "measure", *DIMENSIONS)

    def caseloads(self) -> pd.DataFrame:
        """Cases per post and shares above the norms, by team. Raises the errors of :meth:`waits`."""
        self._kept("caseloads")
        rows = self.table[self.table["measure"].str.startswith(("caseload_", "share_above_norm_"))]
        return _view(rows, "measure", "team")

    def all(self) -> pd.DataFrame:
        """Every difference that may be shown for this use of the freed hours. Freed hours are counted only once.

        Waits and caseloads are shown if staff is kept, posts and money if it is cut. ``table`` has all differences.
        """
        use: Use = "cut" if "cut" in (self.column.use, self.baseline.use) else "keep"
        pairs = zip(self.table["measure"], self.table["unit"], strict=True)
        rows = [may_show(measure, unit, use) for measure, unit in pairs]
        return _view(self.table[rows], "place", "measure", *DIMENSIONS)

    def _kept(self, measures: str) -> None:
        if "cut" in (self.column.use, self.baseline.use):
            raise ScenarioError(
                f"{measures} are shown only if staff is kept: freed hours are counted once",
                found=f"{self.column.name} against {self.baseline.name}",
                do=f"compare {self.column.kept.name}",
            )


def _view(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """The rows with their keys first. The place is a key if there are several places."""
    places = ["place"] if "place" not in keys and len(set(rows["place"])) > 1 else []
    return rows[[*places, *keys, *SHOWN]].reset_index(drop=True)


def compared(study: Study, measures: pd.DataFrame, baseline: Column, columns: Sequence[Column]) -> pd.DataFrame:
    """Paired differences between each of ``columns`` and ``baseline``, with their natures."""
    known = read_natures(study.root)
    table = compare(
        measures, baseline.name, [column.name for column in columns], study.confidence, left_out=echoed(known)
    )
    nature = natures(known, table, effects=study.effects is not None)
    return table.assign(nature=nature, pooled=pooled(table))
