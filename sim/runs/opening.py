"""Burn-ins: the cross-section of a place from which the opening stock of a run is drawn.

Each replication has a burn-in of its own, so what chance did before the first day is another in each of them. An interval by
chance therefore holds it. Replications that shared a burn-in would share its chance, and no interval would show it.

A burn-in depends on the place, the people, the office, the calendar, the law and practice under which the free values were
fitted, the study's first day, its seed and the replication. It does not depend on what a study compares, so all columns share
it. The result is kept in the folder of caches, named by all that determines it.
"""

from __future__ import annotations

import io
import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import combine, purpose
from sim.files import program
from sim.files.caches import cache_of
from sim.files.hashes import key_of
from sim.files.kept import kept_bytes
from sim.files.writing import whole
from sim.runs import fingerprint
from sim.study.setting import Setting
from sim.study.study_file import MOST_REPLICATIONS
from sim.world.opening import PRESENT, CrossSection, outlines

if TYPE_CHECKING:
    from sim.world.world import World

FOLDER = "opening"
KEPT = 1 << 30
"""Bytes of cross-sections that are kept in the folder of caches, those used last. One of all 98 municipalities needs 120 MB."""
YEAR = 365
DAMAGES = (
    OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, RecursionError, MemoryError, NotImplementedError, BadZipFile,
    SyntaxError, TokenError, zlib.error,
)  # fmt: skip
"""What the reading of a damaged cross-section raises."""
HELD = 8
_HELD: dict[str, CrossSection] = {}
"""The last cross-sections of this process, if it has no folder of caches."""


@dataclass(frozen=True, eq=False)
class BurnIn:
    """The burn-in of a replication. It is the job of a worker.

    Attributes:
        setting: the setting of the burn-in (:func:`sim.study.read_setting.forming`).
        last: the day of its last cross-section.
        replication: 1, 2, …, of the runs that open with it.
    """

    setting: Setting
    last: int
    replication: int

    @property
    def label(self) -> str:
        number = self.replication % MOST_REPLICATIONS or self.replication
        return f"{self.setting.place.place}, opening stock {number}"

    @cached_property
    def key(self) -> str:
        """The name of its cross-section."""
        return key_of(
            {
                "model": program.sources(*fingerprint.MODEL, "runs"),
                "burn_in": fingerprint.setting_parts(self.setting),
                "replication": self.replication,
            }
        )


def burn_in_of(setting: Setting, replication: int) -> BurnIn | None:
    """The burn-in from which the opening stock of a run is drawn; None if the run opens in equilibrium."""
    formed = setting.formed
    return None if formed is None else BurnIn(formed, (setting.start - formed.start).days, replication)


def burn(job: BurnIn) -> CrossSection:
    """Make a burn-in, and take its cross-sections: one a year, the last on the study's first day."""
    from sim.engine.kernel import Run
    from sim.engine.kernel.present import present
    from sim.world.build import build_world

    setting = job.setting
    apart = combine(setting.seed, purpose("burn-in")) & 0x7FFFFFFF  # no draw of a burn-in is one of the study
    world = build_world(replace(setting, seed=apart), job.replication)
    calendar, sections = setting.calendar(job.last + 1), int(setting.people.opening.cross_sections.value)
    days = [calendar.add_months(job.last, -12 * ago) for ago in range(sections)][::-1]
    run, parts = Run(world), []
    for day in sorted({*days, *range(YEAR, days[-1], YEAR)}):
        for _ in run.blocks(day):  # nobody reads the log of a burn-in
            pass
        if day in days:
            parts.append(present(world, run.state, day))
    names = world.names
    return CrossSection(
        np.concatenate(parts), tuple(names["state"].values()), tuple(names["need"].values()),
        tuple(names["procedure"].values()), outlines(names["procedure"], world.steps, world.procedures), len(parts),
    )  # fmt: skip


def burned(setting: Setting, replication: int) -> CrossSection | None:
    """The cross-section of a replication, made now. None if the setting opens in equilibrium.

    A calibration that changes the place of a setting needs it: what is kept has the name of the place's file.
    """
    job = burn_in_of(setting, replication)
    return None if job is None else burn(job)


