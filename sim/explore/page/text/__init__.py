"""The page's own words, read from the YAML files beside this one. All other words are the report's."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from sim.report.text import Words


def _read(name: str) -> Any:
    return YAML(typ="safe").load((files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def own_phrases() -> Words:
    """Every sentence of the page that the report does not have."""
    words: Words = _read("explore")
    return words


@lru_cache(maxsize=1)
def own_errors() -> list[tuple[re.Pattern[str], str]]:
    """Pattern of an error's sentence in English -> the Danish sentence, with the pattern's groups as blanks."""
    return [(re.compile(entry["en"]), entry["da"]) for entry in _read("errors")]
