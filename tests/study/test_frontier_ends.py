"""The points of a frontier at both ends of the leading assumptions: chance and assumptions apart, and what becomes of the order."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.commands.optimise import as_data
from sim.commands.output import Screen
from sim.commands.screen.frontier import show
from sim.files.entry import Lang
from sim.files.value import size
from sim.report.frontier_order import AIMS, places, sentences
from sim.report.range_records import RangeRecord
from sim.results.frontier.analysis import Frontier, optimise
from sim.results.frontier.assumed import Ends
from sim.results.frontier.confirm import FRESH
from sim.results.frontier.dials import dials_of
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.run import Run
from sim.study.study import Study
from tests.report.danish import english_in, english_on
from tests.report.manifests import LEADING, manifest
from tests.settings import library
from tests.study.stub import STUDY, study
from tests.study.stub_frontier import make

pytestmark = pytest.mark.usefixtures("no_pictures")
DIALS = ("contact.*.heavy", "contact.*.light")
GROUPS = ("tracking", "bookable")
CONTACT = "contact_minutes_per_citizen_week"
RUNNING = "running_minutes_per_citizen_week"


@cache
def minutes() -> float:
    """Minutes of tracking in the file."""
    return size(library().rule_set("freed-six-cities").regime.tracking.per_open_duty.value)


BY = {CONTACT: 0.5, RUNNING: 20.0}
"""By how much a number of freed rules falls when tracking takes twice its minutes."""
SEEN: list[tuple[str, int]] = []
"""Scenario and replication of each run that was made."""


def made(run: Run) -> Made:
    """Runs in which numbers of freed rules fall in proportion to the minutes of tracking, from the file's value on."""
    SEEN.append((run.scenario, run.replication))
    done = make(run)
    if run.column.rules == "current":
        return done
    value = run.setting.laws[0].rule_set.regime.tracking.per_open_duty
    table = done.measures.copy()
    for measure, by in BY.items():
        table.loc[table["measure"] == measure, "value"] -= by * (size(value.value) / minutes() - 1)
    return replace(done, measures=table)


