"""A random log of full size, to time the measures on; it has the shape of a log, not the sense of one."""

from __future__ import annotations

import numpy as np

from sim.world.log import NO_DAY, ROW, Log, RowKind
from tests.measures.tiny import NAMES, STATES

DAY = 1440
SHARES = {
    RowKind.TRAITS: 0.05, RowKind.ASSIGN: 0.05, RowKind.SWITCH: 0.01, RowKind.EXIT: 0.02, RowKind.TERM: 0.03,
    RowKind.OPEN: 0.15, RowKind.BOOK: 0.25, RowKind.CANCEL: 0.03, RowKind.MOVE: 0.03, RowKind.WORK: 0.22,
    RowKind.LOST: 0.02, RowKind.BREACH: 0.01, RowKind.NEED: 0.01, RowKind.DETECT: 0.01, RowKind.ORDER: 0.01,
    RowKind.DELIVER: 0.01, RowKind.START: 0.01, RowKind.READY: 0.01, RowKind.HEARING: 0.01, RowKind.DECIDE: 0.01,
    RowKind.EFFORT: 0.005,
}  # fmt: skip


def synthetic_log(size: int, *, days: int = 1096, caseworkers: int = 200, seed: int = 1) -> Log:
    """``size`` rows of citizens and caseworkers over ``days`` days."""
    rng = np.random.default_rng(seed)
    citizens = size // 30
    plan = [day for day in range(days) if day % 7 < 5]
    desk = np.zeros(2 * len(plan) * caseworkers, ROW)
    desk["kind"] = np.repeat([RowKind.CAPACITY, RowKind.RUNNING], len(plan) * caseworkers)
    desk["minute"] = np.tile(np.repeat(np.array(plan) * DAY + 480, caseworkers), 2)
    desk["caseworker"] = np.tile(np.arange(caseworkers), 2 * len(plan))
    desk["minutes"] = np.where(desk["kind"] == RowKind.CAPACITY, 400, rng.integers(0, 300, len(desk)))
    desk["citizen"] = desk["role"] = desk["activity"] = desk["benefit"] = -1
    first = np.zeros(citizens, ROW)
    first["kind"], first["citizen"] = RowKind.ARRIVE, np.arange(citizens)
    first["minute"] = np.where(np.arange(citizens) < citizens // 3, 0, rng.integers(0, days, citizens) * DAY)
    n = max(size - len(desk) - citizens, 1000)
    rows = np.zeros(n, ROW)
    shares = np.array(list(SHARES.values()))
    rows["kind"] = rng.choice([int(k) for k in SHARES], n, p=shares / shares.sum())
    rows["citizen"] = rng.integers(0, citizens, n)
    rows["minute"] = np.sort(rng.integers(0, days * DAY, n))
    rows["spell"] = rng.integers(0, 3, n)
    rows["activity"], rows["form"] = rng.integers(0, 4, n), rng.integers(-1, 2, n)
    rows["duty"], rows["caseworker"] = rng.integers(-1, 2, n), rng.integers(-1, caseworkers, n)
    rows["procedure"] = rng.integers(0, 2, n)
    rows["minutes"] = rng.integers(1, 120, n)
    rows["minutes"][rows["kind"] == RowKind.TRAITS] %= 3
    rows["extra"] = rng.integers(0, 2, n)
    rows["due"] = np.where(rng.random(n) < 0.5, rows["minute"] // DAY + 30, NO_DAY)
    everything = np.concatenate([desk, first, rows])
    state = np.array([STATES[code] for code in range(8)])[rng.integers(0, 7, len(everything))]
    has = everything["citizen"] >= 0
    everything["group"], everything["benefit"] = np.where(has, state[:, 0], 0), np.where(has, state[:, 1], -1)
    everything = everything[np.argsort(everything["minute"], kind="stable")]
    meta = {
        "start": "2024-01-01", "days": days, "workday": np.arange(days) % 7 < 5, "state": STATES,
        "full_day_minutes": 400, "contact_permille": {0: {0: 600, 1: 400}}, "need_weights": [700, 1000, 1500],
        "team_of_caseworker": [c % 2 for c in range(caseworkers)],
    }  # fmt: skip
    return Log(everything, NAMES, meta)
