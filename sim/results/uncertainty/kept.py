"""The kept record of an uncertainty analysis, which a later run of the same study shows; and the kept set of a calibration."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.figures.leading import has_leading, leading_source
from sim.files.errors import ScenarioError
from sim.files.kept import kept_bytes
from sim.files.paths import results_dir
from sim.files.shell import shell_words
from sim.files.writing import write
from sim.report.manifest import Manifest
from sim.report.uncertainty_record import UncertaintyRecord
from sim.results.sensitivity.record import key_of_analysis
from sim.results.sensitivity.scenarios import compared_columns
from sim.runs.run import Plan

Floats = NDArray[np.float64]
FOLDER = "uncertainty"
OF_CALIBRATION = ("implausibility",)
"""Columns of a kept set that are no values."""


def _file(plan: Plan) -> Path | None:
    """The file of the study's first comparison; None if it compares nothing."""
    pair = compared_columns(plan.study)
    if pair is None or not has_leading(plan.study.root):
        return None
    leading = leading_source(plan.study.root).tree
    return plan.folder / FOLDER / f"{key_of_analysis(plan, pair, leading=leading)}.json"


def keep(plan: Plan, record: UncertaintyRecord) -> None:
    """Keep the record of the study's first comparison.

    Raises:
        ScenarioError, RunError: the file cannot be written.
    """
    file = _file(plan)
    if file is not None:
        write(file, record.model_dump_json(indent=1) + "\n")


def kept(plan: Plan) -> UncertaintyRecord | None:
    """The kept record. None if it is missing or damaged."""
    file = _file(plan)
    try:
        return None if file is None else UncertaintyRecord.model_validate_json(kept_bytes(file))
    except (OSError, ValueError):
        return None


def with_kept(plan: Plan, manifest: Manifest) -> Manifest:
    """The manifest with the kept record, if there is one."""
    record = kept(plan)
    return manifest if record is None else manifest.model_copy(update={"uncertainty": record})


def calibrated(name: str, results: str | Path | None) -> tuple[str, list[str], Floats]:
    """The values that a calibration could not rule out.

    Args:
        name: the place of the calibration.
        results: folder of results (default ``results`` in the current folder).

    Returns:
        The name, the address of each value, and float64[rows, values].

    Raises:
        ScenarioError: the calibration has kept nothing, or its file is damaged.
    """
    file = results_dir(results) / f"calibrate-{name}" / "kept.csv"
    do = f"jobsim calibrate {shell_words(name)}"
    try:
        table = pd.read_csv(io.BytesIO(kept_bytes(file)))
    except FileNotFoundError:
        raise ScenarioError(
            "there is no kept set of this calibration", found=str(file), expected="a finished fit", do=do
        ) from None
    except (OSError, ValueError, OverflowError, RecursionError) as error:
        raise ScenarioError("the kept set cannot be read", file=str(file), found=str(error), do=do) from None
    addresses = [name for name in table.columns if name not in OF_CALIBRATION]
    odd = [name for name in addresses if ".yaml:" not in name or not pd.api.types.is_numeric_dtype(table[name])]
    if not len(table) or not addresses or odd or not np.isfinite(table[addresses].to_numpy(np.float64)).all():
        found = odd[0] if odd else f"{len(table)} rows of {len(addresses)} values"
        raise ScenarioError(
            "this is no kept set of a calibration", file=str(file), found=found,
            expected="a column of numbers for each FILE:PATH", do=do,
        )  # fmt: skip
    return name, addresses, table[addresses].to_numpy(np.float64)
