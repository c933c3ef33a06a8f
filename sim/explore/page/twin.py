"""A citizen's two histories as HTML text."""

from __future__ import annotations

from sim.explore.page.render import filled
from sim.explore.twins import Answer
from sim.files.entry import Lang


def twins_text(told: Answer, lang: Lang) -> str:
    """The histories of a citizen side by side, or the citizens that differ most."""
    if told.citizen is None:
        return filled("twins.html", lang, listed=told.listed, identical=told.identical, all=told.citizens)
    return filled("twins.html", lang, number=told.citizen, same=told.same, rows=told.lines, more=told.more)
