"""A study from its file to its results, with a stubbed model: reuse, staff cut, failures, both engines, Ctrl-C."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.files.errors import RunError, ScenarioError
from sim.report.manifest import Manifest
from sim.runs.run import Made, Run
from sim.runs.store import Store
from sim.study.read_setting import hash_of
from tests.study import stub_runs
from tests.study.stub import STUDY, conducted, study
from tests.study.stub_runs import BOUND, HOURS, TEAMS


class Counted:
    """The stub, with the runs that it was asked for."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def __call__(self, run: Run) -> Made:
        self.runs.append(run)
        return stub_runs.make(run)


def test_a_study_writes_its_files(tmp_path: Path) -> None:
    result = conducted(study(tmp_path), tmp_path / "results")
    folder = tmp_path / "results" / "small"
    assert result.folder == folder
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "runs" not in path.parts} == {
        "manifest.json", "report.html", "tables/measures.csv", "tables/measures.parquet", "tables/comparisons.csv",
        "tables/comparisons.parquet", "capacity/aalborg.freed-six-cities.same-contact-by-need.json",
    }  # fmt: skip
    assert list(result.measures.columns) == [
        "study", "place", "rule_set", "practice", "capacity", "replication",
        "group", "team", "activity", "need", "measure", "unit", "value",
    ]  # fmt: skip
    assert set(result.comparisons["variant"]) == {v.name for v in result.study.columns[1:]}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == json.loads(result.manifest.text())
    assert Manifest.read(folder) == result.manifest
    assert (manifest["seed"], manifest["warm_up"], manifest["measured"]) == (1, "1 month", "2 months")
    assert len(manifest["runs"]) == 9
    assert {a["evidence"] for a in manifest["assumptions"]} <= {
        "study",
        "seed",
        "expert",
        "fitted",
        "assumption",
        "unknown",
    }
    assert [p["id"] for p in manifest["proposals"]][:2] == ["004-1", "004-2a"]
    logs = sorted(path.name for path in (folder / "runs").glob("*.log.parquet"))
    kept = sorted(f"{run['log']}.log.parquet" for run in manifest["runs"] if run["replication"] == 1)
    assert set(kept) <= set(logs)


def test_finished_runs_are_reused(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    first = conducted(small, results)
    assert (first.made > 0, first.reused) == (True, 0)
    made = Counted()
    second = conducted(small, results, made)
    assert made.runs == []
    assert (second.made, second.reused) == (0, 9 + 0)
    pd.testing.assert_frame_equal(second.measures, first.measures)
    third = conducted(small, results, made, replications=4)
    assert {run.replication for run in made.runs} == {4}
    assert third.study.replications == 4


def test_a_file_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    first = conducted(small, results)
    broken = Store(results / "small" / "runs").measures_file(first.manifest.runs[0].key)
    broken.write_bytes(broken.read_bytes()[:100])
    made = Counted()
    pd.testing.assert_frame_equal(conducted(small, results, made).measures, first.measures)
    assert len(made.runs) == 1


def needed(team: str) -> int:
    """Tenths of posts at which a team has the baseline's running minutes, by the stub's rules."""
    freed = TEAMS[team] * (BOUND["current"] - BOUND["freed-six-cities"]) * 1.002  # the mean of replications 1 to 3
    return math.ceil((TEAMS[team] - freed) * 10 - 1e-6)


def test_staff_is_cut_to_where_citizens_are_served_as_before(tmp_path: Path) -> None:
    result = conducted(study(tmp_path), tmp_path / "results")
    (cut,) = result.manifest.capacity
    pooled = TEAMS["job-ready"] + TEAMS["resource"]  # one pool under the freed rules: cut in proportion
    freed = pooled * (BOUND["current"] - BOUND["freed-six-cities"]) * 1.002
    assert round(cut.posts["insured"] * 10) == needed("insured")
    together = round((cut.posts["job-ready"] + cut.posts["resource"]) * 10)
    assert together == math.ceil((pooled - freed) * 10 - 1e-6)
    assert cut.posts["job-ready"] / cut.posts["resource"] == pytest.approx(8.7 / 12.9, rel=0.02)
    assert (cut.places_baseline, cut.places) == (32, math.ceil(32 * 0.51))
    assert cut.total["freed"] == pytest.approx(sum(TEAMS.values()) - sum(cut.posts.values()))
    assert cut.trials <= 6
    staff = result.compare("freed-six-cities/cut").table
    row = staff[(staff["measure"] == "staff") & (staff["team"] == "insured")].iloc[0]
    assert row["difference"] == pytest.approx(cut.posts["insured"] - TEAMS["insured"])
    assert (row["low"], row["high"]) == (row["difference"], row["difference"])  # the same posts in every replication


def test_a_rule_set_that_frees_nothing_keeps_its_staff_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stub_runs.BOUND, "freed-six-cities", 0.7)
    (cut,) = conducted(study(tmp_path), tmp_path / "results").manifest.capacity
    assert cut.posts == TEAMS
    assert cut.total["freed"] == 0
    assert any("insured: all 23.8 posts stay" in note for note in cut.notes)


def test_teams_of_unknown_volume_keep_their_posts(tmp_path: Path) -> None:
    def make(run: Run) -> Made:
        made = stub_runs.make(run)
        mine = made.measures["team"] == "insured"
        posts = made.measures[mine & (made.measures["measure"] == "staff")].assign(measure="staff_unknown")
        return replace(made, measures=pd.concat([made.measures[~mine], posts], ignore_index=True))

    (cut,) = conducted(study(tmp_path), tmp_path / "results", make).manifest.capacity
    assert cut.posts["insured"] == TEAMS["insured"]
    assert cut.posts["resource"] < TEAMS["resource"]
    assert cut.apart == ("insured",)
    assert cut.total["baseline"] == pytest.approx(TEAMS["job-ready"] + TEAMS["resource"])
    assert "insured" not in cut.freed


