"""A study that can be run: the return value of ``sim.load``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, cast, overload

from sim.engine import Engine
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.hashes import of_scenarios
from sim.files.paths import scenarios_dir
from sim.results.result import Result
from sim.results.run_study import Again, conduct
from sim.results.work import Work
from sim.study.load import load
from sim.study.set_values import named_after, with_values
from sim.study.study import Study

if TYPE_CHECKING:  # each method imports its own analysis, so that a study is read without all of them
    from sim.journal.twin import Twins
    from sim.journal.why import TwinJournals
    from sim.results.chart import ResultChart
    from sim.results.frontier.analysis import Frontier
    from sim.results.indices.analysis import Indices
    from sim.results.indices.design import Method as IndexMethod
    from sim.results.options import SearchOptions, SensitivityOptions, UncertaintyOptions
    from sim.results.sensitivity.analysis import Method as OneAtATime
    from sim.results.sensitivity.analysis import Sensitivity
    from sim.results.uncertainty.analysis import Uncertainty


@dataclass(frozen=True)
class RunnableStudy(Study):
    """A study with a method that runs it.

    Attributes:
        scenarios: hash of the scenarios folder before the study was read; "" if it is not known.
    """

    scenarios: str = ""

    def with_values(self, values: Mapping[str, str]) -> RunnableStudy:
        """The study with values set (:func:`sim.study.set_values.with_values`). Its results get a folder of their own.

        >>> import sim
        >>> fewer = sim.load("aalborg").with_values({"team_places.per_week": "30", "tracking.per_open_duty": "low"})

        Raises:
            ScenarioError: the study has no such value, the value has no range, or the quantity lies outside the range.
        """
        return named_after(with_values(self, values))

    def run(
        self,
        *,
        results: str | Path | None = None,
        workers: int | None = None,
        engine: Engine = "kernel",
        replications: int | None = None,
        logs: bool = False,
        progress: bool = True,
        excel: bool = False,
        headings: Lang = "en",
        work: Work | None = None,
        again: Again = None,
        dask: str | None = None,
        limit: float | None = None,
        report: bool = True,
    ) -> Result:
        """Make the missing runs, compare the columns, and write tables, charts and the report.

        >>> import sim
        >>> quick = sim.load("example").run(report=False)
        >>> quick.headlines()

        Args:
            results: folder of results (default ``results`` in the current folder).
            workers: processes (default: one for each processor).
            engine: ``kernel`` or ``reference``. The reference always runs, and its logs must equal the stored ones.
            replications: number of replications (default: the number in the file).
            logs: whether to keep the log of replication 1 of every column and place, in the folder ``runs``.
            progress: whether to show progress on the terminal.
            excel: whether to write the tables for a Danish Excel too (:meth:`Result.excel`).
            headings: the language of the headings of these tables.
            work: functions that make runs and draw the result (default: the model and the report).
            dask: address of a Dask scheduler whose workers make the runs (docs/machines.md).
            limit: seconds that a run may take on a Dask worker.
            again: a replication whose runs are made again, or ``all``. Their logs must equal those of the stored runs.
            report: whether to draw all charts and the page, which takes half a minute. Without them the tables are written,
                :meth:`Result.chart` draws single charts, and a later call with ``report=True`` draws the rest.

        Raises:
            ScenarioError: invalid input.
            RunError: a run failed. Finished runs are kept.
        """
        study = self.with_replications(replications)
        result = conduct(
            study, results=results, workers=workers, engine=engine, logs=logs, progress=progress, work=work,
            scenarios=self.scenarios, again=again, dask=dask, limit=limit,
            report=report,
        )  # fmt: skip
        if excel:
            result.excel(headings)
        return result

    @overload
    def sensitivity(self, method: OneAtATime = "oat", **options: Unpack[SensitivityOptions]) -> Sensitivity: ...
    @overload
    def sensitivity(self, method: IndexMethod, **options: Unpack[SensitivityOptions]) -> Indices: ...
    def sensitivity(
        self, method: OneAtATime | IndexMethod = "oat", **options: Unpack[SensitivityOptions]
    ) -> Sensitivity | Indices:
        """How far values without a measurement move the headlines.

        ``oat`` sets each group of leading assumptions to both ends of its range (:func:`sim.results.sensitivity.analysis.analyse`).
        The other methods sample all of them (:func:`sim.results.indices.analysis.analyse`).

        >>> import sim
        >>> done = sim.load("aalborg").sensitivity("morris", groups=["contact", "tracking"], samples=10)
        >>> done.table

        Args:
            method: ``oat``, ``morris``, ``sobol`` or ``shapley``.
            options: :class:`sim.results.options.SensitivityOptions`.

        Raises:
            ScenarioError: invalid input.
            RunError: a run failed. Finished runs are kept.
        """
        from sim.results.indices.analysis import analyse as analyse_indices
        from sim.results.indices.design import METHODS
        from sim.results.sensitivity.analysis import analyse

        if method in METHODS:
            return analyse_indices(self, method, **options)
        if options.pop("samples", None) is not None:
            raise ScenarioError(
                "a number of samples belongs to another method", found=method, expected=", ".join(METHODS),
                do="give `replications` for oat",
            )  # fmt: skip
        return analyse(self, method=cast("OneAtATime", method), **options)  # type: ignore[misc]

    def uncertainty(self, *, claim: str | None = None, **options: Unpack[UncertaintyOptions]) -> Uncertainty:
        """All values sampled together (:func:`sim.results.uncertainty.analysis.analyse`).

        >>> import sim
        >>> done = sim.load("aalborg").uncertainty(samples=200, claim="hours_asked < -20000")
        >>> done.shares

        Args:
            claim: such as ``hours_asked < -20000`` (default: that of the study's key ``uncertainty``).
            options: :class:`sim.results.options.UncertaintyOptions`.

        Raises:
            ScenarioError: invalid input, or a sample makes no sense.
            RunError: a run failed. Finished runs are kept.
        """
        from sim.results.uncertainty.analysis import analyse

        return analyse(self, claimed=claim, **options)

    def journals(
        self,
        against: str,
        *,
        rules: str | None = None,
        practice: str | None = None,
        against_practice: str | None = None,
        replication: int = 1,
        place: str | None = None,
    ) -> TwinJournals:
        """The same people under two rule sets, citizen by citizen (:func:`sim.journal.why.journals`). This makes two runs.

        >>> import sim
        >>> both = sim.load("example").journals("freed-six-cities")
        >>> both.twins(both.differing.most(1)[0]).table()

        Args:
            against: the other rule set; it may be the same rule set with another practice.
            rules: the first rule set (default: the study's baseline).
            practice: its practice (default: the practice that the study gives these rules).
            against_practice: the practice of the other rule set (default: likewise).
            replication: from 1.
            place: default: the study's first place.

        Raises:
            ScenarioError: a name is unknown, or a file has an error.
        """
        from sim.journal.why import journals

        return journals(
            self, against, rules=rules, practice=practice, against_practice=against_practice, replication=replication,
            place=place,
        )  # fmt: skip

    def twin_chart(self, twins: Twins, lang: Lang = "en") -> ResultChart:
        """The chart of one citizen's two histories (:func:`sim.results.twin_chart.twin_chart`).

        Args:
            twins: of :meth:`journals` of this study.
            lang: ``en`` or ``da``.
        """
        from sim.results.twin_chart import twin_chart

        return twin_chart(self, twins, lang)

    def optimise(self, **options: Unpack[SearchOptions]) -> Frontier:
        """Practice values searched for two aims at once (:func:`sim.results.frontier.analysis.optimise`).

        >>> import sim
        >>> done = sim.load("aalborg").optimise(trials=64)
        >>> done.frontier

        Args:
            options: :class:`sim.results.options.SearchOptions`.

        Raises:
            ScenarioError: invalid input, or Optuna is not installed.
            RunError: a run failed. Finished runs are kept.
        """
        from sim.results.frontier.analysis import optimise

        return optimise(self, **options)


def runnable(study: Study, scenarios: str = "") -> RunnableStudy:
    """The same study with the method ``run``. ``scenarios`` is the hash of its folder (:class:`RunnableStudy`)."""
    return RunnableStudy(**{field.name: getattr(study, field.name) for field in fields(Study)}, scenarios=scenarios)


def load_runnable(name_or_path: str | Path, root: Path | None = None) -> RunnableStudy:
    """A study by name or path (:func:`sim.study.load.load`), with the method ``run``."""
    root = root or scenarios_dir()
    scenarios = of_scenarios(root)
    return runnable(load(name_or_path, root), scenarios)
