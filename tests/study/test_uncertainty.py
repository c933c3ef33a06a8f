"""Uncertainty: samples keep their names, chance is distinct apart, known effects are found, and a stopped analysis goes on."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.files.entry import Lang
from sim.files.errors import RunError, ScenarioError
from sim.files.parameter import READERS
from sim.report.charts import draw_chart
from sim.report.uncertainty_page import uncertainty_page
from sim.report.uncertainty_record import UncertaintyRecord
from sim.report.uncertainty_screen import uncertainty_screen
from sim.report.uncertainty_words import end_text
from sim.results.runnable import runnable
from sim.results.sensitivity.scenarios import compared_columns
from sim.results.uncertainty import analysis
from sim.results.uncertainty.analysis import CHARTS, Uncertainty
from sim.results.uncertainty.factors import factors_of
from sim.results.uncertainty.findings import recorded
from sim.results.uncertainty.kept import calibrated
from sim.results.uncertainty.sample import FIRST, sample
from sim.results.work import Work
from sim.study.column import Column
from sim.study.sampling import claim
from sim.study.set_values import resolved_as
from sim.study.study import Study
from sim.study.values import values_of
from tests.settings import study_of
from tests.study.sampled import CHOSEN, NOISE, PER_MINUTE, TRACKING, asked, chance, failing_after, make, with_effects
from tests.study.stub import write_page

pytestmark = pytest.mark.usefixtures("no_pictures")
LANGUAGES: tuple[Lang, ...] = ("en", "da")
WORK = Work(make, write_page)


def analysed(of: Study, folder: Path, work: Work = WORK, **options: Any) -> Uncertainty:
    options = {"samples": 8, "values": CHOSEN, "replications": 6, **options}
    return runnable(of).uncertainty(results=folder, workers=1, progress=False, work=work, **options)


@pytest.fixture(scope="module")
def done(small: Study, home: Path) -> Uncertainty:
    """An analysis whose runs failed after the fifteenth, and that was then called again."""
    with pytest.raises(RunError):
        analysed(small, home / "results", Work(failing_after(15, make), write_page))
    assert not (home / "results" / "small" / "tables").exists()
    return analysed(small, home / "results")


def found(
    small: Study, pair: tuple[Column, Column], done: Uncertainty, wanted: str, samples: int = 128
) -> UncertaintyRecord:
    """What samples say whose differences are known: no run is made for them."""
    factors = factors_of(small, pair, CHOSEN)
    drawn = sample(factors.moved, samples, small.seed)
    minutes = drawn.numbers[:, drawn.addresses.index(TRACKING)]
    effects = PER_MINUTE * minutes + [chance(FIRST + number) for number in drawn.order]
    table = with_effects(done.differences, drawn.order, effects)
    return recorded(small, pair, drawn, factors, done.measures, table, done.manifest, claim(wanted), "ranges")


@pytest.fixture(scope="module")
def record(small: Study, pair: tuple[Column, Column], done: Uncertainty) -> UncertaintyRecord:
    return found(small, pair, done, "hours_asked < -14000")


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
    for at in range(2):
        resolved_as(replace(aalborg, changes=drawn.changes(at)))


def test_more_samples_begin_with_the_same(small: Study, pair: tuple[Column, Column]) -> None:
    factors = factors_of(small, pair, CHOSEN).moved
    few, many = sample(factors, 20, 1), sample(factors, 64, 1)
    np.testing.assert_array_equal(few.units, many.units[:20])
    assert not np.array_equal(few.units, sample(factors, 20, 2).units)


def test_a_share_moves_by_amounts_and_minutes_by_factors(small: Study, pair: tuple[Column, Column]) -> None:
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
    np.testing.assert_allclose(asked_for, expected + [chance(number) for number in table["replication"]])


def test_a_group_can_be_left_out_of_all(small: Study, pair: tuple[Column, Column]) -> None:
    every = factors_of(small, pair, "all")
    less = factors_of(small, pair, ("all", "-contact", "-tracking"))
    dropped = {a for factor in every.moved if factor.name in {"contact", "tracking"} for a in factor.addresses}
    moved = [{a for factor in factors.moved for a in factor.addresses} for factors in (every, less)]
    assert moved[0] - moved[1] == dropped
    assert dropped <= {each.address for each in less.unmoved}
    with pytest.raises(ScenarioError) as caught:
        factors_of(small, pair, ("all", "-contakt"))
    assert caught.value.nearest == "contact"


# --- what they say


def test_both_intervals_hold_what_they_are_about(record: UncertaintyRecord) -> None:
    """14 minutes as they are; 5 to 30 in the samples. Chance has a spread of 300 hours, and is removed from the samples."""
    row = next(each for each in record.both if each.measure == "hours_asked" and each.activity == "all")
    assert row.central == pytest.approx(14 * PER_MINUTE + np.mean([chance(number) for number in range(1, 7)]))
    assert row.chance_low is not None
    assert row.chance_high is not None
    assert row.chance_low < 14 * PER_MINUTE < row.chance_high
    assert 30 * PER_MINUTE - NOISE < row.low < row.mean < row.high < 5 * PER_MINUTE + NOISE
    assert row.level == 0.95
    assert row.chance_share is not None
    assert 0 < row.chance_share < 0.01


def test_the_value_that_moves_the_difference_carries_its_spread(record: UncertaintyRecord) -> None:
    (factor,) = [each for each in record.shares if each.kind == "factor"]
    assert factor.name == "tracking"
    assert factor.first == pytest.approx(1, abs=0.02)
    assert factor.first_low <= factor.first <= factor.first_high  # type: ignore[operator]
    grades = {each.name: each.first for each in record.shares if each.kind == "grade"}
    assert grades == {"fitted": pytest.approx(1, abs=0.02), "assumption": 0}


def test_the_box_is_found_and_said_in_the_unit_of_the_file(record: UncertaintyRecord) -> None:
    (box,) = record.claims
    assert box.verdict == "box"
    (limit,) = box.limits
    assert limit.factor == "tracking"
    assert limit.low_number is not None
    assert 12 <= limit.low_number <= 16
    assert (limit.high_number, limit.unit) == (None, "minutes of work")
    assert box.density is not None
    assert box.density > 0.9


def test_the_only_value_that_counts_is_measured_first(record: UncertaintyRecord) -> None:
    (first,) = record.worth
    assert first.factor == "tracking"
    assert 0 < first.worth <= record.all_known[0][1] * 1.1
    assert first.width == pytest.approx(0, abs=0.15)


def test_few_samples_give_intervals_and_no_shares(done: Uncertainty) -> None:
    row = asked(done.intervals).iloc[0]
    assert row["level"] == pytest.approx(7 / 9)
    assert done.shares.empty
    assert done.worth.empty
    assert done.claims["verdict"].item() == "everywhere"


def test_every_finding_has_its_chart_and_its_words(done: Uncertainty, record: UncertaintyRecord) -> None:
    manifest = done.manifest.model_copy(update={"uncertainty": record})
    for unit in READERS:
        assert "3" in end_text(3.0, unit, "da")
    for lang in LANGUAGES:
        for name in CHARTS:
            assert len(draw_chart(name, done.measures, done.comparisons, manifest, lang).numbers)
        page = uncertainty_page(manifest, lang)
        assert page is not None
        assert page.shares is not None
        assert page.worth is not None
        for line in page.claims:
            assert "{" not in line.text
    out = Console(width=80, file=io.StringIO())
    for part in uncertainty_screen(manifest):
        out.print(part)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 80
    assert "minutes of deadline tracking above 1" in " ".join(text.split())


# --- files, the page and the command


def test_a_call_after_a_failure_reads_what_is_finished(done: Uncertainty) -> None:
    assert (done.made, done.reused) == (2 * (8 + 6) - 15, 15)


def test_a_run_of_the_same_study_shows_the_kept_record(small: Study, home: Path, done: Uncertainty) -> None:
    result = runnable(small).run(results=home / "results", workers=1, progress=False, work=WORK)
    assert result.manifest.uncertainty == done.record
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert "tables/uncertainty.csv" in manifest["files"]
    assert type(result).read(small, result.folder).manifest.uncertainty == done.record


def test_an_analysis_of_a_finished_study_renews_its_page(
    small: Study, home: Path, done: Uncertainty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "differences", lambda *_: done.differences)
    runnable(small).run(results=home / "results", workers=1, progress=False, work=WORK)
    again = analysed(small, home / "results", claim="hours_asked < -14000")
    assert done.folder / "report.html" in again.files
    manifest = json.loads((done.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["uncertainty"]["claims"][0]["text"] == "hours_asked < -14000"
    assert (
        manifest["uncertainty"]["sample_hash"]
        == hashlib.sha256((done.folder / "tables" / "samples.csv").read_bytes()).hexdigest()
    )


def test_a_calibration_is_sampled_row_by_row(small: Study, pair: tuple[Column, Column], tmp_path: Path) -> None:
    """Values that were fitted together keep their rows, and are moved by nothing else."""
    addresses = ["places/aalborg.yaml:team_places.per_week", TRACKING]
    places: Any = next(value for value in values_of(small) if value.path == "team_places.per_week")
    file = tmp_path / "calibrate-aalborg" / "kept.csv"
    file.parent.mkdir()
    rows = [(places.low, 6), (places.low + 1, 20), (places.high, 11)]
    lines = [",".join([*addresses, "implausibility"]), *(f"{number},{minutes},1.0" for number, minutes in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    factors = factors_of(small, pair, CHOSEN, calibrated("aalborg", tmp_path)).moved
    assert [factor.name for factor in factors] == ["calibration-aalborg", "bookable", "turnover"]
    drawn = sample(factors, 32, 1)
    assert {tuple(row) for row in drawn.numbers[:, :2]} == set(rows)
    points, owner = drawn.coordinates
    assert list(owner) == [0, 0, 1, 2]
    assert points.shape == (32, 4)
    file.write_text("\n".join([*lines, f"{places.high + 1},6,1.0"]), encoding="utf-8")
    with pytest.raises(ScenarioError, match="outside its range"):
        factors_of(small, pair, CHOSEN, calibrated("aalborg", tmp_path))


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
