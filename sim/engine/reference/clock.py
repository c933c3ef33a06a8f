"""SimPy's clock, with one strict order for events of the same minute."""

from __future__ import annotations

from collections.abc import Callable

import simpy

from sim.engine.event_order import KIND_SHIFT, WHO_SHIFT
from sim.world.codes import EventKind

_AFTER_STARTS = 10
"""SimPy starts a new process at priority 0: before any of ours, so right after the handler that started it."""


class Clock(simpy.Environment):
    """Minutes since the study's first day."""

    _key: tuple[int, int] = (-1, -1)
    ends: int = 1 << 40
    """The minute at which the run stops; later events are never scheduled."""

    def step(self) -> None:
        """Let the next event happen and remember its key; the start of a process has no key of its own."""
        if self._queue and self._queue[0][1] >= _AFTER_STARTS:
            self._key = (int(self._queue[0][0]), int(self._queue[0][1]))
        super().step()

    @property
    def minute(self) -> int:
        return int(self.now)

    @property
    def today(self) -> int:
        return int(self.now) // 1440

    def at(self, minute: int, kind: EventKind, who: int, ref: int, event: simpy.Event | None = None) -> simpy.Event:
        """Let an event (a new one, unless given) happen at ``minute`` in the order of its tie key."""
        event = simpy.Event(self) if event is None else event
        event._ok, event._value = True, None  # noqa: SLF001 - what succeed() does, without scheduling it
        packed = _AFTER_STARTS + ((kind << KIND_SHIFT) | (who << WHO_SHIFT) | ref)
        assert (minute, packed) > self._key, "a handler may only schedule what comes later than itself"
        if minute >= self.ends:
            return event
        self.schedule(event, packed, minute - self.now)  # type: ignore[arg-type]
        return event

    def call(self, minute: int, kind: EventKind, who: int, ref: int, then: Callable[[], None]) -> None:
        """Call ``then`` at ``minute`` in the order of the tie key."""
        event = self.at(minute, kind, who, ref)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: then())
