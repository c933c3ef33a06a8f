"""The baseline examined: every row of the collection is somewhere, tensions tell the table's rows, what is left adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.calibration.doctor import examine
from sim.calibration.running_casework import Left, remainder
from sim.figures.collection import load_world
from sim.figures.contradictions import read_tensions, tensions_of
from sim.figures.coverage import counts, expanded, read_coverage
from sim.figures.rates import load_rates
from sim.figures.source_codes import names_in
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.source import read
from sim.place.read import place_source
from sim.results.baseline import baseline_table
from sim.study.posts import baseline_posts, is_known
from sim.study.setting import Setting
from tests.settings import study_of
from tests.study import stub

ROOT = scenarios_dir()
ROWS = 589
"""Rows of the collection of figures."""


@pytest.fixture(scope="module")
def world() -> pd.DataFrame:
    return load_world()


@pytest.fixture(scope="module")
def aalborg() -> Setting:
    return study_of("aalborg").baseline.settings["aalborg"]


def cell(measure: str, value: float, unit: str = "per year", **where: str) -> dict[str, object]:
    return {
        "group": "all",
        "team": "all",
        "activity": "all",
        "need": "all",
        "measure": measure,
        "unit": unit,
        "value": value,
    } | where


# --- where each row of the collection is


def test_every_row_of_the_collection_stands_in_one_place(world: pd.DataFrame) -> None:
    file = read_coverage(ROOT)
    collection = expanded(file.collection.ids)
    assert len(collection) == len(set(collection)) == file.collection.rows == ROWS
    prices = load_rates()
    stands = Counter(
        [*world["id"], *prices["id"], *file.inputs, *(row for one in file.classes for row in expanded(one.rows))]
    )
    assert {row: stands[row] for row in collection if stands[row] != 1} == {}
    beside = set(stands) - set(collection)
    # the place's own, the table of flows, the law, means of prices, money
    assert {row[0] for row in beside} <= set("BCFGLM")
    assert all(one.why for one in file.classes)


def test_counts_add_up_to_the_collection(world: pd.DataFrame) -> None:
    found = counts(ROOT, {"X017", "F001"})
    assert found["compared"] == 1  # F001 is not of the collection
    parts = (found["compared"], found["not_compared"], found["prices"], found["inputs"], *found["left_out"].values())
    assert sum(parts) == found["collection"] == ROWS
    assert found["beside"] == int(world["id"].str[0].isin(list("BFLM")).sum())


def paths_of(text: str) -> list[tuple[str, str]]:
    """(file, dotted path) of an input; several paths of a file by commas, several files by semicolons."""
    found = []
    for part in text.split("; "):
        file, _, paths = part.partition(" ")
        found += [(file, path) for path in paths.split(", ")]
    return found


def stands(tree: Any, path: str) -> bool:
    """Whether a dotted path exists; `*` matches any name."""
    if not path:
        return True
    head, _, rest = path.partition(".")
    if not isinstance(tree, dict):
        return False
    return any(stands(tree[key], rest) for key in tree if fnmatchcase(str(key), head))


def test_inputs_name_values_that_are_there(world: pd.DataFrame) -> None:
    named = dict(zip(world["id"], world["input"], strict=True)) | read_coverage(ROOT).inputs
    trees: dict[str, Any] = {}
    for row, text in named.items():
        for file, path in paths_of(text) if text else []:
            tree = trees.setdefault(file, read(ROOT / file, ROOT).tree)
            assert stands(tree, path), f"{row}: {file} {path}"


def sources_of(tree: Any) -> Iterator[str]:
    """Every source in a tree of a file."""
    if isinstance(tree, dict):
        if isinstance(tree.get("source"), str):
            yield tree["source"]
        tree = list(tree.values())
    if isinstance(tree, list):
        for child in tree:
            yield from sources_of(child)


def test_rows_that_a_value_rests_on_are_inputs_and_not_left_out(world: pd.DataFrame) -> None:
    """A source that begins with `no figure` may name a row beside it that says nothing of the value."""
    left_out: dict[str, str] = {row: one.name for one in read_coverage(ROOT).classes for row in expanded(one.rows)}
    left_out = {
        row: name for row, name in left_out.items() if name != "claims"
    }  # a value may assume what a paper claims
    left_out |= dict.fromkeys(world[world["input"] == ""]["id"], "compared, and no input")
    folders = ("people", "places", "office", "practices", "regimes")
    files = [path for folder in folders for path in sorted((ROOT / folder).glob("*.yaml"))]
    found = [
        (path.name, code, left_out[code])
        for path in files
        for source in sources_of(read(path, ROOT).tree)
        if not source.startswith("no figure")
        for code in names_in(source)
        if code in left_out
    ]
    assert found == []


def test_what_was_put_in_is_never_said_to_emerge(world: pd.DataFrame, aalborg: Setting) -> None:
    """A figure that feeds a value of the model scales or echoes it, whatever is found."""
    rows = world[(world["input"] != "") & world["compare"].notna()]
    measures = pd.DataFrame(
        [
            cell(measure, 1.0, **dict(zip(("group", "team", "activity"), labels, strict=True)))
            for row in rows.to_dict("records")
            for measure, *chosen in [(row["compare"], row["group"], row["team"], row["activity"]), *row["per_cells"]]
            for labels in [tuple(names[0] if names[0] != "every" else "one" for names in chosen)]
        ]
    ).drop_duplicates()
    table = baseline_table(measures, aalborg.place, aalborg.people).set_index("id")
    told = table.loc[[row for row in rows["id"] if table.loc[row, "verdict"] != "not-comparable"], "nature"]
    assert len(told) > 50
    assert set(told) == {"scales", "echoes"}
    assert set(told[["A095", "A097", "A098"]]) == {"echoes"}


def test_several_cells_are_summed_and_every_name_is_counted(aalborg: Setting) -> None:
    """New courses of job clarification: entries and switches from every group; of 14,000 the place's share of these stocks."""
    rows = [
        cell("entries", 20.0, group="job-clarification"),
        cell("switches", 280.0, group="sick", activity="job-clarification"),
        cell("switches", 30.0, group="insured", activity="job-clarification"),
        cell("switches", 999.0, group="sick", activity="insured"),
        cell("switches", 5_000.0),
        cell("stock", 440.0, "citizens", group="job-clarification"),
    ]
    table = baseline_table(pd.DataFrame(rows), aalborg.place, aalborg.people).set_index("id")
    assert table.loc["A039", "simulated"] == 330
    assert table.loc["A039", "stated"] == pytest.approx(14_000 * (2_499 + 586) / (76_700 + 18_000))
    assert table.loc["A040", "simulated"] == pytest.approx(440 / 330)


