"""Phrases that several sentences share: dates, minutes, names of work, groups, roles, deadlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.files.localised import decimal
from sim.journal.case_state import OF_PROCEDURE, Case
from sim.journal.course import LogRow
from sim.journal.words import counted, day_text, spaced
from sim.law.clauses.duty import Duty
from sim.measures.view import NEED_LEVELS

Rows = Sequence[LogRow]
"""The rows of an entry, at least one."""
Sentence = Callable[[Case, Rows], str]
"""The function that writes an entry's sentence, from the state of the case before it."""


def is_opening_stock(row: LogRow) -> bool:
    """Whether an ARRIVE row is of the opening stock, so that the spell began before the log."""
    return row.minute == 0 and row.value("days_before") > 0


def group_of(case: Case, name: str) -> str:
    group = case.setting.rule_set.regime.groups[name]
    return f"{group.title.of(case.lang)} ({benefit_of(case, name)})"


def benefit_of(case: Case, name: str) -> str:
    """The benefit of a group. Benefits have Danish names in the files, which English keeps."""
    benefit = case.setting.rule_set.regime.groups[name].benefit
    return benefit if case.lang == "en" else spaced(benefit, case.lang)


def title_of(case: Case, rows: Rows) -> str:
    """The title of the duty behind an entry, else of the procedure."""
    row = next((row for row in rows if row.kind == "HEARING"), rows[0])
    if row.duty >= 0 and row.kind not in OF_PROCEDURE:
        return case.clauses.duty(case.duty(row)).title or spaced(case.duty(row), case.lang)
    course = case.course(row)
    return case.clauses.procedure(course.name).title if course is not None else case.say("no_procedure")


def meets(case: Case, row: LogRow) -> str:
    """The duty that a hearing, a decision, an effort or an offer meets; "" for none."""
    if row.duty < 0:
        return ""
    clause = case.clauses.duty(case.duty(row))
    return case.say("meets_duty" if clause.path.startswith("duties.") else "meets_practice", title=clause.title)


def work_of(case: Case, row: LogRow) -> str:
    return case.clauses.activity_title(case.name("activity", row.activity))


def leads_to(case: Case, row: LogRow) -> str:
    need = case.setting.people.needs[case.name("need", row.value("need"))]
    clause = case.clauses.procedure(need.procedure)
    return case.say("leads_by_law" if clause.law else "leads", title=clause.title, law=clause.law)


def number_of(case: Case, row: LogRow, instance: int) -> str:
    """The number of a duty's instance, with the total if the law sets one."""
    if instance < 1 or row.duty < 0:
        return ""
    duty: Duty | None = case.setting.rule_set.regime.duties.get(case.duty(row))
    if duty is None or duty.every is not None:
        return case.say("number", instance=instance) if instance > 1 else ""
    if duty.meetings is None:
        return ""
    return case.say("number_of", instance=instance, all=duty.meetings.count.value)


def form_of(case: Case, row: LogRow) -> str:
    """How a meeting is held; desk work has no form."""
    if row.form < 0:
        return ""
    name = case.name("form", row.form)
    return case.say("form_in_person") if name == "in-person" else case.say("form", form=spaced(name, case.lang))


def paper_of(case: Case, row: LogRow) -> str:
    name = case.name("certificate", row.value("certificate"))
    papers = case.setting.rule_set.regime.certificates
    return papers[name].title.of(case.lang) if name in papers else name


def role_of(case: Case, row: LogRow) -> str:
    return case.say(f"role_{case.name('role', row.role)}")


def has_team_due(case: Case, procedure: str) -> bool:
    known = case.setting.rule_set.regime.procedures
    return procedure in known and known[procedure].team_due is not None


def team_due(case: Case, row: LogRow, procedure: str) -> str:
    """The team's deadline by law, or the due day that the practice gives to a case without one."""
    key = "team_undated"
    if has_team_due(case, procedure):
        key = "team_due_if" if case.clauses.is_by_judgement(procedure) else "team_due"
    return case.say(key, day=day_of(case, row.due))


def on_time(case: Case, row: LogRow) -> str:
    return case.say("due_when", day=day_of(case, row.due), punctual=punctual(case, row)) if row.has_due else ""


def punctual(case: Case, row: LogRow) -> str:
    late = row.day - row.due
    return case.say("days_late", days=days_long(case, late)) if late > 0 else case.say("on_time")


def minutes_of(case: Case, rows: Rows) -> str:
    return counted("minutes", sum(row.minutes for row in rows), case.lang)


def days_long(case: Case, count: int) -> str:
    return counted("days", count, case.lang)


def amount(case: Case, number: int) -> str:
    return decimal(number, 0, case.lang)


def day_of(case: Case, day: int) -> str:
    return day_text(case.date(day), case.lang)


def need_level(case: Case, code: int) -> str:
    return case.say(f"level_{NEED_LEVELS[code]}") if 0 <= code < len(NEED_LEVELS) else str(code)
