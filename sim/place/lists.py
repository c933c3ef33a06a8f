"""``lists.yaml``: places under one name, so that a study of all municipalities need not name each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.files.entry import Entry, Title
from sim.files.folder import names_in, unknown_entry
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.source import read

FILE = "lists.yaml"
Places = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]


class PlaceList(Entry):
    """Places under one name."""

    title: Title
    places: Places  # names of files in places/


class ListsFile(Entry):
    """``lists.yaml``."""

    schema_version: Schema = Field(alias="schema")
    lists: dict[str, PlaceList]


def read_lists(root: Path) -> dict[str, PlaceList]:
    """The lists by name; none if the scenarios folder has no such file.

    Raises:
        ScenarioError: the file is invalid, or a list names a place twice or one that does not exist.
    """
    if not (root / FILE).exists():
        return {}
    source = read(root / FILE, root)
    lists, known = shape(ListsFile, source).lists, names_in(root, "places")
    for name, entry in lists.items():
        for number, place in enumerate(entry.places):
            keys = ("lists", name, "places", number)
            if place not in known:
                raise unknown_entry("there is no such place", place, known, source, keys, folder=root / "places")
            if place in entry.places[:number]:
                raise source.error("this place is listed twice", keys, found=place, do="remove one")
    return lists
