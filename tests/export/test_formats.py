"""Each format holds the same events, and the tools for which it is made read it."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from sim.export.objects import objects_of
from sim.export.write import FORMATS, format_of, write_events
from sim.files.errors import ScenarioError

XES = "{http://www.xes-standard.org/}"
pytestmark = pytest.mark.filterwarnings("ignore")  # pm4py and what it imports warn of their own affairs


def written(events: pd.DataFrame, folder: Path, ending: str) -> Path:
    file = folder / f"log{ending}"
    write_events(events, file, "a <run> & its rules")
    return file


def test_xes_has_one_trace_per_citizen_and_every_event(events: pd.DataFrame, tmp_path: Path) -> None:
    root = ElementTree.fromstring(gzip.decompress(written(events, tmp_path, ".xes.gz").read_bytes()))
    traces = root.findall(f"{XES}trace")
    assert len(traces) == events["citizen"].nunique()
    found = [int(node.attrib["value"]) for node in root.iter(f"{XES}int") if node.attrib["key"] == "sequence"]
    assert sorted(found) == events["sequence"].tolist()
    name = root.find(f"{XES}string")
    assert name is not None
    assert name.attrib["value"] == "a <run> & its rules"


def test_equal_events_are_equal_files(events: pd.DataFrame, tmp_path: Path) -> None:
    for ending in (".xes.gz", ".csv.gz"):
        first = written(events, tmp_path, ending).read_bytes()
        assert written(events, tmp_path, ending).read_bytes() == first


def test_pm4py_reads_xes_and_discovers_a_map(events: pd.DataFrame, tmp_path: Path) -> None:
    import pm4py

    log = pm4py.read_xes(str(written(events, tmp_path, ".xes")))
    assert len(log) == len(events)
    assert log["case:concept:name"].nunique() == events["citizen"].nunique()
    times = pd.to_datetime(log.sort_values("sequence")["time:timestamp"], utc=True)
    assert (times.to_numpy() == events["time"].dt.tz_convert("UTC").to_numpy()).all()
    arcs, starts, ends = pm4py.discover_dfg(log)
    ordered = events.sort_values(["citizen", "sequence"])
    pairs = ordered.groupby("citizen").size() - 1
    assert sum(arcs.values()) == pairs.sum()  # every event but a citizen's first follows one
    assert sum(starts.values()) == sum(ends.values()) == len(pairs)


def test_pm4py_reads_ocel_and_discovers_a_map_of_objects(events: pd.DataFrame, tmp_path: Path) -> None:
    import pm4py

    log = pm4py.read_ocel2_sqlite(str(written(events, tmp_path, ".sqlite")))
    objects = objects_of(events)
    assert len(log.events) == len(events)
    assert len(log.objects) == len(objects.things)
    assert len(log.relations) == len(objects.relations)
    assert set(pm4py.discover_ocdfg(log)["object_types"]) == {"citizen", "caseworker", "session", "certificate"}


def test_every_relation_of_ocel_is_between_things_that_are_there(events: pd.DataFrame, tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(events, tmp_path, ".sqlite"))) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("SELECT count(*) FROM event").fetchone()[0] == len(events)
        of_citizens = "SELECT count(*) FROM event_object WHERE ocel_qualifier = 'citizen'"
        assert base.execute(of_citizens).fetchone()[0] == len(events)


def test_a_delivered_certificate_is_the_one_that_was_ordered(events: pd.DataFrame) -> None:
    """A certificate has one order at most and one delivery at most; a delivery without an order is of the time before the log."""
    relations = objects_of(events).relations
    papers = relations[relations["qualifier"] == "certificate"].merge(events, on="sequence")
    counts = pd.crosstab(papers["id"], papers["kind"])
    assert (counts["order"] <= 1).all()
    ordered = counts[counts["order"] == 1]
    assert len(ordered) > 0
    assert (ordered["deliver"] <= 1).all()


def test_parquet_opens_in_pandas_polars_and_duckdb(events: pd.DataFrame, tmp_path: Path) -> None:
    import duckdb
    import polars

    file = written(events, tmp_path, ".parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(file), events, check_dtype=False)
    table = polars.read_parquet(file)
    assert table.height == len(events)
    found = duckdb.sql(f"SELECT sum(minutes) / 60 FROM '{file}'")
    assert found is not None
    assert float(found.fetchall()[0][0]) == pytest.approx(events["minutes"].sum() / 60)
    assert table["minutes"].sum() == events["minutes"].sum()


def test_csv_has_times_with_their_zone(events: pd.DataFrame, tmp_path: Path) -> None:
    table = pd.read_csv(written(events, tmp_path, ".csv"), keep_default_na=False)
    assert list(table.columns) == list(events.columns)
    assert table["time"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00").all()
    assert (pd.to_datetime(table["time"], utc=True).to_numpy() == events["time"].dt.tz_convert("UTC").to_numpy()).all()


def test_a_name_without_a_known_format_is_refused(tmp_path: Path) -> None:
    assert [format_of(Path(f"a{ending}")) for ending in FORMATS] == list(FORMATS)
    for name in ("log.xlsx", "log", ".xes"):
        with pytest.raises(ScenarioError, match="known format"):
            format_of(tmp_path / name)
