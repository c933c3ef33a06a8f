"""A study from its file to its results, with a stubbed model: reuse, staff cut, failures, both engines, Ctrl-C."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.files.errors import RunError, ScenarioError
from sim.report.cut_records import CutRecord, UnitCut
from sim.report.manifest import Manifest
from sim.results.staffing.search import replications_of
from sim.runs.make import Made
from sim.runs.run import Run
from sim.runs.store import Store
from sim.study.read_setting import hash_of
from sim.study.study_file import MOST_REPLICATIONS
from tests.study import stub_runs
from tests.study.stub import STUDY, conducted, study
from tests.study.stub_runs import BOUND, HOURS, TEAMS

pytestmark = pytest.mark.usefixtures("no_pictures")


class Counted:
    """The stub, with the runs that it was asked for."""

    def __init__(self, make: Callable[[Run], Made] = stub_runs.make) -> None:
        self.runs: list[Run] = []
        self.make = make

    def __call__(self, run: Run) -> Made:
        self.runs.append(run)
        return self.make(run)


def test_a_study_writes_its_files(tmp_path: Path) -> None:
    result = conducted(study(tmp_path), tmp_path / "results")
    folder = tmp_path / "results" / "small"
    assert result.folder == folder
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "runs" not in path.parts} == {
        "manifest.json", "report.html", "tables/measures.csv", "tables/measures.parquet", "tables/comparisons.csv",
        "tables/comparisons.parquet", "seal.json", "cite.txt", "ro-crate-metadata.json",
        "capacity/aalborg.freed-six-cities.same-contact-by-need.json",
    }  # fmt: skip
    assert list(result.measures.columns) == [
        "study", "place", "rule_set", "practice", "capacity", "replication",
        "group", "team", "activity", "need", "measure", "unit", "value",
    ]  # fmt: skip
    assert set(result.comparisons["variant"]) == {v.name for v in result.study.columns[1:]}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest.pop("content")) == 64
    assert {**manifest, "content": ""} == json.loads(result.manifest.text())
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
    assert not list((folder / "runs").glob("*.log.parquet"))


def test_logs_are_kept_if_they_are_wanted_and_made_again_later(tmp_path: Path) -> None:
    small, results, made = study(tmp_path), tmp_path / "results", Counted()
    result = conducted(small, results)
    wanted = conducted(small, results, made, logs=True)
    assert {run.replication for run in made.runs} == {1}
    logs = {path.name for path in (result.folder / "runs").glob("*.log.parquet")}
    assert logs == {f"{run.log_key}.log.parquet" for run in made.runs}
    pd.testing.assert_frame_equal(wanted.measures, result.measures)
    again = conducted(small, results, logs=True)
    assert again.made == 0


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


def bound(team: str) -> float:
    """Posts whose hours the rules set free, by the stub's rules and over the replications that a study reports."""
    return TEAMS[team] * (BOUND["current"] - BOUND["freed-six-cities"]) * 1.002


def test_staff_is_cut_to_where_citizens_are_served_as_before(tmp_path: Path) -> None:
    """In the stub each post brings the same hours and nothing else limits a cut, so all three answers are the bound."""
    result = conducted(study(tmp_path), tmp_path / "results")
    (cut,) = result.manifest.capacity
    pool = cut.units["job-ready+resource"]  # one pool under the freed rules: cut in proportion
    assert cut.units["insured"].bound.value == pytest.approx(bound("insured"))
    assert pool.bound.value == pytest.approx(bound("job-ready") + bound("resource"))
    assert cut.bound.value == pytest.approx(sum(bound(team) for team in TEAMS))
    answers: list[UnitCut | CutRecord] = [*cut.units.values(), cut]
    for unit in answers:
        assert unit.free.value == pytest.approx(unit.bound.value, rel=0.005)
        assert unit.fixed.value == pytest.approx(unit.bound.value, rel=0.005)
        assert unit.bound.value - 0.3 < unit.free.safe <= unit.free.value
    assert cut.posts["job-ready"] / cut.posts["resource"] == pytest.approx(8.7 / 12.9, rel=0.02)
    assert (cut.places_baseline, cut.places) == (32, math.ceil(32 * 0.51))
    assert cut.total["freed"] == pytest.approx(sum(TEAMS.values()) - sum(cut.posts.values()))
    staff = result.compare("freed-six-cities/cut").table
    row = staff[(staff["measure"] == "staff") & (staff["team"] == "insured")].iloc[0]
    assert row["difference"] == pytest.approx(cut.posts["insured"] - TEAMS["insured"])


