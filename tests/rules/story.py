"""What happened to the one citizen, in words, from the log's rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.world.codes import DAY
from sim.world.log import NO_DAY, Log, RowKind
from sim.world.log.named_rows import columns_of

DUTY_WORDS = {
    RowKind.TERM: "term", RowKind.OPEN: "open", RowKind.BOOK: "book", RowKind.CANCEL: "cancel", RowKind.SHED: "shed", RowKind.MOVE: "move",
    RowKind.LOST: "no-show", RowKind.LAPSE: "lapse", RowKind.BREACH: "breach", RowKind.EXEMPT: "exempt",
}  # fmt: skip
PROCEDURE_WORDS = {
    RowKind.START: "start", RowKind.READY: "ready", RowKind.HEARING: "hearing", RowKind.DECIDE: "decision", RowKind.EFFORT: "effort",
}  # fmt: skip
TOLD_OTHERWISE = {*DUTY_WORDS, RowKind.ASSIGN, RowKind.CAPACITY, RowKind.RUNNING, RowKind.TRAITS}
"""Kinds of row that are called something else than their own name."""

WORDS = {
    *DUTY_WORDS.values(), "held", "caseworker", "no caseworker", "switch inside a merged group",
    *(kind.name.lower() for kind in RowKind if kind not in {*TOLD_OTHERWISE, *PROCEDURE_WORDS}), *PROCEDURE_WORDS.values(),
}  # fmt: skip
"""Happenings called by one word, whatever they concern."""

CAUSES = {1: "life", 2: "clock", 3: "decision", 4: "age"}
GUIDANCE = ("guidance", "repatriation-guidance")
"""What rides on a meeting and is no meeting itself."""
SILENT = (RowKind.CAPACITY, RowKind.RUNNING, RowKind.TRAITS)


@dataclass(frozen=True)
class Happening:
    """One row of the log: its day, the names by which a case may call it, and its numbers."""

    day: date
    names: tuple[str, ...]
    kind: RowKind
    row: dict[str, int]


class Story:
    """All happenings of a log, in order."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.start = date.fromisoformat(log.meta["start"])
        told = log.rows[~np.isin(log.rows["kind"], SILENT)]
        self.happenings = [self._told(dict(zip(told.dtype.names or (), row, strict=True))) for row in told.tolist()]

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)

    def name(self, what: str, code: int) -> str:
        return self.log.names[what].get(code, "")

    def _told(self, row: dict[str, int]) -> Happening:
        kind = RowKind(row["kind"])
        return Happening(self.day(row["minute"] // DAY), self._names(kind, row), kind, row)

    def _names(self, kind: RowKind, row: dict[str, int]) -> tuple[str, ...]:
        duty, plain = self.name("duty", row["duty"]), kind.name.lower()
        said = {name: row[column] for name, column in columns_of(kind).items()}
        if kind in DUTY_WORDS:
            return (DUTY_WORDS[kind], f"{DUTY_WORDS[kind]} {duty}")
        if kind in PROCEDURE_WORDS:
            word = PROCEDURE_WORDS[kind]
            return (word, f"{word} {self.name('procedure', said['procedure'])}")
        if kind == RowKind.WORK:
            activity = self.name("activity", row["activity"])
            by = f"work {activity} by {self.name('role', row['role'])}"
            held = ("held", f"held {duty}") if duty and activity not in GUIDANCE else ()
            return ("work", f"work {activity}", by, *held)
        if kind == RowKind.SWITCH:
            inside = ("switch inside a merged group",) if said["inside_merged_group"] else ()
            return ("switch", f"switch to {self.state_of(row)}", *inside)
        if kind == RowKind.EXIT:
            return ("exit", f"exit to {self.name('destination', said['destination'])}")
        if kind in {RowKind.ORDER, RowKind.DELIVER}:
            return (plain, f"{plain} {self.name('certificate', said['certificate'])}")
        if kind in {RowKind.NEED, RowKind.DETECT}:
            return (plain, f"{plain} {self.name('need', said['need'])}")
        if kind == RowKind.ASSIGN:
            return ("no caseworker" if row["caseworker"] < 0 else "caseworker",)
        if kind == RowKind.PROLONG:
            return (plain, f"{plain} nr. {said['ground']}")
        if plain == "offer":
            return (plain, f"{plain} {self.name('offer', said['offer'])}")
        return (plain,)

    def state_of(self, row: dict[str, int]) -> str:
        """The group of a row's LAB number and benefit."""
        codes = [code for code, pair in self.log.meta["state"].items() if pair == (row["group"], row["benefit"])]
        return " / ".join(self.name("state", code) for code in codes)

    def called(self, name: str) -> list[Happening]:
        """The happenings of a name; work in several pieces or for several instances is each of its own."""
        return [h for h in self.happenings if name in h.names]

    def days(self, name: str) -> list[date]:
        return [h.day for h in self.called(name)]

    def of_duty(self, kind: RowKind, duty: str) -> list[dict[str, int]]:
        return [h.row for h in self.happenings if h.kind == kind and self.name("duty", h.row["duty"]) == duty]

    def text(self) -> str:
        """The story, a line a happening, for a test that fails."""
        lines = []
        for h in self.happenings:
            due = f"  due {self.day(h.row['due'])}" if h.row["due"] != NO_DAY and h.kind != RowKind.SWITCH else ""
            lines.append(f"{h.day} {h.day:%a}  {h.names[-1]}{due}")
        return "\n".join(lines)


def distinct(things: list[Any]) -> tuple[Any, ...]:
    """Different things in the order of their first appearance."""
    return tuple(dict.fromkeys(things))
