"""Finished runs on disk: one file of measures per run, named by the hash of what determines it, and a few logs.

A file is either whole or not there: it is written under a temporary name in the same folder, forced to disk and then
renamed, which file systems do in one step. A file that was cut short or altered elsewhere does not read (parquet ends
with its directory, and every page carries a checksum): it counts as missing, with a note.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.files.writing import PART, whole
from sim.world.log import COLUMNS, ROW, Log

ABOUT = b"jobsim"
"""The key under which a file carries what it is about."""


def key_of(parts: dict[str, Any]) -> str:
    """The name of a run: sha256 (64 hexadecimal digits) of ``parts`` as canonical JSON.

    Keys are sorted and nothing depends on the order of insertion, the machine or the process. What JSON cannot say
    exactly (nan, arrays, objects) is refused.

    Raises:
        TypeError, ValueError: for such values.
    """
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Stored:
    """A run read back: its measures and what was said about it."""

    measures: pd.DataFrame
    about: dict[str, Any]


@dataclass
class Store:
    """The folder ``runs/`` of a study's results.

    Attributes:
        folder: where the files lie; made at the first save.
        notes: what was found wrong with files, in order.
    """

    folder: Path
    notes: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Are the measures of this run here and whole?"""
        return self.load(key) is not None

    def load(self, key: str) -> Stored | None:
        """The measures of a run; None when they are missing or damaged (then with a note)."""
        table = self._read(self.measures_file(key), key)
        if table is None:
            return None
        return Stored(table.replace_schema_metadata(None).to_pandas(), _about(table)["about"])

    def has_log(self, key: str) -> bool:
        """Is the log of this run here and whole?"""
        return self._read(self.log_file(key), key) is not None

    def load_log(self, key: str) -> Log | None:
        """The log of a run; None when it is missing or damaged (then with a note)."""
        table = self._read(self.log_file(key), key)
        if table is None:
            return None
        rows = np.zeros(table.num_rows, ROW)
        for name in COLUMNS:
            rows[name] = table[name].to_numpy()
        said = _about(table)
        return Log(rows, _decode(said["names"]), _decode(said["meta"]))

    def save(self, key: str, measures: pd.DataFrame, about: dict[str, Any], log: Log | None = None) -> None:
        """Keep a run. The log comes first: where there are measures, there is the log that was to be kept.

        ``about`` is what JSON can say of the run (rule set, replication, seconds …).

        Raises:
            ScenarioError: the folder cannot be written to.
            RunError: the disk is full or fails.
        """
        if log is not None:
            self.save_log(key, log)
        table = pa.Table.from_pandas(measures, preserve_index=False)
        self._write(self.measures_file(key), table, {"key": key, "about": about})

    def save_log(self, key: str, log: Log) -> None:
        """Keep a log (parquet, zstd, integers as narrow as in memory). Raises as :meth:`save`."""
        table = pa.table({name: np.ascontiguousarray(log.rows[name]) for name in COLUMNS})
        said = {"key": key, "names": _encode(log.names), "meta": _encode(log.meta), "sha256": log.sha256()}
        self._write(self.log_file(key), table, said)

    def measures_file(self, key: str) -> Path:
        """Where the measures of a run lie."""
        return self.folder / f"{key}.parquet"

    def log_file(self, key: str) -> Path:
        """Where the log of a run lies."""
        return self.folder / f"{key}.log.parquet"

    def _read(self, file: Path, key: str) -> pa.Table | None:
        """The table of a file, or None with a note."""
        if not file.exists():
            return None
        try:
            table = pq.read_table(file, page_checksum_verification=True)
            if _about(table).get("key") != key:
                self.notes.append(f"{file}: belongs to another run; it is made again")
                return None
        except (OSError, pa.ArrowException, KeyError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            self.notes.append(f"{file}: cannot be read ({reason}); it is made again")
            return None
        return table

    def _write(self, file: Path, table: pa.Table, said: dict[str, Any]) -> None:
        """Write a table with what it is about. Raises as :meth:`save`."""
        metadata = {**(table.schema.metadata or {}), ABOUT: json.dumps(said, ensure_ascii=False).encode()}
        with whole(file) as stream:
            pq.write_table(
                table.replace_schema_metadata(metadata), stream, compression="zstd", write_page_checksum=True
            )

    def sweep(self) -> None:
        """Remove what writers left that were killed; only while nobody writes."""
        for part in self.folder.glob(f".*{PART}"):
            part.unlink(missing_ok=True)


def _about(table: pa.Table) -> dict[str, Any]:
    """What a file says of itself."""
    said: dict[str, Any] = json.loads((table.schema.metadata or {})[ABOUT])
    return said


def _encode(value: Any) -> Any:
    """A log's dictionaries as JSON, keeping whole-number keys, tuples and arrays."""
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
