"""Disability pensions compared person by person between the runs of a pair.

A citizen has the same number and the same fate under all rule sets of a replication. So a pension is of one of three kinds:

- *Moved*: the person gets a pension under both rule sets, on different days. The pension itself is neither saved nor
  added. In between the person gets a pension under one rule set and another benefit under the other.
- *Only*: the person gets it under one rule set, and under the other has left or has no need for it.
- *Undecided*: under the other rule set the person is still waiting when the log ends. It counts as moved.

What is paid to pensioners grows with the length of a run, because none of them leaves. So the benefits that are compared
count each pension only until both rule sets have awarded it. A pension under one rule set only is valued at its award
instead, and the benefit that it replaces is added back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.quantity import YEAR_DAYS
from sim.measures import AwardRecord, Rates
from sim.measures.benefits import PENSION_BENEFIT
from sim.runs.run import Run
from sim.runs.store import Stored

PERSONS, DKK, WEEKS = "per year", "DKK per year", "weeks per year"
UNITS = {
    "pensions_earlier": PERSONS, "pensions_later": PERSONS, "pensions_undecided": PERSONS, "pension_days_moved": "days",
    "pensions_more": PERSONS, "pension_value_more": DKK, "pension_counted": DKK, "benefits_compared": DKK,
    "benefits_compared_municipality": DKK, "benefits_compared_state": DKK, "benefit_weeks_compared": WEEKS,
    **{f"{sums}_{payer}": DKK for sums in ("benefits_activation_compared", "paid_compared")
       for payer in ("municipality", "state", "total")},
}  # fmt: skip
"""Measures of a pair, with their units. Their rows have the column that is compared."""
OF_PAIR_ONLY = ("pensions_earlier", "pensions_later", "pensions_undecided", "pension_days_moved")
"""Measures that have a meaning only against the study's baseline, and not as a difference of two other columns."""
LEVELS: dict[str, tuple[str, ...]] = {
    "benefits_compared": ("benefits_paid",),
    "benefits_compared_municipality": ("benefits_municipality",),
    "benefits_compared_state": ("benefits_state",),
    "benefit_weeks_compared": ("benefit_person_weeks",),
    "benefits_activation_compared_municipality": ("benefits_municipality", "activation_municipality"),
    "benefits_activation_compared_state": ("benefits_state", "activation_state"),
    "benefits_activation_compared_total": ("benefits_paid", "activation_cost"),
    "paid_compared_municipality": ("paid_municipality",),
    "paid_compared_state": ("paid_state",),
    "paid_compared_total": ("paid_total",),
}
"""Measure of a pair -> the measures of one run to which the corrections for pensions are added."""

Floats = NDArray[np.float64]


class Column(Protocol):
    """The finished runs of a column at a place."""

    @property
    def place(self) -> str: ...
    @property
    def runs(self) -> list[Run]: ...
    @property
    def stored(self) -> list[Stored]: ...


def with_pairs(
    measures: pd.DataFrame, columns: Sequence[Column], window: tuple[int, int], rates: Rates
) -> pd.DataFrame:
    """The table of measures with the rows of :func:`pension_rows`, if there are any."""
    rows = pension_rows(columns, window, rates)
    return measures if rows.empty else pd.concat([measures, rows[list(measures.columns)]], ignore_index=True)


def pension_rows(columns: Sequence[Column], window: tuple[int, int], rates: Rates) -> pd.DataFrame:
    """The measures of all pairs as rows of the table of measures; the first column of each place is the baseline.

    A run without a record of its pensions has no rows. The baseline is compared with itself: nothing is moved.
    """
    first: dict[str, dict[int, Stored]] = {}
    rows: list[dict[str, Any]] = []
    for column in columns:
        before = first.setdefault(
            column.place, {run.replication: made for run, made in zip(column.runs, column.stored, strict=True)}
        )
        for run, made in zip(column.runs, column.stored, strict=True):
            other = before.get(run.replication)
            if other is None or "pensions" not in made.about or "pensions" not in other.about:
                continue
            records = [AwardRecord(**each.about["pensions"]) for each in (other, made)]
            numbers = compared_pensions(records[0], records[1], window, rates)
            levels = _totals(made.measures)
            numbers |= {
                name: sum(levels.get(of, 0.0) for of in parts) + numbers[name] for name, parts in LEVELS.items()
            }
            head = {
                "study": run.study, "place": run.place, "rule_set": run.column.rules, "practice": run.column.practice,
                "capacity": run.column.capacity, "replication": run.replication, "group": "all", "team": "all",
                "activity": "all", "need": "all",
            }  # fmt: skip
            rows += [
                {**head, "measure": name, "unit": unit, "value": numbers[name]}
                for name, unit in UNITS.items()
                if not np.isnan(numbers[name])
            ]
    return pd.DataFrame(rows)


