"""Sentences about a citizen's path: arrival, groups, caseworkers, exit."""

from __future__ import annotations

from sim.journal.case_state import Case
from sim.journal.course import LogRow
from sim.journal.phrases import Rows, Sentence, benefit_of, days_long, group_of, is_opening_stock, need_level, title_of


def _arrive(case: Case, rows: Rows) -> str:
    row, group = rows[0], group_of(case, case.state_of(rows[0]))
    if is_opening_stock(row):
        how = case.say("arrive_stock", group=group, days=days_long(case, row.value("days_before")))
    elif row.spell > 0 and case.last is not None:
        how = case.say("arrive_away", group=group, days=days_long(case, row.day - case.last.day))
    else:
        how = case.say("arrive_back" if row.spell > 0 else "arrive_new", group=group)
    return how + _traits_of(case, rows)


def _traits(case: Case, rows: Rows) -> str:
    return case.say("need_level", level=need_level(case, rows[0].value("need_level")))


def _traits_of(case: Case, rows: Rows) -> str:
    levels = [need_level(case, row.value("need_level")) for row in rows if row.kind == "TRAITS"]
    return "".join(case.say("need_level_too", level=level) for level in levels)


def _assign(case: Case, rows: Rows) -> str:
    row = rows[0]
    before, now = case.post(row.value("previous_caseworker")), case.post(row.caseworker, row.team)
    if not now:
        return case.say("assign_no_longer", before=before) if before else case.say("assign_none")
    if not before:
        return case.say("assign_first", now=now)
    same = before.partition(", ")[2] == now.partition(", ")[2]
    why = case.say("assign_same_team" if same else "assign_other_team")
    return case.say("assign_new", now=now, before=before, why=why)


def _switch(case: Case, rows: Rows) -> str:
    row = rows[0]
    old, new = case.states[case.spell], case.states[case.spell + 1]
    groups = case.setting.rule_set.regime.groups
    cause, course = case.say(f"cause_{row.value('cause')}"), case.course(row)
    if course is not None:
        cause += f", {case.clauses.procedure(course.name).title}"
    text = case.say("switch", cause=cause, old=groups[old].title.of(case.lang), new=group_of(case, new))
    text += case.say("switch_inside") if row.value("inside_merged_group") else ""
    before, after = benefit_of(case, old), benefit_of(case, new)
    text += case.say("switch_same_benefit" if before == after else "switch_benefit", before=before, after=after)
    return f"{text}; {_six_months(case, row, new)}{_traits_of(case, rows)}"


def _six_months(case: Case, row: LogRow, new: str) -> str:
    """The effect of a switch on the six-month period."""
    group = case.setting.rule_set.regime.groups[new]
    if row.value("restarts_clock"):
        return case.say("six_restarts")
    if group.clock == "absence":
        return case.say("six_absence")
    if group.clock == "accumulated":
        return case.say("six_accumulated")
    if group.benefit == case.setting.rule_set.regime.groups[case.states[case.spell]].benefit:
        return case.say("six_continues")
    return case.say("six_none")


def _exit(case: Case, rows: Rows) -> str:
    cause = f"{case.say('cause_3')}, {title_of(case, rows)}" if rows[0].by_procedure else case.say("cause_1")
    return case.say("exit", destination=case.words("destination", rows[0].value("destination")), cause=cause)


def _handover(case: Case, __: Rows) -> str:
    return case.say("handover")


SENTENCES: dict[str, Sentence] = {
    "ARRIVE": _arrive,
    "TRAITS": _traits,
    "ASSIGN": _assign,
    "SWITCH": _switch,
    "EXIT": _exit,
    "HANDOVER": _handover,
}
"""Name of the row's kind -> the function that writes its sentence."""
