"""Standard output and standard error: letters that every receiver can take, and failures that are no error of the program."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

CLOSED_PIPE = 141
"""Exit code after the reader of a pipe has left (`jobsim … | head`): that of a process ended by SIGPIPE."""

PLAIN = {
    "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{RIGHTWARDS ARROW}": "->", "\N{HORIZONTAL ELLIPSIS}": "...", "\N{NO-BREAK SPACE}": " ",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SECTION SIGN}": "par. ", "\N{MULTIPLICATION SIGN}": "x",
}  # fmt: skip
"""Signs for a terminal that lacks a letter. A number must keep its minus."""
PLAINER = "jobsim-plainer"
"""Name of the handler of letters that a terminal lacks."""


class StreamError(Exception):
    """A standard stream cannot be written.

    It is no OSError: typer and rich would answer a closed pipe themselves, with exit code 1.
    """

    def __init__(self, stream: str, reason: OSError) -> None:
        super().__init__(f"{stream} cannot be written: {reason.strerror or reason}")
        self.stream = stream
        self.closed_pipe = isinstance(reason, BrokenPipeError) or (
            os.name == "nt" and reason.errno == errno.EINVAL  # a closed pipe on Windows
        )


class Stream:
    """A text stream whose failures are of the type :class:`StreamError`. Once it has failed, it fails again at the end.

    Libraries try streams and pass over the first failure.
    """

    def __init__(self, name: str, stream: TextIO) -> None:
        self._name, self._stream = name, stream
        self._failure: StreamError | None = None

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._stream, attribute)

    def write(self, text: str) -> int:
        with self._failing():
            return self._stream.write(text)

    def writelines(self, lines: list[str]) -> None:
        with self._failing():
            self._stream.writelines(lines)

    def flush(self) -> None:
        with self._failing():
            self._stream.flush()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        if self._failure is not None:
            raise self._failure
        try:
            yield
        except OSError as error:
            self._drop()
            self._failure = StreamError(self._name, error)
            raise self._failure from None

    def _drop(self) -> None:
        """Send what is left to nowhere: otherwise Python would fail on it again when the process ends."""
        with suppress(OSError, ValueError):  # a stream without a file
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@contextmanager
def standard_streams() -> Iterator[None]:
    """Standard output and standard error of a command, ready for every letter. At the end they are flushed.

    A file or a pipe gets UTF-8. A terminal keeps its encoding; a letter that it lacks is replaced. A closed stream
    goes nowhere.

    Raises:
        StreamError: one of them cannot be written.
    """
    codecs.register_error(PLAINER, _plainer)
    before = sys.stdout, sys.stderr
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = _ready("standard output", sys.stdout, nowhere)
        sys.stderr = _ready("standard error", sys.stderr, nowhere)
        try:
            yield
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            sys.stdout, sys.stderr = before


def code_of(error: StreamError) -> int:
    """The exit code after a failure of a stream. It is reported if there is somewhere to report it."""
    if error.closed_pipe:
        return CLOSED_PIPE
    with suppress(OSError, ValueError, AttributeError):  # standard error may be the stream that fails
        do = "make room, or write the output somewhere else; files that the command wrote are kept"
        sys.stderr.write(f"jobsim: {error}\n  do: {do}\n")
        sys.stderr.flush()
    return 1


def _ready(name: str, stream: TextIO | None, nowhere: TextIO) -> TextIO:
    if stream is None or stream.closed:  # `>&-`, or a Python without a console
        stream = nowhere
    elif isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors=PLAINER)
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return cast("TextIO", Stream(name, stream))


def _plainer(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # a stream that is written only encodes
    return "".join(PLAIN.get(letter, "?") for letter in error.object[error.start : error.end]), error.end
