"""Legal deadlines, duty by duty: how many ended, how many were broken, and whether each breach is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sim.conformance.rule import Finding, finding
from sim.measures.deadlines import verdicts
from sim.measures.pair_rows import same_key
from sim.measures.view import DAY, View, Window
from sim.world.log import Log, RowKind

DEADLINE, RECORD = "deadline", "record"
SAME = ("citizen", "spell", "duty", "due")


def deadlines(log: Log, laws: Mapping[str, str], first_day: int, last_day: int) -> Iterator[Finding]:
    """The findings on the deadlines that end on the days ``first_day`` to ``last_day``.

    A deadline counts if the citizen was still in the spell at its end and not exempt. A duty without such a deadline has no
    finding.

    Args:
        laws: the clause of each duty, by name.
    """
    view = View(log, Window(first_day, last_day))
    term, broken, counted = verdicts(view)
    duty, position = term["duty"], term.position.astype(np.int64)
    for code, name in log.names["duty"].items():
        own = counted & (duty == code)
        if own.any():
            yield finding(
                DEADLINE, "work that the law requires is done by its deadline", broken[own], position[own], name,
                laws.get(name, ""),
            )  # fmt: skip
    yield from _records(view, log)


def _records(view: View, log: Log) -> Iterator[Finding]:
    """Whether the breaches of the whole log are what they say: an error here is one of the program."""
    breach, term = view.whole.of(RowKind.BREACH), view.whole.of(RowKind.TERM)
    of = same_key(breach, term, SAME)
    position = breach.position.astype(np.int64)
    known = of >= 0
    yield finding(RECORD, "a breach is of a deadline that ran", ~known, position)
    yield finding(
        RECORD, "a breach is written after its deadline", breach["minute"] < (breach["due"] + 1) * DAY, position
    )
    more = breach["missing"][known] > log.table(RowKind.TERM)["owed"][of[known]]  # no measure reads how many are owed
    yield finding(RECORD, "a breach misses no more meetings than were owed", more, position[known])
