"""Uncertainty: samples keep their names, chance is told apart, known effects are found, and a stopped analysis goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.files.errors import RunError, ScenarioError
from sim.report.charts import DrawnChart
from sim.results.runnable import runnable
from sim.results.sensitivity.scenarios import compared_columns
from sim.results.uncertainty.analysis import Uncertainty
from sim.results.uncertainty.factors import factors_of
from sim.results.uncertainty.sample import sample
from sim.results.work import Work
from sim.runs.run import Made, Run
from sim.study.set_values import resolved_as, values_of
from sim.study.study import Study
from tests.settings import study_of
from tests.study.stub import STUDY, study, write_page
from tests.study.stub_runs import make as stub_make

PER_MINUTE, PER_PLACE, NOISE = -1000.0, 7.0, 300.0
"""Hours a year that the freed rules ask for less with each minute of tracking; more in both columns with each place of the team;
and the spread of the difference by chance."""
TRACKING = "regimes/R2024.yaml:tracking.per_open_duty"
CHOSEN = ("tracking", "team-places", "bookable", "turnover")


def make(run: Run) -> Made:
    """A run whose work asked for depends on two values of its setting, and on chance that no other replication has."""
    made = stub_make(run)
    minutes = float(run.setting.rule_set.regime.tracking.per_open_duty.value)
    places = float(run.setting.place.team_places.per_week.value)
    freed = run.column.rules != "current"
    chance = NOISE * float(np.random.default_rng(run.replication).normal())
    table = made.measures.copy()
    row = (table["measure"] == "hours_asked") & (table["activity"] == "all") & (table["team"] == "all")
    table.loc[row, "value"] = 100_000 + PER_PLACE * places + (PER_MINUTE * minutes + chance if freed else 0.0)
    return Made(table, made.about, made.log)


WORK = Work(make, write_page)


def analysed(of: Study, folder: Path, work: Work = WORK, **options: Any) -> Uncertainty:
    options = {"samples": 64, "values": CHOSEN, "replications": 6, **options}
    return runnable(of).uncertainty(results=folder, workers=1, progress=False, work=work, **options)


@pytest.fixture(scope="module", autouse=True)
def _no_pictures() -> Iterator[None]:
    """Charts are drawn and not saved as pictures, which takes most of the time and is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DrawnChart, "picture", lambda drawn, kind, **_: f"{drawn.name} as {kind}".encode())
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uncertainty")


@pytest.fixture(scope="module")
def small(folder: Path) -> Study:
    return study(folder)


@pytest.fixture(scope="module")
def done(small: Study, folder: Path) -> Uncertainty:
    return analysed(small, folder / "results", claim="hours_asked < -14000")


def asked(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table["measure"] == "hours_asked") & (table["activity"] == "all")]


# --- the samples


def test_every_value_is_moved_once_or_listed_with_a_reason() -> None:
    aalborg = study_of("aalborg")
    pair = compared_columns(aalborg)
    assert pair is not None
    factors = factors_of(aalborg, pair, "all")
    moved = [address for factor in factors.moved for address in factor.addresses]
    listed = [each.address for each in factors.unmoved]
    assert len(set(moved)) == len(moved)
    assert not set(moved) & set(listed)
    assert factors.count + len(listed) <= len(values_of(aalborg))
    assert all(each.why.en for each in factors.unmoved)
    assert len({factor.name for factor in factors.moved}) == len(factors.moved)


def test_samples_of_all_values_make_sense() -> None:
    """The values of a sample fit each other, and each lies in its range."""
    aalborg = study_of("aalborg")
    pair = compared_columns(aalborg)
    assert pair is not None
    drawn = sample(factors_of(aalborg, pair, "all").moved, 2, 7)
    parameters = [p for factor in drawn.factors for p in factor.parameters]
    assert (drawn.numbers >= [p.low for p in parameters]).all()
    assert (drawn.numbers <= [p.high for p in parameters]).all()
    changed = runnable(aalborg)
    for at in range(2):
        resolved_as(type(changed)(**{**changed.__dict__, "changes": drawn.changes(at)}))


