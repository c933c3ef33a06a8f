"""One citizen's case while its log is read: the state, the procedures that run and where they stand, what was ordered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.journal.clauses import Clauses, spaced
from sim.journal.course import Course, Found, LogRow, Wanted, steps_of
from sim.law.clauses.vocabulary import CASH_BENEFIT
from sim.world.rows.rules import TALK
from sim.world.rows.steps import HEARING, MEMBERS

if TYPE_CHECKING:
    from sim.study.setting import Setting
    from sim.world.log import Log

NAMING = frozenset({"READY", "HEARING", "DECIDE", "EFFORT", "SANCTION", "OFFER"})
"""Kinds of row whose ``extra`` names the running procedure."""
OF_PROCEDURE = NAMING | {"START"}
"""Kinds of row that are a procedure's, though they may name the duty that it meets."""
LIFE, CLOCK, AGE = 1, 2, 4
"""Causes of a switch, as ``form`` of its row says."""
CASH_GROUPS = ("activity-ready", "activity-ready-young")
"""Where ``cash-benefit`` leads, by age."""


@dataclass
class Case:
    """What is known of a citizen at a row. It is told of every row once, in order (:meth:`note`).

    Attributes:
        clauses: where laws are looked up.
        states: names of the states in order of spells.
        law_days: the days on which the law changes.
        spell: number of the spell, from 0.
        courses: procedures begun in this spell, in order.
        waiting: (course, team due day) of those on the team's list or agenda.
        ordered: certificate code -> minute of its last order.
        counting: duties with a deadline in this spell among whose meetings the first one, or the talk of a switch, counts.
        missed: no-shows in a row, by duty.
        last: the row before.
    """

    log: Log
    setting: Setting
    clauses: Clauses
    states: list[str]
    law_days: list[int] = field(default_factory=list)
    spell: int = 0
    courses: list[Course] = field(default_factory=list)
    waiting: list[tuple[Course, int]] = field(default_factory=list)
    ordered: dict[int, int] = field(default_factory=dict)
    counting: list[str] = field(default_factory=list)
    missed: dict[int, int] = field(default_factory=dict)
    last: LogRow | None = None

    # --- names
    @property
    def state(self) -> str:
        return self.states[self.spell]

    def name(self, dictionary: str, code: int) -> str:
        """The name of a code; a code nobody named is its number."""
        return self.log.names.get(dictionary, {}).get(code, f"{spaced(dictionary)} {code}")

    def date(self, day: int) -> date:
        return date.fromisoformat(str(self.log.meta["start"])) + timedelta(days=day)

    def post(self, caseworker: int, team: int = -1) -> str:
        """A caseworker as a reader finds him again: number of the post, and the team."""
        if caseworker < 0:
            return ""
        of_post = self.log.meta.get("team_of_caseworker", ())
        team = team if team >= 0 or caseworker >= len(of_post) else int(of_post[caseworker])
        return f"post {caseworker}, {self.name('team', team)}" if team >= 0 else f"post {caseworker}"

    def duty(self, row: LogRow) -> str:
        """The name of the row's duty; "" for none."""
        return self.name("duty", row.duty) if row.duty >= 0 else ""

    # --- procedures
    def find(self, row: LogRow) -> Found | None:
        """The procedure of this spell that a row belongs to.

        Rows of work and papers do not name theirs: it is the one whose next such step is nearest, among equals the
        latest begun.
        """
        wanted, named = self._wanted(row), self._named(row)
        if named is not None:
            return Found(named, named.place(wanted))
        running = [course for course in reversed(self.courses) if self._may_end_in(course, row)]
        found = [Found(course, at) for course in running if (at := course.place(wanted)) is not None]
        ahead = [place for place in found if place.course.ahead(wanted) is not None]
        best = min(ahead or found[:1], key=lambda place: (place.at or 0) - place.course.at, default=None)
        return best or self._unbegun(row)

    def ends_a_right(self, row: LogRow) -> bool:
        """Whether a START row is of a procedure that a term's end sets going."""
        return self.name("procedure", row.procedure) in self._of_terms

    @property
    def _of_terms(self) -> set[str]:
        """Procedures that a term's end sets going."""
        return {term.procedure for term in self.setting.people.terms.values()}

    def _may_end_in(self, course: Course, row: LogRow) -> bool:
        """Whether a switch of this cause (1 life 2 clock 3 decision 4 age) can come of a procedure; other rows may."""
        if row.kind != "SWITCH":
            return True
        return row.form != LIFE and (row.form in {CLOCK, AGE}) == (course.name in self._of_terms)

    def note(self, row: LogRow) -> None:
        """Take a row into account."""
        found = self.find(row)
        if found is not None and found.at is not None:
            found.course.at = found.at
        if row.kind == "SWITCH":
            self.spell += 1
            self.courses, self.waiting, self.counting, self.missed = [], [], [], {}
        elif row.kind == "START":
            name = self.name("procedure", row.procedure)
            steps = tuple(steps_of(name, self.setting.rule_set.regime.procedures))
            self.courses.append(Course(name, steps, row.duty))
        elif row.kind == "READY" and (course := self._named(row)):
            self.waiting.append((course, row.due))
        elif row.kind == "HEARING" and (course := self._named(row)):
            course.heard = True
            self.waiting = [place for place in self.waiting if place[0] is not course]
        elif row.kind == "ORDER":
            self.ordered[row.form] = row.minute
        elif row.kind == "TERM" and self._counts_the_first(self.duty(row)):
            self.counting.append(self.duty(row))
        elif row.kind == "LOST":
            self.missed[row.duty] = self.missed.get(row.duty, 0) + 1
        elif row.kind in {"WORK", "LAPSE"} and row.duty >= 0:
            self.missed.pop(row.duty, None)
        self.last = row

    def _named(self, row: LogRow) -> Course | None:
        """The running procedure that the row itself names."""
        if row.kind in {"PLACE", "FREE"}:
            return next((course for course, due in self.waiting if due == row.due), None)
        if row.kind not in NAMING:
            return None
        name = self.name("procedure", row.procedure)
        alike = [course for course in reversed(self.courses) if course.name == name]
        return next((course for course in alike if row.duty in {-1, course.duty}), alike[0] if alike else None)

    def _unbegun(self, row: LogRow) -> Found | None:
        """The procedure of a row whose beginning the log does not show."""
        if row.kind in NAMING:
            name = self.name("procedure", row.procedure)
        elif row.kind == "PROLONG":
            terms = self.setting.people.terms.values()
            name = next((term.procedure for term in terms if term.group == self.state), "")
        else:
            return None
        procedures = self.setting.rule_set.regime.procedures
        return Found(Course(name, tuple(steps_of(name, procedures))), None) if name in procedures else None

    def _wanted(self, row: LogRow) -> Wanted:
        """The steps (operation, target) that can have written a row."""
        activity = self.name("activity", row.activity) if row.activity >= 0 else ""
        if row.kind in {"READY", "PLACE", "FREE", "HEARING"} or activity in {HEARING, MEMBERS}:
            return (("team", None),)
        if row.kind in {"BOOK", "WORK", "CANCEL", "MOVE", "UNPLACEABLE"} and row.duty < 0:
            return (("work", activity),)
        if row.kind in {"ORDER", "DELIVER"}:
            return (("order", self.name("certificate", row.form)),)
        if row.kind == "EXIT":
            return (("exit", self.name("destination", row.extra)),)
        if row.kind == "SWITCH":
            new = self.states[self.spell + 1]
            return (("switch", new), *((("switch", CASH_BENEFIT),) if new in CASH_GROUPS else ()))
        marks = {"DECIDE": "decision", "EFFORT": "effort", "SANCTION": "sanction"}
        if row.kind in marks:
            return (("mark", marks[row.kind]),)
        if row.kind == "OFFER":
            return (("offer", self.name("offer", row.form)),)
        if row.kind == "PROLONG":
            grounds = self.clauses.regime.prolongations
            named = tuple(("prolong", name) for name, ground in grounds.items() if ground.number == row.extra)
            return (*named, ("prolong_if_waiting", None))
        return ()

    def _counts_the_first(self, name: str) -> bool:
        """Whether another duty's meeting, when held, counts among those of this duty."""
        duty = self.setting.rule_set.regime.duties.get(name)
        return duty is not None and duty.first_is is not None

    def stands_for(self, duty: str) -> list[str]:
        """The duties among whose meetings a meeting of this duty counts."""
        duties = self.setting.rule_set.regime.duties
        return [name for name in self.counting if duty in {TALK, duties[name].first_is}]


def states_of(log: Log, rows: list[LogRow]) -> list[str]:
    """Names of a citizen's states, spell by spell: rows of arrival and switch say what was left, the last row what is."""
    names = log.names["state"]
    codes = [row.extra for row in rows if row.kind == "SWITCH"]
    if not codes:
        return [names[row.extra] for row in rows if row.kind == "ARRIVE"][:1]
    last = next(row for row in reversed(rows) if row.kind == "SWITCH")
    alike = [code for code, pair in log.meta["state"].items() if tuple(pair) == (last.group, last.benefit)]
    return [names[code] for code in (*codes, alike[0])]
