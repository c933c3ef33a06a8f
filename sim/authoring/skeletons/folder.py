"""A scenarios folder of one's own: a copy of all files, in which they may be changed and new ones added."""

from __future__ import annotations

import shutil
from pathlib import Path

from sim.files.errors import ScenarioError
from sim.files.paths import absolute, scenarios_dir
from sim.files.writing import PART, writing


def new_folder(to: Path, *, root: Path | None = None) -> Path:
    """Copy the scenarios folder, whole or not at all, and return the path of the copy.

    Raises:
        ScenarioError: something is there already, or the folder cannot be written.
        RunError: the disk is full.
    """
    root, folder = root or scenarios_dir(), absolute(to)
    if folder.exists():
        raise ScenarioError(
            "this is there already and is not overwritten",
            file=str(folder),
            do="choose another name, or use that folder",
        )
    if folder.is_relative_to(root):
        raise ScenarioError(
            "a copy cannot lie in the folder that is copied", found=str(folder), expected=f"outside {root}"
        )
    part = folder.with_name(f".{folder.name}{PART}")
    try:
        with writing(folder):
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(root, part, ignore=shutil.ignore_patterns(".*", "__pycache__"))
            part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder
