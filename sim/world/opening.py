"""The opening stock drawn from a cross-section: the citizens of a long run at a midnight.

A *burn-in* is a run of the place that begins with the equilibrium of :mod:`sim.place.people.stock`. After some years its
citizens have the histories that the rules and the practice give them. They are kept as rows without a date. The opening
stock of a run is drawn from these rows. A draw is keyed by (stream, ordinal), so all rule sets open with the same citizens.

The rows are those of one law. Groups, needs and procedures are known by name, so a run under another law can open with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import draw_many, entities, purpose
from sim.world.codes import PAST, Op

CASES = 3
"""The largest number of cases of a citizen that a cross-section keeps."""

_I1, _I2, _I4 = np.int8, np.int16, np.int32

PRESENT = np.dtype(
    [
        ("state", _I1), ("elapsed", _I4), ("present", _I4),  # days in the spell; days in the system
        ("benefit", _I4), ("family", _I4), ("course", _I4),  # days since the first day that counts for each
        ("accumulated", _I4), ("came_from", _I1), ("age", _I4), ("need_bits", np.int64),
        ("need", _I2), ("need_state", _I1), ("blocked", _I1),  # 0 not arisen 1 unseen 2 seen
        ("terms", _I2), ("term", _I4),  # renewals of the term; days until it ends, 0: no end is planned
        ("past_state", _I1, (PAST,)), ("past_first", _I4, (PAST,)), ("past_last", _I4, (PAST,)),  # days ago; state -1: none
        ("procedure", _I2, (CASES,)), ("step", _I2, (CASES,)),  # step counted from the procedure's first; procedure -1: none
        ("wait", _I4, (CASES,)), ("began", _I4, (CASES,)), ("paper", _I4, (CASES,)),  # days until it goes on; days ago, -1 never
        ("returns", _I4),  # 0: present. Else the citizen is outside, comes back to `state` in so many days, and has no case
        ("worked", _I4),  # days at work since a right to dagpenge was earned
        ("session", _I1, (CASES,)), ("cause", _I1, (CASES,)),  # place on the agenda of the k-th session to come, -1: none
    ]
)  # fmt: skip
"""A citizen of a cross-section."""

Outline = tuple[tuple[int, int], ...]
"""The steps of a procedure: operation and key of its draws."""


@dataclass(frozen=True)
class CrossSection:
    """The citizens of a burn-in on several days.

    Attributes:
        rows: :data:`PRESENT`, all days together.
        states, needs, procedures: the names of the codes in ``rows``.
        outlines: by procedure, its steps under the law of the burn-in.
        sections: the number of days and runs from which ``rows`` were taken.
    """

    rows: NDArray[np.void]
    states: tuple[str, ...]
    needs: tuple[str, ...]
    procedures: tuple[str, ...]
    outlines: Mapping[str, Outline]
    sections: int = 1

    def of(self, group: str) -> NDArray[np.void]:
        """The rows of a group's citizens who are present."""
        return self._chosen(group, self.rows["returns"] == 0)

    def outside(self, group: str) -> NDArray[np.void]:
        """The rows of the citizens who are outside and will come back to a group."""
        return self._chosen(group, self.rows["returns"] > 0)

    def _chosen(self, group: str, among: NDArray[np.bool_]) -> NDArray[np.void]:
        if group not in self.states:
            return self.rows[:0]
        rows: NDArray[np.void] = self.rows[among & (self.rows["state"] == self.states.index(group))]
        return rows

    def drawn(self, run: int, group: str, count: int) -> NDArray[np.void]:
        """The opening stock of a group: one row for each citizen, by keyed draws with replacement.

        Returns:
            :data:`PRESENT` ``[count]``; no row if the burn-in has no citizen of the group.
        """
        return _with_replacement(run, self.of(group), f"stock:{group}", count)

    def drawn_outside(self, run: int, group: str) -> NDArray[np.void]:
        """The citizens who are outside at the start and will come back to a group: as many as on a day of the burn-in."""
        rows = self.outside(group)
        return _with_replacement(run, rows, f"outside:{group}", round(rows.size / self.sections))


def _with_replacement(run: int, rows: NDArray[np.void], stream: str, count: int) -> NDArray[np.void]:
    """One row for each citizen of a stream, by keyed draws."""
    if not rows.size or not count:
        return rows[:0]
    bits = draw_many(run, entities(stream, count), purpose("opening citizen"), 0).astype(np.int64)
    drawn: NDArray[np.void] = rows[bits * rows.size >> 32]
    return drawn


Rows = Sequence[Mapping[str, int]] | NDArray[np.void]


def outlines(names: Mapping[int, str], steps: Rows, procedures: Rows) -> dict[str, Outline]:
    """The outline of each procedure.

    Args:
        names: the procedures' names by code.
        steps: the rows of all steps.
        procedures: the rows of procedures by code, and later versions after them.
    """
    entries = sorted({int(row["entry"]) for row in procedures} | {len(steps)})
    after = dict(pairwise(entries))
    return {
        name: tuple(
            (int(step["op"]), int(step["key"]))
            for step in steps[int(procedures[code]["entry"]) : after[int(procedures[code]["entry"])]]
        )
        for code, name in names.items()
    }


def same_step(step: int, old: Outline, new: Outline) -> int:
    """The step of a procedure under a new law at which a case goes on that has come to ``step`` under the old one.

    Equal outlines have equal steps. Otherwise the certificate and the team are the landmarks:

    - A case that waits for the team goes on at the team.
    - Any other case goes on after the last landmark that it has passed.
    - A case that has passed none goes on at the first step.
    """
    if old == new:
        return step
    passed = [op for op, _ in old[:step]]
    ops = [op for op, _ in new]
    if step < len(old) and old[step][0] == Op.TEAM and Op.TEAM in ops:
        return ops.index(Op.TEAM)
    for op in (Op.TEAM, Op.ORDER):
        if op in passed and op in ops:
            return min(ops.index(op) + 1, len(ops) - 1)
    return 0
