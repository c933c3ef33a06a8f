"""The files that a study's results keep: which belong to the finished result, which do not, and which are damaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.files.errors import ScenarioError
from sim.files.folder import NAME_RULE, is_name, quoted
from sim.files.paths import results_dir
from sim.report.manifest import FILE, Manifest
from sim.results import outputs
from sim.runs.outdated import Outdated, outdated
from sim.runs.run import Plan
from sim.runs.store import LOG, Store
from sim.study.load import load

Kind = Literal["measures", "log"]
State = Literal["of the result", "not of the result", "damaged"]
STATES: tuple[State, ...] = ("of the result", "not of the result", "damaged")


@dataclass(frozen=True)
class Kept:
    """A file of the store.

    Attributes:
        state: whether the finished result names it. Trials of searches, runs of ranges, and runs of an earlier program or
            study do not belong to the result.
        why: what is damaged.
    """

    file: Path
    kind: Kind
    state: State
    bytes: int
    why: str = ""


def stored(study: str, results: str | Path | None = None) -> list[Kept]:
    """All files of a study's store, each read and checked. In order of their names.

    Raises:
        ScenarioError: there are no results of this study.
    """
    folder = _folder(study, results)
    if not (folder / "runs").is_dir():
        raise ScenarioError(
            "there are no stored runs of this study", found=str(folder / "runs"), expected="a folder of results",
            do=f"run it with `jobsim run {study}`, or name the folder with --results",
        )  # fmt: skip
    try:
        runs = Manifest.read(folder).runs if (folder / FILE).exists() else ()
    except ValueError:  # of another version
        runs = ()
    own = {run.key for run in runs} | {run.log for run in runs}
    return [_kept(folder / "runs", file, own) for file in sorted((folder / "runs").glob("[!.]*.parquet"))]


def _folder(study: str, results: str | Path | None) -> Path:
    """The folder of a study's results. A name cannot lead out of the folder of all results."""
    if not is_name(study):
        raise ScenarioError(
            "this is not a name of a study", found=quoted(study), expected=NAME_RULE,
            do="give the name in the study's file, and the folder of all results with --results",
        )  # fmt: skip
    return results_dir(results) / study


def _kept(folder: Path, file: Path, own: set[str]) -> Kept:
    store = Store(folder)
    kind: Kind = "log" if file.name.endswith(LOG) else "measures"
    key = file.name.removesuffix(LOG if kind == "log" else ".parquet")
    whole = store.has_log(key) if kind == "log" else store.has(key)
    state: State = "damaged" if not whole else "of the result" if key in own else "not of the result"
    return Kept(file, kind, state, file.stat().st_size, "" if whole else "; ".join(store.notes))


def no_longer(study: str, results: str | Path | None = None) -> Outdated:
    """The stored runs of a study that no longer apply; none if the study cannot be read any more.

    The study is known by the file that its finished result names, else by its name.
    """
    folder = _folder(study, results)
    before = outputs.earlier(folder)
    try:
        loaded = load(before.file if before is not None and Path(before.file).is_absolute() else study)
        return outdated(Plan.of(loaded, folder), Store(folder / "runs"))
    except ScenarioError:
        return Outdated()


def prune(files: Sequence[Kept]) -> list[Kept]:
    """Remove the files that the finished result does not name, and the damaged ones. Returns those that were removed.

    A later run makes them again if it needs them.
    """
    gone = [kept for kept in files if kept.state != "of the result"]
    for kept in gone:
        kept.file.unlink(missing_ok=True)
    return gone
