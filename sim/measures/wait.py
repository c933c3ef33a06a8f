"""A kind of wait: what began in the window, followed to its end, with three ways to end.

A wait belongs to the window in which it *began*. It ends in one of three ways:

- *served*: what the citizen waited for took place.
- *left*: the citizen left the spell or the system first.
- *never*: neither has happened when the log ends. A study's follow-up keeps this number small.

Begun is served plus left plus never. Days are calendar days, from the day on which the wait began to the day on which it
ended, as the law counts its deadlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.incidence import incidences
from sim.measures.need_level import need_level
from sim.measures.pair_rows import next_after
from sim.measures.quantiles import quantiles, rising
from sim.measures.tidy import PERCENTILES, SHARES, Tidy, Words
from sim.measures.view import DAY, NEED_LEVELS, Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

WITHIN_WEEKS = (1, 4, 8, 26)
"""The shares served within these weeks are given. The run of a study goes on for longer than the longest of them."""
ENDS = ("begun", "served", "left", "never")
"""How many waits began and how they ended, as ends of the measures' names."""
MOST_WITH_QUANTILES = 2
"""Quantiles are given by at most two dimensions at a time. Cells of three are too small for a 90th percentile."""


def within_name(weeks: int) -> str:
    """The end of a measure's name: ``within_4_weeks``."""
    return f"within_{weeks}_week{'' if weeks == 1 else 's'}"


