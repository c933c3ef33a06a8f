"""Seasons: a change of time of the even stream, the stock that follows, and what does not add up."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.chance.draw import combine
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.source import parse
from sim.place.people.fate import ARRIVAL_UNITS, arrivals
from sim.place.people.inflow_shock import Surge, surged
from sim.place.people.season import MONTHS, WEEKDAYS, Season
from sim.place.people.season_days import units_by_day, wave_of
from sim.place.read import place_source
from sim.study.check_place import check_place
from sim.world.build import build_world
from tests.aalborg import setting

START = date(2023, 1, 1)
YEARS = 4
DAYS = (date(2027, 1, 1) - START).days
PER_YEAR = 50_000.0
RUN = int(combine(combine(20240101, 0), 1))
FACTORS = (1.6, 1.18, 0.66, 0.49, 0.8, 1.23, 1.31, 0.96, 0.57, 0.59, 1.05, 1.55)


def season(months: tuple[float, ...] = FACTORS, weekdays: tuple[float, ...] = ()) -> Season:
    text = "evidence: statistic\nsource: test\n"
    if months:
        text += "months: {" + ", ".join(f"{m}: {f}" for m, f in zip(MONTHS, months, strict=False)) + "}\n"
    if weekdays:
        text += "weekdays: {" + ", ".join(f"{d}: {s} %" for d, s in zip(WEEKDAYS, weekdays, strict=False)) + "}\n"
    return shape(Season, parse(text, "places/test.yaml"))


def dates(days: np.ndarray) -> list[date]:
    return [START + timedelta(days=int(day)) for day in days]


def test_every_calendar_year_keeps_its_number_of_days() -> None:
    units = units_by_day(season(weekdays=(30, 20, 20, 15, 15, 0, 0)), START, 0, DAYS)
    years = np.array([day.year for day in dates(np.arange(DAYS))])
    for year in np.unique(years):
        days = int((years == year).sum())
        assert units[years == year].sum() == pytest.approx(days * ARRIVAL_UNITS, abs=days)


def test_the_part_of_a_longer_stretch_is_the_same() -> None:
    whole = units_by_day(season(), START, -400, 1200)
    assert (units_by_day(season(), START, 100, 300) == whole[500:800]).all()


def test_an_even_season_changes_no_draw() -> None:
    even = units_by_day(season(months=(1.0,) * 12), START, 0, DAYS)
    assert (even == ARRIVAL_UNITS).all()
    plain, timed = arrivals(RUN, "insured", 0, 900.0, DAYS), arrivals(RUN, "insured", 0, 900.0, DAYS, even)
    assert all((plain[name] == timed[name]).all() for name in plain)


def test_a_season_moves_citizens_and_changes_nobody() -> None:
    """Pairing: the k-th citizen stays the k-th with all draws. Over whole years about as many come."""
    plain = arrivals(RUN, "insured", 0, PER_YEAR, DAYS)
    timed = arrivals(RUN, "insured", 0, PER_YEAR, DAYS, units_by_day(season(), START, 0, DAYS))
    both = min(plain["entity"].size, timed["entity"].size)
    for name in set(plain) - {"arrive"}:
        assert (plain[name][:both] == timed[name][:both]).all(), name
    assert (np.diff(timed["arrive"]) >= 0).all()
    first_day = abs(FACTORS[0] - 1) * PER_YEAR / 365.25  # day 0 has no arrivals, and it is a day of January
    assert abs(plain["entity"].size - timed["entity"].size) <= first_day + 4 * math.sqrt(first_day) + 2


def test_months_and_weekdays_have_their_shares() -> None:
    """Poisson counts: chi-square over the cells of month and weekday, all with their own expectation."""
    weekdays = (30, 20, 18, 16, 12, 4, 0)
    found = season(weekdays=weekdays)
    units = units_by_day(found, START, 0, DAYS)
    day = arrivals(RUN, "insured", 0, PER_YEAR, DAYS, units)["arrive"] // 1440
    days = dates(np.arange(DAYS))
    month, weekday = np.array([d.month - 1 for d in days]), np.array([d.weekday() for d in days])
    expected = np.zeros((12, 7))
    scale = np.array([FACTORS[m] * weekdays[w] for m, w in zip(month, weekday, strict=True)], float)
    for year in range(START.year, START.year + YEARS):
        inside = np.array([d.year == year for d in days])
        scale[inside] *= inside.sum() / scale[inside].sum()
    scale[0] = 0
    np.add.at(expected, (month, weekday), scale * PER_YEAR / 365.25)
    counted = np.zeros((12, 7))
    np.add.at(counted, (month[day], weekday[day]), 1)
    assert counted[:, 6].sum() == 0
    cells = expected[:, :6]
    statistic = ((counted[:, :6] - cells) ** 2 / cells).sum()
    assert stats.chi2(cells.size).sf(statistic) > 1e-4


def test_a_shock_multiplies_the_season() -> None:
    """A rise by half in June and July adds half of the arrivals that these days have; other days keep theirs."""
    units = units_by_day(season(), START, 0, DAYS)
    first, last = (date(2024, 6, 1) - START).days, (date(2024, 7, 31) - START).days
    plain = arrivals(RUN, "insured", 0, PER_YEAR, DAYS, units)
    more = surged(RUN, "insured", 0, PER_YEAR, plain, [Surge(first, last, 0.5)], units)
    day = more["arrive"][plain["arrive"].size :] // 1440
    assert day.min() >= first
    assert day.max() <= last
    expected = 0.5 * PER_YEAR * units[first : last + 1].sum() / ARRIVAL_UNITS / 365.25
    assert day.size == pytest.approx(expected, abs=4 * math.sqrt(expected))
    june = (day < first + 30).sum()
    share = units[first : first + 30].sum() / units[first : last + 1].sum()
    assert june == pytest.approx(share * day.size, abs=4 * math.sqrt(share * (1 - share) * day.size))


def test_a_shock_from_the_first_day_on() -> None:
    units = units_by_day(season(), START, 0, DAYS)
    plain = arrivals(RUN, "insured", 0, PER_YEAR, DAYS, units)
    more = surged(RUN, "insured", 0, PER_YEAR, plain, [Surge(0, DAYS - 1, 1.0)], units)["arrive"].size
    assert more == pytest.approx(2 * plain["arrive"].size, abs=6 * math.sqrt(2 * plain["arrive"].size))


def test_the_wave_of_a_stock_with_one_rate_of_exit() -> None:
    """If a share 1 - q leaves each day: N(d + 1) = q N(d) + (1 - q) a(d + 1), exactly; and the mean of a year is near 1."""
    q = 1 - 1 / 60
    ages = np.asarray(1 - q ** np.arange(1, 5000), np.float64)
    wave = wave_of(season(), START, ages, DAYS).by_day
    daily = units_by_day(season(), START, 0, DAYS) / ARRIVAL_UNITS
    assert wave[1:] == pytest.approx(q * wave[:-1] + (1 - q) * daily[1:], abs=2e-4)
    assert wave.mean() == pytest.approx(1, abs=2e-3)
    assert wave_of(season(), START, ages, DAYS).at_start == wave[0]


@pytest.mark.parametrize(("mean", "low", "high"), [(1.0, 0.98, 1.02), (9000.0, 0.0, 0.02)])
def test_a_short_spell_follows_the_season_and_a_long_one_hardly(mean: float, low: float, high: float) -> None:
    ages = np.asarray(1 - np.exp(-np.arange(1, 40_000) / mean), np.float64)
    wave = wave_of(season(), START, ages, 730).by_day
    swing = (wave.max() - wave.min()) / (max(FACTORS) - min(FACTORS))
    assert low <= swing <= high


def test_the_stock_opens_at_its_height_of_the_season() -> None:
    """The place's stock is a mean of twelve months. On 1 January the expected wave of the year decides how many open."""
    plain = setting(days=30)
    wavy = replace(plain, place=plain.place.model_copy(update={"season": {"insured": season()}}))
    built = build_world(wavy, 1)
    (course,) = built.meta["season"].values()
    states = {name: code for code, name in built.names["state"].items()}
    opened = built.citizens[built.citizens["arrive"] == 0]
    count = int((opened["state"] == states["insured"]).sum())
    assert count == pytest.approx(plain.place.groups["insured"].stock.value * course[0] / 1000, rel=1e-3)
    before = build_world(plain, 1)
    assert "season" not in before.meta
    for group in ("sick", "job-ready"):
        assert (opened["state"] == states[group]).sum() == (
            before.citizens[before.citizens["arrive"] == 0]["state"] == states[group]
        ).sum()


