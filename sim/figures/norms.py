"""``figures/norms.yaml``: the caseload that the social workers' union recommends for a full-time caseworker, by group."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.files.entry import Entry
from sim.files.errors import nearest_name
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.source import read
from sim.files.value import Grade
from sim.files.within import Within
from sim.measures import Norms
from sim.measures.norms import ENDS
from sim.place.people.model import Place
from sim.place.read import place_source

NONE = "none"
"""The norm of a group for which there is no recommendation."""

Cases = Annotated[float, Within(1, 10_000, whole=False)]


class Band(Entry):
    """A recommended caseload: citizens per full-time social worker."""

    low: Cases
    high: Cases
    evidence: Grade
    source: str
    note: str | None = None


class KindNorm(Entry):
    """The bands of one kind of case, as first published and as revised."""

    norm_2016: Band
    norm_2020: Band

    def by_year(self) -> dict[str, tuple[float, float]]:
        return {"2016": (self.norm_2016.low, self.norm_2016.high), "2020": (self.norm_2020.low, self.norm_2020.high)}


class NormsFile(Entry):
    schema_version: Schema = Field(alias="schema")
    figures: Literal["caseload-norms"]
    unit: Literal["cases per full-time social worker"]
    norms: dict[str, KindNorm]  # by kind of case
    groups: dict[str, str]  # group -> the norm of its cases, or none

    def bands(self) -> dict[str, dict[str, tuple[float, float]]]:
        """The band of each group that has a norm, by year."""
        return {group: self.norms[name].by_year() for group, name in self.groups.items() if name != NONE}


def read_norms(root: Path) -> NormsFile:
    """The norms of a scenarios folder.

    Raises:
        ScenarioError: the file is invalid, the low end of a band is above its high end, or a group names an unknown norm.
    """
    source = read(root / "figures" / "norms.yaml", root)
    file = shape(NormsFile, source)
    for name, norm in file.norms.items():
        for year, (low, high) in norm.by_year().items():
            if low > high:
                raise source.error(
                    "the low end of a band is above its high end",
                    ("norms", name, f"norm_{year}", "low"),
                    found=f"from {low:g} to {high:g}",
                    expected=f"at most {high:g}",
                )
    known = [*file.norms, NONE]
    for group, norm_name in file.groups.items():
        if norm_name not in known:
            raise source.error(
                "there is no such norm",
                ("groups", group),
                found=norm_name,
                expected=", ".join(known),
                nearest=nearest_name(norm_name, known),
            )
    return file


def norms(root: Path, place: str) -> Norms:
    """The bands of 2016 and 2020 by group, and the place's own cases per post. A group of no norm has no band.

    Raises:
        ScenarioError: as :func:`read_norms`, or the file has no entry for a group of the place.
    """
    path = root / "figures" / "norms.yaml"
    file, where = read_norms(root), shape(Place, place_source(place, root))
    missing = [group for group in where.groups if group not in file.groups]
    if missing:
        raise read(path, root).error(
            "a group has no entry", ("groups",), found=", ".join(missing), expected=f"a norm, or {NONE}",
            do=f"add `{missing[0]}: {NONE}` if no norm is known",
        )  # fmt: skip
    return Norms(file.bands(), usual_cases(where))


def usual_cases(place: Place) -> dict[str, float]:
    """The place's own cases per post, by group."""
    return {group: number.value for team in place.teams.values() for group, number in team.cases_per_post.items()}


def team_bands(place: Place, known: Norms, year: str = "2020") -> dict[str, tuple[float, float]]:
    """The band of each team by the mix of its cases in the place's stock: (fewest, most) cases per post.

    Each case takes the share of a post that its own group's norm gives. A case without a norm takes the place's own share.
    A team that holds mostly cases without a norm has no band.
    """
    bands = {}
    for name, team in place.teams.items():
        cases = {group: place.groups[group].stock.value for group in team.groups}
        own = {group: number / team.cases_per_post[group].value for group, number in cases.items()}
        normed = [group for group in cases if group in known.bands]
        if not normed or sum(own[group] for group in normed) < sum(own.values()) / 2:
            continue
        rest = sum(own[group] for group in cases if group not in normed)
        few, many = (rest + sum(cases[group] / known.cases(group, year, end) for group in normed) for end in ENDS[::-1])
        bands[name] = (sum(cases.values()) / few, sum(cases.values()) / many)
    return bands
