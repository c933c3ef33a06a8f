"""A study: which rule sets are compared, where, from when to when, how often repeated."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator

from sim.files import quantity
from sim.files.entry import Entry, Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import names_in, read_named, unknown_name
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.quantity import Duration, QuantityError
from sim.files.source import Source, read
from sim.files.tree import Keys
from sim.files.value import problem
from sim.law.clauses.regime import Date
from sim.law.compose.practices import with_value
from sim.place.office.calendar import add_months
from sim.place.people.effects import FOLDER as EFFECTS
from sim.place.read import Assumed
from sim.study import timeline as line
from sim.study.shocks import Shocks, check_dates

if TYPE_CHECKING:
    from sim.engine import Engine
    from sim.results.result import Result

FOLDER = "studies"
BASELINE_PRACTICE = "baseline"
OWN = "own"
"""A practice that is each place's own: ``practices_by_place`` names it."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""A study's name is also the name of its folder of results."""

T = TypeVar("T")
Capacity = Literal["keep", "cut", "reinvest"]
Reinvest = Literal["meetings", "caseloads"]


def _reads(reader: Callable[[object], Any]) -> PlainValidator:
    """A field that reads a quantity, without range and grade: it says what is done, not what is known."""

    def of(raw: object) -> Any:
        try:
            return reader(raw)
        except QuantityError as error:
            raise problem(error.message, found=error.found, expected=error.expected) from None

    return PlainValidator(of)


def _listed(raw: object) -> object:
    return [raw] if isinstance(raw, str) else raw


def _assumed(raw: object) -> object:
    """``effects: off | on | <file> | {file:, strength:}``."""
    if isinstance(raw, str):
        return {"off": None, "on": {}}.get(raw, {"file": raw})
    return raw


Span = Annotated[Duration, _reads(quantity.duration)]
Confidence = Annotated[float, _reads(quantity.share)]
List = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]


class Then(Entry):
    """Another law, another practice or both, from a day of the run on."""

    since: Date = Field(alias="from")
    rules: str | None = None
    practice: str | None = None


class Sweep(Entry):
    """A value of the practice, and what it is set to: one column for each."""

    path: str
    values: List[str | int | float]


class Compared(Entry):
    """An entry of ``compare``: a rule set with practices of the jobcenter, and what becomes of freed hours.

    ``capacity`` may name several uses of the freed hours, ``practice`` several practices, ``sweep`` several values. ``then`` says what
    follows from later days on. ``rules: enacted`` are the regimes of the library by their days in force.
    """

    rules: str
    practice: Annotated[List[str], BeforeValidator(_listed)] = (BASELINE_PRACTICE,)
    then: List[Then] | None = None
    sweep: Sweep | None = None
    capacity: Annotated[List[Capacity], BeforeValidator(_listed)] = ("keep",)
    reinvest: Annotated[List[Reinvest] | None, BeforeValidator(_listed)] = None  # into meetings, where it is not said
    shocks: Annotated[Shocks, Field(strict=False)] = ()
    label: Title | None = None

    @property
    def practices(self) -> tuple[str, ...]:
        """Every practice of the entry, swept values set."""
        if self.sweep is None:
            return self.practice
        return tuple(with_value(name, self.sweep.path, value) for name in self.practice for value in self.sweep.values)

    @property
    def uses(self) -> tuple[str, ...]:
        """Every use of the freed hours, with the entry's own shocks in brackets."""
        found: list[str] = []
        for use in self.capacity:
            found += [f"{use}-{into}" for into in self.reinvest or ("meetings",)] if use == "reinvest" else [use]
        told = ", ".join(shock.name for shock in self.shocks)
        return tuple(f"{use}({told})" if told else use for use in found)


