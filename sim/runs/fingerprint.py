"""The inputs that determine a run, and the names of logs and measures derived from them.

- The engine is not an input: both engines write the same log.
- Measures and logs have separate names, so a new measure needs no new run if the log was kept.
- Every input is hashed as it was read. A later change of a file changes neither the run nor its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sim.files import program
from sim.files.hashes import key_of
from sim.study.read_setting import hash_of
from sim.study.setting import DIARY_BEYOND_END, Setting

MODEL = ("files", "chance", "law", "place", "study", "world", "engine")
"""Packages whose source code determines a log."""
MEASURES = (*MODEL, "measures", "figures", "runs")
"""Packages whose source code determines the measures of a log."""
REPORT = (*MEASURES, "results", "report")
"""Packages whose source code determines charts and pages. A change in one of them causes both to be drawn again."""
SEARCH = ("results/staffing",)
"""The package whose source code determines a search for posts."""


class Determined(Protocol):
    """The attributes of a :class:`sim.runs.run.Run` that determine its names."""

    @property
    def setting(self) -> Setting: ...
    @property
    def replication(self) -> int: ...
    @property
    def posts(self) -> tuple[tuple[str, float], ...] | None: ...
    @property
    def places(self) -> float | None: ...
    @property
    def bookable(self) -> tuple[tuple[str, float], ...] | None: ...
    @property
    def window(self) -> tuple[int, int]: ...
    @property
    def log_key(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def prices_hash(self) -> str: ...


def setting_parts(setting: Setting) -> dict[str, Any]:
    """The parts of a setting that determine a log. Closed days are named by their dates, whatever library computes them."""
    return {
        "laws": [
            {"day": law.day, "rules": law.rule_set.hash(), "practice": hash_of(law.source.tree)} for law in setting.laws
        ],
        "files": dict(setting.files),
        "shocks": [shock.model_dump(mode="json") for shock in setting.shocks],
        "seed": setting.seed,
        "start": setting.start.isoformat(),
        "days": setting.days,
        "closed": hash_of(setting.holidays.closed_between(setting.start, setting.days + DIARY_BEYOND_END)),
        "opening": None if setting.formed is None else setting_parts(setting.formed),
        **({} if setting.staff is None else {"staff": setting.staff.total}),
    }


def log_key(run: Determined) -> str:
    """The name of a run's log."""
    return key_of(
        {
            "model": program.sources(*MODEL),
            **setting_parts(run.setting),
            "posts": None if run.posts is None else dict(run.posts),
            "places": run.places,
            "bookable": None if run.bookable is None else dict(run.bookable),
            "replication": run.replication,
        }
    )


def measures_key(run: Determined) -> str:
    """The name of a run's measures. It depends on the log, the window, the source code and the prices."""
    return key_of(
        {
            "log": run.log_key,
            "window": list(run.window),
            "sources": program.sources(*MEASURES),
            "prices": run.prices_hash,
        }
    )


def search_key(runs: Sequence[Determined], settings: dict[str, Any]) -> str:
    """The name of a search for posts. It depends on the runs it starts from, the source code and ``settings``."""
    return key_of({"runs": [run.key for run in runs], "search": program.sources(*SEARCH), **settings})
