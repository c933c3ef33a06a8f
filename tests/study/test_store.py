"""Finished runs on disk: whole or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.files.errors import RunError, ScenarioError
from sim.files.hashes import key_of
from sim.runs.store import Store
from sim.world.log import ROW, Log

MEASURES = pd.DataFrame(
    {"measure": ["hours_total", "Æbler"], "unit": ["hours per year", "per year"], "value": [1.5, 0.1]}
)
KEY = key_of({"seed": 1})


def small_log() -> Log:
    rows = np.zeros(500, ROW)
    for place, name in enumerate(ROW.names or ()):
        rows[name] = (np.arange(500) * (place + 3)) % 100 - 5
    meta: dict[str, Any] = {
        "start": "2024-01-01", "days": 28, "workday": np.arange(28) % 7 < 5, "state": {0: (1, 0), 3: (6, np.int64(2))},
        "contact_permille": {0: {0: 600, -1: 0}}, "need_weights": [700, 1000, 1500],
    }  # fmt: skip
    return Log(rows, {"state": {0: "insured", 3: "sick"}, "certificate": {0: "LÆ 265"}}, meta)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results" / "runs")


def test_what_is_saved_comes_back(store: Store) -> None:
    assert not store.has(KEY)
    assert store.load(KEY) is None
    store.save(KEY, MEASURES, {"replication": 3, "rule_set": "current"})
    assert store.has(KEY)
    found = store.load(KEY)
    assert found is not None
    pd.testing.assert_frame_equal(found.measures, MEASURES)
    assert found.about == {"replication": 3, "rule_set": "current"}
    assert not store.has_log(KEY)
    assert store.notes == []
    assert [file.name for file in store.folder.iterdir()] == [f"{KEY}.parquet"]


def test_a_log_comes_back_with_its_names_and_meta(store: Store) -> None:
    log = small_log()
    store.save(KEY, MEASURES, {}, log)
    found = store.load_log(KEY)
    assert found is not None
    assert found.rows.dtype == ROW
    assert found.sha256() == log.sha256()
    assert found.names == log.names
    assert (found.meta.pop("workday") == log.meta["workday"]).all()
    assert found.meta == {key: value for key, value in log.meta.items() if key != "workday"}


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.99])
def test_a_truncated_file_counts_as_missing(store: Store, keep: float) -> None:
    store.save(KEY, MEASURES, {}, small_log())
    for file in (store.measures_file(KEY), store.log_file(KEY)):
        whole = file.read_bytes()
        file.write_bytes(whole[: int(len(whole) * keep)])
    assert not store.has(KEY)
    assert store.load_log(KEY) is None
    assert len(store.notes) == 2
    assert str(store.measures_file(KEY)) in store.notes[0]
    store.save(KEY, MEASURES, {})  # made again
    assert store.has(KEY)


def test_altered_bytes_are_noticed(store: Store) -> None:
    """Whatever byte of the measures is turned over: the file is refused, or what it says is unchanged."""
    store.save(KEY, MEASURES, {"a": 1})
    file = store.measures_file(KEY)
    whole = file.read_bytes()
    column = pq.read_metadata(file).row_group(0).column(2)  # the values
    first = column.dictionary_page_offset or column.data_page_offset
    refused = 0
    for place in range(first, first + column.total_compressed_size):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        file.write_bytes(changed)
        found = store.load(KEY)
        refused += found is None
        if found is not None:
            assert found.measures["value"].tolist() == MEASURES["value"].tolist(), place
    assert refused > 0


def test_a_file_under_another_runs_name_is_not_believed(store: Store) -> None:
    store.save(KEY, MEASURES, {})
    other = key_of({"seed": 2})
    store.measures_file(KEY).rename(store.measures_file(other))
    assert not store.has(other)
    assert "another run" in store.notes[0]


def test_a_full_disk_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(table: object, where: Any, **_: object) -> None:
        where.write(b"PAR1 half a file")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store.save(KEY, MEASURES, {})
    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(RunError, match="disk is full") as caught:
        store.save(key_of({"seed": 2}), MEASURES, {})
    assert str(store.folder) in str(caught.value)
    assert [file.name for file in store.folder.iterdir()] == [f"{KEY}.parquet"]
    assert store.has(KEY)


def test_an_interrupted_write_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(table: object, where: Any, **_: object) -> None:
        where.write(b"PAR1")
        raise KeyboardInterrupt

    monkeypatch.setattr(pq, "write_table", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.save(KEY, MEASURES, {})
    assert list(store.folder.iterdir()) == []


def test_no_write_permission_is_bad_input(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(ScenarioError) as caught:
        store.save(KEY, MEASURES, {})
    assert str(store.folder) in str(caught.value)
    assert "--results" in str(caught.value)


def test_a_file_where_the_folder_should_be_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("not a folder")
    with pytest.raises(ScenarioError, match="cannot be written"):
        Store(tmp_path / "results" / "runs").save(KEY, MEASURES, {})


def test_what_a_killed_writer_left_is_swept(store: Store) -> None:
    store.save(KEY, MEASURES, {})
    left = store.folder / f".{KEY}.parquet.elsewhere-123.part"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    assert store.has(KEY)
    store.sweep()
    assert not left.exists()
    assert store.has(KEY)


def test_keys_depend_on_content_alone() -> None:
    assert key_of({"a": 1, "b": [1, 2]}) == key_of({"b": [1, 2], "a": 1})
    assert key_of({"a": 1}) != key_of({"a": 2})
    assert key_of({"a": 1}) != key_of({"a": "1"})
    for bad in (float("nan"), object(), np.int64(3)):
        with pytest.raises((TypeError, ValueError)):
            key_of({"a": bad})
