"""Events and what takes part in them as OCEL 2.0, in the standard's SQLite form."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pandas as pd

from sim.export.events import ACTIVITY, SEQUENCE, TIME
from sim.export.objects import TYPES, Objects, first_times, objects_of
from sim.files.writing import whole

ATTRIBUTES = ("kind", "detail", "group", "benefit", "procedure", "team", "minutes", "sequence")
"""Attributes of every event."""


def write_ocel(events: pd.DataFrame, file: Path) -> None:
    """Write events of :func:`sim.export.events.events_of`. The id of an event is its place in the log.

    Raises:
        ScenarioError, RunError: the file cannot be written; nothing is left of it.
    """
    objects = objects_of(events)
    with tempfile.TemporaryDirectory() as folder, whole(file) as stream:
        made = Path(folder) / "log.sqlite"
        with closing(sqlite3.connect(made)) as base, base:
            _events(base, events)
            _objects(base, events, objects)
        with made.open("rb") as source:
            shutil.copyfileobj(source, stream)


def _events(base: sqlite3.Connection, events: pd.DataFrame) -> None:
    types = sorted(events[ACTIVITY].unique())
    maps = {name: f"e{number}" for number, name in enumerate(types)}
    base.execute("CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)")
    base.executemany("INSERT INTO event_map_type VALUES (?, ?)", maps.items())
    base.execute("CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type (ocel_type))")
    base.executemany("INSERT INTO event VALUES (?, ?)", _rows(_ids(events), events[ACTIVITY]))
    columns = ", ".join(f'"{name}" {"INTEGER" if name in {"minutes", "sequence"} else "TEXT"}' for name in ATTRIBUTES)
    marks = ", ".join("?" * (2 + len(ATTRIBUTES)))
    for name, part in events.groupby(ACTIVITY, sort=True):
        table = f'"event_{maps[str(name)]}"'
        base.execute(
            f"CREATE TABLE {table} (ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id), ocel_time TIMESTAMP, {columns})"
        )
        rows = _rows(_ids(part), _times(part[TIME]), *(part[column] for column in ATTRIBUTES))
        base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - the name is a number


def _objects(base: sqlite3.Connection, events: pd.DataFrame, objects: Objects) -> None:
    base.execute("CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)")
    base.executemany("INSERT INTO object_map_type VALUES (?, ?)", zip(TYPES, TYPES, strict=True))
    base.execute(
        "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type (ocel_type))"
    )
    base.executemany("INSERT INTO object VALUES (?, ?)", _rows(objects.things["id"], objects.things["type"]))
    first = first_times(events, objects)
    for kind, part in objects.things.groupby("type", sort=False):
        table = f'"object_{kind}"'
        base.execute(
            f"CREATE TABLE {table} (ocel_id TEXT REFERENCES object (ocel_id), ocel_time TIMESTAMP, ocel_changed_field TEXT)"
        )
        rows = _rows(part["id"], _times(first.loc[part["id"]]))
        base.executemany(f"INSERT INTO {table} VALUES (?, ?, NULL)", rows)  # noqa: S608 - the name is one of TYPES
    base.execute(
        "CREATE TABLE event_object (ocel_event_id TEXT REFERENCES event (ocel_id), ocel_object_id TEXT REFERENCES object (ocel_id), "
        "ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier))"
    )
    relations = objects.relations
    base.executemany(
        "INSERT INTO event_object VALUES (?, ?, ?)", _rows(_ids(relations), relations["id"], relations["qualifier"])
    )
    base.execute(
        "CREATE TABLE object_object (ocel_source_id TEXT REFERENCES object (ocel_id), ocel_target_id TEXT REFERENCES object (ocel_id), "
        "ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier))"
    )
    owners = objects.owners
    base.executemany(
        "INSERT INTO object_object VALUES (?, ?, ?)", _rows(owners["id"], owners["owner"], owners["qualifier"])
    )


def _ids(table: pd.DataFrame) -> pd.Series:
    return "event-" + table[SEQUENCE].astype(str)


def _times(times: pd.Series) -> list[str]:
    return [time.isoformat() for time in times]


def _rows(*columns: Iterable[object]) -> Iterable[Sequence[object]]:
    """Rows of plain Python values, which SQLite takes."""
    return zip(*(column.tolist() if isinstance(column, pd.Series) else column for column in columns), strict=True)
