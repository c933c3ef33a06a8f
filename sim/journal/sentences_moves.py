"""Sentences about a citizen's path: arrival, groups, caseworkers, exit."""

from __future__ import annotations

from sim.journal.case_state import Case
from sim.journal.clauses import spaced
from sim.journal.course import LogRow
from sim.journal.phrases import Rows, Sentence, days_long, group_of, is_opening_stock, need_level, title_of

CAUSES = {1: "life event", 2: "a right or a term has run out", 3: "decision", 4: "age"}
"""``cause`` of a SWITCH row in words."""


def _arrive(case: Case, rows: Rows) -> str:
    row, group = rows[0], group_of(case, case.state_of(rows[0]))
    if is_opening_stock(row):
        how = f"In the system on the first day as {group}, {days_long(row.value('days_before'))} into the spell"
    elif row.spell > 0:
        away = f" after {days_long(row.day - case.last.day)} outside the system" if case.last is not None else ""
        how = f"Comes back as {group}{away}"
    else:
        how = f"Arrives as {group}"
    return how + _traits_of(case, rows)


def _traits(_: Case, rows: Rows) -> str:
    return f"Need level {need_level(rows[0].value('need_level'))}"


def _traits_of(case: Case, rows: Rows) -> str:
    return "".join(f"; {_traits(case, [row]).lower()}" for row in rows if row.kind == "TRAITS")


def _assign(case: Case, rows: Rows) -> str:
    row = rows[0]
    before, now = case.post(row.value("previous_caseworker")), case.post(row.caseworker, row.team)
    if not now:
        return f"No longer has a caseworker at the jobcenter (before: {before})" if before else "No caseworker"
    if not before:
        return f"Caseworker: {now}"
    same = before.partition(", ")[2] == now.partition(", ")[2]
    why = "a caseworker of the team left or joined" if same else "another team serves the group"
    return f"New caseworker: {now}; before: {before} ({why})"


def _switch(case: Case, rows: Rows) -> str:
    row = rows[0]
    old, new = case.states[case.spell], case.states[case.spell + 1]
    groups = case.setting.rule_set.regime.groups
    cause, course = CAUSES[row.value("cause")], case.course(row)
    if course is not None:
        cause += f", {case.clauses.procedure(course.name).title}"
    text = f"Group switch ({cause}): {groups[old].title.en} → {group_of(case, new)}"
    text += "; inside a merged group" if row.value("inside_merged_group") else ""
    before, after = groups[old].benefit, groups[new].benefit
    text += f"; the benefit stays {after}" if before == after else f"; benefit {before} → {after}"
    return f"{text}; {_six_months(case, row, new)}{_traits_of(case, rows)}"


def _six_months(case: Case, row: LogRow, new: str) -> str:
    """The effect of a switch on the six-month period."""
    group = case.setting.rule_set.regime.groups[new]
    if row.value("restarts_clock"):
        return "a new six-month period starts"
    if group.clock == "absence":
        return "no six-month period: meetings count from the first day of absence"
    if group.clock == "accumulated":
        return "no new six-month period: unemployment accumulates"
    if group.benefit == case.setting.rule_set.regime.groups[case.states[case.spell]].benefit:
        return "the six-month period continues"
    return "no new six-month period: this benefit has none"


def _exit(case: Case, rows: Rows) -> str:
    destination = spaced(case.name("destination", rows[0].value("destination")))
    cause = f"{CAUSES[3]}, {title_of(case, rows)}" if rows[0].by_procedure else CAUSES[1]
    return f"Leaves: {destination} ({cause})"


def _handover(_: Case, __: Rows) -> str:
    return "The a-kasse hands the citizen over to the jobcenter"


SENTENCES: dict[str, Sentence] = {
    "ARRIVE": _arrive,
    "TRAITS": _traits,
    "ASSIGN": _assign,
    "SWITCH": _switch,
    "EXIT": _exit,
    "HANDOVER": _handover,
}
"""Name of the row's kind -> the function that writes its sentence."""