# --- tensions


def test_tensions_tell_the_rows_of_the_table(world: pd.DataFrame, aalborg: Setting) -> None:
    table = baseline_table(
        pd.DataFrame([cell("stock", 4_000.0, "citizens", group="in-flexjob")]), aalborg.place, aalborg.people
    )
    units = dict(zip(world["id"], world["unit"], strict=True))
    told = tensions_of(table, read_tensions(ROOT, frozenset(world["id"])), units)
    flexjobs = next(one for one in told if one["tension"] == "three-counts-of-flex-jobs")
    counted, said, in_the_year = (side["figures"][0] for side in flexjobs["sides"])
    row = table.set_index("id").loc["X020"]
    assert (counted["stated"], counted["simulated"], counted["ratio"]) == (row["stated"], 4_000, row["ratio"])
    assert (said["simulated"], said["verdict"]) == (4_000, "outside")
    assert in_the_year["verdict"] == "not-comparable"
    assert in_the_year["unit"] == "persons"
    assert counted["unit"] == ""


def test_the_known_tensions_are_there(world: pd.DataFrame) -> None:
    """Those that the collection and the table of flows name themselves."""
    tensions = read_tensions(ROOT, frozenset(world["id"]))
    sides = [{figure for side in one.sides for figure in side.figures} for one in tensions]
    for together in (
        {"A036", "A032"},
        {"A064"},
        {"S061", "S065"},
        {"A075", "S067"},
        {"X036", "X104"},
        {"S001", "S003"},
        {"S077"},
    ):
        assert any(together <= figures for figures in sides), together
    assert all(one.follows and one.why for one in tensions)
    assert len({one.tension for one in tensions}) == len(tensions)


