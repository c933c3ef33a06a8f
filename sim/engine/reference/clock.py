"""SimPy's clock, with one strict order for events of the same minute."""

from __future__ import annotations

from typing import Any

import simpy

from sim.engine.ties import KIND_SHIFT, WHO_SHIFT

_AFTER_STARTS = 10
"""SimPy starts a new process at priority 0: before any of ours, so right after the handler that started it."""


class Clock(simpy.Environment):
    """Minutes since the study's first day."""

    _key: tuple[int, int] = (-1, -1)
    ends: int = 1 << 40
    """The minute at which the run stops; what would come later is never scheduled."""

    @property
    def minute(self) -> int:
        return int(self.now)

    @property
    def today(self) -> int:
        return int(self.now) // 1440

    def at(self, minute: int, kind: int, who: int, ref: int, value: Any = None, event: simpy.Event | None = None) -> simpy.Event:
        """Let an event (a new one, unless given) happen at ``minute`` in the order of its tie key."""
        event = simpy.Event(self) if event is None else event
        event._ok, event._value = True, value
        packed = (kind << KIND_SHIFT) | (who << WHO_SHIFT) | ref
        assert (minute, packed) > self._key, "a handler may only schedule what comes later than itself"

        def happens(_: simpy.Event) -> None:
            self._key = (minute, packed)

        if minute >= self.ends:
            return event
        assert event.callbacks is not None
        event.callbacks.insert(0, happens)
        self.schedule(event, _AFTER_STARTS + packed, minute - self.minute)  # type: ignore[arg-type]
        return event
