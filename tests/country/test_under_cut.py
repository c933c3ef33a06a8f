"""What gives way under fewer staff, on numbers small enough to check by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from sim.report.under_cut import under_cut_lines, under_cut_table
from sim.results.under_cut import FIRST, under_cut
from sim.study.study import Study
from tests.report.manifests import manifest
from tests.study.stub import STUDY, study

SHOCK = "[{staff: all, change: -50 %, from: 2024-01-01, until: forever}]"
CUT = STUDY.replace(
    "  - {rules: freed-six-cities, practice: same-contact-by-need, capacity: [keep, cut]}",
    f"  - {{rules: current, shocks: {SHOCK}}}",
)
Numbers = dict[tuple[str, str, str], float]


def side(running: float, meetings: float, broken: float, posts: float) -> Numbers:
    """A team of 100 citizens for a year, its 200 deadlines of a kept duty, and some of a duty of one side only."""
    return {
        ("staff", "sick", "all"): posts,
        ("citizen_weeks_team", "sick", "all"): 5200.0,
        ("hours", "sick", "running-casework"): running,
        ("hours_total", "sick", "all"): 1300.0 * posts,
        ("meetings_team", "sick", "all"): meetings,
        ("deadlines_team", "sick", "kept"): 200.0,
        ("breaches_team", "sick", "kept"): broken,
        ("wait_decision_begun", "all", "all"): 50.0,
        ("wait_decision_never", "all", "all"): 10.0 if running == 0 else 0.0,
    }


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(tmp_path_factory.mktemp("cut"), CUT)


def tables(cut: Study, before: Numbers, after: Numbers) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows: list[dict[str, Any]] = []
    for column, numbers in zip(cut.columns, (before, after), strict=True):
        head = {"place": "aalborg", "rule_set": column.rules, "practice": column.practice, "capacity": column.capacity}
        rows += [
            {**head, "replication": replication, "group": "all", "need": "all", "measure": measure, "team": team, "activity": activity,
             "value": value}
            for (measure, team, activity), value in numbers.items() for replication in (1, 2)
        ]  # fmt: skip
    first = {"place": "aalborg", "variant": cut.columns[1].name, "group": "all", "team": "all", "activity": "all", "need": "all",
             "measure": FIRST, "baseline_mean": 0.5, "variant_mean": 0.25}  # fmt: skip
    return pd.DataFrame(rows), pd.DataFrame([first])


def test_a_team_is_compared_per_citizen_and_by_duties_that_both_sides_have(cut: Study) -> None:
    before, after = side(520.0, 400.0, 20.0, 4.0), side(130.0, 300.0, 50.0, 2.0)
    before[("deadlines_team", "sick", "gone")], before[("breaches_team", "sick", "gone")] = 1000.0, 1000.0
    whole, team = under_cut(cut, *tables(cut, before, after))
    assert (team.team, team.posts_before, team.posts) == ("sick", 4.0, 2.0)
    assert (team.running_before, team.running) == pytest.approx((60 * 520 / 5200, 60 * 130 / 5200))
    assert (team.meetings_before, team.meetings) == pytest.approx((400 * 52.18 / 5200, 300 * 52.18 / 5200), rel=1e-3)
    assert (team.broken_before, team.broken) == pytest.approx((0.1, 0.25))
    assert (whole.team, whole.first_meeting_before, whole.first_meeting) == ("all", 0.5, 0.25)
    assert whole.full == ()


def test_a_team_without_running_casework_is_full_and_its_waits_are_said_to_be_the_age_of_the_run(cut: Study) -> None:
    whole, team = under_cut(cut, *tables(cut, side(520.0, 400.0, 20.0, 4.0), side(0.0, 100.0, 150.0, 2.0)))
    assert whole.full == team.full == ("sick",)
    assert whole.never == pytest.approx(0.2)


def test_a_study_without_a_cut_across_the_board_has_no_record(cut: Study) -> None:
    before = side(520.0, 400.0, 20.0, 4.0)
    plain = replace(cut, columns=(cut.columns[0], replace(cut.columns[1], own_shocks=())))
    assert under_cut(plain, *tables(cut, before, before)) == []
    assert under_cut_lines(manifest(), "en") == []
    assert under_cut_table(manifest(), "en") is None


@pytest.mark.parametrize("lang", ["en", "da"])
def test_lines_and_table_name_the_full_team(cut: Study, lang: str) -> None:
    records = under_cut(cut, *tables(cut, side(520.0, 400.0, 20.0, 4.0), side(0.0, 100.0, 150.0, 2.0)))
    plain = manifest()
    columns = (*plain.columns, plain.columns[1].model_copy(update={"name": cut.columns[1].name, "use": "keep"}))
    full = plain.model_copy(update={"under_cut": tuple(records), "columns": columns})
    lines = under_cut_lines(full, "da" if lang == "da" else "en")
    word = "kørslens alder" if lang == "da" else "age of the run"
    assert sum(word in line for line in lines) == 1
    table = under_cut_table(full, "da" if lang == "da" else "en")
    assert table is not None
    assert len(table.rows) == len(records) == 2
