"""The command that runs a study again, as a user can paste it into a terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from sim.engine import Engine
from sim.files.paths import SCENARIOS_VARIABLE
from sim.study.study import Study

DEBUG = "JOBSIM_DEBUG"


def command(study: Study, *, results: str | Path | None = None, engine: Engine = "kernel", debug: bool = False) -> str:
    """``jobsim run`` with the study, its number of replications, its folder of results and the engine as they are.

    Args:
        results: the folder of results as the user gave it, None for the default.
        debug: whether the command repeats a failed run: one worker, and the traceback of an error.
    """
    words = ["jobsim", "run", study.argument]
    words += ["--results", str(results)] if results is not None else []
    words += ["--replications", str(study.replications)] if study.replications != _in_file(study) else []
    words += ["--engine", engine] if engine != "kernel" else []
    words += ["--workers", "1"] if debug else []
    variables = {DEBUG: "1"} if debug else {}
    if scenarios := os.environ.get(SCENARIOS_VARIABLE):
        variables[SCENARIOS_VARIABLE] = scenarios
    return written(words, variables, windows=os.name == "nt")


def written(words: list[str], variables: dict[str, str], *, windows: bool) -> str:
    """A command with its environment variables, quoted for the shell of the system."""
    if windows:
        settings = "".join(f'set "{name}={value}" && ' for name, value in variables.items())
        return settings + subprocess.list2cmdline(words)
    return " ".join([*(f"{name}={shlex.quote(value)}" for name, value in variables.items()), shlex.join(words)])


def _in_file(study: Study) -> object:
    return study.source.tree.get("replications")
