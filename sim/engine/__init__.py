"""The two engines: ``reference`` (SimPy, written to be read) and ``kernel`` (numba, fast). They write equal logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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


def blocks(world: World, engine: Engine = "kernel") -> Iterator[NDArray[np.void]]:
    """Run a world, and give the rows of its log in blocks, which nobody keeps. A block is valid until the next is asked for."""
    if engine == "kernel":
        from sim.engine.kernel import Run

        yield from Run(world).blocks(world.settings["days"])
    else:
        yield run(world, engine).rows


__all__ = ["Engine", "Log", "World", "blocks", "run"]
