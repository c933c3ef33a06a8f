"""How waits and spells ended, by the day on which they ended: what curves of survival are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.measures.survival import durations
from sim.measures.tidy import BY_DAY, Block, Tidy
from sim.measures.view import Ints, View
from sim.measures.wait import Wait
from sim.world.log import RowKind

DAILY, WEEKLY, LAST = 28, 182, 3640
"""Bins have one day up to four weeks, one week up to half a year, and four weeks after that."""
EDGES = np.concatenate(
    [np.arange(DAILY + 1), np.arange(DAILY + 7, WEEKLY + 1, 7), np.arange(WEEKLY + 28, LAST + 1, 28)]
)  # fmt: skip
"""The last day of each bin."""
CAUSES: Mapping[str, str] = {
    "work": "self_support", "education": "self_support", "self-support": "self_support", "self-supporting": "self_support",
    "recovered": "self_support", "recovered-or-self-supporting": "self_support", "disability-pension": "disability_pension",
    "pension-age": "pension_age",
}  # fmt: skip
"""Destination of an exit -> the cause by which a spell ends. Other destinations are ``other``."""
ENDS = ("switch", "self_support", "disability_pension", "pension_age", "other", "never")
OPEN = "never"
"""The end of what had not ended when the log ended."""


def spells(view: View) -> Tidy:
    """New spells in a group by the day on which they ended, and how. A spell begins with an arrival or a switch in the window.

    Column activity is the last day of a bin: days up to four weeks, weeks up to half a year, then spans of four weeks.

    - ``by_day_spell_switch``: ended by a switch to another group.
    - ``by_day_spell_self_support``, ``by_day_spell_disability_pension``, ``by_day_spell_pension_age`` and
      ``by_day_spell_other``: ended by an exit.
    - ``by_day_spell_never``: still running when the log ended, on its last day in the log.
    """
    tidy = Tidy()
    begin, end = view.inside(RowKind.ARRIVE, RowKind.SWITCH), view.whole.of(RowKind.SWITCH, RowKind.EXIT)
    begin = begin.where(begin["minute"] > 0)
    days, left, at = durations(view, begin, end)
    destinations = view.log.names.get("destination", {})
    of_exit = np.full(2 + max(destinations, default=0), ENDS.index("other"), dtype=np.int64)
    for code, name in destinations.items():
        of_exit[code] = ENDS.index(CAUSES.get(name, "other"))
    exits, to = np.zeros(len(begin), np.bool_), np.full(len(begin), -1, dtype=np.int64)
    if len(end):
        exits = end["kind"][at] == RowKind.EXIT
        to = np.where(exits, end["destination"][at], -1)  # only an exit has a destination
    ending = np.where(left, np.where(exits, of_exit[to], ENDS.index("switch")), ENDS.index(OPEN))
    add(tidy, "by_day_spell", ENDS, ending, days, view.state(begin), view.states.labels)
    return tidy


def of_wait(tidy: Tidy, wait: Wait) -> None:
    """Add the waits of a kind by group and by the day on which they ended, and how."""
    group, labels = wait.by["group"]
    name = wait.measure.removeprefix("wait_")
    add(tidy, f"by_day_{name}", ("served", "left", OPEN), wait.ending, wait.days, group, labels)


def add(
    tidy: Tidy, name: str, ends: Sequence[str], ending: Ints, days: Ints, group: Ints, labels: Sequence[str]
) -> None:
    """Add numbers of cases by end, group and bin of days.

    Args:
        ends: words of the ends.
        ending: int64[n], position on ``ends``. days: int64[n]. group: int64[n], position on ``labels``.
    """
    if not len(days):
        return
    names = list(dict.fromkeys(labels))
    group = np.array([names.index(label) for label in labels], dtype=np.int64)[group]
    place = np.minimum(np.searchsorted(EDGES, days), len(EDGES) - 1)
    shape = len(ends), len(names), len(EDGES)
    number = np.bincount(np.ravel_multi_index((ending, group, place), shape), minlength=int(np.prod(shape)))
    taken = np.flatnonzero(number)
    end, own, at = np.unravel_index(taken, shape)
    words = {
        "measure": np.array([f"{name}_{each}" for each in ends], dtype=object)[end],
        "group": np.array(names, dtype=object)[own],
        "activity": np.array([str(day) for day in EDGES], dtype=object)[at],
    }
    tidy.blocks.append(Block({**words, "unit": BY_DAY}, number[taken].astype(np.float64)))
