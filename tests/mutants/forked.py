"""Work in a forked process with limits of time and memory. The parent has imported libraries and nothing of ``sim``."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEMORY = 8 << 30
"""Bytes of addresses that a process may use. numba's compiler reserves much more than it takes."""
WAIT = 900
"""Seconds by the clock after which a process that only waits is ended."""


@dataclass(frozen=True)
class End:
    """How a process ended.

    Attributes:
        code: its exit code; None if a signal ended it.
        late: whether its time was up.
        seconds: processor seconds.
    """

    code: int | None
    late: bool
    seconds: float


def allow(seconds: float) -> None:
    """End this process after so many more processor seconds."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def forked(work: Callable[[], int], output: Path, seconds: float) -> End:
    """Do work in a forked process, whose exit code is the result, and whose words go to a file.

    Args:
        seconds: processor seconds, until :func:`allow` says otherwise.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if not process:
        code = 70
        try:
            with output.open("wb") as stream:
                os.dup2(stream.fileno(), 1)
                os.dup2(stream.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            allow(seconds)
            code = work()
        except BaseException:  # noqa: BLE001 - the process ends here, whatever happens
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return _ended(process)


def _ended(process: int) -> End:
    until, late = time.monotonic() + WAIT, False
    while True:
        ended, status, used = os.wait4(process, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > until and not late:
            os.kill(process, signal.SIGKILL)
            late = True
        time.sleep(0.01)
    if os.WIFSIGNALED(status):
        late = late or os.WTERMSIG(status) == signal.SIGPROF
        return End(None, late, used.ru_utime + used.ru_stime)
    return End(os.WEXITSTATUS(status), late, used.ru_utime + used.ru_stime)
