"""The kernel: the model on flat integer arrays, compiled by numba. ``reference`` explains the model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.kernel.handle import Handle
from sim.engine.kernel.loop import advance
from sim.engine.kernel.state import State, fresh
from sim.files.errors import RunError
from sim.world.world import World

_ROOMS = {
    1: "events",
    2: "log rows in one day",
    4: "bookings",
    8: "pieces of bookings",
    16: "procedures",
    32: "starts at one moment",
    64: "procedures of one citizen",
}


class Run:
    """A run that can advance to any midnight, fork, and continue.

    Attributes:
        state: the complete state of the run.
        parts: the log rows so far, in parts.
    """

    def __init__(self, world: World) -> None:
        self.days = world.settings["days"]
        self._hold(fresh(world))
        self.parts: list[NDArray[np.void]] = []

    def _hold(self, state: State) -> None:
        self.state, self._handle = state, Handle(state)

    def to(self, day: int) -> Run:
        """Run all events before 00:00 of ``day``.

        Raises:
            RunError: a fixed-size table of the kernel is full.
        """
        while True:
            done = advance(self._handle, min(day, self.days))
            run = self.state.run[0]
            if run["full"]:
                tables = ", ".join(name for bit, name in _ROOMS.items() if run["full"] & bit)
                raise RunError(f"the kernel ran out of room for {tables} on day {run['today']}")
            part = self.state.log[: run["rows"]]
            # After the last day no event writes there any more, so a copy of a hundred megabytes is not needed
            self.parts.append(part if done and day >= self.days else part.copy())
            run["rows"] = 0
            if done:
                return self

    def fork(self) -> Run:
        """An independent copy that continues from here."""
        twin = object.__new__(Run)
        twin.days, twin.parts = self.days, list(self.parts)
        twin._hold(self.state.copy())
        return twin

    @property
    def rows(self) -> NDArray[np.void]:
        """The log rows so far."""
        return self.parts[0] if len(self.parts) == 1 else np.concatenate(self.parts)

    @property
    def events(self) -> int:
        """The number of events so far."""
        return int(self.state.run[0]["events"])


def run_kernel(world: World) -> NDArray[np.void]:
    """Run a world with the kernel, and return the rows of its log."""
    return Run(world).to(world.settings["days"]).rows


__all__ = ["Run", "run_kernel"]
