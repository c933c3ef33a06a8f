"""Runs with a known frontier, made in milliseconds. Worker processes import this file.

Meetings for heavy need give contact. All meetings fill diaries, which makes first meetings late and leaves less casework. So more
meetings for light need only cost: on the true frontier they are as rare as they may be.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.results.frontier.confirm import FRESH
from sim.runs.make import Made
from sim.runs.run import Run

GAP = {"heavy": 33.0, "light": 111.0}
"""Days between meetings of the job-ready in the practice as it is."""
SHARE, PER_MEETING = 0.9, 0.1
"""First meetings within four weeks in the practice as it is, and what a doubling of one kind of meetings costs."""
CONTACT = 4.0
CASEWORK, PER_CASEWORK = 10.0, 4.0
TODAY = 8.0
"""Running casework of the baseline: the limit."""
LUCK = 50.0
"""Minutes of contact by which chance flatters every practice in the replications of the search."""
GROUPS = ("job-ready", "activity-ready")


def meetings(run: Run, need: str) -> float:
    """Meetings for a level of need, as a multiple of those in the practice as it is."""
    gap = getattr(run.setting.laws[0].practice.contact["job-ready"].every, need)
    return float(GAP[need] / gap.value.days)


def make(run: Run) -> Made:
    """What a worker would make of a run."""
    freed = run.column.rules != "current"
    heavy, light = (meetings(run, need) if freed else 1.0 for need in ("heavy", "light"))
    load = heavy + light - 2
    noise = 1e-3 * (run.replication % 7)
    share = SHARE - PER_MEETING * load if freed else 0.85
    contact = CONTACT * heavy if freed else 3.0
    luck = LUCK if freed and run.replication < FRESH else 0.0
    rows: list[tuple[str, str, str, str, str, float]] = [
        ("all", "all", "heavy", "contact_minutes_per_citizen_week", "minutes per citizen and week", contact + luck + noise),
        ("all", "all", "light", "contact_minutes_per_citizen_week", "minutes per citizen and week", 2 * light),
        ("all", "all", "all", "running_minutes_per_citizen_week", "minutes per citizen and week",
         CASEWORK - PER_CASEWORK * load if freed else TODAY),
        ("all", "all", "all", "hours_asked", "hours per year", 1000.0 + 10 * load),
        ("all", "all", "all", "hours_available", "hours per year", 1500.0),
    ]  # fmt: skip
    for group in GROUPS:
        rows += [
            (group, "all", "heavy", "wait_first_meeting_begun", "cases per year", 100.0),
            (group, "all", "heavy", "wait_first_meeting_within_4_weeks", "share", share + noise),
            (group, "plan", "all", "deadlines", "per year", 100.0),
            (group, "plan", "all", "breach_share", "share", 0.1),
        ]
    # citizens without a promise wait long, and more of them where the gap is short: they must not count
    rows.append(("sick", "all", "heavy", "wait_first_meeting_begun", "cases per year", 9000.0))
    rows.append(("sick", "all", "heavy", "wait_first_meeting_within_4_weeks", "share", 0.1 * heavy))
    table = pd.DataFrame(rows, columns=["group", "activity", "need", "measure", "unit", "value"]).assign(team="all")
    about: dict[str, Any] = {
        "log_sha256": "", "rows": 0, "posts": {}, "places": 1.0, "engine": "stub", "seconds": 0.0, "replication": run.replication,
    }  # fmt: skip
    return Made(table, about)
