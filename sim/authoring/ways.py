"""Ways between groups: every move, term and need of the people file, with the groups that its procedure leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.law.clauses.procedure import Procedure, Step
from sim.law.clauses.regime import Regime
from sim.law.clauses.vocabulary import CASH_BENEFIT
from sim.place.people.model import People

Cause = Literal["life", "clock", "decision", "return"]

BY_AGE = ("activity-ready", "activity-ready-young")
"""The groups of a switch to cash benefit: the citizen's age decides."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from the groups ``sources`` to the groups ``targets``, or out of the system to the destinations ``exits``.

    ``name`` is the name of the move or the procedure. A way without a move or procedure is named ``to-<destination>``.
    The sources of a ``return`` are destinations outside, and its name is ``back-from-<destination>`` by the first of them.
    ``team`` is true if the rehabilitation team may hear the case.
    """

    name: str
    cause: Cause
    sources: tuple[str, ...]
    targets: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    team: bool = False


def ways_between(regime: Regime, people: People) -> tuple[Way, ...]:
    """All ways under ``regime``: life first, then clocks, decisions and returns from outside.

    Procedures that do not change a group are left out.
    """
    ways = [*_life(people), *_clocks(regime, people), *_decisions(regime, people), *_returns(people)]
    return tuple(way for way in ways if way.targets or way.exits)


def _life(people: People) -> list[Way]:
    moves = [Way(name, "life", (move.origin,), (move.to,)) for name, move in people.moves.items()]
    returns = [Way("return", "life", (group,), leaving.back) for group, leaving in people.exits.items()]
    exits = []
    for name in dict.fromkeys(name for leaving in people.exits.values() for name in leaving.to):
        sources = tuple(group for group, leaving in people.exits.items() if name in leaving.to)
        to_group = name in people.exits
        exits.append(Way(f"to-{name}", "life", sources, (name,) if to_group else (), () if to_group else (name,)))
    return [*moves, *returns, *exits]


def _clocks(regime: Regime, people: People) -> list[Way]:
    return [_way(regime, term.procedure, "clock", term.of) for term in people.terms.values()]


def _decisions(regime: Regime, people: People) -> list[Way]:
    sources: dict[str, list[str]] = {}
    for need in people.needs.values():
        sources.setdefault(need.procedure, []).append(need.group)
    for duty in regime.duties.values():
        if duty.procedure is not None and duty.active:
            sources.setdefault(duty.procedure, []).extend(duty.groups)
    return [_way(regime, name, "decision", tuple(dict.fromkeys(groups))) for name, groups in sources.items()]


def _returns(people: People) -> list[Way]:
    """One way for all returns from the same destinations."""
    targets: dict[tuple[str, ...], list[str]] = {}
    for entry in people.returns.values():
        if entry.share.value:
            targets.setdefault(tuple(entry.left_for), []).extend([*entry.to, *entry.too_old.values()])
    return [
        Way(f"back-from-{left_for[0]}", "return", left_for, tuple(dict.fromkeys(groups)))
        for left_for, groups in targets.items()
    ]


def _way(regime: Regime, procedure: str, cause: Cause, sources: tuple[str, ...]) -> Way:
    reached = [_Reach(regime, source) for source in sources]
    for reach in reached:
        reach.enter(procedure)
    targets = dict.fromkeys(target for reach in reached for target in reach.targets)
    exits = dict.fromkeys(destination for reach in reached for destination in reach.exits)
    return Way(procedure, cause, sources, tuple(targets), tuple(exits), any(reach.team for reach in reached))


class _Reach:
    """The targets that a procedure can reach from one group. Chances and traits may go either way."""

    def __init__(self, regime: Regime, group: str) -> None:
        self.regime, self.group = regime, group
        self.targets: list[str] = []
        self.exits: list[str] = []
        self.team = False
        self._entered: set[str] = set()

    def enter(self, name: str) -> None:
        """Follow all steps of a procedure that can be reached from its first one."""
        procedure = self.regime.procedures[name]
        if name in self._entered or not procedure.active:
            return
        self._entered.add(name)
        open_steps, seen = [0], set[int]()
        while open_steps:
            index = open_steps.pop()
            if index in seen or index >= len(procedure.steps):
                continue
            seen.add(index)
            self._look(procedure.steps[index])
            open_steps.extend(self._next(procedure, index))

    def _look(self, step: Step) -> None:
        if step.switch is not None:
            self.targets.extend(BY_AGE if step.switch == CASH_BENEFIT else (step.switch,))
        if step.exit is not None:
            self.exits.append(step.exit)
        if step.use is not None and any(other.team for other in self.regime.procedures[step.use].steps):
            self.team = True
        for other in (step.start, step.also):
            if other is not None:
                self.enter(other)

    def _next(self, procedure: Procedure, index: int) -> list[int]:
        step = procedure.steps[index]
        if step.switch or step.exit or step.start or step.end:
            return []
        labels = {other.label: number for number, other in enumerate(procedure.steps) if other.label}
        if step.goto is not None:
            return [labels[step.goto]]
        if step.unless_group:
            return [index + 1 if self.group in step.unless_group else labels[str(step.to)]]
        return [index + 1, *([labels[step.to]] if step.to is not None else [])]
