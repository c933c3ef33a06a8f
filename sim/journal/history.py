"""A citizen's rows of the log as the entries of a case journal, each with the clause behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.journal.case_state import OF_PROCEDURE, Case, states_of
from sim.journal.clauses import NOTHING, Clause, together
from sim.journal.course import Course, LogRow
from sim.journal.entry import Entry, Foot, History
from sim.journal.law_by_day import laws_of
from sim.journal.sentences import kind_of, sentence
from sim.journal.sentences_cases import how_known
from sim.journal.sentences_duties import is_meeting_held
from sim.journal.words import spaced
from sim.world.codes import DAY, Role
from sim.world.log import COLUMNS, Log, RowKind
from sim.world.rows.steps import HEARING, MEMBERS

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.study.setting import Setting

PARTS = {"HANDOVER": "hand_over", "SANCTION": "sanctions", "INTERPRETER": "interpreter"}
"""Kinds of row -> the part of the regime behind them."""
_FOLDED = ("BOOK", "CANCEL", "MOVE")
"""Kinds of row that desk work writes once for each piece."""


def rows_of(log: Log, citizen: int) -> list[LogRow]:
    """A citizen's rows, in order."""
    positions = np.flatnonzero(log.rows["citizen"] == citizen)
    return list(_rows(log, positions))


def _rows(log: Log, positions: NDArray[np.intp]) -> Iterator[LogRow]:
    places, names = {name: place for place, name in enumerate(COLUMNS)}, log.names["kind"]
    for position, row in zip(positions.tolist(), log.rows[positions].tolist(), strict=True):
        numbers = {name: row[places[name]] for name in LogRow._fields if name not in {"position", "kind"}}
        kind = row[places["kind"]]
        yield LogRow(position=position, kind=names.get(kind, RowKind(kind).name), **numbers)


def read(log: Log, setting: Setting, citizen: int, replication: int, lang: Lang = "en") -> History:
    """The history of a citizen who has rows in the log."""
    rows = rows_of(log, citizen)
    laws = laws_of(setting, lang)
    case = Case(log, setting, laws[0][2], states_of(log, rows), [day for day, _, _ in laws[1:]])
    entries = []
    for part in folded(rows, case):
        while len(laws) > 1 and part[0].day >= laws[1][0]:
            laws.pop(0)
            _, case.setting, case.clauses = laws[0]
        entries.append(_entry(case, part))
        for row in part:
            case.note(row)
    days = int(log.meta["days"])
    return History(
        citizen, setting.place.place, setting.rules_name, setting.practice.practice, replication, setting.start,
        setting.start + timedelta(days=days - 1), tuple(case.states), tuple(entries), _foot(case, rows, days), lang, _titles(setting, lang),
    )  # fmt: skip


def _titles(setting: Setting, lang: Lang) -> dict[str, str]:
    """The words of groups and benefits in Danish; none in English, which prints their names."""
    if lang == "en":
        return {}
    groups = {name: group for _, law, _ in laws_of(setting) for name, group in law.rule_set.regime.groups.items()}
    benefits = {group.benefit: spaced(group.benefit, lang) for group in groups.values()}
    return benefits | {name: group.title.of(lang) for name, group in groups.items()}


def folded(rows: Iterable[LogRow], case: Case) -> Iterator[tuple[LogRow, ...]]:
    """Group consecutive rows of one event. The order stays, and every row is in exactly one part."""
    part: list[LogRow] = []
    for row in rows:
        if part and not _belongs(part, row, case):
            yield tuple(part)
            part = []
        part.append(row)
    if part:
        yield tuple(part)


def _belongs(part: list[LogRow], row: LogRow, case: Case) -> bool:
    """Whether a row belongs to the same event as the rows before it."""
    first, last = part[0], part[-1]
    if row.minute != first.minute:
        return False
    if row.kind == "TRAITS":
        return last.kind in {"ARRIVE", "SWITCH"}
    if row.kind == "BOOK" and last.kind == "OPEN":
        return row.duty == last.duty
    if row.kind in _FOLDED and last.kind == row.kind:  # pieces of the same work
        same = (row.activity, row.duty, row.serial, row.due) == (last.activity, last.duty, last.serial, last.due)
        return same and row.form < 0
    activities = [case.name("activity", r.activity) if r.activity >= 0 else "" for r in (last, row)]
    if activities == [HEARING, MEMBERS] and row.kind == "WORK":
        return last.kind == "WORK"
    return row.kind == "HEARING" and last.kind == "WORK" and activities[0] in {HEARING, MEMBERS}


