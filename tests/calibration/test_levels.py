"""Stocks that settle beside their counts: chance is not fitted, and the changed flows bring a stock back to its count."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from sim.calibration.levels import (
    BEGIN,
    END,
    MOST,
    SMALLEST,
    Level,
    Split,
    deviations,
    factors,
    own_split,
    seen_share,
    shrunk,
)
from sim.calibration.municipality import LEAST_GRANTS, MOST_GRANTS, Balance


def balance(
    entries: dict[str, float], grants: dict[str, float], left: dict[str, float], by_grant: dict[str, float]
) -> Balance:
    return Balance(entries, grants, cases=0.0, drift={}, least={}, left=left, by_grant=by_grant)


# --- the part of a deviation that is no chance


def test_a_spread_that_chance_explains_leaves_the_common_mean() -> None:
    """DerSimonian and Laird: with Q at most n − 1 the variance between places is 0, and each estimate is the weighted mean."""
    seen, variance = np.array([0.01, 0.03, 0.02, 0.06]), np.array([4e-4, 4e-4, 1e-4, 16e-4])
    mean = float((seen / variance).sum() / (1 / variance).sum())
    assert shrunk(seen, variance) == pytest.approx(np.full(4, mean))


def test_without_chance_the_deviation_is_what_is_seen() -> None:
    seen = np.array([-0.1, 0.02, 0.3])
    assert shrunk(seen, np.zeros(3)) == pytest.approx(seen)
    assert shrunk(seen, np.full(3, 1e-12)) == pytest.approx(seen, abs=1e-6)


def test_with_equal_chance_each_is_drawn_to_the_mean_by_the_share_of_the_variance() -> None:
    """With equal variances v the estimate between places is s² − v, and the weight (s² − v) / s²."""
    seen, chance = np.array([-0.08, -0.02, 0.0, 0.05, 0.09]), 1e-3
    own = seen.var(ddof=1)
    expected = seen.mean() + (own - chance) / own * (seen - seen.mean())
    assert shrunk(seen, np.full(5, chance)) == pytest.approx(expected)


def test_over_many_places_the_drawn_deviations_are_nearer_to_the_truth_than_the_seen_ones() -> None:
    random = np.random.default_rng(5)
    truth = random.normal(0.02, 0.03, 400)
    variance = random.uniform(2e-4, 3e-3, 400)
    seen = truth + random.normal(0, np.sqrt(variance))
    found = shrunk(seen, variance)
    assert ((found - truth) ** 2).mean() < 0.6 * ((seen - truth) ** 2).mean()
    assert ((found - truth) ** 2).mean() < ((seen.mean() - truth) ** 2).mean()


def test_stocks_of_few_citizens_are_left_alone_and_large_deviations_are_bounded() -> None:
    counts = [{"sick": 1000.0, "small": SMALLEST - 1}, {"sick": 1000.0, "small": 500.0}, {"small": 500.0}]
    levels = [
        Level({"sick": 1700.0, "small": 40.0}, {"sick": 1e-9, "small": 1e-9}),
        Level({"sick": 1020.0, "small": 510.0}, {"sick": 1e-9, "small": 1e-9}),
        Level({"small": 490.0}, {"small": 1e-9}),
    ]
    found = deviations(levels, counts)
    assert found[0] == {"sick": MOST}
    assert found[1] == {"sick": pytest.approx(0.02), "small": pytest.approx(0.02)}
    assert found[2] == {"small": pytest.approx(-0.02)}


# --- from a deviation to flows


def mean_stock(count: float, inflow: float, leave: float) -> float:
    """The mean of a stock over the measured years that opens with its count: dN/dt = inflow − leave × N, in small steps."""
    steps = 20_000
    day = (np.arange(steps) + 0.5) * END / steps
    stock = inflow / leave + (count - inflow / leave) * np.exp(-leave * day)
    return float(stock[day >= BEGIN].mean())


@pytest.mark.parametrize("leave", [0.1, 0.6, 3.0])
def test_the_share_that_the_measured_years_show(leave: float) -> None:
    lasting = 0.05
    shown = mean_stock(1000.0, 1000.0 * leave * (1 + lasting), leave) / 1000 - 1
    assert lasting * seen_share(leave) == pytest.approx(shown, rel=1e-3)
    assert seen_share(leave) < seen_share(2 * leave) < 1
    assert seen_share(leave) > 1 - exp(-leave * BEGIN)


@pytest.mark.parametrize("leave", [0.3, 2.5])
@pytest.mark.parametrize("switches", [0.0, 0.5])
def test_the_changed_entries_keep_the_stock_at_its_count(leave: float, switches: float) -> None:
    """A part of those who come are switches, which do not change. The entries alone make up for all that is too much."""
    count, surplus = 400.0, 0.06
    come = count * leave * (1 + surplus)
    entries = come * (1 - switches)
    seen = mean_stock(count, come, leave) / count - 1
    found = balance({"sick": entries}, {}, {"sick": leave * count}, {})
    factor = factors({"sick": seen}, {"sick": count}, found)["sick"]
    assert come * switches + entries * factor == pytest.approx(count * leave, rel=1e-3)


def mean_stocks(
    counts: tuple[float, float], entries: float, part: float, leave: tuple[float, float]
) -> tuple[float, float]:
    """The mean stocks over the measured years of the sick and of job clarification, which a part of ended sickness fills."""
    steps, (sick, course), found = 20_000, counts, []
    for _ in range(steps):
        found.append((sick, course))
        ended = leave[0] * sick
        sick, course = (
            sick + (entries - ended) * END / steps, course + (part * ended - leave[1] * course) * END / steps,
        )  # fmt: skip
    measured = np.array(found)[int(BEGIN / END * steps) :].mean(axis=0)
    return float(measured[0]), float(measured[1])


@pytest.mark.parametrize("surplus", [-0.08, 0.0, 0.05])
def test_sickness_and_job_clarification_settle_at_their_split_and_at_the_sum_of_the_count(surplus: float) -> None:
    """What the runs show is closed back to flows: with the changed entries both stocks stay where they open."""
    sick, course, leave, part = 800.0, 200.0, (2.2, 0.7), 0.075  # 189 settle in job clarification beside 800 sick
    entries = sick * leave[0] * (1 + surplus)
    seen = mean_stocks((sick, course), entries, part, leave)
    split = own_split(Split(sick, course, seen[0] / sick - 1), seen[1] / course - 1, leave, (0.1, 0.5))
    assert split.sick + split.course == pytest.approx(1000.0)
    found = balance({"sick": entries}, {}, {"sick": leave[0] * split.sick}, {})
    factor = factors({"sick": split.deviation}, {"sick": split.sick}, found)["sick"]
    after = mean_stocks((split.sick, split.course), entries * factor, part, leave)
    assert after[0] == pytest.approx(split.sick, rel=0.003)
    assert after[1] == pytest.approx(split.course, rel=0.01)


def test_the_split_stays_between_those_of_other_municipalities() -> None:
    split = own_split(Split(800.0, 400.0, 0.0), 0.3, (2.2, 0.7), (0.13, 0.38))
    assert split.course / split.sick == pytest.approx(0.38)
    assert split.sick + split.course == pytest.approx(1200.0)


def test_a_stock_that_a_grant_fills_is_levelled_by_the_grant() -> None:
    found = balance(
        {"resource-course": 0.0}, {"resource-course": 1.2}, {"resource-course": 50.0}, {"resource-course": 40.0}
    )
    factor = factors({"resource-course": -0.1}, {"resource-course": 100.0}, found)
    assert factor == {"resource-course": pytest.approx(1 + 0.1 / seen_share(0.5) * 50 / 40)}
    assert found.changed(factor).grants["resource-course"] == pytest.approx(1.2 * factor["resource-course"])


def test_job_clarification_and_flex_jobs_have_no_entries_to_change() -> None:
    found = balance(
        {"job-clarification": 9.0, "in-flexjob": 9.0}, {}, {"job-clarification": 50.0, "in-flexjob": 50.0}, {}
    )
    assert (
        factors({"job-clarification": 0.1, "in-flexjob": 0.1}, {"job-clarification": 99.0, "in-flexjob": 99.0}, found)
        == {}
    )


def test_entries_are_never_fewer_than_come_back_and_grants_stay_in_their_range() -> None:
    found = balance({"sick": 100.0, "insured": 80.0}, {"flexjob": 2.9, "rehabilitation": 0.21}, {}, {})
    changed = found._replace(least={"sick": 95.0}).changed({"sick": 0.9, "flexjob": 1.5, "rehabilitation": 0.5})
    assert changed.entries == {"sick": 95.0, "insured": 80.0}
    assert changed.grants == {"flexjob": MOST_GRANTS, "rehabilitation": LEAST_GRANTS}
