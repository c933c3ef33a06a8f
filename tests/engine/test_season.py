"""Seasons in a run: both engines write the same log, several years show the season, and no measure takes it for growth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.engine import run
from sim.measures.episodes import Pieces
from sim.measures.growth import daily_stocks, slope_beside, slopes, waves
from sim.measures.view import View, Window
from sim.place.people.season import MONTHS, Season
from sim.study.setting import Setting
from sim.world.log import RowKind
from tests.aalborg import setting
from tests.engine.compare import first_difference
from tests.engine.small import shrunk

START = date(2024, 1, 1)
YEARS = 4
FACTORS = (1.7, 1.4, 0.9, 0.6, 0.6, 0.8, 1.1, 1.0, 0.8, 0.8, 1.0, 1.3)


def with_season(plain: Setting) -> Setting:
    """Arrivals of the insured by month, each month at the factor relative to the mean over the days."""
    mean = float(np.dot(FACTORS, list(MONTHS.values()))) / sum(MONTHS.values())
    months = {
        name: {"value": round(factor / mean, 4), "low": 0, "high": 3, "evidence": "assumption", "source": "test"}
        for name, factor in zip(MONTHS, FACTORS, strict=True)
    }
    season = Season.model_validate({"months": months})
    return replace(plain, place=plain.place.model_copy(update={"season": {"insured": season}}))


def test_both_engines_agree_about_a_season_and_mixtures() -> None:
    """Aalborg's people have mixtures among their clocks, moves and waits. The season is the world's, so no engine knows of it."""
    plain = setting(days=150)
    world = shrunk(with_season(plain))
    fast, slow = run(world), run(world, engine="reference")
    assert first_difference(slow.rows, fast.rows) is None
    assert first_difference(run(shrunk(plain)).rows, fast.rows) is not None


@pytest.fixture(scope="module")
def seen() -> View:
    """Four years of a quarter of Aalborg from the equilibrium; the last three are the window."""
    days = YEARS * 365 + 1
    log = run(shrunk(with_season(setting(days=days)), citizens=4000))
    return View(log, Window(365, days - 1))


def test_a_run_of_several_years_shows_the_season(seen: View) -> None:
    """The mean arrivals by month correlate with the factors, and the stock with its expected wave."""
    part = seen.inside(RowKind.ARRIVE)
    part = part.where(
        seen.states.holding("insured")[seen.state(part)] & (part["spell"] == 0)
    )  # who comes back has no season
    dates = np.datetime64(START, "D") + part.day
    counts = np.bincount(dates.astype("datetime64[M]").astype(int) % 12, minlength=12)
    expected = np.array(FACTORS) * np.array(list(MONTHS.values()))
    expected *= counts.sum() / expected.sum()
    assert ((counts - expected) ** 2 / expected).sum() < 40  # chi-square with 11 degrees of freedom: one in 25,000
    position = int(np.flatnonzero(seen.states.holding("insured"))[0])
    stock, wave = daily_stocks(seen, Pieces.of(seen))[position], waves(seen)[position]
    assert np.corrcoef(stock, wave)[0, 1] > 0.7


def test_a_year_with_a_season_has_no_growth_of_a_season_s_size(seen: View) -> None:
    """In each of the three years the plain slope is the season's; beside the wave little more than noise is left."""
    position = int(np.flatnonzero(seen.states.holding("insured"))[0])
    stock, wave = daily_stocks(seen, Pieces.of(seen))[position], waves(seen)[position]
    plain, beside = [], []
    for first in (0, 365, 730):
        year = slice(first, first + 365)
        plain.append(slopes(stock[year][None])[0])
        beside.append(slope_beside(stock[year], wave[year]))
    season = [slopes((wave[first : first + 365] * stock.mean() / wave.mean())[None])[0] for first in (0, 365, 730)]
    assert np.mean(np.abs(np.array(plain) - np.array(beside))) == pytest.approx(np.mean(np.abs(season)), rel=0.6)
    assert abs(np.mean(beside)) < abs(np.mean(season))
