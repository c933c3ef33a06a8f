"""The opening stock drawn from a cross-section: the citizens of a long run at a midnight.

A *burn-in* is a run of the place that begins with the equilibrium of :mod:`sim.place.people.stock`. After some years its
citizens have the histories that the rules and the practice give them. They are kept as rows without a date. The opening
stock of a run is drawn from these rows. A draw is keyed by (stream, ordinal), so all rule sets open with the same citizens.

The rows are those of one law. Groups, needs and procedures are known by name, so a run under another law can open with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
        return self.rows[self._places(group, outside=False)]

    def outside(self, group: str) -> NDArray[np.void]:
        """The rows of the citizens who are outside and will come back to a group."""
        return self.rows[self._places(group, outside=True)]

    def has(self, group: str) -> bool:
        """Whether a citizen of the group is present on any day."""
        return self._places(group, outside=False).size > 0

    def _places(self, group: str, *, outside: bool) -> NDArray[np.int64]:
        """The places in ``rows`` of a group's citizens, in order."""
        code = self.states.index(group) if group in self.states else len(self.states)
        return self._by_state[2 * code + outside]

    @cached_property
    def _by_state(self) -> list[NDArray[np.int64]]:
        """The places in ``rows`` by state and by whether the citizen is outside. All runs of a process share them."""
        kinds = 2 * self.rows["state"].astype(np.int64) + (self.rows["returns"] > 0)
        number = np.bincount(kinds, minlength=2 * len(self.states) + 2)
        return np.split(np.argsort(kinds, kind="stable"), np.cumsum(number)[:-1])

    def drawn(self, run: int, group: str, count: int) -> NDArray[np.void]:
        """The opening stock of a group: one row for each citizen, by keyed draws with replacement.

        Returns:
            :data:`PRESENT` ``[count]``; no row if the burn-in has no citizen of the group.
        """
        return self._drawn(run, self._places(group, outside=False), f"stock:{group}", count)

    def drawn_outside(self, run: int, group: str) -> NDArray[np.void]:
        """The citizens who are outside at the start and will come back to a group: as many as on a day of the burn-in."""
        places = self._places(group, outside=True)
        return self._drawn(run, places, f"outside:{group}", round(places.size / self.sections))

    def _drawn(self, run: int, places: NDArray[np.int64], stream: str, count: int) -> NDArray[np.void]:
        """One row for each citizen of a stream, drawn from these places with replacement."""
        if not places.size or not count:
            return self.rows[:0]
        bits = draw_many(run, entities(stream, count), purpose("opening citizen"), 0).astype(np.int64)
        drawn: NDArray[np.void] = self.rows[places[bits * places.size >> 32]]
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
