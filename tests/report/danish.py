"""What a Danish reader sees of a page, and the English words in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from matplotlib.figure import Figure
from matplotlib.text import Text

ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """
        the of and with which each from is are was were been has had not no than that this these those their its when where who what how
        only but without between before after because into if or as in on year years month months week weeks day days hour hours minutes
        meeting meetings case cases duty duties share proposal proposals law ch claim rule rules staff deadline deadlines benefit benefits
        baseline file section figure figures unknown assumption yes always never none
        """,
    )
)
"""English words that are no Danish ones."""
NAMES = re.compile(r"https?://\S+|\b[\w-]+\.(md|yaml|csv|py|json|svg|txt|html)\b|`[^`]*`|\bjobsim [a-z]+( [a-z]+)?\b")
"""Addresses, names of files, and commands."""
VOID = {"meta", "link", "img", "br", "hr", "input", "col", "wbr"}
WORDS = ("alt", "title", "aria-label", "placeholder", "data-filter", "data-done")
"""Attributes that a reader sees or hears."""


def english_in(text: str) -> list[str]:
    """The English words of a text, but for names of files, commands and addresses."""
    return [word for word in re.findall(r"[a-zæøå]+", NAMES.sub(" ", text).lower()) if word in ENGLISH]


def english_on(figure: Figure) -> dict[str, list[str]]:
    """Text -> its English words, for each text of a figure that has some."""
    texts = [text.get_text() for text in figure.findobj(Text)]
    return {text: found for text in texts if (found := english_in(text))}


class Seen(HTMLParser):
    """The texts of a page, without those that are marked as English, as code or as a citation."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        apart = tag in {"script", "style", "code", "cite"} or known.get("lang") == "en"
        if not (apart or self._is_apart()):
            self.texts += [text for name in WORDS if (text := known.get(name))]
        if tag not in VOID:
            self._open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_apart():
            self.texts.append(" ".join(data.split()))

    def _is_apart(self) -> bool:
        return any(apart for _, apart in self._open)
