"""Sentences about needs and the procedures that decide them: certificates, team, decision, sanction, offer."""

from __future__ import annotations

from sim.journal.case_state import Case
from sim.journal.clauses import spaced
from sim.journal.course import LogRow
from sim.journal.phrases import (
    Rows,
    Sentence,
    day_of,
    days_long,
    has_team_due,
    leads_to,
    meets,
    paper_of,
    punctual,
    role_of,
    team_due,
    title_of,
)
from sim.world.codes import DAY


def _need(case: Case, rows: Rows) -> str:
    arises = "arose before the log begins" if rows[0].value("before_the_log") else "arises"
    return f"A need {arises}; it is not detected yet (fate): {leads_to(case, rows[0])}"


def _detect(case: Case, rows: Rows) -> str:
    return f"The need is detected ({HOW[how_known(case, rows[0])]}): {leads_to(case, rows[0])}"


ASKED, RAN_OUT, AT_MEETING, AT_ASSESSMENT = "request", "end_point", "meeting", "assessment"
HOW = {
    ASKED: "the citizen asks", RAN_OUT: "the right runs out", AT_MEETING: "seen at a meeting", AT_ASSESSMENT: "seen at an assessment"
}  # fmt: skip


def how_known(case: Case, row: LogRow) -> str:
    """How a need was detected: by a step when a right runs out, at work during a day, else by the citizen's request."""
    if row.by_procedure:
        return RAN_OUT
    if row.minute % DAY:
        return AT_MEETING if case.last is not None and case.last.form >= 0 else AT_ASSESSMENT
    return ASKED


def _start(case: Case, rows: Rows) -> str:
    name = case.name("procedure", rows[0].procedure)
    text = f"Procedure starts: {case.clauses.procedure(name).title}"
    if rows[0].duty >= 0:
        text += f", for the duty “{case.clauses.duty(case.duty(rows[0])).title}”"
    return f"{text}; {team_due(case, rows[0], name)}" if has_team_due(case, name) else text


def _order(case: Case, rows: Rows) -> str:
    return f"Certificate ordered: {paper_of(case, rows[0])}, {rows[0].value('fee'):,} DKK"


def _deliver(case: Case, rows: Rows) -> str:
    row = rows[0]
    ordered = case.ordered.get((row.serial, row.value("certificate")))
    after = "" if ordered is None else f", {days_long((row.minute - ordered) // DAY)} after it was ordered"
    return f"Certificate delivered: {paper_of(case, row)}{after}"


def _ready(case: Case, rows: Rows) -> str:
    name = case.name("procedure", rows[0].procedure)
    return f"Ready for the rehabilitation team: {title_of(case, rows)}; {team_due(case, rows[0], name)}"


def _place(case: Case, rows: Rows) -> str:
    return f"Placed on the team's agenda of {day_of(case, rows[0].value('session_day'))}: {title_of(case, rows)}"


def _free(case: Case, rows: Rows) -> str:
    day = day_of(case, rows[0].value("session_day"))
    return f"Taken off the team's agenda of {day}: {title_of(case, rows)}"


def _hearing(case: Case, rows: Rows) -> str:
    row = next(row for row in rows if row.kind == "HEARING")
    name = case.name("procedure", row.procedure)
    text = f"The rehabilitation team treats the case: {title_of(case, rows)}"
    work = [f"{other.minutes} minutes of the {role_of(case, other)}" for other in rows if other.kind == "WORK"]
    text += f" ({', '.join(work)})" if work else ""
    if not has_team_due(case, name):
        return f"{text}; no legal deadline{meets(case, row)}"
    return f"{text}; due {day_of(case, row.due)} ({punctual(row)}){meets(case, row)}"


def _decide(case: Case, rows: Rows) -> str:
    course = case.course(rows[0])
    how = ""
    if course is not None and case.clauses.case_of(course.name):
        how = " after the team's hearing" if course.heard else " without the team"
    return f"Decision{how}: {title_of(case, rows)}{meets(case, rows[0])}"


def _effort(case: Case, rows: Rows) -> str:
    return f"The effort begins: {title_of(case, rows)}{meets(case, rows[0])}"


def _sanction(_: Case, __: Rows) -> str:
    return "A sanction case starts"


def _prolong(case: Case, rows: Rows) -> str:
    ground = case.clauses.prolongation(rows[0].value("ground"))
    if ground.path:
        return f"Sickness benefit is prolonged ({ground.law}): {ground.title}"
    return f"The benefit is prolonged because a case waits: {title_of(case, rows)}"


def _offer(case: Case, rows: Rows) -> str:
    row = rows[0]
    kind = case.name("offer", row.value("offer"))
    title = case.clauses.offer(kind).title or spaced(kind)
    counting = case.log.meta.get("offers_that_count")
    counts = "" if counting is None or kind in counting else "; does not count as a right-and-duty offer"
    return f"An offer begins: {title}, until {day_of(case, row.value('last_day'))}{counts}{meets(case, row)}"


SENTENCES: dict[str, Sentence] = {
    "NEED": _need,
    "DETECT": _detect,
    "START": _start,
    "ORDER": _order,
    "DELIVER": _deliver,
    "READY": _ready,
    "PLACE": _place,
    "FREE": _free,
    "HEARING": _hearing,
    "DECIDE": _decide,
    "EFFORT": _effort,
    "SANCTION": _sanction,
    "PROLONG": _prolong,
    "OFFER": _offer,
}
"""Name of the row's kind -> the function that writes its sentence."""
