"""Standard output of the commands: in other encodings, into a closed pipe, to a full device, closed from the start."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress

import pytest

from sim import cli
from sim.commands.output import print_json
from sim.commands.streams import StreamError, standard_streams


class Full(io.RawIOBase):
    """A device without room."""

    def writable(self) -> bool:
        return True

    def write(self, _content: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def stream(raw: Full | io.BytesIO, encoding: str = "utf-8") -> io.TextIOWrapper:
    buffer = raw if isinstance(raw, io.BytesIO) else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, encoding=encoding)


def code(*arguments: str) -> object:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    return ended.value.code


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_files_and_pipes_get_utf_8(monkeypatch: pytest.MonkeyPatch, encoding: str, name: str) -> None:
    content = io.BytesIO()
    monkeypatch.setattr(sys, name, stream(content, encoding))
    with standard_streams():
        getattr(sys, name).write("−25 → ærø …")
    assert content.getvalue().decode() == "−25 → ærø …"


def test_json_in_another_encoding_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", stream(content, "cp1252"))
    with standard_streams():
        print_json({"arrow": "→"})
    assert "→" in content.getvalue().decode()


def test_a_command_s_output_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", stream(content, "ascii"))
    assert code("rules", "diff", "current", "current+004-3c") == 0
    assert "─" in content.getvalue().decode()


def test_a_terminal_keeps_its_encoding_and_a_number_its_minus(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(content, encoding="cp1252"))
    with standard_streams():
        sys.stdout.write("−25 → ærø ☃")
    assert content.getvalue().decode("cp1252") == "-25 -> ærø ?"


def test_a_full_device_is_said_and_is_no_error_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", stream(Full()))
    for arguments in (("--version",), ("rules", "list"), ("rules", "list", "--json"), ("schema", "reforms")):
        assert code(*arguments) == 1
        words = capsys.readouterr().err
        assert "standard output cannot be written: No space left on device" in words
        assert "error of the program" not in words
        monkeypatch.setattr(sys, "stdout", stream(Full()))


def test_output_that_is_flushed_only_at_the_end_fails_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stream(Full()))
    with pytest.raises(StreamError, match="standard output"), standard_streams():
        sys.stdout.write("kept in the buffer")


def test_a_library_that_passes_over_the_first_failure_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stream(Full()))

    def command() -> None:
        with standard_streams():
            sys.stdout.write("lost")
            with suppress(StreamError):
                sys.stdout.flush()

    with pytest.raises(StreamError, match="No space left"):
        command()


def test_standard_error_may_be_the_full_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream(Full()))
    assert code("rules", "show", "nonsense") == 1


def test_a_reader_that_leaves_ends_the_command_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (("--version",), ("rules", "list"), ("rules", "list", "--json")):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            monkeypatch.setattr(sys, "stdout", pipe)
            assert code(*arguments) == 141
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_closed_stream_goes_nowhere(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    closed = io.StringIO()
    closed.close()
    for nothing in (None, closed):
        monkeypatch.setattr(sys, name, nothing)
        assert code("rules", "list") == 0
        assert code("rules", "list", "--json") == 0
        assert code("rules", "show", "nonsense") == 2
        assert getattr(sys, name) is nothing