def test_more_samples_begin_with_the_same(small: Study) -> None:
    pair = compared_columns(small)
    assert pair is not None
    factors = factors_of(small, pair, CHOSEN).moved
    few, many = sample(factors, 20, 1), sample(factors, 64, 1)
    np.testing.assert_array_equal(few.units, many.units[:20])
    assert not np.array_equal(few.units, sample(factors, 20, 2).units)


def test_a_share_moves_by_amounts_and_minutes_by_factors(small: Study) -> None:
    pair = compared_columns(small)
    assert pair is not None
    tracking, bookable = factors_of(small, pair, ("tracking", "bookable")).moved
    (minutes,), (share,) = tracking.parameters, bookable.parameters
    assert tracking.numbers(0.5) == [round((minutes.low * minutes.high) ** 0.5)]
    assert bookable.numbers(0.5) == [pytest.approx((share.low + share.high) / 2)]
    for parameter in (minutes, share):
        assert parameter.position(parameter.low) == pytest.approx(0)
        assert parameter.position(parameter.high) == pytest.approx(1)


def test_names_stay_with_samples_and_no_two_share_a_replication(done: Uncertainty) -> None:
    table = done.samples
    written = pd.read_csv(done.folder / "tables" / "samples.csv")
    pd.testing.assert_frame_equal(written, table)
    assert TRACKING in table.columns
    assert table["replication"].is_unique
    assert table["replication"].min() > done.study.replications
    asked_for = asked(done.differences).set_index("sample")["effect"]
    expected = PER_MINUTE * table.set_index("sample")[TRACKING]
    chance = [NOISE * float(np.random.default_rng(number).normal()) for number in table["replication"]]
    np.testing.assert_allclose(asked_for, expected + chance)


# --- what they say


def test_both_intervals_hold_what_they_are_about(done: Uncertainty) -> None:
    """14 minutes as they are; 5 to 30 in the samples. Chance has a spread of 300 hours, and is removed from the samples."""
    row = asked(done.intervals).iloc[0]
    chance = [NOISE * float(np.random.default_rng(number).normal()) for number in range(1, 7)]
    assert row["central"] == pytest.approx(14 * PER_MINUTE + np.mean(chance))
    assert row["chance_low"] < 14 * PER_MINUTE < row["chance_high"]
    assert 30 * PER_MINUTE <= row["low"] < row["mean"] < row["high"] <= 5 * PER_MINUTE
    assert row["level"] == 0.95
    assert 0 < row["chance_share"] < 0.01


def test_the_value_that_moves_the_difference_carries_its_spread(done: Uncertainty) -> None:
    table = asked(done.shares)
    factors = table[table["kind"] == "factor"].set_index("name")
    assert list(factors.index) == ["tracking"]
    assert factors.loc["tracking", "first"] == pytest.approx(1, abs=0.02)
    assert factors.loc["tracking", "first_low"] <= factors.loc["tracking", "first"] <= factors.loc["tracking", "first_high"]
    grades = table[table["kind"] == "grade"].set_index("name")
    assert grades.loc["fitted", "first"] == pytest.approx(1, abs=0.02)
    assert grades.loc["assumption", "first"] == 0


def test_the_box_is_found_and_said_in_the_unit_of_the_file(done: Uncertainty) -> None:
    claim = done.record.claims[0]
    assert claim.verdict == "box"
    (limit,) = claim.limits
    assert limit.factor == "tracking"
    assert 12 <= int(limit.low_text.split()[0]) <= 16
    assert limit.high_text == ""
    assert claim.density is not None
    assert claim.density > 0.9


def test_the_only_value_that_counts_is_measured_first(done: Uncertainty) -> None:
    assert list(done.worth["factor"]) == ["tracking"]
    assert done.worth["worth"].item() > 0
    assert done.worth["width"].item() == pytest.approx(0, abs=0.15)


def test_a_claim_that_holds_in_every_sample_holds_everywhere(small: Study, folder: Path, done: Uncertainty) -> None:
    everywhere = analysed(small, folder / "results", claim="hours_asked < 0")
    assert everywhere.made == 0
    assert everywhere.record.claims[0].verdict == "everywhere"
    assert (everywhere.worth["worth"] == 0).all()
    nowhere = analysed(small, folder / "results", claim="hours_asked > 0")
    assert nowhere.record.claims[0].verdict == "nowhere"
    assert done.record.claims[0].met == (asked(done.differences)["effect"] < -14000).sum()


