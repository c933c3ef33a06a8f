"""Prices of ``figures/rates.yaml``: hours, posts, benefits, fees and interpreters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sim.figures.figure_file import (
    COMMON,
    check_keys,
    check_texts,
    common_columns,
    figures_text,
    is_number,
    refusal,
    rows_of,
)
from sim.files.errors import ScenarioError, nearest_name
from sim.files.value import shown

PRICED = (
    "kind", "benefit", "who", "paid_by", "weeks_from", "weeks_to", "pair", "certificate", "offer", "group", "item",
)  # fmt: skip
"""Keys of a price; all but the kind may be missing."""
OF_PAIR = ("hour-price", "hours-per-post")
"""The kinds of price of a pair."""
WEEKS = ("weeks_from", "weeks_to")
MOST_WEEKS = 10_000


class HourPair(NamedTuple):
    """A price per hour and the hours per post that belong to it. Numbers of different pairs must not be mixed."""

    dkk_per_hour: float
    hours_per_post: float


def load_rates(file: Path | None = None) -> pd.DataFrame:
    """Every price of ``rates.yaml``, one row each.

    The columns ``id, kind, value, low, high, unit, period, source, source_kind, evidence, note`` describe the price.
    The columns ``benefit, who, paid_by, weeks_from, weeks_to, pair, certificate, offer, group, item`` say what is priced.
    They are missing where they do not apply. ``line`` is the row's line in the file. Kinds of price:

    - ``benefit-rate, mean-benefit``: before tax. ``paid_by`` of a mean benefit is ``municipality``, or ``others`` (the
      unemployment funds and Udbetaling Danmark).
    - ``state-refund, municipal-co-financing``: percent, by weeks on benefit, both ends included.
    - ``refund-restart``: weeks; ``refund-restart-window``: years. ``flex-contribution``: DKK per month, from a week on.
    - ``offer-week`` (by ``offer``), ``course-week`` (by ``group``), ``transport-week``: DKK per week.
    - ``activation-share``: percent of an ``item`` (offers, courses, transport) that ``paid_by`` bears.
    - ``outside-the-run``: bn DKK per year of a national sum (``item``: benefits, effort) that no run has; ``who`` says what.
    - ``discount-rate``: percent a year. ``pension-age``: years.
    - ``hour-price, hours-per-post, post-cost, fee, interpreter-hour``.

    Raises:
        ScenarioError: the file is missing, or a row says something that is not understood.
    """
    return priced(*figures_text("rates.yaml", file)).copy()


def hour_pair(rates: pd.DataFrame, pair: str = "papers") -> HourPair:
    """Price and effective hours of one pair: ``papers`` (481 DKK, 1,315 hours) or ``hours`` (431 DKK, 1,450 hours).

    Raises:
        ScenarioError: the pair is unknown.
    """
    own = rates[rates["pair"] == pair]
    rows = own.set_index("kind")["value"]
    if rows.empty:
        known = [str(name) for name in rates["pair"].dropna().unique()]
        raise ScenarioError(
            "there is no such pair of price and hours",
            found=pair,
            expected=", ".join(known),
            nearest=nearest_name(pair, known),
        )
    for kind in OF_PAIR:
        if list(own["kind"]).count(kind) != 1:
            raise ScenarioError(
                f"the pair {pair} needs one price of the kind {kind}", file="figures/rates.yaml", line=int(own["line"].iloc[0]),
                found=", ".join(map(str, own["kind"])), expected=" and ".join(OF_PAIR), do=f"give it one row of the kind {kind}",
            )  # fmt: skip
    return HourPair(*(float(rows[kind]) for kind in OF_PAIR))


@lru_cache(maxsize=8)
def priced(text: str, file: str) -> pd.DataFrame:
    """The prices of a file's text, as :func:`load_rates` has them. The table is shared, so nobody may change it."""
    rows = []
    for row in rows_of(text, file)["rows"]:
        check_keys(row, (*COMMON, *PRICED), file, optional=frozenset(PRICED[1:]))
        check_texts(row, tuple(key for key in PRICED if key not in WEEKS), file)
        for key in WEEKS:
            week = row.get(key, 0)
            if not is_number(week) or int(week) != week or not 0 <= week <= MOST_WEEKS:
                raise refusal(
                    f"`{key}` is no number of weeks", row, key, file, found=shown(week), expected=f"0 to {MOST_WEEKS:,}"
                )
        rows.append(common_columns(row) | {key: row.get(key) for key in PRICED} | {"line": row.line})
    table = pd.DataFrame(rows).astype({"weeks_from": "Int64", "weeks_to": "Int64"})
    order = ["id", "kind", *table.columns.drop(["id", "kind"])]
    return table[order]
