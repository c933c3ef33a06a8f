"""The files of a place as they were read once: place, people and office. The columns of a study share them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.files.folder import read_with_tree
from sim.files.parse import shape
from sim.files.source import Source
from sim.files.tree import Tree
from sim.place.office.model import Office
from sim.place.people.model import People, Place
from sim.place.read import office_source, place_source


@dataclass(frozen=True)
class PlaceFiles:
    """The entries of a place's files, and the trees that they were read from."""

    place: Place
    place_source: Source
    people: People
    people_tree: Tree
    office: Office
    office_source: Source


def place_files(name: str, root: Path) -> PlaceFiles:
    """Read the files of a place.

    Raises:
        ScenarioError: a file does not exist, or an entry in it is invalid.
    """
    source = place_source(name, root)
    place = shape(Place, source)
    people, tree = read_with_tree(People, root, "people", place.people)
    office = office_source(place.office, root)
    return PlaceFiles(place, source, people, tree, shape(Office, office), office)
