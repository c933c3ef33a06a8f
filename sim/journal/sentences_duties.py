"""Sentences about duties and their work: deadlines, bookings, meetings, no-shows."""

from __future__ import annotations

from sim.journal.case_state import Case
from sim.journal.clauses import spaced
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
from sim.world.codes import DAY, OPENING, Role

HELD = "Meeting held"
"""How an entry of a meeting that was held begins."""


def _term(case: Case, rows: Rows) -> str:
    row = rows[0]
    return f"Legal deadline set: {title_of(case, rows)}: {row.value('owed')} owed by {day_of(case, row.due)}"


def _open(case: Case, rows: Rows) -> str:
    row = rows[0]
    title = f"{title_of(case, rows)}{number_of(case, row, row.value('instance'))}"
    text = f"Falls due: {title}" if row.due == row.day else f"Opens: {title}, due {day_of(case, row.due)}"
    booked = [other for other in rows if other.kind == "BOOK"]
    return f"{text}; {_booked(case, booked)}" if booked else text


def _book(case: Case, rows: Rows) -> str:
    text = _booked(case, rows)
    again = " again" if case.missed.get(rows[0].duty) else ""
    return f"{work_of(case, rows[0])}: {text.replace('booked', f'booked{again}', 1)}"


def _booked(case: Case, rows: Rows) -> str:
    """Work placed in a diary: day, form and length."""
    days = sorted({row.value("booked_day") for row in rows})
    when = f"for {day_of(case, days[0])}"
    if len(days) > 1:
        when += f" to {day_of(case, days[-1])} on {len(days)} days"
    late = f", after the due day ({day_of(case, rows[0].due)})" if rows[0].has_due and days[-1] > rows[0].due else ""
    return f"booked {when}{form_of(case, rows[0])}, {minutes_of(rows)}{late}"


def _cancel(case: Case, rows: Rows) -> str:
    days = ", ".join(dict.fromkeys(day_of(case, row.value("booked_day")) for row in rows))
    return f"Cancelled: {work_of(case, rows[0])} of {days}, {minutes_of(rows)}"


def _shed(case: Case, rows: Rows) -> str:
    day = day_of(case, rows[0].value("booked_day"))
    return f"Cancelled to make room for a duty: {work_of(case, rows[0])} of {day}, {minutes_of(rows)}"


def _move(case: Case, rows: Rows) -> str:
    row = rows[0]
    clock = row.minute % DAY
    covered = f"{case.post(row.caseworker, row.team)} covers for a colleague who is ill"
    why = {OPENING: "the caseworker is away", OPENING - 1: covered}.get(clock, "to the diary of another caseworker")
    moved_to = [other.value("booked_day") for other in rows]
    days = ", ".join(dict.fromkeys(day_of(case, day) for day in moved_to))
    late = ", after the due day" if row.has_due and max(moved_to) > row.due else ""
    return f"Moved to {days}{late} ({why}): {work_of(case, row)}"


def _worked(case: Case, rows: Rows) -> str:
    row = rows[0]
    activity = case.setting.rule_set.regime.activities.get(case.name("activity", row.activity))
    by = "" if row.role in {-1, Role.CASEWORKER} else f" by the {role_of(case, row)}"
    if by and row.caseworker >= 0:  # a role with a diary of its own
        by += f" ({case.post(row.caseworker, row.team)})"
    if activity is not None and activity.rides:
        return f"Within the meeting: {work_of(case, row)}, {minutes_of(rows)}"
    if activity is not None and activity.meeting:
        instance = row.value("instance") if row.role == Role.CASEWORKER else 0
        text = (
            f"{HELD}{by}: {work_of(case, row)}{number_of(case, row, instance)}{form_of(case, row)}, {minutes_of(rows)}"
        )
        others = [case.clauses.duty(name).path for name in case.counts_for(case.duty(row))]
        return text + on_time(case, row) + (f"; also counts for {', '.join(others)}" if others else "")
    return f"Work done{by}: {work_of(case, row)}, {minutes_of(rows)}{on_time(case, row)}"


def _lost(case: Case, rows: Rows) -> str:
    row = rows[0]
    text = (
        f"No-show no. {row.value('attempt') + 1}: {work_of(case, row)}{form_of(case, row)}, {row.minutes} minutes lost"
    )
    return f"{text}; due {day_of(case, row.due)}" if row.has_due else text


def _lapse(case: Case, rows: Rows) -> str:
    row = rows[0]
    missed = case.missed.get(row.duty, 0)
    by_no_shows = missed > 0 and case.last is not None and case.last[1:4] == (row.minute, "LOST", row.spell)
    why = f"Dropped after {missed} no-shows" if by_no_shows else "Skipped because an earlier one was still open"
    return f"{why}: {title_of(case, rows)}{number_of(case, row, row.value('instance'))}, due {day_of(case, row.due)}"


def _breach(case: Case, rows: Rows) -> str:
    row = rows[0]
    return f"LEGAL DEADLINE BROKEN: {title_of(case, rows)}: {row.value('missing')} not done by {day_of(case, row.due)}"


def _exempt(case: Case, rows: Rows) -> str:
    row, owed = rows[0], rows[0].value("owed")
    if row.day in case.law_days and owed > 0:
        day = day_of(case, row.due)
        return f"The law has changed: {title_of(case, rows)} no longer applies in this form; {owed} due by {day} are no longer owed"
    exempt, only = case.clauses.exempting(case.duty(row))
    why = f"the citizen is exempt ({_either(exempt)})" if exempt else ""
    if only:
        why += f"{' or ' if why else ''}the citizen no longer meets the condition ({_either(only)})"
    if owed > 0:
        return f"{owed} not done by {day_of(case, row.due)}, but not a breach: {title_of(case, rows)}; {why}"
    number = number_of(case, row, row.value("instance"))
    return f"No longer applies: {title_of(case, rows)}{number}, due {day_of(case, row.due)}; {why}"


def _either(traits: tuple[str, ...]) -> str:
    return " or ".join(spaced(trait) for trait in traits)


def _unplaceable(case: Case, rows: Rows) -> str:
    return f"No room before the end of the diary: {work_of(case, rows[0])}, {minutes_of(rows)}; not done in this spell"


def _interpreter(case: Case, rows: Rows) -> str:
    return f"An interpreter was needed: {work_of(case, rows[0])}, {minutes_of(rows)}"


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
