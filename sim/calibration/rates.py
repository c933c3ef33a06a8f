"""How citizens move, per citizen and year, as a fitted place shows it: the basis for places whose stocks differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.calibration.fit_flows import DAYS, DECISION, WARM_UP, flows
from sim.engine import Log
from sim.files.quantity import YEAR_DAYS
from sim.world.log import RowKind
from sim.world.log.named_rows import columns_of

Move = tuple[str, str]


@dataclass
class Rates:
    """Yearly numbers of a run after its burn-in, and the stocks that they belong to.

    Attributes:
        stocks: mean stock by group.
        out: citizens who leave a group, whatever for, but for grants.
        moved: switches by (from, to), but for grants.
        granted: procedure -> switches by (from, to) that it granted.
        ready: procedure -> group -> cases that became ready for the rehabilitation team.
        returned: citizens who came back, by (the group that they had left, the group that they came back to).
    """

    stocks: dict[str, float]
    out: dict[str, float] = field(default_factory=dict)
    moved: dict[Move, float] = field(default_factory=dict)
    granted: dict[str, dict[Move, float]] = field(default_factory=dict)
    ready: dict[str, dict[str, float]] = field(default_factory=dict)
    returned: dict[Move, float] = field(default_factory=dict)

    @staticmethod
    def of(log: Log, grants: Mapping[str, float]) -> Rates:
        """The numbers of a log of :mod:`sim.calibration.fit_flows`. ``grants`` are the procedures that a place may scale."""
        found = Rates(flows(log).stock, granted={name: {} for name in grants})
        rows, names = log.rows, log.names["state"]
        code = {log.meta["state"][number]: number for number in names}
        years = (DAYS - WARM_UP) / YEAR_DAYS
        old_state = columns_of(RowKind.SWITCH)["old_state"]
        away: dict[int, str] = {}
        for row in rows[np.isin(rows["kind"], [RowKind.SWITCH, RowKind.EXIT, RowKind.READY, RowKind.ARRIVE])]:
            here, counts = names[code[int(row["group"]), int(row["benefit"])]], row["minute"] >= WARM_UP * 1440
            if row["kind"] == RowKind.EXIT:
                away[int(row["citizen"])] = here
            elif row["kind"] == RowKind.ARRIVE:
                before = away.get(int(row["citizen"]))
                if before is not None and counts:
                    found.returned[before, here] = found.returned.get((before, here), 0.0) + 1 / years
                continue
            if not counts:
                continue
            procedure = log.names["procedure"].get(int(row["procedure"]), "")
            if row["kind"] == RowKind.READY:
                by_group = found.ready.setdefault(procedure, {})
                by_group[here] = by_group.get(here, 0.0) + 1 / years
            elif row["kind"] == RowKind.EXIT:
                found.out[here] = found.out.get(here, 0.0) + 1 / years
            else:
                left = names[int(row[old_state])]
                granted = row[columns_of(RowKind.SWITCH)["cause"]] == DECISION and procedure in found.granted
                table = found.granted[procedure] if granted else found.moved
                table[left, here] = table.get((left, here), 0.0) + 1 / years
                if not granted:
                    found.out[left] = found.out.get(left, 0.0) + 1 / years
        return found

    def scaled(self, number: float, group: str, stock: float) -> float:
        """A yearly number of a group at a place with another stock of it."""
        return number * stock / max(self.stocks[group], 1.0)
