"""Pairs arrive, come from the store the second time, and stop when asked. Their numbers are those of `jobsim run`."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.explore.catalogue import Catalogue
from sim.explore.comparing import Comparison
from sim.explore.draft import PILOT, WANTED, Draft, draft_of
from sim.explore.page.four import verdict_of
from sim.explore.shelf import shelf_of
from sim.explore.web.serve import open_early
from sim.files.caches import Cache
from sim.files.errors import RunError
from sim.report.range_records import FiguresRecord
from sim.results.work import Work
from sim.runs.crew import Crew, HaltedError
from sim.runs.opening import missing
from sim.runs.pool import Outcome
from tests.explore.asked import LONGEST, choice, until
from tests.study.stub import write_page

pytestmark = pytest.mark.first

TOTAL = ["group", "team", "activity", "need"]


def whole(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table[TOTAL] == "all").all(axis=1)].set_index("measure")


def test_the_four_numbers_are_those_of_the_saved_study_in_python(
    finished: Comparison, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The three lines of the page, executed as they stand beside the saved file."""
    monkeypatch.chdir(tmp_path)
    draft, findings = finished.draft, finished.findings
    assert findings is not None
    (tmp_path / "results" / draft.name).mkdir(parents=True)
    (tmp_path / "results" / draft.name / "runs").symlink_to(home / "results" / "explore" / "runs")
    unseen = FiguresRecord(place="laesoe", inside=0, outside=0)  # the comparison with figures takes seconds
    monkeypatch.setattr("sim.results.run_study.counts", lambda *_: unseen)
    (tmp_path / draft.file).write_text(draft.text, encoding="utf-8")
    monkeypatch.setattr("sim.results.run_study.Work", lambda: Work(draw=write_page))
    lines = draft.python().splitlines()
    assert len(lines) == 3
    names: dict[str, object] = {}
    exec(compile(draft.python(), "page", "exec"), names)
    result = names["result"]
    assert isinstance(result, sim.Result)
    assert len({run.replication for run in result.manifest.runs}) == findings.pairs
    own, other = whole(findings.comparisons), whole(result.comparisons)
    for name in WANTED:
        for column in ("baseline_mean", "difference", "low", "high"):
            assert own.loc[name, column] == pytest.approx(other.loc[name, column], rel=1e-12, nan_ok=True)
    assert result.manifest.precision == findings.precision
    assert result.manifest.ranges == findings.manifest.ranges


def test_the_difference_is_the_mean_over_pairs(finished: Comparison) -> None:
    """By its plain definition: the variant less the baseline in each pair, and the mean of these."""
    findings = finished.findings
    assert findings is not None
    rows = findings.measures
    rows = rows[(rows["measure"] == "hours_asked") & (rows[TOTAL] == "all").all(axis=1)]
    by_rules = {rules: part.set_index("replication")["value"] for rules, part in rows.groupby("rule_set")}
    assert len(by_rules) == 2
    differences = by_rules["current+004-2a+004-3c"] - by_rules["current"]
    assert len(differences) == findings.pairs
    assert whole(findings.comparisons).loc["hours_asked", "difference"] == pytest.approx(np.mean(differences))


def test_the_first_opening_stock_is_made_while_the_reader_chooses(
    catalogue: Catalogue, crew: Crew, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sim.runs.opening.cache_of", lambda _: Cache(tmp_path))
    first = catalogue.base.baseline.settings["laesoe"]
    burn_in = missing(first, 1)
    assert burn_in is not None
    (job,) = open_early(crew, catalogue.base)  # one for its one worker
    assert job.result(LONGEST).key == burn_in.key
    (tmp_path / f"{burn_in.key}.npz").touch()  # the worker has kept it in its own folder
    assert open_early(crew, catalogue.base) == []


def test_a_stop_keeps_every_finished_run_and_hands_out_no_other(
    catalogue: Catalogue, crew: Crew, tmp_path: Path
) -> None:
    draft = draft_of(choice(catalogue, "004-4b"), catalogue)
    comparison = Comparison(draft, crew, tmp_path)
    comparison.start()
    until(lambda: comparison.standing().pairs >= 1)
    comparison.stop()
    assert comparison.wait(LONGEST)
    crew.submit(abs, -1).result()  # the worker has ended what was under way
    shelf = shelf_of(tmp_path, "none")
    kept = len(list(shelf.folder.glob("*.parquet")))
    standing = comparison.standing()
    assert standing.stage == "stopped"
    assert 2 * standing.pairs <= kept < 2 * PILOT
    comparison.start()
    assert comparison.wait(LONGEST)
    assert comparison.standing().stage == "done"
    assert comparison.standing().made == 2 * comparison.standing().pairs - kept


def test_a_run_that_fails_is_told(draft: Draft, crew: Crew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise RunError("1 of 10 runs failed")

    monkeypatch.setattr("sim.explore.comparing.Runs", failing)
    comparison = Comparison(draft, crew, tmp_path)
    comparison.start()
    assert comparison.wait(LONGEST)
    assert comparison.standing().stage == "failed"
    assert "1 of 10 runs failed" in str(comparison.standing().error)


@pytest.mark.parametrize(
    ("difference", "low", "high", "verdict"),
    [
        (3.0, 1.0, 5.0, "more"), (-3.0, -5.0, -1.0, "less"), (3.0, -1.0, 7.0, "few"), (3.0, np.nan, np.nan, "few"),
        (0.0, 0.0, 0.0, "none"), (0.0, np.nan, np.nan, "none"), (3.0, 0.0, 6.0, "few"),
    ],
)  # fmt: skip
def test_an_interval_that_holds_zero_tells_no_direction(
    difference: float, low: float, high: float, verdict: str
) -> None:
    assert verdict_of(difference, low, high) == verdict


def dies(number: int) -> int:
    """A job that kills its process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_worker_that_dies_costs_its_own_job_only(tmp_path: Path) -> None:
    crew, late = Crew(1), list[Outcome[int, int]]()
    try:
        told = list(crew.run_on(threading.Event(), late.append)([1], dies, 1))
        assert "killed twice" in str(told[0].error)
        assert [outcome.result for outcome in crew.run_on(threading.Event(), late.append)([-2, -3], abs, 1)] == [2, 3]
    finally:
        crew.close()
    with pytest.raises(HaltedError):
        crew.submit(abs, -1)
    assert not late
