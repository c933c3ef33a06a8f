"""Sentences about duties and their work: deadlines, bookings, meetings, no-shows."""

from __future__ import annotations

from sim.journal.case_state import Case
from sim.journal.phrases import (
    Rows,
    Sentence,
    day_of,
    form_of,
    minutes_of,
    number_of,
    on_time,
    role_of,
    title_of,
    work_of,
)
from sim.journal.words import spaced
from sim.world.codes import DAY, OPENING, Role


def _term(case: Case, rows: Rows) -> str:
    row = rows[0]
    return case.say("term", title=title_of(case, rows), owed=row.value("owed"), day=day_of(case, row.due))


def _open(case: Case, rows: Rows) -> str:
    row = rows[0]
    title = f"{title_of(case, rows)}{number_of(case, row, row.value('instance'))}"
    text = case.say("open_now" if row.due == row.day else "open", title=title, day=day_of(case, row.due))
    booked = [other for other in rows if other.kind == "BOOK"]
    return f"{text}; {_booked(case, booked)}" if booked else text


def _book(case: Case, rows: Rows) -> str:
    again = bool(case.missed.get(rows[0].duty))
    return f"{work_of(case, rows[0])}: {_booked(case, rows, again=again)}"


def _booked(case: Case, rows: Rows, *, again: bool = False) -> str:
    """Work placed in a diary: day, form and length."""
    days = sorted({row.value("booked_day") for row in rows})
    first, last = day_of(case, days[0]), day_of(case, days[-1])
    when = case.say("booked_over" if len(days) > 1 else "booked_on", day=first, last=last, days=len(days))
    is_late = rows[0].has_due and days[-1] > rows[0].due
    late = case.say("booked_late", day=day_of(case, rows[0].due)) if is_late else ""
    key = "booked_again" if again else "booked"
    return case.say(key, when=when, form=form_of(case, rows[0]), minutes=minutes_of(case, rows), late=late)


def _cancel(case: Case, rows: Rows) -> str:
    days = ", ".join(dict.fromkeys(day_of(case, row.value("booked_day")) for row in rows))
    return case.say("cancel", work=work_of(case, rows[0]), days=days, minutes=minutes_of(case, rows))


def _shed(case: Case, rows: Rows) -> str:
    day = day_of(case, rows[0].value("booked_day"))
    return case.say("shed", work=work_of(case, rows[0]), day=day, minutes=minutes_of(case, rows))


def _move(case: Case, rows: Rows) -> str:
    row = rows[0]
    clock, moved_to = row.minute % DAY, [other.value("booked_day") for other in rows]
    why = {OPENING: "move_away", OPENING - 1: "move_cover"}.get(clock, "move_other")
    days = ", ".join(dict.fromkeys(day_of(case, day) for day in moved_to))
    late = case.say("move_late") if row.has_due and max(moved_to) > row.due else ""
    cover = case.say(why, post=case.post(row.caseworker, row.team))
    return case.say("move", days=days, late=late, why=cover, work=work_of(case, row))


def is_meeting_held(case: Case, rows: Rows) -> bool:
    """Whether an entry of work is a meeting that was held, and no work within it."""
    activities = case.setting.rule_set.regime.activities
    activity = activities.get(case.name("activity", rows[0].activity)) if rows[0].kind == "WORK" else None
    return activity is not None and bool(activity.meeting) and not activity.rides


def _worked(case: Case, rows: Rows) -> str:
    row = rows[0]
    activity = case.setting.rule_set.regime.activities.get(case.name("activity", row.activity))
    by = "" if row.role in {-1, Role.CASEWORKER} else case.say("by_role", role=role_of(case, row))
    if by and row.caseworker >= 0:  # a role with a diary of its own
        by += f" ({case.post(row.caseworker, row.team)})"
    about = {"by": by, "work": work_of(case, row), "minutes": minutes_of(case, rows)}
    if activity is not None and activity.rides:
        return case.say("within", **about)
    if not is_meeting_held(case, rows):
        return case.say("worked", **about) + on_time(case, row)
    instance = row.value("instance") if row.role == Role.CASEWORKER else 0
    text = case.say("held", **about, number=number_of(case, row, instance), form=form_of(case, row))
    others = [_counted(case, name) for name in case.counts_for(case.duty(row))]
    return text + on_time(case, row) + (case.say("also_counts", duties=", ".join(others)) if others else "")


def _counted(case: Case, duty: str) -> str:
    """A duty for which a meeting counts: its clause in English, its title in Danish."""
    clause = case.clauses.duty(duty)
    return clause.path if case.lang == "en" else f"»{clause.title}«"


def _lost(case: Case, rows: Rows) -> str:
    row = rows[0]
    about = {"work": work_of(case, row), "form": form_of(case, row), "minutes": minutes_of(case, [row])}
    text = case.say("lost", attempt=row.value("attempt") + 1, **about)
    return text + (case.say("due", day=day_of(case, row.due)) if row.has_due else "")


def _lapse(case: Case, rows: Rows) -> str:
    row = rows[0]
    missed = case.missed.get(row.duty, 0)
    by_no_shows = missed > 0 and case.last is not None and case.last[1:4] == (row.minute, "LOST", row.spell)
    why = case.say("lapse_missed" if by_no_shows else "lapse_open", missed=missed)
    number = number_of(case, row, row.value("instance"))
    return case.say("lapse", why=why, title=title_of(case, rows), number=number, day=day_of(case, row.due))


def _breach(case: Case, rows: Rows) -> str:
    row = rows[0]
    return case.say("breach", title=title_of(case, rows), missing=row.value("missing"), day=day_of(case, row.due))


def _exempt(case: Case, rows: Rows) -> str:
    row = rows[0]
    about = {"owed": row.value("owed"), "day": day_of(case, row.due), "title": title_of(case, rows)}
    if row.day in case.law_days and row.value("owed") > 0:
        return case.say("exempt_law", **about)
    exempt, only = case.clauses.exempting(case.duty(row))
    reasons = [case.say("exempt_trait", traits=_either(case, exempt))] if exempt else []
    reasons += [case.say("exempt_condition", traits=_either(case, only))] if only else []
    why = case.say("or").join(reasons)
    if row.value("owed") > 0:
        return case.say("exempt_no_breach", why=why, **about)
    return case.say("exempt_gone", why=why, number=number_of(case, row, row.value("instance")), **about)


def _either(case: Case, traits: tuple[str, ...]) -> str:
    return case.say("or").join(spaced(trait, case.lang) for trait in traits)


def _unplaceable(case: Case, rows: Rows) -> str:
    return case.say("unplaceable", work=work_of(case, rows[0]), minutes=minutes_of(case, rows))


def _interpreter(case: Case, rows: Rows) -> str:
    return case.say("interpreter", work=work_of(case, rows[0]), minutes=minutes_of(case, rows))


SENTENCES: dict[str, Sentence] = {
    "TERM": _term,
    "OPEN": _open,
    "BOOK": _book,
    "CANCEL": _cancel,
    "SHED": _shed,
    "MOVE": _move,
    "WORK": _worked,
    "LOST": _lost,
    "LAPSE": _lapse,
    "BREACH": _breach,
    "EXEMPT": _exempt,
    "UNPLACEABLE": _unplaceable,
    "INTERPRETER": _interpreter,
}
"""Name of the row's kind -> the function that writes its sentence."""
