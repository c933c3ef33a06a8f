"""The documentation of the log, generated from the table of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.world.log.fields import AUTHOR, COMMON, FIELDS, Author, Field, Kind
from sim.world.log.row import COLUMNS, NEUTRAL, NO_DAY, ROW

HEAD = "<!-- Generated from sim/world/log/fields.py by `make generated`. Do not edit. -->"

_AUTHORS: dict[Author, str] = {
    "a step": "A step of a procedure writes it.",
    "a step or none": "A step of a procedure may write it.",
    "a procedure": "The procedure itself writes it, none of its steps.",
    "no step": "",
}


def document() -> str:
    """The page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    yield ""
    yield "# The log"
    yield ""
    yield "The log is a table of integers in the order of events. Each row has these columns:"
    yield ""
    yield "| column | type | empty value |"
    yield "| --- | --- | --- |"
    for name in COLUMNS:
        yield f"| `{name}` | {ROW[name]} | {_neutral(name)} |"
    yield ""
    yield "These columns have the same meaning in all rows. A row of a post has no citizen, spell, group or benefit."
    yield ""
    yield from _table(COMMON)
    yield ""
    yield "A row that a step of a procedure writes names the step. Procedure, serial number and step are -1 in all other rows."
    yield ""
    yield from _table(AUTHOR)
    yield ""
    yield "The meaning of the other columns depends on the kind of row. `Log.table(kind)` gives the rows of a kind by the names below."
    yield "A column that is not listed is empty. A day is a number of days since the study's first day."
    for row_kind, entry in FIELDS.items():
        yield from ("", f"## {row_kind.name}", "", _sentence(entry))
        if entry.fields:
            yield ""
            yield from _table(entry.fields)


def _sentence(entry: Kind) -> str:
    author = _AUTHORS[entry.author]
    return f"One row when {entry.when}. It concerns {entry.of}." + (f" {author}" if author else "")


def _table(fields: Iterable[Field]) -> Iterator[str]:
    yield "| name | column | unit | meaning |"
    yield "| --- | --- | --- | --- |"
    for field in fields:
        unit = f"code of `{field.dictionary}`" if field.dictionary else field.unit
        empty = f"; {_neutral(field.column)} for none" if field.may_be_empty else ""
        yield f"| `{field.name}` | `{field.column}` | {unit} | {field.meaning}{empty} |"


def _neutral(column: str) -> str:
    value = NEUTRAL.get(column)
    if value is None:
        return "-"
    return f"{value} (`NO_DAY`)" if value == NO_DAY else str(value)
