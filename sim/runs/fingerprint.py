"""What determines a run, and the names it gives to logs and measures.

The engine's name has no part in it: both engines write the same log. Measures are named apart from logs, so that a new
measure needs no new run where the log was kept. Everything is hashed as it was read: a file that changes later changes
neither the run nor its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from sim.runs.store import key_of
from sim.study.read_setting import hash_of
from sim.study.setting import Setting

PACKAGE = Path(__file__).parents[1]
MODEL = ("files", "chance", "law", "place", "study", "world", "engine")
"""Rooms whose sources determine a log."""
MEASURES = (*MODEL, "measures", "figures", "runs")
"""Rooms whose sources determine the measures of a log."""
REPORT = (*MEASURES, "results", "report")
"""Rooms whose sources determine charts and pages; both are drawn again when one of them changes."""
SEARCH = ("results/staffing",)
"""The room whose sources determine a search for posts."""


class Determined(Protocol):
    """What a run has that determines it; the attributes are those of :class:`sim.runs.run.Run`."""

    @property
    def setting(self) -> Setting: ...
    @property
    def replication(self) -> int: ...
    @property
    def posts(self) -> tuple[tuple[str, float], ...] | None: ...
    @property
    def places(self) -> int | None: ...
    @property
    def window(self) -> tuple[int, int]: ...
    @property
    def log_key(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def prices_hash(self) -> str: ...


@lru_cache(maxsize=16)
def sources(*rooms: str) -> str:
    """Hash of the product's own files in some rooms."""
    digest = hashlib.sha256()
    endings = {".py", ".yaml", ".html"}
    for path in sorted(path for room in rooms for path in (PACKAGE / room).rglob("*") if path.suffix in endings):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def setting_parts(setting: Setting) -> dict[str, Any]:
    """What a setting says that determines a log."""
    return {
        "laws": [
            {"day": law.day, "rules": law.rule_set.hash(), "practice": hash_of(law.source.tree)} for law in setting.laws
        ],
        "files": dict(setting.files),
        "shocks": [shock.model_dump(mode="json") for shock in setting.shocks],
        "seed": setting.seed,
        "start": setting.start.isoformat(),
        "days": setting.days,
    }


def log_key(run: Determined) -> str:
    """The name of a run's log."""
    return key_of(
        {
            "model": sources(*MODEL),
            **setting_parts(run.setting),
            "posts": None if run.posts is None else dict(run.posts),
            "places": run.places,
            "replication": run.replication,
        }
    )


def measures_key(run: Determined) -> str:
    """The name of a run's measures: those of one log, in one window, by the present sources and prices."""
    return key_of(
        {
            "log": run.log_key,
            "window": list(run.window),
            "sources": sources(*MEASURES),
            "prices": run.prices_hash,
        }
    )


def search_key(runs: Sequence[Determined], settings: dict[str, Any]) -> str:
    """The name of a search for posts: the runs it starts from and the sources of the search."""
    return key_of({"runs": [run.key for run in runs], "search": sources(*SEARCH), **settings})
