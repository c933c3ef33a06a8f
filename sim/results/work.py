"""The two slow jobs of a study: making a run and drawing a result. Both can be replaced by other functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.results.result import Result, draw
from sim.runs.make import Made, make
from sim.runs.run import Run


@dataclass(frozen=True)
class Work:
    """The functions with which a study makes its runs and draws its result.

    Attributes:
        make: makes a run. With several workers it is sent to other processes, so it must be a function of a module.
        draw: writes charts and page into the folder of the result, and returns the paths of the files.
    """

    make: Callable[[Run], Made] = make
    draw: Callable[[Result], Sequence[Path]] = draw
