"""The files of a result: all of one result, as the manifest says, or made again."""

from __future__ import annotations

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from sim.files import hashes
from sim.files.entry import Title
from sim.files.errors import RunError, ScenarioError
from sim.files.paths import scenarios_dir
from sim.report.manifest import FILE, Manifest
from sim.results import outputs
from sim.results.answer import SEAL
from sim.results.result import Result
from sim.runs.make import make
from sim.runs.run import Plan
from sim.study.load import load
from sim.study.study import Study
from tests.study.stub import STUDY, conducted, study

pytestmark = pytest.mark.usefixtures("no_pictures")

SMALL = STUDY.replace("capacity: [keep, cut]", "capacity: keep").replace("replications: 3", "replications: 2")


@pytest.fixture
def result(tmp_path: Path) -> Result:
    return conducted(study(tmp_path, SMALL), tmp_path / "results")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the runs."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "runs")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_manifest_lists_every_file_with_its_hash(result: Result) -> None:
    files = Manifest.read(result.folder).files
    assert set(files) == set(contents(result.folder)) - {FILE, SEAL}
    assert files == hashes.of_files(result.folder, (result.folder / name for name in files))


@pytest.mark.parametrize("harm", ["deleted", "emptied", "cut short", "saved by another program"])
@pytest.mark.parametrize(
    "name", ["report.html", "tables/measures.parquet", "tables/comparisons.parquet", "tables/measures.csv", FILE]
)
def test_a_file_that_is_not_as_it_was_written_is_made_again(result: Result, name: str, harm: str) -> None:
    before, file = contents(result.folder), result.folder / name
    whole = file.read_bytes()
    if harm == "deleted":
        file.unlink()
    else:
        file.write_bytes({"emptied": b"", "cut short": whole[:-3]}.get(harm, whole.replace(b"e", b"E") + b"\r\n"))
    again = conducted(result.study, result.folder.parent)
    assert (again.made, contents(result.folder)) == (0, before)


def test_a_result_that_is_whole_is_not_written_again(result: Result) -> None:
    times = {name: (result.folder / name).stat().st_mtime_ns for name in contents(result.folder)}
    conducted(result.study, result.folder.parent)
    assert {name: (result.folder / name).stat().st_mtime_ns for name in contents(result.folder)} == times


def test_a_stop_while_files_are_written_leaves_no_manifest_and_no_old_page(result: Result) -> None:
    """The new result has other numbers, so its tables must not lie beside the old page."""
    longer = result.study.with_replications(3)

    def stopped(_: Result) -> list[Path]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(
            result, study=longer, manifest=result.manifest.model_copy(update={"replications": 3, "files": {}})
        ).save(stopped)
    assert not (result.folder / FILE).exists()
    assert not (result.folder / "report.html").exists()
    with pytest.raises(ScenarioError, match="no finished results"):
        Result.read(result.study, result.folder)


def test_what_two_commands_write_at_once_stays(result: Result) -> None:
    """Both read the manifest before one of them has written, as `jobsim report` does in two languages at once."""
    one, other = (Result.read(result.study, result.folder) for _ in range(2))
    for reader, name in ((one, "one.txt"), (other, "other.txt")):
        file = result.folder / name
        outputs.add(result.folder, reader.manifest, partial(_write_text, file), {name}.__contains__)
    listed = Manifest.read(result.folder).files
    assert {"one.txt", "other.txt", *result.manifest.files} <= set(listed)
    assert all((result.folder / name).exists() for name in listed)


def test_a_command_adds_nothing_to_a_result_that_was_made_anew(result: Result) -> None:
    earlier = result.manifest
    outputs.rewrite(result.folder, earlier.model_copy(update={"title": Title(en="Anew", da="På ny")}), list)
    before = contents(result.folder)
    with pytest.raises(ScenarioError, match="made anew or removed"):
        outputs.add(result.folder, earlier, partial(_write_text, result.folder / "more.txt"), lambda _: True)
    assert contents(result.folder) == before


def test_a_reader_waits_for_the_files_of_a_writer(result: Result) -> None:
    removed, go_on = threading.Event(), threading.Event()

    def write() -> list[Path]:
        removed.set()
        assert go_on.wait(60)
        return _write_text(result.folder / "late.txt")

    with ThreadPoolExecutor(2) as threads:
        writer = threads.submit(outputs.add, result.folder, result.manifest, write, lambda _: False)
        assert removed.wait(60)
        reader = threads.submit(outputs.finished, result.folder, "")
        assert not (result.folder / FILE).exists()
        assert not reader.done()
        go_on.set()
        assert "late.txt" in writer.result(60).files
        assert "late.txt" in reader.result(60).files


def _write_text(file: Path) -> list[Path]:
    file.write_text("text", encoding="utf-8")
    return [file]


def test_a_manifest_removes_no_file_outside_its_folder(result: Result) -> None:
    outside = result.folder.parent / "precious"
    outside.write_text("mine")
    record = json.loads((result.folder / FILE).read_text())
    record["files"]["../precious"] = "0"
    (result.folder / FILE).write_text(json.dumps(record))
    conducted(result.study, result.folder.parent)
    assert outside.read_text() == "mine"