def test_few_samples_give_intervals_and_no_shares(small: Study, folder: Path, done: Uncertainty) -> None:
    few = analysed(small, folder / "results", samples=16)
    assert (few.made, done.made) == (0, 2 * (64 + 6))
    row = asked(few.intervals).iloc[0]
    assert row["level"] == pytest.approx(15 / 17)
    assert few.shares.empty
    assert few.worth.empty
    assert few.record.claims[0].verdict in {"everywhere", "too few"}


# --- files, the page and the command


def test_a_run_of_the_same_study_shows_the_kept_record(small: Study, tmp_path: Path) -> None:
    result = runnable(small).run(results=tmp_path, workers=1, progress=False, work=WORK)
    assert result.manifest.uncertainty is None
    analysed(small, tmp_path, samples=8)
    again = runnable(small).run(results=tmp_path, workers=1, progress=False, work=WORK)
    assert again.manifest.uncertainty is not None
    assert again.manifest.uncertainty.samples == 8
    manifest = json.loads((again.folder / "manifest.json").read_text(encoding="utf-8"))
    assert "tables/uncertainty.csv" in manifest["files"]


def test_an_analysis_that_fails_goes_on_where_it_stopped(small: Study, tmp_path: Path) -> None:
    count = [0]

    def failing(run: Run) -> Made:
        count[0] += 1
        if count[0] > 15:
            raise ValueError("no more")
        return make(run)

    with pytest.raises(RunError):
        analysed(small, tmp_path, Work(failing, write_page), samples=8)
    assert not (tmp_path / "small" / "tables").exists()
    again = analysed(small, tmp_path, samples=8)
    assert again.reused == 15


def test_a_calibration_is_sampled_row_by_row(small: Study, tmp_path: Path) -> None:
    address = "places/aalborg.yaml:team_places.per_week"
    kept = tmp_path / "calibrate-aalborg" / "kept.csv"
    kept.parent.mkdir()
    value = next(v for v in values_of(small) if v.path == "team_places.per_week")
    low, high = float(value.low), float(value.high)
    numbers = [low, (low + high) // 2, high]
    kept.write_text(f"{address},implausibility\n" + "".join(f"{number},1.0\n" for number in numbers), encoding="utf-8")
    found = analysed(small, tmp_path, source="calibration aalborg", values=("tracking",), samples=8)
    assert set(found.samples[address]) <= set(numbers)
    assert TRACKING in found.samples.columns
    assert found.record.factors[0].name == "calibration-aalborg"


@pytest.mark.parametrize(("options", "found", "nearest"), [
    ({"samples": 2}, 2, None),
    ({"values": ["trackin"]}, "trackin", "tracking"),
    ({"source": "calibration"}, "calibration", None),
    ({"claim": "hours_asked is less"}, "hours_asked is less", None),
    ({"claim": "hours_askd < 0"}, "hours_askd", "hours_asked"),
    ({"column": "freed-six-cities/same-contact"}, "freed-six-cities/same-contact", "freed-six-cities/same-contact-by-need/keep"),
])  # fmt: skip
def test_a_wrong_option_is_refused_before_any_run(
    small: Study, tmp_path: Path, options: dict[str, Any], found: object, nearest: str | None
) -> None:
    with pytest.raises(ScenarioError) as caught:
        analysed(small, tmp_path, **options)
    assert (caught.value.found, caught.value.nearest) == (found, nearest)
    assert not (tmp_path / "small").exists()


def test_a_value_without_a_range_is_refused_by_name(small: Study, tmp_path: Path) -> None:
    bare = next(value.path for value in values_of(small) if value.low is None)
    with pytest.raises(ScenarioError, match="has no range"):
        analysed(small, tmp_path, values=[bare])


def test_a_calibration_that_is_missing_names_its_command(small: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        analysed(small, tmp_path, source="calibration aalborg")
    assert caught.value.do == "jobsim calibrate aalborg"
