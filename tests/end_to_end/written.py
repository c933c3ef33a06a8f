"""A short study that the command ran in a process of its own, with the real engine and two workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
STUDY = """\
schema: 1
study: sixty-days
title: {en: Sixty days of Aalborg, da: Tres dage i Aalborg}
places: [aalborg]
start: 2024-01-01
warm_up: 2 weeks
measured: 46 days
follow_up: 0 days
replications: 2
seed: 20240101
compare:
  - {rules: current}
  - {rules: current+004-3c}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
COLUMNS = [
    "current/baseline/keep",
    "current+004-3c/baseline/keep",
    "freed-six-cities/same-contact-by-need/keep",
]


@dataclass(frozen=True)
class Written:
    """A study that the command ran.

    Attributes:
        file: the study's own file.
        folder: its results.
        said: what the command printed with ``--json``.
    """

    file: Path
    folder: Path
    said: dict[str, Any]

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / "tables" / f"{name}.csv")

    def every_replication(self) -> pd.DataFrame:
        """The measures of each run. The CSV table has their means."""
        return pd.read_parquet(self.folder / "tables" / "measures.parquet")

    @cached_property
    def manifest(self) -> Any:
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))


def write(folder: Path) -> Written:
    """Run the study in a folder."""
    file = folder / "sixty-days.yaml"
    file.write_text(STUDY, encoding="utf-8")
    command = [sys.executable, "-m", "sim.cli", "run", str(file), "--workers", "2", "--json"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stderr) == (0, "")
    return Written(file, folder / "results" / "sixty-days", json.loads(done.stdout))
