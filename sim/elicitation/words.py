"""The words of the form, from ``text.yaml``."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from sim.files.entry import Lang


@lru_cache(maxsize=1)
def _text() -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load((files(__package__) / "text.yaml").read_text(encoding="utf-8"))
    return content


def word(key: str, lang: Lang, **filled: object) -> str:
    """A word or sentence of the form. Names in braces are filled in."""
    text: str = _text()[key][lang]
    return text.format(**filled) if filled else text


def paragraphs(lang: Lang) -> list[tuple[str, str]]:
    """The explanation of the first sheet. Each paragraph has a beginning in bold, which may be empty, and the rest."""
    names = {key: word(key, lang) for key in ("answers", "today", "values")}
    texts = (text[lang].format(**names).rpartition("|") for text in _text()["paragraphs"])
    return [(bold, rest) for bold, _, rest in texts]
