"""The two jobs of a study that take time: to make a run, and to draw a result. Other functions can take their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.results.result import Result, draw
from sim.runs.run import Made, Run, make


@dataclass(frozen=True)
class Work:
    """How a study makes its runs and draws its result.

    Attributes:
        make: the job of a worker. With several workers it is sent to processes, so it must be a function of a module.
        draw: writes charts and page into the folder of the result.
    """

    make: Callable[[Run], Made] = make
    draw: Callable[[Result], None] = draw
