"""The cost of hours, interpreters and benefits in DKK, gross. Compare it between rule sets only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy, count
from sim.measures.view import View
from sim.measures.waits import PENSION
from sim.world.log import RowKind

PER_YEAR = "DKK per year"
UNPAID = "none"


PENSION_BENEFIT = "førtidspension"
"""The benefit of citizens who left to disability pension."""


@dataclass(frozen=True)
class Rates:
    """Prices.

    Attributes:
        hour_dkk: DKK per hour of municipal staff: 481 with 1,315 effective hours a post, or 431 with 1,450. The two
            must not be mixed.
        benefit_week_dkk: benefit name -> DKK per citizen and week.
        interpreter_hour_dkk: DKK per hour of an interpreter.
    """

    hour_dkk: float
    benefit_week_dkk: Mapping[str, float] = field(default_factory=dict)
    interpreter_hour_dkk: float = 0.0


def money(view: View, pieces: Pieces, hours: pd.DataFrame, rates: Rates) -> pd.DataFrame:
    """Cost of hours, interpreters and benefits per year.

    - ``hours_cost``: ``hours_total`` at the price of an hour, by group, by team or role and in all. It is a saving only
      if the capacity is cut to match the hours.
    - ``interpreter_fees``: the length of interpreted meetings at the hourly rate, by group. Like certificate fees, they
      do not depend on the staff's hours.
    - ``benefits_paid``: person-weeks at the weekly rate, by benefit (column activity), by group and in all. The sum is
      gross, for all payers together. Each group's own rate applies (``meta["paid_as"]``), whatever its benefit is named.
    - ``benefit_person_weeks``: the person-weeks that the rates multiply.
    - ``benefits_unpriced``: person-weeks of benefits without a rate.

    Citizens who left to disability pension within the run get pension to the window's end, so an earlier pension is not
    a saving. Pensioners from before the run are not in a log. For pension, only a difference between rule sets has a
    meaning.
    """
    tidy, states, benefits = Tidy(), view.states, view.axis("benefit")
    total = hours[hours["measure"] == "hours_total"]
    for group, team, value in zip(total["group"], total["team"], total["value"], strict=True):
        tidy.add("hours_cost", PER_YEAR, value * rates.hour_dkk, group=group, team=team)
    spoken = view.inside(RowKind.INTERPRETER)
    spoken_hours = count((len(states),), view.state(spoken), weights=spoken["minutes"]) / 60 * view.per_year
    tidy.cube("interpreter_fees", PER_YEAR, spoken_hours * rates.interpreter_hour_dkk, {"group": states.labels})
    weeks = view.overlap(pieces.start, pieces.end) / 7 * view.per_year
    table = count((len(states), len(benefits)), pieces.state, benefits.index(pieces.benefit), weights=weeks)
    left = view.of(RowKind.EXIT)
    left = left.where(left["destination"] == view.code("destination", PENSION))
    since = view.overlap(left["minute"], np.full(len(left), view.end)).sum() / 7 * view.per_year
    names, groups = [*benefits.labels, PENSION_BENEFIT], [*states.labels, PENSION]
    table = np.pad(
        table, ((0, 1), (0, 1))
    )  # pensioners have left the log's groups, so they get a row and a column of their own
    table[-1, -1] = since
    paid_as = _paid_as(view, names)
    price = np.array([[rates.benefit_week_dkk.get(label, 0.0) for label in row] for row in paid_as])
    paid = table * price
    tidy.cube("benefits_paid", PER_YEAR, paid.sum(axis=0), {"activity": names})
    tidy.cube("benefits_paid", PER_YEAR, paid.sum(axis=1), {"group": groups}, margins=())
    by_benefit = table.sum(axis=0)
    tidy.cube("benefit_person_weeks", "weeks per year", by_benefit, {"activity": names})
    without = np.array([[label not in rates.benefit_week_dkk and label != UNPAID for label in row] for row in paid_as])
    tidy.cube("benefits_unpriced", "weeks per year", (table * without).sum(axis=0), {"activity": names})
    return tidy.frame()


def _paid_as(view: View, names: Sequence[str]) -> list[list[str]]:
    """The benefit whose rate applies, by position of the state and by benefit.

    ``meta["paid_as"]`` gives it by state: benefits merged under one name keep their rates. A log without this key uses
    the benefit's name. Pensioners are the last row.
    """
    by_state = dict[int, str](view.log.meta.get("paid_as", {}))
    rows = [list(names) for _ in range(len(view.states) + 1)]
    for code, label in by_state.items():
        rows[int(view.states.of_code[int(code)])] = [label] * len(names)
    return rows
