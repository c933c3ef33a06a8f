"""Published counts of citizens by municipality: ``figures/municipal.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from sim.files.entry import Entry
from sim.files.folder import read_entry
from sim.files.paths import scenarios_dir
from sim.files.schema import Schema


class Counts(Entry):
    """Full-time persons of a municipality; None where the number is suppressed.

    Attributes:
        insured, job_ready, cash: on a-dagpenge, on job-ready and on all kontanthjælp, means of the months of 2024.
        cash_2022: on all kontanthjælp in 2022.
        cash_and_more_2022: on kontanthjælp, in resource courses, on ledighedsydelse and in rehabilitation, by the benchmark.
        sickness_2022: on sickness benefit and in job clarification, by the benchmark.
        absence_days: sick days of a municipal social worker in 2022.
    """

    insured: float
    job_ready: float | None = None
    cash: float
    cash_2022: float
    cash_and_more_2022: float
    sickness_2022: float
    absence_days: float | None = None


class MunicipalFile(Entry):
    """``figures/municipal.yaml``: the counts by the code of a municipality."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["municipal"]
    municipalities: dict[str, Counts]


def read_municipal(root: Path | None = None) -> dict[str, Counts]:
    """The counts by the code of a municipality.

    Raises:
        ScenarioError: the file does not fit.
    """
    return read_entry(MunicipalFile, root or scenarios_dir(), "figures", "municipal").municipalities