def opening_of(setting: Setting, replication: int) -> CrossSection | None:
    """The cross-section from which the opening stock of a run is drawn; None if it opens in equilibrium.

    It is read from the folder of caches. If it is not there, the burn-in is made now.
    """
    job = burn_in_of(setting, replication)
    if job is None:
        return None
    found = _read(job.key)
    return keep(job, burn(job)) if found is None else found


def world_of(
    setting: Setting,
    replication: int,
    *,
    posts: dict[str, float] | None = None,
    places: float | None = None,
    bookable: Mapping[str, float] | None = None,
) -> World:
    """The world of a run as a study makes it: with the opening stock of the replication's burn-in.

    Args: as :func:`sim.world.build.build_world`.
    """
    from sim.world.build import build_world

    opening = opening_of(setting, replication)
    return build_world(setting, replication, posts=posts, places=places, bookable=bookable, opening=opening)


def missing(setting: Setting, replication: int) -> BurnIn | None:
    """The burn-in that must be made before a run; None if its cross-section is kept, or if the run opens in equilibrium.

    Without a folder of caches it is None too: then each process makes what it needs.
    """
    job, folder = burn_in_of(setting, replication), cache_of(FOLDER).folder
    return None if job is None or folder is None or _file(folder, job.key).exists() else job


@dataclass(frozen=True)
class Opened:
    """A burn-in that was made and kept. Its cross-section stays where the worker has put it."""

    key: str


def opened(job: BurnIn) -> Opened:
    """Make a burn-in and keep its cross-section. This is the job of a worker."""
    keep(job, burn(job))
    return Opened(job.key)


def keep(job: BurnIn, section: CrossSection) -> CrossSection:
    """Keep the cross-section of a burn-in under its name."""
    folder = cache_of(FOLDER).folder
    if folder is None:
        _HELD[job.key] = section
        while len(_HELD) > HELD:
            _HELD.pop(next(iter(_HELD)))
    else:
        _write(_file(folder, job.key), section)
        _forget(folder)
    _read.cache_clear()
    return section


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.npz"


def _forget(folder: Path) -> None:
    """Remove the cross-sections that were used longest ago, if all together are too large. The newest stays."""
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    total = 0
    for number, file in enumerate(files):
        total += file.stat().st_size
        if number and total > KEPT:
            file.unlink(missing_ok=True)


def _write(file: Path, section: CrossSection) -> None:
    names = {
        "states": section.states, "needs": section.needs, "procedures": section.procedures, "outlines": dict(section.outlines),
        "sections": section.sections,
    }  # fmt: skip
    with whole(file) as stream:
        np.savez_compressed(stream, rows=section.rows.view(np.uint8), names=np.array(json.dumps(names)))


def _stored(name: str) -> CrossSection | None:
    """A kept cross-section; None if it is missing or cannot be read."""
    folder = cache_of(FOLDER).folder
    file = None if folder is None else _file(folder, name)
    if file is None or not file.exists():
        return _HELD.get(name)
    try:
        with suppress(OSError):  # a folder that cannot be written is no harm: the file is only forgotten sooner
            os.utime(file)
        stream = io.BytesIO(kept_bytes(file, KEPT))
        with ZipFile(stream) as archive:
            if sum(part.file_size for part in archive.infolist()) > KEPT:
                return None
        with np.load(stream, allow_pickle=False) as stored:
            rows: NDArray[np.void] = stored["rows"].view(PRESENT)
            names = json.loads(str(stored["names"]))
        outlined = {name: tuple((op, key) for op, key in steps) for name, steps in names["outlines"].items()}
        return CrossSection(
            rows, tuple(names["states"]), tuple(names["needs"]), tuple(names["procedures"]), outlined, names["sections"]
        )
    except DAMAGES:
        return None


@lru_cache(maxsize=4)
def _read(name: str) -> CrossSection | None:
    """A kept cross-section. Those used last stay in memory."""
    return _stored(name)
