"""``figures/papers.yaml``: the numbers of the papers, their arithmetic, and what each is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.figures.claims import read_claims
from sim.figures.collection import load_world
from sim.figures.rates import load_rates
from sim.files.entry import Entry, Names
from sim.files.errors import nearest_name
from sim.files.folder import names_in, read_named
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import problem

FOLDER, NAME = "figures", "papers"
OPERATIONS = ("plus", "minus", "times", "over", "percent_of", "as_percent_of")
"""The operations of a step, each with its operands in order."""
PAIRS = ("percent_of", "as_percent_of")
"""Operations that need exactly two operands."""
ABOVE = "above"
"""The operand that is the result of the step before."""
STEP = re.compile(r"step (\d+)")

Of = Literal["money", "hours", "posts", "hours-per-person", "meetings"]
"""What of the removed work a number is held against."""
Operands = Annotated[tuple[float | str, ...], Field(strict=False, min_length=2)]


class PaperStep(Entry):
    """One operation of a paper's arithmetic. An operand is an id, a number, ``above`` or ``step N``."""

    says: str  # what the result is
    unit: str
    plus: Operands | None = None
    minus: Operands | None = None  # the first less all others
    times: Operands | None = None
    over: Operands | None = None  # the first divided by all others
    percent_of: Operands | None = None  # a percentage of a number
    as_percent_of: Operands | None = None  # a part of a whole, in percent
    because: str | None = None  # where a plain number among the operands is from

    @property
    def operation(self) -> str:
        return next(name for name in OPERATIONS if getattr(self, name) is not None)

    @property
    def operands(self) -> tuple[float | str, ...]:
        operands: tuple[float | str, ...] = getattr(self, self.operation)
        return operands

    @model_validator(mode="after")
    def _is_one_operation(self) -> PaperStep:
        named = [name for name in OPERATIONS if getattr(self, name) is not None]
        if len(named) != 1:
            raise problem("a step is one operation", found=", ".join(named) or "none", expected=", ".join(OPERATIONS))
        if named[0] in PAIRS and len(self.operands) != 2:
            raise problem(f"`{named[0]}` needs two operands", found=len(self.operands), expected="two operands")
        if self.because is None and any(isinstance(operand, float | int) for operand in self.operands):
            raise problem("a plain number needs `because`: where it is from", expected="because", found="no reason")
        return self


class Against(Entry):
    """What a number is held against: exactly one of ``proposal``, ``package``, ``figure`` and ``not``."""

    proposal: str | None = None  # a column that runs it alone
    package: str | None = None  # a column with this rule set
    practice: str | None = None  # of a package: the practice of its column
    of: Of | None = None  # what of the removed work; required with a proposal or a package
    figure: str | None = None  # a row of world.yaml, held against the baseline
    not_: str | None = Field(default=None, alias="not")  # a key of `reasons`

    @model_validator(mode="after")
    def _is_one(self) -> Against:
        named = [key for key in ("proposal", "package", "figure", "not_") if getattr(self, key) is not None]
        if len(named) != 1:
            raise problem(
                "a number is held against one thing", found=", ".join(name.strip("_") for name in named) or "nothing",
                expected="proposal, package, figure or not",
            )  # fmt: skip
        if (self.practice is not None) != (named[0] == "package"):
            raise problem(
                "a package, and no other, needs its practice", found=self.practice or "none", expected="practice"
            )
        if (self.of is not None) != (named[0] in ("proposal", "package")):
            raise problem("`of` belongs to a proposal or a package", found=self.of or "no `of`", expected="of")
        return self


class Number(Entry):
    """A number of a paper. Without ``text`` nobody prints it: it follows from the steps."""

    id: str
    paper: str  # name of the file in reforms/
    at: str  # its place in the paper
    text: str | None = None  # the paper's own words
    measure: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    rounded_to: float | None = None  # the step of the last printed digit
    steps: Annotated[tuple[PaperStep, ...], Field(strict=False)] = ()
    implies: str | None = None  # what the last result is, if it is no number of the paper
    against: Against
    note: str | None = None

    @model_validator(mode="after")
    def _is_rounded_to_a_step(self) -> Number:
        if self.rounded_to is not None and self.rounded_to <= 0:
            raise problem(
                "the step of the last digit is not above 0", found=self.rounded_to, expected="such as 10 or 0.1"
            )
        return self


class RunBy(Entry):
    """The studies that have a column for each proposal, and for each package."""

    proposal: str
    package: str


