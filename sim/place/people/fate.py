"""The fate table: each citizen's day of entry, group and progress, the same under all rules.

A citizen's identity is (inflow stream, ordinal). A change of one stream therefore leaves all other streams unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import draw_many, draw_times, entities, purpose
from sim.chance.quantiles import values_at
from sim.files.quantity import YEAR_DAYS
from sim.place.people.stock import Equilibrium

DAY = 1440
ARRIVAL_UNITS = 1 << 20
"""Arrival gaps are integers in units of this part of a day. Sums of integers do not depend on the machine."""

_STAGES = 4
CARRIED = (
    "carried", "present", "benefit", "family", "course", "need_state", "blocked", "terms", "term", "cases", "case_count",
    "outside", "worked",
)  # fmt: skip
"""The columns of citizens carried over from a burn-in; 0 for all others."""


def opening(
    run: int,
    group: str,
    state: int,
    count: int,
    ages: Equilibrium,
    needs: list[int],
    shares: list[tuple[float, float, float]],
    longest: int | None,
) -> dict[str, NDArray[np.int64]]:
    """The opening stock of a group.

    Args:
        run: the run's key.
        group, state: name and code.
        count: number of citizens.
        ages: the equilibrium of the group.
        needs: rows of the group's needs, in the order of ``ages.under_way``.
        shares: by need, the shares of a case's time undetected, in preparation and waiting for the certificate. The
            remaining time is the wait for the team.
        longest: days after which the term restarts, or None. Elapsed time counts from the last restart.
    """
    identities = entities(f"stock:{group}", count)
    bits = draw_many(run, identities, purpose("opening age"), 0).astype(np.float64) / 2**32
    age = np.maximum(np.searchsorted(ages.cumulative, bits), 1)
    which = draw_many(run, identities, purpose("opening need"), 0).astype(np.float64) / 2**32
    chosen = np.full(count, -1)
    reached, limits = np.zeros(count), np.zeros((count, 3))
    for k, number in enumerate(needs):
        share = ages.under_way[k, age]
        taken = (chosen < 0) & (which >= reached) & (which < reached + share)
        chosen[taken], limits[taken] = number, np.cumsum(shares[k])
        reached = reached + share
    progress = draw_many(run, identities, purpose("opening stage"), 0).astype(np.float64) / 2**32
    stage = np.select([progress < limits[:, 0], progress < limits[:, 1], progress < limits[:, 2]], [3, 0, 1], 2)
    if longest is not None:
        age = np.maximum(age % longest, 1)
    assert stage.max(initial=0) < _STAGES
    return columns(run, identities, state, arrive=np.zeros(count, np.int64), elapsed=age, need=chosen, stage=stage)


def arrivals(
    run: int, group: str, state: int, per_year: float, days: int, units: NDArray[np.int64] | None = None
) -> dict[str, NDArray[np.int64]]:
    """Poisson arrivals, each at the first minute of a day, from day 1.

    A season changes the time of the even stream: its first arrival stays the first, with all its draws, on another day.

    Args:
        run: the run's key.
        group, state: name and code.
        per_year: mean number of arrivals a year.
        days: length of the run.
        units: int64[at least days], how much of the even stream's time each day takes
            (:func:`sim.place.people.season_days.units_by_day`); ``ARRIVAL_UNITS`` on each day without a season.
    """
    if per_year <= 0:
        return columns(run, entities("none", 0), state)
    until = None if units is None else np.cumsum(units[1:days])
    length = days if until is None or not until.size else 1 + int(until[-1]) / ARRIVAL_UNITS
    most = int(per_year * length / YEAR_DAYS + 10 * np.sqrt(per_year * length / YEAR_DAYS) + 50)
    bits = draw_times(run, purpose(f"inflow:{group}"), purpose("arrival gap"), most).astype(np.float64)
    gaps = np.rint(-np.log1p(-(bits + 0.5) / 2**32) * YEAR_DAYS / per_year * ARRIVAL_UNITS).astype(np.int64)
    time = np.cumsum(gaps)
    day = time // ARRIVAL_UNITS + 1 if until is None else np.searchsorted(until, time, side="right") + 1
    day = day[day < days]
    return columns(run, entities(f"inflow:{group}", day.size), state, arrive=day * DAY)


def columns(
    run: int,
    who: NDArray[np.int64],
    state: int,
    *,
    arrive: NDArray[np.int64] | None = None,
    elapsed: NDArray[np.int64] | None = None,
    need: NDArray[np.int64] | None = None,
    stage: NDArray[np.int64] | None = None,
) -> dict[str, NDArray[np.int64]]:
    """The columns of the fate table for some citizens: int64, one entry for each."""
    zeros = np.zeros(who.size, np.int64)
    return {
        "entity": who,
        "arrive": zeros if arrive is None else arrive,
        "state": zeros + state,
        "elapsed": zeros if elapsed is None else elapsed,
        "came_from": zeros - 1,
        "born": zeros,
        "need_bits": draw_many(run, who, purpose("need level"), 0) if who.size else zeros,
        "traits": zeros,
        "opening_need": zeros - 1 if need is None else need,
        "opening_stage": zeros if stage is None else stage,
        "accumulated": zeros,
        **dict.fromkeys(CARRIED, zeros),
    }


def born(run: int, columns: dict[str, NDArray[np.int64]], ages: NDArray[np.int32], oldest: int | None = None) -> None:
    """Set the day of birth from a quantile table of ages in days, on entry or on day 0, cut at ``oldest`` days."""
    bits = draw_many(run, columns["entity"], purpose("age"), 0)
    age = values_at(ages.reshape(1, -1), 0, bits)
    columns["born"] = columns["arrive"] // DAY - (age if oldest is None else np.minimum(age, oldest))


def came_from(run: int, columns: dict[str, NDArray[np.int64]], shares: Mapping[int, float]) -> None:
    """Set the state to which sick citizens of the opening stock return after recovery: a state by its share, else none."""
    bits = draw_many(run, columns["entity"], purpose("came from"), 0).astype(np.float64) / 2**32
    reached = 0.0
    for state, share in shares.items():
        columns["came_from"][(bits >= reached) & (bits < reached + share)] = state
        reached += share
