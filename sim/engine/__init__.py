"""The two engines: ``reference`` (SimPy, written to be read) and ``kernel`` (numba, fast). They write equal logs."""

from __future__ import annotations

from typing import Literal

from sim.world.log import Log
from sim.world.world import World

Engine = Literal["kernel", "reference"]


def run(world: World, engine: Engine = "kernel") -> Log:
    """Run a world from its first minute to its last."""
    if engine == "kernel":
        from sim.engine.kernel import run_kernel

        rows = run_kernel(world)
    else:
        from sim.engine.reference import run_reference

        rows = run_reference(world)
    return Log(rows, world.names, world.meta)


__all__ = ["Engine", "Log", "World", "run"]
