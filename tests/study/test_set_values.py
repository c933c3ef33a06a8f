"""A study with values set: what changes, what stays, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.set_values import address_of
from sim.results.runnable import runnable
from sim.study.set_values import named_after, with_values
from sim.study.study import Study
from sim.study.values import values_of
from tests.settings import study_of
from tests.study.stub import STUDY, conducted, run_of, study

pytestmark = pytest.mark.usefixtures("no_pictures")

PLACES = STUDY.replace("[aalborg]", "[aalborg, aalborg-mixed]")


def changed_paths(before: Study, after: Study, place: str = "aalborg") -> dict[str, set[str]]:
    """Column -> addresses of the values that differ."""
    changed = {}
    for old, new in zip(before.columns, after.columns, strict=True):
        values = {address_of(value): value.value for value in old.settings[place].values()}
        changed[old.name] = {
            address_of(value) for value in new.settings[place].values() if values[address_of(value)] != value.value
        }
    return changed


def keys(of: Study) -> list[str]:
    return [run_of(of, column).log_key for column in of.columns]


@pytest.mark.parametrize(("path", "file"), [
    ("tracking.per_open_duty", "regimes/R2024.yaml"), ("team_notice", "practices/baseline.yaml"),
    ("needs.sick-pension.per_year", "people/denmark.yaml"), ("turnover", "office/standard.yaml"),
    ("team_places.per_week", "places/aalborg.yaml"), ("teams.young.cases_per_post.activity-ready-young", "places/aalborg.yaml"),
    ("procedures.flexjob.steps.0.wait", "regimes/R2024.yaml"), ("exits.job-ready.after.mixture.1.mean", "people/denmark.yaml"),
])  # fmt: skip
@pytest.mark.parametrize("end", ["low", "high"])
def test_a_value_at_an_end_changes_itself_alone_in_every_column(tmp_path: Path, path: str, file: str, end: str) -> None:
    small = study(tmp_path)
    other = with_values(small, {path: end})
    assert set(map(tuple, map(sorted, changed_paths(small, other).values()))) == {(f"{file}:{path}",)}
    (value,) = [value for value in values_of(small) if value.path == path]
    for column in other.columns:
        (new,) = [v for v in column.settings["aalborg"].values() if v.path == path]
        assert new.value == getattr(value, end)
        assert (new.low, new.high, new.evidence, new.source) == (value.low, value.high, value.evidence, value.source)
    assert not set(keys(other)) & set(keys(small))
    assert [column.name for column in other.columns] == [column.name for column in small.columns]


def test_a_value_of_every_place_changes_at_every_place(tmp_path: Path) -> None:
    small = study(tmp_path, PLACES)
    other = with_values(small, {"turnover": "high"})
    for place in small.places:
        assert all(paths == {"office/standard.yaml:turnover"} for paths in changed_paths(small, other, place).values())


def test_a_value_set_to_what_it_is_gives_the_same_runs(tmp_path: Path) -> None:
    """Runs are known by their content, so nothing has to be made again."""
    small = study(tmp_path)
    own = small.baseline.settings["aalborg"].place.team_places.per_week.value
    same = with_values(small, {"team_places.per_week": f"{own:g}", "tracking.per_open_duty": "14 minutes"})
    assert keys(same) == keys(small)


def test_a_run_that_does_not_use_the_value_is_the_same_run(tmp_path: Path) -> None:
    """Contact of the freed practice is no value of the baseline."""
    small = study(tmp_path)
    before, after = keys(small), keys(with_values(small, {"contact.insured.every.light": "high"}))
    assert before[0] == after[0]
    assert all(old != new for old, new in zip(before[1:], after[1:], strict=True))


def test_a_proposals_own_value_has_its_own_range() -> None:
    """The six cities shorten a sanction hearing from 40 (30-60) to 15 (10-40) minutes. Each column gets its own low end."""
    aalborg = study_of("aalborg")
    path = "activities.sanction-hearing.minutes"
    both = with_values(aalborg, {path: "low"})
    freed = with_values(aalborg, {f"reforms/six-cities.yaml:{path}": "low"})

    def minutes(of: Study) -> list[object]:
        return [
            next(value.value for value in column.settings["aalborg"].values() if value.path == path)
            for column in (of.columns[0], of.columns[1])
        ]

    assert minutes(aalborg) == [40, 15]
    assert minutes(both) == [30, 10]
    assert minutes(freed) == [40, 10]


def test_changes_add_up_and_the_last_one_holds(tmp_path: Path) -> None:
    small = study(tmp_path)
    twice = with_values(with_values(small, {"turnover": "low", "team_notice": "low"}), {"turnover": "20 %"})
    paths = changed_paths(small, twice)[small.baseline.name]
    assert paths == {"office/standard.yaml:turnover", "practices/baseline.yaml:team_notice"}
    assert twice.baseline.settings["aalborg"].office.turnover.value == 0.2


@pytest.mark.parametrize(("values", "words"), [
    ({"team_place.per_week": "30"}, ["no value of this path", "nearest: team_places.per_week", "manifest.json"]),
    ({"people/denmark.yaml:team_notice": "low"}, ["no value of this path", "practices/baseline.yaml:team_notice"]),
    ({"people/nowhere.yaml:turnover": "low"}, ["no such file", "office/standard.yaml", "write the path alone: turnover"]),
    ({"booking.notice": "low"}, ["practices/baseline.yaml:", "no range", "8 days (law)"]),
    ({"team_places.per_week": "100"}, ["places/aalborg.yaml:", "outside its range", "a value from", "team_places.per_week=100"]),
    ({"turnover": "often"}, ["office/standard.yaml:", "not a share", "turnover=often"]),
    ({"exits.job-ready.after.mixture.0.share": "low"}, ["people/denmark.yaml:", "sum to 100 %"]),
])  # fmt: skip
def test_a_wrong_setting_is_refused_with_its_place(tmp_path: Path, values: dict[str, str], words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_values(study(tmp_path), values)
    for word in words:
        assert word in str(caught.value)


OWN = "{value: 11 minutes, low: 4 minutes, high: 25 minutes, evidence: expert, source: four caseworkers}"


def with_own(folder: Path, values: str) -> Study:
    """The small study whose file sets values."""
    return study(folder, f"{STUDY}follow_up: 0 days\nvalues: {values}\n")


def test_a_value_of_ones_own_replaces_range_grade_and_source_in_every_column(tmp_path: Path) -> None:
    before = study(tmp_path)
    own = with_own(tmp_path, f"{{tracking.per_open_duty: {OWN}}}")
    assert set(map(tuple, map(sorted, changed_paths(before, own).values()))) == {
        ("regimes/R2024.yaml:tracking.per_open_duty",)
    }
    for column in own.columns:
        (value,) = [v for v in column.settings["aalborg"].values() if v.path == "tracking.per_open_duty"]
        assert (value.value, value.low, value.high) == (11, 4, 25)
        assert (value.evidence, value.source) == ("expert", "four caseworkers")
    assert not set(keys(own)) & set(keys(before))
    assert [change.said for change in own.changes] == ["11 minutes (4 minutes to 25 minutes, expert)"]


def test_an_end_of_a_value_of_ones_own_is_its_own_end(tmp_path: Path) -> None:
    """An analysis that moves the value goes to the ends that the study gives it."""
    own = with_own(tmp_path, f"{{tracking.per_open_duty: {OWN}}}")
    for end, minutes in (("low", 4), ("high", 25)):
        (value,) = [
            v
            for v in values_of(with_values(own, {"tracking.per_open_duty": end}))
            if v.path == "tracking.per_open_duty"
        ]
        assert (value.value, value.low, value.high, value.evidence) == (minutes, 4, 25, "expert")


def test_a_value_of_ones_own_above_a_statistic_needs_no_range(tmp_path: Path) -> None:
    own = with_own(tmp_path, "{turnover: {value: 14 %, evidence: statistic, source: own count of 2025}}")
    (value,) = [v for v in values_of(own) if v.path == "turnover"]
    assert (value.value, value.low, value.evidence) == (0.14, None, "statistic")


@pytest.mark.parametrize(("old", "new", "words"), [
    ("evidence: expert", "evidence: expret", ["small.yaml:14", "nearest: expert"]),
    ("source: four caseworkers", "sorce: x", ["small.yaml:14", "unknown key `sorce`", "nearest: source"]),
    (", source: four caseworkers", "", ["small.yaml:14", "the key `source` is missing"]),
    ("four caseworkers", "' '", ["small.yaml:14", "the source is empty"]),
    ("value: 11 minutes", "value: 30 minutes", ["outside its range", "choose another value or another range"]),
    ("low: 4 minutes, high: 25 minutes, ", "", ["needs a range: its grade is `expert`"]),
    ("low: 4 minutes, ", "", ["only one end"]), ("value: 11 minutes", "value: 11 %", ["the unit is wrong"]),
    ("value: 11 minutes, ", "", ["the key `value` is missing"]), ("tracking.per_open_duty", "tracking.open", ["no value of this path"]),
])  # fmt: skip
def test_a_wrong_value_of_ones_own_is_refused(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    text = f"{{tracking.per_open_duty: {OWN}}}"
    assert old in text
    with pytest.raises(ScenarioError) as caught:
        with_own(tmp_path, text.replace(old, new))
    for word in words:
        assert word in str(caught.value)


def test_results_of_a_changed_study_have_a_folder_of_their_own(tmp_path: Path) -> None:
    """A changed study must never take the place of the study's own results."""
    small = study(tmp_path)
    own = conducted(small, tmp_path / "results")
    changed = runnable(replace(small)).with_values({"team_places.per_week": "28"})
    other = conducted(changed, tmp_path / "results")
    assert own.folder != other.folder
    assert other.manifest.values_set == {"team_places.per_week": "28"}
    assert "team_places.per_week=28" in other.manifest.title.en
    assert "team_places.per_week=28" in other.manifest.title.da
    assert own.manifest.values_set == {}
    assert named_after(small) is small
