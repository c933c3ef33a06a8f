"""Where the scenario files lie and where results go."""

from __future__ import annotations

import os
from pathlib import Path

from sim.files.errors import ScenarioError

SCENARIOS_VARIABLE = "JOBSIM_SCENARIOS"
"""The environment variable that names another folder of scenario files."""


def scenarios_dir() -> Path:
    """The folder of scenario files: the one the environment names, else the checkout's, else the installed copy.

    Raises:
        ScenarioError: the folder that the environment names does not exist, or the installation carries none.
    """
    named = os.environ.get(SCENARIOS_VARIABLE)
    if named:
        folder = Path(named).expanduser()
        if not folder.is_dir():
            raise ScenarioError(
                f"{SCENARIOS_VARIABLE} names a folder of scenario files that does not exist",
                found=named,
                expected="a folder like scenarios/ of the checkout",
                do=f"correct or unset {SCENARIOS_VARIABLE}",
            )
        return folder.resolve()
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "scenarios", package / "_scenarios"):
        if (folder / "regimes").is_dir():  # another package's folder of that name beside the installed one is not ours
            return folder
    raise ScenarioError(
        "the scenario files were not found",
        expected=f"scenarios/ beside {package}, or _scenarios/ in it",
        do=f"install the package again, or set {SCENARIOS_VARIABLE} to a folder of scenario files",
    )


def results_dir(chosen: str | Path | None = None) -> Path:
    """The folder that results go to: the chosen one, else ``results`` in the current folder (not made here)."""
    return Path(chosen).expanduser() if chosen is not None else Path.cwd() / "results"
