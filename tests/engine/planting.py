"""Faults to plant in the reference engine: one line of one function becomes another."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from dataclasses import dataclass
from typing import Any

import pytest

from sim.engine import run
from sim.world.world import World
from tests.engine.compare import Rows, first_difference


@dataclass(frozen=True)
class Fault:
    """One line of the reference engine, what it becomes, and the random world that is tried first because it shows there."""

    name: str
    owner: type[Any]
    function: str
    line: str
    becomes: str
    world: int = 1


_TRUE: dict[tuple[type[Any], str], str] = {}


def _true(fault: Fault) -> str:
    """The function's own text, in one layout however the file is formatted; read before it is first changed."""
    where = (fault.owner, fault.function)
    if where not in _TRUE:
        _TRUE[where] = ast.unparse(ast.parse(textwrap.dedent(inspect.getsource(getattr(*where)))))
    return _TRUE[where]


def plant(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the function with the changed line in the place of the true one, for one test."""
    source = _true(fault)
    assert source.count(fault.line) == 1, f"`{fault.line}` stands {source.count(fault.line)} times in {fault.function}"
    room: dict[str, Any] = dict(vars(sys.modules[fault.owner.__module__]))
    exec("from __future__ import annotations\n" + source.replace(fault.line, fault.becomes), room)
    monkeypatch.setattr(fault.owner, fault.function, room[fault.function])


def caught_in(world: World, kernel: Rows) -> str | None:
    """What shows that the reference is no longer the same in this world, whose log by the kernel is given."""
    try:
        rows = run(world, "reference").rows
    except Exception as stopped:  # noqa: BLE001 - an engine that stops is caught as well
        return f"{type(stopped).__name__}: {stopped}"
    return first_difference(rows, kernel)
