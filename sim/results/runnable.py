"""A study that can be run: the return value of ``sim.load``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from sim.engine import Engine
from sim.results.result import Result
from sim.results.run_study import conduct
from sim.results.work import Work
from sim.study.load import load
from sim.study.study import Study


@dataclass(frozen=True)
class RunnableStudy(Study):
    """A study with a method that runs it."""

    def run(
        self,
        *,
        results: str | Path | None = None,
        workers: int | None = None,
        engine: Engine = "kernel",
        replications: int | None = None,
        progress: bool = True,
        excel: bool = False,
        work: Work | None = None,
    ) -> Result:
        """Make the missing runs, compare the columns, and write tables, charts and the report.

        Args:
            results: folder of results (default ``results`` in the current folder).
            workers: processes (default: one for each processor).
            engine: ``kernel`` or ``reference``. The reference always runs, and its logs must equal the stored ones.
            replications: number of replications (default: the number in the file).
            progress: whether to show progress on the terminal.
            excel: whether to write the tables for a Danish Excel too (:meth:`Result.excel`).
            work: functions that make runs and draw the result (default: the model and the report).

        Raises:
            ScenarioError: invalid input.
            RunError: a run failed. Finished runs are kept.
        """
        study = self.with_replications(replications)
        result = conduct(study, results=results, workers=workers, engine=engine, progress=progress, work=work)
        if excel:
            result.excel()
        return result


def runnable(study: Study) -> RunnableStudy:
    """The same study with the method ``run``."""
    return RunnableStudy(**{field.name: getattr(study, field.name) for field in fields(study)})


def load_runnable(name_or_path: str | Path, root: Path | None = None) -> RunnableStudy:
    """A study by name or path (:func:`sim.study.load.load`), with the method ``run``."""
    return runnable(load(name_or_path, root))
