"""Which lines of the sources each test runs, and what it costs. So a mutant meets only the tests that run its line."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from tests.mutants.mutant import ROOT, Mutant, text

SINGLE = "tests/mutants/equal_worlds.py"
"""The file whose tests are recorded one by one. Each other file is one unit: its tests may share what they have read."""

COMPILED = {"leaf", "walk"}
"""Decorators of functions that are compiled also if the kernel is interpreted."""


@dataclass
class Unit:
    """Tests that are run together: a file, some tests of it, or one test of :data:`SINGLE`.

    Attributes:
        name: as pytest takes it; names of several tests with a space between them.
        seconds: processor seconds while lines were noted.
        lines: by source file the lines that were run, also those run by importing it.
    """

    name: str
    seconds: float = 0.0
    lines: dict[str, set[int]] = field(default_factory=dict)

    def meets(self, mutant: Mutant) -> bool:
        """Whether the unit runs the statement of a mutant. Python sees no line of a compiled function, only its file."""
        if any(first <= mutant.line <= last for first, last in _compiled(mutant.file)):
            return mutant.file in self.lines
        first, last = _statement(mutant.file, mutant.line)
        return any(first <= line <= last for line in self.lines.get(mutant.file, ()))


@lru_cache(maxsize=256)
def _spans(file: str) -> list[tuple[int, int]]:
    """First and last line of each statement; of a compound statement only of its head."""
    spans = []
    for node in ast.walk(ast.parse(text(file))):
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            body = getattr(node, "body", None)
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            spans.append((first, max(first, body[0].lineno - 1) if body else node.end_lineno or first))
    return spans


@lru_cache(maxsize=256)
def _compiled(file: str) -> list[tuple[int, int]]:
    """First and last line of each function that is compiled whenever it runs."""
    functions = (node for node in ast.parse(text(file)).body if isinstance(node, ast.FunctionDef))
    compiled = (node for node in functions if any(ast.unparse(each) in COMPILED for each in node.decorator_list))
    return [(node.lineno, node.end_lineno or node.lineno) for node in compiled]


@lru_cache(maxsize=4096)
def _statement(file: str, line: int) -> tuple[int, int]:
    around = [(first, last) for first, last in _spans(file) if first <= line <= last]
    return min(around, key=lambda span: span[1] - span[0], default=(line, line))


class Recorder:
    """A plugin of pytest that notes the lines of files as they run."""

    def __init__(self, unit: str, files: set[str]) -> None:
        self.common = Unit(unit)
        self.units: list[Unit] = []
        self._wanted = {str(ROOT / file): file for file in files}
        self._seen = self.common.lines
        self._whole: set[CodeType] = set()

    def start(self) -> None:
        sys.settrace(self._call)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:  # noqa: ARG002 - the signature is that of sys.settrace
        code = frame.f_code
        file = self._wanted.get(code.co_filename)
        if file is None or code in self._whole:
            return None
        seen, todo = self._seen.setdefault(file, set()), {line for _, _, line in code.co_lines() if line}
        seen.add(code.co_firstlineno)

        def trace(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                seen.add(frame.f_lineno)
                todo.discard(frame.f_lineno)
                if not todo:
                    self._whole.add(code)
                    return None
            return trace

        return trace

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if not item.nodeid.startswith(SINGLE):
            return (yield)
        unit, before = Unit(item.nodeid), sum(os.times()[:2])
        self._seen, self._whole = unit.lines, set()
        self.start()
        yield
        unit.seconds = sum(os.times()[:2]) - before
        self.units.append(unit)

    def write(self, file: Path) -> None:
        """Write the units as JSON. Each single test also has the lines of the common part."""
        sys.settrace(None)
        self.common.seconds = sum(os.times()[:2])
        units = self.units or [self.common]
        for unit in units:
            for source, lines in self.common.lines.items():
                unit.lines.setdefault(source, set()).update(lines)
        file.write_text(json.dumps([_plain(unit) for unit in units]), encoding="utf-8")


def _plain(unit: Unit) -> dict[str, Any]:
    lines = {file: sorted(numbers) for file, numbers in unit.lines.items()}
    return {"name": unit.name, "seconds": round(unit.seconds, 2), "lines": lines}


def units_in(file: Path) -> list[Unit]:
    """The units that a recorder has written."""
    read = json.loads(file.read_text(encoding="utf-8"))
    return [Unit(u["name"], u["seconds"], {source: set(lines) for source, lines in u["lines"].items()}) for u in read]
