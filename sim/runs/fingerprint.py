"""What determines a run, and the names it gives to logs and measures.

The engine's name has no part in it: both engines write the same log. Measures are named apart from logs, so that a new
measure needs no new run where the log was kept.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.figures.prices import FIGURES
from sim.files.tree import Tree
from sim.law.compose.practices import read_practice
from sim.place.read import place_source
from sim.runs.store import key_of
from sim.study import rules
from sim.study import timeline as line

if TYPE_CHECKING:
    from sim.runs.run import Run
    from sim.study.study import Study

PACKAGE = Path(__file__).parents[1]
MODEL = ("files", "chance", "law", "place", "study", "world", "engine")
"""Rooms that determine a log."""
MEASURES = (*MODEL, "measures", "figures", "runs")
"""Rooms that determine the measures of a log."""
REPORT = (*MEASURES, "results", "report")
"""Rooms that determine charts and pages; they are drawn again when one of them changed."""
SEARCH = ("results/staffing",)
"""The room that determines a search for posts."""


def sources(*rooms: str) -> str:
    """Hash of all of the product's own files in some rooms."""
    return files(PACKAGE, *(f"{room}/**/*.{ending}" for room in rooms for ending in ("py", "yaml", "html")))


def files(root: Path, *patterns: str) -> str:
    """Hash of the names and contents of the files below ``root`` that fit one of the patterns."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=1)
def model() -> str:
    """Hash of the sources of the rooms that determine a log."""
    return sources(*MODEL)


@lru_cache(maxsize=64)
def world_files(root: Path, place: str) -> str:
    """Hash of the files of people and office, of the place and of those that it extends."""
    read = {where.file for where in place_source(place, root).places.values()}
    return files(root, "people/*.yaml", "office/*.yaml", *read)


@lru_cache(maxsize=64)
def practice_tree(root: Path, name: str) -> Tree:
    """A practice with all that it extends."""
    return read_practice(root, name).tree


def log_parts(run: Run) -> dict[str, Any]:
    """What determines a run's log."""
    study = run.study
    return {
        "model": model(),
        "laws": [
            {
                "from": None if since is None else since.isoformat(),
                "rules": rules.library(study.root).rule_set(name).hash(),
                "practice": practice_tree(study.root, used),
            }
            for since, name, used in line.together(
                run.variant.rules, run.practice or study.practice_at(run.place, run.variant)
            )
        ],
        "place": run.place,
        "files": world_files(study.root, run.place),
        "shocks": [shock.model_dump(mode="json") for shock in study.shocks_of(run.variant)],
        "posts": None if run.posts is None else dict(run.posts),
        "places": run.places,
        "seed": study.seed,
        "replication": run.replication,
        "start": study.start.isoformat(),
        "days": study.days,
        **effects_parts(study),
    }


def effects_parts(study: Study) -> dict[str, Any]:
    """What determines effects on behaviour: nothing where none are assumed."""
    if study.effects is None:
        return {}
    file, strength = study.effects.file, study.effects.strength
    return {"effects": {"file": files(study.root, f"effects/{file}.yaml"), "strength": strength}}


def log_key(run: Run) -> str:
    return key_of(log_parts(run))


def measures_key(run: Run) -> str:
    """The name of a run's measures: those of one log, in one window, by the present sources and figures."""
    root = run.study.root
    return key_of(
        {
            "log": log_key(run),
            "window": list(run.study.window),
            "sources": _measure_sources(),
            "figures": files(root / "figures", *(f"{name}.yaml" for name in FIGURES)),
        }
    )


@lru_cache(maxsize=1)
def _measure_sources() -> str:
    return sources(*MEASURES)


def search_key(runs: list[Run], settings: dict[str, Any]) -> str:
    """The name of a search for posts: the runs it starts from and the sources of the search."""
    return key_of({"runs": [measures_key(run) for run in runs], "search": sources(*SEARCH), **settings})