def test_deadlines_that_both_keep_hold_staff_back(tmp_path: Path) -> None:
    def make(run: Run) -> Made:
        made = stub_runs.make(run)
        few = dict(run.posts or ()).get("insured", TEAMS["insured"]) < 23.0
        late = (made.measures["measure"] == "breaches_team") & (made.measures["team"] == "insured")
        made.measures.loc[late, "value"] = 9.0 if few else 3.0
        return made

    (cut,) = conducted(study(tmp_path), tmp_path / "results", make).manifest.capacity
    assert cut.posts["insured"] == 23.0


def test_posts_that_a_ceiling_demands_are_not_cut_again(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="staff cut cannot be combined with ceilings on caseloads") as caught:
        conducted(
            study(tmp_path, STUDY.replace("rules: freed-six-cities", "rules: strengthened")), tmp_path / "results"
        )
    assert caught.value.file == "reforms/ds-2019.yaml"
    assert not (tmp_path / "results").exists()


def test_meetings_that_all_staff_holds_hold_staff_back(tmp_path: Path) -> None:
    """A team that sheds its practice's meetings below 22 posts is cut no further, whatever its running casework."""

    def make(run: Run) -> Made:
        made = stub_runs.make(run)
        posts = dict(run.posts or ()).get("insured", TEAMS["insured"])
        held = (made.measures["measure"] == "meetings_team") & (made.measures["team"] == "insured")
        made.measures.loc[held, "value"] *= 1 - 0.02 * max(22.0 - posts, 0.0)
        return made

    (cut,) = conducted(study(tmp_path), tmp_path / "results", make).manifest.capacity
    assert cut.posts["insured"] == pytest.approx(21.8)  # 0.2 x 2 % is within half a percent, 0.3 x 2 % is not
    assert "meetings per citizen and year" in cut.stopped["insured"]
    assert any(note.startswith("insured: the cut stops at 21.8 posts") for note in cut.notes)
    held = {column: level["meetings"] for column, level in cut.levels["insured"].items()}
    assert held["cut"] >= held["keep"] * 0.995
    assert held["cut"] < held["keep"]


def test_meetings_are_held_against_the_same_rules_with_all_staff(tmp_path: Path) -> None:
    """Freed rules whose practice holds fewer meetings than today's (the stub's do) may be cut all the same."""
    (cut,) = conducted(study(tmp_path), tmp_path / "results").manifest.capacity
    level = cut.levels["insured"]
    assert level["keep"]["meetings"] < level["baseline"]["meetings"] * 0.995
    assert cut.posts["insured"] < TEAMS["insured"]
    assert "running casework is" in cut.stopped["insured"]


def test_a_search_that_was_found_is_not_repeated(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    conducted(small, results)
    file = results / "small" / "capacity" / "aalborg.freed-six-cities.same-contact-by-need.json"
    found = json.loads(file.read_text(encoding="utf-8"))

    def posts_with(**changed: object) -> float:
        file.write_text(json.dumps(found | changed), encoding="utf-8")
        (cut,) = conducted(small, results).manifest.capacity
        return cut.posts["insured"]

    other = {**found["answer"], "posts": {**found["answer"]["posts"], "insured": 20.0}}
    assert posts_with(answer=other, sha256=hash_of(other)) == 20.0
    assert posts_with(answer=other) != 20.0, "an altered answer is found again"
    assert posts_with(answer=other, sha256=hash_of(other), key="another") != 20.0


def test_failed_runs_are_told_and_finished_ones_kept(tmp_path: Path) -> None:
    kept = study(tmp_path, STUDY.replace(", capacity: [keep, cut]", ""))
    with pytest.raises(RunError) as caught:
        conducted(kept, tmp_path / "results", stub_runs.make_or_fail)
    text = str(caught.value)
    assert "2 of 6 runs failed; 4 finished runs are kept" in text
    assert "ValueError: a broken engine" in text
    results = tmp_path / "results"
    assert f"jobsim run {kept.argument} --results {results} --workers 1" in text
    assert "Traceback" not in text
    assert not (tmp_path / "results" / "small" / "manifest.json").exists()
    assert conducted(kept, tmp_path / "results").reused == 4


def test_bad_input_found_by_a_run_stops_at_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"places/aalborg\.yaml:9: a group without a team"):
        conducted(study(tmp_path), tmp_path / "results", stub_runs.make_of_bad_input)


def test_the_reference_engine_always_runs_and_must_agree(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    conducted(small, results)
    made = Counted()
    conducted(small, results, made, engine="reference")
    assert [run.engine for run in made.runs] == ["reference"] * 9
    with pytest.raises(RunError, match="the engines disagree in 9 of") as caught:
        conducted(small, results, stub_runs.make_unequal, engine="reference")
    assert "reference engine" in str(caught.value)


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"

    def interrupted(run: Run) -> Made:
        if run.replication == 2:
            raise KeyboardInterrupt
        return stub_runs.make(run)

    with pytest.raises(KeyboardInterrupt):
        conducted(small, results, interrupted)
    assert not list((results / "small").glob("*.*"))
    assert not list((results / "small" / "runs").glob(".*"))
    assert conducted(small, results).reused == 2


def test_hours_of_the_stub_are_a_post_s(tmp_path: Path) -> None:
    """The stub's own arithmetic, which the tests above lean on."""
    assert stub_runs.running_minutes("current", "insured", TEAMS["insured"], 0) == pytest.approx(
        HOURS * 0.4 * 60 / 1000
    )