class StudyFile(Entry):
    """``studies/<name>.yaml``."""

    schema_version: Literal[1] = Field(alias="schema")
    study: str
    title: Title
    note: str | None = None
    places: List[str]
    start: Date
    warm_up: Span
    measured: Span
    replications: int = Field(ge=1)
    seed: int = Field(ge=0, lt=1 << 31)
    confidence: Confidence = 0.95
    effects: Annotated[Assumed | None, BeforeValidator(_assumed)] = None
    shocks: Annotated[Shocks, Field(strict=False)] = ()
    practices_by_place: dict[str, str] = Field(default={})
    compare: List[Compared]


class Variant(NamedTuple):
    """A column of a study. Its name is ``rules/practice/capacity``; shocks of its own follow its capacity in brackets.

    Rules and practice may be lines in time (:mod:`sim.study.timeline`).
    """

    rules: str
    practice: str
    capacity: str

    @property
    def name(self) -> str:
        return "/".join(self)

    @property
    def use(self) -> str:
        """What becomes of freed hours: keep, cut, reinvest-meetings or reinvest-caseloads."""
        return self.capacity.partition("(")[0]

    @property
    def kept(self) -> Variant:
        """The same rules, practice and shocks with all staff."""
        return self.using("keep")

    def using(self, use: str) -> Variant:
        """The same rules, practice and shocks with another use of the hours."""
        return self._replace(capacity=use + self.capacity.removeprefix(self.use))


