"""The table of proposals: what is compared with what, the comparisons' own numbers, nothing shown in two uses, reasons."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.files.errors import ScenarioError
from sim.results.proposals import COLUMNS, alone, records
from sim.results.result import Result
from sim.runs.run import Made, Run
from tests.settings import study_of
from tests.study import stub_runs
from tests.study.stub import STUDY, conducted, study

COMPARE = """\
compare:
  - {rules: current}
  - {rules: current+004-3a, capacity: [keep, cut]}
  - {rules: current+001-8, practice: sickness-contact-by-need}
  - {rules: current+001-1+001-8}
  - {rules: current+004-4a, capacity: cut}
  - {rules: R2021a}
  - {rules: R2021a+000-7}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
SMALL = STUDY[: STUDY.index("compare:")] + COMPARE


def made(run: Run) -> Made:
    """The stub's run, with the table's contents besides hours: they differ by the proposal."""
    at = len(run.column.rules)
    same = stub_runs.make(replace(run, column=run.column._replace(rules="current")))
    more = [
        ("meetings", "all", "all", 1000.0 - at), ("offers", "all", "all", 50.0 * at), ("certificate_fees", "all", "all", 1e6 - 1000.0 * at),
        ("interpreter_fees", "all", "all", 2e5), ("benefit_person_weeks", "all", "all", 5000.0 + at),
        ("hours_total", "team-member", "all", 900.0 - 2 * at), ("hours_total", "a-kasse", "all", 100.0),
        ("hours", "all", "running-casework", 1e4 + 10.0 * at + run.replication * at),
    ]  # fmt: skip
    rows = [(team, activity, measure, "per year", value) for measure, team, activity, value in more]
    table = pd.DataFrame(rows, columns=["team", "activity", "measure", "unit", "value"]).assign(group="all", need="all")
    return Made(pd.concat([same.measures, table], ignore_index=True)[list(same.measures.columns)], same.about, same.log)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("proposals")
    return conducted(study(folder, SMALL), folder / "results", made)


def row(table: pd.DataFrame, name: str) -> dict[str, Any]:
    found = table[table["proposal"] == name]
    assert len(found) == 1
    return {str(key): value for key, value in found.iloc[0].items()}


def test_each_is_compared_with_the_rules_without_it(tmp_path: Path) -> None:
    found = {one.name: one for one in alone(study(tmp_path, SMALL))}
    assert list(found) == [
        "004-3a",
        "001-8",
        "004-4a",
        "000-7",
        "freed-six-cities",
    ]  # two proposals together are not alone
    assert {name: one.base.rules for name, one in found.items()} == {
        "004-3a": "current", "001-8": "current", "004-4a": "current", "000-7": "R2021a", "freed-six-cities": "current",
    }  # fmt: skip
    assert all(one.base.use == "keep" for one in found.values())
    assert (found["004-4a"].keep, found["001-8"].cut) == (None, None)


def test_hours_are_the_comparisons_own(result: Result) -> None:
    table, comparisons = result.proposals(), result.comparisons
    for name in ("004-3a", "001-8", "freed-six-cities"):
        mine = row(table, name)
        theirs = comparisons[
            (comparisons["variant"] == mine["column"]) & (comparisons["measure"] == "hours")
            & (comparisons["activity"] == "running-casework") & (comparisons["team"] == "all")
        ].iloc[0]  # fmt: skip
        assert [mine["hours"], mine["hours_low"], mine["hours_high"]] == pytest.approx(
            [theirs["difference"], theirs["low"], theirs["high"]]
        )
        assert mine["hours_low"] < mine["hours"] < mine["hours_high"]


def test_another_regime_is_its_own_baseline(result: Result) -> None:
    mine = row(result.proposals(), "000-7")
    against = result.compare("R2021a+000-7", "R2021a").table
    theirs = against[(against["activity"] == "running-casework") & (against["team"] == "all")].iloc[0]
    assert mine["regime"] == "R2021a"
    assert mine["hours"] == pytest.approx(theirs["difference"])


