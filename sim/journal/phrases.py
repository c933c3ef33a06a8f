"""Phrases that several sentences share: dates, minutes, names of work, groups, roles, deadlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.journal.case_state import OF_PROCEDURE, Case
from sim.journal.clauses import spaced
from sim.journal.course import LogRow
from sim.law.clauses.duty import Duty
from sim.measures.view import NEED_LEVELS
from sim.world.codes import Role

Rows = Sequence[LogRow]
"""The rows of an entry, at least one."""
Sentence = Callable[[Case, Rows], str]
"""The function that writes an entry's sentence, from the state of the case before it."""


def is_opening_stock(row: LogRow) -> bool:
    """Whether an ARRIVE row is of the opening stock, so that the spell began before the log."""
    return row.minute == 0 and row.value("days_before") > 0


def group_of(case: Case, name: str) -> str:
    group = case.setting.rule_set.regime.groups[name]
    return f"{group.title.en} ({group.benefit})"


def title_of(case: Case, rows: Rows) -> str:
    """The title of the duty behind an entry, else of the procedure."""
    row = next((row for row in rows if row.kind == "HEARING"), rows[0])
    if row.duty >= 0 and row.kind not in OF_PROCEDURE:
        return case.clauses.duty(case.duty(row)).title or spaced(case.duty(row))
    course = case.course(row)
    return case.clauses.procedure(course.name).title if course is not None else "without a running procedure"


def meets(case: Case, row: LogRow) -> str:
    """The duty that a hearing, a decision, an effort or an offer meets; "" for none."""
    if row.duty < 0:
        return ""
    clause = case.clauses.duty(case.duty(row))
    return f"; meets {'the duty' if clause.path.startswith('duties.') else 'the practice entry'} “{clause.title}”"


def work_of(case: Case, row: LogRow) -> str:
    return case.clauses.activity_title(case.name("activity", row.activity))


def leads_to(case: Case, row: LogRow) -> str:
    need = case.setting.people.needs[case.name("need", row.value("need"))]
    clause = case.clauses.procedure(need.procedure)
    return f"leads to {clause.title}" + (f" ({clause.law})" if clause.law else "")


def number_of(case: Case, row: LogRow, instance: int) -> str:
    """The number of a duty's instance, with the total if the law sets one."""
    if instance < 1 or row.duty < 0:
        return ""
    duty: Duty | None = case.setting.rule_set.regime.duties.get(case.duty(row))
    if duty is None or duty.every is not None:
        return f", no. {instance}" if instance > 1 else ""
    return f", no. {instance} of {duty.meetings.count.value}" if duty.meetings is not None else ""


def form_of(case: Case, row: LogRow) -> str:
    """How a meeting is held; desk work has no form."""
    if row.form < 0:
        return ""
    name = case.name("form", row.form)
    return f", {'in person' if name == 'in-person' else f'by {spaced(name)}'}"


def paper_of(case: Case, row: LogRow) -> str:
    name = case.name("certificate", row.value("certificate"))
    papers = case.setting.rule_set.regime.certificates
    return papers[name].title.en if name in papers else name


def role_of(case: Case, row: LogRow) -> str:
    name = spaced(case.name("role", row.role)).replace("a kasse", "a-kasse")
    return f"{name}s" if row.role == Role.TEAM_MEMBER else name


def has_team_due(case: Case, procedure: str) -> bool:
    known = case.setting.rule_set.regime.procedures
    return procedure in known and known[procedure].team_due is not None


def team_due(case: Case, row: LogRow, procedure: str) -> str:
    """The team's deadline by law, or the due day that the practice gives to a case without one."""
    if has_team_due(case, procedure):
        must = "the team must treat the case by"
        if case.clauses.is_by_judgement(procedure):
            must = "if the team hears the case, it must do so by"
        return f"{must} {day_of(case, row.due)}"
    return f"no legal deadline (queued as if due {day_of(case, row.due)})"


def on_time(case: Case, row: LogRow) -> str:
    return f"; due {day_of(case, row.due)} ({punctual(row)})" if row.has_due else ""


def punctual(row: LogRow) -> str:
    late = row.day - row.due
    return f"{days_long(late)} late" if late > 0 else "on time"


def minutes_of(rows: Rows) -> str:
    return f"{sum(row.minutes for row in rows):,} minutes"


def days_long(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


def day_of(case: Case, day: int) -> str:
    return case.date(day).isoformat()


def need_level(code: int) -> str:
    return NEED_LEVELS[code] if 0 <= code < len(NEED_LEVELS) else str(code)
