"""The same citizen under two rule sets: two aligned histories, their differences, and the rules behind them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from sim.journal.changes import Changed
from sim.journal.entry import Entry, History

How = Literal["same", "rule", "diary", "follows"]
WAYS: dict[How, str] = {
    "same": "the same event on the same day in both",
    "rule": "a clause behind the entry differs between the two",
    "diary": "diaries, agendas or staff on duty differ, not a rule: all citizens share them",
    "follows": "a consequence of an earlier difference",
}
"""The ways in which a pair of entries agrees or differs, each with its meaning."""
COLUMNS_OF_TWINS = ("date", "how", "one_date", "one", "other_date", "other", "clause", "law", "changed", "by")


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of one history and the same event in the other, or an entry that only one history has.

    Attributes:
        one, other: the entries; None if that history has none.
        how: one of :data:`WAYS`.
        changes: for ``rule``, the changed clauses behind the entry.
    """

    one: Entry | None
    other: Entry | None
    how: How
    changes: tuple[Changed, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry of the first history, else of the other."""
        return self.one or self.other  # type: ignore[return-value]

    @property
    def date(self) -> date:
        """The earlier day of the two entries."""
        return min(entry.date for entry in (self.one, self.other) if entry is not None)

    def as_data(self) -> dict[str, Any]:
        left, right = (None if entry is None else entry.as_data() for entry in (self.one, self.other))
        data = {"date": self.date.isoformat(), "how": self.how, "one": left, "other": right}
        return data | {"changes": [change.as_data() for change in self.changes]}


@dataclass(frozen=True)
class Twins:
    """A citizen's two histories.

    Attributes:
        one, other: the histories.
        pairs: pairs by day; every entry of both histories is in exactly one pair.
        changes: all clauses in which the two settings differ, whether or not they affect this citizen.
        general: changes of the practice that may move any booking.
    """

    one: History
    other: History
    pairs: tuple[Pair, ...]
    changes: tuple[Changed, ...]
    general: tuple[Changed, ...]

    @property
    def identical(self) -> bool:
        """Whether both histories are the same by day. Caseworkers do not count."""
        return all(pair.how == "same" for pair in self.pairs)

    @property
    def first(self) -> Pair | None:
        """The first difference of any kind."""
        return next((pair for pair in self.pairs if pair.how != "same"), None)

    @property
    def parting(self) -> Pair | None:
        """The first difference that a rule caused."""
        return next((pair for pair in self.pairs if pair.how == "rule"), None)

    @property
    def touched(self) -> tuple[Changed, ...]:
        """The changed clauses behind the differences of this citizen, in the order in which they first appear."""
        return tuple({change.clause: change for pair in self.pairs for change in pair.changes}.values())

    def counts(self) -> dict[str, int]:
        """Number of pairs by :data:`WAYS`, and number of entries that only one side has."""
        counts: dict[str, int] = {how: sum(pair.how == how for pair in self.pairs) for how in WAYS}
        counts["only_one"] = sum(pair.other is None for pair in self.pairs)
        return counts | {"only_other": sum(pair.one is None for pair in self.pairs)}

    def sums(self) -> dict[str, tuple[int, int]]:
        """The totals (:class:`Foot`) of the first and of the other history, by name."""
        before, after = asdict(self.one.foot), asdict(self.other.foot)
        return {name: (before[name], after[name]) for name in before}

    def table(self) -> pd.DataFrame:
        """One row per pair, columns :data:`COLUMNS_OF_TWINS`: both entries in words, and why they differ.

        The words of a missing entry are "".
        """
        rows = [
            (
                pair.date, pair.how, pair.one and pair.one.date, pair.one.what if pair.one else "", pair.other and pair.other.date,
                pair.other.what if pair.other else "", pair.entry.clause.path, pair.entry.clause.law,
                ", ".join(change.clause for change in pair.changes),
                ", ".join(dict.fromkeys(name for change in pair.changes for name in change.by)),
            )
            for pair in self.pairs
        ]  # fmt: skip
        table = pd.DataFrame(rows, columns=list(COLUMNS_OF_TWINS))
        days = {name: pd.to_datetime(table[name]) for name in ("date", "one_date", "other_date")}
        return table.assign(**days)
