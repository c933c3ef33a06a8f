"""Compile the kernel once, at set-up: ``python -m sim.engine.warm``."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from sim.chance.quantiles import CELLS
from sim.world.world import (
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
    SETTINGS,
    STAFF_EVENT,
    STATE,
    STEP,
    TRAIT_ROW,
    World,
)  # fmt: skip

DAYS, HORIZON = 1, 2


def empty_world() -> World:
    """A world in which nothing happens for a day."""
    none: dict[str, Any] = {
        "clocks": CLOCK_ROW, "needs": NEED_ROW, "traits": TRAIT_ROW, "exits": EXIT_ROW, "activities": ACTIVITY,
        "certificates": CERTIFICATE, "riders": RIDER, "duties": DUTY, "steps": STEP, "procedures": PROCEDURE, "posts": POST,
        "staff_events": STAFF_EVENT, "citizens": CITIZEN,
    }  # fmt: skip
    rows: dict[str, Any] = {name: np.zeros(0, dtype) for name, dtype in none.items()}
    return World(
        settings=dict.fromkeys(SETTINGS, 0) | {"days": DAYS, "horizon": HORIZON},
        tables=np.zeros((1, CELLS + 1), np.int32),
        states=np.zeros(1, STATE),
        show=np.zeros((1, 3), np.int64),
        capacity=np.zeros((0, HORIZON), np.int16),
        sick=np.zeros((0, HORIZON), np.int8),
        workday=np.zeros(HORIZON, np.int8),
        session=np.full(HORIZON, -1, np.int32),
        places=np.zeros(HORIZON, np.int32),
        month_start=np.full(HORIZON, HORIZON, np.int32),
        spans=np.zeros((1, HORIZON), np.int32),
        **rows,
    )


def main() -> None:
    """Compile, and say how long it took."""
    begun = time.perf_counter()
    print("Compiling the simulation kernel (once; about a minute) …", flush=True)  # noqa: T201 - a command says what it does
    from sim.engine.kernel import run_kernel

    run_kernel(empty_world())
    print(f"The kernel is ready ({time.perf_counter() - begun:.0f} s).", flush=True)  # noqa: T201 - same


if __name__ == "__main__":
    main()
