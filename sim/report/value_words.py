"""The path of a value of the scenario files in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sim.files.entry import Lang, Title
from sim.files.localised import quantity
from sim.law.reading.in_words import KINDS, Titles, clause_words
from sim.report.text import labels, read
from sim.report.words import phrase

SPOKEN = ("group", "need", "team")
"""Kinds of names with labels of their own."""
OF_ENTRY = {**KINDS, "needs": "need", "teams": "team", "roles": "team"}
"""The first part of a path -> the kind of the name that follows."""


@lru_cache(maxsize=1)
def _danish() -> Mapping[str, str]:
    """``text/values/names.yaml``: parts of paths of people, places and offices, in Danish."""
    names: Mapping[str, str] = read("values/names")
    return names


def value_words(path: str, lang: Lang, titles: Titles | None = None) -> str:
    """A value's path in words: "Follow-up meetings: forms, phone, contact", "Opfølgende samtaler: former, pr. telefon, kontakt".

    Args:
        titles: the titles of the rules' entries (:func:`sim.law.reading.titles.all_titles`).
    """
    first, *rest = path.split(".")
    known = {**(titles or {}), **{kind: {**_labels(kind), **(titles or {}).get(kind, {})} for kind in SPOKEN}}
    entry = known.get(OF_ENTRY.get(first, ""), {}).get(rest[0]) if rest else None
    head, rest = (entry.of(lang), rest[1:]) if entry else (_name(first, lang, known), rest)
    parts = [_part(part, lang, known, numbered="steps" in rest) for part in rest if part != "steps"]
    head = head[:1].upper() + head[1:]
    return f"{head}: {', '.join(parts)}" if parts else head


def _part(part: str, lang: Lang, known: Titles, *, numbered: bool) -> str:
    """A part of a path: a number, a length of time, a group, a need, a team, or a name. ``numbered``: it counts steps."""
    if part.isdigit():
        return f"{phrase('value_step' if numbered else 'value_part', lang)} {int(part) + 1}"
    if part[:1].isdigit():
        return quantity(part, lang)
    entry = next((known[kind][part] for kind in SPOKEN if part in known[kind]), None)
    if entry is not None:
        words = entry.of(lang)
        return words[:1].lower() + words[1:]
    return _name(part, lang, known)


def _name(name: str, lang: Lang, known: Titles) -> str:
    """The words of a name: those of this file, else those of the rules, else its own."""
    if lang == "da" and name in _danish():
        return _danish()[name]
    words = clause_words(f"x.{name}", lang, known).removeprefix("X: ")
    return words.replace("_", " ") if words != name else words.replace("_", " ").replace("-", " ")


@lru_cache(maxsize=len(SPOKEN))
def _labels(kind: str) -> Mapping[str, Title]:
    return {name: Title(en=words["en"], da=words["da"]) for name, words in labels()[kind].items()}
