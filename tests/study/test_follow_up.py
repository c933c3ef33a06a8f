"""Runs go on beyond the window: what the key means, what runs without it, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.results.finished import finished
from sim.runs.run import Plan, Run
from sim.study import size
from sim.study.study import Study
from tests.study.stub import STUDY, study

LONG = STUDY.replace("measured: 2 months", "measured: 2 months\nfollow_up: 6 weeks")


def test_a_run_is_warm_up_and_window_and_follow_up(tmp_path: Path) -> None:
    followed, short = study(tmp_path, LONG), study(tmp_path)
    assert followed.window == short.window
    assert followed.days == short.days + 42 == short.window[1] + 1 + 42
    assert followed.last == short.last + timedelta(days=42)
    assert {setting.days for column in followed.columns for setting in column.settings.values()} == {followed.days}


def test_without_the_key_waits_are_followed_for_two_years(tmp_path: Path) -> None:
    """The follow-up is much longer than the 26 weeks of the last share of served."""
    text = STUDY.replace("measured: 2 months", "measured: 2 months  # follow_up is left out")
    usual = study(tmp_path, text)
    window_ends = usual.start + timedelta(days=usual.window[1] + 1)
    assert usual.last + timedelta(days=1) == window_ends.replace(year=window_ends.year + 2)


def test_the_same_study_without_follow_up(tmp_path: Path) -> None:
    followed = study(tmp_path, LONG)
    short = followed.without_follow_up()
    assert (short.days, short.window) == (followed.window[1] + 1, followed.window)
    assert [column.name for column in short.columns] == [column.name for column in followed.columns]
    assert {setting.days for column in short.columns for setting in column.settings.values()} == {short.days}


def test_laws_and_shocks_of_the_follow_up_are_left_out_of_runs_without_it(tmp_path: Path) -> None:
    """The window is January 2024 plus two months, so April is follow-up."""
    text = LONG.replace(
        "  - {rules: freed",
        "  - rules: current\n    then: [{from: 2024-04-10, rules: R2025a}]\n"
        "    shocks: [{inflow: insured, change: +30 %, from: 2024-04-10, until: end of the study}]\n  - {rules: freed",
    )
    followed = study(tmp_path, text)
    column = followed.columns[1]
    assert (len(column.first.laws), len(column.first.shocks)) == (2, 1)
    short = followed.without_follow_up().columns[1]
    assert (len(short.first.laws), len(short.first.shocks)) == (1, 0)
    assert short.name == column.name


@pytest.mark.parametrize("span", ["-1 weeks", "6", "200 years", "[6 weeks]", "2 hours"])
def test_a_follow_up_that_is_no_span_is_refused_at_its_line(tmp_path: Path, span: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, LONG.replace("6 weeks", span))
    assert caught.value.line == 8
    assert "duration" in str(caught.value)


def test_a_follow_up_beyond_the_calendar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="the calendar does not cover"):
        study(tmp_path, LONG.replace("6 weeks", "100 years"))


def test_no_follow_up_is_allowed(tmp_path: Path) -> None:
    assert study(tmp_path, LONG.replace("6 weeks", "0 days")).days == study(tmp_path).days


def test_memory_counts_the_follow_up_and_the_error_names_its_line(tmp_path: Path) -> None:
    followed = study(tmp_path, LONG)
    setting = followed.baseline.first
    assert size.gigabytes(setting, 200) > size.gigabytes(followed.without_follow_up().baseline.first, 200)
    huge = replace(setting, days=2_000_000)
    longer = replace(
        followed,
        columns=(replace(followed.baseline, settings={"aalborg": huge}),),
        follow_up=type(followed.follow_up)(2_000_000),
    )
    with pytest.raises(ScenarioError, match="too much memory") as caught:
        size.check_size(longer)
    assert caught.value.line == followed.source.place(("follow_up",)).line
    assert "of them follow-up" in str(caught.value.found)


def first_runs(study: Study, use: str) -> list[Run]:
    """The first runs that the task of a column asks for."""
    column = next(column for column in study.columns if column.use == use)
    return list(next(finished(Plan.of(study, Path()), "aalborg", column)))


def test_columns_are_followed_and_searches_for_staff_are_not(tmp_path: Path) -> None:
    followed = study(tmp_path, LONG)
    assert {run.setting.days for run in first_runs(followed, "keep")} == {followed.days}
    assert {run.setting.days for run in first_runs(followed, "cut")} == {followed.window[1] + 1}
