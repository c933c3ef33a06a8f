"""Freed hours reinvested, with a stubbed model: hours come back to the baseline's, posts are conserved, nothing is money."""

from __future__ import annotations

import pytest

from sim.report.column_record import Use
from sim.report.reinvest_record import ReinvestRecord
from sim.report.what_may_be_shown import BENEFIT_PREFIXES, may_show
from sim.results.result import Result
from sim.results.staffing.answers import Cut
from sim.results.staffing.reinvest import STEP, caseloads
from tests.study import stub_runs
from tests.study.stub import STUDY, conducted, study
from tests.study.stub_runs import BOUND, HOURS, PER_MEETING, TEAMS

pytestmark = pytest.mark.usefixtures("no_pictures")

BOTH = STUDY.replace("[keep, cut]", "[keep, cut, reinvest], reinvest: [meetings, caseloads]")
BANDS = {
    "insured": (10.0, 50.0),
    "job-ready": (35.0, 55.0),
    "resource": (25.0, 40.0),
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("reinvest")
    return conducted(study(folder, BOTH), folder / "results")


def found(result: Result, into: str) -> ReinvestRecord:
    (record,) = [record for record in result.manifest.reinvested if record.into == into]
    return record


def test_each_use_of_the_hours_is_a_column_of_its_own(result: Result) -> None:
    assert [column.use for column in result.study.columns] == [
        "keep", "keep", "cut", "reinvest-meetings", "reinvest-caseloads",
    ]  # fmt: skip
    assert set(result.measures["capacity"]) == {"keep", "cut", "reinvest-meetings", "reinvest-caseloads"}


def test_freed_hours_go_into_meetings_until_running_casework_is_as_in_the_baseline(result: Result) -> None:
    """By the stub's arithmetic: not below the baseline, and one step of meetings more would be."""
    one = found(result, "meetings")
    freed = (
        TEAMS["insured"] * HOURS * (BOUND["current"] - BOUND["freed-six-cities"]) * 1.003
    )  # hours a year, in the search
    yearly = freed / (TEAMS["insured"] * stub_runs.WEEKS * 7 / 365.25) / PER_MEETING / stub_runs.HEAVY
    step = STEP * stub_runs.HEAVY * 7 / 365.25 * PER_MEETING * 60  # minutes per citizen and week
    for unit, level in one.levels.items():
        assert yearly - 2 * STEP < one.more[unit] <= yearly
        assert 0 <= level["reinvest"]["running"] - level["baseline"]["running"] < 2 * step
        assert level["reinvest"]["meetings"] > level["keep"]["meetings"]
        assert one.stops[unit] == "running"


def test_staff_stays_when_hours_go_into_meetings(result: Result) -> None:
    one = found(result, "meetings")
    assert one.posts == one.baseline == TEAMS
    rows = result.measures[
        (result.measures["capacity"] == "reinvest-meetings") & (result.measures["measure"] == "staff")
    ]
    assert dict(zip(rows["team"], rows["value"], strict=True)) == {**TEAMS, "all": sum(TEAMS.values())}


def test_posts_are_conserved_when_they_go_into_caseloads(result: Result) -> None:
    one = found(result, "caseloads")
    (cut,) = result.manifest.capacity
    assert sum(one.posts.values()) == pytest.approx(sum(TEAMS.values()))
    assert one.freed == pytest.approx(cut.total["freed"])
    assert all(one.posts[team] >= cut.posts[team] for team in TEAMS)


def cut_to(posts: dict[str, float]) -> Cut:
    """A staff cut to these posts."""
    return Cut(
        place="aalborg", column="x", baseline=dict(TEAMS), posts=posts, places_baseline=1, places=1, share=0.8, ceiling=0.95,
        bookable={}, units={}, answers={}, total={}, draws={}, limits={}, trials=0, searched=5,
    )  # fmt: skip


def test_posts_go_to_the_teams_furthest_above_their_norm() -> None:
    """At the end no tenth of a post given out would have done more elsewhere."""
    cut = cut_to({team: posts - 3 for team, posts in TEAMS.items()})
    cases = {team: posts * stub_runs.CASES[team] for team, posts in TEAMS.items()}
    one = caseloads("x/y/reinvest-caseloads", cut, cases, BANDS)
    assert sum(one.posts.values()) == pytest.approx(sum(TEAMS.values()))
    above = {team: cases[team] / posts / BANDS[team][1] for team, posts in one.posts.items()}
    before = {team: cases[team] / posts / BANDS[team][1] for team, posts in cut.posts.items()}
    given = [team for team in TEAMS if one.posts[team] > cut.posts[team]]
    assert max(before, key=before.__getitem__) in given
    for team in given:
        least = cases[team] / (one.posts[team] - 0.1) / BANDS[team][1]
        assert all(least >= above[other] - 1e-9 for other in TEAMS)
    assert one.caseloads["insured"]["after"] == pytest.approx(cases["insured"] / one.posts["insured"], abs=1e-3)


def test_without_norms_nothing_moves() -> None:
    cut = cut_to({team: posts - 1 for team, posts in TEAMS.items()})
    one = caseloads("x/y/reinvest-caseloads", cut, dict.fromkeys(TEAMS, 100.0), {})
    assert one.posts == TEAMS
    assert any("no team has a norm" in note for note in one.notes)


@pytest.mark.parametrize("use", ["reinvest-meetings", "reinvest-caseloads"])
def test_no_money_where_hours_are_reinvested(use: Use) -> None:
    assert not may_show("staff_cost", "DKK per year", use)
    assert may_show("benefits_compared", "DKK per year", use)  # what citizens are paid is no use of freed hours
    assert may_show("caseload_mean", "cases per post", use)
    assert may_show("wait_team_p50", "days", use)


def test_no_money_stands_in_the_comparison_of_a_reinvesting_column(result: Result) -> None:
    told = result.compare("freed-six-cities/reinvest-meetings").all()
    of_hours = told[~told["measure"].str.startswith(BENEFIT_PREFIXES)]
    assert not of_hours["unit"].str.startswith("DKK").any()
    assert not result.compare("freed-six-cities/cut").all()["unit"].str.startswith("cases").any()
    assert [one.column.split("/")[-1] for one in result.manifest.break_even] == ["cut"]
