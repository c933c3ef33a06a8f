"""The shape of the house: imports run downwards, no files in a circle, no room and no file too large.

Imports are read from the sources, also those within functions and those for types alone.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import sim
from sim.runs import fingerprint

PACKAGE = Path(sim.__file__).parent
ORDER = (
    "commands", "installation", "versions", "explore", "authoring", "elicitation", "validation", "calibration", "results", "report",
    "export", "conformance", "journal", "runs", "data", "figures", "measures", "engine", "world", "study", "place",
    "law", "chance", "files",
)  # fmt: skip
"""The rooms from the top down: a room imports only rooms that come after it."""
LARGEST_SHARE = 0.2
LONGEST = 300


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    names = {}
    for path in PACKAGE.rglob("*.py"):
        parts = ("sim", *path.relative_to(PACKAGE).with_suffix("").parts)
        names[".".join(parts).removesuffix(".__init__")] = path
    return names


@lru_cache(maxsize=1)
def imports() -> dict[str, set[str]]:
    """The modules of the package that each module imports."""
    known = modules()
    graph: dict[str, set[str]] = {}
    for name, path in known.items():
        graph[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                graph[name] |= {alias.name for alias in node.names if alias.name in known}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: imports are absolute"
                base = node.module or ""
                whole = {f"{base}.{alias.name}" for alias in node.names} & known.keys()
                graph[name] |= whole or ({base} & known.keys())
        graph[name].discard(name)
    return graph


def room(name: str) -> str:
    """The room of a module; "" for the files above all rooms."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ORDER else ""


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_order_names_every_room() -> None:
    folders = {path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/**/*.py")}
    assert folders == set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_a_room_imports_only_rooms_below_it(name: str) -> None:
    below = set(ORDER[ORDER.index(name) :])
    upwards = [
        f"{module} imports {imported}"
        for module, targets in imports().items()
        if room(module) == name
        for imported in targets
        if room(imported) not in below
    ]
    assert not upwards


def test_no_files_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_no_room_is_larger_than_a_fifth() -> None:
    sizes: dict[str, int] = {}
    for name, path in modules().items():
        sizes[room(name)] = sizes.get(room(name), 0) + lines(path)
    total = sum(sizes.values())
    assert {name: size for name, size in sizes.items() if size > LARGEST_SHARE * total} == {}


def test_no_file_is_too_long() -> None:
    assert [path for path in modules().values() if lines(path) > LONGEST] == []


def test_every_room_says_what_it_is() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_cache_keys_name_rooms() -> None:
    """A key that names a room which is gone would reuse stale results."""
    keys = {*fingerprint.MODEL, *fingerprint.MEASURES, *fingerprint.REPORT, *fingerprint.SEARCH}
    for name in keys:
        assert list((PACKAGE / name).rglob("*.py")), name


def test_the_key_of_a_log_covers_all_that_an_engine_is_made_of() -> None:
    """Every module that the engines reach by imports belongs to a room of the key."""
    reached, waiting = set(), ["sim.engine", "sim.world.build", "sim.study.read_setting"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += imports()[name]
    assert {room(name) for name in reached} == set(fingerprint.MODEL)
