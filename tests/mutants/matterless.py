"""The parts of a source file in which no change can matter. They are not mutated.

- Type annotations and blocks under ``TYPE_CHECKING``: no result depends on them, and mypy reads them.
- ``__all__``: it says what a reader may import.
- ``raise`` with its text, and ``assert``: an error's words are no result, and an assertion only checks the code itself.
- Decorators that make code faster (compiled, cached), and what decorators are told (``frozen``, ``maxsize``).
- The index of a table with one row (``S.run[0]``): the row before the first is the same row.
- Functions that only ask the memory for what is needed soon (:data:`AHEAD`).
- ``strict`` of zip, which is an assertion too, and what is said of copies of arrays (``copy``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

Place = tuple[int, int]
FASTER = {"kernel", "entry", "leaf", "walk", "cache", "lru_cache", "cached_property", "intrinsic"}
ONE_ROW = {"run", "settings", "blank", "blank_slot", "blank_soft"}
AHEAD = {"look_ahead"}
CHECKS = {"strict", "copy", "maxsize", "frozen", "slots"}


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes whose whole text does not matter."""
    for node in ast.walk(tree):
        whole = (
            isinstance(node, ast.Raise | ast.Assert),
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test),
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__",
            isinstance(node, ast.keyword) and node.arg in CHECKS,
            isinstance(node, ast.FunctionDef) and node.name in AHEAD,
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in ONE_ROW
            and ast.unparse(node.slice) == "0",
        )
        if any(whole):
            yield node
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield node.annotation
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if _name(decorator) in FASTER:
                    yield decorator
                elif isinstance(decorator, ast.Call):
                    yield from decorator.args
                    yield from decorator.keywords
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns


def matterless(source: str) -> list[tuple[Place, Place]]:
    """(begin, end) of each part, as (line from 1, column from 0 in characters)."""
    lines = source.splitlines()

    def place(line: int, byte: int) -> Place:
        return line, len(lines[line - 1].encode()[:byte].decode())

    parts = []
    for node in _nodes(ast.parse(source)):
        begin = place(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = place(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        before = lines[begin[0] - 1][: begin[1]]
        if before.strip() == "@":  # the sign before a decorator is where the operator stands
            begin = (begin[0], begin[1] - 1)
        parts.append((begin, end))
    return parts
