"""The model of a study's file, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from sim.files import quantity
from sim.files.dates import Date
from sim.files.entry import Entry, Label, Names, Title
from sim.files.quantity import Duration
from sim.files.schema import Schema
from sim.files.value import problem, shown
from sim.files.within import Within
from sim.law.compose.practices import PracticeChoice, ValueSet
from sim.place.read import Assumed
from sim.study.choice import Confidence, Span, reads
from sim.study.column import Use
from sim.study.own_value import SetValue
from sim.study.precision import Precision
from sim.study.sampling import USUAL, Sampling
from sim.study.search import WHOLE, Search
from sim.study.shocks import Shocks
from sim.study.stated_staff import StatedStaff
from sim.study.statement import NOTHING, Statement

BASELINE_PRACTICE = "baseline"

T = TypeVar("T")
Capacity = Literal["keep", "cut", "reinvest"]
Reinvest = Literal["meetings", "caseloads"]
REINVESTED: Mapping[Reinvest, Use] = {"meetings": "reinvest-meetings", "caseloads": "reinvest-caseloads"}


def _listed(raw: object) -> object:
    return [raw] if isinstance(raw, str) or (isinstance(raw, int) and not isinstance(raw, bool)) else raw


def _assumed(raw: object) -> object:
    """``effects: off | on | <file> | {file:, strength:}``. Tools that rewrite YAML make other words of the first two."""
    if isinstance(raw, bool):
        return {} if raw else None
    if isinstance(raw, str):
        word = raw.lower()
        return None if word in OFF else {} if word in ON else {"file": raw}
    if raw is None or isinstance(raw, dict):
        return raw
    expected = "off, on, the name of a file of effects, or a mapping with `file` and `strength`"
    raise problem("this does not say which effects are assumed", found=shown(raw), expected=expected)


MOST_REPLICATIONS = 10_000
FOLLOW_UP = Duration(months=24)
"""The time that a run goes on after the window unless the study says otherwise: two years."""
BYTES_OF_RUN = 100_000
"""Bytes of a run's measures on the disk: 92,000 on average for Aalborg."""


def would_need(replications: float) -> str:
    """What so many replications would need, in words."""
    size = 2 * replications * BYTES_OF_RUN / 1e9
    return f"{replications:,.0f} replications: some {size:,.0f} GB on the disk for two columns at one place"


Replications = Annotated[int, Within(1, MOST_REPLICATIONS, need=would_need)]
TeamPlaces = Annotated[int, Within(1, 100_000)]
"""Weekly places of the rehabilitation team."""
LARGEST_SEED = (1 << 31) - 1
Seed = Annotated[int, Within(0, LARGEST_SEED)]
ShareOrNone = Annotated[float | None, reads(quantity.share)]
OFF, ON = ("off", "no", "false"), ("on", "yes", "true")
"""Words for effects that are not assumed, and for those of the usual file."""
MOST_ITEMS = 1_000
"""The most entries of a list of a study: columns, places, settings of a value, changes of the law."""
List = Annotated[tuple[T, ...], Field(strict=False, min_length=1, max_length=MOST_ITEMS)]
ShockList = Annotated[Shocks, Field(strict=False, max_length=200)]


class Then(Entry):
    """A change of law, practice or both on a day of the run."""

    since: Date = Field(alias="from")
    rules: str | None = None
    practice: str | None = None


class Sweep(Entry):
    """A value of the practice and its settings. Each setting makes one column."""

    path: str
    values: List[str | int | float]


class Compared(Entry):
    """An entry of ``compare``: a rule set with practices of the jobcenter and the use of freed hours.

    ``capacity`` may name several uses of freed hours, ``practice`` several practices, ``sweep`` several values, and
    ``team_places`` several numbers of weekly places of the rehabilitation team. ``then`` lists changes on later days.
    ``rules: enacted`` means the regimes of the library by their dates in force.
    """

    rules: str
    practice: Annotated[List[str], BeforeValidator(_listed)] = (BASELINE_PRACTICE,)
    then: List[Then] | None = None
    sweep: Sweep | None = None
    capacity: Annotated[List[Capacity], BeforeValidator(_listed)] = ("keep",)
    reinvest: Annotated[List[Reinvest] | None, BeforeValidator(_listed)] = None  # by default into meetings
    team_places: Annotated[List[TeamPlaces] | None, BeforeValidator(_listed)] = None
    shocks: ShockList = ()
    label: Label | None = None

    @property
    def practices(self) -> tuple[PracticeChoice, ...]:
        """Every practice of the entry, with the swept values set."""
        files = [PracticeChoice(name) for name in self.practice]
        if self.sweep is None:
            return tuple(files)
        values = [ValueSet(self.sweep.path, str(value)) for value in self.sweep.values]
        return tuple(file.setting(value) for file in files for value in values)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every use of freed hours."""
        uses: list[Use] = []
        for capacity in self.capacity:
            uses += (
                [REINVESTED[into] for into in self.reinvest or ("meetings",)] if capacity == "reinvest" else [capacity]
            )
        return tuple(uses)


class Margins(Entry):
    """How much worse a service may become with fewer staff and still count as no worse. They replace the office's margins."""

    meetings: ShareOrNone = None  # of the meetings per citizen and week with all staff
    running: ShareOrNone = None  # of the baseline's running minutes per citizen and week
    deadlines: ShareOrNone = None  # percentage points of the deadlines that are broken


OFFICE_MARGINS = Margins()
"""No margins of the study's own."""


class StudyFile(Entry):
    """``studies/<name>.yaml``."""

    schema_version: Schema = Field(alias="schema")
    study: str
    title: Title
    note: str | None = None
    statement: Statement = NOTHING  # what a person must write: purpose, aims, sharing, contact, funding
    places: List[str] | None = None  # each by its name
    places_in: str | None = None  # the name of a list of places (lists.yaml), instead of their names
    start: Date
    warm_up: Span
    measured: Span
    follow_up: Span = FOLLOW_UP
    replications: Replications
    seed: Seed
    confidence: Confidence = 0.95
    effects: Annotated[Assumed | None, BeforeValidator(_assumed)] = None
    shocks: ShockList = ()
    staff: StatedStaff | None = None
    practices_by_place: dict[str, str] = Field(default={})
    margins: Margins = OFFICE_MARGINS
    ranges: Names = ()  # leading assumptions (figures/leading.yaml) at both ends of their ranges, beside the headlines
    precision: Precision | None = None
    set_values: dict[str, SetValue] = Field(
        default={}, alias="values"
    )  # FILE:PATH of a value: low, high, a quantity within its range, or a value with range, grade and source, in all columns
    sampling: Sampling = Field(
        default=USUAL, alias="uncertainty"
    )  # how `jobsim uncertainty` samples the values together
    search: Search = Field(default=WHOLE, alias="optimise")  # which practice values `jobsim optimise` searches
    compare: List[Compared]
