"""Finished runs on disk: one file of measures per run, named by the hash of the run's inputs, and a few logs.

A file is either complete or absent. It is written under a temporary name in the same folder, forced to disk and then
renamed, which file systems do in one step. A file that was truncated or altered cannot be read, because parquet ends with
its directory and every page has a checksum. Such a file counts as missing and causes a note.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.files.writing import sweep, whole
from sim.runs.stored_table import (
    DAMAGES,
    check_size,
    decoded,
    encoded,
    hash_of_measures,
    packed,
    read_bounded,
    unpacked,
)
from sim.world.log import COLUMNS, ROW, Log

T = TypeVar("T")
ABOUT = b"jobsim"
"""The metadata key of a file's description: JSON, compressed, as text."""
LOG = ".log.parquet"
"""What the name of a log's file ends with."""


@dataclass(frozen=True)
class Stored:
    """A run read from the store: its measures and its description."""

    measures: pd.DataFrame
    about: dict[str, Any]


@dataclass
class Store:
    """The folder ``runs/`` of a study's results.

    Attributes:
        folder: folder of the files; created at the first save.
        notes: problems found in files, in order.
    """

    folder: Path
    notes: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the measures of this run are stored and complete."""
        return self.load(key) is not None

    def load(self, key: str) -> Stored | None:
        """The measures of a run; None if they are missing or damaged. Damage causes a note."""
        return self._read(self.measures_file(key), key, _measures)

    def descriptions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The name and the description of every stored run, without its measures. Files that cannot be read are left out."""
        for file in sorted(self.folder.glob("[!.]*.parquet")):
            if file.name.endswith(LOG):
                continue
            with suppress(*DAMAGES):
                check_size(file)
                description = _described(pq.read_schema(file).metadata)
                yield str(description["key"]), description["about"]

    def has_log(self, key: str) -> bool:
        """Whether the log of this run is stored and complete."""
        return self.load_log(key) is not None

    def load_log(self, key: str) -> Log | None:
        """The log of a run; None if it is missing or damaged. Damage causes a note."""
        return self._read(self.log_file(key), key, _log)

    def save(self, key: str, measures: pd.DataFrame, about: dict[str, Any], log: Log | None = None) -> None:
        """Save a run. The log is written before the measures, so measures never lack a log that should be kept.

        ``about`` describes the run (rule set, replication, seconds …); JSON must be able to represent it.

        Raises:
            ScenarioError: the folder is not writable.
            RunError: the disk is full or fails.
        """
        if log is not None:
            self.save_log(key, log)
        table = pa.Table.from_pandas(measures, preserve_index=False)
        about = json.loads(json.dumps(about))
        description = {"key": key, "about": about, "sha256": hash_of_measures(measures, about)}
        self._write(self.measures_file(key), table, description)

    def save_log(self, key: str, log: Log) -> None:
        """Save a log (parquet, zstd, integers as narrow as in memory). Raises the errors of :meth:`save`."""
        table = pa.table({name: np.ascontiguousarray(log.rows[name]) for name in COLUMNS})
        description = {"key": key, "names": encoded(log.names), "meta": encoded(log.meta), "sha256": log.sha256()}
        self._write(self.log_file(key), table, description)

    def measures_file(self, key: str) -> Path:
        """The file of a run's measures."""
        return self.folder / f"{key}.parquet"

    def log_file(self, key: str) -> Path:
        """The file of a run's log."""
        return self.folder / f"{key}{LOG}"

    def _read(self, file: Path, key: str, content: Callable[[pa.Table, dict[str, Any]], T]) -> T | None:
        """What a file has, or None with a note.

        Args:
            content: makes it of the table and its description, and raises an error if they do not fit.
        """
        if not file.exists():
            return None
        try:
            table = read_bounded(file)
            description = _described(table.schema.metadata)
            if description.get("key") != key:
                self.notes.append(f"{file}: the file belongs to another run; this run is made again")
                return None
            return content(table, description)
        except DAMAGES as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            self.notes.append(f"{file}: the file cannot be read ({reason}); this run is made again")
        return None

    def _write(self, file: Path, table: pa.Table, description: dict[str, Any]) -> None:
        """Write a table with its description. Raises the errors of :meth:`save`."""
        table = table.replace_schema_metadata({ABOUT: packed(description)})
        with whole(file) as stream:
            pq.write_table(table, stream, compression="zstd", write_page_checksum=True)

    def sweep(self) -> None:
        """Remove the temporary files of killed writers (:func:`sim.files.writing.sweep`)."""
        sweep(self.folder)


def _measures(table: pa.Table, description: dict[str, Any]) -> Stored:
    """The measures of a table. Raises a ValueError if they are not those that were stored."""
    about, measures = description["about"], table.replace_schema_metadata(None).to_pandas()
    if hash_of_measures(measures, about) != description["sha256"]:
        raise ValueError("the measures are not those that were stored")
    return Stored(measures, about)


def _log(table: pa.Table, description: dict[str, Any]) -> Log:
    """The log of a table. Raises a ValueError if its rows are not those that were stored."""
    rows = np.zeros(table.num_rows, ROW)
    for name in COLUMNS:
        rows[name] = table[name].to_numpy()
    log = Log(rows, decoded(description["names"]), decoded(description["meta"]))
    if log.sha256() != description["sha256"]:
        raise ValueError("the rows are not those that were stored")
    return log


def _described(metadata: dict[bytes, bytes] | None) -> dict[str, Any]:
    """The description in the metadata of a file."""
    return unpacked((metadata or {})[ABOUT])
