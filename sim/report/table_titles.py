"""The titles of tables: captions on the page, and headings in the other formats."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report.text import phrases
from sim.report.words import label, phrase

ASSUMPTIONS = "assumptions-"


def table_title(name: str, lang: Lang) -> str:
    """The title of a table by its name on the page; of a chart's numbers, the title of the chart.

    A name with more parts, such as ``comparison-aalborg``, has the title of its first parts.
    """
    if name.startswith(ASSUMPTIONS):
        return phrase("table_assumptions", lang, grade=label("grade", name.removeprefix(ASSUMPTIONS), lang))
    known, part = phrases(), name
    while part:
        for key in (f"table_{part}", f"{part}_title"):
            if key in known:
                return phrase(key, lang)
        part = part.rpartition("-")[0]
    return label("measure", name, lang)
