"""The deadlines that are judged together, so that no unit is held back by its rarest duty.

A share of few deadlines is mostly chance: the standard error of a share of 295 deadlines is two percentage points. So

- a duty with enough deadlines a year in a unit is judged alone.
- the rarer duties of a unit are judged together, if together they are enough.
- what is left is judged over all units together.
- if that is still too few, it is judged with all other deadlines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.results.staffing.service import Cell, Service


@dataclass(frozen=True)
class DeadlinePool:
    """Deadlines that are judged together: the cells that are compared with the baseline, and those compared with all staff.

    In a pool of several cells, a duty that the rules themselves improve is compared with the same rules and all staff.
    Otherwise its improvement would hide the loss of another duty.
    """

    with_baseline: tuple[Cell, ...]
    with_all_staff: tuple[Cell, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.with_baseline + self.with_all_staff

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit for unit, _ in self.cells))

    @property
    def duties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(duty for _, duty in self.cells))


def deadline_pools(before: Service, kept: Service, fewest: float) -> list[DeadlinePool]:
    """The pools of deadlines of the duties that both rule sets keep.

    Args:
        before: the baseline's service.
        kept: the service of the rules with all staff.
        fewest: deadlines a year that are enough to be judged alone, in the column that has fewer of them.
    """
    cells = [(unit, duty) for unit in before.units for duty in before.deadlines]
    counts = {cell: min(before.count(cell), kept.count(cell)) for cell in cells}
    counts = {cell: number for cell, number in counts.items() if number > 0}

    def enough(members: list[Cell]) -> bool:
        return sum(counts[cell] for cell in members) >= fewest

    groups = [[cell] for cell in counts if enough([cell])]
    left: list[Cell] = []
    for unit in before.units:
        rare = [cell for cell in counts if cell[0] == unit and not enough([cell])]
        if rare and enough(rare):
            groups.append(rare)
        else:
            left += rare
    if left:
        groups.append(left if enough(left) else list(counts))
    return [_pool(members, before, kept) for members in groups]


def _pool(members: list[Cell], before: Service, kept: Service) -> DeadlinePool:
    def improved(cell: Cell) -> bool:
        return len(members) > 1 and float(kept.broken([cell]).mean()) < float(before.broken([cell]).mean())

    chosen: Callable[[bool], tuple[Cell, ...]] = lambda better: tuple(c for c in members if improved(c) is better)  # noqa: E731
    return DeadlinePool(chosen(False), chosen(True))
