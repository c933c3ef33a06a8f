"""A scripted life as rows of clocks and needs: each event in its spell on its day, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import draw, occurrence, purpose
from sim.chance.quantiles import CELLS
from sim.study.setting import Setting
from sim.world.world import World
from tests.rules.case import Case

NEVER = 200_000
"""Days: beyond any run, and with minutes still far from the end of 32 bits."""

SEEN = 10**6
"""An occasion that wears down whatever hides a need."""

SPELLS, ROUNDS = 12, 4

Table = NDArray[np.void]


def codes(world: World, what: str) -> dict[str, int]:
    return {name: code for code, name in world.names[what].items()}


def one_row(dtype: np.dtype[Any], **columns: int) -> Table:
    row = np.zeros(1, dtype)
    for name, value in columns.items():
        row[name] = value
    return row


class Tables:
    """The quantile tables of a world and those of the script."""

    def __init__(self, made: NDArray[np.int32]) -> None:
        self.made, self.added = made, []  # type: ignore[var-annotated]

    def constant(self, days: int) -> int:
        return self._add(np.full(CELLS + 1, days, np.int32))

    def median(self, table: int) -> int:
        """A table that always gives the middle value of another (-1 stays -1)."""
        return table if table < 0 else self.constant(int(self.made[table, CELLS // 2]))

    def in_cell(self, cell: int, days: int) -> int:
        """``days`` for draws of one cell, never for all others."""
        row = np.full(CELLS + 1, NEVER, np.int32)
        row[cell : cell + 2] = days
        return self._add(row)

    def _add(self, row: NDArray[np.int32]) -> int:
        self.added.append(row)
        return len(self.made) + len(self.added) - 1

    @property
    def array(self) -> NDArray[np.int32]:
        return np.vstack([self.made, *self.added]) if self.added else self.made


def _cell(run: int, entity: int, key: int, spell: int, turn: int = 0) -> int:
    return int(draw(run, entity, key, occurrence(spell, turn, 0))) >> 22


@dataclass
class Script:
    """Turns a case's life into rows of clocks and needs."""

    case: Case
    world: World
    setting: Setting
    entity: int
    tables: Tables

    def __post_init__(self) -> None:
        self.states = codes(self.world, "state")
        self.run = self.world.settings["run"]
        self.clocks: list[Table] = []
        self.needs: list[Table] = []
        self.states_table = self.world.states.copy()
        self.struck: dict[int, tuple[int, int]] = {}  # state -> key and table of a scripted term

    def write(self) -> None:
        """Walk through the life; a spell begins where the last scripted switch led."""
        who = self.case.citizen
        group, began, spell = who.group, who.began, 0
        known = True
        for n, event in enumerate(self.case.life):
            if event.group is not None:
                assert event.after is not None or event.since is not None
                group, known = event.group, False
                began = event.since or began
            if event.after is not None:
                length = event.after
            else:
                assert event.on is not None
                length = (event.on - began).days
            assert length > 0, f"`{self.case.title}`: an event must come after its spell's first day"
            key, table = self._timed(f"script:{n}", length, spell if known else None)
            state = self.states[group]
            if event.to is not None:
                target = -2 if event.to == "back" else self.states[event.to]
                self._life(state, target, key, table)
                group, began, spell = event.to, event.on or began, spell + 1
            elif event.exit is not None:
                self.states_table["exit_first"] = codes(self.world, "destination")[event.exit]
                self._life(state, -1, key, table)
            elif event.need is not None:
                self.needs.append(self._need(group, event.need, key, table))
            else:
                assert state not in self.struck, "one scripted term per group"
                self.struck[state] = (key, table)
        self._terms()

    def _timed(self, name: str, length: int, spell: int | None) -> tuple[int, int]:
        """A key and a table that give ``length`` in one spell and never in others (in every spell, if it is not known)."""
        if spell is None:
            return purpose(name), self.tables.constant(length)
        for n in range(100):
            key = purpose(f"{name}:{n}")
            mine = _cell(self.run, self.entity, key, spell)
            others = [_cell(self.run, self.entity, key, s) for s in range(SPELLS) if s != spell]
            others += [_cell(self.run, self.entity, key, spell, turn) for turn in range(1, ROUNDS)]
            if all(abs(mine - other) > 1 for other in others):
                return key, self.tables.in_cell(mine, length)
        raise AssertionError("no key tells the spells apart")

    def _life(self, state: int, target: int, key: int, table: int) -> None:
        self.clocks.append(
            one_row(
                self.world.clocks.dtype, state=state, target=target, procedure=-1, cause=1, key=key, table=table, table_stock=table, span=-1
            )
        )  # fmt: skip

    def _need(self, group: str, procedure: str, key: int, table: int) -> Table:
        """The row of a need that the people file knows, with the time of the script."""
        found = (self.world.needs["state"] == self.states[group]) & (
            self.world.needs["procedure"] == codes(self.world, "procedure")[procedure]
        )
        assert found.any(), f"the people file has no need for `{procedure}` in `{group}`"
        row: Table = self.world.needs[found][:1].copy()
        row["key"], row["table"] = key, table
        seen = self.case.detection
        for what, word in (("meeting", seen.meetings), ("assessment", seen.assessments), ("end", seen.end)):
            row[what] = SEEN if word == "always" else 0
        row["request"] = self.tables.constant(seen.request or NEVER)
        return row

    def opening_need(self) -> int:
        """The number of the need under way at the start, or -1."""
        under_way = self.case.citizen.under_way
        if under_way is None:
            return -1
        never = self.tables.constant(NEVER)
        self.needs.append(self._need(self.case.citizen.group, under_way.need, purpose("script:open"), never))
        return len(self.needs) - 1

    def _terms(self) -> None:
        """Terms of a fixed length keep the length in the file. Drawn terms come due only if the case gives their length."""
        names = {purpose(f"life:{name}"): name for name in self.setting.people.terms}
        assert self.case.terms.keys() <= set(names.values()), f"unknown terms: {sorted(self.case.terms)}"
        for filed in self.world.clocks[self.world.clocks["term"] == 1]:
            row, made = filed.copy(), self.tables.made[filed["table"]]
            lowest, highest = int(made.min()), int(made.max())
            word = self.case.terms.get(names[int(row["key"])], "lowest" if lowest == highest else "never")
            if row["aged"]:  # the day follows from the citizen's birth
                self.clocks.append(row.reshape(1))
                continue
            if int(row["state"]) in self.struck:
                row["key"], row["table"] = self.struck[int(row["state"])]
                row["span"], row["window"], row["month_end"], row["accumulated"] = -1, 0, 0, 0
            elif word == "never":
                row["table"], row["span"] = self.tables.constant(NEVER), -1
            else:
                row["table"] = self.tables.constant({"lowest": lowest, "highest": highest}[word])
            row["table_stock"] = row["table"]
            self.clocks.append(row.reshape(1))
