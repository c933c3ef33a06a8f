"""The result of a study: tables, comparisons, charts, the page, and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.hashes import are_whole
from sim.files.writing import write
from sim.report.country.record import CountryTables
from sim.report.manifest import FILE, Manifest
from sim.report.ranges_table import ranges_table
from sim.results import outputs, written_tables
from sim.results.assumptions import comparisons_with_assumptions
from sim.results.chart import ResultChart
from sim.results.comparison import Comparison, compared
from sim.results.missing_chart import no_numbers
from sim.results.named import column_named, place_named
from sim.results.pension_pairs import OF_PAIR_ONLY
from sim.results.stored_tables import names_of, read_tables
from sim.runs.command import command
from sim.runs.run import Plan
from sim.study.column import Column
from sim.study.study import Study

EXCEL = ".excel.csv"  # the ending of a table for a Danish Excel
PAGE = "report.html"


def draw(result: Result, lang: Lang = "en", headings: Lang = "en") -> list[Path]:
    """Write the charts and the pages of a result, and return their paths; the main page is the last."""
    from sim.report import write_report

    tables, folder = (result.measures, result.comparisons, result.manifest), result.folder
    return write_report(*tables, folder, lang, charts=True, country=result.country(), headings=headings)


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
        pairs: of a study of a list of places, the pairs behind its sums (:mod:`sim.results.country.pairs`); else None.
        made, reused: numbers of runs that this call made, and that were finished before.
    """

    study: Study
    folder: Path
    measures: pd.DataFrame
    comparisons: pd.DataFrame
    manifest: Manifest
    pairs: pd.DataFrame | None = None
    made: int = 0
    reused: int = 0

    def __repr__(self) -> str:
        columns = ", ".join(column.name for column in self.study.columns)
        noun = "replication" if self.study.replications == 1 else "replications"
        return f"<Result of {self.study.name}: {columns}; {self.study.replications} {noun}; in {self.folder}>"

    def _repr_html_(self) -> str | None:
        """The first screen of the page, as a notebook shows it. None if several places have no one answer."""
        from sim.report.notebook_view import view

        if len(self.study.places) > 1:
            return None
        return view(self.measures, self.comparisons, self.manifest) or None

    @property
    def has_page(self) -> bool:
        """Whether the folder has the page."""
        return PAGE in self.manifest.files

    def column(self, name: str) -> Column:
        """The column with this full or short name (:func:`sim.results.named.column_named`).

        Raises:
            ScenarioError: no column or several columns fit; the possible ones are listed.
        """
        return column_named(self.study.columns, name)

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
            own = self.measures[~self.measures["measure"].isin(OF_PAIR_ONLY)]
            table = compared(self.study, own, other, [variant])
        return Comparison(variant, other, table)

    def headlines(self, column: str | None = None, lang: Lang = "en") -> pd.DataFrame:
        """The leading changes with their intervals by chance and by assumptions (:func:`sim.results.headlines.headlines`).

        Args:
            column: a full or short name (default: every column but the baseline).
            lang: the language of titles and units.

        Raises:
            ScenarioError: no column or several columns have that name, or the study is one of a list, whose sums are in
                :meth:`country`.
        """
        from sim.results.headlines import headlines

        if self.pairs is not None:
            raise ScenarioError(
                "a study of a list has no headlines of one place",
                found=self.study.places_in,
                do="read result.country()",
            )
        table = headlines(self.measures, self.comparisons, self.manifest, lang)
        return table if column is None else table[table["column"] == self.column(column).name].reset_index(drop=True)

    def proposals(self) -> pd.DataFrame:
        """The table of proposals run alone: work removed, posts that can go, and the paper's claim (:mod:`sim.results.proposals`).

        Work removed comes from columns with staff kept, posts from columns with staff cut; they must not be added.
        The table is empty if the study runs no proposal alone.
        """
        from sim.results.proposals import proposals

        if self.pairs is not None:  # a study of a list keeps too few numbers of a place for this table
            return pd.DataFrame()
        return proposals(self.study, self.measures, self.manifest.break_even)

    def ranges(self) -> pd.DataFrame:
        """The headlines at both ends of each group of leading assumptions (:func:`sim.report.ranges_table.ranges_table`).

        The table is empty if the study names no group and `jobsim sensitivity` has not been run.
        """
        return ranges_table(self.manifest)

    def country(self) -> CountryTables | None:
        """The sums over places, money by payer, norms and spread of a study of a list; None if a study names its places."""
        from sim.results.country.tables import country_tables

        return None if self.pairs is None else country_tables(self.study, self.measures, self.pairs, self.manifest)

    def chart(self, name: str, lang: Lang = "en", place: str | None = None) -> ResultChart:
        """A chart by its name in :data:`sim.report.charts.CHARTS`, such as ``waterfall``.

        Args:
            place: one of the study's places. It may be left out if there is only one.

        Raises:
            ScenarioError: the chart or the place is unknown, or the study has no numbers for the chart.
        """
        from sim.report import draw_chart
        from sim.report.charts import NoNumbersError

        manifest = self.manifest.at(place_named(self.study.places, place))
        try:
            return ResultChart(draw_chart(name, self.measures, self.comparisons, manifest, lang))
        except NoNumbersError:
            raise no_numbers(name, self.study.argument, self.measures, self.comparisons, manifest) from None

    def draw(self, lang: Lang = "en", headings: Lang = "en") -> list[Path]:
        """Write charts and pages in a language, and return their paths; the main page is the last.

        English is in ``charts/`` and ``report.html``, Danish in ``charts.da/`` and ``report.da.html``. A study of several
        places has a folder of charts and a page for each. ``headings`` is the language of the headings of the charts' CSV.

        Raises:
            ScenarioError: the folder is not writable.
            RunError: the disk is full.
        """
        paths: list[Path] = []

        def write() -> list[Path]:
            paths.extend(draw(self, lang, headings))
            return paths

        self.manifest = outputs.add(self.folder, self.manifest, write, lambda name: _language(name) == lang)
        return paths

    def save(self, draw: Callable[[Result], Sequence[Path]] | None = draw) -> None:
        """Write tables, charts, pages and, last, the manifest. Each file is written completely or not at all.

        Nothing is written if the folder has this result, every file is as the manifest says, and no page is missing.

        Args:
            draw: writes charts and pages, and returns their paths; None for the tables alone. Charts and pages of the same
                result then stay, if the folder has them.

        Raises:
            ScenarioError: the folder is not writable.
            RunError: the disk is full.
        """
        self.comparisons = comparisons_with_assumptions(self.measures, self.comparisons, self.manifest)
        before = outputs.earlier(self.folder)
        if before is not None and outputs.is_same(before, self.manifest):
            self.manifest = before
            if (self.has_page or draw is None) and before.files and are_whole(self.folder, before.files):
                return
        self.manifest = self.manifest.model_copy(update={"files": {}})
        self.manifest = outputs.rewrite(
            self.folder, self.manifest, lambda: [*self.save_tables(), *(draw(self) if draw else ())]
        )

    def save_tables(self) -> list[Path]:
        """Write the tables of the result (:func:`sim.results.written_tables.contents`), and return the paths."""
        contents = written_tables.contents(self)
        for name, content in contents.items():
            write(self.folder / "tables" / name, content)
        return [self.folder / "tables" / name for name in contents]

    def excel(self, headings: Lang = "en") -> list[Path]:
        """Write each table, and the numbers of each chart, once more for a Danish Excel, and return the paths.

        ``NAME.excel.csv`` lies beside ``NAME.csv``. It has `;`, decimal commas, no text that Excel takes for a date or a
        formula, and headings in the language ``headings``.

        Raises:
            ScenarioError, RunError: as :meth:`save`.
        """
        from sim.report.excel import save_excel

        tables = written_tables.spreadsheets(self)
        paths: list[Path] = []

        def write() -> list[Path]:
            paths.extend(save_excel(tables, self.measures, self.comparisons, self.manifest, self.folder, headings))
            return paths

        self.manifest = outputs.add(self.folder, self.manifest, write, lambda name: name.endswith(EXCEL))
        return paths

    @classmethod
    def read(cls, study: Study, folder: Path) -> Result:
        """The result that an earlier call wrote into a folder.

        Raises:
            ScenarioError: the folder has no finished results of this study, or the study has changed since.
        """
        do = command(study, results=folder.parent)
        outputs.check_owner(study, folder)
        manifest = outputs.finished(folder, do)
        if manifest.inputs != Plan.of(study, folder).inputs:
            raise ScenarioError(
                "the study, or a file that it names, has changed since these results were made",
                file=str(folder / FILE),
                do=do,
            )
        names = [f"tables/{name}.parquet" for name in names_of(study)]
        if not are_whole(folder, {name: manifest.files.get(name, "") for name in names}):
            raise ScenarioError(
                "a table is missing, or it is not the one that the study wrote", file=str(folder / "tables"), do=do
            )
        measures, comparisons, pairs = read_tables(study, folder)
        return cls(study.with_replications(manifest.replications), folder, measures, comparisons, manifest, pairs)


def _language(name: str) -> Lang | None:
    """The language of a chart or page of a result, by its name; None for tables and for other formats."""
    if (not name.startswith("charts") and not name.endswith(".html")) or name.endswith(EXCEL):
        return None
    return "da" if name.startswith("charts.da/") or name.endswith(".da.html") else "en"
