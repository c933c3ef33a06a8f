"""What a unit is judged by: the fluid bound, the criteria, and deadlines that are judged together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.figures.rates import HourPair
from sim.measures.view import Floats
from sim.results.staffing.criteria import Limits, criteria
from sim.results.staffing.deadline_pools import deadline_pools
from sim.results.staffing.fluid import estimate, fluid_bound
from sim.results.staffing.saving import cost
from sim.results.staffing.service import service as service_of
from tests.staffing.made_up import WEEKS, service

LIMITS = Limits(running=0.0, meetings=0.01, deadlines=0.02, fewest=500)
RNG = np.random.default_rng(4)


def near(value: float, count: int = 6, spread: float = 0.1) -> Floats:
    return np.asarray(value + spread * RNG.normal(size=count))


# --- the fluid bound


def test_the_bound_is_the_posts_whose_hours_running_casework_has_above_the_baseline() -> None:
    """Two minutes more for 1,000 citizen-weeks are 33.3 hours; a post has 1,000 / 10 hours."""
    before, kept = service({"a": np.full(6, 5.0)}), service({"a": np.full(6, 7.0)})
    bound = fluid_bound(before, kept, {"a": 10.0}, 0.95)
    assert bound.total.value == pytest.approx(2 * WEEKS / 60 / 100)
    assert bound.units["a"] == bound.total


def test_the_bound_has_a_paired_interval_that_shrinks_with_what_the_two_columns_share() -> None:
    from scipy.stats import t

    shared = near(0.0)
    before, kept = service({"a": 5 + shared}), service({"a": 7 + shared + near(0.0, spread=0.01)})
    posts = (kept.minutes - before.minutes)[:, 0] * WEEKS / 60 / 100
    half = t.ppf(0.975, 5) * posts.std(ddof=1) / np.sqrt(6)
    bound = fluid_bound(before, kept, {"a": 10.0}, 0.95).total
    assert bound.low == pytest.approx(posts.mean() - half)
    assert bound.high == pytest.approx(posts.mean() + half)


def test_a_unit_that_needs_more_hours_gives_none_and_takes_none_from_others() -> None:
    before = service({"a": np.full(6, 5.0), "b": np.full(6, 5.0)})
    kept = service({"a": np.full(6, 7.0), "b": np.full(6, 4.0)})
    bound = fluid_bound(before, kept, {"a": 10.0, "b": 10.0}, 0.95)
    assert bound.units["b"].value == 0
    assert bound.total.value == pytest.approx(bound.units["a"].value)


def test_one_replication_has_no_interval_and_equal_columns_a_bound_of_zero() -> None:
    assert estimate(np.array([3.0]), 0.95).low is None
    same = service({"a": near(5.0)})
    assert fluid_bound(same, same, {"a": 10.0}, 0.95).total.value == 0


# --- criteria


def test_each_criterion_has_its_own_reference() -> None:
    before = service({"a": np.full(6, 5.0)}, {"a": np.full(6, 0.2)})
    kept = service({"a": np.full(6, 8.0)}, {"a": np.full(6, 0.1)})
    trial = service({"a": np.full(6, 4.0)}, {"a": np.full(6, 0.09)})
    worse = {each.kind: each.worse(trial) for each in criteria(before, kept, LIMITS)}
    assert worse["running"] == pytest.approx(0.2)  # against the baseline
    assert worse["meetings"] == pytest.approx(0.1)  # against all staff
    assert {each.kind for each in criteria(before, kept, LIMITS, meetings=False)} == {"running"}


# --- deadlines


def shares(value: float) -> Floats:
    return np.full(6, value)


def test_a_duty_with_few_deadlines_is_judged_with_others_and_one_with_many_alone() -> None:
    minutes = {"a": np.full(6, 5.0), "b": np.full(6, 5.0)}
    due = {
        "many": {"a": (2000.0, shares(0.1))},
        "some": {"a": (300.0, shares(0.1))},
        "few": {"a": (250.0, shares(0.1)), "b": (200.0, shares(0.1))},
        "rare": {"b": (310.0, shares(0.1))},
    }
    one = service(minutes, deadlines=due)
    pools = [set(pool.cells) for pool in deadline_pools(one, one, 500)]
    assert pools == [{("a", "many")}, {("a", "some"), ("a", "few")}, {("b", "few"), ("b", "rare")}]
    over_units = [set(pool.cells) for pool in deadline_pools(one, one, 600)]
    assert over_units[1] == {("a", "some"), ("a", "few"), ("b", "few"), ("b", "rare")}
    assert [len(pool.cells) for pool in deadline_pools(one, one, 1500)] == [1, 5], (
        "still too few: judged with all others"
    )


def test_the_rarer_column_decides_what_is_enough() -> None:
    before = service(
        {"a": shares(5.0)}, deadlines={"duty": {"a": (3000.0, shares(0.1))}, "more": {"a": (900.0, shares(0.1))}}
    )
    kept = service(
        {"a": shares(5.0)}, deadlines={"duty": {"a": (300.0, shares(0.1))}, "more": {"a": (900.0, shares(0.1))}}
    )
    assert [pool.duties for pool in deadline_pools(before, kept, 500)] == [("more",), ("duty", "more")]


def test_a_duty_that_the_rules_improve_does_not_hide_the_loss_of_another() -> None:
    """One duty falls from 99 to 20 % by the rules. The other rises by 10 points with fewer staff: 5 in all, not -35."""
    minutes = {"a": shares(5.0)}

    def of(first: float, second: float) -> dict[str, dict[str, tuple[float, Floats]]]:
        return {"first": {"a": (300.0, shares(first))}, "second": {"a": (300.0, shares(second))}}

    before, kept, trial = (service(minutes, deadlines=of(*pair)) for pair in ((0.99, 0.1), (0.2, 0.1), (0.2, 0.2)))
    (pooled,) = [each for each in criteria(before, kept, LIMITS) if each.kind == "deadlines"]
    assert pooled.worse(trial) == pytest.approx(0.05)
    assert pooled.worse(kept) == pytest.approx(0.0)


def test_a_duty_that_is_judged_alone_is_compared_with_the_baseline() -> None:
    before, kept = (service({"a": shares(5.0)}, deadlines={"duty": {"a": (900.0, shares(d))}}) for d in (0.3, 0.1))
    (alone,) = [each for each in criteria(before, kept, LIMITS) if each.kind == "deadlines"]
    assert alone.worse(kept) == pytest.approx(-0.2)


# --- tables


def test_sums_are_taken_over_the_teams_of_a_unit_and_over_all_groups() -> None:
    rows = [
        ("all", "x", "running-casework", "hours", 10.0), ("all", "y", "running-casework", "hours", 20.0),
        ("all", "y", "guidance", "hours", 99.0), ("young", "y", "running-casework", "hours", 5.0),
        ("all", "x", "all", "citizen_weeks_team", 100.0), ("all", "x", "all", "meetings_team", 7.0),
        ("all", "x", "duty", "deadlines_team", 4.0), ("all", "y", "duty", "breaches_team", 1.0),
        ("all", "z", "running-casework", "hours", 1000.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["group", "team", "activity", "measure", "value"])
    one = service_of([table, table], {"both": ("x", "y")}, ["duty", "other"])
    assert one.minutes.tolist() == [[18.0], [18.0]]
    assert one.held.tolist() == [[0.07], [0.07]]
    assert one.broken([("both", "duty")]).tolist() == [0.25, 0.25]
    assert one.count(("both", "other")) == 0


def test_a_cost_has_posts_other_roles_and_fees_each_once() -> None:
    rows = [
        ("all", "staff_total", 10.0), ("sick", "staff", 10.0), ("company-consultant", "staff", 2.0),
        ("company-consultant", "hours_total", 900.0), ("benefit-office", "hours_total", 50.0), ("a-kasse", "hours_total", 70.0),
        ("all", "certificate_fees", 1000.0), ("all", "interpreter_fees", 100.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["team", "measure", "value"]).assign(group="all", activity="all", need="all")
    assert cost([table], HourPair(400.0, 1000.0)) == pytest.approx(12 * 400_000 + 50 * 400 + 1100)