@dataclass(frozen=True)
class Study:
    """What to run and compare.

    Attributes:
        name: also the folder of its results.
        measured: length of the window of measurement, which follows the warm-up.
        confidence: of the intervals, between 0 and 1.
        compare: as written; the first is the baseline.
        effects: on behaviour, of all columns; None: none are assumed.
        shocks: of every column. practices_by_place: what a column's practice ``own`` is at each place.
        root: the scenarios folder.
        source: the file, for messages.
    """

    name: str
    title: Title
    places: tuple[str, ...]
    start: date
    warm_up: Duration
    measured: Duration
    replications: int
    seed: int
    confidence: float
    compare: tuple[Compared, ...]
    root: Path = field(repr=False)
    source: Source = field(repr=False, compare=False)
    effects: Assumed | None = None
    shocks: Shocks = ()
    practices_by_place: tuple[tuple[str, str], ...] = ()

    @cached_property
    def first_day(self) -> int:
        """The first measured day (day 0 is the start)."""
        return (_after(self.start, self.warm_up) - self.start).days

    @cached_property
    def days(self) -> int:
        """Length of a run in days: warm-up and window."""
        return (_after(_after(self.start, self.warm_up), self.measured) - self.start).days

    @property
    def window(self) -> tuple[int, int]:
        """The first and the last measured day."""
        return self.first_day, self.days - 1

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Every column in the order of the file; the first is the baseline."""
        return tuple(variant for at in range(len(self.compare)) for variant in self.columns(at))

    def columns(self, entry: int) -> tuple[Variant, ...]:
        """The columns of an entry of ``compare``, in order. Raises as :meth:`lines`."""
        return tuple(
            Variant(rules, practice, use) for rules, practice in self.lines(entry) for use in self.compare[entry].uses
        )

    def lines(self, entry: int) -> tuple[tuple[str, str], ...]:
        """Rules and practice of an entry of ``compare`` in time, for each of its practices, as :mod:`sim.study.timeline` writes them.

        Raises:
            ScenarioError: days out of order or outside the run, or a gap in the law.
        """
        return tuple(self._lines(entry, practice) for practice in self.compare[entry].practices)

    def _lines(self, entry: int, practice: str) -> tuple[str, str]:
        said, last = self.compare[entry], self.start + timedelta(days=self.days - 1)
        try:
            rules = said.rules
            if rules in (line.ENACTED, line.EXPECTED):
                rules = line.by_date(self.root, self.start, last, expected=rules == line.EXPECTED)
            for number, then in enumerate(said.then or ()):
                if then.rules is None and then.practice is None:
                    raise self.error(
                        "nothing changes here", ("compare", entry, "then", number), expected="rules, practice or both",
                        do="name one, or leave the entry out",
                    )  # fmt: skip
                day = f"{line.FROM}{then.since.isoformat()}"
                rules += f"{line.THEN}{then.rules}{day}" if then.rules else ""
                practice += f"{line.THEN}{then.practice}{day}" if then.practice else ""
            for text in (rules, practice):
                line.check_days(text, self.start, last)
        except ScenarioError as error:
            raise self._at_entry(error, entry) from error
        return line.joined(line.parts(rules)), line.joined(line.parts(practice))

    def _at_entry(self, error: ScenarioError, entry: int) -> ScenarioError:
        """The error, at this entry of ``compare`` unless it stands somewhere already."""
        if error.file is not None:
            return error
        keys: Keys = ("compare", entry, "then") if self.compare[entry].then else ("compare", entry, "rules")
        return self.error(
            error.message, keys, found=error.found, expected=error.expected, nearest=error.nearest, do=error.do
        )

    @property
    def baseline(self) -> Variant:
        return self.variants[0]

    def entry_of(self, variant: Variant) -> int | None:
        """The number of the entry of ``compare`` that has a column like this, whatever the use of its hours."""
        entries = range(len(self.compare))
        return next((n for n in entries if variant.kept in [v.kept for v in self.columns(n)]), None)

    def shocks_of(self, variant: Variant) -> Shocks:
        """The shocks of a column: the study's and its entry's."""
        at = self.entry_of(variant)
        return self.shocks + (self.compare[at].shocks if at is not None else ())

    def practice_at(self, place: str, variant: Variant) -> str:
        """The practice of a column at a place."""
        return dict(self.practices_by_place)[place] if variant.practice == OWN else variant.practice

    def with_replications(self, replications: int | None) -> Study:
        """The same study with another number of replications (None: as it is)."""
        if replications is None:
            return self
        if replications < 1:
            raise ScenarioError("a study needs at least one replication", found=replications, do="--replications 1")
        return replace(self, replications=replications)

    def error(self, message: str, keys: Keys = (), **details: Any) -> ScenarioError:
        """An error at a place of the study's file."""
        return self.source.error(message, keys, **details)

    def run(
        self,
        *,
        results: str | Path | None = None,
        workers: int | None = None,
        engine: Engine = "kernel",
        replications: int | None = None,
        progress: bool = True,
    ) -> Result:
        """Run what is not finished yet, compare, and write tables, charts and the report.

        Args:
            results: folder of results (default ``results`` in the current folder).
            workers: processes (default: one for each processor).
            engine: ``kernel`` or ``reference``; the latter always runs, and its logs must equal the stored ones.
            replications: another number than the file's.
            progress: show it on the terminal.

        Raises:
            ScenarioError: bad input.
            RunError: a run failed; finished runs are kept.
        """
        from sim.results.run_study import conduct

        return conduct(
            self.with_replications(replications), results=results, workers=workers, engine=engine, progress=progress
        )


