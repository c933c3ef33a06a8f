"""The files of a result: the manifest is the first thing taken away, it is the last thing written, and it lists the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sim.files.errors import ScenarioError
from sim.files.hashes import Files, of_files
from sim.files.writing import lock_of, only_writer, writing
from sim.files.writing import write as write_file
from sim.report.citation import bibtex, plain
from sim.report.crate import crate
from sim.report.manifest import FILE, Manifest
from sim.study.study import Study

CITE, CRATE = "cite.txt", "ro-crate-metadata.json"
DESCRIBED = (CITE, CRATE)
"""Files that describe the result, written anew whenever another file is."""


def written_on() -> str:
    """The day on which files are written (ISO, UTC); SOURCE_DATE_EPOCH sets another one, as in reproducible builds."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = datetime.fromtimestamp(int(seconds), UTC) if seconds.isdigit() else datetime.now(UTC)
    return day.date().isoformat()


def earlier(folder: Path) -> Manifest | None:
    """The manifest that an earlier call wrote into a folder. None if it is missing, damaged or of another version."""
    try:
        return Manifest.read(folder)
    except (OSError, ValueError):
        return None


def wait_for_writer(folder: Path) -> None:
    """Wait while another process replaces the files of a result, which is when the folder has no manifest."""
    if not (folder / FILE).exists() and lock_of(folder).exists():
        with suppress(ScenarioError), only_writer(folder):  # a folder that cannot be written has no writer
            return


def finished(folder: Path, do: str) -> Manifest:
    """The manifest of a finished result.

    Args:
        do: the command that makes the result.

    Raises:
        ScenarioError: the folder has none.
    """
    wait_for_writer(folder)
    try:
        return Manifest.read(folder)
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or "a damaged file, or one of another version"
        raise ScenarioError(
            "the folder has no finished results of this study", file=str(folder), found=found, do=do
        ) from error


def rewrite(folder: Path, manifest: Manifest, write: Callable[[], Iterable[Path]]) -> Manifest:
    """Write the files of a result and, last, the manifest that lists them. Returns that manifest.

    The earlier manifest and its files are removed first. So a call that stops halfway leaves no manifest, and a folder with
    a manifest holds the files of one result. Another process that writes into the folder is waited for.

    Args:
        write: writes the files and returns their paths.

    Raises:
        ScenarioError, RunError: a file cannot be written.
    """
    with only_writer(folder):
        return _rewritten(folder, manifest, write, {}, earlier(folder))


def add(
    folder: Path, manifest: Manifest, write: Callable[[], Iterable[Path]], replaced: Callable[[str], bool]
) -> Manifest:
    """Write further files of a result that the folder has, as :func:`rewrite` does. The other files stay.

    Files stay also if another process added them after this one had read the manifest.

    Args:
        replaced: whether a file of the folder, known by its name in the manifest, is replaced by those that ``write`` writes.

    Raises:
        ScenarioError: the folder has another result by now, or a file cannot be written.
        RunError: the disk is full.
    """
    with only_writer(folder):
        before = earlier(folder)
        if before is None or not is_same(before, manifest):
            raise ScenarioError(
                "the results were made anew or removed after this command had read them", file=str(folder),
                found="no finished results" if before is None else "another result", do="call the command again",
            )  # fmt: skip
        kept = {name: content for name, content in before.files.items() if name not in DESCRIBED and not replaced(name)}
        return _rewritten(folder, manifest, write, kept, before)


def is_same(one: Manifest, other: Manifest) -> bool:
    """Whether two manifests describe the same result, whatever files they list."""
    return one.model_copy(update={"files": {}}).text() == other.model_copy(update={"files": {}}).text()


def _rewritten(
    folder: Path, manifest: Manifest, write: Callable[[], Iterable[Path]], kept: Files, before: Manifest | None
) -> Manifest:
    with writing(folder / FILE):
        (folder / FILE).unlink(missing_ok=True)
        for name in before.files if before else ():
            if name not in kept and _is_inside(folder, name):
                (folder / name).unlink(missing_ok=True)
    files = {**kept, **of_files(folder, write())}
    write_file(folder / CITE, f"{plain(manifest)}\n\n{bibtex(manifest)}")
    files |= of_files(folder, [folder / CITE])
    runs = [name for run in manifest.runs if (folder / (name := f"runs/{run.key}.parquet")).exists()]
    write_file(folder / CRATE, crate(manifest, files, runs, written_on()))
    files |= of_files(folder, [folder / CRATE])
    listed = manifest.model_copy(update={"files": dict(sorted(files.items()))})
    listed.write(folder)
    return listed


def check_owner(study: Study, folder: Path) -> None:
    """Check that a folder does not hold the results of another study with the same name.

    A study is known by its file. A file that was moved keeps its title.

    Raises:
        ScenarioError: the results belong to another file.
    """
    before = earlier(folder)
    if before is None or before.file == study.source.file:
        return
    path = Path(before.file)
    other = path if path.is_absolute() else study.root / path
    if other.exists() or before.title != study.title:
        raise ScenarioError(
            f"the folder has the results of another study named `{study.name}`",
            file=str(folder),
            found=f"{before.file} ({before.title.en})",
            expected=f"{study.source.file} ({study.title.en})",
            do="give one of the studies another name, choose another folder with --results, or remove the folder",
        )


def _is_inside(folder: Path, name: str) -> bool:
    """Whether a name of the manifest leads to a file in the folder."""
    return (folder / name).resolve().is_relative_to(folder.resolve())
