"""From the onset of a need to its detection."""

from __future__ import annotations

import pandas as pd

from sim.engine.log import RowKind
from sim.measures.match import next_after
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, View


def detection(view: View) -> pd.DataFrame:
    """Needs whose onset lies in the window.

    ``detection_delay_p50|p90|p95|mean`` in days by need (column activity) and group, of needs detected before the log
    ends; ``needs``, ``needs_detected``, ``needs_left`` (the spell ended undetected: a need belongs to a spell) and
    ``needs_open`` per year by need.
    """
    tidy, needs = Tidy(), view.axis("need")
    onset, detected = view.inside(RowKind.NEED), view.of(RowKind.DETECT)
    answer = next_after(onset, detected, ("citizen", "spell", "extra"))
    found = answer >= 0
    place = needs.index(onset["extra"])
    if len(detected):
        days = (detected["minute"][answer] - onset["minute"])[found] / DAY
        by = {"activity": (place[found], needs.labels), "group": (view.state(onset)[found], view.states.labels)}
        tidy.spread("detection_delay", "days", days, by)
    left = ~found & (next_after(onset, view.of(RowKind.SWITCH, RowKind.EXIT), ("citizen",)) >= 0)
    for measure, mask in (
        ("needs", found | True),
        ("needs_detected", found),
        ("needs_left", left),
        ("needs_open", ~found & ~left),
    ):
        number = count((len(needs),), place[mask]) * view.per_year
        tidy.cube(measure, "per year", number, {"activity": needs.labels})
    return tidy.frame()
