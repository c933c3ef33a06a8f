"""Freed hours in two steps: the work that is no longer asked for, and what became of its hours.

Freed is positive everywhere here: an hour less of work asked for, or an hour more of running casework, is +1. The second step
adds up to the first for caseworkers, because every hour that diaries have is worked or is running casework
(:func:`sim.measures.asked.available`).
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sim.measures.hours import RUNNING
from sim.report.levels import ROLES

REMOVED, ASKER, ROLE, BECAME = "removed", "asker", "role", "became"
"""The steps of the table. ``asker`` and ``role`` split or extend the first step."""
ALL = "all"
DIMENSIONS = ["group", "team", "activity", "need"]
COLUMNS = ["column", "baseline", "step", "part", "baseline_hours", "variant_hours", "hours", "low", "high", "confidence",
           "pairs", "nature"]  # fmt: skip


class Part(NamedTuple):
    """A part of the second step: its measure and activity, and the sign that makes freed hours positive."""

    name: str
    measure: str
    activity: str = ALL
    sign: int = -1


BECAME_PARTS = (
    Part("running-casework", "hours", RUNNING, 1),
    Part("no-longer-shed", "hours_shed"),
    Part("posts", "hours_available"),
    Part("overtime", "overtime_hours"),
    Part("outside-diaries", "hours_outside_diaries"),
    Part("unplaceable", "hours_unplaceable"),
)
"""What becomes of the hours of work removed.

- ``running-casework``: more running casework.
- ``no-longer-shed``: meetings of the practice that full diaries had shed.
- ``posts``: hours that left with posts.
- ``overtime``, ``outside-diaries``, ``unplaceable``: less overtime, less work that no diary holds, less work without room.
"""
SMALL_PARTS = ("overtime", "outside-diaries", "unplaceable")
"""Parts that charts and pages show as one, without an interval."""
ASKERS = {"rules": "hours_asked_rules", "practice": "hours_asked_practice"}


def two_steps(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Both steps for each variant of a table of comparisons at one place, in hours a year.

    Args:
        comparisons: the columns of docs/contracts.md section 5.

    Returns:
        :data:`COLUMNS`, one row per variant, step and part. ``hours`` is freed hours with the ends of its interval.

        - ``removed``: caseworkers' work that is no longer asked for; part "all", then activities, the largest first.
        - ``asker``: the same work by ``rules`` and ``practice``.
        - ``role``: the work of each other role that is no longer asked for.
        - ``became``: part "all", then :data:`BECAME_PARTS`. The parts add up to part "all" of ``removed``.

        It is empty if the comparisons have no hours asked for.
    """
    rows = comparisons[(comparisons["group"] == ALL) & (comparisons["need"] == ALL)]
    asked = rows[rows["measure"] == "hours_asked"]
    if asked.empty:
        return pd.DataFrame(columns=COLUMNS)
    total = asked[asked["team"] == ALL]
    by_activity = total[total["activity"] != ALL]
    by_activity = by_activity.sort_values("difference", key=lambda s: -s.abs(), kind="stable")
    total = total[total["activity"] == ALL]
    parts = [_rows(total, REMOVED, ALL), _rows(by_activity, REMOVED)]
    for asker, measure in ASKERS.items():
        parts.append(_rows(_whole(rows, measure), ASKER, asker))
    others = asked[asked["team"].isin(ROLES) & (asked["activity"] == ALL)]
    parts.append(_rows(others.assign(activity=others["team"]), ROLE))
    parts.append(_rows(total, BECAME, ALL))
    parts += [_rows(_whole(rows, p.measure, p.activity), BECAME, p.name, p.sign) for p in BECAME_PARTS]
    table = pd.concat([part for part in parts if not part.empty], ignore_index=True)
    place = {name: at for at, name in enumerate(dict.fromkeys(comparisons["variant"]))}
    order = {step: at for at, step in enumerate((REMOVED, ASKER, ROLE, BECAME))}
    ranks = table.assign(_column=table["column"].map(place), _step=table["step"].map(order))
    return ranks.sort_values(["_column", "_step"], kind="stable")[COLUMNS].reset_index(drop=True)


def _whole(rows: pd.DataFrame, measure: str, activity: str = ALL) -> pd.DataFrame:
    return rows[(rows["measure"] == measure) & (rows["team"] == ALL) & (rows["activity"] == activity)]


def _rows(rows: pd.DataFrame, step: str, part: str = "", sign: int = -1) -> pd.DataFrame:
    """Rows of a comparison as rows of the table; without ``part`` the activity names it."""
    table = rows.rename(
        columns={"variant": "column", "baseline_mean": "baseline_hours", "variant_mean": "variant_hours"}
    )
    ends = [sign * table["low"], sign * table["high"]]
    low, high = ends if sign > 0 else reversed(ends)
    table = table.assign(
        step=step, part=part or table["activity"], hours=sign * table["difference"], low=low, high=high
    )
    return table.reindex(columns=COLUMNS)