@pytest.mark.parametrize(
    ("months", "weekdays", "words"),
    [
        ((1.2,) * 12, (), "do not add up"),
        ((0.0,) * 12, (), "do not add up"),
        ((1.0,) * 11, (), "lacks some of its months"),
        ((), (20, 20, 20, 20, 20, 10, 0), "must sum to 100 %"),
        ((), (50, 50), "lacks some of its weekdays"),
        ((), (), "neither months nor weekdays"),
    ],
)
def test_a_season_that_does_not_add_up(months: tuple[float, ...], weekdays: tuple[float, ...], words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as refusal:
        season(months, weekdays)
    assert refusal.value.file == "places/test.yaml"
    assert refusal.value.expected


def test_an_unknown_month_has_its_nearest_name() -> None:
    with pytest.raises(ScenarioError) as refusal:
        shape(Season, parse("months: {januar: 1}\n", "places/test.yaml"))
    assert refusal.value.nearest == "january"


def test_a_season_of_an_unknown_group_is_refused(tmp_path: Path) -> None:
    plain = setting(days=30)
    place = plain.place.model_copy(update={"season": {"insurd": season()}})
    with pytest.raises(ScenarioError, match="unknown group") as refusal:
        check_place(replace(plain, place=place), place_source("aalborg", scenarios_dir()))
    assert refusal.value.nearest == "insured"
    people = plain.people.model_copy(update={"season": {"insurd": season()}})
    with pytest.raises(ScenarioError, match="unknown group") as refusal:
        check_place(replace(plain, people=people), place_source("aalborg", scenarios_dir()))
    assert refusal.value.nearest == "insured"
