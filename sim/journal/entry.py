"""The parts of a history: its entries, their totals, and the citizen and run to which it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from sim.files.entry import Lang
from sim.journal.clauses import Clause

COLUMNS_OF_ENTRIES = (
    "date", "time", "kind", "what", "group", "benefit", "caseworker", "clause", "law", "evidence", "source", "reforms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One event.

    Attributes:
        date: the calendar date. time: ``HH:MM``, "" for an event at midnight (it has no hour of its own).
        kind: the name of the row's kind. what: the event in words.
        group, benefit: names at that moment. caseworker: post and team, "" for none.
        clause: the clause behind it.
        held: whether it is a meeting that was held.
        rows: positions of its rows in the log.
    """

    date: date
    time: str
    kind: str
    what: str
    group: str
    benefit: str
    caseworker: str
    clause: Clause
    held: bool
    rows: tuple[int, ...]

    def as_data(self) -> dict[str, str]:
        """Plain data, by :data:`COLUMNS_OF_ENTRIES`."""
        clause = self.clause
        values = (
            self.date.isoformat(), self.time, self.kind, self.what, self.group, self.benefit, self.caseworker, clause.path,
            clause.law, clause.evidence, clause.source, ", ".join(clause.reforms),
        )  # fmt: skip
        return dict(zip(COLUMNS_OF_ENTRIES, values, strict=True))


@dataclass(frozen=True)
class Foot:
    """The totals of a history.

    Attributes:
        meetings: meetings held by caseworkers.
        elsewhere: meetings held by another role (the a-kasse).
        no_shows, breaches, hearings, sanctions, switches: number of each.
        caseworkers: number of different caseworkers of the citizen.
        days: days from the first row to the exit, or to the end of the run.
        before: days in the spell before the first row.
    """

    meetings: int
    elsewhere: int
    no_shows: int
    breaches: int
    hearings: int
    sanctions: int
    switches: int
    caseworkers: int
    days: int
    before: int


@dataclass(frozen=True)
class History:
    """A citizen's history under one rule set.

    Attributes:
        citizen: number in the run. place, rules, practice, replication: the run.
        start: the first day of the study. last: its last day.
        states: names of the groups in order.
        entries: the entries in the order of the log.
        foot: the totals.
        lang: the language of the sentences.
        titles: words of groups and benefits, if they are not printed by their names.
    """

    citizen: int
    place: str
    rules: str
    practice: str
    replication: int
    start: date
    last: date
    states: tuple[str, ...]
    entries: tuple[Entry, ...]
    foot: Foot
    lang: Lang = "en"
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """The groups in order, in words."""
        return " → ".join(self.named(name) for name in self.states)

    def named(self, name: str) -> str:
        """The words of a group or a benefit."""
        return self.titles.get(name, name)

    def table(self) -> pd.DataFrame:
        """One row per entry, columns :data:`COLUMNS_OF_ENTRIES`. ``date`` is a date; the other columns are texts."""
        table = pd.DataFrame([entry.as_data() for entry in self.entries], columns=list(COLUMNS_OF_ENTRIES))
        return table.assign(date=pd.to_datetime(table["date"]))
