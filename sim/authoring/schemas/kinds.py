"""Which kinds of scenario file there are, and of which kind a file is."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import BaseModel

from sim.authoring.schemas.calendar import CalendarFile
from sim.authoring.schemas.practice import PracticeFile
from sim.figures.claims import ClaimsFile
from sim.figures.contradictions import TensionFile
from sim.figures.coverage import CoverageFile
from sim.figures.norms import NormsFile
from sim.figures.provenance import NatureFile
from sim.law.clauses.dated_regime import DatedRegime
from sim.law.clauses.reform import ReformFile
from sim.law.clauses.regime import Regime
from sim.law.compose.library import PackageFile
from sim.place.office.model import Office
from sim.place.people.effects import EffectsFile
from sim.place.people.model import People, Place
from sim.results.queues import Queue, QueueFile
from sim.study.study_file import StudyFile


class FileKind(NamedTuple):
    """``model`` is what the file is read by, ``files`` where such files lie, ``title`` what they are."""

    model: type[BaseModel]
    files: str
    title: str


KINDS: dict[str, FileKind] = {
    "regime": FileKind(Regime, "regimes/*.yaml without `extends`", "A regime in full: the root that others change"),
    "dated-regime": FileKind(DatedRegime, "regimes/*.yaml with `extends`", "A regime by date: its changes"),
    "reforms": FileKind(ReformFile, "reforms/*.yaml", "The proposals of a paper"),
    "practice": FileKind(PracticeFile, "practices/*.yaml", "What a jobcenter does where the law leaves a thing open"),
    "packages": FileKind(PackageFile, "packages.yaml", "Rule sets with a name"),
    "effects": FileKind(
        EffectsFile, "effects/*.yaml", "What meetings, caseloads and waiting are assumed to do to exits"
    ),
    "people": FileKind(People, "people/*.yaml", "Who there is, who moves where, what they need"),
    "place": FileKind(Place, "places/*.yaml without `kind`", "A municipality: stocks, entries, teams"),
    "queue": FileKind(Queue, "places/*.yaml with `kind: queue`", "A queue known by theory"),
    "office": FileKind(Office, "office/*.yaml but the calendar", "Hours, leave, sickness, turnover of staff"),
    "calendar": FileKind(CalendarFile, "office/calendar.yaml", "Days on which offices are closed"),
    "study": FileKind(StudyFile, "studies/*.yaml without `kind`", "What is compared, where, how often repeated"),
    "queue-study": FileKind(QueueFile, "studies/*.yaml with `kind: queue`", "Queues held against theory"),
    "claims": FileKind(ClaimsFile, "figures/claims.yaml", "What the papers print, and how it is scaled to a place"),
    "coverage": FileKind(CoverageFile, "figures/coverage.yaml", "Which figures feed which value"),
    "natures": FileKind(NatureFile, "figures/natures.yaml", "What each headline is: emerges, scales, echoes"),
    "norms": FileKind(NormsFile, "figures/norms.yaml", "How many cases the union recommends for a caseworker"),
    "tensions": FileKind(TensionFile, "figures/tensions.yaml", "Figures that cannot hold together"),
}
"""By name. The tables of figures (world, rates) are read without a model and have no schema."""

_FOLDERS = {"reforms": "reforms", "practices": "practice", "people": "people", "effects": "effects"}
_FIGURES = ("claims", "coverage", "natures", "norms", "tensions")


def kind_of(file: str, tree: dict[str, Any]) -> str | None:
    """The kind of a file by its path below the scenarios folder and its keys; None for one without a schema."""
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
    return _FOLDERS.get(folder) if folder else "packages" if stem == "packages" else None
