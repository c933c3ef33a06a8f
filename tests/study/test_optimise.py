"""The search over practices: dominance, a known frontier, fresh replications, any number of workers, and bad input."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.commands.optimise import as_data
from sim.commands.output import Screen
from sim.commands.screen.frontier import show
from sim.files.entry import Lang
from sim.files.errors import RunError, ScenarioError
from sim.files.parse import shape, values_in
from sim.law.clauses.practice import Practice
from sim.law.compose.practices import PracticeChoice, read_practice
from sim.results.frontier import analysis, dominance, search
from sim.results.frontier.analysis import Frontier, optimise
from sim.results.frontier.confirm import AS_IS, FRESH
from sim.results.frontier.dials import dials_of
from sim.results.frontier.practices import Practices
from sim.results.frontier.readings import FIRST, HEAVY, promise_of
from sim.results.run_study import opened
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.pool import run_all
from sim.runs.run import Run
from sim.study.search import Search
from sim.study.study import Study
from tests.study.stub import STUDY, refused, study
from tests.study.stub_frontier import CASEWORK, CONTACT, PER_CASEWORK, PER_MEETING, SHARE, TODAY, make

Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]
pytestmark = pytest.mark.usefixtures("no_pictures")
DIALS = ("contact.*.heavy", "contact.*.light")


def optimised(of: Study, folder: Path, work: Work | None = None, **options: Any) -> Frontier:
    options = {"values": DIALS, "trials": 12, "confirm": 3, "points": 3, "ends": 0, "workers": 1, **options}
    return optimise(of, results=folder, progress=False, work=work or Work(make), **options)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def done(small: Study, tmp_path_factory: pytest.TempPathFactory) -> Frontier:
    return optimised(small, tmp_path_factory.mktemp("results"))


# --- dominance


def plainly_ahead(points: Points) -> set[tuple[float, ...]]:
    """The points that no other point beats, by the definition."""
    rows = [tuple(map(float, point)) for point in points]
    return {
        one
        for one in rows
        if not any(all(b >= a for a, b in zip(one, other, strict=True)) and other != one for other in rows)
    }


@pytest.mark.parametrize("objectives", [1, 2, 3])
def test_the_front_is_that_of_the_plain_definition(objectives: int) -> None:
    rng = np.random.default_rng(objectives)
    for _ in range(30):
        points = rng.integers(0, 5, (12, objectives)).astype(float)  # so coarse that some are equal
        kept = dominance.front(points)
        assert {tuple(map(float, points[at])) for at in kept} == plainly_ahead(points)
        assert len(kept) == len(plainly_ahead(points))


def test_points_that_are_run_again_spread_over_the_front_with_both_ends() -> None:
    points = np.column_stack([np.arange(10.0), -np.arange(10.0)])
    chosen = dominance.spread(points, 4)
    assert chosen == [0, 3, 6, 9]
    assert dominance.spread(points, 10) == list(range(10))


def test_equal_points_are_not_told_apart_more_often_than_the_confidence_allows() -> None:
    rng = np.random.default_rng(5)
    wrong = np.mean([dominance.better(rng.normal(size=(4, 2, 6)), 0.9).any() for _ in range(300)])
    assert wrong <= 0.1 + 3 * (0.1 * 0.9 / 300) ** 0.5


def test_verdicts_on_points_that_differ_surely_or_by_chance() -> None:
    noise = np.array([-1.0, 0.0, 1.0, 0.5])
    flat = 0.001 * noise

    def point(first: float, second: float, chance: Any = flat) -> Any:
        return np.array([first + chance, second - chance])

    assert dominance.standings(np.array([point(1, 2), point(2, 1), point(0, 0)]), 0.95) == [
        "stands",
        "stands",
        "beaten",
    ]
    alike = np.array([point(1, 1), point(1.01, 1.01, 5 * noise)])
    assert dominance.standings(alike, 0.95) == ["cannot tell", "cannot tell"]
    assert dominance.standings(np.zeros((2, 2, 1)), 0.95) == ["cannot tell", "cannot tell"]  # one replication
    assert dominance.standings(np.array([point(1, 2)]), 0.95) == ["cannot tell"]  # nothing to be better than


# --- dials


def test_a_dial_goes_from_the_low_ends_over_the_practice_as_it_is_to_the_high_ends(small: Study) -> None:
    (dial,) = dials_of(small, small.columns[1], ["contact.*.heavy"]).moved
    assert dial.numbers(0) == [each.present for each in dial.parameters]
    assert dial.numbers(-1) == [each.low for each in dial.parameters]
    assert dial.numbers(1) == [each.high for each in dial.parameters]
    steps = np.array([dial.numbers(at) for at in np.linspace(-1, 1, 41)])
    assert (np.diff(steps, axis=0) >= 0).all()
    assert not dial.sets(0)
    bounded = dials_of(small, small.columns[1], ["contact.job-ready.every.heavy=20 days..90 days"]).moved[0]
    assert (bounded.numbers(-1), bounded.numbers(1)) == ([20.0], [90.0])


def test_meetings_that_citizens_ask_for_stay_as_they_are(small: Study) -> None:
    found = dials_of(small, small.columns[1], ["contact.*"])
    moved = {each.value.path for dial in found.moved for each in dial.parameters}
    practice = small.columns[1].first.laws[0].practice
    asked = {name for name, entry in practice.contact.items() if entry.on_request or entry.random}
    assert asked
    assert not any(path.split(".")[1] in asked for path in moved)
    assert {address.split(".")[2] for address in found.left} == asked


# --- the search


def true_outcome(positions: tuple[float, ...]) -> search.Outcome:
    """A known frontier: the second dial only costs, and the first trades one objective for the other up to a limit."""
    across, down = positions
    return search.Outcome((across, -across - (down + 1)), {"limit": across - 0.5})


def dials(small: Study) -> Any:
    return dials_of(small, small.columns[1], DIALS).moved


def test_a_search_comes_near_a_known_frontier(small: Study) -> None:
    trials = search.searched(dials(small), 96, 2, 1, lambda _, batch: [true_outcome(each) for each in batch])
    fit = [trial for trial in trials if trial.outcome.keeps_limits]
    assert all(trial.positions[0] <= 0.5 for trial in fit)
    values = np.array([trial.outcome.means for trial in fit])
    ahead = values[dominance.front(values)]
    # the area between the frontier and the worst corner (-1, -2.5): the true one is a triangle with a strip below it
    grid = np.linspace(-1, 0.5, 400)
    height = np.array([max((up for across, up in ahead if across >= at), default=-2.5) for at in grid])
    found, whole = np.trapezoid(np.maximum(height, -2.5) + 2.5, grid), np.trapezoid(2.5 - grid, grid)
    assert found >= 0.8 * whole


def test_the_first_trial_is_the_practice_as_it_is_and_batches_do_not_depend_on_what_they_cost(small: Study) -> None:
    sizes: list[tuple[int, int]] = []

    def judge(first: int, batch: Any) -> list[search.Outcome]:
        sizes.append((first, len(batch)))
        return [true_outcome(each) for each in batch]

    trials = search.searched(dials(small), 19, 2, 1, judge)
    assert trials[0].positions == (0.0, 0.0)
    assert sizes == [(0, 8), (8, 8), (16, 3)]
    other = search.searched(dials(small), 19, 2, 2, judge)
    assert [t.positions for t in trials] != [t.positions for t in other]


def test_only_citizens_who_are_promised_a_first_meeting_soon_count(small: Study) -> None:
    assert set(promise_of(small.columns[0]).groups) == set(promise_of(small.columns[1]).groups)
    promise = promise_of(small.columns[1])
    assert "sick" not in promise.groups
    assert "insured" not in promise.groups
    assert promise.paths == ("contact.first-meeting.first",)
    moved = dials_of(small, small.columns[1], ["contact.first-meeting.first"]).moved
    assert promise.echoed(moved) == ["contact.first-meeting.first"]
    assert promise.echoed(dials(small)) == []


# --- the whole analysis


def whole(done: Frontier, point: str, key: tuple[str, str]) -> dict[str, Any]:
    rows = done.table[(done.table[["group", "team", "activity"]] == "all").all(axis=1)]
    rows = rows[(rows["point"] == point) & (rows["measure"] == key[0]) & (rows["need"] == key[1])]
    (row,) = rows.to_dict("records")
    return row  # type: ignore[return-value]


def test_the_numbers_of_a_point_are_those_of_fresh_replications_alone(done: Frontier, small: Study) -> None:
    for point in done.points:
        heavy = done.settings[
            (done.settings["point"] == point.name)
            & done.settings["address"].str.endswith("contact.job-ready.every.heavy")
        ]["then"].item()
        times = 33 / int(heavy.split()[0])
        row = whole(done, point.name, HEAVY)
        assert row["difference"] == pytest.approx(CONTACT * times - 3.0)  # without the luck of the search
        assert row["in_search"] > row["difference"] + 10
        assert row["pairs"] == done.fresh
    assert set(done.trials.loc[done.trials["run_again"], "trial"]) == {point.trial + 1 for point in done.points}
    assert small.replications < FRESH


def test_points_lie_where_theory_puts_them(done: Frontier) -> None:
    """A point's first meetings and casework follow from its meetings; every point keeps the casework of today."""
    for point in done.points:
        then = done.settings[done.settings["point"] == point.name].set_index("address")["then"]
        heavy, light = (
            gap / int(then[f"practices/same-contact-by-need.yaml:contact.job-ready.every.{need}"].split()[0])
            for need, gap in (("heavy", 33), ("light", 111))
        )
        load = heavy + light - 2
        assert whole(done, point.name, FIRST)["value"] == pytest.approx(SHARE - PER_MEETING * load, abs=0.01)
        if point.verdict != "breaks a limit":
            assert CASEWORK - PER_CASEWORK * load >= TODAY - 1e-9
    stands = [point for point in done.points if point.verdict == "stands"]
    assert stands
    values = np.array([[whole(done, p.name, key)["difference"] for key in (FIRST, HEAVY)] for p in stands])
    assert len(dominance.front(values)) == len(stands)


