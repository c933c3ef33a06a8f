"""The runs of a study of a list, read place by place: only the numbers that are kept stay in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import pandas as pd

from sim.figures.provenance import natures, read_natures
from sim.measures import Rates
from sim.results.country.cells import kept
from sim.results.country.pairs import Paired, needed, paired
from sim.results.country.posts import NET, net_posts
from sim.results.pairing import COLUMNS as COMPARED
from sim.results.pairing import verdicts, with_intervals
from sim.results.pension_pairs import with_pairs
from sim.runs.run import Run
from sim.runs.scheduler import tables
from sim.runs.store import Stored
from sim.study.column import Column as StudyColumn
from sim.study.study import Study


class Column(Protocol):
    """The finished runs of a column at a place."""

    @property
    def place(self) -> str: ...
    @property
    def runs(self) -> list[Run]: ...
    @property
    def stored(self) -> list[Stored]: ...
    @property
    def column(self) -> StudyColumn: ...
    @property
    def kept(self) -> list[Stored]: ...


class Tables(NamedTuple):
    """The kept numbers of all places: ``measures`` and ``comparisons`` as of any study, and the pairs behind their sums."""

    measures: pd.DataFrame
    comparisons: pd.DataFrame
    pairs: pd.DataFrame


def by_place(study: Study, columns: Sequence[Column], rates: Rates) -> Tables:
    """The kept numbers (:mod:`sim.results.country.cells`) of finished columns.

    Each number is paired once. ``pooled`` of a comparison is "not-pooled": the parts of a number are not kept.
    """
    parts: list[Tables] = []
    for place in study.places:
        own = [column for column in columns if column.place == place]
        runs = [run for column in own for run in column.runs]
        stored = [made for column in own for made in column.stored]
        measures = needed(with_pairs(tables(stored, runs), own, study.window, rates))
        every = paired(measures, study)
        net = [rows for column in own[1:] if (rows := _net(own[0], column)) is not None]
        pairs = pd.concat([*(each.rows() for each in every), *net], ignore_index=True)
        parts.append(Tables(measures[kept(measures)], _comparisons(every[1:], study), pairs))
    measures, comparisons, pairs = (pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))
    known = natures(read_natures(study.root), comparisons, effects=study.effects is not None)
    return Tables(measures, comparisons.assign(nature=known), pairs)


def _comparisons(every: Sequence[Paired], study: Study) -> pd.DataFrame:
    """The rows of the variants at a place in ``comparisons``."""
    found = [
        with_intervals(each.cells.reset_index(drop=True), each.before, each.after, study.confidence).assign(
            study=study.name, place=each.place, baseline=study.baseline.name, variant=each.variant, nature="", pooled="not-pooled"
        )
        for each in every
    ]  # fmt: skip
    if not found:
        return pd.DataFrame(columns=COMPARED)
    table = pd.concat(found, ignore_index=True)
    return table.assign(verdict=verdicts(table))[COMPARED]


def _net(baseline: Column, column: Column) -> pd.DataFrame | None:
    """The rows of :func:`sim.results.country.posts.net_posts` of a column with all staff; None without such runs.

    A column with staff cut has runs with all staff beside it. If its rules demand other posts than the baseline, none are free.
    """
    kept_runs = column.kept or (column.stored if column.column.use == "keep" else [])
    if not kept_runs or kept_runs[0].about["posts"] != baseline.stored[0].about["posts"]:
        return None
    numbers = [run.replication for run in column.runs]
    return pd.DataFrame(
        {
            "place": column.place, "variant": column.column.kept.name, "group": "all", "team": "all", "activity": "all",
            "need": "all", "measure": NET, "unit": "posts", "replication": numbers, "before": 0.0,
            "after": net_posts(baseline.stored, kept_runs),
        }
    )  # fmt: skip
