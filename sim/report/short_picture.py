"""Pictures of the page in less room."""

from __future__ import annotations

import re

PATHS = re.compile(rb' d="[^"]+"')
SHORTER = (
    (re.compile(rb"<!--.*?-->", re.DOTALL), b""),
    (re.compile(rb"\n\s+"), b"\n"),  # indentation
    (re.compile(rb"\n+"), b"\n"),
)
IN_PATHS = (
    (re.compile(rb"(\d\.\d\d)\d+"), rb"\1"),
    (re.compile(rb" ?\n"), b""),
    (re.compile(rb"([A-Za-z]) (?=[-\d])"), rb"\1"),
)


def shorter(picture: bytes) -> bytes:
    """An SVG picture in less room: paths have two decimals, which no printer can tell from six, and there is no white space."""

    def path(found: re.Match[bytes]) -> bytes:
        text = found[0][4:]
        for pattern, new in IN_PATHS:
            text = pattern.sub(new, text)
        return b' d="' + text

    picture = PATHS.sub(path, picture)
    for pattern, new in SHORTER:
        picture = pattern.sub(new, picture)
    return picture
