"""The files of a version while its studies run: the folder that the user named, or a temporary worktree of git."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.files.errors import RunError, ScenarioError
from sim.files.writing import lives
from sim.runs.signals import blocked
from sim.versions.revision import PROGRAM, Version, git_says

PREFIX = "jobsim-version-"
"""How the names of temporary worktrees begin. The number of the process that made it follows."""
_WORKTREE = re.compile(rf"^worktree (.*[\\/]{PREFIX}(\d+)-[^\\/]*[\\/]files)$", re.MULTILINE)


@contextmanager
def checkout(version: Version, root: Path) -> Iterator[Path]:
    """The folder with the files of a version. A temporary one is removed at the end, also after Ctrl-C.

    Args:
        root: the checkout that has the revision.

    Raises:
        ScenarioError: the version has no program to run.
        RunError: git cannot make the worktree.
    """
    if version.folder is not None:
        yield version.folder
        return
    sweep(root)
    above = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    files = above / "files"
    try:
        made = git_says(root, "worktree", "add", "--quiet", "--detach", "--force", str(files), str(version.commit))
        if made is None:
            raise RunError(f"git cannot make a worktree of {version.name} in {above}: is there room on the disk?")
        if not (files / PROGRAM).is_file():
            raise ScenarioError(
                "this version has no command `jobsim`", found=version.asked, expected=f"a commit with {PROGRAM}",
                do="name a later commit",
            )  # fmt: skip
        yield files
    finally:
        with blocked():  # a second Ctrl-C waits until the worktree is gone
            _remove(root, files)


def sweep(root: Path) -> None:
    """Remove the worktrees of processes that were killed. Those of living processes stay."""
    for path, process in _WORKTREE.findall(git_says(root, "worktree", "list", "--porcelain") or ""):
        if not lives(int(process)):
            _remove(root, Path(path))


def _remove(root: Path, files: Path) -> None:
    """Remove a temporary worktree, its entry in the repository, and the folder above it."""
    shutil.rmtree(files.parent, ignore_errors=True)
    git_says(root, "worktree", "remove", "--force", "--force", str(files))
