"""Jobcenter case processes under the law and under freed rules: run a study, compare its columns, draw its charts.

>>> import sim
>>> result = sim.load("aalborg").run()
>>> hours = result.compare("freed-six-cities", "current").hours()
>>> picture = result.chart("waterfall").save("freed-hours.pdf")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from sim.authoring.own_scenarios import own_scenarios
    from sim.data.imported import data_import, data_list
    from sim.files.errors import RunError, ScenarioError
    from sim.law.compose.rule_set import RuleSet
    from sim.results.result import Result
    from sim.results.runnable import RunnableStudy

__all__ = [
    "Result",
    "RunError",
    "ScenarioError",
    "__version__",
    "data_import",
    "data_list",
    "load",
    "own_scenarios",
    "rule_set",
    "rules_diff",
]


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


def rules_diff(old: str, new: str) -> pd.DataFrame:
    """The clauses in which two rule sets differ, in the order of the law.

    >>> import sim
    >>> sim.rules_diff("current", "freed-six-cities")

    Args:
        old, new: names as in :func:`rule_set`.

    Returns:
        A row per clause: ``clause, law, old, new, evidence, by``. ``evidence`` is the grade of the new value, "" if it is
        none of the graded ones. ``by`` names the proposals, or the regime, that change the clause.

    Raises:
        ScenarioError: a rule set does not exist, or its files are invalid.
    """
    import pandas as pd

    from sim.law.compose.library import Library
    from sim.law.reading.diff import reforms_behind
    from sim.law.reading.diff import rules_diff as differences

    library = Library.load()
    before, after = library.rule_set(old), library.rule_set(new)
    rows = [
        [each["clause"], each["law"] or "", each["old"], each["new"], each["evidence"] or "",
         each["regime"] or ", ".join(reforms_behind(each["clause"], before, after))]
        for each in differences(before, after)["changes"]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["clause", "law", "old", "new", "evidence", "by"])


_OF_MODULES = {
    "Result": "sim.results.result",
    "RunError": "sim.files.errors",
    "ScenarioError": "sim.files.errors",
    "data_import": "sim.data.imported",
    "data_list": "sim.data.imported",
    "own_scenarios": "sim.authoring.own_scenarios",
}
"""Names of other modules, which are imported only when one of them is used."""


def __getattr__(name: str) -> Any:
    if name in _OF_MODULES:
        return getattr(import_module(_OF_MODULES[name]), name)
    if name == "__version__":
        from sim.files.program import own_version

        return own_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names alone, for completion in a notebook."""
    return sorted(__all__)
