"""The baseline of a study examined: its runs beside sourced figures, the figures' own tensions, and what casework is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.calibration.baseline import baseline_table
from sim.calibration.running_casework import Remainder, remainder
from sim.figures.collection import load_world
from sim.figures.contradictions import read_tensions, tensions_of
from sim.figures.coverage import counts
from sim.files.errors import nearest_name
from sim.results.run_study import finished, opened
from sim.results.work import Work
from sim.runs.run import Plan
from sim.runs.scheduler import tables
from sim.study.study import Study


@dataclass(frozen=True)
class Examined:
    """A baseline beside the world.

    Attributes:
        table: one row per figure (:func:`sim.calibration.baseline.baseline_table`).
        tensions: figures that cannot hold together (:func:`sim.figures.contradictions.tensions_of`).
        counts: rows of the collection by what became of them (:func:`sim.figures.coverage.counts`).
        made, reused: runs.
    """

    study: Study
    place: str
    table: pd.DataFrame
    tensions: list[dict[str, Any]]
    remainder: Remainder
    counts: dict[str, Any]
    made: int
    reused: int

    def as_data(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return {
            "study": self.study.name,
            "place": self.place,
            "column": self.study.baseline.name,
            "replications": self.study.replications,
            "rows": self.table.to_dict("records"),
            "tensions": self.tensions,
            "remainder": self.remainder.as_data(),
            "verdicts": dict(Counter(self.table["verdict"])),
            "counts": self.counts,
            "runs": {"made": self.made, "reused": self.reused},
        }


def examine(
    study: Study,
    *,
    place: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Examined:
    """Run what is not finished of the study's baseline, and of nothing else, and hold it against the figures.

    Args:
        place: one of the study's places; the first when left out.
        work: how runs are made, where not by the model.

    Raises:
        ScenarioError: bad input, or the study has no such place.
        RunError: a run failed; finished runs are kept.
    """
    where = study.places[0] if place is None else place
    if where not in study.places:
        raise study.error(
            "the study has no such place", ("places",), found=where, expected=", ".join(study.places),
            nearest=nearest_name(where, study.places),
        )  # fmt: skip
    with opened(study, results, workers, wanted=progress, make=(work or Work()).make) as (runs, folder):
        (found,) = runs.finish([finished(Plan.of(study, folder), where, study.baseline)])
    measures = tables(found.stored, found.runs)
    here = study.baseline.settings[where]
    table = baseline_table(measures, here.place, variant=study.baseline.name, root=study.root)
    world = load_world(study.root / "figures" / "world.yaml")
    units = dict(zip(world["id"], world["unit"], strict=True))
    compared = set(table[table["verdict"] != "not-comparable"]["id"])
    return Examined(
        study=study, place=where, table=table,
        tensions=tensions_of(table, read_tensions(study.root, frozenset(table["id"])), units),
        remainder=remainder(measures, here, table), counts=counts(study.root, compared),
        made=runs.made, reused=runs.reused,
    )  # fmt: skip
