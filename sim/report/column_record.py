"""A column of the study in the manifest: the parts of its printed name, and its shocks."""

from __future__ import annotations

from typing import Literal

from sim.report.record import Record

Use = Literal["keep", "cut", "reinvest-meetings", "reinvest-caseloads"]


class ShockRecord(Record):
    """A shock in words, with its first and last day.

    Attributes:
        name: as the names of columns print it, with its dates: ``insured +30 % 2025-01-01..2025-12-31``.
        what: what changes and how much, without the dates: ``insured +30 %``.
        first, until: ISO dates; without ``until`` the shock lasts to the end of the run.
    """

    name: str
    what: str
    first: str
    until: str | None = None


class ColumnRecord(Record):
    """A column of the study: the parts of its printed name, and what they mean.

    Attributes:
        name: as tables of comparisons print it.
        rules, practice, capacity: as the tables of measures print them.
        use: what becomes of freed hours.
        shocks: of the column alone; those of the whole study are in ``Manifest.shocks``.
        own_practice: whether each place has a practice of its own.
        team_places: weekly places of the rehabilitation team that the column sets; None: the place's own number.
    """

    name: str
    rules: str
    practice: str
    capacity: str
    use: Use
    shocks: tuple[ShockRecord, ...] = ()
    own_practice: bool = False
    team_places: int | None = None

    @property
    def kind(self) -> Literal["keep", "cut", "reinvest"]:
        """The use of freed hours, without what they are reinvested in."""
        return "keep" if self.use == "keep" else "cut" if self.use == "cut" else "reinvest"

    @property
    def cut(self) -> bool:
        """Whether staff is cut."""
        return self.use == "cut"

    @property
    def kept(self) -> ColumnRecord:
        """The column with the same rules, practice and shocks and all staff."""
        capacity = f"keep{self.capacity.removeprefix(self.use)}"
        name = f"{self.name.removesuffix(self.capacity)}{capacity}"
        return self.model_copy(update={"name": name, "capacity": capacity, "use": "keep"})

    @property
    def reinvests(self) -> bool:
        """Whether freed hours are reinvested."""
        return self.kind == "reinvest"
