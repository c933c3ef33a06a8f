"""The result of a study: tables, comparisons, charts, the page, and their files."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.files.entry import Lang
from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.manifest import FILE, Manifest
from sim.results.comparison import Comparison, compared
from sim.study.column import Column
from sim.study.study import Study

if TYPE_CHECKING:
    from sim.report.charts import DrawnChart

TABLES = ("measures", "comparisons")


def draw(result: Result) -> None:
    """Write the charts and the page of a result."""
    result.charts()
    result.report()


@dataclass
class ResultChart:
    """A chart of a result, as numbers and as a picture."""

    drawn: DrawnChart

    def numbers(self) -> pd.DataFrame:
        """The numbers of the chart as a tidy table."""
        return self.drawn.numbers.copy()

    def save(self, path: str | Path) -> Path:
        """Write the picture and, beside it, its numbers as CSV. The ending of the name gives the format: png, svg or pdf.

        Raises:
            ScenarioError: the ending is another one.
        """
        if user_path(path).suffix.lower() not in {".png", ".svg", ".pdf"}:
            raise ScenarioError(
                "a chart can be saved only as png, svg or pdf", found=str(path), expected="a name such as hours.pdf"
            )
        return self.drawn.save(path)


@dataclass
class Result:
    """A finished study.

    Attributes:
        study: the study.
        folder: the folder of its files.
        measures: tidy, one row per number: ``study, place, rule_set, practice, capacity, replication, group, team,
            activity, need, measure, unit, value``.
        comparisons: paired differences of every column against the study's baseline, with intervals.
        manifest: the description of the results.
        made: number of runs that this call made.
        reused: number of runs that were already finished.
    """

    study: Study
    folder: Path
    measures: pd.DataFrame
    comparisons: pd.DataFrame
    manifest: Manifest
    made: int = 0
    reused: int = 0

    def __repr__(self) -> str:
        columns = ", ".join(column.name for column in self.study.columns)
        noun = "replication" if self.study.replications == 1 else "replications"
        return f"<Result of {self.study.name}: {columns}; {self.study.replications} {noun}; in {self.folder}>"

    # --- comparing
    def column(self, name: str) -> Column:
        """The column with this full or short name.

        A short name is one or more of the parts of ``rules/practice/capacity``, in that order. It must fit exactly one
        column. As an exception, the name of a rule set alone means its first column in the study, which is its headline.

        Raises:
            ScenarioError: no column or several columns fit; the possible ones are listed.
        """
        columns = self.study.columns
        parts = name.split("/")  # the user's text; a column's own name is never split
        fits = [column for column in columns if name == column.name or _in_order(parts, column)]
        if len(parts) == 1 and fits and all(column.rules == name for column in fits):
            fits = fits[:1]
        if len(fits) == 1:
            return fits[0]
        shown = fits or columns
        near = nearest_name(name, [part for column in columns for part in (*column.names, column.name)])
        raise ScenarioError(
            "several columns have this name" if fits else "the study has no such column",
            found=name,
            expected=", ".join(column.name for column in shown),
            nearest=None if fits else near,
        )

    def compare(self, column: str, baseline: str | None = None) -> Comparison:
        """Paired differences between a column and another one (default: the study's baseline).

        Raises:
            ScenarioError: no column or several columns have that name.
        """
        variant, other = self.column(column), self.column(baseline) if baseline else self.study.baseline
        if variant == other:
            raise ScenarioError("a column cannot be compared with itself", found=variant.name, expected="two columns")
        if other == self.study.baseline:
            table = self.comparisons[self.comparisons["variant"] == variant.name].reset_index(drop=True)
        else:
            table = compared(self.study, self.measures, other, [variant])
        return Comparison(variant, other, table)

    def proposals(self) -> pd.DataFrame:
        """The table of proposals run alone: hours freed, posts saved, and the paper's claim (:mod:`sim.results.proposals`).

        Hours come from columns with staff kept, posts and DKK from columns with staff cut; they must not be added.
        The table is empty if the study runs no proposal alone.
        """
        from sim.results.proposals import proposals

        return proposals(self.study, self.measures, self.manifest.break_even)

    # --- showing
    def chart(self, name: str, lang: Lang = "en") -> ResultChart:
        """A chart by its name in :data:`sim.report.charts.CHARTS`, such as ``waterfall``.

        Raises:
            ScenarioError: the chart is unknown, or the study has no numbers for it.
        """
        from sim.report import draw_chart
        from sim.report.charts import NoNumbersError

        try:
            return ResultChart(draw_chart(name, self.measures, self.comparisons, self.manifest, lang))
        except NoNumbersError:
            raise ScenarioError("the study has no numbers for this chart", found=name) from None

    def report(self, lang: Lang = "en") -> Path:
        """Write the page (``report.html``, ``report.da.html``) and return its path."""
        from sim.report import write_report

        return write_report(self.measures, self.comparisons, self.manifest, self.folder, lang)

    def charts(self, lang: Lang = "en") -> list[Path]:
        """Write every chart and its numbers into ``charts/`` and return the paths."""
        from sim.report import save_charts

        return save_charts(self.measures, self.comparisons, self.manifest, self.folder / "charts", lang)

    # --- keeping
    def save(self, draw: Callable[[Result], None] = draw) -> None:
        """Write tables, charts, page and, last, the manifest. Each file is written completely or not at all.

        Args:
            draw: writes charts and page.

        Raises:
            ScenarioError: the folder is not writable.
            RunError: the disk is full.
        """
        if not self._drawn():
            self.save_tables()
            draw(self)
            self.manifest.write(self.folder)

    def save_tables(self) -> None:
        """Write ``tables/measures`` and ``tables/comparisons`` as CSV and Parquet.

        ``tables/proposals.csv`` is written if the study runs a proposal alone.
        """
        for name in TABLES:
            table: pd.DataFrame = getattr(self, name)
            stream = io.BytesIO()
            table.to_parquet(stream, index=False)
            write(self.folder / "tables" / f"{name}.parquet", stream.getvalue())
            write(self.folder / "tables" / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
        alone = self.proposals()
        if not alone.empty:
            write(self.folder / "tables" / "proposals.csv", alone.to_csv(index=False, lineterminator="\n"))

    def excel(self) -> list[Path]:
        """Write each table, and the numbers of each chart, once more for a Danish Excel, and return the paths.

        ``NAME.excel.csv`` lies beside ``NAME.csv``. It has `;`, decimal commas, and no text that Excel takes for a date
        or a formula.

        Raises:
            ScenarioError, RunError: as :meth:`save`.
        """
        from sim.report.excel import save_excel

        alone = self.proposals()
        tables = {name: getattr(self, name) for name in TABLES} | ({} if alone.empty else {"proposals": alone})
        return save_excel(tables, self.measures, self.comparisons, self.manifest, self.folder)

    def _drawn(self) -> bool:
        """Whether the files of this result exist already. The manifest is written last, so an equal one implies the others."""
        files = [self.folder / "report.html", *(self.folder / "tables" / f"{name}.csv" for name in TABLES)]
        try:
            same = (self.folder / FILE).read_text(encoding="utf-8") == self.manifest.text()
        except OSError:
            return False
        return same and all(file.exists() for file in files)

    @classmethod
    def read(cls, study: Study, folder: Path) -> Result:
        """The result that an earlier call wrote into a folder.

        Raises:
            ScenarioError: the folder has no finished results.
        """
        try:
            manifest = Manifest.read(folder)
            measures, comparisons = (pd.read_parquet(folder / "tables" / f"{name}.parquet") for name in TABLES)
        except (OSError, ValueError) as error:
            raise ScenarioError(
                "the folder has no finished results of this study",
                file=str(folder),
                found=getattr(error, "strerror", None) or str(error),
                do=f"jobsim run {study.name}",
            ) from error
        return cls(study.with_replications(manifest.replications), folder, measures, comparisons, manifest)


def _in_order(parts: Sequence[str], column: Column) -> bool:
    """Whether the parts are among the column's names, in the same order."""
    names = iter(column.names)
    return all(part in names for part in parts)
