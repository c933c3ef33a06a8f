"""Hand-made logs: rows written by name, for tests of measures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.measures import Norms, Rates, Reading, measure_all, team_levels
from sim.world.log import NO_DAY, ROW, Log, RowKind

DAY = 1440

NAMES: dict[str, dict[int, str]] = {
    "kind": {int(kind): kind.name for kind in RowKind},
    "group": {1: "6.1", 2: "6.2", 3: "6.3", 6: "6.6", 7: "6.7", 9: "6.9", 11: "6.11", 12: "6.12"},
    "benefit": {0: "dagpenge", 1: "kontanthjælp", 2: "sygedagpenge", 3: "ressourceforløbsydelse", 4: "ledighedsydelse",
                5: "fleksløntilskud", 6: "førtidspension", 7: "none"},
    "activity": {0: "follow-up-meeting", 1: "guidance", 2: "preparatory-part", 3: "team-hearing",
                 4: "sanction-appeal", 5: "sanction-redo", 6: "appeal-reconsideration", 7: "appeal-to-board"},
    "form": {0: "in-person", 1: "phone", 2: "video"},
    "role": {0: "caseworker", 1: "team-member", 2: "benefit-office"},
    "duty": {0: "early-contact", 1: "plan"},
    "team": {0: "sickness", 1: "jobs", 2: "apart"},
    "state": {0: "insured", 1: "job-ready", 2: "activity-ready", 3: "sick", 4: "job-clarification",
              5: "flexjob-unemployed", 6: "in-flexjob", 7: "disability-pension",
              8: "self-supporting"},
    "destination": {0: "work", 1: "disability-pension"},
    "need": {0: "flex-job", 1: "pension"},
    "certificate": {0: "LÆ 265", 1: "LÆ 285"},
    "procedure": {0: "clarification", 1: "flex-job-case"},
    "offer": {0: "company-practice", 1: "guidance-upskilling"},
}  # fmt: skip
STATES = {0: (1, 0), 1: (2, 1), 2: (3, 1), 3: (6, 2), 4: (7, 3), 5: (9, 4), 6: (9, 5), 7: (11, 6),
          8: (12, 7)}  # fmt: skip
INSURED, JOB_READY, ACTIVITY_READY, SICK, CLARIFICATION, FLEX_UNEMPLOYED, IN_FLEXJOB, PENSION, SELF_SUPPORTING = range(
    9
)
NORMS = Norms({"sick": {"2016": (1.0, 1.5), "2020": (1.0, 2.5)}})
RATES = Rates(
    hour_dkk=481.0, benefit_week_dkk={"sygedagpenge": 4550.0, "kontanthjælp": 2750.0, "førtidspension": 4000.0}
)


class Book:
    """A log in the making; times are (day, minute of the day)."""

    def __init__(self, days: int = 28, *, start: str = "2024-01-01", caseworkers: tuple[int, ...] = (0, 0, 1)) -> None:
        weekday = np.arange(days) % 7  # 2024-01-01 is a Monday
        self.meta: dict[str, Any] = {
            "start": start,
            "days": days,
            "workday": weekday < 5,
            "contact_permille": {0: {0: 600, 1: 400}, 1: {0: 1000, 1: 1000}},
            "state": STATES,
            "team_of_state": {},
            "team_of_caseworker": dict(enumerate(caseworkers)),
            "need_weights": [700, 1000, 1500],
            "full_day_minutes": 400,
        }
        self.rows: list[dict[str, int]] = []
        self.state: dict[int, int] = {}
        self.spell: dict[int, int] = {}
        self.caseworker: dict[int, int] = {}

    def row(self, kind: RowKind, day: int, *, at: int = 0, citizen: int = -1, **columns: int) -> None:
        """A row; what a citizen carries is filled in."""
        full = {"spell": 0, "group": 0, "benefit": -1, "activity": -1, "form": -1, "role": -1, "duty": -1,
                "procedure": -1, "serial": -1, "step": -1,
                "caseworker": -1, "team": -1, "minutes": 0, "due": NO_DAY, "extra": 0}  # fmt: skip
        if citizen >= 0:
            group, benefit = STATES[self.state[citizen]]
            worker = self.caseworker.get(citizen, -1)
            full |= {"spell": self.spell[citizen], "group": group, "benefit": benefit, "caseworker": worker}
        full |= columns
        if full["caseworker"] >= 0:
            full["team"] = self.meta["team_of_caseworker"].get(full["caseworker"], -1)
        self.rows.append({"minute": day * DAY + at, "kind": int(kind), "citizen": citizen, **full})

    def arrive(self, citizen: int, day: int, state: int, *, need: int = 1, worker: int = 0, elapsed: int = 0,
               born: int = NO_DAY) -> None:  # fmt: skip
        self.state[citizen], self.spell[citizen], self.caseworker[citizen] = state, 0, -1
        self.row(RowKind.ARRIVE, day, citizen=citizen, minutes=elapsed, due=born, extra=state)
        self.row(RowKind.TRAITS, day, citizen=citizen, minutes=need)
        if worker >= 0:
            self.assign(citizen, day, worker)

    def come_back(self, citizen: int, day: int, state: int, *, worker: int = 0) -> None:
        self.state[citizen], self.caseworker[citizen] = state, -1
        self.spell[citizen] += 1
        self.row(RowKind.ARRIVE, day, citizen=citizen, extra=state)
        self.row(RowKind.TRAITS, day, citizen=citizen, minutes=1)
        if worker >= 0:
            self.assign(citizen, day, worker)

    def assign(self, citizen: int, day: int, worker: int) -> None:
        before, self.caseworker[citizen] = self.caseworker[citizen], worker
        self.row(RowKind.ASSIGN, day, citizen=citizen, extra=before)

    def switch(self, citizen: int, day: int, state: int, *, cause: int = 1, restart: int = 0, merged: int = 0,
               need: int = 1) -> None:  # fmt: skip
        old, self.state[citizen] = self.state[citizen], state
        self.spell[citizen] += 1
        self.row(RowKind.SWITCH, day, citizen=citizen, form=cause, minutes=merged, due=restart, extra=old)
        self.row(RowKind.TRAITS, day, citizen=citizen, minutes=need)

    def leave(self, citizen: int, day: int, destination: int = 0) -> None:
        self.row(RowKind.EXIT, day, citizen=citizen, extra=destination)

    def meet(self, citizen: int, day: int, minutes: int = 60, *, form: int = 0, duty: int = 0,
             kind: RowKind = RowKind.WORK, at: int = 540) -> None:  # fmt: skip
        self.row(kind, day, at=at, citizen=citizen, activity=0, form=form, role=0, duty=duty, minutes=minutes)

    def log(self) -> Log:
        rows = np.zeros(len(self.rows), ROW)
        for name in ROW.names or ():
            rows[name] = [row[name] for row in self.rows]
        order = np.argsort(rows["minute"], kind="stable")
        return Log(rows[order], NAMES, self.meta)

    def table(self, window: tuple[int, int], *, norms: Norms = NORMS, rates: Rates = RATES) -> Table:
        return Table(measure_all(self.log(), window, norms=norms, rates=rates))


def by_team(log: Log, window: tuple[int, int]) -> pd.DataFrame:
    """The figures by team of a log."""
    reading = Reading(log, window, RATES)
    return team_levels(reading.view, reading.pieces).frame()


class Table:
    """A tidy table, asked by name."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._values = {tuple(row[:5]): row[6] for row in frame.itertuples(index=False, name=None)}

    def __call__(
        self, measure: str, *, group: str = "all", team: str = "all", activity: str = "all", need: str = "all"
    ) -> float:
        """The value; 0 when there is no such row (empty cells are left out)."""
        return float(self._values.get((group, team, activity, need, measure), 0.0))

    def has(self, measure: str, **where: str) -> bool:
        chosen = self.frame[self.frame["measure"] == measure]
        for column, value in where.items():
            chosen = chosen[chosen[column] == value]
        return len(chosen) > 0
