"""The report's words, read from the YAML files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

Words = Mapping[str, Mapping[str, str]]
"""Name or key -> language (en, da) -> words."""


def read(name: str) -> Any:
    """The content of ``<name>.yaml``."""
    return YAML(typ="safe").load((files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def labels() -> Mapping[str, Words]:
    """Kind of name -> name -> words; groups and roles are listed with the teams."""
    kinds: dict[str, Words] = read("labels")
    return {**kinds, "group": kinds["team"]}


@lru_cache(maxsize=1)
def phrases() -> Words:
    """Every sentence of charts, page and screen: all files but the labels."""
    names = sorted(file.name.removesuffix(".yaml") for file in files(__name__).iterdir() if file.name.endswith(".yaml"))
    return {key: words for name in names if name != "labels" for key, words in read(name).items()}