# --- whose results these are
def copy_of(result: Result, title: str, tmp_path: Path) -> Study:
    """The study in another folder, under another title."""
    folder = tmp_path / "other"
    folder.mkdir()
    return study(folder, SMALL.replace("A small one", title))


def test_results_of_another_file_of_the_same_name_are_kept(result: Result, tmp_path: Path) -> None:
    before = contents(result.folder)
    other = copy_of(result, "Something else", tmp_path)
    with pytest.raises(ScenarioError, match="another study named `small`") as caught:
        conducted(other, result.folder.parent)
    assert contents(result.folder) == before
    assert str(tmp_path / "small.yaml") in str(caught.value)
    assert "--results" in str(caught.value)
    assert conducted(other, tmp_path / "elsewhere").manifest.title.en == "Something else"
    with pytest.raises(ScenarioError, match="another study named"):
        Result.read(other, result.folder)


def test_a_study_that_was_moved_keeps_its_results(result: Result, tmp_path: Path) -> None:
    moved = copy_of(result, "A small one", tmp_path)
    (tmp_path / "small.yaml").unlink()
    again = conducted(moved, result.folder.parent)
    assert (again.made, again.manifest.file) == (0, moved.source.file)


# --- a study that has changed since
@pytest.mark.parametrize(
    ("old", "new"),
    [("practice: same-contact-by-need", "practice: baseline"), ("seed: 1", "seed: 2"), ("A small one", "A new title")],
)
def test_a_study_that_has_changed_is_not_shown_with_its_old_results(
    result: Result, tmp_path: Path, old: str, new: str
) -> None:
    changed = study(tmp_path, SMALL.replace(old, new))
    with pytest.raises(ScenarioError, match="has changed since") as caught:
        Result.read(changed, result.folder)
    assert "jobsim run" in str(caught.value)
    conducted(changed, result.folder.parent)
    Result.read(changed, result.folder)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("places/aalborg.yaml", "value: 3694.6", "value: 3694.7"),
        ("office/calendar.yaml", "closed: {value: false,", "closed: {value: true,"),
        ("figures/norms.yaml", "high: 55, evidence: study, source: X002", "high: 56, evidence: study, source: X002"),
    ],
)
def test_so_is_a_study_that_names_a_changed_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str
) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    monkeypatch.setenv("JOBSIM_SCENARIOS", str(root))
    (tmp_path / "small.yaml").write_text(SMALL)
    result = conducted(load(tmp_path / "small.yaml"), tmp_path / "results")
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError, match="has changed since"):
        Result.read(load(tmp_path / "small.yaml"), result.folder)


def test_a_damaged_table_is_not_shown(result: Result) -> None:
    shutil.copy(result.folder / "tables" / "comparisons.parquet", result.folder / "tables" / "measures.parquet")
    with pytest.raises(ScenarioError, match="not the one that the study wrote"):
        Result.read(result.study, result.folder)


def test_a_program_that_changes_while_a_study_runs_makes_no_run(result: Result) -> None:
    run = Plan.of(result.study, result.folder).run("aalborg", result.study.baseline, 1)
    with pytest.raises(RunError, match="the program was changed"):
        make(replace(run, sources="of the process that started the study"))


# --- languages
def test_each_language_has_files_of_its_own(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.report.DrawnChart.picture", lambda *_, **__: b"")  # drawn, and not saved as pictures
    describing = {FILE, "ro-crate-metadata.json"}  # they list all files, those of the other language too
    english = {name: content for name, content in contents(result.folder).items() if name not in describing}
    danish = {path.relative_to(result.folder).as_posix() for path in result.draw("da")}
    after = contents(result.folder)
    assert {name: after[name] for name in english} == english
    assert "report.da.html" in danish
    own = ("charts.da/", "report.da.html", "guidelines.da.html")
    assert {name for name in danish - describing if not name.startswith(own)} == set()
    files = set(Manifest.read(result.folder).files) | {SEAL}
    assert files - describing == (set(english) | danish) - describing
    conducted(result.study, result.folder.parent)
    assert contents(result.folder) == after


# --- several places
def test_a_study_of_two_places_says_of_each_what_a_study_of_it_alone_says(tmp_path: Path) -> None:
    def of(*places: str) -> Result:
        folder = tmp_path / "-".join(places)
        folder.mkdir()
        return conducted(study(folder, STUDY.replace("[aalborg]", f"[{', '.join(places)}]")), folder / "results")

    both = of("aalborg", "aalborg-mixed")
    for place in ("aalborg", "aalborg-mixed"):
        alone, part = of(place), both.manifest.at(place)
        assert part.break_even == alone.manifest.break_even
        assert (part.capacity, part.place) == (alone.manifest.capacity, place)
        table = both.comparisons[both.comparisons["place"] == place].reset_index(drop=True)
        pd.testing.assert_frame_equal(table, alone.comparisons)
    with pytest.raises(ScenarioError, match="several places") as caught:
        both.chart("hours")
    assert "aalborg, aalborg-mixed" in str(caught.value)
    with pytest.raises(ScenarioError, match="nearest: aalborg-mixed"):
        both.chart("hours", place="aalborg-mixt")
    assert not both.chart("hours", place="aalborg-mixed").numbers().empty