def test_the_search_has_replications_of_its_own_and_all_places_as_its_reference(tmp_path: Path) -> None:
    made = Counted()
    result = conducted(study(tmp_path), tmp_path / "results", made)
    (cut,) = result.manifest.capacity
    searched = [run for run in made.runs if run.replication > MOST_REPLICATIONS]
    assert len(searched) == cut.trials
    assert not {run.replication for run in searched} & set(range(1, result.study.replications + 1))
    assert {run.places for run in searched if run.column.capacity == "keep"} == {None}
    assert {run.places for run in searched if run.column.capacity == "cut"} == {cut.places}
    assert not any(run.keeps_log for run in searched)


def test_more_replications_change_the_report_and_not_the_search(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    first, second = (conducted(small, results, replications=number).manifest.capacity[0] for number in (2, 4))
    assert first.free == second.free
    assert first.bound != second.bound


def test_a_cut_of_the_baselines_own_rules_frees_nothing(tmp_path: Path) -> None:
    """The placebo: the same rules, practice and people."""
    same = STUDY.replace(
        "{rules: freed-six-cities, practice: same-contact-by-need, capacity: [keep, cut]}",
        "{rules: current, capacity: cut}",
    )
    (cut,) = conducted(study(tmp_path, same), tmp_path / "results").manifest.capacity
    assert cut.posts == TEAMS
    assert (cut.bound.value, cut.free.value, cut.fixed.value) == (0, 0, 0)
    assert cut.dkk["free"].value == pytest.approx(0)


def test_a_rule_set_that_frees_nothing_keeps_its_staff_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stub_runs.BOUND, "freed-six-cities", 0.7)
    (cut,) = conducted(study(tmp_path), tmp_path / "results").manifest.capacity
    assert cut.posts == TEAMS
    assert cut.total["freed"] == 0
    assert {unit.free.stop.criterion for unit in cut.units.values() if unit.free.stop} == {"bound"}


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


def changed(run: Run, measure: str, values: Callable[[float], float]) -> Made:
    """The stub with a measure of the insured multiplied by a function of the posts that are gone."""
    made = stub_runs.make(run)
    gone = TEAMS["insured"] - dict(run.posts or ()).get("insured", TEAMS["insured"])
    rows = (made.measures["measure"] == measure) & (made.measures["team"] == "insured")
    made.measures.loc[rows, "value"] *= values(gone)
    return made


def test_deadlines_that_both_keep_hold_staff_back(tmp_path: Path) -> None:
    """3 % of 1,000 deadlines are broken; each post less breaks one point more. The margin is two points: two posts go."""

    def make(run: Run) -> Made:
        made = changed(run, "breaches_team", lambda gone: (3 + gone) / 3)
        many = made.measures["measure"].isin(["deadlines_team", "breaches_team"])
        made.measures.loc[many, "value"] *= 10
        return made

    (cut,) = conducted(study(tmp_path), tmp_path / "results", make).manifest.capacity
    unit = cut.units["insured"]
    assert unit.free.safe == pytest.approx(2.0, abs=0.11)
    assert unit.free.stop is not None
    assert (unit.free.stop.criterion, unit.free.stop.duties) == ("deadlines", ("sickness-revaluation",))
    assert unit.free.stop.worse == pytest.approx(0.025, abs=0.001)  # half a post further
    assert unit.deadline_rise == pytest.approx(0.02, abs=0.002)


def test_posts_that_a_ceiling_demands_are_not_cut_again(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="staff cut cannot be combined with ceilings on caseloads") as caught:
        conducted(
            study(tmp_path, STUDY.replace("rules: freed-six-cities", "rules: strengthened")), tmp_path / "results"
        )
    assert caught.value.file == "reforms/ds-2019.yaml"
    assert not (tmp_path / "results").exists()


