"""The uncertainty of a study: one sampling of all its values, and what the samples say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.writing import write
from sim.report.uncertainty_record import UncertaintyRecord
from sim.report.uncertainty_table import both_table, claims_table, shares_table, uncertainty_tables, worth_table
from sim.results.chart import ResultChart
from sim.results.result import PAGE, Result
from sim.results.run_study import opened
from sim.results.sensitivity.analysis import asked_of
from sim.results.uncertainty.factors import factors_of
from sim.results.uncertainty.findings import budget, csv_of, known_claim, recorded
from sim.results.uncertainty.kept import calibrated, keep
from sim.results.uncertainty.sample import sample
from sim.results.uncertainty.sampled import Sampled
from sim.results.uncertainty.simulate import as_they_are, differences, hash_of
from sim.results.work import Work
from sim.runs.command import resumed
from sim.runs.run import Plan
from sim.study.sampling import calibration_of, check_samples, claim
from sim.study.study import Study

CHARTS = ("uncertainty", "shares", "share-heat", "claim")


@dataclass(frozen=True)
class Uncertainty(Sampled):
    """A finished uncertainty analysis. The manifest has its record (``uncertainty``)."""

    @property
    def record(self) -> UncertaintyRecord:
        assert self.manifest.uncertainty is not None
        return self.manifest.uncertainty

    @property
    def intervals(self) -> pd.DataFrame:
        """Both intervals of each headline (:func:`sim.report.uncertainty_table.both_table`)."""
        return both_table(self.record)

    @property
    def shares(self) -> pd.DataFrame:
        """The shares of the variance by factor and by grade (:func:`sim.report.uncertainty_table.shares_table`)."""
        return shares_table(self.record)

    @property
    def claims(self) -> pd.DataFrame:
        """Where the claim holds (:func:`sim.report.uncertainty_table.claims_table`)."""
        return claims_table(self.record)

    @property
    def worth(self) -> pd.DataFrame:
        """What to measure first (:func:`sim.report.uncertainty_table.worth_table`)."""
        return worth_table(self.record)

    def chart(self, name: str = "shares", lang: Lang = "en", place: str | None = None) -> ResultChart:
        """A chart: ``uncertainty``, ``shares``, ``share-heat`` or ``claim``."""
        return self.drawn(name, lang, place)


def analyse(
    study: Study,
    *,
    samples: int | None = None,
    values: Sequence[str] | str | None = None,
    source: str | None = None,
    claimed: str | None = None,
    replications: int | None = None,
    measured: str | None = None,
    column: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Uncertainty:
    """Sample the values of a study together, and say what the differences depend on.

    What is not given is as the study's key ``uncertainty`` says. If the folder has the finished result of the same study, its
    page gets the findings too.

    Args:
        samples: number of samples.
        values: ``all``, ``leading``, or names of groups and paths of values.
        source: ``ranges``, or ``calibration NAME`` for its kept set.
        claimed: such as ``hours_asked < -20000`` (default: the first leading headline keeps the sign that it has).
        replications: pairs of runs with the values as they are (default: the study's number).
        measured: length of the measured window, such as ``1 year`` (default: the study's).
        column: the compared column (default: the first variant with all staff).
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).

    Raises:
        ScenarioError: invalid input, a sample makes no sense, or the study compares no column with all staff.
        RunError: a run failed. Finished runs are kept, and the same call continues with the others.
    """
    whole, work, asked = study, work or Work(), study.sampling
    number = check_samples(asked.samples if samples is None else samples)
    said = asked.claim if claimed is None else claimed
    wanted = None if said is None else known_claim(claim(said))
    study, pair = asked_of(study, replications, measured, column)
    origin = asked.source if source is None else source
    name = calibration_of(origin)
    found = None if name is None else calibrated(name, results)
    factors = factors_of(study, pair, asked.moved if values is None else values, found)
    drawn = sample(factors.moved, number, study.seed)
    with opened(study, results, workers, wanted=progress, make=work.make) as (runs, folder):
        plan = Plan.of(study, folder)
        runs.repeat = resumed(["uncertainty", study.argument], results)
        runs.progress.say(budget(study, factors, number))
        base, comparisons, manifest = as_they_are(runs, plan, pair)
        sampled = differences(runs, plan, manifest, pair, drawn)
        for note in runs.store.notes:
            runs.progress.say(note)
        runs.progress.say("Looking for what the samples say …")
        record = recorded(study, pair, drawn, factors, base, sampled, manifest, wanted, origin)
        manifest = manifest.model_copy(update={"uncertainty": record, "run_hash": hash_of(runs)})
        if column is None:
            keep(plan, record)
        done = Uncertainty(
            study, folder, base, comparisons, manifest, drawn, sampled, factors, made=runs.made, reused=runs.reused
        )
        files = _samples(done)
        page = _onto_page(whole, folder, record, work) if measured is None and column is None else None
        return replace(done, files=(*files, *(page or _written(done))))


def _samples(done: Uncertainty) -> tuple[Path, ...]:
    """Write the samples, their differences, and the values that stay as they are."""
    unmoved = pd.DataFrame(
        [[u.address, u.value, u.grade, u.why.en] for u in done.factors.unmoved],
        columns=["address", "value", "grade", "why"],
    )
    tables = {"samples": done.samples, "sample-differences": done.differences, "not-sampled": unmoved}
    paths = []
    for name, table in tables.items():
        paths.append(done.folder / "tables" / f"{name}.csv")
        write(paths[-1], csv_of(table))
    return tuple(paths)


def _onto_page(study: Study, folder: Path, record: UncertaintyRecord, work: Work) -> tuple[Path, ...] | None:
    """Write the finished result of the study again, with the record. None if the folder has none of this study.

    A result without a page gets no page: its tables are written.
    """
    try:
        result = Result.read(study, folder)
    except ScenarioError:
        return None
    has_page = result.has_page
    result.manifest = result.manifest.model_copy(update={"uncertainty": record, "files": {}})
    result.save(work.draw if has_page else None)
    own = [name for name in result.manifest.files if name.startswith("tables/uncertainty") or _is_chart(name)]
    return tuple(folder / name for name in (*own, *((PAGE,) if has_page else ())))


def _is_chart(name: str) -> bool:
    return any(f"/{chart}." in name for chart in CHARTS)


def _written(done: Uncertainty) -> tuple[Path, ...]:
    """The tables and the charts, without a page."""
    paths = []
    for name, table in uncertainty_tables(done.record).items():
        paths.append(done.folder / "tables" / f"{name}.csv")
        write(paths[-1], csv_of(table))
    return (*paths, *done.write_charts({name: name for name in CHARTS}))
