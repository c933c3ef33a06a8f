"""Fit the usual conditions at an exit under the baseline's rules, by which effects on behaviour are divided.

``python -m sim.calibration.fit_effects [PLACE]`` runs the baseline with effects of zero strength. For each group with
effects it prints these numbers, over the exits of two years.

- The share of exits within the stated days after a meeting or a change of caseworker, and within both ends of their range.
- The share of exits while a case waits.
- The weighted cases of the caseworker: mean, first and last tenth.

Rates are divided by their mean over these exits. To first order, the number of exits then stays the same as without effects.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sim.engine.kernel import Run
from sim.place.read import Assumed
from sim.runs.opening import world_of
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.log import NO_DAY

START, SEED, REPLICATIONS = date(2024, 1, 1), 20240101, 3
FIRST, DAYS = 366, 1096
"""The first of three years warms up."""


def at_exits(setting: Setting, replication: int) -> pd.DataFrame:
    """One row for each exit that effects can move, in a run with effects of zero strength.

    Columns:

    - group: the citizen's group.
    - met, changed: days since the latest meeting and since the latest change of caseworker; NaN if there was none.
    - waits: whether a case of the citizen waits.
    - cases: weighted cases of the caseworker per full post.
    """
    world = world_of(setting, replication)
    rows = world.effects.copy()
    for name in ("contact", "caseload", "continuity"):
        rows[name] = 0
    rows["base"], rows["waiting"] = 1000, 1  # one permille is visible in the clock's factor
    world = replace(world, effects=rows)
    groups = np.array(list(setting.rule_set.regime.groups))
    run, tables = Run(world), []
    for day in range(FIRST, setting.days):
        state = run.to(day).state
        citizen, soft = state.citizen, state.soft
        first = (soft["day"] < soft["hard_day"]) | (
            (soft["day"] == soft["hard_day"]) & (soft["row"] < soft["hard_row"])
        )
        leaves = np.flatnonzero(
            (soft["planned"] == day) & (soft["left"] > 0) & first & (citizen["gone"] == 0) & (citizen["blocked"] == 0)
        )
        effects, worker = rows[citizen["state"][leaves]], citizen["caseworker"][leaves]
        share = np.where(worker >= 0, state.post["share"][worker], 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            cases = np.where(share > 0, state.post["cases"][worker] / share, np.nan)
        tables.append(
            pd.DataFrame(
                {
                    "group": groups[citizen["state"][leaves]],
                    "met": _since(day, soft["contact_until"][leaves], effects["contact_days"]),
                    "changed": _since(day, soft["change_until"][leaves], effects["continuity_days"]),
                    "waits": soft["waiting"][leaves] < 1000,
                    "cases": cases,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _since(day: int, until: Any, lasts: Any) -> Any:
    """Days from an event to the last day on which the clock ran; NaN without an event."""
    return np.where(until > NO_DAY, day - 1 - (until - 1 - lasts), np.nan)


def usual(place: str = "aalborg") -> pd.DataFrame:
    """The shares and caseloads by group, over all replications."""
    setting = setting_of(place, "current", "baseline", START, DAYS, SEED, effects=Assumed())
    exits = pd.concat([at_exits(setting, number) for number in range(1, REPLICATIONS + 1)])
    assert setting.effects is not None
    file = setting.effects.file
    by_group: dict[str, dict[str, float]] = {}
    for group, rows in exits.groupby("group"):
        row: dict[str, float] = {"exits": len(rows)}
        for name, lasts in (("met", file.contact.lasts), ("changed", file.continuity.lasts)):
            for end, days in (("", lasts.value), (" low", lasts.low), (" high", lasts.high)):
                if days is not None:
                    row[f"{name}{end} %"] = 100 * float(rows[name].between(1, days.days).mean())
        row["waits %"] = 100 * float(rows["waits"].mean())
        row |= {"cases": float(rows["cases"].mean())}
        row |= {f"cases {tenth} %": float(rows["cases"].quantile(tenth / 100)) for tenth in (10, 90)}
        by_group[str(group)] = row
    return pd.DataFrame(by_group).T


if __name__ == "__main__":
    sys.stdout.write(usual(*sys.argv[1:2]).round(1).to_string() + "\n")
