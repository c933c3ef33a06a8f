"""Checks of the runs: what conserves hours and obeys Little's law passes; a run that does not is found by its column."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.files.quantity import YEAR_DAYS
from sim.report.growth_record import GrowthRecord
from sim.results.checks import checks
from tests.settings import study_of

CASES, POSTS = 50.0, 4.0


def run(
    replication: int, rule_set: str, *, lost: float = 0.0, weeks: float = 0.0, never: float = 0.0, gone: float = 0.0
) -> list[dict[str, object]]:
    """A run of one team: 200 cases on four posts, so 200 years of cases a year; hours lost, weeks too many, waits cut off.

    Of two groups, one has 90 citizens, 40 who enter and 30 who leave in the window, and 7 who go to the other. ``gone`` more
    are not there at the end.
    """
    first, last = study_of("example").window
    per_year = YEAR_DAYS / (last - first + 1)
    values = {
        "caseload_mean": CASES, "staff_filled": POSTS, "citizen_weeks_team": CASES * POSTS * YEAR_DAYS / 7 + weeks,
        "hours_available": 5_000.0, "overtime_hours": 20.0, "hours_outside_diaries": 0.0, "hours_total": 5_020.0 - lost,
    }  # fmt: skip
    rows = [(name, "all", "sick", "all", value) for name, value in values.items()]
    rows += [("wait_team_begun", "all", "all", "all", 100.0), ("wait_team_never", "all", "all", "all", never)]
    rows += [
        ("stock_start", "sick", "all", "all", 90.0), ("stock_start", "all", "all", "all", 90.0),
        ("entries", "sick", "all", "all", 40 * per_year), ("entries", "all", "all", "all", 40 * per_year),
        ("exits", "sick", "all", "all", 30 * per_year), ("exits", "all", "all", "all", 30 * per_year),
        ("switches", "sick", "all", "insured", 7 * per_year), ("switches", "all", "all", "all", 7 * per_year),
        ("stock_end", "sick", "all", "all", 93.0 - gone), ("stock_end", "insured", "all", "all", 7.0),
        ("stock_end", "all", "all", "all", 100.0 - gone),
    ]  # fmt: skip
    return [
        {
            "place": "aalborg", "rule_set": rule_set, "practice": "baseline", "capacity": "keep", "replication": replication,
            "group": group, "team": team, "activity": activity, "need": "all", "measure": name, "value": value,
        }
        for name, group, team, activity, value in rows
    ]  # fmt: skip


def test_runs_that_lose_nothing_pass_every_check() -> None:
    table = pd.DataFrame([*run(1, "current"), *run(2, "current"), *run(1, "freed"), *run(2, "freed")])
    found = checks(study_of("example"), table, [])
    assert [check.kind for check in found] == ["little", "hours", *["citizens"] * 3, "censored"]
    assert all(check.holds for check in found)
    assert found[0].left == CASES * POSTS


@pytest.mark.parametrize(
    ("fault", "kind", "gap"),
    [
        ({"lost": 50.2}, "hours", 50.2 / 4_969.8),
        ({"weeks": 1_000.0}, "little", None),
        ({"never": 3.0}, "censored", 0.03),
        ({"gone": 1.0}, "citizens", 130 / 129 - 1),
    ],
)
def test_one_faulty_run_is_found_by_its_column(fault: dict[str, float], kind: str, gap: float | None) -> None:
    table = pd.DataFrame([*run(1, "current"), *run(2, "current"), *run(1, "freed"), *run(2, "freed", **fault)])
    failed = [check for check in checks(study_of("example"), table, []) if not check.holds]
    assert {(check.kind, check.column) for check in failed} == {(kind, "freed/baseline/keep")}
    if gap is not None:
        assert failed[0].gap == pytest.approx(gap)


def test_a_lost_citizen_is_missed_in_the_group_and_in_all() -> None:
    table = pd.DataFrame(run(1, "current", gone=1.0))
    failed = [check for check in checks(study_of("example"), table, []) if not check.holds]
    assert [(check.name, check.left, check.right) for check in failed] == [("all", 130, 129), ("sick", 130, 129)]


def test_a_stock_that_grows_beyond_chance_fails() -> None:
    table = pd.DataFrame(run(1, "current"))
    still, moving = (
        GrowthRecord(place="aalborg", group=group, stock=100.0, per_year=5.0, low=low, high=11.0)
        for group, low in (("sick", -1.0), ("insured", 1.0))
    )
    drift = [check for check in checks(study_of("example"), table, [still, moving]) if check.kind == "drift"]
    assert [check.holds for check in drift] == [True, False]
    assert drift[1].gap == pytest.approx(0.05)
