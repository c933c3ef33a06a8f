"""Jobcenter case processes under the law and under freed rules: run a study, compare its columns, draw its charts.

>>> import sim
>>> result = sim.load("aalborg").run()
>>> hours = result.compare("freed-six-cities", "current").hours()
>>> picture = result.chart("waterfall").save("freed-hours.pdf")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from sim.files.errors import RunError, ScenarioError
    from sim.law.compose.rule_set import RuleSet
    from sim.results.result import Result
    from sim.results.runnable import RunnableStudy

__all__ = ["Result", "RunError", "ScenarioError", "__version__", "load", "rule_set"]


def load(name_or_path: str | Path) -> RunnableStudy:
    """A study by its name among the scenarios, or by the path of its file.

    Raises:
        ScenarioError: the study does not exist, or its file is invalid.
    """
    from sim.results.runnable import load_runnable

    return load_runnable(name_or_path)


def rule_set(name: str) -> RuleSet:
    """A rule set by name: a package such as ``current``, a regime, or either with proposals added (``current+004-3c``).

    Raises:
        ScenarioError: the rule set does not exist, or its files are invalid.
    """
    from sim.law.compose.library import Library

    return Library.load().rule_set(name)


def __getattr__(name: str) -> Any:
    """Import slow modules only when one of their names is used."""
    if name == "Result":
        from sim.results.result import Result

        return Result
    if name in ("RunError", "ScenarioError"):
        from sim.files import errors

        return getattr(errors, name)
    if name == "__version__":
        from sim.files.program import own_version

        return own_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names alone, for completion in a notebook."""
    return sorted(__all__)