def shedding(run: Run) -> Made:
    """The insured lose 2 % of their meetings with each post, unless the day may be filled."""
    filled = bool(run.bookable)
    return changed(run, "meetings_team", lambda gone: 1.0 if filled else 1 - 0.02 * gone)


def test_meetings_that_all_staff_holds_hold_staff_back_only_if_the_day_may_not_be_filled(tmp_path: Path) -> None:
    """A margin of 1 % is half a post of 2 %. With the day's split free running casework alone sets the limit."""
    made = Counted(shedding)
    (cut,) = conducted(study(tmp_path), tmp_path / "results", made).manifest.capacity
    unit = cut.units["insured"]
    assert unit.fixed.safe == pytest.approx(0.5, abs=0.01)
    assert unit.fixed.stop is not None
    assert (unit.fixed.stop.criterion, unit.fixed.share) == ("meetings", 0.8)
    assert unit.fixed.stop.worse == pytest.approx(0.02, abs=0.001)  # another half post
    assert unit.free.safe > 3.3
    assert unit.free.stop is not None
    assert (unit.free.stop.criterion, unit.free.share) == ("running", 0.95)
    assert cut.bookable == {"insured": 0.95}
    ran = [run.bookable for run in made.runs if run.column.capacity == "cut" and run.replication == 1]
    assert ran == [(("insured", 0.95),)]


def test_the_answer_with_the_days_split_free_does_not_measure_the_margin(tmp_path: Path) -> None:
    """Four times the margin of meetings: two posts instead of half a post, and the same posts with the day's split free."""
    answers = []
    for margin in ("0.5 %", "2 %"):
        folder = tmp_path / margin.split()[0]
        folder.mkdir()
        text = STUDY.replace("seed: 1", f"seed: 1\nmargins: {{meetings: {margin}}}")
        answers.append(
            conducted(study(folder, text), folder / "results", shedding).manifest.capacity[0].units["insured"]
        )
    assert [round(each.fixed.safe, 1) for each in answers] == pytest.approx([0.2, 1.0], abs=0.06)
    assert answers[0].free.safe == answers[1].free.safe


def test_meetings_are_held_against_the_same_rules_with_all_staff(tmp_path: Path) -> None:
    """Freed rules whose practice holds fewer meetings than today's (the stub's do) may be cut all the same."""
    (cut,) = conducted(study(tmp_path), tmp_path / "results").manifest.capacity
    unit = cut.units["insured"]
    assert unit.levels["keep"]["meetings"] < unit.levels["baseline"]["meetings"] * 0.995
    assert cut.posts["insured"] < TEAMS["insured"]
    assert unit.free.stop is not None
    assert unit.free.stop.criterion == "running"


def test_the_money_of_a_cut_counts_other_roles_once(tmp_path: Path) -> None:
    """Posts at the price of a post, and 4,000 hours of team members at the price of an hour."""
    result = conducted(study(tmp_path), tmp_path / "results")
    (cut,), prices = result.manifest.capacity, result.manifest.prices
    members = 4000 * prices.dkk_per_hour
    assert cut.roles["team-member"].hours.value == pytest.approx(4000)
    assert cut.dkk["free"].value == pytest.approx(cut.free.value * prices.dkk_per_post + members)
    assert cut.dkk["bound"].value == pytest.approx(cut.bound.value * prices.dkk_per_post + members)
    (saved,) = result.manifest.break_even
    assert saved.saving == pytest.approx(cut.free.safe * prices.dkk_per_post + members)


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
    assert conducted(small, results).reused == 2 + 2 * len(
        replications_of(small)
    )  # a search comes before what is reported


def test_hours_of_the_stub_are_a_post_s(tmp_path: Path) -> None:
    """The stub's own arithmetic, which the tests above lean on."""
    assert stub_runs.running_minutes("current", "insured", TEAMS["insured"], 0) == pytest.approx(
        HOURS * 0.4 * 60 / 1000
    )
