"""What the scenario files say of their sources, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sim.figures.source_codes import codes_in
from sim.files.entry import Lang
from sim.report.text import read

FILES = ("values", "codes", "reasons", "works")
"""The files of ``text/sources/``: each has a list of texts in English with their words in Danish."""
NAMES = re.compile(r"`[^`]*`|\b[\w-]+(?:[./][\w-]+)+")
"""Names of the scenario files, of files and of modules."""
WORD = re.compile(r"[a-zæøå]{2,}")


class Said(NamedTuple):
    """Words, and the language that they are in."""

    words: str
    lang: Lang


def said(text: str, lang: Lang) -> Said:
    """A text of the scenario files in the language of the page.

    The files are in English, and :data:`FILES` have their Danish. A text without a line there, such as one of a user's own
    file, stays as it is and counts as English. A text of codes, numbers and names alone is the same in every language.
    """
    if lang == "en":
        return Said(text, lang)
    if text in in_danish():
        return Said(in_danish()[text], lang)
    return Said(text, "en" if has_words(text) else lang)


def joined(texts: list[str], lang: Lang) -> Said:
    """Several texts as one, with semicolons between them, all in one language."""
    parts = [said(text, lang) for text in texts if text]
    same = all(part.lang == lang for part in parts)
    return Said("; ".join(part.words for part in parts), lang) if same else Said("; ".join(filter(None, texts)), "en")


def has_words(text: str) -> bool:
    """Whether a text has words beside codes, names, numbers and abbreviations in capital letters."""
    for code in reversed(codes_in(text)):
        text = f"{text[: code.start]} {text[code.end :]}"
    return WORD.search(NAMES.sub(" ", text)) is not None


@lru_cache(maxsize=1)
def in_danish() -> Mapping[str, str]:
    """The text of the scenario files -> its words in Danish."""
    return {line["en"]: line["da"] for name in FILES for line in read(f"sources/{name}")}
