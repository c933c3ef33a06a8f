"""Show the progress of a study on stderr: a bar on a terminal, lines elsewhere, nothing if disabled."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class Shown(Protocol):
    """A display of progress. It is entered before the first run and left after the last, also after an error."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def now(self, done: int, total: int, reused: int, label: str) -> None:
        """Show that ``done`` of ``total`` runs are finished and ``reused`` of them were stored; ``label`` names the last run."""

    def say(self, text: str) -> None:
        """Print a line of text."""


class Silent:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def now(self, done: int, total: int, reused: int, label: str) -> None:
        pass

    def say(self, text: str) -> None:
        pass


class Lines(Silent):
    """A line for each finished run."""

    def now(self, done: int, total: int, reused: int, label: str) -> None:
        self.say(f"{done}/{total} runs{f' ({reused} reused)' if reused else ''}{f': {label}' if label else ''}")

    def say(self, text: str) -> None:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


class Bar(Silent):
    """A bar with counts and time."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"),
            TimeRemainingColumn(), TextColumn("{task.fields[label]}", style="dim"), console=console, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("runs", total=None, label="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def now(self, done: int, total: int, reused: int, label: str) -> None:
        description = f"runs ({reused} reused)" if reused else "runs"
        self._progress.update(self._task, completed=done, total=total, label=label, description=description)

    def say(self, text: str) -> None:
        self._progress.console.print(text, markup=False, highlight=False)


def shown(*, wanted: bool = True) -> Shown:
    """A bar if stderr is a terminal, else lines; silent if progress is not ``wanted``."""
    if not wanted:
        return Silent()
    console = Console(stderr=True)
    return Bar(console) if console.is_terminal else Lines()
