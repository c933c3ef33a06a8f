"""Small files that ask for much memory: stored tables, cross-sections, kept JSON, sheets. Each is refused before it is unpacked."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.data.cell import MOST_CELLS
from sim.files.errors import ScenarioError
from sim.files.kept import MOST_KEPT, kept_json
from sim.report.manifest import FILE, Manifest
from sim.results import answer, outputs
from sim.results.uncertainty.kept import calibrated
from sim.runs import opening, stored_table
from sim.runs.store import ABOUT, Store
from sim.runs.stored_table import MOST_ROWS, hash_of_measures, packed
from sim.world.log import COLUMNS, ROW, Log
from tests.data.published import read, xlsx
from tests.report.manifests import manifest

KEY = "0" * 64
MEASURES = pd.DataFrame({"measure": ["hours"], "unit": ["hours per year"], "value": [1.5]})


def written(folder: Path, table: pa.Table, about: dict[str, Any], name: str = f"{KEY}.parquet") -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    table = table.replace_schema_metadata({ABOUT: packed({"key": KEY, **about})})
    pq.write_table(table, folder / name, compression="zstd", write_page_checksum=True)
    return Store(folder)


def note_of(store: Store, *, log: bool = False) -> str:
    assert (store.load_log(KEY) if log else store.load(KEY)) is None
    (note,) = store.notes
    assert "this run is made again" in note
    return note


def test_a_table_of_very_many_equal_rows_is_not_unpacked(tmp_path: Path) -> None:
    table = pa.table({"value": pa.array(np.zeros(3 * MOST_ROWS))})
    store = written(tmp_path, table, {})
    assert store.measures_file(KEY).stat().st_size < 100_000
    assert "rows in" in note_of(store)
    assert list(store.descriptions()) == []


def test_long_words_that_repeat_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = pa.DictionaryArray.from_arrays(pa.array(np.zeros(5_000, np.int32)), pa.array(["x" * 1_000]))
    store = written(tmp_path, pa.table({"measure": word.cast(pa.string())}), {})
    monkeypatch.setattr(stored_table, "MOST_WORDS", 4 << 20)  # 5 MB of words in a few bytes
    assert store.measures_file(KEY).stat().st_size < 100_000
    assert "words of the column `measure` are too long" in note_of(store)


def test_a_description_that_unfolds_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_table, "MOST_DESCRIPTION", 1 << 20)
    store = written(tmp_path, pa.Table.from_pandas(MEASURES), {"about": {"text": "x" * (4 << 20)}})
    assert "description is too large" in note_of(store)
    assert list(store.descriptions()) == []


@pytest.mark.parametrize(
    "about",
    [[], {}, {"key": KEY}, {"key": KEY, "about": None}, {"key": KEY, "about": {}, "sha256": 5}, {"key": [KEY]}],
    ids=str,
)
def test_a_description_of_another_shape_is_a_damaged_file(about: Any, tmp_path: Path) -> None:
    table = pa.Table.from_pandas(MEASURES).replace_schema_metadata({ABOUT: packed(about)})
    pq.write_table(table, tmp_path / f"{KEY}.parquet", write_page_checksum=True)
    assert note_of(Store(tmp_path))


@pytest.mark.parametrize("how", ["value", "word", "row", "column", "about"])
def test_measures_that_were_changed_are_made_again(how: str, tmp_path: Path) -> None:
    """A table that is whole by itself, but is not the one that was stored."""
    about = {"replication": 1}
    digest = hash_of_measures(MEASURES, about)
    assert written(tmp_path, pa.Table.from_pandas(MEASURES), {"about": about, "sha256": digest}).load(KEY) is not None
    other = MEASURES.copy()
    if how == "value":
        other["value"] = 1.5 + 2**-52
    elif how == "word":
        other["measure"] = "hours_total"
    elif how == "row":
        other = pd.concat([MEASURES, MEASURES], ignore_index=True)
    elif how == "column":
        other = other.rename(columns={"unit": "units"})
    changed = {"replication": 2} if how == "about" else about
    store = written(tmp_path, pa.Table.from_pandas(other), {"about": changed, "sha256": digest})
    assert "not those that were stored" in note_of(store)


@pytest.mark.parametrize("how", ["missing", "words", "value"])
def test_a_log_that_was_changed_is_made_again(how: str, tmp_path: Path) -> None:
    rows = np.zeros(20, ROW)
    store = Store(tmp_path)
    store.save_log(KEY, Log(rows, {"state": {0: "insured"}}, {"days": 3}))
    assert store.load_log(KEY) is not None
    table = pq.read_table(store.log_file(KEY))
    at = table.column_names.index(COLUMNS[3])
    if how == "missing":
        table = table.remove_column(at)
    else:
        cells = ["x"] * 20 if how == "words" else np.ones(20, ROW[COLUMNS[3]])
        table = table.set_column(at, COLUMNS[3], pa.array(cells))
    pq.write_table(table, store.log_file(KEY), write_page_checksum=True)
    assert note_of(store, log=True)


# --- what is kept beside the runs
def test_kept_json_is_bounded_in_size_and_depth(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(ValueError, match="nested too deeply"):
        kept_json(file)
    with file.open("wb") as stream:
        stream.truncate(MOST_KEPT + 1)
    with pytest.raises(ValueError, match="too large"):
        kept_json(file)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[]", "{}", '{"files": 5}', "null", "\0", "1e999", '{"files": {"a": 1}}']
)
def test_a_seal_a_manifest_or_an_answer_of_nonsense_is_none(text: str, tmp_path: Path) -> None:
    call = answer.Asked(tmp_path, "x", "json")
    for name in (answer.FILE, answer.SEAL, answer.MANIFEST):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert answer.kept(call) is None
    assert outputs.earlier(tmp_path) is None


def test_a_manifest_that_was_changed_is_damaged(tmp_path: Path) -> None:
    whole = manifest()
    whole.write(tmp_path)
    assert Manifest.read(tmp_path) == whole
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    data = json.loads(text)
    (tmp_path / FILE).write_text(
        text.replace(f'"seed": {data["seed"]}', f'"seed": {data["seed"] + 1}'), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="not the one that was written"):
        Manifest.read(tmp_path)
    with pytest.raises(ScenarioError, match="no finished results"):
        outputs.finished(tmp_path, "run it")


def npz(rows: bytes, names: str = "{}") -> bytes:
    out = io.BytesIO()
    stream = io.BytesIO()
    np.save(stream, np.array(names))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.npy", rows)
        archive.writestr("names.npy", stream.getvalue())
    return out.getvalue()


HEAD = b"\x93NUMPY\x01\x00v\x00"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04",
        npz(b""),
        npz(HEAD + b"{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000000000,), }".ljust(117) + b"\n"),
        npz(HEAD + b"{'descr': '|u1', 'fortran_order': False, 'shape': (".ljust(117) + b"\n"),
        npz(HEAD + b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".ljust(117) + b"\n" + b"cos\nsystem\n"),
        npz(b"\0" * (30 << 20)),
        npz(HEAD + b"{'descr': '|u1', 'fortran_order': False, 'shape': (0,), }".ljust(117) + b"\n", "[" * 10_000),
        npz(HEAD + b"{'descr': '|u1', 'fortran_order': False, 'shape': (0,), }".ljust(117) + b"\n", '{"states": 5}'),
    ],
    ids=["empty", "cut", "no-array", "vast", "half", "objects", "zeros", "deep", "shape"],
)
def test_a_cross_section_of_nonsense_is_made_again(raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBSIM_CACHE", str(tmp_path))
    (tmp_path / "opening").mkdir()
    (tmp_path / "opening" / f"{KEY}.npz").write_bytes(raw)
    monkeypatch.setattr(opening, "KEPT", 20 << 20)
    assert opening._stored(KEY) is None


@pytest.mark.parametrize(
    "text", ["", "\0", "a\n1\n", "a.yaml:b\nx\n", "a.yaml:b,a.yaml:b\n1\n", '"' * 1001, "a.yaml:b\n1e999\n"]
)
def test_a_kept_set_of_nonsense_is_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "calibrate-aalborg" / "kept.csv"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="kept set"):
        calibrated("aalborg", tmp_path)


# --- published tables
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="B2"', b'r="XFD1048576"'),
        (b'r="B2"', b"r = 'xfd1048576'"),
        (b'r="B2"', b'r="ZZZZZZZ99999999"'),
        (b'r="B2"', b'r="$B$1048576"'),
    ],
)
def test_a_sheet_with_a_cell_at_its_far_end_is_not_opened(old: bytes, new: bytes) -> None:
    """Its library would make room for 17 thousand million cells."""
    whole = xlsx([["Område", *[f"20{at:02d}M01" for at in range(10, 25)]], ["Aalborg", 1]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, archive.read(name).replace(old, new))
    with pytest.raises(ScenarioError, match="too many cells"):
        read(out.getvalue(), "y07a02.xlsx")


def test_a_table_has_a_largest_number_of_cells() -> None:
    width = 999
    rows = f"{';' * width}\n" * (MOST_CELLS // width)
    with pytest.raises(ScenarioError, match=r"too many (cells|columns)"):
        read(f"{'a;' * width}b\n".encode() + rows.replace(";", "1;").encode(), "auk01.csv")
    with pytest.raises(ScenarioError, match="too many columns"):
        read(b";" * 10_000_000, "auk01.csv")
    sizes = {"id": ["a", "b"], "size": [10**9, 10**9], "dimension": {}, "value": {}}
    for each in ("a", "b"):
        sizes["dimension"] |= {each: {"category": {"index": ["x"]}}}  # type: ignore[operator]
    with pytest.raises(ScenarioError, match="too many cells"):
        read(json.dumps(sizes).encode(), "AUK01.json")


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_sheets_of_other_kinds_are_refused_by_name(part: str) -> None:
    out = io.BytesIO(xlsx([["Område"], ["Aalborg"]]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, b"")
    with pytest.raises(ScenarioError, match="a sheet of another kind"):
        read(out.getvalue(), "y07a02.xlsx")
