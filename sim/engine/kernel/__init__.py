"""The kernel: the model on flat integer arrays, compiled by numba. ``reference`` explains the model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.engine.kernel.handle import Handle
from sim.engine.kernel.loop import advance
from sim.engine.kernel.records import FULL_STARTS, FULL_THREADS, ROOMS
from sim.engine.kernel.state import State, fresh, margin
from sim.files.errors import RunError
from sim.world.world import World

BLOCK = 1 << 16
"""The rows of a block: 2.7 MB, which stay in the processor's cache."""


class Run:
    """A run that can advance to any midnight, fork, and continue.

    Attributes:
        state: the complete state of the run.
    """

    def __init__(self, world: World) -> None:
        self.days, self._margin = world.settings["days"], margin(world)
        self._procedures = world.names.get("procedure", {})
        self._hold(fresh(world))

    def _hold(self, state: State) -> None:
        self.state, self._handle = state, Handle(state)

    def to(self, day: int) -> Run:
        """Run all events before 00:00 of ``day``. The log grows as far as memory allows.

        Raises:
            RunError: a fixed-size table of the kernel is full.
        """
        while not self._advance(day, self.state.log.size):
            log = np.zeros(2 * self.state.log.size, self.state.log.dtype)
            log[: self.rows.size] = self.rows
            self._hold(self.state._replace(log=log))
        return self

    def blocks(self, day: int, most: int = BLOCK) -> Iterator[NDArray[np.void]]:
        """Run all events before 00:00 of ``day``, and give the log rows so far in blocks, in their order.

        The run does not keep rows that it has given. A block is valid until the next one is asked for.

        Args:
            most: so many rows make a block. An event that begins before may add its rows to the block.

        Raises:
            RunError: a fixed-size table of the kernel is full.
        """
        done = False
        while not done:
            done = self._advance(day, most)
            block = self.rows
            self.state.run[0]["rows"] = 0
            if block.size:
                yield block

    def _advance(self, day: int, most: int) -> bool:
        """Run until ``day`` (True) or until the log has ``most`` rows or hardly any room (False)."""
        run = self.state.run[0]
        run["limit"] = min(most, self.state.log.size - self._margin)
        done = bool(advance(self._handle, min(day, self.days)))
        if run["full"]:
            raise RunError(self._what_is_full())
        return done

    def _what_is_full(self) -> str:
        run = self.state.run[0]
        tables = ", ".join(name for bit, name in ROOMS.items() if run["full"] & bit)
        message = f"the kernel ran out of room for {tables} on day {run['today']}"
        if run["full"] & FULL_STARTS:
            starts = np.bincount(self.state.citizen["citizen"][self.state.start["citizen"]])
            return (
                f"{message}; citizen {int(starts.argmax())} has {starts.max()} of {starts.sum()}\n"
                f"  do: see which duties and procedures begin each other on one day, and put a step that takes time between them"
            )
        if not run["full"] & FULL_THREADS:
            return message
        threads = self.state.thread[: run["threads"]]
        numbers = np.bincount(threads["procedure"][threads["alive"] == 1])
        most = int(numbers.argmax())
        return (
            f"{message}; most are `{self._procedures.get(most, most)}`, {numbers[most]} of {numbers.sum()} that have not ended\n"
            f"  do: see which steps and duties start it, and whether each instance ends before the next begins"
        )

    def fork(self) -> Run:
        """An independent copy that continues from here."""
        twin = object.__new__(Run)
        twin.days, twin._margin, twin._procedures = self.days, self._margin, self._procedures
        twin._hold(self.state.copy())
        return twin

    @property
    def rows(self) -> NDArray[np.void]:
        """The log rows so far, except those given in blocks."""
        rows: NDArray[np.void] = self.state.log[: int(self.state.run[0]["rows"])]
        return rows

    @property
    def events(self) -> int:
        """The number of events so far."""
        return int(self.state.run[0]["events"])


def run_kernel(world: World) -> NDArray[np.void]:
    """Run a world with the kernel, and return the rows of its log."""
    return Run(world).to(world.settings["days"]).rows


__all__ = ["Run", "run_kernel"]
