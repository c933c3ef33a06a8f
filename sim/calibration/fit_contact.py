"""Scale the intervals of a practice so that each group has as many meetings as in the baseline.

``python -m sim.calibration.fit_contact aalborg freed-six-cities same-contact-by-need`` has four steps.

- It runs the place under `current` with its baseline practice, and under the named rules and practice.
- It multiplies the intervals of each entry in the practice's ``contact`` by the ratio of meetings held with the entry's groups.
- It leaves the first meeting and the entries for citizens who ask for a meeting unchanged.
- It writes the result to ``scenarios/``.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import numpy as np

from sim.engine import run
from sim.files.paths import scenarios_dir
from sim.law.clauses.practice import Contact
from sim.study.read_setting import setting_of
from sim.world.build import build_world
from sim.world.log import RowKind

DAYS, WARM_UP, SEED = 1096, 366, 7
START = date(2024, 1, 1)


def held(place: str, rules: str, practice: str, replications: int) -> dict[str, float]:
    """Meetings held after the warm-up by group, as a mean over the replications."""
    setting = setting_of(place, rules, practice, START, DAYS, SEED)
    by_group: dict[str, float] = {}
    for replication in range(1, replications + 1):
        log = run(build_world(setting, replication))
        meetings = [code for code, name in log.names["activity"].items() if name in log.meta["meeting_activities"]]
        own = {code for code, name in log.names["role"].items() if name == "caseworker"}
        rows = log.of(RowKind.WORK)
        rows = rows[
            (rows["minute"] >= WARM_UP * 1440) & np.isin(rows["activity"], meetings) & np.isin(rows["role"], list(own))
        ]
        for state, (lab, benefit) in log.meta["state"].items():
            in_group = (rows["group"] == lab) & (rows["benefit"] == benefit)
            name = log.names["state"][state]
            by_group[name] = by_group.get(name, 0.0) + float(in_group.sum()) / replications
    return by_group


def scaled(text: str, factors: dict[str, float]) -> str:
    """The text of a practice with the intervals `first` and `every` of its entries multiplied, including their ranges."""
    parts = re.split(r"(?m)^(?=  [a-z-]+:\n)", text)
    return "".join(_entry(part, factors) for part in parts)


def _entry(part: str, factors: dict[str, float]) -> str:
    name = part.split(":", 1)[0].strip()
    if name not in factors:
        return part
    return re.sub(
        r"(value|low|high): (\d+) days", lambda m: f"{m[1]}: {max(round(int(m[2]) * factors[name]), 1)} days", part
    )


def recontact(place: str, rules: str, practice: str, rounds: int, replications: int, root: Path) -> None:
    """Correct the practice's file in ``rounds`` rounds."""
    goal = held(place, "current", "baseline", replications)
    path = root / "practices" / f"{practice}.yaml"
    for _ in range(rounds):
        made = held(place, rules, practice, replications)
        entries = setting_of(place, rules, practice, START, DAYS, SEED).practice.contact
        factors = {name: _ratio(entry, made, goal) for name, entry in entries.items() if _fits(name, entry)}
        print({name: round(factor, 3) for name, factor in factors.items()}, flush=True)  # noqa: T201 - a command reports its progress
        path.write_text(scaled(path.read_text(encoding="utf-8"), factors), encoding="utf-8")


def _fits(name: str, entry: Contact) -> bool:
    return (
        not entry.on_request
        and entry.every is not None
        and "in-flexjob" not in entry.groups
        and name != "first-meeting"
    )


def _ratio(entry: Contact, made: dict[str, float], goal: dict[str, float]) -> float:
    wanted = sum(goal[group] for group in entry.groups)
    return float(np.clip(sum(made[group] for group in entry.groups) / max(wanted, 1.0), 0.6, 1.6))


if __name__ == "__main__":
    recontact(sys.argv[1], sys.argv[2], sys.argv[3], int((sys.argv[4:] or ["3"])[0]), 2, scenarios_dir())