def compared_pensions(
    before: AwardRecord, after: AwardRecord, window: tuple[int, int], rates: Rates
) -> dict[str, float]:
    """The pensions of a run (``after``) against those of the same replication under the baseline (``before``).

    A person counts in the window of the first of the two awards, so the numbers a year do not depend on its length.

    Returns:
        Per year of the window:

        - ``pensions_earlier``, ``pensions_later``: persons whose pension is moved.
        - ``pension_days_moved``: mean days later (negative: earlier) of persons who get it in both logs; nan without any.
        - ``pensions_undecided``: persons with an award in one run, who still wait at the end of the other log.
        - ``pensions_more``: persons with an award in this run only, less those of the baseline only.
        - ``pension_value_more``: the value at the award of these pensions, added and subtracted in the same way.
        - ``pension_counted``: the pension of moved persons between their two awards, and what the other pensions replace.
          ``benefits_paid`` and this add up to ``benefits_compared``.
        - ``benefits_compared`` and so on: the corrections of the benefits paid in the window.
    """
    per_year = YEAR_DAYS / (window[1] - window[0] + 1)
    one, other = _frame(before), _frame(after)
    both = one.add_suffix("_before").join(other.add_suffix("_after"), how="inner")
    inside = both[["day_before", "day_after"]].min(axis=1).between(*window)
    moved = (both["day_after"] - both["day_before"])[inside]
    ours, theirs = _only(other, one, before, window), _only(one, other, after, window)
    numbers = {
        "pensions_earlier": float((moved < 0).sum()) * per_year,
        "pensions_later": float((moved > 0).sum()) * per_year,
        "pension_days_moved": float(moved.mean()) if len(moved) else float("nan"),
        "pensions_undecided": float(sum((part["open"] & part["inside"]).sum() for part in (ours, theirs))) * per_year,
        "pensions_more": _signed(ours, theirs, lambda part: (~part["open"] & part["inside"]).astype(float)) * per_year,
        "pension_value_more": _signed(ours, theirs, lambda part: part["value"] * (~part["open"] & part["inside"]))
        * per_year,
    }
    corrections = _moved_pensions(both, window, rates)
    for sign, part in ((1.0, ours), (-1.0, theirs)):
        corrections += sign * (
            _pension_meanwhile(part[part["open"]], window, rates) + _replaced(part[~part["open"]], window, rates)
        )
    gross, borne, weeks = (float(number) * per_year for number in corrections)
    by_payer = {"municipality": borne, "state": gross - borne, "total": gross}
    return numbers | {
        "pension_counted": gross, "benefits_compared": gross, "benefits_compared_municipality": borne,
        "benefits_compared_state": gross - borne, "benefit_weeks_compared": weeks,
        **{f"{sums}_{payer}": dkk for sums in ("benefits_activation_compared", "paid_compared")
           for payer, dkk in by_payer.items()},
    }  # fmt: skip


def _frame(record: AwardRecord) -> pd.DataFrame:
    """The awards of a log by citizen."""
    columns = {name: getattr(record, name) for name in ("day", "before", "staircase", "weeks", "value")}
    kinds = {"day": float, "before": float, "staircase": int, "weeks": float, "value": float}
    return pd.DataFrame(columns, index=pd.Index(record.citizen, dtype=np.int64)).astype(kinds)


