"""Areas of published tables by name or code. Only municipalities and the country are ever taken; larger areas are never added."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from sim.data.cell import Member, folded
from sim.files.entry import Entry, Names
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import read_entry
from sim.files.schema import Schema

COUNTRY = "000"
_CODE = re.compile(r"/?0?(\d{1,3})/?")
_BOTH = re.compile(r"(\d{3})[ -]+(\D.*)")
_LAST = re.compile(r"[ -]?(?:regionskommune|kommune|municipality)$")


class Municipality(Entry):
    """A municipality: its name, region and population, and further spellings."""

    name: str
    region: str
    population: int
    names: Names = ()


class ShareRange(Entry):
    """How far a stock by share of the population lies from the true one, as factors."""

    low: float
    high: float


class AreaFile(Entry):
    """``figures/areas.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["areas"]
    country: Names
    country_codes: Names
    not_stated: Names
    not_stated_codes: Names
    larger: Names
    share_range: ShareRange
    municipalities: dict[str, Municipality]


class Area(NamedTuple):
    """An area: a municipality with its code, the country, one larger than a municipality, not stated, or not known."""

    kind: Literal["municipality", "country", "larger", "not-stated", "other"]
    code: str
    name: str


class Areas:
    """The areas by every spelling."""

    def __init__(self, file: AreaFile) -> None:
        self.file = file
        self.country = Area("country", COUNTRY, file.country[0])
        self.names: dict[str, Area] = {}
        self.codes: dict[str, Area] = dict.fromkeys(
            (code.lstrip("0") or "0" for code in file.country_codes), self.country
        )
        for code in file.not_stated_codes:
            self.codes[code] = Area("not-stated", code, file.not_stated[0])
        for name in file.country:
            self.names[_key(name)] = self.country
        for name in file.not_stated:
            self.names[_key(name)] = Area("not-stated", "", name)
        for code, entry in file.municipalities.items():
            area = Area("municipality", code, entry.name)
            self.codes[code] = area
            for name in (entry.name, *entry.names):
                self.names[_key(name)] = area
        self._seen: dict[Member, Area] = {}

    def area(self, member: Member | str) -> Area:
        """The area of a name, a code or both. An unknown name is an area of the kind ``other``."""
        member = Member(member) if isinstance(member, str) else member
        if member not in self._seen:
            self._seen[member] = self._area(member)
        return self._seen[member]

    def _area(self, member: Member) -> Area:
        if member.code.strip() == "/":
            return self.country
        by_name = self._by_name(member.label)
        if by_name is not None:
            return by_name
        if member.is_total or member.label.split(" ", 1)[0].casefold() in {
            word.casefold() for word in self.file.larger
        }:
            return Area("larger", member.code, member.label)
        match = _CODE.fullmatch(member.code.strip() or member.label.strip())
        known = self.codes.get(match[1].lstrip("0") or "0") if match else None
        return known or Area("other", member.code, member.label)

    def _by_name(self, label: str) -> Area | None:
        both = _BOTH.fullmatch(label.strip())
        words = _key(both[2] if both else label)
        area = self.names.get(words) or self.names.get(words.removesuffix("s"))
        if both and area is not None and area.code != both[1]:
            return None
        return area

    def asked(self, name: str) -> Area:
        """The municipality or country of a user's word.

        Raises:
            ScenarioError: the area is not known.
        """
        area = self.area(name)
        if area.kind in ("municipality", "country"):
            return area
        names = [entry.name for entry in self.file.municipalities.values()]
        raise ScenarioError(
            "there is no such municipality", found=name, expected="a name or a code such as Aalborg or 851, or Hele landet",
            nearest=nearest_name(name, names),
        )  # fmt: skip

    def population(self, area: Area) -> int:
        """The population of a municipality; of the country the sum of all."""
        if area.kind == "country":
            return sum(entry.population for entry in self.file.municipalities.values())
        return self.file.municipalities[area.code].population


def _key(name: str) -> str:
    return _LAST.sub("", folded(name).replace("å", "aa")).strip(" -")


def read_areas(root: Path) -> Areas:
    """The areas of ``figures/areas.yaml``. Raises a ScenarioError for an invalid file."""
    return _areas(read_entry(AreaFile, root, "figures", "areas"))


@lru_cache(maxsize=4)
def _of(text: str) -> Areas:
    return Areas(AreaFile.model_validate_json(text))


def _areas(file: AreaFile) -> Areas:
    return _of(file.model_dump_json(by_alias=True))
