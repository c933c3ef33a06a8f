"""Links from the codes in a text to the sources on the same page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from sim.figures.source_codes import codes_in
from sim.report.manifest import Manifest
from sim.report.table import Table

LINKED = ("assumptions-", "proposals", "alone", "not-run")
"""How the names of tables begin whose words cite sources."""


def anchor(kind: str, name: str) -> str:
    """The id of a code's or a work's place on the page."""
    return f"{kind}-{re.sub('[^A-Za-z0-9]+', '-', name)}"


def anchors(manifest: Manifest) -> Mapping[str, str]:
    """Code -> id of the place on the page that explains it. A code that only names a work leads to the work."""
    places: dict[str, str] = {}
    for work in manifest.bibliography.works:
        for code in (*work.codes, *([work.address] if work.address else [])):
            places.setdefault(code, anchor("work", work.key))
    return places | {each.code: anchor("code", each.code) for each in manifest.bibliography.codes}


def linked(text: str, places: Mapping[str, str]) -> Markup:
    """A text as HTML, with a link at each code that ``places`` has. Everything else is escaped.

    The file name of a paper is shortened to the paper's number, as the ids of its proposals have it.
    """
    parts, end = [], 0
    for code in codes_in(text):
        place = next((places[name] for name in code.names if name in places), None)
        if place is None:
            continue
        parts.append(escape(text[end : code.start]))
        words = text[code.start : code.end]
        shown = words.partition("_")[0] if code.kind == "paper_file" else words
        parts.append(Markup('<a href="#{}">{}</a>').format(place, shown))
        end = code.end
    return Markup("").join([*parts, escape(text[end:])])


def spelled(text: str, works: Mapping[str, str]) -> str:
    """A text for a format without links: author and year in place of the file name of a paper. ``works``: code -> words."""
    parts, end = [], 0
    for code in codes_in(text):
        if code.kind != "paper_file":
            continue
        parts += [text[end : code.start], next((works[name] for name in code.names if name in works), code.names[0])]
        end = code.end
    return "".join([*parts, text[end:]])


def cites(table: Table, column: int) -> bool:
    """Whether the cells of a column cite sources: words in a table of assumptions or proposals."""
    return table.name.startswith(LINKED) and not table.heads[column].number
