"""The runs of a study of a list, read place by place: only the numbers that are kept stay in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import pandas as pd

from sim.figures.provenance import echoed, read_natures
from sim.measures import Rates
from sim.results.comparison import compared
from sim.results.country.cells import kept
from sim.results.country.pairs import needed, pairs_of
from sim.results.country.posts import NET, net_posts
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
    """The kept numbers (:mod:`sim.results.country.cells`) of finished columns."""
    left_out = echoed(read_natures(study.root))
    names = [column.name for column in study.columns]
    parts: list[Tables] = []
    for place in study.places:
        own = [column for column in columns if column.place == place]
        runs = [run for column in own for run in column.runs]
        stored = [made for column in own for made in column.stored]
        measures = needed(with_pairs(tables(stored, runs), own, study.window, rates))
        comparisons = compared(study, measures, study.baseline, study.columns[1:])
        pairs = pairs_of(measures, study.baseline.name, names, left_out)
        net = [_net(own[0], column) for column in own[1:]]
        pairs = pd.concat([pairs, *(rows for rows in net if rows is not None)], ignore_index=True)
        parts.append(Tables(measures[kept(measures)], comparisons[kept(comparisons)], pairs))
    return Tables(*(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)))


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
