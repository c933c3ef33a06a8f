"""What a procedure asks for: expected minutes by role and where it leads, chances along the way taken as shares."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.world import Form, Op, Role, World
from sim.results.staffing.standing import DRAWS, Standing

BENEFIT, GROUP = 1, 2
"""Bits of what a switch changed, as the operation UNLESS_CHANGED asks for them."""
LEAST = 1e-9
"""A share of a case that is no longer followed."""
DEEPEST = 8
"""So many procedures may begin one from the other."""
MOST_STEPS = 20_000
DESK_DAYS = 2
"""Desk work is booked from tomorrow on, and the procedure goes on at the midnight after it."""
WEEK = 7
JUMPS = (
    Op.CHANCE, Op.UNLESS_TRAIT, Op.UNLESS_STATE, Op.UNLESS_CHANGED, Op.UNLESS_AGED, Op.UNLESS_FIRST, Op.UNLESS_OUTDATED
)  # fmt: skip


class Way(NamedTuple):
    """What steers a case besides its procedure.

    Attributes:
        leave: chance per day that the citizen leaves, which ends the case.
        changed: what the last switch changed (bits).
        first: the term has not been renewed in this spell.
    """

    leave: float = 0.0
    changed: int = BENEFIT | GROUP
    first: bool = True

    def there(self, days: float) -> float:
        """The chance that the citizen is still there so many days later."""
        return math.exp(-self.leave * days)


@dataclass
class Asked:
    """What one case asks for on average.

    Attributes:
        minutes: float64[roles]. switches: share that ends in each state. hearings: before the rehabilitation team.
    """

    minutes: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(Role)))
    switches: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    hearings: float = 0.0

    def add(self, other: Asked, share: float) -> None:
        """A share of another case on top."""
        self.minutes += share * other.minutes
        self.hearings += share * other.hearings
        for state, part in other.switches.items():
            self.switches[state] += share * part


class Casework:
    """The procedures of a world, followed in expectation."""

    def __init__(self, world: World, stock: Standing) -> None:
        self.world, self.stock = world, stock
        self.means = world.tables.mean(axis=1)
        fixed = np.flatnonzero(world.session >= 0)
        notice = float((world.session[fixed] - fixed).mean()) if fixed.size else 0.0
        between = float(np.diff(fixed).mean()) if fixed.size > 1 else WEEK
        self.team_days = notice + between / 2

    def minutes_of(self, activity: int, form: Form = Form.IN_PERSON) -> float:
        """Mean minutes of an activity; 0 where it has none of its own."""
        table = int(self.world.activities[activity][f"table_{int(form)}"])
        return float(self.means[table]) if table >= 0 else 0.0

    def in_diary(self, activity: int) -> bool:
        """Whether somebody with a diary does it: a caseworker, or a role that has posts of its own."""
        row = self.world.activities[activity]
        return bool(row["role"] == Role.CASEWORKER or row["pool"] >= 0)

    def asked(self, procedure: int, state: int, *, way: Way | None = None, depth: int = 0) -> Asked:
        """What a case of a procedure asks for from its start on.

        Args:
            procedure, state: which one, and where the citizen is.
            way: what else steers it; default: nobody leaves, everything has changed, for the first time.

        An operation that is not known here is no work: the case goes on with the next step.
        """
        out = Asked()
        if procedure < 0 or depth > DEEPEST:
            return out
        here: dict[int, float] = {int(self.world.procedures[procedure]["entry"]): 1.0}
        for _ in range(MOST_STEPS):
            if not here:
                break
            number = min(here)
            share = here.pop(number)
            if share > LEAST and number < len(self.world.steps):
                for onward, part in self._step(out, number, share, state, way or Way(), depth).items():
                    here[onward] = here.get(onward, 0.0) + part
        return out

    def _step(self, out: Asked, number: int, share: float, state: int, way: Way, depth: int) -> Mapping[int, float]:
        """Take one step with a share of the case: where that share goes on."""
        step = self.world.steps[number]
        op, a, jump, onward = int(step["op"]), int(step["a"]), int(step["c"]), number + 1
        if op == Op.WORK:
            waits = self.in_diary(a)
            out.minutes[int(self.world.activities[a]["role"])] += share * self.minutes_of(a) * way.there(waits)
            return {onward: share * way.there(DESK_DAYS * waits)}
        if op == Op.ORDER:
            return {onward: share * way.there(1 + float(self.means[int(self.world.certificates[a]["table"])]))}
        if op == Op.WAIT:
            return {onward: share * way.there(max(float(self.means[a]), 1.0))}
        if op == Op.TEAM:
            left = share * way.there(self.team_days)
            out.hearings += left
            for activity in (a, int(step["b"])):
                out.minutes[int(self.world.activities[activity]["role"])] += left * self.minutes_of(activity)
            return {onward: left}
        if op == Op.GOTO:
            return {jump: share}
        if op in JUMPS:
            jumps = self._jumps(op, a, state, way)
            return {jump: share} if jumps >= 1 else {jump: share * jumps, onward: share * (1 - jumps)}
        if op == Op.START:
            inner = way._replace(leave=0.0) if step["b"] else way
            out.add(self.asked(a, state, way=inner, depth=depth + 1), share)
        if op == Op.SWITCH:
            out.switches[a] += share
        return {} if op in (Op.END, Op.SWITCH, Op.EXIT) else {onward: share}

    def _jumps(self, op: int, a: int, state: int, way: Way) -> float:
        """The share of cases that jump."""
        if op == Op.CHANCE:
            return a / DRAWS
        if op == Op.UNLESS_STATE:
            return 0.0 if a >> state & 1 else 1.0
        if op == Op.UNLESS_CHANGED:
            return 0.0 if way.changed & a else 1.0
        if op == Op.UNLESS_AGED:
            return 1.0 - self.stock.share_aged(a, state)
        if op == Op.UNLESS_FIRST:
            return 0.0 if way.first else 1.0
        if op == Op.UNLESS_OUTDATED:  # the team's agenda at its best: papers last longer than that
            return 0.0 if self.team_days > a else 1.0
        return 1.0 - self.stock.share_having(a, state)
