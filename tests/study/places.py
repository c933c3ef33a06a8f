"""Places for tests of what is asked for: one made by hand, and Aalborg at a fifth of its size."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sim.chance import quantiles as q
from sim.engine import Log
from sim.results.staffing.demand import demand
from sim.results.staffing.without_limits import run_without_limits
from sim.world.build import build_world
from sim.world.codes import DutyKind, FormRule, How, Role
from sim.world.rows.builders import table
from sim.world.tables import (
    ACTIVITY,
    CERTIFICATE,
    CITIZEN,
    CLOCK_ROW,
    DUTY,
    EXIT_ROW,
    NEED_ROW,
    POST,
    PROCEDURE,
    RIDER,
    STAFF_EVENT,
    STATE,
    STEP,
    TRAIT_ROW,
)
from sim.world.world import SETTINGS, World
from tests.engine.small import scaled
from tests.settings import setting_of

Row = dict[str, Any]
YEAR = 365.25
DAYS = 400
WINDOW = (60, 359)
"""Three hundred days: ten intervals of thirty."""
MINUTES_A_DAY = 400
CYCLES = 10 * YEAR / 300
"""Intervals of thirty days in a year, as the window counts them."""
THIRTY = [(0, 1_000 + phase) for phase in range(30)]
"""Citizens of the first state, one for each phase of an interval of thirty days."""


class Place:
    """A place of two states, each with a team, put together row by row. Every day is a working day."""

    def __init__(self, stock: list[tuple[int, int]], posts: int = 1) -> None:
        self.quantiles: list[Any] = []
        self.stock, self.posts = stock, posts
        self.states = [self.state(number) for number in (0, 1)]
        self.activities: list[Row] = []
        self.duties: list[Row] = []
        self.duty_names: list[str] = []
        self.steps: list[Row] = []
        self.procedures: list[Row] = []
        self.clocks: list[Row] = []
        self.riders: list[Row] = []
        self.show = [[0, 0, 0], [0, 0, 0]]

    def constant(self, value: float) -> int:
        self.quantiles.append(q.table_of(q.constant(value)))
        return len(self.quantiles) - 1

    @staticmethod
    def state(number: int) -> Row:
        return {
            "lab": number + 1, "benefit": number, "merged": number, "team": number, "pool": number, "caseworker": 1,
            "weight": 1000, "need_medium": 1 << 32, "need_heavy": 1 << 32,
        }  # fmt: skip

    def activity(self, minutes: float, *, meeting: bool = False, role: Role = Role.CASEWORKER, pool: int = -1) -> int:
        row = {"role": role, "pool": pool, "table_0": self.constant(minutes), "meeting": meeting}
        self.activities.append(row | {"table_1": row["table_0"], "table_2": row["table_0"]})
        return len(self.activities) - 1

    def duty(self, minutes: float, kind: DutyKind = DutyKind.MEETING, name: str = "", **columns: Any) -> None:
        """A duty; of the opening stock it is due on the days that its interval says."""
        number = len(self.duties)
        row = {
            "states": 1, "starts": How.ARRIVAL | How.SWITCH, "count": 1, "from_instance": 1, "kind": kind, "code": number,
            "line": number, "slot": number, "form": FormRule.IN_PERSON, "term_span": -1, "deadline_span": -1, "deadline": -1,
            "procedure": -1, "every_0": -1, "every_1": -1, "every_2": -1, "first_span": -1, "every_span": -1,
            "activity": self.activity(minutes, meeting=kind == DutyKind.MEETING), "key_minutes": 10 * number + 1,
            "key_show": 10 * number + 2, "key_sanction": 10 * number + 3,
        }  # fmt: skip
        self.duties.append(row | columns)
        self.duty_names.append(name or f"duty {number}")

    def every(self, days: float, first: int | None = None) -> Row:
        number, start = self.constant(days), int(days) if first is None else first
        return {"every": 1} | {f"every_{n}": number for n in range(3)} | {f"first_{n}": start for n in range(3)}

    def procedure(self, *steps: tuple[int, Row]) -> int:
        self.procedures.append({"entry": len(self.steps), "due": -1, "cause": 3})
        self.steps += [{"op": int(op)} | columns for op, columns in steps]
        return len(self.procedures) - 1

    def world(self, practice_duties: tuple[str, ...] = (), **settings: int) -> World:
        known = dict.fromkeys(SETTINGS, 0) | {
            "days": DAYS, "horizon": DAYS + 100, "attempts": 1, "bookable": 800, "switch_procedure": -1, "min_piece": 15,
            "sanction_procedure": -1, "margin_share": 80, "margin_cases": 2000, "resistance_table": self.constant(100),
        }  # fmt: skip
        horizon = DAYS + 100
        workday = np.ones(horizon, np.int8)
        citizens = table(
            [
                {"entity": n, "state": s, "elapsed": e, "opening_need": -1, "came_from": -1}
                for n, (s, e) in enumerate(self.stock)
            ],
            CITIZEN,
        )
        posts = [
            {"team": n, "pool": n, "fraction": 1000, "share": 1000, "code": 10 * n + m}
            for n in (0, 1)
            for m in range(self.posts)
        ]
        capacity = np.tile(workday.astype(np.int16) * np.int16(MINUTES_A_DAY), (len(posts), 1))
        return World(
            settings=known | settings, tables=np.array(self.quantiles, np.int32), states=table(self.states, STATE),
            clocks=table(self.clocks, CLOCK_ROW), needs=table([], NEED_ROW), traits=table([], TRAIT_ROW),
            exits=table([], EXIT_ROW), activities=table(self.activities, ACTIVITY), certificates=table([], CERTIFICATE),
            riders=table(self.riders, RIDER), places=np.zeros(horizon, np.int32), duties=table(self.duties, DUTY),
            steps=table(self.steps, STEP), procedures=table(self.procedures, PROCEDURE),
            show=np.array(self.show, np.int64), posts=table(posts, POST), staff_events=table([], STAFF_EVENT),
            capacity=capacity, sick=np.zeros_like(capacity, dtype=np.int8), workday=workday,
            session=np.full(horizon, -1, np.int32), month_start=np.arange(horizon, dtype=np.int32),
            spans=np.zeros((1, horizon), np.int32), citizens=citizens,
            names={
                "team": {0: "one", 1: "other"}, "duty": dict(enumerate(self.duty_names)),
                "role": {int(role): role.name.lower().replace("_", "-") for role in Role},
                "activity": {n: f"activity {n}" for n in range(len(self.activities))},
                "state": {0: "first", 1: "second"}, "form": {0: "in-person"},
            },
            meta={
                "start": "2024-01-01", "days": DAYS, "workday": np.ones(DAYS, bool), "state": {0: (1, 0), 1: (2, 1)},
                "team_of_caseworker": [post["team"] for post in posts], "post_size": [1.0] * len(posts),
                "practice_duties": practice_duties,
            },
        )  # fmt: skip


def asked(world: World, window: tuple[int, int] = WINDOW) -> pd.DataFrame:
    return demand(world, run_without_limits(world), window)


@lru_cache
def fifth() -> tuple[World, Log]:
    """Aalborg at a fifth of its size, and its run without limits."""
    place = scaled(setting_of("aalborg", "current", "baseline", date(2024, 1, 1), DAYS, 1), 0.2)
    world = build_world(place, 1)
    return world, run_without_limits(world)
