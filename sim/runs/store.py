"""Finished runs on disk: one file of measures per run, named by the hash of the run's inputs, and a few logs.

A file is either complete or absent. It is written under a temporary name in the same folder, forced to disk and then
renamed, which file systems do in one step. A file that was truncated or altered cannot be read, because parquet ends with
its directory and every page has a checksum. Such a file counts as missing and causes a note.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.files.writing import sweep, whole
from sim.world.log import COLUMNS, ROW, Log

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
        table = self._read(self.measures_file(key), key)
        if table is None:
            return None
        return Stored(table.replace_schema_metadata(None).to_pandas(), _about(table)["about"])

    def descriptions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The name and the description of every stored run, without its measures. Files that cannot be read are left out."""
        for file in sorted(self.folder.glob("[!.]*.parquet")):
            if file.name.endswith(LOG):
                continue
            with suppress(OSError, pa.ArrowException, KeyError, ValueError, zlib.error):
                description = _described(pq.read_schema(file).metadata)
                yield str(description["key"]), description["about"]

    def has_log(self, key: str) -> bool:
        """Whether the log of this run is stored and complete."""
        return self._read(self.log_file(key), key) is not None

    def load_log(self, key: str) -> Log | None:
        """The log of a run; None if it is missing or damaged. Damage causes a note."""
        table = self._read(self.log_file(key), key)
        if table is None:
            return None
        rows = np.zeros(table.num_rows, ROW)
        for name in COLUMNS:
            rows[name] = table[name].to_numpy()
        description = _about(table)
        return Log(rows, _decode(description["names"]), _decode(description["meta"]))

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
        self._write(self.measures_file(key), table, {"key": key, "about": about})

    def save_log(self, key: str, log: Log) -> None:
        """Save a log (parquet, zstd, integers as narrow as in memory). Raises the errors of :meth:`save`."""
        table = pa.table({name: np.ascontiguousarray(log.rows[name]) for name in COLUMNS})
        description = {"key": key, "names": _encode(log.names), "meta": _encode(log.meta), "sha256": log.sha256()}
        self._write(self.log_file(key), table, description)

    def measures_file(self, key: str) -> Path:
        """The file of a run's measures."""
        return self.folder / f"{key}.parquet"

    def log_file(self, key: str) -> Path:
        """The file of a run's log."""
        return self.folder / f"{key}{LOG}"

    def _read(self, file: Path, key: str) -> pa.Table | None:
        """The table of a file, or None with a note."""
        if not file.exists():
            return None
        try:
            table = pq.read_table(file, page_checksum_verification=True)
            if _about(table).get("key") != key:
                self.notes.append(f"{file}: the file belongs to another run; this run is made again")
                return None
        except (OSError, pa.ArrowException, KeyError, ValueError, zlib.error) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            self.notes.append(f"{file}: the file cannot be read ({reason}); this run is made again")
            return None
        return table

    def _write(self, file: Path, table: pa.Table, description: dict[str, Any]) -> None:
        """Write a table with its description. Raises the errors of :meth:`save`."""
        text = json.dumps(description, ensure_ascii=False, separators=(",", ":")).encode()
        table = table.replace_schema_metadata({ABOUT: base64.b85encode(zlib.compress(text))})
        with whole(file) as stream:
            pq.write_table(table, stream, compression="zstd", write_page_checksum=True)

    def sweep(self) -> None:
        """Remove the temporary files of killed writers (:func:`sim.files.writing.sweep`)."""
        sweep(self.folder)


def _about(table: pa.Table) -> dict[str, Any]:
    """The description of a file."""
    return _described(table.schema.metadata)


def _described(metadata: dict[bytes, bytes] | None) -> dict[str, Any]:
    """The description in the metadata of a file."""
    text = zlib.decompress(base64.b85decode((metadata or {})[ABOUT]))
    description: dict[str, Any] = json.loads(text)
    return description


def _encode(value: Any) -> Any:
    """A log's dictionaries as JSON that preserves integer keys, tuples and arrays."""
    if isinstance(value, np.ndarray):
        return {"$array": value.tolist(), "dtype": value.dtype.str}
    if isinstance(value, dict):
        return {"$map": [[_encode(key), _encode(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return {"$list": [_encode(item) for item in value], "tuple": isinstance(value, tuple)}
    return value.item() if isinstance(value, np.generic) else value


def _decode(value: Any) -> Any:
    """The reverse of :func:`_encode`."""
    if not isinstance(value, dict):
        return value
    if "$array" in value:
        return np.array(value["$array"], dtype=value["dtype"])
    if "$list" in value:
        return (tuple if value["tuple"] else list)(_decode(item) for item in value["$list"])
    return {_decode(key): _decode(item) for key, item in value["$map"]}
