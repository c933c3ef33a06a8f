"""Pictures of the page with letters as text, and with the letters' shapes beside them: smaller, and readable by machines.

An SVG picture in an ``img`` may load nothing, so its font must be inside. Only the letters that the picture has are kept.
"""

from __future__ import annotations

import base64
import re
from html import unescape
from typing import TYPE_CHECKING

from sim.report.font_subset import font_subset

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "own"
FAMILIES = re.compile(rb"font-family: [^;\"]+")
TEXTS = re.compile(rb'<text style="([^"]*)"[^>]*>(.*?)</text>', re.DOTALL)
OPENING = re.compile(rb"<svg [^>]*>")
TAGS = re.compile(r"<[^>]+>")
UNUSED = ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "kern"]
"""Tables of the font that a picture does not need."""


def with_own_font(picture: bytes) -> bytes:
    """An SVG picture whose texts have their font inside. One without texts stays as it is."""
    letters: dict[int, set[str]] = {}
    for style, text in TEXTS.findall(picture):
        weight = 700 if b"font-weight: 700" in style else 400
        letters.setdefault(weight, set()).update(unescape(TAGS.sub("", text.decode())))
    if not letters:
        return picture
    faces = "".join(_face(weight, "".join(sorted(own))) for weight, own in sorted(letters.items()))
    picture = FAMILIES.sub(f"font-family: {FAMILY}".encode(), picture)
    opening = OPENING.search(picture)
    assert opening is not None
    style = f"<style>{faces}</style>".encode()
    return picture[: opening.end()] + style + picture[opening.end() :]


def _face(weight: int, letters: str) -> str:
    """The rule that gives a weight the shapes of some letters."""
    shapes = base64.b64encode(_subset(weight, letters)).decode()
    source = f"url(data:font/woff;base64,{shapes})"
    return f"@font-face{{font-family:{FAMILY};font-weight:{weight};src:{source}}}"


def _subset(weight: int, letters: str) -> bytes:
    def as_woff(font: TTFont) -> None:
        font.flavor = "woff"

    return font_subset(
        weight, map(ord, letters), as_woff, layout_features=[], name_IDs=[], hinting=False, drop_tables=UNUSED
    )
