"""`jobsim data import` as one call, with its changes as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.data.bring import Brought, Wish, bring
from sim.data.rewrite import write_all
from sim.files.paths import user_path

CHANGES = ["path", "old", "new", "old_evidence", "evidence", "old_source", "source", "where"]
NOT_TAKEN = ["what", "counted", "model", "why"]


@dataclass(frozen=True)
class Imported:
    """What files have given to a place or to a people file.

    Attributes:
        brought: the files, the plan and the counts that no value takes.
        written: the scenario files that were written; empty if the call was to check only.
    """

    brought: Brought
    written: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        written = f"{len(self.written)} files written" if self.written else "nothing written"
        return f"<Imported for {self.brought.area.name}: {len(self.brought.plan.changes)} values change; {written}>"

    @property
    def changes(self) -> pd.DataFrame:
        """A row per value that changes (:data:`CHANGES`), in the unit of the value."""
        rows = [[getattr(each, name) for name in CHANGES] for each in self.brought.plan.changes]
        return pd.DataFrame(rows, columns=CHANGES)

    @property
    def not_taken(self) -> pd.DataFrame:
        """A row per count that no value of the model takes (:data:`NOT_TAKEN`), in words."""
        rows = [[getattr(each, name) for name in NOT_TAKEN] for each in self.brought.beside]
        return pd.DataFrame(rows, columns=NOT_TAKEN)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the new values must know."""
        return tuple(self.brought.plan.notes)

    @property
    def next(self) -> tuple[str, ...]:
        """The commands that should follow."""
        return tuple(self.brought.plan.next)


def data_import(
    files: str | Path | Sequence[str | Path],
    *,
    into: str = "aalborg",
    place: str | None = None,
    people: str | None = None,
    area: str | None = None,
    period: str | None = None,
    table: str | None = None,
    with_latest: bool = False,
    check: bool = False,
) -> Imported:
    """Read published tables or a municipality's own counts, and write them into a place (docs/data.md).

    The files of the scenarios folder in use are changed. :func:`sim.own_scenarios` gives a copy for that.

    >>> import sim
    >>> sim.data_import("AUK01.csv", into="aalborg", check=True).changes

    Args:
        files: one or more files of tables, or of own counts.
        into: the place to change, or the place that a new one extends.
        place: the name of a new place.
        people: a people file to change instead of a place.
        area: the municipality of the figures, by name or code (default: the place's).
        period: a year, or a last period (default: the latest complete ones).
        table: the table's id, if the file does not say it.
        with_latest: whether to take a preliminary last month too.
        check: whether to write nothing.

    Raises:
        ScenarioError: a file, a name or a period is invalid, or no file gives a value.
    """
    paths = [files] if isinstance(files, (str, Path)) else list(files)
    brought = bring([user_path(path) for path in paths], Wish(into, place, people, area, period, table, with_latest))
    if check:
        return Imported(brought)
    write_all(brought.plan.files)
    return Imported(brought, tuple(brought.plan.files))


def data_list(place: str = "aalborg", *, people: str | None = None) -> pd.DataFrame:
    """What each value of a place rests on, and which public table or own count would replace it.

    >>> import sim
    >>> sim.data_list("aalborg")["rests_on"].value_counts()

    Args:
        place: name of a place.
        people: a people file to list instead.

    Returns:
        A row per value: ``path, text, rests_on, evidence, replaced_by, source, where``. ``text`` is the value in the words
        of its file.

    Raises:
        ScenarioError: there is no such file, or it is invalid.
    """
    from sim.data.listing import listed
    from sim.files.paths import scenarios_dir

    names = {"path": "path", "text": "text", "basis": "rests_on", "evidence": "evidence", "replaced_by": "replaced_by",
             "source": "source", "where": "where"}  # fmt: skip
    rows = [[getattr(row, name) for name in names] for row in listed(scenarios_dir(), place, people)]
    return pd.DataFrame(rows, columns=list(names.values()))
