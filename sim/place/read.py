"""Readers of the files of places, people, offices and effects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.files.entry import Entry
from sim.files.extends import read_extending
from sim.files.folder import names_in, read_entry, read_named, unknown_name
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.set_values import SetTo, with_set_values
from sim.files.source import Source
from sim.files.tree import Tree
from sim.place.office.model import Office
from sim.place.people.effects import FOLDER as EFFECTS
from sim.place.people.effects import Effects, EffectsFile, Strength, check_effects
from sim.place.people.model import People


class Assumed(Entry):
    """The effects on behaviour that a study assumes: a file, and the point of its ranges in use."""

    file: str = "assumed"
    strength: Strength = "value"


def place_source(name: str, root: Path | None = None) -> Source:
    """``places/<name>.yaml`` with the keys of the places that it extends."""
    return read_extending(root or scenarios_dir(), "places", name)


def read_people(name: str, root: Path | None = None) -> People:
    """``people/<name>.yaml``."""
    return read_entry(People, root or scenarios_dir(), "people", name)


def read_office(name: str, root: Path | None = None) -> Office:
    """``office/<name>.yaml`` with the keys of the offices that it extends."""
    return shape(Office, office_source(name, root))


def office_source(name: str, root: Path | None = None) -> Source:
    """The tree of :func:`read_office`."""
    return read_extending(root or scenarios_dir(), "office", name)


def read_effects(
    assumed: Assumed, people: People, root: Path | None = None, values: Sequence[SetTo] = ()
) -> tuple[Effects, Tree]:
    """``effects/<name>.yaml``, checked against the people file, and the tree of the file.

    Args:
        values: values set in place of those of the file.

    Raises:
        ScenarioError: the file does not exist, or it does not fit the people file.
    """
    root = root or scenarios_dir()
    known = names_in(root, EFFECTS)
    if assumed.file not in known:
        raise unknown_name(
            f"{EFFECTS}/{assumed.file}.yaml: there is no such file of effects",
            assumed.file,
            known,
            folder=root / EFFECTS,
        )
    source = read_named(root, EFFECTS, assumed.file)
    file, source = with_set_values(shape(EffectsFile, source), source, values)
    check_effects(file, source, people)
    return Effects(file, assumed.strength), source.tree
