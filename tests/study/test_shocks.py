"""Shocks in a study: what is refused with its line, what a run's key holds, and who is touched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine import run as run_engine
from sim.files.errors import ScenarioError
from sim.runs.make import posts_over_window
from sim.study.shocks import Shock
from sim.study.study import Study
from sim.world.build import build_world
from sim.world.log import RowKind
from sim.world.shocks import posts_over
from tests.engine.compare import first_difference
from tests.engine.small import scaled
from tests.settings import study_of
from tests.study.stub import STUDY, run_of, study

RISE = "{inflow: insured, change: +30 %, from: 2024-02-01, until: 2024-02-29}"
LEAVE = "{staff: insured, change: -25 %, from: 2024-02-01, until: end of the study}"

CLOSED = "{places: team, change: -100 %, from: 2024-02-05, until: 2024-02-25}"


def with_shocks(folder: Path, *shocks: str) -> Study:
    """The small study (2024-01-01 to 2024-03-31) with shocks for all columns, one a line from line 11."""
    lines = "shocks:\n" + "".join(f"  - {shock}\n" for shock in shocks)
    return study(folder, STUDY.replace("compare:", lines + "compare:"))


def with_own(folder: Path, shock: str) -> Study:
    """The small study whose second entry is today's rules under a shock."""
    return study(
        folder, STUDY.replace("  - {rules: freed", f"  - {{rules: current, shocks: [{shock}]}}\n  - {{rules: freed")
    )


# --- what is refused ---
@pytest.mark.parametrize(
    ("shock", "line", "words"),
    [
        ("{inflow: insured, change: +30 %, from: 2024-02-01}", 11, ["a shock needs an end", "end of the study"]),
        (RISE.replace("2024-02-29", "2024-02-30"), 11, ["this is not a valid end of a shock", "found: 2024-02-30"]),
        (
            RISE.replace("2024-02-29", "2025-02-28"),
            11,
            ["outside the run", "2024-01-01 to 2024-03-31", "end of the study"],
        ),
        (RISE.replace("2024-02-01", "2023-12-31"), 11, ["outside the run", "found: 2023-12-31"]),
        (RISE.replace("2024-02-29", "2024-01-15"), 11, ["ends before it begins"]),
        (RISE.replace("+30 %", "-101 %"), 11, ["cannot exceed 100 %", "-100 % or more"]),
        (RISE.replace("+30 %", "0 %"), 11, ["changes nothing"]),
        (RISE.replace("+30 %", "30"), 11, ["this is not a change", "like `+30 %`"]),
        (RISE.replace("inflow: insured, ", ""), 11, ["inflow, staff, places"]),
        (RISE.replace("inflow: insured", "inflow: insured, staff: insured"), 11, ["inflow, staff, places"]),
        (RISE.replace("until:", "untill:"), 11, ["a shock needs an end"]),
        (LEAVE.replace("-25 %", "+25 %"), 11, ["a shock to staff must be a reduction"]),
        (CLOSED.replace("team", "rehabilitation"), 11, ["places", "found: rehabilitation"]),
    ],
)
def test_a_shock_that_cannot_be_is_named_with_its_line(tmp_path: Path, shock: str, line: int, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_shocks(tmp_path, shock)
    assert caught.value.line == line
    assert str(caught.value.file).endswith("small.yaml")
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("second", "apart"),
    [
        (RISE.replace("+30 %", "-10 %"), False),
        (RISE.replace("insured", "all").replace("2024-02-01", "2024-02-29"), False),
        (RISE.replace("2024-02-01", "2024-03-01").replace("2024-02-29", "forever"), True),
        (RISE.replace("insured", "sick"), True),
        (LEAVE, True),
    ],
)
def test_two_shocks_on_one_thing_must_lie_apart(tmp_path: Path, second: str, *, apart: bool) -> None:
    if apart:
        assert len(with_shocks(tmp_path, RISE, second).shocks) == 2
        return
    with pytest.raises(ScenarioError, match="at the same time") as caught:
        with_shocks(tmp_path, RISE, second)
    assert caught.value.line == 12


def test_an_entry_s_shock_may_not_meet_the_study_s(tmp_path: Path) -> None:
    text = STUDY.replace("compare:", f"shocks: [{RISE}]\ncompare:")
    with pytest.raises(ScenarioError, match="at the same time") as caught:
        study(tmp_path, text.replace("practice: same", f"shocks: [{RISE}], practice: same"))
    assert caught.value.line == 13


