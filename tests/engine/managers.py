"""Small worlds of case managers: a few citizens who arrive at given minutes and need work at a counter that is always open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.chance import quantiles as q
from sim.chance.draw import chance, entities, purpose
from sim.world.codes import DAY, DutyKind, How, Op, Overload, Role
from sim.world.log import RowKind
from sim.world.tables import CITIZEN
from sim.world.world import SETTINGS, World


def managed(
    arrivals: Sequence[int],
    *,
    servers: int,
    most: int,
    service: q.Inverse,
    services: int = 1,
    away: int = 2,
    moves_after: int = 0,
    days: int = 20,
) -> World:
    """A world in which each citizen needs work ``services`` times, some days apart, and then leaves.

    Args:
        arrivals: the minute in which each citizen arrives, in order.
        most: the most cases of a server; 0 without a limit.
        service: the distribution of the minutes of each work.
        away: whole days between two works.
        moves_after: days after which life moves a citizen who is still there to a second group, without any work; 0 for never.
    """
    again = [{"op": Op.WORK, "key": purpose("again")}, {"op": Op.WAIT, "a": 1, "key": purpose("away")}]
    citizens = np.zeros(len(arrivals), CITIZEN)
    citizens["entity"], citizens["arrive"] = entities("managed", len(arrivals)), arrivals
    citizens["came_from"] = citizens["opening_need"] = -1
    duty = {
        "states": 1, "starts": How.ARRIVAL, "kind": DutyKind.PROCEDURE, "count": 1, "from_instance": 1, "term_span": -1,
        "deadline_span": -1, "deadline": -1, "activity": -1,
    }  # fmt: skip
    settings = {"run": 1, "attempts": 1, "pool_count": servers, "pool_most": most, "bookable": 1000, "min_piece": 1}
    settings |= {f"overload_{place}": int(Overload.LATE) for place in range(3)}
    settings |= {"sanction_procedure": -1, "switch_procedure": -1}
    group = {"lab": 1, "weight": 1000, "caseworker": 1, "exit_count": 1}
    moves = {"target": 1, "cause": 1, "table": 2, "table_stock": 2, "span": -1, "key": purpose("moves")}
    return World.empty(
        days,
        days + 1,
        settings | {name: purpose(name) for name in SETTINGS if name.startswith("key_")},
        tables=np.array(
            [q.table_of(inverse) for inverse in (service, q.constant(away), q.constant(max(moves_after, 1)))], np.int32
        ),
        states=[group, group | {"lab": 2, "merged": 1}],
        clocks=[moves] if moves_after else [],
        exits=[{"destination": 0, "below": chance(1)}],
        activities=[{"role": Role.POOL, "pool": -1, "table_0": 0}],
        duties=[duty],
        steps=[*again * (services - 1), {"op": Op.WORK, "key": purpose("last")}, {"op": Op.EXIT}],
        procedures=[{"cause": 3}],
        posts=[{"fraction": 1000, "share": 1000}],
        citizens=citizens,
        names={"kind": {int(kind): kind.name for kind in RowKind}},
    )


def crowded(servers: int, most: int) -> World:
    """A world of 60 citizens who come faster than they are served, so that some are always outside."""
    gaps = np.random.default_rng(10 * servers + most).integers(0, 2 * DAY // (4 * servers), 60)
    return managed(
        np.cumsum(gaps).tolist(), servers=servers, most=most, service=q.exponential(300), services=2, days=60,
        moves_after=0 if most else 4,
    )  # fmt: skip
