"""Burn-ins: the cross-section of a place from which the opening stock of its runs is drawn.

A burn-in depends on the place, the people, the office, the calendar, the law and practice under which the free values were
fitted, the study's first day and its seed. It does not depend on what a study compares, so all columns share it. The result
is kept in the folder of caches, named by all that determines it.
"""

from __future__ import annotations

import io
import json
import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import combine, purpose
from sim.files import program
from sim.files.caches import cache_of
from sim.files.errors import RunError, ScenarioError
from sim.files.hashes import key_of
from sim.files.kept import kept_bytes
from sim.files.writing import whole
from sim.runs import fingerprint
from sim.runs.pool import run_all
from sim.study.setting import Setting
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
_HELD: dict[str, CrossSection] = {}
"""The cross-sections of this process, if it has no folder of caches."""


@dataclass(frozen=True, eq=False)
class BurnIn:
    """One run of a burn-in. It is the job of a worker.

    Attributes:
        setting: the setting of the burn-in (:func:`sim.study.read_setting.forming`).
        last: the day of its last cross-section.
        number: 1, 2, ….
    """

    setting: Setting
    last: int
    number: int

    @property
    def label(self) -> str:
        return f"{self.setting.place.place}, opening stock, run {self.number}"


def burn_ins(setting: Setting) -> list[BurnIn]:
    """The runs of the burn-in from which the opening stock of a setting is drawn; none if it opens in equilibrium."""
    formed = setting.formed
    if formed is None:
        return []
    last = (setting.start - formed.start).days
    return [BurnIn(formed, last, number) for number in range(1, int(formed.people.opening.runs.value) + 1)]


def burn(job: BurnIn) -> CrossSection:
    """Make one run of a burn-in, and take its cross-sections: one a year, the last on the study's first day."""
    from sim.engine.kernel import Run
    from sim.engine.kernel.present import present
    from sim.world.build import build_world

    setting = job.setting
    apart = combine(setting.seed, purpose("burn-in")) & 0x7FFFFFFF  # no draw of a burn-in is one of the study
    world = build_world(replace(setting, seed=apart), job.number)
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


def joined(sections: list[CrossSection]) -> CrossSection:
    """The cross-sections of several runs of one burn-in, put together."""
    first = sections[0]
    rows = np.concatenate([section.rows for section in sections])
    number = sum(section.sections for section in sections)
    return CrossSection(rows, first.states, first.needs, first.procedures, first.outlines, number)


def key(setting: Setting) -> str:
    """The name of a setting's cross-section."""
    assert setting.formed is not None
    return key_of(
        {"model": program.sources(*fingerprint.MODEL, "runs"), "burn_in": fingerprint.setting_parts(setting.formed)}
    )


def opening_of(setting: Setting) -> CrossSection | None:
    """The cross-section from which a setting's opening stock is drawn; None if it opens in equilibrium.

    It is read from the folder of caches. If it is not there, the burn-in is made now.
    """
    if setting.formed is None:
        return None
    name = key(setting)
    return _read(name) or keep(name, [burn(job) for job in burn_ins(setting)])


def world_of(
    setting: Setting,
    replication: int,
    *,
    posts: dict[str, float] | None = None,
    places: float | None = None,
    bookable: Mapping[str, float] | None = None,
) -> World:
    """The world of a run as a study makes it: with the opening stock of the place's burn-in.

    Args: as :func:`sim.world.build.build_world`.
    """
    from sim.world.build import build_world

    return build_world(setting, replication, posts=posts, places=places, bookable=bookable, opening=opening_of(setting))


def prepare(settings: Iterable[Setting], workers: int, say: Callable[[str], None]) -> None:
    """Make the burn-ins of settings whose cross-section is not kept yet, on all workers.

    Args:
        say: prints a line of progress.

    Raises:
        ScenarioError: a burn-in has invalid input.
        RunError: a burn-in failed.
    """
    missing: dict[str, list[BurnIn]] = {}
    for setting in settings:
        if setting.formed is not None and (name := key(setting)) not in missing and not is_kept(setting):
            missing[name] = burn_ins(setting)
    jobs = [job for of_name in missing.values() for job in of_name]
    name_of = {job: name for name, of_name in missing.items() for job in of_name}
    made: dict[BurnIn, CrossSection] = {}
    for number, outcome in enumerate(run_all(jobs, burn, workers, repeat=lambda _: "the same command"), start=1):
        if isinstance(outcome.raised, ScenarioError):
            raise outcome.raised
        if outcome.result is None:
            raise RunError(f"{outcome.job.label} failed: {outcome.error}")
        made[outcome.job] = outcome.result
        say(f"Opening stock, run {number} of {len(jobs)}: {outcome.job.label}")
        of_name = missing[name_of[outcome.job]]
        if all(job in made for job in of_name):  # those of a country are too large to be held until the last
            keep(name_of[outcome.job], [made.pop(job) for job in of_name])


def keep(name: str, sections: list[CrossSection]) -> CrossSection:
    """Put the runs of a burn-in together, and keep them under their name."""
    section = joined(sections)
    folder = cache_of(FOLDER).folder
    if folder is None:
        _HELD[name] = section
    else:
        _write(folder / f"{name}.npz", section)
        _forget(folder)
    _read.cache_clear()
    return section


def _forget(folder: Path) -> None:
    """Remove the cross-sections that were used longest ago, if all together are too large. The newest stays."""
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    total = 0
    for number, file in enumerate(files):
        total += file.stat().st_size
        if number and total > KEPT:
            file.unlink(missing_ok=True)


def is_kept(setting: Setting) -> bool:
    """Whether the cross-section of a setting needs no run: it is kept, or the setting opens in equilibrium."""
    return setting.formed is None or _stored(key(setting)) is not None


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
    file = None if folder is None else folder / f"{name}.npz"
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
