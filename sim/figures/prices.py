"""Prices from the figures: an hour of a caseworker, an hour of an interpreter, benefits by the week, who pays, activation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.figures.figure_file import figures_text
from sim.figures.rates import HourPair, hour_pair, load_rates, priced
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import YEAR_DAYS
from sim.measures import Rates
from sim.measures.activation import COURSES, OFFERS, TRANSPORT
from sim.measures.rates import Restart, Steps

WEEKS_PER_MONTH = YEAR_DAYS / 7 / 12
MUNICIPALITY, OTHERS, STATE = "municipality", "others", "state"
"""``paid_by`` of a benefit that the municipality pays out, of one that it does not, and of a share of activation."""
NOT_MUNICIPAL = ("a-kasse", "region")
"""Roles whose hours no municipality pays. Their work counts in no sum of a municipality."""
FILE = "figures/rates.yaml"
PER_WEEK = {"DKK per month": 1 / WEEKS_PER_MONTH, "DKK per week": 1.0}


def rates(root: Path) -> Rates:
    """The prices of the measures: the papers' price of an hour, mean benefits and who pays them, activation, interpreters.

    Raises:
        ScenarioError: a price is of an unknown unit, payer or benefit, or shares do not add up.
    """
    return _rates_of(*figures_text("rates.yaml", root / "figures" / "rates.yaml"))


@lru_cache(maxsize=8)
def _rates_of(text: str, name: str) -> Rates:
    """The prices of a file's text."""
    table = priced(text, name)
    benefits = _rows(table, "mean-benefit")
    week = {_named(row, "benefit"): _per_week(row) for row in benefits}
    others = [_named(row, "benefit") for row in benefits if _payer(row, (MUNICIPALITY, OTHERS)) == OTHERS]
    own_share = tuple((first, 1 - refund) for first, refund in _by_weeks(table, "state-refund", MUNICIPALITY))
    pair = hour_pair(table)
    return Rates(
        hour_dkk=pair.dkk_per_hour,
        post_hours=pair.hours_per_post,
        benefit_week_dkk=week,
        interpreter_hour_dkk=_only(table, "interpreter-hour"),
        paid_by_others=tuple(sorted(others)),
        own_share=own_share,
        others_share=tuple(_by_weeks(table, "municipal-co-financing", OTHERS)),
        share_of={
            _priced(row, week): _with_contribution(own_share, row, week) for row in _rows(table, "flex-contribution")
        },
        restart=Restart(_only(table, "refund-restart"), _only(table, "refund-restart-window")),
        offer_week_dkk={_named(row, "offer"): _per_week(row) for row in _rows(table, "offer-week")},
        course_week_dkk={_named(row, "group"): _per_week(row) for row in _rows(table, "course-week")},
        transport_week_dkk=_only(table, "transport-week"),
        state_share=_state_shares(table),
        discount=_only(table, "discount-rate") / 100,
        pension_age=_only(table, "pension-age"),
    )


