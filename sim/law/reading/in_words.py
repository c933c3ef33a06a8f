"""The contents of clauses in the reader's language: values, names, entries, lists and paths."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from sim.files.entry import Lang, Title
from sim.files.localised import quantity

Titles = Mapping[str, Mapping[str, Title]]
"""Kind of name (duty, activity, procedure …) -> name -> title."""
KINDS = {
    "groups": "group", "duties": "duty", "activities": "activity", "procedures": "procedure", "certificates": "certificate",
    "offers": "offer",
}  # fmt: skip
"""The first part of a clause's path -> the kind of the name that follows."""
_NOT_RULES = ("law", "evidence", "source", "note")
_ORDER = ("group", "procedure", "activity", "duty", "offer", "certificate", "merger")
_ENTRY = "an entry of the practice"
_WORDS: dict[str, Mapping[Lang, str]] = {
    "none": {"en": "none", "da": "ingen"},
    "to": {"en": "to", "da": "til"},
    "off": {"en": " (does not hold)", "da": " (gælder ikke)"},
    _ENTRY: {"en": _ENTRY, "da": "et punkt i praksis"},
    "step": {"en": "step", "da": "trin"},
}


@lru_cache(maxsize=1)
def _danish() -> Mapping[str, Mapping[str, str]]:
    """``names.yaml``: keys of paths and names without a title, in Danish."""
    text = (files(__package__) / "names.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Mapping[str, str]] = YAML(typ="safe").load(text)
    return read


def name_words(name: str, lang: Lang, titles: Titles | None = None) -> str:
    """A name of the rules: its title, or else its words. An unknown name gets spaces for its hyphens in Danish."""
    for kind in _ORDER if titles else ():
        title = (titles or {}).get(kind, {}).get(name)
        if title is not None:
            return title.of(lang)
    return name if lang == "en" else _danish()["values"].get(name, name.replace("-", " "))


def key_words(key: str, lang: Lang) -> str:
    """A part of a clause's path."""
    return key.replace("_", " ") if lang == "en" else _danish()["keys"].get(key, key.replace("_", " "))


def content(thing: Any, lang: Lang, titles: Titles | None = None) -> str:
    """The content of a clause as text. An entry is shown by its title and an absent value as a dash."""
    if thing is None:
        return "–"
    if isinstance(thing, bool):
        return {"en": ("no", "yes"), "da": ("nej", "ja")}[lang][thing]
    if isinstance(thing, Mapping) and "value" in thing:
        value, to = content(thing["value"], lang, titles), _WORDS["to"][lang]
        low, high = (content(thing.get(end), lang, titles) for end in ("low", "high"))
        return f"{value} ({low} {to} {high})" if "low" in thing else value
    if isinstance(thing, Mapping) and thing.get("title"):
        return f"{thing['title'][lang]}{'' if thing.get('active', True) else _WORDS['off'][lang]}"
    if isinstance(thing, Mapping):
        rules = {str(key): item for key, item in thing.items() if key not in _NOT_RULES}
        parts = [
            _part(key, lang, titles) + ("" if item is True else f" {content(item, lang, titles)}")
            for key, item in rules.items()
        ]
        return ", ".join(parts) or _WORDS["none"][lang]
    if isinstance(thing, list | tuple):
        return ", ".join(content(item, lang, titles) for item in thing) or _WORDS["none"][lang]
    text = str(thing)
    if text in _WORDS:
        return _WORDS[text][lang]
    words = quantity(text, lang)
    return words if words != text or text[:1].isdigit() else name_words(text, lang, titles)


def clause_words(path: str, lang: Lang, titles: Titles | None = None) -> str:
    """A clause's path in words: "Early contact: deadline", "Kontakt tidligt: frist"."""
    first, *rest = path.split(".")
    entry = (titles or {}).get(KINDS.get(first, ""), {}).get(rest[0]) if rest else None
    head, rest = (entry.of(lang), rest[1:]) if entry else (_capital(key_words(first, lang)), rest)
    parts = [_part(part, lang, titles) for part in rest if part != "steps"]
    return f"{head}: {', '.join(parts)}" if parts else head


def _part(part: str, lang: Lang, titles: Titles | None) -> str:
    if part.isdigit():
        return f"{_WORDS['step'][lang]} {int(part) + 1}"
    is_key = part in _danish()["keys"]
    return key_words(part, lang) if is_key else name_words(part, lang, titles)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
