"""The work that a proposal or a package removes at a place, in the units of the papers' claims."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.figures.claims import MILLION
from sim.figures.prices import hour
from sim.report.cut_records import SPLITS, EstimateRecord
from sim.results.pairing import column_names
from sim.results.proposal_sums import Interval, less, values
from sim.results.proposals import OTHER_ROLES, Alone, alone, run_alone
from sim.results.result import Result
from sim.validation.ends import HOURS, MEETINGS, Moves, moves
from sim.validation.judgement import Span
from sim.validation.paper_file import Of

MUNICIPAL = ("all", *OTHER_ROLES)
"""Caseworkers and the other roles that a municipality pays."""


def key_of(name: str, practice: str | None) -> str:
    """The name of a proposal, or of a package under a practice."""
    return name if practice is None else f"{name}/{practice}"


class Work:
    """The proposals and packages that a study runs alone, at a place. Their numbers are those of the table of proposals."""

    def __init__(self, result: Result, place: str) -> None:
        self.result, self.place = result, place
        study = result.study
        self.entries: dict[str, Alone] = {}
        measures = result.measures[result.measures["place"] == place]
        rows = run_alone(study, result.measures, result.manifest.break_even)
        self.rows: dict[str, dict[str, Any]] = {}
        for entry in alone(study):
            name = key_of(entry.name, entry.practice if entry.name in study.library.packages else None)
            self.entries[name] = entry
            self.rows[name] = next(
                row
                for row in rows
                if (row["proposal"], row["place"], row["practice"]) == (entry.name, place, entry.practice)
            )
        names = column_names(measures)
        wanted = {
            c.name for entry in self.entries.values() for c in (entry.base, entry.keep, entry.cut) if c is not None
        }
        self.columns: dict[str, pd.DataFrame] = {str(n): part for n, part in measures.groupby(names) if n in wanted}
        self.price = hour(study.root)
        self._moves: dict[tuple[str, str], Moves] = {}

    def row(self, name: str) -> Mapping[str, Any] | None:
        """The row of the table of proposals; None if the study does not run it with all staff kept."""
        entry = self.entries.get(name)
        return self.rows.get(name) if entry is not None and entry.keep is not None else None

    def kept(self, name: str, of: Of) -> Interval:
        """The work removed with all staff kept."""
        entry, row = self.entries[name], self.rows[name]
        assert entry.keep is not None  # `row` gave it
        base, keep = self.columns[entry.base.name], self.columns[entry.keep.name]
        level = self.result.study.confidence
        if of == "money":
            return Interval(*(row[key] / MILLION for key in ("money", "money_low", "money_high")))
        if of == "meetings":
            return less(base, keep, level, MEETINGS)
        hours = less(base, keep, level, HOURS, teams=MUNICIPAL)
        return Interval(*(part * self.worth(name, of) for part in hours))

    def cut(self, name: str, of: Of) -> tuple[Interval, Span] | None:
        """What staff cut frees: the search's estimate with its interval, and from the day's split as it is to the fluid bound.

        None if the study does not cut staff here, or if the number is none of a cut. The numbers are those of the page.
        """
        column = self.entries[name].cut
        record = next(
            (r for r in self.result.manifest.capacity if column and (r.place, r.column) == (self.place, column.name)),
            None,
        )
        if record is None or of not in ("money", "posts"):
            return None
        ends: dict[str, EstimateRecord] = {"bound": record.bound, "free": record.free, "fixed": record.fixed}
        unit = 1.0
        if of == "money":
            ends, unit = dict(record.dkk), MILLION
        free, at = ends["free"], [ends[split].value / unit for split in SPLITS]
        low, high = (math.nan if end is None else end / unit for end in (free.low, free.high))
        return Interval(free.value / unit, low, high), Span(min(at), max(at))

    def worth(self, name: str, of: Of) -> float:
        """The worth of an hour removed, or of a meeting, in the unit of the claim."""
        if of == "money":
            return self.price.dkk_per_hour / MILLION
        if of == "posts":
            return 1 / self.price.hours_per_post
        if of == "hours-per-person":
            stock = float(values(self.columns[self.entries[name].base.name], "stock").mean())
            return 1 / stock if stock else float("nan")
        return 1.0

    def moves(self, name: str, of: Of) -> Moves:
        """The changes at the ends of the leading assumptions: of caseworkers' hours, or of meetings.

        Hours of other roles and fees are held as they are. The ends are run with all staff kept only.
        """
        measure = MEETINGS if of == "meetings" else HOURS
        if (name, measure) not in self._moves:
            entry = self.entries[name]
            assert entry.keep is not None  # `row` gave it
            self._moves[name, measure] = moves(self.result, self.place, entry.base, entry.keep, measure)
        return self._moves[name, measure]