def _rows(table: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    """The prices of a kind."""
    return [{str(key): value for key, value in row.items()} for row in table[table["kind"] == kind].to_dict("records")]


def _only(table: pd.DataFrame, kind: str) -> float:
    """The value of the only price of a kind; 0 without one."""
    values = table.loc[table["kind"] == kind, "value"]
    return float(values.iloc[0]) if len(values) else 0.0


def _named(row: dict[str, Any], key: str) -> str:
    """What a price is of: the text of a key that it must have."""
    if pd.isna(row[key]):
        raise _missing(row, key, "a name")
    return str(row[key])


def _first_week(row: dict[str, Any]) -> int:
    """The first week of a price by weeks, which must name it."""
    if pd.isna(row["weeks_from"]):
        raise _missing(row, "weeks_from", "a number of weeks")
    return int(row["weeks_from"])


def _per_week(row: dict[str, Any]) -> float:
    """A price in DKK per week."""
    unit = str(row["unit"])
    if unit not in PER_WEEK:
        raise _refusal(row, "a price has an unknown unit", unit, tuple(PER_WEEK))
    return float(row["value"]) * PER_WEEK[unit]


def _payer(row: dict[str, Any], known: tuple[str, ...]) -> str:
    """The payer of a row, which must be one of the known ones."""
    payer = _named(row, "paid_by")
    if payer not in known:
        raise _refusal(row, "a payer is unknown", payer, known)
    return payer


def _priced(row: dict[str, Any], week: dict[str, float]) -> str:
    """The benefit of a row about a payer. It must have a mean benefit, or nobody pays anything."""
    benefit = _named(row, "benefit")
    if not week.get(benefit):
        raise _refusal(row, "a payer is named for a benefit without a mean benefit", benefit, tuple(week))
    return benefit


def _with_contribution(own_share: Steps, row: dict[str, Any], week: dict[str, float]) -> Steps:
    """The municipality's shares less a contribution of the state from a week on, as a share of the mean benefit."""
    contribution, first = _per_week(row) / week[_named(row, "benefit")], _first_week(row)
    if not any(start == first for start, _ in own_share):
        raise _refusal(
            row, "a contribution begins at no step of the refund", first, tuple(str(s) for s, _ in own_share)
        )
    steps = tuple((start, share - contribution * (start >= first)) for start, share in own_share)
    if min(share for _, share in steps) < 0:
        raise _refusal(row, "refund and contribution exceed the benefit", row["value"], ("a smaller contribution",))
    return steps


def _state_shares(table: pd.DataFrame) -> dict[str, float]:
    """What is bought -> the share of the state. The municipality bears the rest."""
    shares: dict[str, float] = {}
    for row in _rows(table, "activation-share"):
        item, _ = _named(row, "item"), _payer(row, (STATE,))
        if item not in (OFFERS, COURSES, TRANSPORT):
            raise _refusal(row, "a payer is named for something that nobody buys", item, (OFFERS, COURSES, TRANSPORT))
        shares[item] = shares.get(item, 0.0) + _share(row)
        if shares[item] > 1:
            raise _refusal(row, f"the shares of {item} exceed 100 percent", f"{shares[item]:.0%}", ("at most 100 %",))
    return shares


def _share(row: dict[str, Any]) -> float:
    """A row in percent as a share."""
    value = float(row["value"])
    if not 0 <= value <= 100:
        raise _refusal(row, "a share is not between 0 and 100 percent", f"{value:g}", ("0 to 100",))
    return value / 100


def _by_weeks(table: pd.DataFrame, kind: str, payer: str) -> list[tuple[int, float]]:
    """(first week, share) of a price that changes with the weeks on benefits, in order. The weeks have no gap.

    Raises:
        ScenarioError: the weeks do not begin at 1, have a gap or an overlap, or a share is none.
    """
    steps: list[tuple[int, float]] = []
    expected: int | None = 1
    for row in sorted(_rows(table, kind), key=_first_week):
        first = _first_week(row)
        if first != expected:
            open_ended = expected is None
            raise ScenarioError(
                f"the weeks of {row['id']} do not follow those before it", file=FILE, line=int(row["line"]),
                found=f"weeks_from: {first}" + (", after a price without weeks_to" if open_ended else ""),
                expected="weeks_to in every price but the last" if open_ended else f"weeks_from: {expected}",
                do="let each price begin in the week after the one before it ends",
            )  # fmt: skip
        _payer(row, (payer,))
        steps.append((first, _share(row)))
        expected = None if pd.isna(row["weeks_to"]) else int(row["weeks_to"]) + 1
    return steps


def _missing(row: dict[str, Any], key: str, expected: str) -> ScenarioError:
    """The error about a row without a key that its kind needs."""
    return ScenarioError(
        f"a price of the kind {row['kind']} needs `{key}` ({row['id']})", file=FILE, line=int(row["line"]), found=f"no {key}",
        expected=f"{key}: {expected}", do=f"add `{key}:` to the row",
    )  # fmt: skip


def _refusal(row: dict[str, Any], message: str, found: object, known: tuple[str, ...]) -> ScenarioError:
    """The error about a row, with its line."""
    return ScenarioError(
        f"{message} ({row['id']})", file=FILE, line=int(row["line"]), found=found, expected=", ".join(known),
        nearest=nearest_name(str(found), known),
    )  # fmt: skip


def hour(root: Path) -> HourPair:
    """The papers' price of an hour, and the effective hours per post that belong to it."""
    return hour_pair(load_rates(root / "figures" / "rates.yaml"))
