"""The manifest of an analysis with a table of its own. Its charts take title, seed, names and the runs behind them from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sim.files.entry import Title
from sim.report.manifest import Manifest
from sim.results.describe import manifest_of
from sim.runs.run import Plan
from sim.runs.scheduler import Runs


def own_manifest(
    plan: Plan, runs: Runs, replications: int, labels: Mapping[str, Mapping[str, Title]] | None = None
) -> Manifest:
    """The manifest of finished runs.

    Args:
        replications: those behind each number.
        labels: kind of name -> name -> title, besides those of the study.
    """
    bare = manifest_of(plan, [], [], cuts=[], bounds=[], reinvestments=[], saved=[], alone=[])
    keys = "\n".join(sorted(key for key, _ in runs.seen))
    own = {kind: {**bare.labels.get(kind, {}), **names} for kind, names in (labels or {}).items()}
    return bare.model_copy(
        update={
            "run_hash": hashlib.sha256(keys.encode()).hexdigest(), "replications": replications,
            "labels": {**bare.labels, **own},
        }
    )  # fmt: skip
