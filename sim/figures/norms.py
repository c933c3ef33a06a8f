"""``figures/norms.yaml``: the caseload that the social workers' union recommends for a full-time caseworker, by team."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.files.entry import Entry
from sim.files.errors import nearest_name
from sim.files.parse import shape
from sim.files.source import read
from sim.files.value import Grade
from sim.files.within import Within
from sim.measures import Norms
from sim.place.people.model import Place
from sim.place.read import place_source

NONE = "none"
"""The ``norm:`` of a team for which there is no recommendation."""

Cases = Annotated[float, Within(1, 10_000, whole=False)]


class Band(Entry):
    """A recommended caseload: citizens per full-time social worker."""

    low: Cases
    high: Cases
    evidence: Grade
    source: str
    note: str | None = None


class TeamNorm(Entry):
    """The bands of one kind of team, as first published and as revised."""

    norm_2016: Band
    norm_2020: Band

    def by_year(self) -> dict[str, tuple[float, float]]:
        return {"2016": (self.norm_2016.low, self.norm_2016.high), "2020": (self.norm_2020.low, self.norm_2020.high)}


class NormsFile(Entry):
    schema_version: Literal[1] = Field(alias="schema")
    figures: Literal["caseload-norms"]
    unit: Literal["cases per full-time social worker"]
    norms: dict[str, TeamNorm]  # by kind of team; a place names the one of each of its teams


def read_norms(root: Path) -> NormsFile:
    """The norms of a scenarios folder.

    Raises:
        ScenarioError: the file is invalid, or the low end of a band is above its high end.
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
    return file


def norms(root: Path, place: str) -> Norms:
    """The bands of 2016 and 2020 by team of the place. A team whose ``norm:`` is ``none`` has no entry.

    Raises:
        ScenarioError: as :func:`read_norms`, or a team of the place names an unknown norm.
    """
    file, source = read_norms(root), place_source(place, root)
    bands: dict[str, dict[str, tuple[float, float]]] = {}
    for team, entry in shape(Place, source).teams.items():
        if entry.norm == NONE:
            continue
        if entry.norm not in file.norms:
            known = [*file.norms, NONE]
            raise source.error(
                "there is no such norm",
                ("teams", team, "norm"),
                found=entry.norm,
                expected=", ".join(known),
                nearest=nearest_name(entry.norm, known),
            )
        bands[team] = file.norms[entry.norm].by_year()
    return bands
