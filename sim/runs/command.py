"""The command that runs a study again, as a user can paste it into a terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sim.engine import Engine
from sim.files.paths import SCENARIOS_VARIABLE, results_dir
from sim.files.shell import shell_words
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


def resumed(words: Sequence[str], results: str | Path | None) -> str:
    """A command that makes the failed runs again and reuses the finished ones."""
    return f"{shell_words('jobsim', *words)}{elsewhere(results)} (only failed runs are repeated)"


def elsewhere(results: str | Path | None) -> str:
    """The option for the folder of results, with a blank before it. Empty for the default."""
    return "" if results is None or Path(results) == results_dir() else f" --results {shell_words(results)}"


def written(words: list[str], variables: dict[str, str], *, windows: bool) -> str:
    """A command with its environment variables, quoted for the shell of the system."""
    if windows:
        settings = "".join(f'set "{name}={value}" && ' for name, value in variables.items())
        return settings + shell_words(*words, windows=True)
    settings = "".join(f"{name}={shell_words(value, windows=False)} " for name, value in variables.items())
    return settings + shell_words(*words, windows=False)


def _in_file(study: Study) -> object:
    return study.source.tree.get("replications")
