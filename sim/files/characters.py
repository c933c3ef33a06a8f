"""Characters that look like others: spaces and minus signs are read as the plain ones, the rest is named in errors."""

from __future__ import annotations

import unicodedata

MINUS = "\N{MINUS SIGN}"
"""The sign that charts and tables print."""
_KNOWN = frozenset("–—…‘’“”")
"""Typographic characters of ordinary text. They are named where a reader needs plain characters."""
_SHOWN = 3


def plain(text: str) -> str:
    """The text with ordinary spaces and minus signs, without spaces at its ends."""
    return "".join(_plain(character) for character in text).strip()


def _plain(character: str) -> str:
    return "-" if character == MINUS else " " if unicodedata.category(character) == "Zs" else character


def odd_characters(text: str, *, in_a_name: bool = False) -> str:
    """The characters of a text that look like others or like nothing, with their positions from 1. Empty without any.

    Args:
        in_a_name: whether dashes and quotation marks of ordinary text are odd too, as in names, numbers and dates.
    """
    odd = [
        f"{_name(character)} at position {position}"
        for position, character in enumerate(text, 1)
        if _is_odd(character, in_a_name=in_a_name)
    ]
    more = f" and {len(odd) - _SHOWN} more" if len(odd) > _SHOWN else ""
    return ", ".join(odd[:_SHOWN]) + more


def _is_odd(character: str, *, in_a_name: bool) -> bool:
    if character.isascii():
        return not character.isprintable() and character != "\n"
    if character in _KNOWN:
        return in_a_name
    kind, name = unicodedata.category(character), unicodedata.name(character, "")
    if kind.startswith("L"):
        return not name.startswith("LATIN")
    return (
        kind in ("Zs", "Zl", "Zp", "Cf", "Cc", "Co", "Cn", "Nd", "Mn", "Pd")
        or character == MINUS
        or "FULLWIDTH" in name
    )


def _name(character: str) -> str:
    name = unicodedata.name(character, "control character")
    return f"U+{ord(character):04X} {name.lower()}"
