"""The kept result of a sensitivity analysis: one small file for each group of leading assumptions.

The name of a file is a hash of all that determines it: the study and what it names, the program, the group's entry in
``figures/leading.yaml`` and the compared columns. So `jobsim run` finds what `jobsim sensitivity` has computed for the
same study and model, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.files import program
from sim.files.hashes import key_of
from sim.files.kept import kept_json
from sim.files.writing import write
from sim.results.sensitivity.scenarios import leading_entry
from sim.runs import fingerprint
from sim.runs.run import Plan
from sim.study.column import Column
from sim.study.read_setting import hash_of

FOLDER = "sensitivity"


def key_of_analysis(plan: Plan, columns: Sequence[Column], **own: object) -> str:
    """A hash of all that determines what an analysis of values shows.

    Args:
        columns: the compared columns.
        own: what determines this analysis besides study, program and columns.
    """
    determined = {
        "inputs": plan.inputs,
        "changes": [change.name for change in plan.study.changes],
        "seed": plan.study.seed,
        "window": list(plan.study.window),
        "confidence": plan.study.confidence,
        "columns": [column.name for column in columns],
        "sources": program.sources(*fingerprint.REPORT),
        **own,
    }
    return key_of(determined)


def _file(plan: Plan, group: str, columns: Sequence[Column]) -> Path:
    """The file of a group."""
    return plan.folder / FOLDER / f"{key_of_analysis(plan, columns, group=leading_entry(plan.study, group))}.json"


def keep(plan: Plan, columns: Sequence[Column], table: pd.DataFrame) -> None:
    """Keep the changes of each group (:func:`sim.results.sensitivity.at_ends.moved`).

    Raises:
        ScenarioError, RunError: a file cannot be written.
    """
    for group, rows in table.groupby("group", sort=False):
        records = json.loads(rows.to_json(orient="records"))
        text = json.dumps({"group": group, "sha256": hash_of(records), "rows": records}, indent=1)
        write(_file(plan, str(group), columns), text + "\n")


def kept(plan: Plan, columns: Sequence[Column], group: str) -> pd.DataFrame | None:
    """The kept changes of a group. None if they are missing, damaged or altered."""
    try:
        content = kept_json(_file(plan, group, columns))
        if content["sha256"] != hash_of(content["rows"]):
            return None
        table = pd.DataFrame(content["rows"])
        return table.astype({"half": float, "change": float, "pairs": int}) if len(table) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
