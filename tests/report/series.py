"""Tables of curves, loads, flows and duties, small enough to add up by hand."""

from __future__ import annotations

import pandas as pd

from sim.measures.tidy import BY_DAY
from sim.report.duty_record import DutyRecord
from sim.results.pairing import COLUMNS as PAIRED_COLUMNS
from tests.report.manifests import COLUMNS

Row = tuple[str, str, str, str, str, str, float]
NOTHING = pd.DataFrame(columns=PAIRED_COLUMNS)
"""No comparison."""
DUTIES = (
    DutyRecord(rules="current", duty="early-contact", groups=("sick",), clock="benefit", demand="meetings", law="§ 1", count=4, within=183),
    DutyRecord(rules="current", duty="first-week", groups=("sick", "insured"), clock="spell", demand="meetings", law="§ 2", due=7),
    DutyRecord(rules="freed-six-cities", duty="first-week", groups=("sick",), clock="spell", demand="offers", law="§ 2", due=90, every=100),
)  # fmt: skip


def measures(rows: list[Row], replications: int = 2) -> pd.DataFrame:
    """(group, team, activity, need, measure, unit, value) in the first three columns and every replication."""
    table = [
        ("made-up", "nowhere", c.rules, c.practice, c.capacity, rep + 1, *row)
        for c in COLUMNS[:3]
        for rep in range(replications)
        for row in rows
    ]
    names = ["study", "place", "rule_set", "practice", "capacity", "replication", "group", "team", "activity", "need", "measure",
             "unit", "value"]  # fmt: skip
    return pd.DataFrame(table, columns=names)


def of_days(group: str, end: str, days: dict[int, float]) -> list[Row]:
    return [
        (group, "all", str(day), "all", f"by_day_first_meeting_{end}", BY_DAY, number) for day, number in days.items()
    ]
