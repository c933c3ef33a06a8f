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
from sim.runs.make import Made
from sim.runs.run import Run
from tests.settings import study_of
from tests.study import stub_runs
from tests.study.stub import STUDY, conducted, study

pytestmark = pytest.mark.usefixtures("no_pictures")

COMPARE = """\
compare:
  - {rules: current}
  - {rules: current+004-3a, capacity: [keep, cut]}
  - {rules: current+001-8, practice: sickness-contact-by-need}
  - {rules: current+001-1+001-8}
  - {rules: current+001-2}
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
    own = same.measures["measure"].isin(["hours_asked", "hours_asked_rules", "hours_asked_practice", "hours_shed"])
    own |= (same.measures["activity"] == "running-casework") & (same.measures["team"] == "all")
    rest = same.measures[~own]
    size, shed = run.replication * at, 700.0 - 3.0 * at
    more = [
        ("meetings", "all", "all", 1000.0 - at), ("offers", "all", "all", 50.0 * at), ("certificate_fees", "all", "all", 1e6 - 1000.0 * at),
        ("interpreter_fees", "all", "all", 2e5), ("benefit_person_weeks", "all", "all", 5000.0 + at),
        ("hours_asked", "team-member", "all", 900.0 - 2 * at), ("hours_asked", "a-kasse", "all", 100.0 - at),
        ("hours_total", "team-member", "all", 900.0 - 3 * at), ("hours_total", "a-kasse", "all", 100.0 - at),
        ("hours_asked", "all", "all", 9e4 - 13.0 * at - size), ("hours_asked_practice", "all", "all", 1e4 + 5.0 * at),
        ("hours_asked_rules", "all", "all", 8e4 - 18.0 * at - size), ("hours_shed", "all", "all", shed),
        ("hours", "all", "running-casework", 1e4 + 10.0 * at + size), ("benefit_switches", "all", "all", 2990.0 + run.replication),
    ]  # fmt: skip
    rows = [(team, activity, measure, "per year", value) for measure, team, activity, value in more]
    table = pd.DataFrame(rows, columns=["team", "activity", "measure", "unit", "value"]).assign(group="all", need="all")
    return Made(pd.concat([rest, table], ignore_index=True)[list(same.measures.columns)], same.about, same.log)


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
        "001-2",
        "004-4a",
        "000-7",
        "freed-six-cities",
    ]  # two proposals together are not alone
    assert {name: one.base.rules for name, one in found.items()} == {
        "004-3a": "current", "001-8": "current", "001-2": "current", "004-4a": "current", "000-7": "R2021a", "freed-six-cities": "current",
    }  # fmt: skip
    assert all(one.base.use == "keep" for one in found.values())
    assert (found["004-4a"].keep, found["001-8"].cut) == (None, None)


def more(name: str) -> int:
    """How many letters the rules of a proposal have more than ``current``: the stub's runs change by this number."""
    return len(f"current+{name}") - len("current")


def test_hours_are_the_comparisons_own(result: Result) -> None:
    """Work removed is minus the difference of work asked for, running casework its own difference."""
    table, comparisons = result.proposals(), result.comparisons
    for name in ("004-3a", "001-8", "freed-six-cities"):
        mine = row(table, name)
        theirs = comparisons[(comparisons["variant"] == mine["column"]) & (comparisons["team"] == "all")]
        running = theirs[(theirs["measure"] == "hours") & (theirs["activity"] == "running-casework")].iloc[0]
        asked = theirs[(theirs["measure"] == "hours_asked") & (theirs["activity"] == "all")].iloc[0]
        for key, end, other in (("", "difference", "difference"), ("_low", "low", "high"), ("_high", "high", "low")):
            assert mine[f"running{key}"] == pytest.approx(running[end])
            assert mine[f"removed{key}"] == pytest.approx(-asked[other])
        assert mine["removed_low"] < mine["removed"] < mine["removed_high"]
        assert mine["removed_rules"] + mine["removed_practice"] == pytest.approx(mine["removed"])
        assert mine["running"] + mine["less_shed"] == pytest.approx(mine["removed"])


def test_another_regime_is_its_own_baseline(result: Result) -> None:
    mine = row(result.proposals(), "000-7")
    against = result.compare("R2021a+000-7", "R2021a").hours()
    theirs = against[(against["step"] == "removed") & (against["part"] == "all")].iloc[0]
    assert mine["regime"] == "R2021a"
    assert mine["removed"] == pytest.approx(theirs["hours"])


def test_work_removed_stands_where_staff_is_kept_and_posts_where_it_is_cut(result: Result) -> None:
    kept_only, cut_only = (row(result.proposals(), name) for name in ("001-8", "004-4a"))
    assert not math.isnan(kept_only["removed"])
    assert not math.isnan(kept_only["money"])
    for key in ("posts", "dkk", "benefits"):
        assert math.isnan(kept_only[key])
        assert not math.isnan(cut_only[key])
    assert math.isnan(cut_only["removed"])
    assert math.isnan(cut_only["money"])
    assert cut_only["verdict"] == ""


def test_money_is_the_hours_of_all_municipal_roles_and_fees(result: Result) -> None:
    """At 481 DKK an hour (S006): caseworkers' and team members' hours, not those of the a-kasse."""
    mine = row(result.proposals(), "004-3a")
    letters = more("004-3a")
    fees = 1000.0 * letters
    assert mine["other_roles"] == pytest.approx(2 * letters)
    assert mine["not_municipal"] == pytest.approx(letters)
    assert mine["money"] == pytest.approx((mine["removed"] + 2 * letters) * 481 + fees)
    assert mine["money_low"] < mine["money"] < mine["money_high"]
    assert mine["money_fees"] == pytest.approx(fees)


def test_posts_that_can_go_are_priced_at_all_their_hours(result: Result) -> None:
    """Members of the team have no posts here, so the hours that they work less are priced, and the a-kasse's are not."""
    mine = row(result.proposals(), "004-3a")
    saved = next(one for one in result.manifest.break_even if one.column == mine["cut_column"])
    assert mine["fees_dkk"] == pytest.approx(1000.0 * more("004-3a"))
    assert mine["dkk"] == pytest.approx((mine["posts"] * 1315 + 3 * more("004-3a")) * 481 + mine["fees_dkk"])
    assert saved.proposal == "004-3a"


def test_money_is_held_against_the_claim_at_the_place(result: Result) -> None:
    table = result.proposals()
    mine = row(table, "004-3a")
    assert mine["claim_scaled"] == 1.8
    for end in ("", "_low", "_high"):
        assert mine[f"ratio{end}"] == pytest.approx(mine[f"money{end}"] / 1.8e6)
    known = table[table["ratio"].notna()]
    assert set(known["claim_unit"]) == {"million DKK per year", "benefit switches a year"}
    assert (known["verdict"] != "").all()
    assert (table[table["ratio"].isna()]["verdict"] == "").all()


def test_switches_are_held_against_switches(result: Result) -> None:
    """The paper says how many there are today, so the baseline's number is held against it."""
    mine = row(result.proposals(), "001-2")
    assert mine["claim_scaled"] == pytest.approx(3000)
    assert mine["ratio"] == pytest.approx(2992 / 3000)
    assert mine["verdict"] == "about"


def test_meetings_are_told_as_a_difference(result: Result) -> None:
    assert row(result.proposals(), "001-8")["meetings"] == pytest.approx(-more("001-8"))


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
    assert rest[["removed", "dkk", "ratio", "claim_scaled"]].isna().all(axis=None)
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
