"""The fate table: Poisson arrivals, streams apart, an opening stock in equilibrium."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.chance import quantiles as q
from sim.chance.draw import combine
from sim.chance.quantiles import table_of
from sim.files.quantity import Number
from sim.place.people.fate import arrivals, born, came_from, opening
from sim.place.people.stock import Equilibrium, NeedLaw, equilibrium, survival_by_day
from tests.aalborg import aalborg, setting
from tests.engine.small import scaled, with_order

RUNS = [int(combine(combine(20240101, 0), r)) for r in range(400)]


def life(inverse: q.Inverse) -> Equilibrium:
    return equilibrium([survival_by_day(table_of(inverse))], None, [])


# --- arrivals
def test_arrivals_are_poisson() -> None:
    """Counts of 400 runs: the mean within four errors; variance over mean as chi-square has it."""
    counts = np.array([arrivals(run, "sick", 5, 1000, 366)["arrive"].size for run in RUNS])
    expected = 1000 * 365 / 365.25  # from day 1 on
    assert counts.mean() == pytest.approx(expected, abs=4 * math.sqrt(expected / counts.size))
    dispersion = counts.var(ddof=1) / expected * (counts.size - 1)
    low, high = stats.chi2(counts.size - 1).ppf([1e-4, 1 - 1e-4])
    assert low < dispersion < high


def test_gaps_are_exponential_and_independent() -> None:
    days = arrivals(RUNS[0], "sick", 5, 200_000, 3653)["arrive"] // 1440
    per_day = np.bincount(days)[1:]
    assert per_day.mean() == pytest.approx(200_000 / 365.25, abs=4 * math.sqrt(200_000 / 365.25 / per_day.size))
    assert per_day.var() / per_day.mean() == pytest.approx(1, abs=4 * math.sqrt(2 / per_day.size))
    assert abs(np.corrcoef(per_day[:-1], per_day[1:])[0, 1]) < 4 / math.sqrt(per_day.size)


def test_arrivals_come_at_the_first_minute_of_days_of_the_run() -> None:
    found = arrivals(RUNS[0], "sick", 5, 3000, 400)
    assert (found["arrive"] % 1440 == 0).all()
    assert found["arrive"].min() >= 1440
    assert found["arrive"].max() < 400 * 1440
    assert (found["elapsed"] == 0).all()
    assert np.unique(found["entity"]).size == found["entity"].size


def test_nobody_comes_at_rate_zero() -> None:
    assert arrivals(RUNS[0], "sick", 5, 0.0, 400)["arrive"].size == 0


def test_a_longer_run_begins_with_the_same_arrivals() -> None:
    short, long = (arrivals(RUNS[0], "sick", 5, 3000, days) for days in (400, 1096))
    for name, column in short.items():
        assert np.array_equal(column, long[name][: column.size]), name


# --- streams
def test_changing_one_stream_leaves_the_others() -> None:
    """Citizens are known by stream and ordinal, so no other inflow moves when one grows."""
    base = setting(days=200)
    grown = dict(base.place.groups)
    more = grown["sick"]
    entries = replace(more.entries, value=Number(more.entries.value * 2))
    grown["sick"] = more.model_copy(update={"entries": entries})
    other = replace(base, place=base.place.model_copy(update={"groups": grown}))
    before, after = _people(base), _people(other)
    sick = base_state("sick")
    assert {key for key in before if key[1] != sick} == {key for key in after if key[1] != sick}
    assert before <= after | {key for key in before if key[1] == sick}
    assert len(after) > len(before)


def test_the_order_of_streams_only_renumbers() -> None:
    base = scaled(setting(days=200), 0.1)
    assert _people(base) == _people(with_order(base, list(base.place.groups)[::-1]))


def base_state(group: str) -> int:
    return next(code for code, name in aalborg(days=200).names["state"].items() if name == group)


def _people(where: object) -> set[tuple[int, int, int, int, int]]:
    from sim.study.setting import Setting
    from sim.world.build import build_world

    assert isinstance(where, Setting)
    rows = build_world(where, 1).citizens
    return set(rows[["entity", "state", "arrive", "elapsed", "need_bits"]].tolist())


# --- the opening stock
def test_ages_of_an_exponential_spell_are_exponential() -> None:
    """The rest of an exponential time, seen at a random moment, is the same exponential (mean 300 days, 20,000 citizens)."""
    ages = life(q.exponential(300))
    found = opening(RUNS[0], "sick", 5, 20_000, ages, [], [], None)["elapsed"]
    assert ages.mean_days == pytest.approx(300, rel=0.005)
    assert found.mean() == pytest.approx(300, abs=4 * 300 / math.sqrt(found.size) + 1)
    assert stats.kstest(found - 0.5, stats.expon(scale=300).cdf).statistic < 1.95 / math.sqrt(found.size) + 0.002


def test_ages_of_a_fixed_spell_are_uniform() -> None:
    found = opening(RUNS[0], "sick", 5, 20_000, life(q.constant(400)), [], [], None)["elapsed"]
    assert (found.min(), found.max()) == (1, 400) or found.max() == 399
    assert stats.kstest(found, "uniform", args=(0, 400)).statistic < 1.95 / math.sqrt(found.size) + 1 / 400


def test_two_exponential_clocks_are_one_with_both_rates() -> None:
    both = equilibrium([survival_by_day(table_of(q.exponential(mean))) for mean in (400, 600)], None, [])
    assert both.mean_days == pytest.approx(1 / (1 / 400 + 1 / 600), rel=0.005)


def test_a_term_cuts_spells_short() -> None:
    """Exponential with mean 300, but 365 days at most: mean 300 (1 - exp(-365 / 300))."""
    term = survival_by_day(table_of(q.constant(365)))
    cut = equilibrium([survival_by_day(table_of(q.exponential(300)))], term, [])
    assert cut.mean_days == pytest.approx(300 * (1 - math.exp(-365 / 300)), rel=0.005)
    assert cut.cumulative[365] == pytest.approx(1)


def test_share_with_a_case_under_way() -> None:
    """Life 500, a need 200 that does not hold, 50 days of work: of the stock, Little's law says rate x time in it.

    The first of life and need comes at rate 1/500 + 1/200. A case begins with probability 5/7 and is under way until
    its 50 days are over or life ends: 500 (1 - exp(-50/500)) days.
    """
    need = NeedLaw(survival_by_day(table_of(q.exponential(200))), 50, holds=False)
    found = equilibrium([survival_by_day(table_of(q.exponential(500)))], None, [need])
    untouched, worked = 1 / (1 / 500 + 1 / 200), 5 / 7 * 500 * (1 - math.exp(-50 / 500))
    assert found.mean_days == pytest.approx(untouched + worked, rel=0.01)
    weight = np.diff(found.cumulative, prepend=0)
    assert (found.under_way[0] * weight).sum() == pytest.approx(worked / (untouched + worked), rel=0.02)


def test_opening_needs_and_stages_follow_their_shares() -> None:
    """Each need has its own shares of undetected, preparation and certificate; the rest waits for the team."""
    means, days = (200, 400), (50, 120)
    needs = [
        NeedLaw(survival_by_day(table_of(q.exponential(mean))), d, holds=True)
        for mean, d in zip(means, days, strict=True)
    ]
    shares = [(0.2, 0.3, 0.3), (0.5, 0.1, 0.25)]
    ages = equilibrium([survival_by_day(table_of(q.exponential(500)))], None, needs)
    found = opening(RUNS[1], "sick", 5, 40_000, ages, [7, 9], shares, None)
    weight = np.diff(ages.cumulative, prepend=0)
    assert set(found["opening_need"]) == {-1, 7, 9}
    for k, number in enumerate((7, 9)):
        share = float((ages.under_way[k] * weight).sum())
        has = found["opening_need"] == number
        assert has.mean() == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / has.size))
        undetected, preparation, certificate = shares[k]
        expected = np.array([preparation, certificate, 1 - undetected - preparation - certificate, undetected])
        stages = np.bincount(found["opening_stage"][has], minlength=4) / has.sum()  # in order of the stages' numbers
        assert np.abs(stages - expected).max() < 4 * 0.5 / math.sqrt(has.sum())


# --- ages
AGES = table_of(q.survival([(18 * 365.25, 0.999), (40 * 365.25, 0.5), (67 * 365.25, 0.001)]))


def test_ages_follow_the_table_on_entering_and_on_the_first_day() -> None:
    """Half are older than 40, hardly anybody younger than 18 or older than 67; age counts from entry, not from day 0."""
    stock = opening(RUNS[2], "sick", 5, 20_000, life(q.exponential(100)), [], [], None)
    inflow = arrivals(RUNS[2], "sick", 5, 20_000, 366)
    for part in (stock, inflow):
        born(RUNS[2], part, AGES)
        age = (part["arrive"] // 1440 - part["born"]) / 365.25
        assert (age > 40).mean() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(age.size))
        assert ((age < 18) | (age > 67)).mean() == pytest.approx(0.002, abs=4 * math.sqrt(0.002 / age.size))
        assert abs(np.corrcoef(part["arrive"] + part["elapsed"], age)[0, 1]) < 4 / math.sqrt(age.size)


def test_nobody_s_age_hangs_on_the_others() -> None:
    few, many = (arrivals(RUNS[2], "sick", 5, 3000, days) for days in (100, 366))
    for part in (few, many):
        born(RUNS[2], part, AGES)
    assert np.array_equal(few["born"], many["born"][: few["born"].size])


def test_nobody_s_day_of_birth_is_needed_where_nobody_comes() -> None:
    part = arrivals(RUNS[2], "sick", 5, 0.0, 366)
    born(RUNS[2], part, AGES)
    assert part["born"].size == 0


def test_aalborg_s_citizens_have_the_ages_of_their_groups() -> None:
    """Cash benefit is from 30, education help below; hardly anybody is past 67."""
    world = aalborg(days=200)
    names = {name: code for code, name in world.names["state"].items()}
    age = (world.citizens["arrive"] // 1440 - world.citizens["born"]) / 365.25
    of = {name: age[world.citizens["state"] == code] for name, code in names.items()}
    for adult in ("activity-ready",):
        assert (of[adult] >= 30).mean() > 0.99
    for young in ("education-ready-young", "activity-ready-young"):
        assert (of[young] < 30).mean() > 0.99
    assert (of["under-18"] < 18).mean() > 0.98
    assert (age > 67).mean() < 0.005


def test_where_the_sick_came_from() -> None:
    found = opening(RUNS[1], "sick", 5, 20_000, life(q.exponential(100)), [], [], None)
    came_from(RUNS[1], found, {0: 0.3, 4: 0.1})
    shares = [float((found["came_from"] == state).mean()) for state in (0, 4, -1)]
    assert shares == pytest.approx([0.3, 0.1, 0.6], abs=4 * 0.5 / math.sqrt(20_000))
