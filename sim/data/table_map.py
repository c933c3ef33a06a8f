"""``figures/tables.yaml``: which number of a published table is which value of a place or of the people file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.data.cell import Member, folded
from sim.files.entry import Entry, Names, Title
from sim.files.folder import read_entry
from sim.files.schema import Schema
from sim.files.value import problem

Spellings = Annotated[tuple[Names, ...], Field(strict=False)]


class Publisher(Entry):
    """A publisher: its address, and the environment variable of the token if it asks for one."""

    title: str
    address: str
    licence: str = ""
    token: str | None = None


class Asking(Entry):
    """How often a server is asked, with which pause, and how long an answer may take."""

    tries: int
    pause_seconds: int
    wait_seconds: int


class Counted(Entry):
    """A number of a table: the members whose cells are added, and the values that it gives."""

    parts: Spellings = ()
    only: Spellings = ()
    place: str
    people: str

    @model_validator(mode="after")
    def _adds_no_total(self) -> Counted:
        for at, names in enumerate(self.parts):
            total = [name for name in names if Member(name).is_total or Member("", name).is_total]
            if total and len(self.parts) > 1:
                raise problem(
                    "a total is added to its parts", key=("parts", at), found=", ".join(total),
                    expected="parts alone, or the total alone",
                )  # fmt: skip
        return self


class Apart(Entry):
    """Members of a table that are no value of the model, and why."""

    members: Names
    why: str


class PublicTable(Entry):
    """A published table (docs/data.md)."""

    service: str
    title: Title
    columns: Names = ()
    measure: Names = ()
    period: Literal["month", "quarter", "year"]
    take: int
    latest: Literal["complete", "preliminary"] = "complete"
    begins: str | None = None
    ends: str | None = None
    read: Literal["yes", "some", "no"] = "yes"
    note: str = ""
    query: dict[str, Names] = Field(default={})
    values: Annotated[tuple[Counted, ...], Field(strict=False)]
    apart: Annotated[tuple[Apart, ...], Field(strict=False)] = ()


class OwnSwitch(Entry):
    """A switch from group to group that one value of the people file makes."""

    origin: str = Field(alias="from")
    to: str
    people: str


class OwnCounts(Entry):
    """What a municipality's own counts replace, and words for its groups."""

    groups: dict[str, Names]
    months: int
    switches: Annotated[tuple[OwnSwitch, ...], Field(strict=False)]

    def group(self, word: str) -> str | None:
        """The group of a word: the model's name, or one of the words of the file."""
        names = {folded(name): group for group, words in self.groups.items() for name in (group, *words)}
        return names.get(folded(word))


class NotReadYet(Entry):
    """A published table that no reader takes yet, and the paths of the values that it would replace."""

    table: str
    place: Names = ()
    people: Names = ()


class TableFile(Entry):
    """``figures/tables.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["tables"]
    services: dict[str, Publisher]
    asking: Asking
    tables: dict[str, PublicTable]
    own: OwnCounts
    not_read_yet: Annotated[tuple[NotReadYet, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _names_services(self) -> TableFile:
        for name, table in self.tables.items():
            if table.service not in self.services:
                raise problem(
                    "there is no such service", key=("tables", name, "service"), found=table.service,
                    expected=", ".join(self.services),
                )  # fmt: skip
        return self

    def table(self, name: str) -> str | None:
        """The id of a table as the file has it, whatever its letters; None for an unknown table."""
        return {folded(known): known for known in self.tables}.get(folded(name))


def read_tables(root: Path) -> TableFile:
    """Read ``figures/tables.yaml``. Raises a ScenarioError for an invalid file."""
    return read_entry(TableFile, root, "figures", "tables")
