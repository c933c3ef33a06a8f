"""The kinds of scenario file, and the kind of a given file."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import BaseModel

from sim.authoring.schemas.practice import PracticeFile
from sim.calibration.matching.calibration_file import CalibrationFile
from sim.data.area import AreaFile
from sim.data.table_map import TableFile
from sim.elicitation.questions_file import QuestionsFile
from sim.figures.bibliography import BibliographyFile
from sim.figures.claims import ClaimsFile
from sim.figures.contradictions import TensionFile
from sim.figures.coverage import CoverageFile
from sim.figures.durations import DurationFile
from sim.figures.leading import LeadingFile
from sim.figures.municipal import MunicipalFile
from sim.figures.norms import NormsFile
from sim.figures.provenance import NatureFile
from sim.figures.surveys import SurveysFile
from sim.law.clauses.dated_regime import DatedRegime
from sim.law.clauses.reform import ReformFile
from sim.law.clauses.regime import Regime
from sim.law.compose.library import PackageFile
from sim.place.lists import ListsFile
from sim.place.office.calendar_file import CalendarFile
from sim.place.office.model import Office
from sim.place.people.effects import EffectsFile
from sim.place.people.model import People, Place
from sim.results.queue_file import Queue, QueueFile
from sim.study.study_file import StudyFile
from sim.validation.paper_file import PaperFile


class FileKind(NamedTuple):
    """A kind of file: the model that reads it, the path of such files (``files``), and their title."""

    model: type[BaseModel]
    files: str
    title: str


KINDS: dict[str, FileKind] = {
    "regime": FileKind(Regime, "regimes/*.yaml without `extends`", "A full regime: the root that other regimes change"),
    "dated-regime": FileKind(
        DatedRegime, "regimes/*.yaml with `extends`", "A regime by date, as changes of another regime"
    ),
    "reforms": FileKind(ReformFile, "reforms/*.yaml", "The proposals of a paper"),
    "practice": FileKind(
        PracticeFile, "practices/*.yaml", "A practice: the jobcenter's choices where the law leaves a choice"
    ),
    "packages": FileKind(PackageFile, "packages.yaml", "Named rule sets"),
    "lists": FileKind(ListsFile, "lists.yaml", "Named lists of places"),
    "effects": FileKind(EffectsFile, "effects/*.yaml", "Assumed effects of meetings, caseloads and waiting on exits"),
    "people": FileKind(People, "people/*.yaml", "Citizens, their moves between groups, and their needs"),
    "place": FileKind(Place, "places/*.yaml without `kind`", "A municipality: stocks, entries, teams"),
    "queue": FileKind(Queue, "places/*.yaml with `kind: queue`", "A queue with a known theory"),
    "office": FileKind(Office, "office/*.yaml but the calendar", "Hours, leave, sickness, turnover of staff"),
    "calendar": FileKind(CalendarFile, "office/calendar.yaml", "Days on which offices are closed"),
    "study": FileKind(
        StudyFile,
        "studies/*.yaml without `kind`",
        "A study: the columns to compare, the places, the number of replications",
    ),
    "queue-study": FileKind(QueueFile, "studies/*.yaml with `kind: queue`", "A comparison of queues with theory"),
    "calibration": FileKind(
        CalibrationFile, "calibration/*.yaml", "What `jobsim calibrate` fits: free values, targets, discrepancy"
    ),
    "areas": FileKind(AreaFile, "figures/areas.yaml", "The municipalities, with codes, spellings and population"),
    "bibliography": FileKind(BibliographyFile, "figures/bibliography.yaml", "The works behind the codes of sources"),
    "claims": FileKind(ClaimsFile, "figures/claims.yaml", "The papers' numbers, and how they are scaled to a place"),
    "coverage": FileKind(CoverageFile, "figures/coverage.yaml", "The use of each figure of the collection"),
    "durations": FileKind(
        DurationFile, "figures/durations.yaml", "Figures of how long citizens stay, fitted or held out"
    ),
    "leading": FileKind(
        LeadingFile, "figures/leading.yaml", "Groups of values without a measurement that move the headlines most"
    ),
    "municipal": FileKind(MunicipalFile, "figures/municipal.yaml", "Counts of citizens by municipality"),
    "natures": FileKind(NatureFile, "figures/natures.yaml", "The nature of each measure: emerges, scales, echoes"),
    "norms": FileKind(NormsFile, "figures/norms.yaml", "The caseloads that the union recommends"),
    "papers": FileKind(
        PaperFile, "figures/papers.yaml", "The papers' numbers with their arithmetic, and what each is held against"
    ),
    "questions": FileKind(
        QuestionsFile, "figures/questions.yaml", "The questions to experts, one for each group of leading assumptions"
    ),
    "surveys": FileKind(SurveysFile, "figures/surveys.yaml", "What recipients answered about their contacts"),
    "tables": FileKind(TableFile, "figures/tables.yaml", "The public tables, and the values that their numbers are"),
    "tensions": FileKind(TensionFile, "figures/tensions.yaml", "Figures that cannot all be true"),
}
"""Name -> kind of file. The tables of figures (world, rates) are read without a model and have no schema."""

_FOLDERS = {
    "reforms": "reforms",
    "practices": "practice",
    "people": "people",
    "effects": "effects",
    "calibration": "calibration",
}
_FIGURES = (
    "areas", "bibliography", "claims", "coverage", "durations", "leading", "municipal", "natures", "norms", "papers", "questions",
    "surveys", "tables", "tensions",
)  # fmt: skip

_OF_KEY = {
    "regime": "regime", "practice": "practice", "people": "people", "place": "place", "office": "office", "study": "study",
    "reforms": "reforms", "packages": "packages", "lists": "lists", "effects": "effects", "calibration": "calibration",
}  # fmt: skip
"""A key of the top level -> the kind of file that has it."""
_NAMED_OTHERWISE = {"caseload-norms": "norms"}


def kind_of_tree(tree: dict[str, Any]) -> str | None:
    """The kind of a file by its keys alone, wherever it lies; None for a file without a schema."""
    if "figures" in tree:
        name = str(tree["figures"])
        name = _NAMED_OTHERWISE.get(name, name)
        return name if name in _FIGURES else None
    order = ("study", "place", "calibration", *_OF_KEY)
    kind = next((_OF_KEY[key] for key in order if key in tree), None)
    if kind in ("study", "place") and "kind" in tree:
        return "queue-study" if kind == "study" else "queue"
    if kind == "regime" and "extends" in tree:
        return "dated-regime"
    return "calendar" if kind == "office" and tree["office"] == "calendar" else kind


def kind_of(file: str, tree: dict[str, Any]) -> str | None:
    """The kind of a file, by its path below the scenarios folder and its keys; None for a file without a schema."""
    folder, _, name = file.rpartition("/")
    stem = name.removesuffix(".yaml")
    if folder == "regimes":
        return "dated-regime" if "extends" in tree else "regime"
    if folder == "places":
        return "queue" if "kind" in tree else "place"
    if folder == "studies":
        return "queue-study" if "kind" in tree else "study"
    if folder == "office":
        return "calendar" if stem == "calendar" else "office"
    if folder == "figures":
        return stem if stem in _FIGURES else None
    return _FOLDERS.get(folder) if folder else stem if stem in {"packages", "lists"} else None
