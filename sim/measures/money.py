"""The cost of hours and interpreters in DKK, gross. Compare it between rule sets only."""

from __future__ import annotations

from sim.measures.rates import Rates
from sim.measures.tidy import Block, Tidy, count
from sim.measures.view import View
from sim.world.log import RowKind

PER_YEAR = "DKK per year"


def money(view: View, hours: Tidy, rates: Rates) -> Tidy:
    """Cost of hours and interpreters per year.

    - ``hours_cost``: ``hours_total`` at the price of an hour, by group, by team or role and in all. It is a saving only
      if the capacity is cut to match the hours.
    - ``interpreter_fees``: the length of interpreted meetings at the hourly rate, by group. Like certificate fees, they
      do not depend on the staff's hours.
    """
    tidy, states = Tidy(), view.states
    for words, values in hours.renamed({"hours_total": "hours_cost"}).blocks:
        tidy.blocks.append(Block({**words, "unit": PER_YEAR}, values * rates.hour_dkk))
    spoken = view.inside(RowKind.INTERPRETER)
    spoken_hours = count((len(states),), view.state(spoken), weights=spoken["minutes"]) / 60 * view.per_year
    tidy.cube("interpreter_fees", PER_YEAR, spoken_hours * rates.interpreter_hour_dkk, {"group": states.labels})
    return tidy
