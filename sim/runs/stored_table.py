"""The tables of stored runs, read within bounds: a few bytes on the disk may ask for more memory than a computer has."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MOST_ROWS = 1_000_000
"""The most rows of any table. A larger one has a byte on the disk for each further row."""
MOST_WORDS = 256 << 20
"""The most bytes of the words of a column."""
MOST_DESCRIPTION = 64 << 20
"""The most bytes of a description, unpacked."""
DAMAGES = (OSError, pa.ArrowException, KeyError, ValueError, TypeError, AttributeError, RecursionError, zlib.error)
"""What the reading of a damaged file raises."""
_PLAIN = re.compile(r"[<|=]?[biuf][1248]")
"""The types of arrays in a description."""


def check_size(file: Path) -> pq.FileMetaData:
    """The metadata of a file whose table fits into the memory of a computer.

    Raises:
        ValueError: it is a link, no file, or has too many rows.
        OSError, pa.ArrowException: it cannot be read.
    """
    about = file.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("this is a link, or no file")
    metadata = pq.read_metadata(file)
    if metadata.num_rows > MOST_ROWS + about.st_size:
        raise ValueError(f"{metadata.num_rows:,} rows in {about.st_size:,} bytes")
    return metadata


def read_bounded(file: Path) -> pa.Table:
    """The table of a file. Its pages are held against their checksums, its words against :data:`MOST_WORDS`.

    Raises:
        ValueError, OSError, pa.ArrowException: it cannot be read, or is too large.
    """
    check_size(file)
    schema = pq.read_schema(file)
    words = [
        field.name for field in schema if not pa.types.is_integer(field.type) and not pa.types.is_floating(field.type)
    ]
    table = pq.read_table(file, page_checksum_verification=True, read_dictionary=words)
    for name in words:
        at = table.schema.get_field_index(name)
        column = table.column(at)
        if not pa.types.is_dictionary(column.type):
            raise ValueError(f"the column `{name}` has neither numbers nor words")
        if sum(_bytes(chunk) for chunk in column.chunks) > MOST_WORDS:
            raise ValueError(f"the words of the column `{name}` are too long")
        table = table.set_column(at, name, column.cast(schema.field(name).type))
    return table


def _bytes(chunk: pa.DictionaryArray) -> int:
    """The bytes of the words of a chunk, before they are unpacked."""
    lengths = pc.binary_length(chunk.dictionary)
    return int(pc.sum(pc.take(lengths, chunk.indices)).as_py() or 0)


def packed(description: Any) -> bytes:
    """A description as it stands in the metadata of a file."""
    text = json.dumps(description, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b85encode(zlib.compress(text))


def unpacked(text: bytes) -> dict[str, Any]:
    """The description in the metadata of a file.

    Raises:
        ValueError, zlib.error, RecursionError: it is none, or too large.
    """
    reader = zlib.decompressobj()
    raw = reader.decompress(base64.b85decode(text), MOST_DESCRIPTION)
    if reader.unconsumed_tail:
        raise ValueError("the description is too large")
    description = json.loads(raw)
    if not isinstance(description, dict):
        raise ValueError("the description is no mapping")  # noqa: TRY004  # a damaged file
    return description


def hash_of_measures(measures: pd.DataFrame, about: dict[str, Any]) -> str:
    """The hash of a run's measures and their description. A file whose content is another one was altered."""
    digest = hashlib.sha256(json.dumps(about, sort_keys=True, ensure_ascii=False).encode())
    for name in measures:
        column = measures[name]
        digest.update(f"\0{name}\0".encode())
        if column.dtype.kind in "iuf":
            digest.update(np.ascontiguousarray(column.to_numpy()).tobytes())
        else:
            digest.update("\0".join(map(str, column.tolist())).encode())
    return digest.hexdigest()


def encoded(value: Any) -> Any:
    """A log's dictionaries as JSON that preserves integer keys, tuples and arrays."""
    if isinstance(value, np.ndarray):
        return {"$array": value.tolist(), "dtype": value.dtype.str}
    if isinstance(value, dict):
        return {"$map": [[encoded(key), encoded(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return {"$list": [encoded(item) for item in value], "tuple": isinstance(value, tuple)}
    return value.item() if isinstance(value, np.generic) else value


def decoded(value: Any) -> Any:
    """The reverse of :func:`encoded`."""
    if not isinstance(value, dict):
        return value
    if "$array" in value:
        if _PLAIN.fullmatch(value["dtype"]) is None:
            raise ValueError("an array has no plain type")
        return np.array(value["$array"], dtype=value["dtype"])
    if "$list" in value:
        return (tuple if value["tuple"] else list)(decoded(item) for item in value["$list"])
    return {decoded(key): decoded(item) for key, item in value["$map"]}
