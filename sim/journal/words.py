"""The journal's words, read from ``text.yaml``, and names without a title in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

from ruamel.yaml import YAML

from sim.files.entry import Lang
from sim.files.localised import day_in_words, decimal
from sim.law.reading.in_words import name_words


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Mapping[str, str]]:
    """Key -> language -> sentence with blanks."""
    read: Mapping[str, Mapping[str, str]] = YAML(typ="safe").load(
        (files(__package__) / "text.yaml").read_text(encoding="utf-8")
    )
    return read


def say(key: str, lang: Lang, **blanks: object) -> str:
    """A sentence of the journal with its blanks filled."""
    return texts()[key][lang].format(**blanks)


def counted(key: str, count: int, lang: Lang) -> str:
    """A number with its noun: "1 day", "12 dage"."""
    return say(f"{key}_one" if count == 1 else key, lang, number=decimal(count, 0, lang))


def day_text(day: date, lang: Lang) -> str:
    """A day in a sentence: ISO in English, "1. juli 2026" in Danish."""
    return day.isoformat() if lang == "en" else day_in_words(day, lang)


def spaced(name: str, lang: Lang = "en") -> str:
    """A name from a file, written as words."""
    return name.replace("-", " ").replace("_", " ") if lang == "en" else name_words(name, lang)
