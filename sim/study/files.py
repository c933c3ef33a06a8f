"""Reading the files of places, people and offices that a study names."""

from __future__ import annotations

from pathlib import Path

from sim.law.extending import read_extending
from sim.law.folder import read_named
from sim.law.shape import shape
from sim.law.source import Source
from sim.office.model import Office
from sim.paths import scenarios_dir
from sim.people.model import People, Place


def place_source(name: str, root: Path | None = None) -> Source:
    """``places/<name>.yaml`` with all that it extends filled in."""
    return read_extending(root or scenarios_dir(), "places", name)


def read_place(name: str, root: Path | None = None) -> Place:
    """``places/<name>.yaml``."""
    return shape(Place, place_source(name, root))


def read_people(name: str, root: Path | None = None) -> People:
    """``people/<name>.yaml``."""
    return shape(People, read_named(root or scenarios_dir(), "people", name))


def read_office(name: str, root: Path | None = None) -> Office:
    """``office/<name>.yaml``."""
    return shape(Office, read_named(root or scenarios_dir(), "office", name))
