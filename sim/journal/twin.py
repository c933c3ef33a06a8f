"""The same citizen under two rule sets: two histories side by side, where they part, and what of it a rule has made."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from sim.journal.changes import Changed
from sim.journal.entry import Entry, History

How = Literal["same", "rule", "diary", "follows"]
WAYS: dict[How, str] = {
    "same": "the same thing on the same day under both",
    "rule": "a clause behind it differs between the two",
    "diary": "the diary, the agenda or who is on duty, and no rule: citizens meet in them",
    "follows": "comes of what had differed before",
}
"""What is said of a pair of entries."""
COLUMNS_OF_TWINS = ("date", "how", "one_date", "one", "other_date", "other", "clause", "law", "changed", "by")


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of one history and the same thing in the other, or an entry that only one of them has.

    Attributes:
        one, other: the entries; None where that history has none.
        how: one of :data:`WAYS`.
        changes: for ``rule`` the clauses behind it that differ.
    """

    one: Entry | None
    other: Entry | None
    how: How
    changes: tuple[Changed, ...] = ()

    @property
    def entry(self) -> Entry:
        """The first's entry, else the other's."""
        return self.one or self.other  # type: ignore[return-value]

    @property
    def date(self) -> date:
        """The day on which it happens first."""
        return min(entry.date for entry in (self.one, self.other) if entry is not None)

    def as_data(self) -> dict[str, Any]:
        one, other = (None if entry is None else entry.as_data() for entry in (self.one, self.other))
        said = {"date": self.date.isoformat(), "how": self.how, "one": one, "other": other}
        return said | {"changes": [change.as_data() for change in self.changes]}


@dataclass(frozen=True)
class Twins:
    """A citizen's two histories.

    Attributes:
        one, other: the histories.
        pairs: every entry of both exactly once, by day.
        changes: clauses in which the two settings differ at all, whether or not they touch this citizen.
        general: those of the practice that may move any booking.
    """

    one: History
    other: History
    pairs: tuple[Pair, ...]
    changes: tuple[Changed, ...]
    general: tuple[Changed, ...]

    @property
    def identical(self) -> bool:
        """The same by day, whoever the caseworker is."""
        return all(pair.how == "same" for pair in self.pairs)

    @property
    def first(self) -> Pair | None:
        """The first difference of any kind."""
        return next((pair for pair in self.pairs if pair.how != "same"), None)

    @property
    def parting(self) -> Pair | None:
        """The first difference that a rule has made."""
        return next((pair for pair in self.pairs if pair.how == "rule"), None)

    @property
    def touched(self) -> tuple[Changed, ...]:
        """The changed clauses that stand behind a difference of this citizen, in order of their first one."""
        return tuple({change.clause: change for pair in self.pairs for change in pair.changes}.values())

    def counts(self) -> dict[str, int]:
        """Pairs by :data:`WAYS`, and entries that only one side has."""
        found: dict[str, int] = {how: sum(pair.how == how for pair in self.pairs) for how in WAYS}
        found["only_one"] = sum(pair.other is None for pair in self.pairs)
        return found | {"only_other": sum(pair.one is None for pair in self.pairs)}

    def sums(self) -> dict[str, tuple[int, int]]:
        """What each history comes to (:class:`Foot`), the first's and the other's."""
        before, after = asdict(self.one.foot), asdict(self.other.foot)
        return {name: (before[name], after[name]) for name in before}

    def table(self) -> pd.DataFrame:
        """One row per pair, columns :data:`COLUMNS_OF_TWINS`: what each history says ("" for nothing), and why they differ."""
        rows = [
            (
                pair.date, pair.how, pair.one and pair.one.date, pair.one.what if pair.one else "", pair.other and pair.other.date,
                pair.other.what if pair.other else "", pair.entry.clause.path, pair.entry.clause.law,
                ", ".join(change.clause for change in pair.changes),
                ", ".join(dict.fromkeys(name for change in pair.changes for name in change.by)),
            )
            for pair in self.pairs
        ]  # fmt: skip
        found = pd.DataFrame(rows, columns=list(COLUMNS_OF_TWINS))
        days = {name: pd.to_datetime(found[name]) for name in ("date", "one_date", "other_date")}
        return found.assign(**days)
