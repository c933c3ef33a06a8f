"""Sections of the scenario files that come along, with their comments."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from sim.files.paths import scenarios_dir
from sim.files.source import read_text

WIDTH = 1 << 20
"""Letters of a line before it is broken: never."""


def round_trip() -> YAML:
    """A reader and writer that keeps comments, order and quotation marks, in the layout of the files that come along."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def section(file: str, key: str) -> Any:
    """The content of a key of a file that comes along.

    Raises:
        ScenarioError: the file is missing.
    """
    return copy.deepcopy(_file(file)[key])


@lru_cache(maxsize=8)
def _file(file: str) -> Any:
    root = scenarios_dir()
    return round_trip().load(read_text(root / file, root)[0])