def _only(awards: pd.DataFrame, others: pd.DataFrame, record: AwardRecord, window: tuple[int, int]) -> pd.DataFrame:
    """Awards until the window's end to persons without one in the other log, with what is known of them there.

    ``open``: the person still waits at that log's end. ``until``: the day on which the person left there, else the day
    after the window.
    """
    part = awards[~awards.index.isin(others.index) & (awards["day"] <= window[1])].copy()
    part["open"] = part.index.isin(record.open)
    part["inside"] = part["day"] >= window[0]
    left = pd.Series(record.left_day, index=record.left, dtype=float).reindex(part.index)
    part["until"] = left.fillna(window[1] + 1).clip(upper=window[1] + 1)
    return part


def _signed(ours: pd.DataFrame, theirs: pd.DataFrame, number: Callable[[pd.DataFrame], pd.Series[float]]) -> float:
    return float(number(ours).sum()) - float(number(theirs).sum())


def _moved_pensions(both: pd.DataFrame, window: tuple[int, int], rates: Rates) -> Floats:
    """float64[3], the pension between the two awards of each person, less that between them if it comes later."""
    total = np.zeros(3)
    for sign, first, second in ((1.0, "after", "before"), (-1.0, "before", "after")):
        part = both[both[f"day_{first}"] < both[f"day_{second}"]]
        week = np.full(len(part), rates.benefit_week_dkk.get(PENSION_BENEFIT, 0.0))
        spans = (part[f"day_{first}"], part[f"day_{second}"], part[f"weeks_{first}"])
        total += sign * _paid(week, _of_pensions(part, rates), *spans, window, rates)
    return total


def _pension_meanwhile(part: pd.DataFrame, window: tuple[int, int], rates: Rates) -> Floats:
    """float64[3], the pension of undecided persons from the award to the end of the window."""
    week = np.full(len(part), rates.benefit_week_dkk.get(PENSION_BENEFIT, 0.0))
    end = pd.Series(window[1] + 1.0, index=part.index)
    return _paid(week, _of_pensions(part, rates), part["day"], end, part["weeks"], window, rates)


def _replaced(part: pd.DataFrame, window: tuple[int, int], rates: Rates) -> Floats:
    """float64[3], the benefit that a pension under one rule set only replaces, from its award to the window's end."""
    week, staircase = part["before"].to_numpy(), part["staircase"].to_numpy()
    return _paid(week, staircase, part["day"], part["until"], part["weeks"], window, rates)


def _of_pensions(part: pd.DataFrame, rates: Rates) -> NDArray[np.int64]:
    """int64[n], the position of the shares of a pension."""
    return np.full(len(part), rates.staircase_of(PENSION_BENEFIT), dtype=np.int64)


def _paid(
    week: Floats,
    staircase: NDArray[np.int64],
    start: pd.Series[float],
    end: pd.Series[float],
    weeks: pd.Series[float],
    window: tuple[int, int],
    rates: Rates,
) -> Floats:
    """float64[3]: DKK in all, DKK of the municipality, and weeks of weekly amounts between two days, within the window.

    Args:
        week: float64[n], DKK per week.
        staircase: int64[n], position of the municipality's shares in the rates' staircases.
        start, end: days; ``weeks``: the person's weeks on benefits at the start.
    """
    begin = np.maximum(start.to_numpy(), window[0])
    length = np.maximum(np.minimum(end.to_numpy(), window[1] + 1) - begin, 0.0) / 7
    so_far = weeks.to_numpy() + (begin - start.to_numpy()) / 7
    ends = [rates.municipal_weeks(weeks_then, staircase) for weeks_then in (so_far + length, so_far)]
    borne = float(((ends[0] - ends[1]) * week).sum())
    return np.array([float((week * length).sum()), borne, float(length.sum())])


def _totals(measures: pd.DataFrame) -> Mapping[str, float]:
    """Measures over everything."""
    rows = measures[(measures[["group", "team", "activity", "need"]] == "all").all(axis=1)]
    return dict(zip(rows["measure"], rows["value"], strict=True))
