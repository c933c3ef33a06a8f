"""``figures/surveys.yaml``: what recipients answered about the number of their contacts with the jobcenter in a period."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from sim.files import quantity
from sim.files.dates import Date
from sim.files.entry import Entry, Names, Title
from sim.files.parse import shape
from sim.files.quantity import QuantityError
from sim.files.schema import Schema
from sim.files.source import Source, read
from sim.files.value import Grade, problem, shown
from sim.files.within import Within
from sim.measures.contact_counts import Bands

FILE = ("figures", "surveys.yaml")
ROUNDING = 0.015
"""The shares of the bands may miss 100 % by this much, because they are published in whole percent."""


def _share(raw: object) -> float:
    try:
        return quantity.share(raw)
    except QuantityError as error:
        raise problem(error.message, found=shown(error.found), expected=error.expected) from None


Share = Annotated[float, PlainValidator(_share)]


class Answer(Entry):
    """The share of the respondents with at most so many contacts, and more than the band before. The last has no end."""

    at_most: Annotated[int, Within(0, 1_000)] | None = None
    share: Share


class Survey(Entry):
    """A survey: its period, respondents, and the share of each number of contacts."""

    id: str
    title: Title
    from_: Date = Field(alias="from")
    until: Date
    respondents: Annotated[int, Within(1, 10_000_000)]
    groups: Names
    groups_source: str
    evidence: Grade
    source: str
    bands: Annotated[tuple[Answer, ...], Field(strict=False, min_length=2)]
    began: dict[str, Share] = Field(default={})

    def as_bands(self) -> Bands:
        """Its period and bands, for the measures."""
        most = tuple(band.at_most for band in self.bands if band.at_most is not None)
        return Bands((self.until - self.from_).days + 1, most, self.groups)


class SurveysFile(Entry):
    schema_version: Schema = Field(alias="schema")
    figures: Literal["surveys"]
    surveys: Annotated[tuple[Survey, ...], Field(strict=False, min_length=1)]


def contact_survey(root: Path) -> Survey:
    """The survey of contacts of a scenarios folder.

    Raises:
        ScenarioError: the file is invalid or has a second survey, the period ends before it begins, the bands do not rise,
            or their shares do not add up to 100 %.
    """
    source = read(root.joinpath(*FILE), root)
    survey, *others = shape(SurveysFile, source).surveys
    if others:
        raise source.error(
            "runs are counted by one survey only",
            ("surveys", 1),
            found=others[0].id,
            expected=survey.id,
            do="remove one",
        )
    _check(survey, source)
    return survey


def _check(survey: Survey, source: Source) -> None:
    at = ("surveys", 0)
    if survey.until < survey.from_:
        raise source.error(
            "the period ends before it begins", (*at, "until"), found=survey.until.isoformat(),
            expected=f"{survey.from_.isoformat()} or later",
        )  # fmt: skip
    *closed, last = (band.at_most for band in survey.bands)
    if last is not None:
        place = (*at, "bands", len(survey.bands) - 1, "at_most")
        raise source.error("the last band has no end", place, found=str(last), do="leave out its `at_most`")
    if None in closed or any(low >= high for low, high in pairwise(most for most in closed if most is not None)):
        raise source.error(
            "the bands must rise", (*at, "bands"), found=", ".join(str(most) for most in closed),
            expected="`at_most` of each band but the last, each above the one before",
        )  # fmt: skip
    total = sum(band.share for band in survey.bands)
    if abs(total - 1) > ROUNDING:
        raise source.error(
            "the shares of the bands do not add up", (*at, "bands"), found=f"{100 * total:g} %", expected="100 %"
        )
    if sum(survey.began.values()) > 1:
        raise source.error("the shares exceed one", (*at, "began"), found=f"{100 * sum(survey.began.values()):g} %")