def _entry(case: Case, rows: tuple[LogRow, ...]) -> Entry:
    first = rows[0]
    clock = first.minute % DAY
    names = case.setting.rule_set.regime.groups
    state = case.state_of(first)
    return Entry(
        date=case.date(first.day),
        time=f"{clock // 60:02}:{clock % 60:02}" if clock else "",
        kind=kind_of(rows),
        what=sentence(case, rows),
        group=state,
        benefit=names[state].benefit,
        caseworker=case.post(first.caseworker, first.team),
        clause=clause_of(case, rows),
        held=is_meeting_held(case, rows),
        rows=tuple(row.position for row in rows),
    )


def clause_of(case: Case, rows: tuple[LogRow, ...]) -> Clause:
    """The clause behind an entry."""
    clauses, kind = case.clauses, kind_of(rows)
    row = next((row for row in rows if row.kind == kind), rows[0])
    course = case.course(row)
    if kind in {"ARRIVE", "TRAITS"}:
        return clauses.group(case.state_of(row))
    if kind == "SWITCH":
        return clauses.group(case.state_of(row))
    if kind == "ASSIGN":
        return clauses.assignment if row.caseworker >= 0 else clauses.part("hand_over")
    if kind in PARTS:
        return clauses.part(PARTS[kind])
    if kind == "NEED":
        return clauses.need(case.name("need", row.value("need")))
    if kind == "DETECT":
        if course is not None:
            return clauses.procedure(course.name, course.through(row))
        return clauses.detection(case.name("need", row.value("need")), how_known(case, row))
    if kind == "EXIT" and course is None:
        return clauses.life(case.state)
    if kind == "PROLONG" and (ground := clauses.prolongation(row.value("ground"))).path:
        return ground
    if kind in OF_PROCEDURE:
        return _of_procedure(case, row, course)
    return _of_work(case, row, course)


def _of_procedure(case: Case, row: LogRow, course: Course | None) -> Clause:
    """The clauses behind a step of a procedure: the kind of offer, the procedure, the duty that started it."""
    clauses = case.clauses
    kind = clauses.offer(case.name("offer", row.value("offer"))) if row.kind == "OFFER" else NOTHING
    own = clauses.procedure(course.name, course.through(row)) if course is not None else NOTHING
    duty = clauses.duty(case.duty(row)) if row.duty >= 0 else NOTHING
    return together(kind, own, duty)


def _of_work(case: Case, row: LogRow, course: Course | None) -> Clause:
    """The clause behind work or a certificate: guidance within a meeting, the duty, the procedure, or the activity."""
    activity = case.name("activity", row.activity) if row.activity >= 0 else ""
    riding = case.clauses.riding(activity)
    if riding is not None:
        return riding
    if row.duty >= 0:
        return case.clauses.duty(case.duty(row))
    if course is not None:
        return case.clauses.procedure(course.name, course.through(row))
    return case.clauses.activity(activity) if activity else NOTHING


def _foot(case: Case, rows: list[LogRow], days: int) -> Foot:
    activities = case.setting.rule_set.regime.activities
    meetings = {name for name, activity in activities.items() if activity.meeting}
    held = [row for row in rows if row.kind == "WORK" and case.name("activity", row.activity) in meetings]
    own = sum(row.role == Role.CASEWORKER for row in held)
    begins = [row.day for row in rows if row.kind == "ARRIVE"]
    ends = [row.day for row in rows if row.kind == "EXIT"]

    def count(kind: str) -> int:
        return sum(row.kind == kind for row in rows)

    return Foot(
        meetings=own,
        elsewhere=len(held) - own,
        no_shows=count("LOST"),
        breaches=count("BREACH"),
        hearings=count("HEARING"),
        sanctions=count("SANCTION"),
        switches=count("SWITCH"),
        caseworkers=len({row.caseworker for row in rows if row.kind == "ASSIGN" and row.caseworker >= 0}),
        days=sum(ends) + days * (len(begins) - len(ends)) - sum(begins),
        before=rows[0].minutes if rows[0].kind == "ARRIVE" else 0,
    )
