"""Hold a finished study against the world and against the papers."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from sim.calibration.doctor import place_of
from sim.files.entry import Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import read_entry
from sim.files.paths import results_dir
from sim.files.writing import write
from sim.law.clauses.reform import ReformFile
from sim.results import outputs
from sim.results.baseline import baseline_table
from sim.results.chart import LANGUAGES
from sim.results.result import Result
from sim.study.study import Study
from sim.validation.paper_file import Papers, read_papers
from sim.validation.papers import paper_rows
from sim.validation.row import Row
from sim.validation.world import counts, world_rows

FILE = "tables/validation.csv"
Family = Literal["world", "papers"]
HELD = (
    "simulated", "chance_low", "chance_high", "assumptions_low", "assumptions_high", "widest_low", "widest_high", "verdict",
    "so_far", "limit",
)  # fmt: skip
COLUMNS = [
    "place", "id", "family", "paper", "measure", "unit", "stated", "low", "high", *HELD, "ratio", *(f"cut_{name}" for name in HELD),
    "nature", "of", "use", "break_even_days", "arithmetic", "arithmetic_result", "assumptions_run", "assumptions_not_run",
    "at", "text", "source", "note",
]  # fmt: skip


@dataclass(frozen=True)
class Validated:
    """A study held against figures.

    Attributes:
        rows: every row that was asked for: the world first, then paper by paper.
        titles: name of each paper -> its title.
        world: use -> figures inside, outside and not comparable (:func:`sim.validation.world.counts`).
        with_papers: figures inside and all comparable ones if the papers' own figures of today are counted as well, as
            `jobsim doctor baseline` and the page do.
        file: the table in the folder of results, with every row.
    """

    study: Study
    place: str
    rows: list[Row]
    titles: dict[str, Title]
    world: dict[str, dict[str, int]]
    with_papers: tuple[int, int]
    file: Path

    def of_family(self, family: Family) -> list[Row]:
        """The rows of a family."""
        return [row for row in self.rows if row.family == family]

    def as_data(self) -> dict[str, Any]:
        """The data that ``--json`` prints."""
        verdicts = {
            family: dict(Counter(row.keep.verdict for row in self.rows if row.family == family))
            for family in ("world", "papers")
        }
        return {
            "study": self.study.name, "place": self.place, "replications": self.study.replications, "file": str(self.file),
            "verdicts": verdicts, "world": self.world, "rows": [row.as_data() for row in self.rows],
        }  # fmt: skip


def validate(
    study: Study,
    *,
    place: str | None = None,
    family: Family | None = None,
    paper: str | None = None,
    results: str | Path | None = None,
) -> Validated:
    """Read the finished result of a study, hold it against every number, and write the table of all numbers.

    No run is made.

    Args:
        place: one of the study's places (default: the first).
        family: ``world`` or ``papers`` (default: both).
        paper: name of a paper's file in ``reforms/`` (default: all).
        results: folder of results (default ``results`` in the current folder).

    Raises:
        ScenarioError: the study is not finished, or has changed; there is no such place or paper; a file is invalid.
        RunError: the disk is full.
    """
    name, papers = place_of(study, place), read_papers(study.root)
    if paper is not None and paper not in papers.names():
        raise ScenarioError(
            "there is no such paper",
            found=paper,
            expected=", ".join(papers.names()),
            nearest=nearest_name(paper, papers.names()),
        )
    result = Result.read(study, results_dir(results) / study.name)
    own, root = result.study.baseline.settings[name], study.root
    table = baseline_table(result.measures, own.place, own.people, variant=study.baseline.name, root=root)
    world = world_rows(table, root, name)
    rows = [*world, *_by_paper(papers, paper_rows(result, name, papers, table))]
    file = _written(result, name, rows)
    shown = [row for row in rows if (family in (None, row.family)) and (paper in (None, row.paper))]
    inside, outside = (int((table["verdict"] == word).sum()) for word in ("inside", "outside"))
    titles = {
        each: read_entry(ReformFile, root, "reforms", each).title or Title(en=each, da=each) for each in papers.names()
    }
    return Validated(result.study, name, shown, titles, counts(world), (inside, inside + outside), file)


def _by_paper(papers: Papers, rows: list[Row]) -> list[Row]:
    """The rows of each paper together, in the order of the file."""
    return [row for name in papers.names() for row in rows if row.paper == name]


def _written(result: Result, place: str, rows: list[Row]) -> Path:
    """Write the table into the folder of results, and list it in the manifest. A later result of the study removes it."""
    text = pd.DataFrame([_flat(place, row) for row in rows], columns=COLUMNS).to_csv(index=False, lineterminator="\n")
    path = result.folder / FILE
    table = pd.read_csv(io.StringIO(text))

    def writes() -> list[Path]:
        write(path, text)
        return [path, *_charts(result, place, table)]

    result.manifest = outputs.add(result.folder, result.manifest, writes, lambda name: name == FILE or _is_chart(name))
    return path


def _is_chart(name: str) -> bool:
    return name.startswith("charts") and "/validation." in name


def _charts(result: Result, place: str, table: pd.DataFrame) -> list[Path]:
    """Write the chart in both languages, if a run has a number of the papers, and return the paths."""
    from sim.report.charts import NoNumbersError, write_chart
    from sim.report.charts.own import drawn
    from sim.report.charts.validation import draw_validation, validation_numbers

    try:
        numbers = validation_numbers(table)
    except NoNumbersError:
        return []
    manifest, paths = result.manifest.at(place), []
    for lang, folder in LANGUAGES:
        chart = drawn("validation", numbers, draw_validation, manifest, lang)
        inner = result.folder / folder if len(result.study.places) == 1 else result.folder / folder / place
        paths += write_chart(chart, inner)
    return paths


def _flat(place: str, row: Row) -> dict[str, Any]:
    """A row as cells of a table."""
    data = row.as_data()
    cut = {} if row.cut is None else {f"cut_{name}": value for name, value in row.cut.as_data().items()}
    own = "" if row.redone is None else row.redone.words
    result = None if row.redone is None else row.redone.result
    lists = {name: " ".join(data[name]) for name in ("assumptions_run", "assumptions_not_run")}
    return data | cut | lists | {"place": place, "arithmetic": own, "arithmetic_result": result}