class PaperFile(Entry):
    """``figures/papers.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["papers"]
    run_by: RunBy
    reasons: dict[str, str]
    numbers: Annotated[tuple[Number, ...], Field(strict=False)]


@dataclass(frozen=True)
class Stated:
    """A number as it is stated: value with its range (None if there is none), unit, title and place."""

    value: float
    low: float | None
    high: float | None
    unit: str
    measure: str
    geography: str = "Denmark"


@dataclass(frozen=True)
class Papers:
    """The checked file.

    Attributes:
        stated: id -> the number, from this file or from the other files of figures.
        keys: id -> its place in the file.
    """

    file: PaperFile
    source: Source
    stated: Mapping[str, Stated]
    keys: Mapping[str, Keys]

    def names(self) -> Names:
        """The papers, in the order of the file."""
        return tuple(dict.fromkeys(number.paper for number in self.file.numbers))


def read_papers(root: Path) -> Papers:
    """The numbers of the papers.

    Raises:
        ScenarioError: the file is invalid; a number stands twice, or in no file; a name is unknown.
    """
    source = read_named(root, FOLDER, NAME)
    file = shape(PaperFile, source)
    elsewhere = dict(_elsewhere(root))
    known_papers = names_in(root, "reforms")
    figures = set(load_world(root / FOLDER / "world.yaml")["id"])
    stated, keys = dict(elsewhere), {}
    for at, number in enumerate(file.numbers):
        here: Keys = ("numbers", at)
        if number.id in keys:
            raise source.error("a number stands twice", (*here, "id"), found=number.id, expected="each number once")
        keys[number.id] = here
        if number.paper not in known_papers:
            raise source.error(
                "there is no such paper", (*here, "paper"), found=number.paper, expected=", ".join(known_papers),
                nearest=nearest_name(number.paper, known_papers),
            )  # fmt: skip
        for key, name, known in (
            ("figure", number.against.figure, figures),
            ("not", number.against.not_, set(file.reasons)),
        ):
            if name is not None and name not in known:
                raise source.error(
                    "this is not known", (*here, "against", key), found=name, expected=", ".join(sorted(known))[:120],
                    nearest=nearest_name(name, sorted(known)),
                )  # fmt: skip
        stated[number.id] = _stated(number, elsewhere.get(number.id), source, here)
    return Papers(file, source, stated, keys)


def _stated(number: Number, known: Stated | None, source: Source, keys: Keys) -> Stated:
    """The number from this file, or from the other files of figures: exactly one of them has it."""
    own = number.value is not None
    if own and known is not None:
        raise source.error(
            f"another file of figures has the number {number.id}", (*keys, "value"), found=number.value,
            expected="a number in one place only", do="leave out value, unit and measure",
        )  # fmt: skip
    if not own and known is None:
        raise source.error(
            f"no file of figures has the number {number.id}", (*keys, "id"), found=number.id,
            expected="value, unit and measure here, or the number in claims.yaml, world.yaml or rates.yaml",
        )  # fmt: skip
    if number.value is None or number.unit is None or number.measure is None:
        if known is None:
            raise source.error("a number needs its unit and measure", (*keys, "id"), expected="unit and measure")
        return known
    if (number.low is None) != (number.high is None) or not (
        (number.low if number.low is not None else number.value)
        <= number.value
        <= (number.high if number.high is not None else number.value)
    ):
        raise source.error(
            "the value lies outside its range", (*keys, "value"), found=number.value, expected="low <= value <= high"
        )
    return Stated(number.value, number.low, number.high, number.unit, number.measure)


def _elsewhere(root: Path) -> Iterator[tuple[str, Stated]]:
    """The numbers of the other files of figures. A claim comes before the same figure of the world."""
    for table in (load_rates(root / FOLDER / "rates.yaml"), load_world(root / FOLDER / "world.yaml")):
        for row in table.to_dict("records"):
            low, high = (None if row[end] != row[end] else float(row[end]) for end in ("low", "high"))
            measure = str(row.get("measure") or str(row["kind"]).replace("-", " "))  # a price has no title of its own
            yield (
                str(row["id"]),
                Stated(
                    float(row["value"]), low, high, str(row["unit"]), measure, str(row.get("geography") or "Denmark")
                ),
            )
    for claim in read_claims(root).rows:
        middle = claim.value
        if middle is None and claim.low is not None and claim.high is not None:
            middle = (claim.low + claim.high) / 2
        if middle is not None:
            unit = claim.unit.replace("mio DKK", "million DKK").replace("bn DKK", "billion DKK")
            yield claim.id, Stated(middle, claim.low, claim.high, unit, claim.measure, claim.geography)
