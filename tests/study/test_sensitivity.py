"""Sensitivity: known effects are found again, chance is told apart, runs are reused, and the page gets the ranges."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.figures.leading import Leading, read_leading
from sim.files.entry import Sentences, Title
from sim.files.errors import RunError, ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.set_values import SetTo
from sim.results.result import Result
from sim.results.runnable import runnable
from sim.results.sensitivity.analysis import Sensitivity
from sim.results.sensitivity.changes import changes
from sim.results.sensitivity.scenarios import End, compared_columns, ends_of, leading_of, scenarios
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.run import Run
from sim.study.study import Study
from sim.study.values import values_of
from tests.settings import study_of
from tests.study.sampled import failing_after, minutes_and_places
from tests.study.stub import STUDY, study, write_page
from tests.study.stub_runs import make as stub_make

PER_MINUTE, PER_PLACE = 100.0, 7.0
"""Hours a year that the stub's freed rules gain for each minute of tracking, and in both columns for each team place."""
pytestmark = pytest.mark.usefixtures("no_pictures")
WITH_RANGES = STUDY.replace("seed: 1", "seed: 1\nranges: [tracking, team-places]")


def make(run: Run) -> Made:
    """A run whose running casework depends on two values of its setting."""
    made = stub_make(run)
    minutes, places = minutes_and_places(run)
    gained = PER_PLACE * places + (0.0 if run.column.rules == "current" else PER_MINUTE * minutes)
    table = made.measures.copy()
    row = (
        (table["measure"] == "hours")
        & (table["activity"] == "running-casework")
        & table["team"].isin(["insured", "all"])
    )
    table.loc[row, "value"] += gained
    return replace(made, measures=table)


WORK = Work(make, write_page)
GROUPS = ("tracking", "team-places")


def analysed(of: Study, folder: Path, work: Work = WORK, **options: Any) -> Sensitivity:
    options = {"groups": GROUPS, "replications": 2, **options}
    done = runnable(of).sensitivity(results=folder, workers=1, progress=False, work=work, **options)
    assert isinstance(done, Sensitivity)
    return done


def hours(table: pd.DataFrame, group: str) -> pd.Series[Any]:
    """The row of a group's running casework."""
    rows = table[(table["group"] == group) & (table["measure"] == "hours") & (table["activity"] == "running-casework")]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.fixture(scope="module")
def done(small: Study, home: Path) -> Sensitivity:
    return analysed(small, home / "results")


# --- the file


def test_every_pattern_of_the_file_names_a_value() -> None:
    """A pattern without a value would leave an assumption out without a word."""
    aalborg = study_of("aalborg")
    known = values_of(aalborg)
    for name, group in read_leading(scenarios_dir()).groups.items():
        for pattern in (*group.patterns, *group.opposite, *group.without):
            only = Leading(title=group.title, values=(pattern,), why=group.why)
            assert only.at("low", known), (name, pattern)


def test_every_group_fits_at_both_ends_and_practice_comes_first() -> None:
    aalborg = study_of("aalborg")
    groups = leading_of(aalborg)
    pair = compared_columns(aalborg)
    assert pair is not None
    ends = ends_of(aalborg, groups, pair)
    assert [end.group for end in ends][::2] == list(groups)
    assert next(iter(groups)) == "contact"
    for end in ends:
        if end.factor is not None:
            assert (end.factor < 1) == (end.end == "low"), end.name
    assert len(scenarios(aalborg, ends, pair)) == len(ends)  # the values of each end fit each other
    assert set(aalborg.ranges) <= set(groups)


def test_a_group_of_variants_leaves_the_baseline_as_it_is(small: Study) -> None:
    pair = compared_columns(small)
    assert pair is not None
    ends = ends_of(small, leading_of(small, ["contact"]), pair)
    for scenario in scenarios(small, ends, pair):
        before, after = (column.settings["aalborg"].values() for column in (pair[0], scenario.columns[0]))
        assert [value.value for value in before] == [value.value for value in after]
        assert [v.value for v in pair[1].settings["aalborg"].values()] != [
            v.value for v in scenario.columns[1].settings["aalborg"].values()
        ]


def test_opposite_values_stand_at_the_other_end(small: Study) -> None:
    title = Title(en="t", da="t")
    group = Leading(title=title, values=("turnover",), opposite=("vacancy",), why=Sentences(en="w", da="w"))
    low, high = (group.at(end, values_of(small)) for end in ("low", "high"))
    assert [(change.path, change.to) for change in low] == [("turnover", "low"), ("vacancy", "high")]
    assert [(change.path, change.to) for change in high] == [("turnover", "high"), ("vacancy", "low")]


# --- the numbers


