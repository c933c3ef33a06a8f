"""Sentences about needs and the procedures that decide them: certificates, team, decision, sanction, offer."""

from __future__ import annotations

from sim.journal.case_state import Case
from sim.journal.course import LogRow
from sim.journal.phrases import (
    Rows,
    Sentence,
    amount,
    day_of,
    days_long,
    has_team_due,
    leads_to,
    meets,
    minutes_of,
    on_time,
    paper_of,
    role_of,
    team_due,
    title_of,
)
from sim.journal.words import spaced
from sim.world.codes import DAY


def _need(case: Case, rows: Rows) -> str:
    return case.say("need_old" if rows[0].value("before_the_log") else "need_new", leads=leads_to(case, rows[0]))


def _detect(case: Case, rows: Rows) -> str:
    return case.say("detect", how=case.say(f"how_{how_known(case, rows[0])}"), leads=leads_to(case, rows[0]))


ASKED, RAN_OUT, AT_MEETING, AT_ASSESSMENT = "request", "end_point", "meeting", "assessment"


def how_known(case: Case, row: LogRow) -> str:
    """How a need was detected: by a step when a right runs out, at work during a day, else by the citizen's request."""
    if row.by_procedure:
        return RAN_OUT
    if row.minute % DAY:
        return AT_MEETING if case.last is not None and case.last.form >= 0 else AT_ASSESSMENT
    return ASKED


def _start(case: Case, rows: Rows) -> str:
    name = case.name("procedure", rows[0].procedure)
    title, duty = case.clauses.procedure(name).title, case.duty(rows[0])
    text = (
        case.say("start_for", title=title, duty=case.clauses.duty(duty).title)
        if duty
        else case.say("start", title=title)
    )
    return f"{text}; {team_due(case, rows[0], name)}" if has_team_due(case, name) else text


def _order(case: Case, rows: Rows) -> str:
    return case.say("order", paper=paper_of(case, rows[0]), fee=amount(case, rows[0].value("fee")))


def _deliver(case: Case, rows: Rows) -> str:
    row = rows[0]
    paper, ordered = paper_of(case, row), case.ordered.get((row.serial, row.value("certificate")))
    if ordered is None:
        return case.say("deliver", paper=paper)
    return case.say("deliver_after", paper=paper, days=days_long(case, (row.minute - ordered) // DAY))


def _ready(case: Case, rows: Rows) -> str:
    name = case.name("procedure", rows[0].procedure)
    return case.say("ready", title=title_of(case, rows), due=team_due(case, rows[0], name))


def _place(case: Case, rows: Rows) -> str:
    return case.say("place", day=day_of(case, rows[0].value("session_day")), title=title_of(case, rows))


def _free(case: Case, rows: Rows) -> str:
    return case.say("free", day=day_of(case, rows[0].value("session_day")), title=title_of(case, rows))


def _hearing(case: Case, rows: Rows) -> str:
    row = next(row for row in rows if row.kind == "HEARING")
    text = case.say("hearing", title=title_of(case, rows))
    work = [
        case.say("hearing_work", minutes=minutes_of(case, [other]), role=role_of(case, other))
        for other in rows
        if other.kind == "WORK"
    ]
    text += f" ({', '.join(work)})" if work else ""
    dated = has_team_due(case, case.name("procedure", row.procedure))
    return text + (on_time(case, row) if dated else case.say("hearing_undated")) + meets(case, row)


def _decide(case: Case, rows: Rows) -> str:
    course, key = case.course(rows[0]), "decide"
    if course is not None and case.clauses.case_of(course.name):
        key = "decide_heard" if course.heard else "decide_alone"
    return case.say(key, title=title_of(case, rows)) + meets(case, rows[0])


def _effort(case: Case, rows: Rows) -> str:
    return case.say("effort", title=title_of(case, rows)) + meets(case, rows[0])


def _sanction(case: Case, __: Rows) -> str:
    return case.say("sanction")


def _prolong(case: Case, rows: Rows) -> str:
    ground = case.clauses.prolongation(rows[0].value("ground"))
    if ground.path:
        return case.say("prolong", law=ground.law, title=ground.title)
    return case.say("prolong_waits", title=title_of(case, rows))


def _offer(case: Case, rows: Rows) -> str:
    row = rows[0]
    kind = case.name("offer", row.value("offer"))
    title = case.clauses.offer(kind).title or spaced(kind, case.lang)
    counting = case.log.meta.get("offers_that_count")
    counts = "" if counting is None or kind in counting else case.say("offer_counts_not")
    return case.say("offer", title=title, day=day_of(case, row.value("last_day"))) + counts + meets(case, row)


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
