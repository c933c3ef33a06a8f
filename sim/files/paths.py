"""The folders of scenario files and of results."""

from __future__ import annotations

import os
from pathlib import Path

from sim.files.errors import ScenarioError

SCENARIOS_VARIABLE = "JOBSIM_SCENARIOS"
"""The environment variable that sets another folder of scenario files."""


def user_path(path: str | Path) -> Path:
    """A path from the user, with ``~`` replaced by the home folder. Every path of an option, a call or a variable passes here.

    Raises:
        ScenarioError: the path begins with ``~``, and the user has no home folder.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise ScenarioError(
            "the home folder of `~` is not known", found=str(path), do="write the whole path, or set HOME"
        ) from None


def is_path(name_or_path: str) -> bool:
    """Whether a text means the path of a scenario file and not its name: it has a slash or the ending of YAML."""
    return name_or_path.endswith((".yaml", ".yml")) or "/" in name_or_path or os.sep in name_or_path


def scenarios_dir() -> Path:
    """The folder of scenario files: from the environment, else of the checkout, else the installed copy.

    Raises:
        ScenarioError: the folder in the environment does not exist, or the installation has no scenario files.
    """
    named = os.environ.get(SCENARIOS_VARIABLE)
    if named:
        folder = user_path(named)
        if not folder.is_dir():
            raise ScenarioError(
                f"the folder of scenario files in {SCENARIOS_VARIABLE} does not exist",
                found=named,
                expected="a folder like scenarios/ of the checkout",
                do=f"correct or unset {SCENARIOS_VARIABLE}",
            )
        return folder.resolve()
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "scenarios", package / "_scenarios"):
        if (folder / "regimes").is_dir():  # the site-packages folder may hold a `scenarios` folder of another package
            return folder
    raise ScenarioError(
        "the scenario files were not found",
        expected=f"scenarios/ beside {package}, or _scenarios/ in it",
        do=f"install the package again, or set {SCENARIOS_VARIABLE} to a folder of scenario files",
    )


def absolute(path: Path) -> Path:
    """A path from the root of the file system. ``~`` is the home folder.

    Raises:
        ScenarioError: the path is relative, and the working folder does not exist any more; or its links form a circle.
    """
    try:
        return user_path(path).resolve()
    except FileNotFoundError:
        raise no_working_folder(str(path)) from None
    except (OSError, RuntimeError, ValueError):  # links in a circle, or the character NUL
        raise ScenarioError(
            "this path leads nowhere", found=str(path), expected="the path of a file", do="correct the path",
        ) from None  # fmt: skip


def no_working_folder(found: str) -> ScenarioError:
    """The error for a relative path without a working folder."""
    return ScenarioError(
        "the working folder does not exist any more", found=found, expected="a folder that exists",
        do="change to another folder, and run the command again",
    )  # fmt: skip


def results_dir(chosen: str | Path | None = None) -> Path:
    """The folder of results: the chosen one, else ``results`` in the current folder. It is not created here."""
    if chosen is not None:
        return user_path(chosen)
    try:
        return Path.cwd() / "results"
    except FileNotFoundError:
        raise no_working_folder("results") from None
