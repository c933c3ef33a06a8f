"""One citizen's case while its log is read: the state, the running procedures, the certificates ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.journal.clauses import Clauses
from sim.journal.course import Course, LogRow
from sim.journal.words import say, spaced
from sim.world.rows.rules import TALK

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.study.setting import Setting
    from sim.world.log import Log

OF_PROCEDURE = frozenset({"START", "READY", "HEARING", "DECIDE", "EFFORT", "SANCTION", "OFFER"})
"""Kinds of row that belong to a procedure, although they may name the duty that the procedure meets."""


@dataclass
class Case:
    """The state of a citizen's case at a row. Call :meth:`note` with every row once, in order.

    Attributes:
        clauses: the clauses of the law in force.
        states: names of the states in order of spells, of all stays.
        law_days: the days on which the law changes.
        spell: number of the spell in the log, from 0. spell_day: its first day.
        courses: procedures begun in this spell, by serial number.
        set_going: procedures that a detection or a no-show may have started in this spell -> the day.
        ordered: (serial number of the procedure, certificate code) -> minute of the last order.
        counting: duties of this spell for whose deadline another duty's first meeting, or a switch talk, counts.
        missed: consecutive no-shows, by duty.
        last: the previous row.
    """

    log: Log
    setting: Setting
    clauses: Clauses
    states: list[str]
    law_days: list[int] = field(default_factory=list)
    spell: int = 0
    spell_day: int = 0
    courses: dict[int, Course] = field(default_factory=dict)
    set_going: dict[str, int] = field(default_factory=dict)
    ordered: dict[tuple[int, int], int] = field(default_factory=dict)
    counting: list[str] = field(default_factory=list)
    missed: dict[int, int] = field(default_factory=dict)
    last: LogRow | None = None

    # --- names
    @property
    def lang(self) -> Lang:
        """The language of the journal."""
        return self.clauses.lang

    def say(self, key: str, **blanks: object) -> str:
        """A sentence in the language of the journal."""
        return say(key, self.lang, **blanks)

    @property
    def state(self) -> str:
        return self.states[self.spell]

    def state_of(self, row: LogRow) -> str:
        """The state of a row that may begin a spell."""
        begins = row.kind == "SWITCH" or (row.kind == "ARRIVE" and self.last is not None)
        return self.states[self.spell + begins]

    def name(self, dictionary: str, code: int) -> str:
        """The name of a code; dictionary and number if the code has no name."""
        return self.log.names.get(dictionary, {}).get(code, f"{spaced(dictionary)} {code}")

    def words(self, dictionary: str, code: int) -> str:
        """The name of a code, written as words."""
        return spaced(self.name(dictionary, code), self.lang)

    def date(self, day: int) -> date:
        return date.fromisoformat(str(self.log.meta["start"])) + timedelta(days=day)

    def post(self, caseworker: int, team: int = -1) -> str:
        """A caseworker in words: the number of the post, and the team; "" for none."""
        if caseworker < 0:
            return ""
        of_post = self.log.meta.get("team_of_caseworker", ())
        team = team if team >= 0 or caseworker >= len(of_post) else int(of_post[caseworker])
        if team < 0:
            return self.say("post", number=caseworker)
        name = self.name("team", team)
        known = self.setting.place.teams.get(name) if self.lang != "en" else None
        words = known.title.of(self.lang) if known else name if self.lang == "en" else spaced(name, self.lang)
        return self.say("post_of_team", number=caseworker, team=words)

    def duty(self, row: LogRow) -> str:
        """The name of the row's duty; "" for none."""
        return self.name("duty", row.duty) if row.duty >= 0 else ""

    # --- procedures
    def course(self, row: LogRow) -> Course | None:
        """The running procedure that wrote the row; None if life, a clock or a duty wrote it."""
        if not row.by_procedure:
            return None
        return self.courses.get(row.serial) or self._begun(row.procedure, row.day)

    def _begun(self, procedure: int, day: int) -> Course:
        """A procedure that begins on a day, in the version that applies to the citizen's case."""
        uses: Sequence[str] = ()
        for enacted, of_spell, steps in self.log.meta.get("procedure_versions", {}).get(procedure, ()):
            if (self.spell_day if of_spell else day) >= enacted:
                uses = steps
        return Course(self.name("procedure", procedure), uses)

    def _set_going(self, row: LogRow) -> int:
        """The day of the event that started a procedure. A procedure begins only at the midnight after a meeting."""
        return row.day if row.duty >= 0 else self.set_going.pop(self.name("procedure", row.procedure), row.day)

    def note(self, row: LogRow) -> None:
        """Take a row into account."""
        if row.kind == "ARRIVE":
            self.spell, self.spell_day = self.spell + (self.last is not None), row.day - row.value("days_before")
            self.courses, self.counting, self.missed, self.set_going = {}, [], {}, {}
        elif row.kind == "SWITCH":
            self.spell, self.spell_day = self.spell + 1, row.day
            self.courses, self.counting, self.missed, self.set_going = {}, [], {}, {}
        elif row.kind == "DETECT":
            self.set_going[self.setting.people.needs[self.name("need", row.value("need"))].procedure] = row.day
        elif row.kind == "START":
            self.courses[row.serial] = self._begun(row.procedure, self._set_going(row))
        elif row.kind == "HEARING" and row.serial in self.courses:
            self.courses[row.serial].heard = True
        elif row.kind == "ORDER":
            self.ordered[row.serial, row.form] = row.minute
        elif row.kind == "TERM" and self._counts_the_first(self.duty(row)):
            self.counting.append(self.duty(row))
        elif row.kind == "LOST":
            self.missed[row.duty] = self.missed.get(row.duty, 0) + 1
            self.set_going[self.clauses.regime.sanctions.procedure] = row.day
        elif row.kind in {"WORK", "LAPSE"} and row.duty >= 0:
            self.missed.pop(row.duty, None)
        self.last = row

    def _counts_the_first(self, name: str) -> bool:
        """Whether a meeting of another duty counts for this duty."""
        duty = self.setting.rule_set.regime.duties.get(name)
        return duty is not None and duty.first_is is not None

    def counts_for(self, duty: str) -> list[str]:
        """The other duties for which a meeting of this duty counts."""
        duties = self.setting.rule_set.regime.duties
        return [name for name in self.counting if duty in {TALK, duties[name].first_is}]


def states_of(log: Log, rows: list[LogRow]) -> list[str]:
    """Names of a citizen's states, spell by spell.

    Each ARRIVE row names its own state, and each SWITCH row the state before it. Group and benefit give the state after the
    last switch of a stay.
    """
    names, begun = log.names["state"], [row for row in rows if row.kind in {"ARRIVE", "SWITCH"}]
    states = []
    for row, following in zip(begun, [*begun[1:], None], strict=True):
        if row.kind == "ARRIVE":
            states.append(names[row.value("state")])
        elif following is not None and following.kind == "SWITCH":
            states.append(names[following.value("old_state")])
        else:
            alike = [code for code, pair in log.meta["state"].items() if tuple(pair) == (row.group, row.benefit)]
            states.append(names[alike[0]])
    return states
