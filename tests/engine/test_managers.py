"""Case managers of a few citizens, by hand: who has which case, and when the next one comes in from outside."""

from __future__ import annotations

import numpy as np
import pytest

from sim.chance import quantiles as q
from sim.engine import Engine, run
from sim.world.codes import DAY
from sim.world.log import RowKind
from tests.engine.compare import first_difference
from tests.engine.managers import crowded, managed

Told = list[tuple[int, str, int, int]]
SERVICE = 240


def told(engine: Engine, arrivals: list[int], **world: int) -> Told:
    """(minute, kind, citizen, server or destination) of each work booked or done and of each exit."""
    rows = run(managed(arrivals, service=q.constant(SERVICE), **world), engine).rows
    kinds = (RowKind.BOOK, RowKind.WORK, RowKind.EXIT)
    return [
        (int(row["minute"]), RowKind(int(row["kind"])).name, int(row["citizen"]), int(row["extra"]))
        for row in rows
        if row["kind"] in kinds
    ]


engines = pytest.mark.parametrize("engine", ["kernel", "reference"])


@engines
def test_the_first_outside_takes_the_place_of_whoever_leaves(engine: Engine) -> None:
    """One case each. A case that is served leaves at the next midnight, and the first outside follows in the same minute."""
    assert told(engine, [0, 10, 20, 30, 40], servers=2, most=1) == [
        (0, "BOOK", 0, 0),
        (10, "BOOK", 1, 1),
        (240, "WORK", 0, 0),
        (250, "WORK", 1, 0),
        (DAY, "EXIT", 0, 0),
        (DAY, "BOOK", 2, 0),
        (DAY, "EXIT", 1, 0),
        (DAY, "BOOK", 3, 1),
        (DAY + 240, "WORK", 2, 0),
        (DAY + 240, "WORK", 3, 0),
        (2 * DAY, "EXIT", 2, 0),
        (2 * DAY, "BOOK", 4, 0),
        (2 * DAY, "EXIT", 3, 0),
        (2 * DAY + 240, "WORK", 4, 0),
        (3 * DAY, "EXIT", 4, 0),
    ]


@engines
def test_a_new_case_goes_to_whoever_has_the_fewest(engine: Engine) -> None:
    """Two cases each: servers 0, 1, 2, 0, 1, 2, and the seventh waits. A server does one work after the other."""
    booked = [row for row in told(engine, list(range(0, 70, 10)), servers=3, most=2) if row[1] == "BOOK"]
    assert booked == [(10 * n, "BOOK", n, n % 3) for n in range(6)] + [(DAY, "BOOK", 6, 0)]
    done = [row for row in told(engine, list(range(0, 70, 10)), servers=3, most=2) if row[1] == "WORK"]
    ends = [240, 250, 260, 480, 490, 500, DAY + 240]
    assert done == [(end, "WORK", n, 0) for n, end in enumerate(ends)]


@engines
def test_a_new_case_goes_to_whom_a_case_has_left(engine: Engine) -> None:
    """Each server has had one case, which leaves at midnight. The case that comes at this minute comes before they leave."""
    booked = [row for row in told(engine, [0, 10, 20, DAY, DAY + 1, DAY + 2], servers=3, most=5) if row[1] == "BOOK"]
    assert booked == [
        (0, "BOOK", 0, 0),
        (10, "BOOK", 1, 1),
        (20, "BOOK", 2, 2),
        (DAY, "BOOK", 3, 0),  # all have one case
        (DAY + 1, "BOOK", 4, 1),
        (DAY + 2, "BOOK", 5, 2),
    ]


@engines
def test_whoever_leaves_makes_room_for_one(engine: Engine) -> None:
    """The first has left when the second comes. The third waits until the second leaves."""
    booked = [row for row in told(engine, [0, 2 * DAY, 2 * DAY + 10], servers=1, most=1) if row[1] == "BOOK"]
    assert booked == [(0, "BOOK", 0, 0), (2 * DAY, "BOOK", 1, 0), (3 * DAY, "BOOK", 2, 0)]


@engines
def test_a_case_keeps_its_manager(engine: Engine) -> None:
    """Two works, two whole days apart: the second begins at the midnight after these days, with the same manager."""
    assert told(engine, [0, 10, 20], servers=2, most=1, services=2, away=2, days=6) == [
        (0, "BOOK", 0, 0),
        (10, "BOOK", 1, 1),
        (240, "WORK", 0, 0),
        (250, "WORK", 1, 0),
        (3 * DAY, "BOOK", 0, 0),
        (3 * DAY, "BOOK", 1, 1),
        (3 * DAY + 240, "WORK", 0, 0),
        (3 * DAY + 240, "WORK", 1, 0),
        (4 * DAY, "EXIT", 0, 0),
        (4 * DAY, "BOOK", 2, 0),
        (4 * DAY, "EXIT", 1, 0),
        (4 * DAY + 240, "WORK", 2, 0),
    ]


@engines
def test_without_a_limit_work_goes_to_whoever_can_start_first(engine: Engine) -> None:
    """Three servers. The work of the fourth begins at 240 with the first; at 600 all are free, and the first is taken again."""
    booked = [row for row in told(engine, [0, 10, 20, 30, 40, 600], servers=3, most=0) if row[1] == "BOOK"]
    assert [row[3] for row in booked] == [0, 1, 2, 0, 1, 0]
    done = [row[0] for row in told(engine, [0, 10, 20, 30, 40, 600], servers=3, most=0) if row[1] == "WORK"]
    assert done == [240, 250, 260, 480, 490, 840]


@engines
def test_a_counter_goes_on_with_the_work_of_whoever_has_moved(engine: Engine) -> None:
    """One server. At 2880 life moves the third citizen, whose work goes on until 3000. Only then the fourth is served."""
    world = managed([0, 0, 0, 2 * DAY], servers=1, most=0, service=q.constant(1000), moves_after=2)
    rows = run(world, engine).rows
    rows = rows[np.isin(rows["kind"], (RowKind.SWITCH, RowKind.WORK, RowKind.EXIT))]
    assert [(int(row["minute"]), RowKind(int(row["kind"])).name, int(row["citizen"])) for row in rows] == [
        (1000, "WORK", 0),
        (DAY, "EXIT", 0),
        (2000, "WORK", 1),
        (2 * DAY, "SWITCH", 1),  # life comes before what procedures waited for
        (2 * DAY, "SWITCH", 2),
        (4000, "WORK", 3),
        (3 * DAY, "EXIT", 3),
    ]


@pytest.mark.parametrize(("servers", "most"), [(1, 2), (3, 2), (3, 0)])
def test_crowded_managers_write_equal_logs(servers: int, most: int) -> None:
    world = crowded(servers, most)
    assert first_difference(run(world, "reference").rows, run(world).rows) is None
