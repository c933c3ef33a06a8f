"""What a person meets over all stays in the window. A *stay* lasts from an arrival to the next exit."""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy, count
from sim.measures.view import View
from sim.world.log import RowKind


def persons(view: View, pieces: Pieces) -> Tidy:
    """Numbers per person. A citizen who comes back is the same person.

    - ``persons``: persons present at any time of the window, by group and in all. A person of two groups counts in both.
    - ``returns``: entries a year of citizens who have been in the system before, by group entered and in all.
    - ``return_share``: they as a share of all entries, by group entered and in all.
    - ``stays_per_person``: stays with a day in the window, per person.
    - ``switches_per_person``: changes of state in the window, per person.
    - ``weeks_per_person_p50|p90|p95|mean``: weeks in the system within the window, per person.

    The window cuts stays off at both ends. What lies before it or after it is not counted. So the numbers grow with the
    length of the window, and only windows of one length may be compared.
    ``caseworkers_per_citizen`` counts the caseworkers of a person in the same way.
    """
    tidy, states = Tidy(), view.states
    days = pieces.days
    seen = pieces.where(days > 0)
    place = np.cumsum(np.append(True, seen.citizen[1:] != seen.citizen[:-1])[: len(seen.citizen)]) - 1
    people = int(place[-1]) + 1 if len(place) else 0
    was_in = np.zeros((people, len(states)), np.bool_)
    was_in[place, seen.state] = True
    tidy.cube("persons", "persons", was_in.sum(axis=0).astype(np.float64), {"group": states.labels}, margins=())
    tidy.add("persons", "persons", float(people))
    arrival = view.inside(RowKind.ARRIVE)
    entered = arrival.where(arrival["minute"] > 0)
    again = entered.where(entered["spell"] > 0)
    groups, size = {"group": states.labels}, (len(states),)
    entries, back = count(size, view.state(entered)), count(size, view.state(again))
    tidy.cube("returns", "per year", back * view.per_year, groups)
    tidy.ratio("return_share", "share", back, entries, groups)
    if not people:
        return tidy
    begins = np.ones(len(seen.citizen), dtype=np.bool_)
    begins[1:] = (seen.citizen[1:] != seen.citizen[:-1]) | (seen.start[1:] != seen.end[:-1])
    tidy.add("stays_per_person", "stays per person", float(begins.sum()) / people)
    switches = view.inside(RowKind.SWITCH)
    tidy.add("switches_per_person", "switches per person", len(switches) / people)
    weeks = np.bincount(place, weights=seen.days) / 7
    tidy.spread("weeks_per_person", "weeks", weeks)
    return tidy
