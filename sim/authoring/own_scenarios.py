"""A copy of the scenario files that a user may change, while those of the installation stay as they are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sim.files.errors import ScenarioError
from sim.files.paths import SCENARIOS_VARIABLE, absolute, scenarios_dir


def own_scenarios(folder: str | Path) -> Path:
    """Copy the scenario files in use into a folder and use the copy from now on, in this process and those that it starts.

    A folder that has scenario files already is used as it is. So a second call changes nothing, and a copy stays as it
    was when the program gets newer.

    >>> import sim
    >>> mine = sim.own_scenarios("my-scenarios")
    >>> file = mine / "studies" / "example.yaml"

    Args:
        folder: the folder of the copy.

    Returns:
        Its path. On the command line, ``export JOBSIM_SCENARIOS=FOLDER`` does the same.

    Raises:
        ScenarioError: the folder has other files, or it cannot be written.
    """
    copy = absolute(Path(folder))
    if not (copy / "regimes").is_dir():
        if copy.exists() and (not copy.is_dir() or any(copy.iterdir())):
            raise ScenarioError(
                "the folder has other files than scenarios", file=str(copy), expected="a new or an empty folder",
                do="choose another folder",
            )  # fmt: skip
        _copy(scenarios_dir(), copy)
    os.environ[SCENARIOS_VARIABLE] = str(copy)
    return copy


def _copy(scenarios: Path, copy: Path) -> None:
    """Copy the files, all of them or none.

    Raises:
        ScenarioError: the folder cannot be written.
    """
    part = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(scenarios, part)
        if copy.exists():
            copy.rmdir()  # it is empty
        part.rename(copy)
    except OSError as error:
        raise ScenarioError(
            "the folder cannot be written", file=str(copy), found=error.strerror, do="choose another folder"
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