def test_hours_stand_where_staff_is_kept_and_money_where_it_is_cut(result: Result) -> None:
    kept_only, cut_only = (row(result.proposals(), name) for name in ("001-8", "004-4a"))
    assert math.isnan(kept_only["dkk"])
    assert math.isnan(kept_only["posts"])
    assert math.isnan(kept_only["benefits"])
    assert math.isnan(cut_only["hours"])
    assert not math.isnan(cut_only["dkk"])


def test_a_sum_is_posts_at_their_price_and_fees(result: Result) -> None:
    mine = row(result.proposals(), "004-3a")
    saved = next(one for one in result.manifest.break_even if one.column == mine["cut_column"])
    fees = 1000.0 * (len("current+004-3a") - len("current"))
    assert mine["fees_dkk"] == pytest.approx(fees)
    assert mine["dkk"] == pytest.approx(mine["posts"] * 481 * 1315 + fees)
    assert saved.proposal == "004-3a"


def test_the_ratio_is_of_the_claim_at_the_place_and_only_of_sums(result: Result) -> None:
    table = result.proposals()
    mine = row(table, "004-3a")
    assert mine["claim_scaled"] == 1.8
    assert mine["ratio"] == pytest.approx(mine["dkk"] / 1.8e6)
    known = table[table["ratio"].notna()]
    assert set(known["claim_unit"]) == {"million DKK per year"}


def test_other_roles_are_told_apart_and_more_work_is_negative(result: Result) -> None:
    mine = row(result.proposals(), "001-8")
    assert mine["other_roles"] == pytest.approx(2 * (len("current+001-8") - len("current")))
    assert mine["meetings"] == pytest.approx(len("current") - len("current+001-8"))


def test_a_practice_that_changes_with_the_rules_is_told(result: Result) -> None:
    table = result.proposals()
    assert row(table, "001-8")["practice_changed"]
    assert "sickness-contact-by-need" in row(table, "001-8")["note"]
    assert not row(table, "004-3a")["practice_changed"]


def test_every_proposal_is_there_and_what_is_not_run_says_why(result: Result) -> None:
    table = result.proposals()
    assert list(table.columns) == COLUMNS
    assert set(table["proposal"]) - {"freed-six-cities"} == set(result.study.library.proposals)
    rest = table[table["column"] == ""]
    assert (rest["note"] != "").all()
    assert rest[["hours", "dkk", "ratio", "claim_scaled"]].isna().all(axis=None)
    assert row(table, "004-5")["claim"] == 220  # a budget line with its amount
    assert row(table, "001-4")["kind"] == "governance"
    assert "R2022" in row(table, "003-6")["note"]


def test_the_table_is_a_file_and_in_the_manifest(result: Result) -> None:
    file = pd.read_csv(result.folder / "tables" / "proposals.csv")
    assert list(file.columns) == COLUMNS
    assert len(file) == len(result.manifest.proposals_alone)
    again = Result.read(result.study, result.folder)
    pd.testing.assert_frame_equal(again.proposals(), result.proposals())


def test_numbers_that_are_none_are_null_in_the_manifest(result: Result) -> None:
    rows = result.manifest.proposals_alone
    assert not any(isinstance(value, float) and math.isnan(value) for one in rows for value in one.values())
    assert tuple(records(result.proposals())) == rows


def test_a_study_without_one_alone_has_no_table(tmp_path: Path) -> None:
    result = conducted(study(tmp_path), tmp_path / "results")
    assert result.proposals().empty
    assert result.manifest.proposals_alone == ()
    assert not (result.folder / "tables" / "proposals.csv").exists()


def test_a_proposal_that_changes_no_rule_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="004-5 is a budget proposal"):
        study(tmp_path, SMALL.replace("R2021a+000-7", "current+004-5"))


def test_the_studies_run_every_proposal_that_can_be_run_once() -> None:
    """Each on R2024 or, where it is the law there, on the regime that its paper argues against."""
    ran = [one.name for name in ("aalborg-proposals", "aalborg-proposals-own-regime") for one in alone(study_of(name))]
    process = [name for name in ran if not name.startswith(("freed", "strengthened"))]
    assert len(process) == len(set(process)) == 55
