"""A command that is stopped from outside: by a batch system, by ``timeout``, or because its terminal is closed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sim.runs.signals import ENDINGS


class Stopped(BaseException):
    """A signal has asked the command to stop. Nothing but the command itself handles it, as for Ctrl-C."""


@contextmanager
def stoppable() -> Iterator[list[int]]:
    """Turn the signals of :data:`sim.runs.signals.ENDINGS` into :class:`Stopped` while the command runs.

    The list gets the number of the first signal. Later ones are ignored, so they do not interrupt the end of the workers.
    A signal that is already ignored stays ignored (``nohup``). Only the main thread can handle signals.
    """
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is Python's
        if not received:
            received.append(number)
            raise Stopped

    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    before = {number: signal.getsignal(number) for number in ENDINGS}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, stop)
    try:
        yield received
    finally:
        for number, handler in before.items():
            if handler is signal.SIG_DFL:
                signal.signal(number, handler)