def test_a_tension_about_nothing_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    file = tmp_path / "figures" / "tensions.yaml"
    file.write_text(
        "schema: 1\nfigures: tensions\ntensions:\n  - tension: one\n    title: {en: One, da: Én}\n    sides:\n"
        "      - {says: a, figures: [X017]}\n      - {says: b, figures: [X018, X071]}\n    follows: a\n    why: it is\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as refusal:
        read_tensions(tmp_path, frozenset({"X017", "X018"}))
    assert refusal.value.line == 8
    assert refusal.value.nearest in {"X017", "X018"}


# --- what is left


def left_of(aalborg: Setting, hours: float = 1_000.0, named: float = 600.0, weeks: float = 3_000.0) -> Any:
    """A run in which every team has the same hours, tasks and citizens."""
    rows = [
        cell("running_minutes_per_citizen_week", minutes, need=need)
        for need, minutes in (("light", 4.0), ("medium", 8.0), ("heavy", 16.0))
    ]
    for team in aalborg.place.teams:
        rows += [
            cell("hours_total", hours, team=team), cell("hours", hours - named, team=team, activity="running-casework"),
            cell("citizen_weeks_team", weeks, team=team),
        ]  # fmt: skip
    measures = pd.DataFrame(rows)
    posts = pd.DataFrame([cell("staff", sum(baseline_posts(aalborg).values()), "posts")])
    return remainder(measures, aalborg, baseline_table(pd.concat([measures, posts]), aalborg.place, aalborg.people))


def test_hours_are_named_tasks_and_what_is_left(aalborg: Setting) -> None:
    found = left_of(aalborg)
    known = {name for name, team in aalborg.place.teams.items() if is_known(aalborg, team)}
    assert {team.label for team in found.teams} == known  # nor other roles
    assert found.total.posts == pytest.approx(sum(baseline_posts(aalborg)[team.label] for team in found.teams))
    teams = len(found.teams)
    assert found.total.hours == 1_000 * teams
    assert found.total.running == pytest.approx(400 * teams)
    assert found.total.share == pytest.approx(0.4)
    assert found.total.minutes == pytest.approx(400 * 60 / 3_000)
    for team in found.teams:
        assert team.named + team.running == team.hours


def test_other_staff_has_the_same_tasks(aalborg: Setting) -> None:
    """Arithmetic: of 1,000 hours 600 are named; with half the posts 500 are there and the tasks do not fit."""
    found = left_of(aalborg)
    for left in found.arithmetic:
        assert left.named == found.total.named
        assert left.running == pytest.approx(left.hours - left.named)
    half = found.total.scaled("half", 0.5)
    assert half.running == pytest.approx(-100 * len(found.teams))
    assert half.posts == pytest.approx(found.total.posts / 2)
    same = found.total.scaled("same", 1.0)
    assert (same.hours, same.minutes, same.by_need) == (found.total.hours, found.total.minutes, found.total.by_need)
    more = found.total.scaled("a tenth more hours", 1.0, 1.1)  # 1,100 - 600 = 500: a quarter more is left
    assert more.by_need == pytest.approx({need: 1.25 * minutes for need, minutes in found.total.by_need.items()})


def test_cases_per_post_make_posts(aalborg: Setting) -> None:
    """Twice the cases per post are half the posts: activity-ready 65 (45 to 110)."""
    few, many = left_of(aalborg).team_ranges["activity-ready"]
    given = baseline_posts(aalborg)["activity-ready"]
    assert few.posts == pytest.approx(given * 65 / 110)
    assert many.posts == pytest.approx(given * 65 / 45)
    assert few.minutes < left_of(aalborg).total.minutes < many.minutes


def test_the_share_of_staff_who_hold_cases_makes_posts(aalborg: Setting) -> None:
    """35, 50 and 60 % of 12,500 by the share of the population."""
    share = 223_174 / 5_961_158
    posts = [left.posts for left in left_of(aalborg).arithmetic if "A007" in left.label]
    assert posts == pytest.approx([12_500 * part * share for part in (0.35, 0.5, 0.6)])


def test_nothing_left_stays_nothing() -> None:
    none = Left("none", 0.0, 0.0, 0.0, 0.0, {})
    assert (none.share, none.minutes, none.scaled("more", 2.0).hours) == (0.0, 0.0, 0.0)


# --- the whole


def test_only_the_baseline_is_run_and_kept(tmp_path: Path) -> None:
    study = stub.study(tmp_path)
    first = examine(study, results=tmp_path / "results", workers=1, progress=False, work=stub.WORK)
    assert (first.made, first.reused) == (study.replications, 0)
    second = examine(study, results=tmp_path / "results", workers=1, progress=False, work=stub.WORK)
    assert (second.made, second.reused) == (0, study.replications)
    assert second.table.equals(first.table)
    whole = stub.conducted(study, tmp_path / "results")
    assert whole.reused == study.replications  # the study goes on with them
    assert place_source("aalborg").tree["place"] == first.place


def test_another_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such place") as refusal:
        examine(stub.study(tmp_path), place="aalbork", results=tmp_path / "results", progress=False)
    assert refusal.value.nearest == "aalborg"
    assert not (tmp_path / "results").exists()