def optimised(of: Study, folder: Path, **options: Any) -> Frontier:
    options = {"values": DIALS, "trials": 4, "confirm": 3, "points": 2, "workers": 1, **options}
    return optimise(of, results=folder, progress=False, work=Work(made), **options)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Study:
    text = f"{STUDY.rstrip()}\nranges: [{', '.join(GROUPS)}]\n"
    return study(tmp_path_factory.mktemp("study"), text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def done(small: Study, folder: Path) -> Frontier:
    SEEN.clear()
    return optimised(small, folder)


@pytest.fixture(scope="module")
def ends(small: Study) -> tuple[float, float]:
    """The low and the high end of tracking, as a change of its value."""
    value = small.columns[1].first.laws[0].rule_set.regime.tracking.per_open_duty
    assert size(value.value) == minutes()
    return size(value.low) / minutes() - 1, size(value.high) / minutes() - 1


def row(table: pd.DataFrame, point: str, measure: str, need: str) -> dict[str, Any]:
    rows = table[(table["point"] == point) & (table["measure"] == measure) & (table["need"] == need)]
    (found,) = rows[(rows[["group", "team", "activity"]] == "all").all(axis=1)].to_dict("records")
    return found  # type: ignore[return-value]


def test_the_interval_by_assumptions_is_what_the_assumption_does(done: Frontier, ends: tuple[float, float]) -> None:
    low_end, high_end = (-BY[CONTACT] * end for end in ends)
    assert high_end < 0 < low_end
    for point in done.points:
        found = row(done.table, point.name, CONTACT, "heavy")
        assert found["assumptions_low"] == pytest.approx(found["difference"] + high_end)
        assert found["assumptions_high"] == pytest.approx(found["difference"] + low_end)
        assert found["assumptions_beyond_chance"] is True
        still = row(done.table, point.name, *AIMS[0])
        assert still["assumptions_low"] == pytest.approx(still["difference"])
        assert still["assumptions_high"] == pytest.approx(still["difference"])
        assert still["assumptions_beyond_chance"] is False
    teams = done.table[done.table["team"] != "all"]
    assert teams["assumptions_low"].isna().all()


def test_each_group_has_both_ends_for_every_point(done: Frontier, ends: tuple[float, float]) -> None:
    table = done.ends[(done.ends["measure"] == CONTACT) & (done.ends["need"] == "heavy")]
    assert list(zip(table["point"], table["group"], strict=True)) == [
        (point.name, group) for point in done.points for group in GROUPS
    ]
    moved = table[table["group"] == "tracking"]
    assert list(moved["low"] - moved["headline"]) == pytest.approx([-BY[CONTACT] * ends[0]] * len(done.points))
    assert list(moved["high"] - moved["headline"]) == pytest.approx([-BY[CONTACT] * ends[1]] * len(done.points))
    assert set(table["pairs"]) == {2}
    other = table[table["group"] == "bookable"]
    assert not other["beyond_chance"].any()
    assert {str(each.relative_to(done.folder)) for each in done.files} >= {
        "tables/frontier-ends.csv", "tables/frontier-limits.csv"
    }  # fmt: skip


def test_the_ends_have_the_first_of_the_fresh_replications(done: Frontier) -> None:
    assert {number for scenario, number in SEEN if scenario} == {FRESH + 1, FRESH + 2}
    named = list(dict.fromkeys(scenario for scenario, _ in SEEN if scenario))
    assert named == [f"{group} at {end}" for group in GROUPS for end in ("low", "high")]
    points = len(done.points) + 1
    assert sum(bool(scenario) for scenario, _ in SEEN) == 2 * len(GROUPS) * 2 * points


def test_finished_runs_are_used_again_and_one_more_pair_needs_only_its_runs(
    small: Study, done: Frontier, folder: Path
) -> None:
    more = optimised(small, folder, ends=3)
    assert more.made == 2 * len(GROUPS) * (len(done.points) + 1)
    assert set(more.ends["pairs"]) == {3}
    pd.testing.assert_frame_equal(more.table["difference"].to_frame(), done.table["difference"].to_frame())


def test_a_value_that_the_search_moves_stays_as_the_point_has_it(small: Study) -> None:
    column = small.columns[1]
    dials = dials_of(small, column, DIALS).moved
    chosen = {each.address for dial in dials for each in dial.parameters}
    own = replace(small, ranges=("contact",))
    found = Ends.of(own, column, dials, 1)
    moved = {change.address for each in found.at for change in each.end.changes}
    assert moved
    assert not moved & chosen
    for each in found.at:
        practice = each.practices.at((0.5, -0.5), "a point").first.laws[0].practice
        free = found.columns[1].first.laws[0].practice.contact["job-ready"].every
        there = practice.contact["job-ready"].every
        assert free is not None
        assert there is not None
        assert size(there.heavy.value) > size(free.heavy.value)
        assert size(there.light.value) < size(free.light.value)


def test_without_ends_the_columns_are_empty_and_the_chart_says_so(small: Study, folder: Path) -> None:
    found = optimised(small, folder, ends=0)
    assert found.made == 0
    assert found.pairs == 0
    assert found.ends.empty
    assert found.table["assumptions_low"].isna().all()
    assert found.leading
    texts = " ".join(text.get_text() for text in found.chart("en").drawn.figure.texts)
    assert "no range of these numbers has been run" in " ".join(texts.split())
    assert as_data(found, 1.0)["in_words"] == {"en": [], "da": []}


# --- the order of the points


def ranged(point: str, group: str, base: tuple[float, float], low: tuple[float, float]) -> list[RangeRecord]:
    """A point's aims as they are and at the low end of a group. The high end leaves them as they are."""
    return [
        RangeRecord(
            place="nowhere", column=point, group=group, measure=measure, activity="all", need=need, unit="", base=base[at],
            low=low[at], high=base[at],
        )
        for at, (measure, need) in enumerate(AIMS)
    ]  # fmt: skip


def numbers(*points: tuple[str, str, tuple[float, float]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"point": name, "verdict": verdict, "within_4_weeks_low": aims[0] - 0.1, "contact_heavy_low": aims[1] - 0.1}
            for name, verdict, aims in points
        ]
    )