def test_a_known_effect_is_found_again(done: Sensitivity) -> None:
    """14 (5-30) minutes at 100 hours each: the difference is 900 lower and 1,600 higher, and chance has no part in it."""
    row = hours(done.table, "tracking")
    assert row["low"] - row["headline"] == pytest.approx(-9 * PER_MINUTE)
    assert row["high"] - row["headline"] == pytest.approx(16 * PER_MINUTE)
    assert row["low_half"] == pytest.approx(0.0, abs=1e-6)
    assert row["beyond_chance"]
    assert (row["low_factor"], row["high_factor"]) == (pytest.approx(5 / 14), pytest.approx(30 / 14))


def test_what_both_columns_share_moves_no_difference(done: Sensitivity) -> None:
    row = hours(done.table, "team-places")
    assert row["low"] == pytest.approx(row["headline"])
    assert row["high"] == pytest.approx(row["headline"])
    assert not row["beyond_chance"]


def test_the_headline_is_that_of_the_study(done: Sensitivity) -> None:
    comparison = done.comparisons
    rows = comparison[(comparison["measure"] == "hours") & (comparison["activity"] == "running-casework")]
    whole = rows.loc[rows["team"] == "all", "difference"].item()
    assert hours(done.table, "tracking")["headline"] == pytest.approx(whole)


def effects(values: np.ndarray[Any, Any], group: str = "", end: str = "", need: str = "all") -> pd.DataFrame:
    """Effects of a headline by replication."""
    table = pd.DataFrame({"replication": range(1, len(values) + 1), "effect": values}).assign(
        measure="hours", activity="all", need=need, unit="hours per year"
    )
    return table.assign(group=group, end=end) if group else table


def test_half_widths_cover_the_change_with_two_pairs() -> None:
    """The spread is pooled over the ends: 95 % of the intervals of 150 headlines at four ends hold the planted change."""
    rng, headlines = np.random.default_rng(2), 150
    base = [rng.normal(1000, 50, 2) for _ in range(headlines)]
    parts = [
        effects(base[n] + 40 * at + rng.normal(0, 10, 2), f"g{at // 2}", ("low", "high")[at % 2], str(n))
        for n in range(headlines)
        for at in range(4)
    ]
    before = pd.concat([effects(values, need=str(n)) for n, values in enumerate(base)])
    table = changes(before, pd.concat(parts), 0.95)
    truth = 40.0 * (2 * (table["group"] == "g1") + (table["end"] == "high"))
    held = ((table["change"] - truth).abs() <= table["half"]).mean()
    # ends of a headline share their spread, so headlines are the independent trials
    assert held == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / headlines))


def test_an_end_that_does_not_reach_a_headline_has_no_change_and_no_chance() -> None:
    base = np.array([10.0, 12.0])
    parts = [effects(base, "still", "low"), effects(base + np.array([1.0, 3.0]), "moves", "low")]
    table = changes(effects(base), pd.concat(parts), 0.95).set_index("group")
    assert table["change"].to_dict() == {"still": 0.0, "moves": 2.0}
    assert table["half"].to_dict() == {
        "still": 0.0,
        "moves": pytest.approx(12.706, abs=1e-3),
    }  # t of 1 degree, spread / root 2


def test_one_pair_has_a_change_and_no_half_width() -> None:
    parts = [effects(np.array([5.0]), "g", "low")]
    table = changes(effects(np.array([2.0])), pd.concat(parts), 0.95)
    assert table["change"].item() == 3.0
    assert math.isnan(table["half"].item())


# --- the runs and the files


def test_finished_runs_are_reused_and_no_log_of_an_end_is_kept(small: Study, done: Sensitivity, home: Path) -> None:
    again = analysed(small, home / "results")
    assert (again.made, again.reused) == (0, done.made)
    pd.testing.assert_frame_equal(again.table, done.table)
    logs = list((home / "results" / "small" / "runs").glob("*.log.parquet"))
    assert not logs


def test_an_analysis_that_fails_goes_on_where_it_stopped(small: Study, tmp_path: Path) -> None:
    with pytest.raises(RunError):
        analysed(small, tmp_path, Work(failing_after(5, make), write_page))
    assert not (tmp_path / "small" / "tables").exists()
    again = analysed(small, tmp_path)
    assert again.reused == 5


def test_a_run_shows_the_ranges_that_the_same_study_has(small: Study, done: Sensitivity, home: Path) -> None:
    result = runnable(small).run(results=home / "results", workers=1, progress=False, work=WORK)
    assert [group.name for group in result.manifest.leading] == list(GROUPS)
    row, base = hours(result.ranges(), "tracking"), hours(done.table, "tracking")
    assert row["low"] - row["headline"] == pytest.approx(base["low"] - base["headline"])
    written = pd.read_csv(result.folder / "tables" / "sensitivity.csv")
    assert len(written) == len(result.ranges())
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert "tables/sensitivity.csv" in manifest["files"]
    compared = pd.read_csv(result.folder / "tables" / "comparisons.csv")
    known = compared[compared["assumptions_low"].notna()]
    assert len(known) == written.drop_duplicates(["column", "measure", "activity", "need"]).shape[0]
    for line in known.to_dict("records"):
        assert (line["group"], line["team"]) == ("all", "all")
        same = [written[name] == line[name] for name in ("measure", "activity", "need")]
        cells = written[np.logical_and.reduce([*same, written["column"] == line["variant"]])][
            ["headline", "low", "high"]
        ]
        assert (line["assumptions_low"], line["assumptions_high"]) == (
            pytest.approx(cells.min(axis=None)), pytest.approx(cells.max(axis=None)),
        )  # fmt: skip


