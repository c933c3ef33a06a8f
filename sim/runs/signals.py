"""Signals that end a process from outside, and how to hold them back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

ENDINGS = {getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)}
"""The signals that end a process from outside. Windows has no SIGHUP."""


@contextmanager
def blocked() -> Iterator[None]:
    """Block signals while processes start.

    They stay blocked in the new process. In this process they arrive as soon as the block ends, so no signal leaves a
    process half-started.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *ENDINGS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
