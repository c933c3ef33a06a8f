"""A command that a user may stop with Ctrl-C and start again: it continues where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

STOPPED = 130
"""The exit code after Ctrl-C."""
STOPPED_MESSAGE = "jobsim: stopped; finished runs are kept, and the same command continues with the others"


@contextmanager
def resumable() -> Iterator[None]:
    """Say after Ctrl-C that finished runs are kept, and end with :data:`STOPPED`."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(STOPPED_MESSAGE, err=True)
        raise typer.Exit(STOPPED) from None
