"""The seal of a finished study: an equal one computes nothing, and whatever changed breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.files import hashes, program
from sim.files.paths import scenarios_dir
from sim.report.manifest import FILE as MANIFEST
from sim.report.manifest import Manifest
from sim.results import run_study
from sim.results.answer import SEAL as FILE
from sim.results.answer import asked, keep, kept
from sim.results.result import Result
from sim.study.load import load
from sim.study.study import Study
from tests.study.stub import STUDY, conducted

pytestmark = pytest.mark.usefixtures("no_pictures")

ANSWER = {"text": "the screen"}
SMALL = STUDY.replace("replications: 3", "replications: 2") + "follow_up: 0 days\n"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scenarios, a study file and its finished results."""
    folder = tmp_path_factory.mktemp("sealed")
    shutil.copytree(scenarios_dir(), folder / "scenarios")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    conducted(read(folder), folder / "results")
    (folder / "small.yaml").rename(folder / "moved.yaml")  # the results of a moved study are found by its title
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """The same folder for one test, which may change its files."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    (tmp_path / "moved.yaml").rename(tmp_path / "small.yaml")
    conducted(read(tmp_path), tmp_path / "results")
    return tmp_path


def read(folder: Path) -> Study:
    return load(folder / "small.yaml", folder / "scenarios")


def stands(folder: Path, monkeypatch: pytest.MonkeyPatch, study: Study | None = None, **options: Any) -> bool:
    """Whether another call computes no result. ``study`` has been read before, if it is given.

    A call that must compute a result must find no answer of an earlier call either.
    """
    computed: list[str] = []
    monkeypatch.setenv("JOBSIM_SCENARIOS", str(folder / "scenarios"))
    call = asked(str(folder / "small.yaml"), folder / "results", "json", options)
    assert call is not None
    answer = kept(call)
    result_of: Callable[..., Result] = run_study.result_of

    def counted(*arguments: object) -> Result:
        computed.append("a result")
        return result_of(*arguments)

    monkeypatch.setattr(run_study, "result_of", counted)
    conducted(study or read(folder), folder / "results", **options)
    monkeypatch.setattr(run_study, "result_of", result_of)
    assert not (computed and answer)
    keep(call, ANSWER)
    return not computed


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Time and bytes of every file of the results."""
    files = (path for path in (folder / "results").rglob("*") if path.is_file())
    return {path.as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_an_unchanged_study_computes_and_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stands(folder, monkeypatch)
    before = contents(folder)
    first = Result.read(read(folder), folder / "results" / "small")
    again = conducted(read(folder), folder / "results")
    assert contents(folder) == before
    assert (again.made, again.reused) == (0, 6)
    assert again.manifest == first.manifest
    pd.testing.assert_frame_equal(again.measures, first.measures)
    pd.testing.assert_frame_equal(again.comparisons, first.comparisons)


def test_the_answer_of_an_unchanged_study_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stands(folder, monkeypatch)
    call = asked(str(folder / "small.yaml"), folder / "results", "json", {})
    assert call is not None
    assert kept(call) == ANSWER
    assert kept(replace(call, form="80")) is None
    keep(replace(call, form="80"), {"text": "narrow"})
    assert kept(call) == ANSWER
    other = asked(str(folder / "small.yaml"), folder / "results", "json", {"logs": True})
    assert other is not None
    assert kept(other) is None


def one_of(folder: Path, name: str) -> Path:
    """A file of the results whose name fits."""
    return min((folder / "results" / "small").glob(name))


def test_every_file_that_is_missing_or_edited_breaks_it_and_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = read(folder)
    run = Manifest.read(folder / "results" / "small").runs[0]
    for name, left in (
        (f"runs/{run.key}.parquet", 0.5), ("capacity/*.json", 0), ("tables/measures.parquet", None), ("report.html", 0.5),
    ):  # fmt: skip
        file = one_of(folder, name)
        whole = file.read_bytes()
        if left is None:
            file.unlink()
        else:
            file.write_bytes(whole[: int(len(whole) * left)])
        assert not stands(folder, monkeypatch, study), name
        assert file.stat().st_size > len(whole) / 2, name
    for name in (FILE, MANIFEST):
        one_of(folder, name).write_text("{}")
        assert not stands(folder, monkeypatch, study), name
    assert stands(folder, monkeypatch, study)


def test_a_new_range_of_assumptions_breaks_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`jobsim sensitivity` keeps one, and the page of the study then shows it."""
    added = folder / "results" / "small" / "sensitivity" / "another.json"
    added.parent.mkdir(exist_ok=True)
    added.write_text("{}")
    assert not stands(folder, monkeypatch)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("small.yaml", "seed: 1", "seed: 2"),
        ("small.yaml", "A small one", "A small one again"),
        ("scenarios/figures/natures.yaml", "natures", "natures"),
        ("scenarios/places/aalborg.yaml", "value: 3694.6", "value: 3694.7"),
    ],
)
def test_a_changed_scenario_breaks_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new) + "# a comment\n", encoding="utf-8")
    assert not stands(folder, monkeypatch)


def test_another_program_another_version_and_other_options_break_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, sources = read(folder), program.sources
    assert not stands(folder, monkeypatch, study, engine="reference")
    assert not stands(folder, monkeypatch, study, replications=1)
    assert not stands(folder, monkeypatch, study, logs=True)
    assert stands(folder, monkeypatch, study, logs=True)
    with monkeypatch.context() as other:
        other.setattr(program, "versions", lambda: {"numpy": "another"})
        assert not stands(folder, other, study, logs=True)
    conducted(study, folder / "results")

    def changed(*rooms: str) -> str:
        return sources(*rooms)[::-1] if "report" in rooms else sources(*rooms)

    with monkeypatch.context() as other:
        other.setattr(program, "sources", changed)
        assert not stands(folder, other, study)


def test_a_scenario_that_changed_after_it_was_read_breaks_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The results are of the file as it was read, so the seal must not name the file as it is."""
    study = read(folder)
    known = hashes.of_scenarios(folder / "scenarios")
    natures = folder / "scenarios" / "figures" / "natures.yaml"
    natures.write_text(natures.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    (folder / "results" / "small" / FILE).unlink()
    monkeypatch.setattr("tests.study.stub.of_scenarios", lambda _: known)
    conducted(study, folder / "results")
    monkeypatch.undo()
    assert not stands(folder, monkeypatch)


def test_tables_for_excel_and_danish_pages_keep_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.report.DrawnChart.picture", lambda *_, **__: b"")
    result = conducted(read(folder), folder / "results")
    result.excel()
    assert stands(folder, monkeypatch)


def test_a_result_without_a_page_is_whole_and_gets_the_page_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that wants no page draws none and keeps one that is there. A call that wants one draws it, without a run."""
    shutil.copytree(scenarios_dir(), tmp_path / "scenarios")
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    study, page = read(tmp_path), tmp_path / "results" / "small" / "report.html"
    first = conducted(study, tmp_path / "results", report=False)
    assert not page.exists()
    assert set(first.manifest.files) == set(hashes.of_files(first.folder, (first.folder / "tables").iterdir())) | {
        "cite.txt", "ro-crate-metadata.json",
    }  # fmt: skip
    assert stands(tmp_path, monkeypatch, study, report=False)
    assert not page.exists()
    drawn = conducted(study, tmp_path / "results")
    assert (page.exists(), drawn.made, "report.html" in drawn.manifest.files) == (True, 0, True)
    assert stands(tmp_path, monkeypatch, study)
    assert stands(tmp_path, monkeypatch, study, report=False)
    assert page.exists()
    conducted(study, tmp_path / "results", report=False, replications=1)
    assert not page.exists()  # it was of another result