@dataclass(frozen=True)
class Wait:
    """Waits of one kind.

    Attributes:
        measure: the name of the measure, without its end.
        view: the log.
        start: rows by which a wait begins, in the window.
        end: rows by which it may end.
        answer: int64[len(start)], index into ``end``, -1 if the citizen was not served.
        activity: int64[len(start)] position and labels of the column ``activity``; None if it does not apply.
        leaving: rows by which a citizen stops waiting without being served.
    """

    measure: str
    view: View
    start: Part
    end: Part
    answer: Ints
    activity: tuple[Ints, Sequence[str]] | None = None
    leaving: tuple[RowKind, ...] = (RowKind.SWITCH, RowKind.EXIT)

    @cached_property
    def served(self) -> Mask:
        """bool[n], waits that ended because the citizen was served."""
        mask: Mask = self.answer >= 0
        return mask

    @cached_property
    def _left(self) -> Ints:
        """int64[n], index into the rows of leaving; -1 without one."""
        return next_after(self.start, self.view.whole.of(*self.leaving), ("citizen",))

    @cached_property
    def left(self) -> Mask:
        """bool[n], waits that ended because the citizen left."""
        mask: Mask = ~self.served & (self._left >= 0)
        return mask

    @cached_property
    def waiting(self) -> Mask:
        """bool[n], waits that have not ended when the log ends."""
        mask: Mask = ~self.served & ~self.left
        return mask

    @cached_property
    def days(self) -> Ints:
        """int64[n], days to the end of each wait, or to the log's last day."""
        last = self.view.end - 1
        gone = np.append(self.view.whole.of(*self.leaving).narrow("minute"), last)[self._left]
        served = np.append(self.end.narrow("minute"), last)[self.answer]
        end = np.where(self.served, served, np.where(self.left, gone, last))
        days: Ints = end // DAY - self.start["minute"] // DAY
        return days

    @cached_property
    def ending(self) -> Ints:
        """int64[n], how each wait ended: 0 served, 1 left, 2 never."""
        return np.where(self.served, 0, np.where(self.left, 1, 2))

    @cached_property
    def _by_days(self) -> Ints:
        """int64[served], the waits that were served, from the shortest to the longest."""
        places = np.flatnonzero(self.served)
        return places[rising(self.days[places])]

    @cached_property
    def _rising_days(self) -> Ints:
        """int64[served], their days."""
        return self.days[self._by_days]

    @cached_property
    def by(self) -> dict[str, tuple[Ints, Sequence[str]]]:
        """Dimension -> int64[n] position of each wait, labels: group, need level, activity."""
        by: dict[str, tuple[Ints, Sequence[str]]] = {
            "group": (self.view.state(self.start), self.view.states.labels),
            "need": (need_level(self.view, self.start), NEED_LEVELS),
        }
        return by | ({} if self.activity is None else {"activity": self.activity})

    def report(self, tidy: Tidy) -> None:
        """Add every number of these waits by each combination of dimensions.

        The row over all groups pools citizens whose waits differ. It is a level of one run. A comparison of two columns
        takes the rows by group, or standardises them (:mod:`sim.results.standardised`).
        """
        for kept in self.combinations():
            if not kept or len(self.start):
                cell, size, labels = self.cells(kept)
                tidy.grid(*self.numbers(kept, cell, size), labels)

    def combinations(self) -> list[tuple[str, ...]]:
        """The combinations of dimensions that have rows: none, each, with a group, and all."""
        every = tuple(self.by)
        single = [(name,) for name in every]
        with_group = [("group", name) for name in every if name != "group"]
        return list(dict.fromkeys([(), *single, *with_group, every]))

    def cells(self, kept: tuple[str, ...]) -> tuple[Ints, int, dict[str, Words]]:
        """The cell of each wait, the number of cells, and the label of each cell by dimension.

        Cells without waits are left out. The cell over all is always there.
        """
        if not kept:
            return np.zeros(len(self.start), dtype=np.int64), 1, {}
        shape = tuple(len(self.by[name][1]) for name in kept)
        flat = np.ravel_multi_index(tuple(self.by[name][0] for name in kept), shape)
        taken = np.flatnonzero(np.bincount(flat))
        cell_of = np.zeros(int(taken[-1]) + 1, dtype=np.int64)
        cell_of[taken] = np.arange(len(taken))
        places = np.unravel_index(taken, shape)
        labels = {
            name: np.asarray(self.by[name][1], dtype=object)[place] for name, place in zip(kept, places, strict=True)
        }
        return cell_of[flat], len(taken), labels

    def numbers(self, kept: tuple[str, ...], cell: Ints, size: int) -> tuple[list[tuple[str, str]], Floats]:
        """Names and units of the measures, and float64[cells, measures]; nan if a number has no row.

        Args:
            kept: the dimensions of the cells.
            cell: int64[n], the cell of each wait.
            size: the number of cells.
        """
        by_ending = np.bincount(cell * 3 + self.ending, minlength=size * 3).reshape(size, 3)
        ends = np.column_stack([by_ending.sum(axis=1), by_ending])
        counts = ends * self.view.per_year
        if kept:  # over all, an end that no wait has is a number too
            counts[ends == 0] = np.nan
        days = [7 * weeks for weeks in WITHIN_WEEKS]
        shares = incidences(cell, size, self.days, self.served, self.waiting, days)
        measures = [(end, "cases per year") for end in ENDS]
        measures += [(within_name(weeks), "share") for weeks in WITHIN_WEEKS]
        lengths, values = lengths_of(kept, cell[self._by_days], size, self._rising_days)
        return (
            [(f"{self.measure}_{end}", unit) for end, unit in [*measures, *lengths]],
            np.column_stack([counts, shares, values]),
        )


def lengths_of(kept: tuple[str, ...], cell: Ints, size: int, days: Ints) -> tuple[list[tuple[str, str]], Floats]:
    """Mean and, of at most so many dimensions, quantiles of days by cell: ends of names with units, and float64[cells, ends]."""
    number = np.bincount(cell, minlength=size)
    total = np.bincount(cell, weights=days, minlength=size)
    mean = np.divide(total, number, out=np.full(size, np.nan), where=number > 0)[:, None]
    ends = [("mean", "days")]
    if len(kept) > MOST_WITH_QUANTILES:
        return ends, mean
    ends += [(f"p{percent}", "days") for percent in PERCENTILES]
    return ends, np.column_stack([mean, quantiles(days, cell, size, SHARES)])
