"""The tidy table of measures that a version wrote, whatever its form."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from sim.files.errors import RunError
from sim.measures.tidy import SERIES
from sim.results.means import COLUMN
from sim.results.pairing import CELL

VALUES = ["replication", "value"]
FORMS = ("measures.parquet", "measures.csv")
"""Files of the tidy table, in the order in which they are looked for. Early versions wrote each replication as CSV too."""


@lru_cache(maxsize=1)
def renames() -> dict[str, dict[str, str]]:
    """Measure and unit of today for each measure that had another name, from ``renames.yaml``."""
    text = (files("sim.versions") / "renames.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text)["renames"])


def read_table(folder: Path) -> pd.DataFrame:
    """The measures of a study under a version, one row per number and replication.

    Args:
        folder: the results of the study, with ``tables/``.

    Returns:
        The columns of ``measures.parquet``, and ``old_name``: the name of the measure in the table if it has another one
        now, else "". A dimension that the version did not have is "all". Numbers that only charts read are left out.

    Raises:
        RunError: there is no table of measures, or one without the value of each replication.
    """
    file = next((folder / "tables" / name for name in FORMS if (folder / "tables" / name).is_file()), None)
    if file is None:
        raise RunError(f"{folder}: the version wrote no table of measures.")
    try:
        table = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file, keep_default_na=False)
        table = table.astype({"value": np.float64, "replication": np.int64})
    except (OSError, ValueError, KeyError) as error:  # a file that was cut short, or a later form
        raise RunError(
            f"{file}: the table of measures cannot be read ({error}). Remove {folder}, and start again."
        ) from None
    missing = [name for name in ("study", "place", "rule_set", "measure", "unit") if name not in table]
    if missing:
        raise RunError(f"{file}: the table of measures has no column {', '.join(missing)}.")
    for name in (*COLUMN, *CELL):
        if name not in table:
            table[name] = "all"
    table = table[~table["unit"].isin(SERIES)]
    today = {
        key: table["measure"].map({old: new[key] for old, new in renames().items()}) for key in ("measure", "unit")
    }
    return table.assign(
        measure=today["measure"].fillna(table["measure"]), unit=today["unit"].fillna(table["unit"]),
        old_name=table["measure"].where(today["measure"].notna(), ""),
    )[[*COLUMN, *CELL, *VALUES, "old_name"]]  # fmt: skip