def test_another_study_does_not_show_them(home: Path, done: Sensitivity, tmp_path: Path) -> None:
    other = study(tmp_path, STUDY.replace("seed: 1", "seed: 2"))
    assert done.made
    result = runnable(other).run(results=tmp_path / "results", workers=1, progress=False, work=WORK)
    assert result.manifest.ranges == ()
    assert not (result.folder / "tables" / "sensitivity.csv").exists()


def test_a_study_that_names_groups_runs_them_beside_its_columns(tmp_path: Path) -> None:
    named = study(tmp_path, WITH_RANGES)
    result = runnable(named).run(results=tmp_path / "results", workers=1, progress=False, work=WORK)
    row = hours(result.ranges(), "tracking")
    assert row["high"] - row["headline"] == pytest.approx(16 * PER_MINUTE)
    assert {group.pairs for group in result.manifest.leading} == {2}


def test_an_analysis_puts_the_ranges_onto_a_finished_page(tmp_path: Path) -> None:
    small = study(tmp_path)
    result = runnable(small).run(results=tmp_path / "results", workers=1, progress=False, work=WORK)
    assert not result.manifest.ranges
    done = analysed(small, tmp_path / "results", groups=("tracking",))
    again = type(result).read(small, result.folder)
    assert [group.name for group in again.manifest.leading] == ["tracking"]
    assert result.folder / "tables" / "sensitivity.csv" in done.files


@pytest.mark.parametrize(("options", "found", "nearest"), [
    ({"groups": ["trackin"]}, "trackin", "tracking"),
    ({"column": "freed-six-cities/same-contact"}, "freed-six-cities/same-contact", "freed-six-cities/same-contact-by-need/keep"),
    ({"measured": "1 yeer"}, "1 yeer", None),
    ({"method": "sobbol"}, "sobbol", "sobol"),
])  # fmt: skip
def test_a_wrong_option_is_refused_before_any_run(
    small: Study, tmp_path: Path, options: dict[str, Any], found: str, nearest: str | None
) -> None:
    with pytest.raises(ScenarioError) as caught:
        analysed(small, tmp_path, **options)
    assert (caught.value.found, caught.value.nearest) == (found, nearest)
    assert not (tmp_path / "small").exists()


def test_an_unknown_group_of_a_study_has_its_line(tmp_path: Path) -> None:
    named = study(tmp_path, STUDY.replace("seed: 1", "seed: 1\nranges: [contact, trackin]"))
    with pytest.raises(ScenarioError) as caught:
        runnable(named).run(results=tmp_path / "results", workers=1, progress=False, work=WORK)
    assert (caught.value.line, caught.value.nearest) == (10, "tracking")
    assert not (tmp_path / "results").exists()


def test_ends_of_a_group_name_what_is_set(small: Study) -> None:
    pair = compared_columns(small)
    assert pair is not None
    assert ends_of(small, leading_of(small, ["tracking"]), pair) == [
        End("tracking", end, (SetTo("tracking.per_open_duty", end, "regimes/R2024.yaml"),), factor)
        for end, factor in (("low", 5 / 14), ("high", 30 / 14))
    ]


def test_the_headlines_of_a_result_have_the_ends_of_its_assumptions(tmp_path: Path) -> None:
    result = runnable(study(tmp_path, WITH_RANGES)).run(results=tmp_path, workers=1, progress=False, work=WORK)
    headlines = result.headlines("freed-six-cities/keep")
    row = headlines[headlines["activity"] == "running-casework"].iloc[0]
    ranges = result.ranges()
    ends = ranges[(ranges["activity"] == "running-casework") & (ranges["column"] == row["column"])]
    assert row["assumptions_low"] == ends[["low", "headline", "high"]].min(axis=None)
    assert row["assumptions_high"] == ends[["low", "headline", "high"]].max(axis=None)
    assert row["assumptions_low"] < row["difference"] < row["assumptions_high"]


def test_a_result_without_a_page_gets_the_ranges_and_no_page(tmp_path: Path) -> None:
    small = study(tmp_path)
    runnable(small).run(results=tmp_path, workers=1, progress=False, work=WORK, report=False)
    done = analysed(small, tmp_path)
    assert not (done.folder / "report.html").exists()
    assert [file.name for file in done.files] == ["sensitivity.csv"]
    assert len(Result.read(small, done.folder).ranges()) > 0
