"""The chart of one citizen under two rule sets, with the source line of the two runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sim.files.entry import Lang
from sim.journal.twin import Twins
from sim.journal.why import column
from sim.results.chart import ResultChart
from sim.results.describe import manifest_of
from sim.runs.run import Plan
from sim.study.study import Study


def twin_chart(study: Study, twins: Twins, lang: Lang = "en") -> ResultChart:
    """Two lanes of one citizen's events (:mod:`sim.report.charts.twins`).

    Args:
        study: the study that both histories are of.

    Raises:
        ScenarioError: the language is neither en nor da.
    """
    from sim.report.charts.own import drawn
    from sim.report.charts.twins import draw_twins, twin_numbers

    plan = Plan.of(study, Path())
    bare = manifest_of(plan, [], [], cuts=[], bounds=[], reinvestments=[], saved=[], alone=[])
    sides = (twins.one, twins.other)
    columns = [column(study, each.rules, each.practice) for each in sides]
    keys = [plan.run(side.place, own, side.replication).key for side, own in zip(sides, columns, strict=True)]
    run_hash = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
    manifest = bare.model_copy(update={"run_hash": run_hash, "replications": 1})
    return ResultChart(drawn("twins", twin_numbers(twins), draw_twins, manifest, lang))
