"""Columns that set the weekly places of the rehabilitation team."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.runs.run import Plan
from tests.settings import study_of
from tests.study.stub import STUDY, study

ENTRY = "  - {rules: freed-six-cities, practice: same-contact-by-need, capacity: [keep, cut]}\n"


def entry(keys: str) -> str:
    return STUDY.replace(ENTRY, f"  - {{rules: current, {keys}}}\n")


def test_each_number_makes_a_column_with_its_name_and_its_runs(tmp_path: Path) -> None:
    places = study(tmp_path, entry("team_places: [28, 30]"))
    assert [column.name for column in places.columns] == [
        "current/baseline/keep", "current/baseline/keep(28 places)", "current/baseline/keep(30 places)",
    ]  # fmt: skip
    plan = Plan.of(places, tmp_path)
    runs = [plan.run("aalborg", column, 1) for column in places.columns]
    assert [run.places for run in runs] == [None, 28, 30]
    assert len({run.log_key for run in runs}) == 3


def test_one_number_needs_no_list(tmp_path: Path) -> None:
    assert study(tmp_path, entry("team_places: 28")).columns[1].team_places == 28


@pytest.mark.parametrize("given", ["0", "[28, -1]", "[]", "many", "28.5"])
def test_what_is_no_number_of_places_is_refused_at_its_line(tmp_path: Path, given: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, entry(f"team_places: {given}"))
    assert caught.value.line == 12
    assert "team_places" in str(caught.value)


def test_places_need_all_staff_and_the_baseline_has_one_number(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="needs all staff"):
        study(tmp_path, entry("team_places: 28, capacity: [keep, cut]"))
    with pytest.raises(ScenarioError, match="one number of places"):
        study(tmp_path, STUDY.replace("{rules: current}", "{rules: current, team_places: [28, 30]}"))


def test_the_same_number_twice_is_named_twice(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="named twice"):
        study(tmp_path, entry("team_places: [28, 28]"))


def test_the_study_of_places_covers_the_range_that_the_place_file_gives() -> None:
    """The baseline's curve has the whole range of the value."""
    shipped = study_of("aalborg-places")
    value = shipped.baseline.first.place.team_places.per_week
    tried = [column.team_places for column in shipped.columns if column.rules == "current" and column.team_places]
    assert value.low is not None
    assert value.high is not None
    assert min(tried) <= float(value.low)
    assert max(tried) >= float(value.high)
