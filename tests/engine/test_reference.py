"""The reference engine as a text: its table of operations in the docs, and the order of its files."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import sim.engine.reference
from sim.engine.reference import steps
from sim.engine.reference.procedures import Procedures
from sim.world.codes import Op

DOCS = Path(__file__).parents[2] / "docs" / "engine.md"
FOLDER = Path(inspect.getfile(sim.engine.reference)).parent


def _op(record: str) -> str:
    """The operation of a record's name: UnlessTrait is UNLESS_TRAIT."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", record).upper()


def _methods() -> list[tuple[str, str]]:
    """(operation, docstring) of each method of an operation, in the order of the source."""
    methods = []
    for name, method in vars(Procedures).items():
        annotations = [a for a in getattr(method, "__annotations__", {}).values() if str(a).startswith("steps.")]
        if annotations and not name.startswith("_"):
            methods.append((_op(annotations[0].removeprefix("steps.")), inspect.getdoc(method) or ""))
    return methods


def test_the_table_of_operations_is_that_of_the_methods() -> None:
    """Section 8 of docs/engine.md has the docstring of each method, in the same order."""
    section = DOCS.read_text(encoding="utf-8").split("## 8. Procedures")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)
    assert rows == _methods()


def test_each_operation_has_one_method_and_one_record() -> None:
    assert sorted(op for op, _ in _methods()) == sorted(op.name for op in Op)
    records = {record.__name__ for record in steps.Step.__args__}
    assert {_op(name) for name in records} == {op.name for op in Op}


def _imports(path: Path) -> set[str]:
    """The files of the reference that a file imports, for types too."""
    package = "sim.engine.reference"
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            names.add((node.module or "").removeprefix(f"{package}."))
    return names


def test_files_import_only_what_is_below_them() -> None:
    """The docstring of the package lists the files from the lowest up; so there is no circle."""
    listed = re.findall(r"^- ``([\w, ]+)``", sim.engine.reference.__doc__ or "", re.MULTILINE)
    order = [name for names in listed for name in names.split(", ")]
    files = {path.stem: path for path in FOLDER.glob("*.py") if path.stem != "__init__"}
    assert sorted(order) == sorted(files)
    for place, name in enumerate(order):
        assert _imports(files[name]) <= set(order[:place]), name
