"""Mutations within files that are archives or tables: parquet, npz, xlsx. The outside stays whole, so the reader comes to the inside."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.hostile.mutations import NUMBERS, TEXTS, mutated


def mutated_table(raw: bytes, ending: str, chance: Random) -> tuple[bytes, str]:
    """A table with a mutation of its columns, cells or description; an archive with a mutation of one of its parts."""
    return _parquet(raw, chance) if ending == ".parquet" else _archive(raw, chance)


def _parquet(raw: bytes, chance: Random) -> tuple[bytes, str]:
    table = pq.read_table(io.BytesIO(raw))
    about: dict[bytes, bytes] = dict(table.schema.metadata or {})
    how = chance.choice(
        ("drop", "rename", "retype", "values", "no rows", "many rows", "about", "no about", "add", "order")
    )
    at = chance.randrange(max(table.num_columns, 1))
    if how == "drop":
        table = table.remove_column(at)
    elif how == "rename":
        table = table.rename_columns(
            [f"{name}x" if place == at else name for place, name in enumerate(table.column_names)]
        )
    elif how in ("retype", "values", "add"):
        table = _other_column(table, at, how, chance)
    elif how == "no rows":
        table = table.slice(0, 0)
    elif how == "many rows":
        table = pa.concat_tables([table] * 200)
    elif how == "order":
        table = table.select(list(reversed(table.column_names)))
    elif how == "no about":
        about = {}
    elif about:
        key = chance.choice(list(about))
        about[key] = mutated(about[key], chance, [b"{}"])[0]
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(about), out, compression="zstd", write_page_checksum=True)
    return out.getvalue(), f"parquet: {how}"


def _other_column(table: pa.Table, at: int, how: str, chance: Random) -> pa.Table:
    name, rows = table.column_names[at], table.num_rows
    values: list[Any] = [chance.choice(TEXTS[:60]).encode("utf-8", "replace").decode() for _ in range(rows)]
    if how == "values" and pa.types.is_floating(table.schema.types[at]):
        values = [float(chance.choice(NUMBERS[:15])) for _ in range(rows)]
    elif how == "values" and pa.types.is_integer(table.schema.types[at]):
        values = [chance.choice((-1, 0, 1, 127, -128)) for _ in range(rows)]
    elif how == "retype":
        values = chance.choice(
            (values, [None] * rows, list(range(rows)), [b"\xff"] * rows, [[1]] * rows, [True] * rows)
        )
    column = pa.array(values)
    return table.append_column(f"{name}-2", column) if how == "add" else table.set_column(at, name, column)


def _archive(raw: bytes, chance: Random) -> tuple[bytes, str]:
    """An archive with one part mutated, removed, renamed or added."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    how = chance.choice(("bytes", "bytes", "bytes", "remove", "rename", "add", "array"))
    name = chance.choice(list(parts))
    if how == "bytes":
        parts[name] = mutated(parts[name], chance, list(parts.values()))[0]
    elif how == "remove":
        del parts[name]
    elif how == "rename":
        parts[chance.choice(("../x", "/x", "xl/x", "rows.npy", f"{name}x"))] = parts.pop(name)
    elif how == "add":
        parts["xl/media/zeros.bin"] = bytes(1 << 24)
    else:
        stream = io.BytesIO()
        np.save(stream, chance.choice((np.zeros(5), np.zeros((2, 2)), np.array("{}"), np.array([1, 2], "M8[D]"))))
        parts[name] = stream.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return out.getvalue(), f"archive: {how}"
