"""The cost of hours and interpreters in DKK, gross. Compare it between rule sets only."""

from __future__ import annotations

import pandas as pd

from sim.measures.rates import Rates
from sim.measures.tidy import Tidy, count
from sim.measures.view import View
from sim.world.log import RowKind

PER_YEAR = "DKK per year"


def money(view: View, hours: pd.DataFrame, rates: Rates) -> pd.DataFrame:
    """Cost of hours and interpreters per year.

    - ``hours_cost``: ``hours_total`` at the price of an hour, by group, by team or role and in all. It is a saving only
      if the capacity is cut to match the hours.
    - ``interpreter_fees``: the length of interpreted meetings at the hourly rate, by group. Like certificate fees, they
      do not depend on the staff's hours.
    """
    tidy, states = Tidy(), view.states
    total = hours[hours["measure"] == "hours_total"]
    for group, team, value in zip(total["group"], total["team"], total["value"], strict=True):
        tidy.add("hours_cost", PER_YEAR, value * rates.hour_dkk, group=group, team=team)
    spoken = view.inside(RowKind.INTERPRETER)
    spoken_hours = count((len(states),), view.state(spoken), weights=spoken["minutes"]) / 60 * view.per_year
    tidy.cube("interpreter_fees", PER_YEAR, spoken_hours * rates.interpreter_hour_dkk, {"group": states.labels})
    return tidy.frame()
