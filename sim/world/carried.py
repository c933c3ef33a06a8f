"""The rows of citizens carried over from a burn-in, under the law of the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import entities
from sim.place.people import fate
from sim.world.opening import CASES, CrossSection, outlines, same_step
from sim.world.rows import rules as rule_rows
from sim.world.rows.builders import named
from sim.world.rows.people import PeopleRows

if TYPE_CHECKING:
    from sim.study.setting import Setting

SEEN = 2
Columns = dict[str, NDArray[np.int64]]


@dataclass
class Agendas:
    """The sessions of the rehabilitation team whose agenda was fixed before day 0: days in order, and places still free."""

    sessions: list[int]
    free: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: NDArray[np.int32], places: NDArray[np.int32]) -> Agendas:
        """From the world's tables: sessions for which no day of the run fixes the agenda."""
        fixed_later = set(session[session >= 0].tolist())
        days = [int(day) for day in np.flatnonzero(places) if day not in fixed_later]
        return cls(days, {day: int(places[day]) for day in days})

    def place(self, number: int) -> int:
        """Take a place in the session with this number; the session's day, or -1 if it has no place left."""
        day = self.sessions[number] if 0 <= number < len(self.sessions) else -1
        if day < 0 or not self.free[day]:
            return -1
        self.free[day] -= 1
        return day


def carried_columns(
    run: int,
    group: str,
    state: int,
    rows: NDArray[np.void],
    opening: CrossSection,
    rules: rule_rows.Rules,
    setting: Setting,
) -> Columns:
    """The columns of the fate table for citizens drawn from a cross-section."""
    part = fate.columns(run, entities(f"stock:{group}", rows.size), state)
    for name in (
        "elapsed", "present", "benefit", "family", "course", "accumulated", "need_bits", "need_state", "blocked", "terms", "term", "worked",
    ):  # fmt: skip
        part[name] = rows[name].astype(np.int64)
    needs = {name: number for number, name in enumerate(setting.people.needs)}
    part["opening_need"] = _as_now(rows["need"], [needs.get(name, -1) for name in opening.needs])
    part["came_from"] = _as_now(rows["came_from"], [rules.states.get(name, -1) for name in opening.states])
    part["born"] = -rows["age"].astype(np.int64)
    part["carried"] = np.ones(rows.size, np.int64)
    part["cases"], part["case_count"] = np.zeros(rows.size, np.int64), np.zeros(rows.size, np.int64)
    return part


def outside_columns(run: int, group: str, state: int, rows: NDArray[np.void]) -> Columns:
    """The columns of the fate table for citizens who are outside at the start and come back to a group."""
    days = rows["returns"].astype(np.int64)
    part = fate.columns(run, entities(f"outside:{group}", rows.size), state, arrive=days * fate.DAY)
    for name in ("accumulated", "need_bits", "worked"):
        part[name] = rows[name].astype(np.int64)
    part["born"] = -rows["age"].astype(np.int64)
    part["outside"] = np.ones(rows.size, np.int64)
    return part


def _as_now(codes: NDArray[np.integer], now: list[int]) -> NDArray[np.int64]:
    """Codes of the cross-section as codes of the run; -1 stays."""
    return np.asarray([*now, -1], np.int64)[codes.astype(np.int64)]


def periods_of(
    rows: NDArray[np.void], opening: CrossSection, rules: rule_rows.Rules, setting: Setting, *, first: int
) -> Columns:
    """The columns of earlier periods on benefits, in the order of citizens; ``first`` is the number of the first citizen."""
    groups = setting.rule_set.regime.groups
    families = [
        rules.families[groups[name].counts_with or groups[name].benefit] if name in groups else -1
        for name in opening.states
    ]
    states = rows["past_state"].astype(np.int64)
    number, place = np.nonzero((states >= 0) & (states[:, :1] >= 0))
    return {
        "citizen": first + number,
        "family": _as_now(states[number, place], families),
        "first": -rows["past_first"][number, place].astype(np.int64),
        "last": -rows["past_last"][number, place].astype(np.int64),
    }


class CarriedCases:
    """The cases under way of carried citizens.

    Attributes:
        rows: rows of :data:`sim.world.tables.CASE`.
    """

    def __init__(
        self,
        opening: CrossSection,
        rules: rule_rows.Rules,
        living: PeopleRows,
        steps: list[dict[str, int]],
        procedures: list[dict[str, int]],
        agendas: Agendas,
    ) -> None:
        self.opening, self.living, self.procedures, self.agendas = opening, living, procedures, agendas
        self.codes, self.outlines = rules.procedures, outlines(named(rules.procedures), steps, procedures)
        self.rows: list[dict[str, int]] = []

    def add(self, part: Columns, rows: NDArray[np.void]) -> None:
        """Add the cases of some citizens, and set the columns that depend on them.

        A case whose procedure the law of the run lacks is left out. A citizen whose need has been detected then begins the
        procedure of the need anew; a citizen whose ended term had led to the case reaches the term's end again.
        """
        for number in np.flatnonzero(rows["procedure"][:, 0] >= 0):
            row, first = rows[number], len(self.rows)
            self.rows += [case for k in range(CASES) if (case := self._case(row, k)) is not None]
            if len(self.rows) == first:
                self._without_case(part, int(number))
            part["cases"][number], part["case_count"][number] = first, len(self.rows) - first

    def _case(self, row: np.void, k: int) -> dict[str, int] | None:
        if row["procedure"][k] < 0:
            return None
        name = self.opening.procedures[int(row["procedure"][k])]
        if name not in self.codes or not self.outlines[name]:
            return None
        step = same_step(int(row["step"][k]), self.opening.outlines[name], self.outlines[name])
        code = self.codes[name]
        return {
            "procedure": code, "step": self.procedures[code]["entry"] + step, "wait": int(row["wait"][k]),
            "began": int(row["began"][k]), "session": self.agendas.place(int(row["session"][k])),
            "paper": int(row["paper"][k]), "cause": int(row["cause"][k]),
        }  # fmt: skip

    def _without_case(self, part: Columns, number: int) -> None:
        if part["need_state"][number] != SEEN:
            return
        if (need := int(part["opening_need"][number])) >= 0:
            procedure = self.living.needs[need]["procedure"]
            entry = self.procedures[procedure]["entry"]
            self.rows.append({"procedure": procedure, "step": entry, "session": -1, "paper": -1, "cause": BY_DECISION})
        else:
            part["need_state"][number] = part["blocked"][number] = 0
            part["term"][number] = 1


BY_DECISION = 3
"""The cause of a switch that a procedure decides."""
