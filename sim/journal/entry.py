"""What a history is made of: entries, their sum, and whose history it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from sim.journal.clauses import Clause

COLUMNS_OF_ENTRIES = (
    "date", "time", "kind", "what", "group", "benefit", "caseworker", "clause", "law", "evidence", "source", "reforms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        date: of the calendar. time: ``HH:MM``, "" for what happens at midnight (it has no hour of its own).
        kind: name of the row's kind. what: in words.
        group, benefit: names, at that moment. caseworker: post and team, "" for nobody.
        clause: what it rests on.
        rows: places of its rows in the log.
    """

    date: date
    time: str
    kind: str
    what: str
    group: str
    benefit: str
    caseworker: str
    clause: Clause
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
    """What a history comes to.

    Attributes:
        meetings: held by caseworkers; elsewhere: held by a role without diary (the a-kasse).
        no_shows, breaches, hearings, sanctions, switches: how many.
        caseworkers: different ones who had the citizen.
        days: from the first row to the exit, or to the end of the run; before: in the spell already at the start.
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
        citizen: number in the run. place, rules, practice, replication: which run.
        start: the first day of the study. last: its last day.
        states: names of the groups in order.
        entries: in order of the log.
        foot: the sum of it.
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

    def table(self) -> pd.DataFrame:
        """One row per entry, columns :data:`COLUMNS_OF_ENTRIES`; ``date`` is a date, the rest are texts."""
        found = pd.DataFrame([entry.as_data() for entry in self.entries], columns=list(COLUMNS_OF_ENTRIES))
        return found.assign(date=pd.to_datetime(found["date"]))