def test_a_point_that_chance_had_kept_within_a_limit_is_said_to_break_it(small: Study, tmp_path: Path) -> None:
    def harsher(run: Run) -> Made:
        made = make(run)
        table = made.measures.copy()
        if run.replication > FRESH and run.column.rules != "current":
            table.loc[table["measure"] == "running_minutes_per_citizen_week", "value"] = (
                TODAY - 1 - 0.01 * (run.replication % 3)
            )
        return replace(made, measures=table)

    found = optimised(small, tmp_path, Work(harsher), trials=4)
    assert {point.verdict for point in found.points} == {"breaks a limit"}
    assert found.frontier.empty


@pytest.mark.slow
def test_two_workers_give_the_same_search(small: Study, tmp_path: Path) -> None:
    one, two = (optimised(small, tmp_path / str(n), trials=2, confirm=2, workers=n) for n in (1, 2))
    pd.testing.assert_frame_equal(one.trials, two.trials)
    pd.testing.assert_frame_equal(one.table, two.table)


def test_the_order_in_which_workers_finish_does_not_matter(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seventeen trials and more are proposed from earlier ones. Workers that finish in another order change nothing."""
    in_order = optimised(small, tmp_path / "one", trials=26, replications=1, confirm=2)
    rng = np.random.default_rng(1)

    def shuffled(jobs: list[Run], worker: Any, _: int, on_done: Any, **rest: Any) -> Iterator[Any]:
        yield from run_all([jobs[at] for at in rng.permutation(len(jobs))], worker, 1, on_done, **rest)

    @contextmanager
    def opened_so(*args: Any, **options: Any) -> Iterator[Any]:
        with opened(*args, **options) as (runs, folder):
            runs.pool = shuffled
            yield runs, folder

    monkeypatch.setattr(analysis, "opened", opened_so)
    other = optimised(small, tmp_path / "two", trials=26, replications=1, confirm=2)
    pd.testing.assert_frame_equal(in_order.trials, other.trials)
    pd.testing.assert_frame_equal(in_order.table, other.table)


def test_a_search_that_is_stopped_goes_on_and_ends_as_if_it_had_not_been(
    small: Study, done: Frontier, tmp_path: Path
) -> None:
    count = [0]

    def failing(run: Run) -> Made:
        count[0] += 1
        if count[0] > 19:
            raise ValueError("no more")
        return make(run)

    with pytest.raises(RunError):
        optimised(small, tmp_path, Work(failing))
    assert not (tmp_path / "optimise-small" / "tables").exists()
    again = optimised(small, tmp_path)
    assert again.reused >= 19
    pd.testing.assert_frame_equal(again.trials, done.trials)
    pd.testing.assert_frame_equal(again.table, done.table)
    third = optimised(small, tmp_path)
    assert third.made == 0


def test_a_point_saved_as_a_practice_is_the_practice_that_was_run(small: Study, done: Frontier, tmp_path: Path) -> None:
    shutil.copytree(small.root / "practices", tmp_path / "practices")
    files = sorted((done.folder / "practices").glob("*.yaml"))
    assert [file.stem for file in files] == [f"optimise-small-{p.name.lower()}" for p in done.points if p.name != AS_IS]
    assert set(files) <= set(done.files)
    practices = Practices(done.study, done.column, done.dials.moved)
    for point in done.points[1:]:
        name = f"optimise-small-{point.name.lower()}"
        shutil.copy(done.folder / "practices" / f"{name}.yaml", tmp_path / "practices")
        read = shape(Practice, read_practice(tmp_path, PracticeChoice(name)))
        run = practices.at(point.positions, point.name).first.laws[0].practice
        assert {v.path: v.value for v in values_in(read)} == {v.path: v.value for v in values_in(run)}
        assert all(v.evidence == "assumption" for v in values_in(read) if v.source.startswith("searched"))


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_chart_has_an_interval_for_every_point(done: Frontier, lang: Lang) -> None:
    numbers = done.chart(lang).numbers()
    assert list(numbers["point"]) == [point.name for point in done.points]
    for at, point in enumerate(done.points):
        assert numbers["contact_heavy"][at] == pytest.approx(whole(done, point.name, HEAVY)["difference"])
        assert numbers["within_4_weeks"][at] == pytest.approx(100 * whole(done, point.name, FIRST)["difference"])
    assert (numbers["contact_heavy_low"] <= numbers["contact_heavy_high"]).all()


def test_the_screen_has_every_point_within_80_columns(done: Frontier) -> None:
    out = Screen(markup=False, highlight=False, width=80, file=io.StringIO())
    show(out, done)
    assert isinstance(out.file, io.StringIO)
    lines = out.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    for point in done.points:
        assert any(line.strip().startswith(point.name) and point.verdict in line for line in lines)


def test_the_json_has_what_the_tables_have(done: Frontier) -> None:
    data = as_data(done, 1.0)
    assert [each["point"] for each in data["points"]] == [point.name for point in done.points]
    assert len(data["trials"]) == len(done.trials)
    assert data["leading_assumptions"]


def test_a_study_says_what_is_searched(tmp_path: Path) -> None:
    text = f"{STUDY.rstrip()}\noptimise: {{values: [contact.*.heavy], trials: 3}}\n"
    own = study(tmp_path, text)
    assert own.search == Search.model_validate({"values": ("contact.*.heavy",), "trials": 3})
    found = optimised(own, tmp_path / "r", values=None, trials=None, confirm=2)
    assert len(found.trials) == 3
    assert [dial.name for dial in found.dials.moved] == ["contact.*.heavy"]
    for bad in ("values: contact.*.heavy", "trials: 1", "values: []"):
        with pytest.raises(ScenarioError) as error:
            study(tmp_path, f"{STUDY.rstrip()}\noptimise: {{{bad}}}\n")
        assert error.value.line


def test_a_window_without_arrivals_is_an_error(small: Study, tmp_path: Path) -> None:
    def empty(run: Run) -> Made:
        made = make(run)
        return replace(made, measures=made.measures[~made.measures["measure"].str.startswith("wait_")])

    with pytest.raises(ScenarioError, match="lack a number"):
        optimised(small, tmp_path, Work(empty), trials=2)


# --- bad input


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--values", "booking.windo"], "booking.window"),
        (["--values", "tracking.per_open_duty"], "no value of a practice"),
        (["--values", "booking.missed_share"], "no choice of a jobcenter: Citizens decide"),
        (["--values", "contact.on-request.every"], "citizens decide when they ask"),
        (["--values", "booking.notice"], "the law sets it"),
        (["--values", "need_weights.*"], "no value of the practice would move"),
        (["--values", "contact.job-ready.every.heavy=60 days..90 days"], "exclude the practice as it is"),
        (["--values", "contact.job-ready.every.heavy=20 days"], "LOW..HIGH"),
        (["--values", "overtime_minutes=-5 minutes..90 minutes"], "-5 minutes"),
        (["--values", "overtime_minutes=0 days..90 days"], "working time"),
        (["--values", "contact.*.heavy,contact.job-ready.*"], "would move twice"),
        (["--trials", "1"], "--trials 64"),
        (["--confirm", "1"], "--confirm is out of range"),
        (["--ends", "11"], "--ends is out of range"),
        (["--column", "current/base"], "current/baseline"),
        (["--column", "current/baseline"], "no value of the practice would move"),
    ],
)
def test_bad_input_is_refused(
    tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused("optimise", options, tmp_path, capsys)


def test_a_value_without_a_range_needs_bounds(small: Study) -> None:
    column = small.columns[1]
    practice = column.first.laws[0].practice
    bare = replace(practice.overtime_minutes, low=None, high=None)
    law = replace(column.first.laws[0], practice=practice.model_copy(update={"overtime_minutes": bare}))
    without = replace(column, settings={"aalborg": replace(column.first, laws=(law,))})
    with pytest.raises(ScenarioError, match="needs bounds"):
        dials_of(small, without, ["overtime_minutes"])
    (dial,) = dials_of(small, without, ["overtime_minutes=30 minutes..2 hours"]).moved
    assert dial.numbers(1) == [120.0]


def test_values_that_do_not_fit_each_other_are_refused_before_any_run(tmp_path: Path, small: Study) -> None:
    with pytest.raises(ScenarioError, match="makes no sense"):
        optimised(small, tmp_path / "r", values=["contact.job-ready.every.heavy=0 days..90 days"])
    assert not (tmp_path / "r").exists()


def test_a_missing_library_is_named(small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "find_spec", lambda _: None)
    with pytest.raises(ScenarioError, match="not installed") as error:
        optimised(small, tmp_path / "r")
    assert "jobsim[optimise]" in str(error.value)
    assert not (tmp_path / "r").exists()


def test_several_places_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="one place"):
        optimised(study(tmp_path, STUDY.replace("[aalborg]", "[aalborg, rebild]")), tmp_path / "r")


def test_points_have_names_in_order() -> None:
    from sim.results.frontier.confirm import letter

    names = [letter(at) for at in range(60)]
    assert names[:2] == ["A", "B"]
    assert names[25:28] == ["Z", "AA", "AB"]
    assert all(len(one) <= len(other) for one, other in pairwise(names))
