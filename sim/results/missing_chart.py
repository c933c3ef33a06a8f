"""The error for a chart that a study has no numbers for: which charts it has, and which command makes the numbers."""

from __future__ import annotations

import pandas as pd

from sim.files.errors import ScenarioError
from sim.files.shell import shell_words
from sim.report.manifest import Manifest

SAMPLED = ("uncertainty", "shares", "share-heat", "claim")
"""Charts of `jobsim uncertainty`."""
INDEXED = ("indices", "index-heat")
"""Charts of a method of `jobsim sensitivity` that samples."""
BY_STUDY = {
    "differences-cut": "a column with staff cut (`capacity: cut`)",
    "proposals": "columns that run one proposal each",
    "claims": "columns that run one proposal each",
    "team-places": "columns with other places of the team (`team_places`)",
}
"""Chart -> what a study compares that has its numbers."""


def no_numbers(
    name: str, study: str, measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest
) -> ScenarioError:
    """The error about a chart.

    Args:
        study: what a command calls the study.
    """
    return ScenarioError(
        "the study has no numbers for this chart", found=name, expected=", ".join(_there(measures, comparisons, manifest)),
        do=_remedy(name, shell_words(study)),
    )  # fmt: skip


def _there(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> list[str]:
    """The charts that the study has numbers for."""
    from sim.report.charts import CHARTS, NoNumbersError

    found = []
    for name, chart in CHARTS.items():
        try:
            chart.numbers(measures, comparisons, manifest)
        except NoNumbersError:
            continue
        found.append(name)
    return found


def _remedy(name: str, study: str) -> str:
    if name == "tornado":
        return f"jobsim sensitivity {study}"
    if name in SAMPLED:
        more = " --claim 'hours_asked < -20000'" if name == "claim" else ""
        return f"jobsim uncertainty {study}{more}"
    if name in INDEXED:
        return f"jobsim sensitivity {study} --method morris"
    if name in BY_STUDY:
        return f"choose another chart, or a study with {BY_STUDY[name]}"
    return "choose another chart"