def test_a_point_that_is_no_longer_better_at_an_end_is_named_with_the_group() -> None:
    """B falls below the baseline with tracking; C was never better; A loses its place on the frontier to B with contact."""
    a, b, c = (1.0, 3.0), (2.0, 1.0), (-1.0, 2.0)
    ranges = [
        *ranged("A", "tracking", a, (0.5, 2.5)), *ranged("B", "tracking", b, (1.0, -0.5)), *ranged("C", "tracking", c, (-2.0, 1.0)),
        *ranged("A", "contact", a, (1.0, 0.9)), *ranged("B", "contact", b, (2.0, 1.0)), *ranged("C", "contact", c, c),
    ]  # fmt: skip
    table = numbers(("A", "stands", a), ("B", "stands", b), ("C", "cannot tell", c))
    known = manifest(ranges=tuple(ranges), leading=LEADING[:2])
    found = {each.point: each for each in places(table, known)}
    assert (found["A"].better, found["A"].lost) == (True, ())
    assert (found["B"].better, found["B"].lost) == (True, ("tracking",))
    assert (found["C"].better, found["C"].lost, found["C"].overtaken) == (False, (), ())
    assert found["A"].overtaken == ("contact",)
    assert found["B"].overtaken == ()
    english = " ".join(sentences(table, known, "en"))
    assert "(minutes of tracking), these are no longer better than the baseline in both: B." in english
    assert "(how often it meets citizens), another point is as good in both as these: A." in english
    assert "both ends of each of the 2 groups: A." in english
    danish = " ".join(sentences(table, known, "da"))
    assert "(minutter til opfølgning) er disse ikke længere bedre end udgangspunktet på begge: B." in danish
    assert english_in(danish) == []


def test_an_order_that_no_assumption_turns_is_said_to_survive() -> None:
    a, b = (1.0, 3.0), (2.0, 1.0)
    known = manifest(ranges=tuple(ranged("A", "contact", a, a) + ranged("B", "contact", b, b)), leading=LEADING[:1])
    table = numbers(("A", "stands", a), ("B", "stands", b))
    assert [(each.lost, each.overtaken) for each in places(table, known)] == [((), ()), ((), ())]
    assert any("order of the points survives" in each for each in sentences(table, known, "en"))


def test_the_screen_and_the_json_say_what_becomes_of_each_point(done: Frontier) -> None:
    out = Screen(markup=False, highlight=False, width=80, file=io.StringIO())
    show(out, done)
    assert isinstance(out.file, io.StringIO)
    lines = out.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    data = as_data(done, 1.0)
    assert data["in_words"]["en"]
    for sentence in data["in_words"]["en"]:
        assert sentence in text
    assert [each["point"] for each in data["places_at_ends"]] == [point.name for point in done.points]
    assert data["pairs_at_ends"] == 2
    whole = {(each["point"], each["measure"], each["need"]): each for each in data["numbers"] if each["group"] == "all"}
    for point in done.points:
        assert whole[point.name, CONTACT, "heavy"]["assumptions_beyond_chance"] is True


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_chart_has_both_intervals(done: Frontier, lang: Lang) -> None:
    chart = done.chart(lang)
    numbers = chart.numbers()
    for at, point in enumerate(done.points):
        for aim, (measure, need), scale in (("within_4_weeks", AIMS[0], 100), ("contact_heavy", AIMS[1], 1)):
            known = row(done.table, point.name, measure, need)
            for end in ("low", "high"):
                assert numbers[f"{aim}_assumptions_{end}"][at] == pytest.approx(scale * known[f"assumptions_{end}"])
    assert len(dotted(chart.drawn.figure)) == 2 * len(done.points)
    if lang == "da":
        assert english_on(chart.drawn.figure) == {}


def dotted(figure: Any) -> list[Any]:
    """The dotted whiskers of a figure, without the lines at zero."""
    (axes,) = figure.axes
    return [
        line
        for line in axes.lines
        if line.get_zorder() == 2.5
        and line.get_linestyle() != "None"
        and all(each == each for each in line.get_xdata())  # noqa: PLR0124  # nan
    ]


def test_a_limit_that_breaks_at_an_end_is_listed(done: Frontier, ends: tuple[float, float]) -> None:
    """More tracking takes casework until the jobcenter has less than today. The distance from the limit is plain arithmetic."""
    kept = [point.name for point in done.points if point.verdict != "breaks a limit"]
    assert kept
    margin = done.column.first.office.staff_cut.margins.running.value
    expected = {}
    for name in kept:
        own = row(done.table, name, RUNNING, "all")
        expected[name] = -(own["difference"] - BY[RUNNING] * ends[1]) / own["baseline"] - margin
    assert min(expected.values()) > 0
    broken = done.broken[(done.broken["limit"] == "casework") & (done.broken["end"] == "high")]
    assert dict(zip(broken["point"], broken["by"], strict=True)) == pytest.approx(expected)
    assert set(done.broken["group"]) == {"tracking"}