@pytest.mark.parametrize(
    ("shock", "words"),
    [
        (RISE.replace("insured", "insurd"), ["has no group of this name", "nearest: insured"]),
        (LEAVE.replace("insured", "insurd"), ["has no team of this name", "nearest: insured"]),
        (RISE.replace("insured", "in-flexjob"), ["`in-flexjob` has no inflow from outside"]),
        (LEAVE.replace("insured", "team-member"), ["has no team of this name", "roles: {team-member", "places: team"]),
    ],
)
def test_a_thing_that_is_not_there_stands_in_the_study(tmp_path: Path, shock: str, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_shocks(tmp_path, shock)
    assert caught.value.line == 11
    for word in words:
        assert word in str(caught.value)


# --- columns and keys ---
def test_an_entry_s_own_shocks_stand_in_its_columns_names(tmp_path: Path) -> None:
    small = with_own(tmp_path, RISE)
    name = "keep(insured +30 % 2024-02-01..2024-02-29)"
    assert [column.capacity for column in small.columns] == ["keep", name, "keep", "cut"]
    assert [len(column.first.shocks) for column in small.columns] == [0, 1, 0, 0]
    shocked = small.columns[1]
    assert (shocked.use, shocked.kept) == ("keep", shocked)
    assert shocked.using("cut").capacity == "cut" + name.removeprefix("keep")


def test_the_study_s_shocks_are_in_every_run_and_no_name(tmp_path: Path) -> None:
    small = with_shocks(tmp_path, RISE)
    assert [column.capacity for column in small.columns] == ["keep", "keep", "cut"]
    assert all(len(column.first.shocks) == 1 for column in small.columns)


def test_a_run_s_key_holds_its_shocks(tmp_path: Path) -> None:
    plain, shocked = study(tmp_path), with_shocks(tmp_path, RISE)
    other = with_shocks(tmp_path, RISE.replace("+30 %", "+31 %"))
    later = with_shocks(tmp_path, RISE.replace("2024-02-01", "2024-02-02"))
    keys = {run_of(one, one.baseline).log_key for one in (plain, shocked, other, later)}
    assert len(keys) == 4
    own = with_own(tmp_path, RISE)
    assert run_of(own, own.columns[1]).log_key == run_of(shocked, shocked.baseline).log_key


# --- worlds ---
def test_under_every_rule_set_the_same_people_come_in_addition(tmp_path: Path) -> None:
    small, plain = with_shocks(tmp_path, RISE), study(tmp_path)
    rows = []
    for one in (plain, small):
        for column in one.columns[:2]:
            citizens = build_world(column.settings["aalborg"], 1).citizens
            rows.append(set(citizens[["entity", "state", "arrive", "elapsed", "need_bits", "born"]].tolist()))
    before, before_freed, after, after_freed = rows
    assert before < after
    assert after - before == after_freed - before_freed
    assert {row[1] for row in after - before} == {0}  # insured, the first group


def test_a_staff_shock_takes_capacity_from_its_date_on(tmp_path: Path) -> None:
    plain, small = study(tmp_path), with_shocks(tmp_path, LEAVE)
    before, after = (build_world(one.baseline.settings["aalborg"], 1) for one in (plain, small))
    first = 31  # 1 February
    assert np.array_equal(before.capacity[:, :first], after.capacity[:, :first])
    assert np.array_equal(before.citizens, after.citizens)
    assert after.capacity[:, first:].sum() < before.capacity[:, first:].sum()
    mine = before.posts["team"] == 0
    assert np.array_equal(before.capacity[~mine], after.capacity[~mine])


def test_posts_are_conserved_in_the_measure_of_staff(tmp_path: Path) -> None:
    """Over a window of which a shock covers all (February and March), the posts are what is left of those given."""
    small = with_shocks(tmp_path, LEAVE)
    run = run_of(small, small.baseline)
    assert posts_over_window(run, {"insured": 24.0, "young": 10.0}) == {"insured": 18.0, "young": 10.0}
    half = with_shocks(tmp_path, LEAVE.replace("end of the study", "2024-03-01"))
    there = posts_over_window(run_of(half, half.baseline), {"insured": 24.0})
    assert there["insured"] == pytest.approx(24.0 * (1 - 0.25 * 30 / 60))


def test_posts_outside_the_shock_s_days_stay() -> None:
    assert posts_over(10.0, "one", [], (0, 9)) == 10.0


def test_the_example_s_shock_is_of_one_entry_and_one_year() -> None:
    example = study_of("aalborg-shock")
    shocks = [column.first.shocks for column in example.columns]
    assert [len(one) for one in shocks] == [0, 1, 0, 1]
    assert shocks[1] == shocks[3]
    assert isinstance(shocks[1][0], Shock)
    assert shocks[1][0].days(example.start, example.days) == (366, 730)


def test_a_shock_to_places_closes_the_sessions_of_its_days_and_no_other(tmp_path: Path) -> None:
    plain, small = study(tmp_path), with_shocks(tmp_path, CLOSED)
    before, after = (build_world(one.baseline.settings["aalborg"], 1) for one in (plain, small))
    closed = slice(35, 56)  # 5 to 25 February
    assert before.places[closed].sum() > 0 == after.places[closed].sum()
    before.places[closed] = 0
    assert np.array_equal(before.places, after.places)
    assert np.array_equal(before.session, after.session)
    assert np.array_equal(before.citizens[["entity", "arrive"]], after.citizens[["entity", "arrive"]])
    assert after.prepared_from[after.places > 0].min() >= 0
    more = with_shocks(tmp_path, CLOSED.replace("-100 %", "+10 %"))
    world = build_world(more.baseline.settings["aalborg"], 1)
    usual = build_world(plain.baseline.settings["aalborg"], 1).places[closed]
    assert world.places[closed].tolist() == [round(1.1 * places) for places in usual.tolist()]
    assert small.shocks[0].name == "team places -100 % 2024-02-05..2024-02-25"


@pytest.mark.parametrize("share", ["-40 %", "-100 %"])
def test_both_engines_write_the_same_log_under_shocks(tmp_path: Path, share: str) -> None:
    """A tenth of Aalborg; whole teams may be gone for a month."""
    leave = "{staff: all, change: SHARE, from: 2024-02-01, until: 2024-02-29}".replace("SHARE", share)
    small = with_shocks(tmp_path, leave, RISE)
    world = build_world(scaled(small.baseline.settings["aalborg"], 0.1), 1)
    logs = [run_engine(world, "reference").rows, run_engine(world, "kernel").rows]
    assert first_difference(*logs) is None
    changes = logs[0][np.isin(logs[0]["kind"], [RowKind.WORK])]
    day = changes["minute"] // 1440
    idle = (day >= 31) & (day < 60) & (changes["caseworker"] >= 0) & (changes["team"] < 9)
    assert idle.any() == (share != "-100 %")
