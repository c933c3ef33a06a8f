"""A paper's numbers about today, held against the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.figures.claims import COUNTRY, ClaimsFile
from sim.figures.collection import load_world, stated_for
from sim.results.baseline import by_measure, number_of
from sim.results.intervals import half_width
from sim.results.pairing import column_names
from sim.results.result import Result
from sim.study.setting import Setting
from sim.validation.judgement import Span
from sim.validation.paper_file import Stated
from sim.validation.row import Row, held
from sim.validation.scale import share_of


class Today:
    """The baseline of a study at a place.

    Args:
        table: of :func:`sim.results.baseline.baseline_table`.
        claims: the shares of places.
    """

    def __init__(self, result: Result, setting: Setting, table: pd.DataFrame, claims: ClaimsFile) -> None:
        study, place = result.study, setting.place
        self.rows = {str(row["id"]): row for row in table.to_dict("records")}
        world = load_world(study.root / "figures" / "world.yaml")
        figures = stated_for(world, place, setting.people)
        self.figures: dict[str, dict[Any, Any]] = {str(row["id"]): row for row in figures.to_dict("records")}
        own = result.measures[result.measures["place"] == place.place]
        own = own[column_names(own) == study.baseline.name]
        self.runs = [by_measure(part) for _, part in own.groupby("replication")]
        self.place, self.confidence = place, study.confidence
        self.share = share_of(claims, place, setting.people)

    def held(self, row: Row, figure: str, stated: Stated) -> Row:
        """The row held against the baseline, in the unit in which the paper prints the number.

        The range is that of ``world.yaml``, as in `jobsim doctor baseline`. The question is whether this baseline has the
        number, so the values of the files stand. Beside chance counts the range of the place's share, if the number is the
        country's.
        """
        known = self.rows[figure]
        if known["verdict"] == "not-comparable":
            return replace(row, nature="", notes=(*row.notes, known["note"]))
        factor = stated.value / known["stated"] if known["stated"] else 1.0
        ends = Span(factor, factor)
        if self.figures[figure]["scale"] == "population" and stated.geography == COUNTRY:
            share = self.share
            ends = Span(factor * share.value / share.span.high, factor * share.value / share.span.low)
        claim = Span(known["low"], known["high"]).times(Span(factor, factor))
        value = float(known["simulated"])
        result = held(claim, value, self._chance(figure), Span(value, value), factor, ends, complete=True)
        return replace(
            row, claim=claim, keep=result, nature=known["nature"], notes=(*row.notes, known["note"], self.share.words)
        )

    def _chance(self, figure: str) -> Span:
        """The interval of the mean over the runs; nan with one run."""
        values = np.array([number_of(run, self.figures[figure], self.place) for run in self.runs], dtype=np.float64)
        values = values[~np.isnan(values)]
        if len(values) < 2:
            return Span()
        half = half_width(values, self.confidence)
        return Span(float(values.mean()) - half, float(values.mean()) + half)
