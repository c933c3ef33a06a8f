"""The page's words: its own sentences, else the report's; errors in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.explore.page.text import own_errors, own_phrases
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.localised import quantity
from sim.files.value import Value, bound
from sim.report.words import capital, phrase


def say(key: str, lang: Lang, **blanks: object) -> str:
    """A sentence of the page, or else of the report, with its blanks filled."""
    own = own_phrases()
    if blanks.get("count", blanks.get("pairs")) == 1 and f"{key}_one" in own:
        key = f"{key}_one"
    return own[key][lang].format(**blanks) if key in own else phrase(key, lang, **blanks)


def amount(text: str, lang: Lang) -> str:
    """A quantity as the reader writes it. In English it stays in the notation of the files, which an input of the page takes."""
    return text if lang == "en" else quantity(text, lang)


def limit(value: Value[Any], number: Any, lang: Lang) -> str:
    """An end of a value's range as the reader writes it."""
    text = bound(value, number)
    return text if lang == "en" else quantity(text.replace(",", ""), lang)


@dataclass(frozen=True)
class Told:
    """A text in a language that may not be the page's.

    Attributes:
        lang: the language of the text.
    """

    text: str
    lang: Lang


def in_language(text: str, lang: Lang) -> Told:
    """A sentence of an error in the reader's language, if it is known there; else as it is, in English."""
    if lang == "da":
        for pattern, danish in own_errors():
            if match := pattern.fullmatch(text):
                blanks = {name: quantity(found, "da") for name, found in match.groupdict().items()}
                return Told(danish.format(**blanks), "da")
        if (known := quantity(text, "da")) != text:
            return Told(known, "da")
    return Told(text, "en")


def error_lines(error: Exception, lang: Lang) -> list[tuple[str, Told]]:
    """(head, text) of an error: what is wrong, what was found, what was expected, what to do."""
    if not isinstance(error, ScenarioError):
        return [("", Told(str(error).splitlines()[0] if str(error) else type(error).__name__, "en"))]
    first = in_language(error.message, lang)
    lines = [("", Told(capital(first.text), first.lang))]
    for key, value in (
        ("found", error.found),
        ("expected", error.expected),
        ("nearest", error.nearest),
        ("do", error.do),
    ):
        if value is not None:
            lines.append((say(f"explore_{key}", lang), in_language(str(value)[:400], lang)))
    return lines
