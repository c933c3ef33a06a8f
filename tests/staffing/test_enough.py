"""The fewest posts for a norm and for deadlines: the reading of a curve, and a made-up place whose answer is known."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.files.errors import ScenarioError
from sim.results.staffing.enough import LIMITS, MULTIPLES, _needed, enough, fewest
from sim.results.work import Work
from sim.runs.run import Run
from tests.report.danish import english_on
from tests.study.stub import STUDY, refused, study
from tests.study.stub_runs import TEAMS

pytestmark = pytest.mark.usefixtures("no_pictures")
POSTS = np.array([6.0, 9.0, 10.0, 12.0, 20.0])
BROKEN_NOW = {"insured": 0.4, "job-ready": 0.04, "resource": 0.5}
FLOOR = {"insured": 0.0, "job-ready": 0.0, "resource": 0.3}


@pytest.mark.parametrize(
    ("by_norm", "by_deadlines", "due", "number", "limit"),
    [
        (8.04, 7.0, True, 8.1, "norm"),
        (8.0, 9.01, True, 9.1, "deadlines"),
        (None, 9.0, True, 9.0, "deadlines"),
        (8.0, 6.0, True, 8.0, "norm"),
        (5.0, 6.0, True, 6.0, "least tried"),
        (5.0, math.nan, False, 5.0, "norm"),
        (5.0, math.nan, True, 5.0, "none keeps deadlines"),
        (None, math.nan, True, math.nan, "none keeps deadlines"),
        (None, 6.0, True, math.nan, "neither"),
        (None, math.nan, False, math.nan, "neither"),
    ],
)
def test_the_edge_of_what_was_tried_is_no_number_of_posts(
    by_norm: float | None, by_deadlines: float, due: bool, number: float, limit: str
) -> None:
    found, what = _needed(by_norm, by_deadlines, 6.0, due=due)
    assert found == pytest.approx(number, nan_ok=True)
    assert what == limit
    assert what in LIMITS


def test_the_fewest_posts_are_read_between_those_tried() -> None:
    broken = np.array([0.5, 0.3, 0.2, 0.1, 0.0])
    assert fewest(POSTS, broken, 0.2) == pytest.approx(10.0)
    assert fewest(POSTS, broken, 0.15) == pytest.approx(11.0)
    assert fewest(POSTS, broken, 0.6) == 6.0  # the least that was tried
    assert math.isnan(fewest(POSTS, broken + 0.3, 0.2))
    assert math.isnan(fewest(POSTS, np.full(5, np.nan), 0.2))  # no deadline to break


def test_chance_that_bends_a_curve_upwards_is_smoothed() -> None:
    """More posts never break more deadlines: the two in the middle count as their mean."""
    assert fewest(POSTS, np.array([0.5, 0.18, 0.22, 0.1, 0.0]), 0.2) == pytest.approx(9.0)


def _broken(team: str, posts: float) -> float:
    return min(1.0, FLOOR[team] + (BROKEN_NOW[team] - FLOOR[team]) * (TEAMS[team] / posts) ** 2)


def _stub(run: Run) -> Any:
    """Deadlines break with the square of cases per post, above a floor that posts do not move."""
    from sim.runs.make import Made

    posts = dict(run.posts) if run.posts is not None else dict(TEAMS)
    rows = []
    for team, number in posts.items():
        cases = 60 * TEAMS[team] / number
        rows += [
            (team, "all", "caseload_mean", cases), (team, "all", "norm_posts_2016_most", TEAMS[team] * 60 / 55),
            (team, "plan", "deadlines_team", 1000.0), (team, "plan", "breaches_team", 1000 * _broken(team, number)),
        ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["team", "activity", "measure", "value"]).assign(
        group="all", need="all", unit=""
    )
    about = {
        "log_sha256": "", "rows": 0, "posts": posts, "places": 1.0, "engine": "stub", "seconds": 0.0, "replication": run.replication,
    }  # fmt: skip
    return Made(table, about)


def _plain(folder: Path) -> Any:
    return study(folder, STUDY.replace(", capacity: [keep, cut]", ""))


def test_a_made_up_place_gets_the_posts_that_its_curves_ask_for(tmp_path: Path) -> None:
    found = enough(_plain(tmp_path), replications=2, results=tmp_path, workers=1, progress=False, work=Work(make=_stub))
    answers = found.answers[found.answers["column"] == "current/baseline/keep"]
    rows: dict[str, dict[str, Any]] = {str(row["team"]): row for row in answers.to_dict("records")}  # type: ignore[misc]
    assert set(rows) == set(TEAMS)
    assert math.isnan(rows["resource"]["by_deadlines"])  # the floor is above 5 %
    for team, number in TEAMS.items():
        assert rows[team]["by_norm"] == pytest.approx(number * 60 / 55)
        assert rows[team]["broken"] == pytest.approx(BROKEN_NOW[team])
        assert rows[team]["needed"] >= rows[team]["by_norm"]
        assert rows[team]["cases_then"] <= 55
    assert rows["job-ready"]["by_deadlines"] < TEAMS["job-ready"]
    assert rows["job-ready"]["needed"] == pytest.approx(math.ceil(10 * TEAMS["job-ready"] * 60 / 55) / 10)
    curve = found.curve[(found.curve["column"] == "current/baseline/keep") & (found.curve["team"] == "insured")]
    assert curve["multiple"].tolist() == list(MULTIPLES)
    assert curve["broken"].tolist() == pytest.approx([_broken("insured", posts) for posts in curve["posts"]])
    assert math.isnan(rows["insured"]["by_deadlines"])  # needs 2.8 times the posts; twice were tried
    chart = found.chart("da")
    assert english_on(chart.drawn.figure) == {}
    drawn = chart.numbers()
    assert set(drawn["column"]) == set(found.curve["column"])
    own = drawn[(drawn["column"] == "current/baseline/keep") & (drawn["team"] == "insured")]
    assert own["by_norm"].unique() == pytest.approx([TEAMS["insured"] * 60 / 55])
    assert own["posts_today"].unique() == pytest.approx([TEAMS["insured"]])
    np.testing.assert_allclose(own["broken"], curve["broken"])
    assert (drawn["allowed"] == 0.05).all()
    looser = enough(
        _plain(tmp_path), broken=0.2, replications=2, results=tmp_path, workers=1, progress=False, work=Work(make=_stub)
    )
    insured: dict[str, Any] = looser.answers.query("column == 'current/baseline/keep' and team == 'insured'").to_dict(
        "records"
    )[0]  # type: ignore[assignment]
    assert insured["by_deadlines"] == pytest.approx(TEAMS["insured"] * math.sqrt(2), rel=0.02)
    assert insured["broken_then"] <= 0.2 * 1.03
    assert looser.reused >= len(found.curve["multiple"].unique()) * 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--norm", "2018"], "no such norm"),
        (["--breaches", "5"], "--breaches 5"),
        (["--breaches", "0%"], "out of range"),
    ],
)
def test_bad_input_is_refused(
    tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused("staff", options, tmp_path, capsys)


def test_several_places_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="one place"):
        enough(study(tmp_path, STUDY.replace("[aalborg]", "[aalborg, rebild]")), results=tmp_path, progress=False)
