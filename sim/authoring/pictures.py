"""The pictures in the documents, by the name of the file."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from sim.authoring.data_picture import data_picture
from sim.authoring.flow_picture import flow_picture
from sim.files.entry import Lang
from sim.law.compose.library import Library
from sim.place.read import read_people

RULES, PEOPLE = "R2024", "denmark"
"""The rule set and the people file of the picture of flows."""
PICTURES = tuple(f"{name}-{lang}.svg" for lang in get_args(Lang) for name in ("data-flow", "groups-and-flows"))


def pictures(root: Path | None = None) -> dict[str, str]:
    """SVG text by the name of the file. ``root`` is the scenarios folder.

    Raises:
        ScenarioError: the rules or the people file are invalid.
    """
    rules, people = Library.load(root).rule_set(RULES), read_people(PEOPLE, root)
    texts: dict[str, str] = {}
    for lang in get_args(Lang):
        texts[f"data-flow-{lang}.svg"] = data_picture(lang)
        texts[f"groups-and-flows-{lang}.svg"] = flow_picture(rules, people, lang)
    return texts
