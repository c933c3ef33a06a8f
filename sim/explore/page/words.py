"""The page's words: its own sentences, else the report's; errors in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.explore.page.text import own_errors, own_phrases
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.report.words import capital, phrase


def say(key: str, lang: Lang, **blanks: object) -> str:
    """A sentence of the page, or else of the report, with its blanks filled."""
    own = own_phrases()
    if blanks.get("count", blanks.get("pairs")) == 1 and f"{key}_one" in own:
        key = f"{key}_one"
    return own[key][lang].format(**blanks) if key in own else phrase(key, lang, **blanks)


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
                return Told(danish.format(**match.groupdict()), "da")
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


def content_words(thing: Any, lang: Lang) -> str:
    """The content of a clause: its title, a value, yes or no."""
    if thing is None:
        return "–"
    if isinstance(thing, bool):
        return {"en": ("no", "yes"), "da": ("nej", "ja")}[lang][thing]
    if isinstance(thing, Mapping) and "value" in thing:
        span = f" ({thing['low']}–{thing['high']})" if "low" in thing else ""
        return f"{content_words(thing['value'], lang)}{span}"
    if isinstance(thing, Mapping):
        title = thing.get("title")
        return (
            str(title[lang])
            if title
            else ", ".join(f"{key} {content_words(item, lang)}" for key, item in thing.items())
        )
    if isinstance(thing, list | tuple):
        return ", ".join(content_words(item, lang) for item in thing) or NONE[lang]
    text = {"none": NONE[lang], "an entry of the practice": ENTRY[lang]}.get(str(thing), str(thing))
    return danish_quantity(text) if lang == "da" else text


def danish_quantity(text: str) -> str:
    """A quantity of the rule files in Danish: ``2.5 years`` -> "2,5 år". Another text stays as it is."""
    match = QUANTITY.fullmatch(text)
    if match is None:
        return text
    amount, unit = match["amount"].replace(".", ","), match["unit"].removesuffix("s")
    one, many = UNITS.get(unit, (match["unit"], match["unit"]))
    return f"{amount} {one if amount == '1' else many}"


QUANTITY = re.compile(r"(?P<amount>[0-9]+(\.[0-9]+)?) (?P<unit>[A-Za-z%]+)")
UNITS = {
    "minute": ("minut", "minutter"), "hour": ("time", "timer"), "day": ("dag", "dage"), "week": ("uge", "uger"),
    "month": ("måned", "måneder"), "year": ("år", "år"), "DKK": ("kr.", "kr."),
}  # fmt: skip
NONE: dict[Lang, str] = {"en": "none", "da": "ingen"}
ENTRY: dict[Lang, str] = {"en": "an entry of the practice", "da": "et punkt i praksis"}