def load(name_or_path: str | Path, root: Path | None = None) -> Study:
    """The study of that name among the scenarios, or in the file at a path (with a slash, or ending in ``.yaml``).

    Raises:
        ScenarioError: there is no such study, or its file does not fit.
    """
    root = root or scenarios_dir()
    text = os.fspath(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith((".yaml", ".yml")) or "/" in text or os.sep in text:
        return _study(read(Path(text).expanduser().resolve(), root), root)
    known = names_in(root, FOLDER)
    if text not in known:
        error = unknown_name(f"{FOLDER}/{text}.yaml: there is no such study", text, known)
        error.do = "give one of these names, or the path of a file that ends in .yaml"
        raise ScenarioError(
            error.message, found=error.found, expected=error.expected, nearest=error.nearest, do=error.do
        )
    study = _study(read_named(root, FOLDER, text), root)
    if study.name != text:
        raise study.error(
            "a study is named as its file", ("study",), found=study.name, expected=text, do="rename one of them"
        )
    return study


def _study(source: Source, root: Path) -> Study:
    file = shape(StudyFile, source)
    if not NAME.fullmatch(file.study):
        expected = "letters, digits, hyphens and underscores: it names the folder of results"
        raise source.error("this is no name of a study", ("study",), found=file.study, expected=expected)
    study = Study(
        file.study, file.title, file.places, file.start, file.warm_up, file.measured, file.replications, file.seed,
        file.confidence, file.compare, root, source, file.effects, file.shocks, tuple(file.practices_by_place.items()),
    )  # fmt: skip
    _check(study)
    return study


def _check(study: Study) -> None:
    """What a single key does not show."""
    if not 0.5 <= study.confidence < 1:
        raise study.error(
            "no interval has this confidence",
            ("confidence",),
            found=f"{study.confidence:.0%}",
            expected="50 % to 99.9 %",
        )
    if study.days - study.first_day < 7:
        raise study.error(
            "the window is too short", ("measured",), found=str(study.measured), expected="1 week or more"
        )
    first = study.compare[0]
    if len(first.practice) > 1 or first.sweep is not None:
        raise study.error(
            "the first entry is the baseline and has one practice",
            ("compare", 0, "practice" if len(first.practice) > 1 else "sweep"),
            found=", ".join(first.practices),
            do="sweep practices in a later entry",
        )
    if study.compare[0].capacity != ("keep",):
        raise study.error(
            "the first entry is the baseline and keeps its staff",
            ("compare", 0, "capacity"),
            found=", ".join(study.compare[0].capacity),
            do="leave `capacity` out of the first entry",
        )
    known = names_in(study.root, EFFECTS)
    if study.effects is not None and study.effects.file not in known:
        raise study.error(
            "there is no such file of effects", ("effects",), found=study.effects.file,
            expected=", ".join(["off", "on", *known]), nearest=nearest_name(study.effects.file, ["off", "on", *known]),
        )  # fmt: skip
    seen: set[Variant] = set()
    for at, entry in enumerate(study.compare):
        for variant in study.columns(at):
            if variant in seen:
                raise study.error("this column stands twice", ("compare", at), found=variant.name, do="remove one")
            seen.add(variant)
        if entry.reinvest is not None and "reinvest" not in entry.capacity:
            raise study.error(
                "`reinvest` says into what freed hours go, but no column reinvests them", ("compare", at, "reinvest"),
                found=", ".join(entry.capacity), expected="capacity: [keep, reinvest]",
            )  # fmt: skip
    for at, place in enumerate(study.places):
        if place in study.places[:at]:
            raise study.error("this place stands twice", ("places", at), found=place, do="remove one")
    _check_own(study)
    check_dates(study)


def _check_own(study: Study) -> None:
    """Each place has a practice of its own where a column asks for it, and only then."""
    named = dict(study.practices_by_place)
    for place in named:
        if place not in study.places:
            raise study.error(
                "the study has no such place", ("practices_by_place", place), found=place,
                expected=", ".join(study.places), nearest=nearest_name(place, study.places),
            )  # fmt: skip
    asking = [at for at, entry in enumerate(study.compare) if OWN in entry.practice]
    if named and not asking:
        raise study.error(
            "no column asks for the places' own practices", ("practices_by_place",), found=", ".join(named),
            do=f"write `practice: {OWN}` in an entry of `compare`",
        )  # fmt: skip
    for at in asking:
        missing = [place for place in study.places if place not in named]
        if missing or study.compare[at].sweep is not None:
            message = "a place has no practice of its own" if missing else "the places' own practices cannot be swept"
            raise study.error(
                message, ("compare", at, "practice"), found=", ".join(missing) or OWN,
                expected="every place in `practices_by_place`" if missing else "a practice by name",
            )  # fmt: skip


def _after(day: date, span: Duration) -> date:
    return add_months(day, span.months) if span.months is not None else day + timedelta(days=span.whole_days or 0)
