"""A column or a place of a study, by the name that the user gives."""

from __future__ import annotations

from collections.abc import Sequence

from sim.files.errors import ScenarioError, nearest_name
from sim.files.shell import shell_words
from sim.study.column import Column


def column_named(columns: Sequence[Column], name: str) -> Column:
    """The column with this full or short name.

    A short name is some parts of ``rules/practice/capacity``, in order, that fit one column. A rule set's name alone
    means its first column in the study, which is its headline.

    Raises:
        ScenarioError: no column or several columns fit; the possible ones are listed.
    """
    parts = name.split("/")  # the user's text; a column's own name is never split
    fits = [column for column in columns if name == column.name or _in_order(parts, column)]
    if len(parts) == 1 and fits and all(column.rules == name for column in fits):
        fits = fits[:1]
    if len(fits) == 1:
        return fits[0]
    shown = fits or columns
    near = nearest_name(name, [part for column in columns for part in (*column.names, column.name)])
    raise ScenarioError(
        "several columns have this name" if fits else "the study has no such column", found=name,
        expected=", ".join(column.name for column in shown), nearest=None if fits else near,
    )  # fmt: skip


def place_named(places: Sequence[str], name: str | None) -> str:
    """The place with this name, or the only one of the study.

    Raises:
        ScenarioError: the study has no such place, or it has several and none is named.
    """
    if name is None and len(places) == 1:
        return places[0]
    if name in places:
        return str(name)
    raise ScenarioError(
        "the study has several places, and a chart shows one" if name is None else "the study has no such place",
        found=name, expected=", ".join(places), nearest=None if name is None else nearest_name(name, places),
        do=f'name a place: --place {shell_words(places[0])}, or chart("hours", place="{places[0]}")',
    )  # fmt: skip


def _in_order(parts: Sequence[str], column: Column) -> bool:
    """Whether the parts are among the column's names, in the same order."""
    names = iter(column.names)
    return all(part in names for part in parts)
