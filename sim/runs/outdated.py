"""The stored runs of a study that no longer apply, because a file or the program has changed since.

A stored run no longer applies if the study has its place and its column, and a file gives something else now
(:mod:`sim.runs.inputs`). Runs of places and columns that the study does not have are left alone, and so are other numbers of
replications and other windows. Runs with values set (ends of ranges, samples) differ from the study on purpose. Of them only
the program is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.runs.command import elsewhere
from sim.runs.inputs import PROGRAM
from sim.runs.run import Plan
from sim.runs.store import Store

PRACTICES = "practices/"
UNKNOWN = f"{PROGRAM} (an earlier version)"
"""What has changed since runs that keep no hashes."""
MOST_FILES = 5


@dataclass(frozen=True)
class Outdated:
    """Stored runs that no longer apply.

    Attributes:
        keys: their names.
        changed: the files, and rooms of the program, that give something else than when they were made.
    """

    keys: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys)

    def text(self, folder: Path) -> str:
        """What has changed, and what to do, in sentences. The folder is that of the study's results."""
        number = len(self.keys)
        more = f" and {len(self.changed) - MOST_FILES} more" if len(self.changed) > MOST_FILES else ""
        runs = "1 stored run no longer applies" if number == 1 else f"{number:,} stored runs no longer apply"
        return (
            f"{runs}. Changed since: {', '.join(self.changed[:MOST_FILES])}{more}. "
            f"`jobsim doctor store {folder.name} --prune{elsewhere(folder.parent)}` removes what a finished result does not name."
        )


def outdated(plan: Plan, store: Store) -> Outdated:
    """The stored runs of a study that no longer apply, and what has changed since."""
    columns = {column.name: column for own in plan.study.columns for column in (own, own.kept)}
    now: dict[tuple[str, str], Mapping[str, str]] = {}
    keys, changed = [], set[str]()
    for key, about in store.descriptions():
        place, column = str(about.get("place")), columns.get(str(about.get("variant")))
        if column is None or place not in plan.study.places:
            continue
        if (place, column.name) not in now:
            now[place, column.name] = plan.run(place, column, 1).inputs
        files = _different(about, now[place, column.name], own_practice=column.use.startswith("reinvest"))
        if files:
            keys.append(key)
            changed |= files
    return Outdated(tuple(keys), tuple(sorted(changed)))


def _different(about: Mapping[str, Any], now: Mapping[str, str], *, own_practice: bool) -> set[str]:
    """The files that give something else than to a stored run.

    Args:
        about: the description of the run.
        own_practice: whether the run has found a part of its practice itself (reinvested hours).
    """
    before = about.get("inputs")
    if before is None:
        return {UNKNOWN}
    files = {file for file in {*before, *now} if before.get(file) != now.get(file)}
    if about.get("scenario"):
        files = {file for file in files if file.startswith(PROGRAM)}
    return {file for file in files if not file.startswith(PRACTICES)} if own_practice else files
