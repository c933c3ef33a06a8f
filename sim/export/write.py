"""One file of events, in the format that its name asks for."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sim.export.events import TIME
from sim.export.ocel import write_ocel
from sim.export.xes import write_xes
from sim.files.errors import ScenarioError, nearest_name
from sim.files.writing import whole

FORMATS = {
    ".xes": "XES", ".xes.gz": "XES", ".sqlite": "OCEL 2.0", ".csv": "CSV", ".csv.gz": "CSV", ".parquet": "Parquet",
}  # fmt: skip
"""The ending of a file's name and its format."""


def format_of(file: Path) -> str:
    """The ending of :data:`FORMATS` that the name of a file has.

    Raises:
        ScenarioError: it has none of them.
    """
    for ending in sorted(FORMATS, key=len, reverse=True):
        if file.name.lower().endswith(ending) and len(file.name) > len(ending):
            return ending
    raise ScenarioError(
        "the name of the file says no known format", found=file.name,
        expected=", ".join(f"*{ending} ({name})" for ending, name in FORMATS.items()),
        nearest=nearest_name(file.suffix.lower(), FORMATS),
    )  # fmt: skip


def write_events(events: pd.DataFrame, file: Path, title: str, tell: Callable[[int], None] = lambda _: None) -> None:
    """Write events of :func:`sim.export.events.events_of`.

    Times have the zone of Denmark. ``sequence`` orders the events of one minute.

    Args:
        title: name of the log, in formats that have one.
        tell: is called with the number of citizens written, now and then (XES).

    Raises:
        ScenarioError: the name says no known format, or the file cannot be written.
        RunError: the disk is full.
    """
    ending = format_of(file)
    if FORMATS[ending] == "XES":
        write_xes(events, file, title, tell)
    elif FORMATS[ending] == "OCEL 2.0":
        write_ocel(events, file)
    else:
        with whole(file) as stream:
            if ending == ".parquet":
                events.to_parquet(stream, index=False)
                return
            text = events.assign(**{TIME: events[TIME].map(pd.Timestamp.isoformat)})
            if ending == ".csv":
                text.to_csv(stream, index=False, lineterminator="\n")
                return
            with gzip.GzipFile("", "wb", 6, stream, mtime=0) as packed:
                text.to_csv(packed, index=False, lineterminator="\n")
