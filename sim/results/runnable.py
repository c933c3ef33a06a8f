"""A study that can be run: what ``sim.load`` returns."""

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
        work: Work | None = None,
    ) -> Result:
        """Run what is not finished yet, compare, and write tables, charts and the report.

        Args:
            results: folder of results (default ``results`` in the current folder).
            workers: processes (default: one for each processor).
            engine: ``kernel`` or ``reference``; the latter always runs, and its logs must equal the stored ones.
            replications: another number than the file's.
            progress: show it on the terminal.
            work: how runs are made and the result is drawn, where not by the model and the report.

        Raises:
            ScenarioError: bad input.
            RunError: a run failed; finished runs are kept.
        """
        study = self.with_replications(replications)
        return conduct(study, results=results, workers=workers, engine=engine, progress=progress, work=work)


def runnable(study: Study) -> RunnableStudy:
    """The same study, with its method ``run``."""
    return RunnableStudy(**{field.name: getattr(study, field.name) for field in fields(study)})


def load_runnable(name_or_path: str | Path, root: Path | None = None) -> RunnableStudy:
    """A study by name or path (:func:`sim.study.load.load`), with its method ``run``."""
    return runnable(load(name_or_path, root))
