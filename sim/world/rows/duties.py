"""Duties of law and practice as rows. The engines read them when an instance opens, falls due or is counted."""

from __future__ import annotations

from typing import Any

from sim.chance import quantiles as q
from sim.chance.draw import purpose
from sim.files.quantity import Duration
from sim.law.clauses.duty import Duty
from sim.law.clauses.practice import Contact
from sim.world.codes import Clock, DutyKind, FormRule, How, Role
from sim.world.rows.rules import CLOCKS, FORMS, RIDES, ROLES, STARTS, TALK, Rules


def duty_rows(rules: Rules) -> dict[str, dict[str, int]]:
    """Rows of duties by name: the law's duties, the talk of a switch, the practice's own.

    A duty that is not in force has a row without states.
    """
    regime, made = rules.rule_set.regime, _DutyRows(rules)
    for name, duty in regime.duties.items():
        made.law(name, duty)
    made.talk()
    for name, contact in rules.practice.contact.items():
        made.voluntary(name, contact)
    for name, offer in rules.practice.offers.items():
        made.voluntary(name, offer)
    return made.rows


class _DutyRows:
    def __init__(self, rules: Rules) -> None:
        self.rules: Rules = rules
        self.rows: dict[str, dict[str, Any]] = {}
        booking = rules.practice.booking
        self.window, self.notice = booking.window.value.days, booking.notice.value.days
        self.short = booking.short_notice.value.days

    def _add(self, name: str, row: dict[str, Any], activity: str | None, procedure: str | None) -> None:
        rules = self.rules
        keys = {
            f"key_{key}": purpose(f"{name}:{key}") for key in ("minutes", "show", "book", "form", "every", "sanction")
        } | {f"key_ride_{number}": purpose(f"{name}:{ride}") for number, ride in enumerate(RIDES)}
        kind = DutyKind.PROCEDURE
        if activity is not None:
            work = rules.rule_set.regime.activities[activity]
            kind = DutyKind.MEETING if work.meeting else DutyKind.DESK
            if ROLES[work.role] != Role.CASEWORKER:
                kind = DutyKind.ELSEWHERE
        waits = kind in (DutyKind.MEETING, DutyKind.DESK)
        defaults = {
            "count": 1, "from_instance": 1, "term_span": -1, "deadline_span": -1, "deadline": -1, "every": 0,
            "every_0": -1, "every_1": -1, "every_2": -1,
            "first_span": -1, "every_span": -1,
        }  # fmt: skip
        self.rows[name] = (
            defaults
            | {
                "kind": kind, "activity": rules.activities[activity] if activity else -1,
                "procedure": rules.procedures[procedure] if procedure else -1, "window": self.window if waits else 0,
                "notice": self.notice if kind == DutyKind.MEETING else 1,
            }
            | row | keys
        )  # fmt: skip

    def _summons(self) -> dict[str, int]:
        """The columns of a meeting at short notice: the office books it and nobody books it online."""
        return {"notice": self.short, "summoned": 1}

    def _span(self, prefix: str, length: Duration) -> dict[str, int]:
        return {prefix: length.days, f"{prefix}_span": self.rules.spans.add(length.months)}

    def law(self, name: str, duty: Duty) -> None:
        """Add a duty of the law. A duty that is not in force applies to no state."""
        rules = self.rules
        tracking = rules.rule_set.regime.tracking
        row: dict[str, Any] = {
            "states": rules.state_bits(duty.groups) if duty.active else 0,
            "starts": sum(STARTS[start] for start in duty.starts), "clock": CLOCKS[duty.clock],
            "from_instance": duty.from_instance, "only": rules.trait_bits(duty.only, name),
            "exempt": rules.trait_bits(duty.exempt, name), "form": FORMS[duty.form],
            "tracked": duty.demand in tracking.demands,
            "detects": self._detects(duty.activity, duty.detects),
            "counted": duty.counted_within.value.days if duty.counted_within else 0,
        }  # fmt: skip
        if duty.notice == "short":
            row |= self._summons()
        if duty.begins_before is not None:
            earliest = duty.begins_before.value.days
            row["window"] = earliest if duty.procedure is not None else min(earliest, self.window)
        if duty.first_is is not None:
            first = rules.rule_set.regime.duties.get(duty.first_is)  # None: only the talk of a switch counts
            row |= {"first_states": rules.state_bits(first.groups) if first and first.active else 0, "talk_counts": 1}
        if duty.meetings is not None:
            row |= {"count": duty.meetings.count.value} | self._span("term", duty.meetings.within.value)
        elif duty.due is not None:
            row |= self._span("term", duty.due.value)
        if duty.every is not None and duty.due is not None:
            interval = rules.tables.add(q.constant(duty.every.value.days))
            row |= (
                {
                    "every": 1,
                    "first_span": rules.spans.add(duty.due.value.months),
                    "every_span": rules.spans.add(duty.every.value.months),
                }
                | {f"first_{n}": duty.due.value.days for n in range(3)}
                | {f"every_{n}": interval for n in range(3)}
            )
        if duty.deadline is not None:
            row |= self._span("deadline", duty.deadline.value)
        self._add(name, row, duty.activity, duty.procedure)

    def _detects(self, activity: str | None, says: bool) -> int:
        """0 nothing, 1 a meeting, 2 an assessment. A meeting can always detect a need."""
        if activity is None:
            return 0
        return 1 if self.rules.rule_set.regime.activities[activity].meeting else 2 * says

    def talk(self) -> None:
        """Add the talk of a group switch, which is the first meeting of the new course."""
        rules = self.rules
        talk = rules.rule_set.regime.switching.talk
        row = {
            "states": rules.state_bits(tuple(g for g, x in rules.rule_set.regime.groups.items() if x.caseworker == "always")),
            "starts": How.TALK, "clock": Clock.SPELL, "exempt": rules.trait_bits(talk.exempt, TALK),
            "form": FormRule.IN_PERSON, "detects": 1,
        } | self._summons() | self._span("term", talk.within.value)  # fmt: skip
        self._add(TALK, row, talk.activity, None)

    def voluntary(self, name: str, entry: Any) -> None:
        """Add a meeting or an offer of the practice. Most of its meetings give way to duties if time is short."""
        rules, regime = self.rules, self.rules.rule_set.regime
        exempt = rules.trait_bits(entry.exempt, name)
        for trait, duty in entry.exempt_when_active.items():
            if regime.duties[duty].active:
                exempt |= rules.trait_bits((trait,), name)
        activity = getattr(entry, "activity", None)
        row: dict[str, Any] = {
            "states": rules.state_bits(entry.groups), "starts": sum(STARTS[start] for start in entry.starts),
            "clock": CLOCKS[entry.clock], "only": rules.trait_bits(entry.only, name), "exempt": exempt,
            "form": FORMS[getattr(entry, "form", None)],
            "optional": isinstance(entry, Contact) and entry.gives_way and not entry.on_request,
            "detects": self._detects(activity, says=False),
        }  # fmt: skip
        if getattr(entry, "notice", "normal") == "short":
            row |= self._summons()
        begins_before = getattr(entry, "begins_before", None)
        if begins_before is not None:
            row["window"] = begins_before.value.days
        first = (entry.first.light, entry.first.medium, entry.first.heavy)
        row |= {f"first_{n}": length.value.days for n, length in enumerate(first)}
        if entry.every is None:
            row |= self._span("term", entry.first.medium.value)
        else:
            every = (entry.every.light, entry.every.medium, entry.every.heavy)
            shape = q.exponential if entry.random else q.constant
            row |= {"every": 1} | {
                f"every_{n}": rules.tables.add(shape(length.value.days)) for n, length in enumerate(every)
            }
        self._add(name, row, activity, getattr(entry, "procedure", None))
