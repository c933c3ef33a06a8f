"""Staff that a study states by their total, instead of the place's stocks over cases per post."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from sim.files.characters import plain
from sim.files.entry import Entry
from sim.files.value import problem, shown

MOST = 20_000
"""The largest total: more than the full-time staff of all jobcenters."""
EXPECTED = f"posts, like `240 posts`, above 0 and at most {MOST:,}"
_POSTS = re.compile(r"(?P<number>[0-9]{1,9}(\.[0-9]{1,9})?) ?posts?")


def _posts(raw: object) -> float:
    """``240 posts``, in tenths of a post."""
    text = plain(raw) if isinstance(raw, str) else ""
    match = _POSTS.fullmatch(text.removeprefix("-"))
    if match is None:
        number = isinstance(raw, int | float) and not isinstance(raw, bool)
        message = "the unit is missing" if number else "this is not a number of posts"
        raise problem(message, found=shown(raw), expected=EXPECTED)
    posts = -float(match["number"]) if text.startswith("-") else float(match["number"])
    if not 0 < posts <= MOST:
        raise problem("the total of posts is out of range", found=shown(raw), expected=EXPECTED)
    if abs(posts * 10 - round(posts * 10)) > 1e-9:
        raise problem("posts are counted in tenths", found=shown(raw), expected="posts in tenths, like `240.5 posts`")
    return posts


class StatedStaff(Entry):
    """``staff`` of a study.

    ``total`` counts the caseworkers of all groups of known volume. It is spread over the teams in the proportions of the
    place. Teams of groups of unknown volume and other roles keep the posts of the place.
    """

    total: Annotated[float, BeforeValidator(_posts)]
