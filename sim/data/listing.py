"""Which values of a place are statistics, shares or assumptions, and which public table would replace each."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.data.table_map import TableFile, read_tables
from sim.files.folder import names_in, unknown_name
from sim.files.parse import shape, values_in
from sim.files.value import size
from sim.place.people.model import Place
from sim.place.read import place_source, read_people

Basis = Literal["statistic", "share", "fitted", "expert", "assumption", "no figure", "other"]

_SHARE = re.compile(
    r"population share|share of|\d ?% of |split as|by national |\bx \d[\d.]* ?%|\bx \d[\d.]* \((?:population|stock)\)|\bx \d[\d.,]* / "
)
"""Words of a source that say that the number is a share of a larger one."""
OWN: dict[str, str] = {
    "groups.*.stock": "stock", "teams.*.cases_per_post.*": "cases", "moves.*.per_year": "switches", "needs.*.per_year": "switches",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A value: its path, number and range in the file's words, grade, basis, source, place, and what would replace it."""

    path: str
    value: float
    text: str
    evidence: str
    basis: Basis
    source: str
    where: str
    tables: tuple[str, ...]
    not_read_yet: tuple[str, ...]
    own: str

    @property
    def replaced_by(self) -> str:
        """The public tables and the own counts that would replace the value, in words."""
        words = [*self.tables, *(f"{table} (not read yet)" for table in self.not_read_yet)]
        words += [f"own counts ({self.own})"] if self.own else []
        return ", ".join(words)


def listed(root: Path, place: str | None, people: str | None = None) -> list[Listed]:
    """The values of a place, or of a people file.

    Raises:
        ScenarioError: there is no such file, or it is invalid.
    """
    folder, name = ("people", people) if people else ("places", place)
    if name not in names_in(root, folder):
        raise unknown_name(
            f"{folder}/{name}.yaml: there is no such file", str(name), names_in(root, folder), folder=root / folder
        )
    tables = read_tables(root)
    model = read_people(str(name), root) if people else shape(Place, place_source(str(name), root))
    switches = {each.people for each in tables.own.switches}
    values = values_in(model)
    known = {value.path: value for value in values}
    rows = []
    for value in values:
        own = next((kind for pattern, kind in OWN.items() if fnmatch.fnmatchcase(value.path, pattern)), "")
        own = "" if own == "switches" and value.path not in switches else own
        like = known.get(
            f"groups.{value.source.removeprefix('as ')}.stock", value
        )  # "as activity-ready": its source is that of another
        basis = basis_of(value.evidence, like.source)
        later = tuple(
            each.table
            for each in tables.not_read_yet
            if any(fnmatch.fnmatchcase(value.path, pattern) for pattern in (each.people if people else each.place))
        )
        rows.append(
            Listed(
                value.path, size(value.value), value.text, value.evidence, basis, value.source, value.where,
                _tables(tables, value.path, people is not None), later, own,
            )
        )  # fmt: skip
    return rows


def basis_of(evidence: str, source: str) -> Basis:
    """What a value rests on. A number that is a share of a larger one is a share, whatever its grade."""
    if evidence == "unknown":
        return "no figure"
    if evidence in ("law", "statistic", "study"):
        return "statistic" if evidence == "statistic" else "other"
    if _SHARE.search(source):
        return "share"
    if evidence == "fitted":
        return "fitted"
    return "expert" if evidence == "expert" else "assumption"


def _tables(tables: TableFile, path: str, people: bool) -> tuple[str, ...]:
    return tuple(
        name
        for name, table in tables.tables.items()
        if any(path == (counted.people if people else counted.place) for counted in table.values)
    )
