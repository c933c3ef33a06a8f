"""A version of the program: a revision of the checkout, or the folder of another checkout."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import absolute

PROGRAM = Path("sim", "cli.py")
"""The file that starts the commands in every version."""
OF_GIT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""Variables by which git finds another repository than that of the folder. A hook of git sets them."""
SHORT = 10
"""Digits of a commit in names and texts."""


@dataclass(frozen=True)
class Version:
    """A version of the program.

    Attributes:
        asked: what the user wrote.
        commit: the hash of the commit; None for a folder with changes that no commit has, or without git.
        folder: the checkout, if the user named one; None for a revision.
    """

    asked: str
    commit: str | None
    folder: Path | None = None

    @property
    def name(self) -> str:
        """The name of the version in texts: the commit's first digits, or the folder."""
        return self.commit[:SHORT] if self.commit else f"{self.folder}"

    @property
    def key(self) -> str:
        """The name of the version's folder of results."""
        if self.commit:
            return self.commit[:SHORT]
        return "folder-" + hashlib.sha256(str(self.folder).encode()).hexdigest()[:SHORT]


def own_checkout() -> Path:
    """The folder above the package that runs."""
    return Path(__file__).resolve().parents[2]


def version_of(asked: str, root: Path) -> Version:
    """The version that the user means.

    Args:
        asked: the folder of a checkout, or a revision of ``root``: a commit, a branch, a tag, ``HEAD~1``.
        root: the checkout whose revisions are known.

    Raises:
        ScenarioError: there is no such revision; ``root`` is no checkout; or git is missing.
    """
    if (Path(asked).expanduser() / PROGRAM).is_file():
        folder = absolute(Path(asked))
        return Version(asked, _commit_of(folder), folder)
    require_checkout(root)
    found = None if asked.startswith("-") else git_says(root, "rev-parse", "--verify", "--quiet", asked + "^{commit}")
    if not found:
        names = (git_says(root, "for-each-ref", "--format=%(refname:short)") or "").split()
        raise ScenarioError(
            "there is no such revision", found=asked, expected="a commit, a branch, a tag, or the folder of a checkout",
            nearest=nearest_name(asked, ["HEAD", *names]), do="git log --oneline shows the commits",
        )  # fmt: skip
    return Version(asked, found)


def require_checkout(root: Path) -> None:
    """Require that a folder is the top of a git checkout.

    Raises:
        ScenarioError: it is not.
    """
    top = git_says(root, "rev-parse", "--show-toplevel")
    if top is None or absolute(Path(top)) != absolute(root):
        raise ScenarioError(
            "the installed package is no checkout, so it has no revisions", found=str(root),
            expected="a folder that git clone made", do="name the folders of two checkouts in place of OLD and NEW",
        )  # fmt: skip


def git_says(folder: Path, *words: str) -> str | None:
    """What a command of git prints, without the last line feed; None if git refuses.

    Raises:
        ScenarioError: there is no git on this machine.
    """
    env = {name: value for name, value in os.environ.items() if name not in OF_GIT}
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the words are those of this program and a revision
            ["git", "-C", str(folder), "-c", f"core.hooksPath={os.devnull}", *words],  # noqa: S607 - the user's own git
            capture_output=True, text=True, encoding="utf-8", errors="replace", env=env, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise ScenarioError(
            "there is no git on this machine", expected="the program `git`",
            do="install git, or name the folders of two checkouts in place of OLD and NEW",
        ) from None  # fmt: skip
    except ValueError:  # the character NUL in a word
        return None
    return done.stdout.rstrip("\n") if done.returncode == 0 else None


def _commit_of(folder: Path) -> str | None:
    """The commit of a folder without changes; None if there are changes, or no git."""
    try:
        top = git_says(folder, "rev-parse", "--show-toplevel")
        changed = git_says(folder, "status", "--porcelain", "--", "sim", "scenarios")
    except ScenarioError:  # no git is needed for two folders
        return None
    if top is None or absolute(Path(top)) != folder or changed != "":
        return None
    return git_says(folder, "rev-parse", "HEAD")
