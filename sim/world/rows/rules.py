"""A rule set and a practice as rows: states, activities, certificates, duties, and the settings that come with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.chance import quantiles as q
from sim.chance.draw import chance, purpose
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import Duration
from sim.law.clauses.duty import Duty
from sim.law.clauses.practice import Practice
from sim.law.clauses.regime import Regime
from sim.law.compose.rule_set import RuleSet
from sim.world.rows.builders import Spans, Tables, codes
from sim.world.world import Clock, DutyKind, FormRule, How, Overload, Role

STARTS = {
    "arrival": How.ARRIVAL, "switch": How.SWITCH, "restart": How.RESTART, "same-clock": How.SAME_CLOCK, "hand-over": How.HAND_OVER,
    "recategorised": How.RECATEGORISED,
}  # fmt: skip
CLOCKS = {
    "spell": Clock.SPELL,
    "benefit": Clock.BENEFIT,
    "accumulated": Clock.ACCUMULATED,
    "absence": Clock.ABSENCE,
    "window": Clock.WINDOW,
    "course": Clock.COURSE,
}
FORMS = {
    "in-person": FormRule.IN_PERSON,
    "choice": FormRule.CHOICE,
    "first-in-person": FormRule.FIRST_IN_PERSON,
    None: FormRule.CHOICE,
}
ROLES = {
    "caseworker": Role.CASEWORKER, "benefit-office": Role.BENEFIT_OFFICE, "team-member": Role.TEAM_MEMBER,
    "company-consultant": Role.COMPANY_CONSULTANT, "a-kasse": Role.A_KASSE, "region": Role.REGION,
}  # fmt: skip
OVERLOADS = {"shed-optional": Overload.SHED_OPTIONAL, "overtime": Overload.OVERTIME, "late": Overload.LATE}
TALK = "switch-talk"
RIDES = ("guidance", "repatriation")
DESK = "desk"
"""The form of work that has none."""


@dataclass
class Rules:
    """What the compilation of a rule set shares: codes of names, and the rows made so far."""

    rule_set: RuleSet
    practice: Practice
    traits: dict[str, int]  # name -> bit
    tables: Tables = field(default_factory=Tables)
    spans: Spans = field(default_factory=Spans)
    states: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    certificates: dict[str, int] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)
    procedures: dict[str, int] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)
    benefits: dict[str, int] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)  # benefits that count as one in a window of time
    role_pools: dict[str, int] = field(default_factory=dict)  # of roles that have diaries of their own
    together: Sequence[Regime] = ()  # the laws of a run, one after another, whose names share their codes

    def __post_init__(self) -> None:
        regimes = self.together = self.together or (self.rule_set.regime,)
        self.states = codes(name for regime in regimes for name in regime.groups)
        self.activities = codes(name for regime in regimes for name in regime.activities)
        self.certificates = codes(name for regime in regimes for name in regime.certificates)
        self.procedures = codes(name for regime in regimes for name in regime.procedures)
        self.offers = codes(name for regime in regimes for name in regime.offers)
        groups = [group for regime in regimes for group in regime.groups.values()]
        self.benefits = codes(group.benefit for group in groups)
        self.families = codes(group.counts_with or group.benefit for group in groups)

    def trait_bits(self, names: tuple[str, ...], where: str) -> int:
        """The bits of traits; a name that no citizen can have is an error."""
        bits = 0
        for name in names:
            if name not in self.traits:
                raise ScenarioError(
                    f"`{name}` ({where}) is no trait of these people", found=name, expected=", ".join(self.traits),
                    nearest=nearest_name(name, self.traits), do="name a trait of the people file, or add it there",
                )  # fmt: skip
            bits |= self.traits[name]
        return bits

    def state_bits(self, groups: tuple[str, ...]) -> int:
        return sum(1 << self.states[name] for name in groups)


def activity_rows(rules: Rules) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    """Rows of activities by name, and the share of each that is spent with the citizen, by form."""
    rows: dict[str, dict[str, int]] = {}
    contact: dict[str, dict[str, float]] = {}
    for name, activity in rules.rule_set.regime.activities.items():
        cv = activity.cv.value if activity.cv else 0.0
        if activity.meeting:
            means = {form: m.contact.value + m.around.value for form, m in activity.forms.items()}
            contact[name] = {str(form): m.contact.value / means[form] for form, m in activity.forms.items()}
            first = rules.tables.add(q.lognormal(means.get("in-person", next(iter(means.values()))), cv))
            second, third = (
                rules.tables.add(q.lognormal(means[form], cv)) if form in means else first
                for form in ("phone", "video")
            )
        else:
            first = second = third = (
                rules.tables.add(q.lognormal(activity.minutes.value, cv)) if activity.minutes else -1
            )
            share = activity.contact_share.value if activity.contact_share else 0.0
            contact[name] = dict.fromkeys(("in-person", "phone", "video", DESK), share)
        rows[name] = {
            "role": ROLES[activity.role], "pool": rules.role_pools.get(activity.role, -1), "table_0": first, "table_1": second,
            "table_2": third, "meeting": activity.meeting,
        }  # fmt: skip
    return rows, contact


def certificate_rows(rules: Rules) -> dict[str, dict[str, int]]:
    """Rows of certificates by name; delivery is lognormal by median and mean."""
    rows = {}
    for name, paper in rules.rule_set.regime.certificates.items():
        mean, median = paper.delivery.mean.value.days, paper.delivery.median.value.days
        cv = ((mean / median) ** 2 - 1) ** 0.5
        rows[name] = {
            "fee": round(paper.fee.value),
            "table": rules.tables.add(q.lognormal(mean, cv)),
            "key": purpose(f"{name}:delivery"),
        }
    return rows


def rider_rows(rules: Rules) -> list[dict[str, int]]:
    """Rows of what rides on meetings: guidance on rights and duties, and on repatriation."""
    rows = []
    for name, ride in zip(RIDES, (rules.rule_set.regime.guidance, rules.rule_set.regime.repatriation), strict=True):
        rows.append(
            {
                "states": rules.state_bits(ride.groups) if ride.active else 0, "only": rules.trait_bits(ride.only, name),
                "activity": rules.activities[ride.activity], "days": ride.every.value.days, "first": int(ride.in_first_meeting),
                "key": purpose(f"key_{name}"),
            }
        )  # fmt: skip
    return rows


def merged_codes(rules: Rules) -> dict[str, int]:
    """Which groups count as one: by the merger in force, else each for itself."""
    regime = rules.rule_set.regime
    if regime.merged_groups is None:
        return dict(rules.states)
    wholes = regime.mergers[regime.merged_groups].groups
    of_group = {old: new for new, olds in wholes.items() for old in olds}
    numbers = codes(dict.fromkeys([*wholes, "other"]))
    return {group: numbers[of_group.get(group, "other")] for group in regime.groups}


def duty_rows(rules: Rules) -> dict[str, dict[str, int]]:
    """Rows of duties by name: the law's (those not in force for nobody), the talk of a switch, the practice's own."""
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

    def _span(self, prefix: str, length: Duration) -> dict[str, int]:
        return {prefix: length.days, f"{prefix}_span": self.rules.spans.add(length.months)}

    def law(self, name: str, duty: Duty) -> None:
        """A duty of the law; one that is not in force applies to nobody."""
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
            row |= {"notice": self.short, "summoned": 1}
        if duty.begins_before is not None:
            row["window"] = duty.begins_before.value.days
        if duty.first_is is not None:
            first = rules.rule_set.regime.duties.get(duty.first_is)  # none: the talk of a switch alone
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
        """1: a meeting, 2: an assessment; meetings always give a chance to see a need."""
        if activity is None:
            return 0
        return 1 if self.rules.rule_set.regime.activities[activity].meeting else 2 * says

    def talk(self) -> None:
        """The talk of a group switch, which is the first meeting of the new course."""
        rules = self.rules
        talk = rules.rule_set.regime.switching.talk
        row = {
            "states": rules.state_bits(tuple(g for g, x in rules.rule_set.regime.groups.items() if x.caseworker == "always")),
            "starts": How.TALK, "clock": Clock.SPELL, "exempt": rules.trait_bits(talk.exempt, TALK),
            "form": FormRule.IN_PERSON, "detects": 1, "notice": self.short, "summoned": 1,
        } | self._span("term", talk.within.value)  # fmt: skip
        self._add(TALK, row, talk.activity, None)

    def voluntary(self, name: str, entry: Any) -> None:
        """What the practice adds; it gives way to duties when time is short."""
        rules, regime = self.rules, self.rules.rule_set.regime
        exempt = rules.trait_bits(entry.exempt, name)
        for trait, duty in entry.exempt_when_active.items():
            if regime.duties[duty].active:
                exempt |= rules.trait_bits((trait,), name)
        activity = getattr(entry, "activity", None)
        row: dict[str, Any] = {
            "states": rules.state_bits(entry.groups), "starts": sum(STARTS[start] for start in entry.starts),
            "clock": CLOCKS[entry.clock], "exempt": exempt, "form": FORMS[getattr(entry, "form", None)],
            "optional": activity is not None and not getattr(entry, "on_request", False),
            "detects": self._detects(activity, getattr(entry, "detects", False)),
        }  # fmt: skip
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


def settings(rules: Rules) -> dict[str, int]:
    """The single numbers that rule set and practice settle."""
    regime, practice = rules.rule_set.regime, rules.practice
    booking, tracking = practice.booking, regime.tracking
    follows = 1 - practice.insists_in_person.value  # the municipality follows the citizen's choice
    phone, video = follows * practice.phone_share.value, follows * practice.video_share.value
    overload = [OVERLOADS[word] for word in practice.overload] + [Overload.LATE] * 3
    paid_days = -(-regime.hand_over.paid_hours.value * 7 // (37 * 60))  # 37 paid hours a week
    return {
        "attempts": booking.attempts.value, "no_show_minutes": booking.no_show_minutes.value,
        "phone_chance": chance(phone), "remote_chance": chance(min(phone + video, 1.0)),
        "bookable": round(1000 * booking.bookable_share.value),
        "overtime_minutes": practice.overtime_minutes.value, "overload_0": overload[0], "overload_1": overload[1],
        "overload_2": overload[2], "margin_share": round(1000 * practice.assignment.margin_share.value),
        "margin_cases": 1000 * practice.assignment.margin_cases.value, "undated_due": practice.undated_team_due.value.days,
        "cover": int(practice.cover == "team"), "miss_chance": chance(booking.missed_share.value),
        "short_notice": booking.short_notice.value.days,
        "interpreter_trait": rules.trait_bits((regime.interpreter.needs,), "interpreter"),
        "interpreter_permille": round(1000 * regime.interpreter.longer.value),
        "exempt_trait": rules.trait_bits((regime.self_booking.exempt, regime.interpreter.needs), "self_booking"),
        "office_minutes": _flat_minutes(rules, regime.self_booking.office_activity),
        "office_activity": rules.activities[regime.self_booking.office_activity],
        "help_trait": rules.trait_bits((regime.self_booking.needs_help,), "self_booking"),
        "help_minutes": _flat_minutes(rules, regime.self_booking.activity), "help_activity": rules.activities[regime.self_booking.activity],
        "track_duty": tracking.per_open_duty.value, "track_breach": tracking.per_breach.value,
        "track_dialogue": round(tracking.fokusmaal_dialogue.value * 1000 / 252), "track_activity": rules.activities[tracking.activity],
        "sanction_chance": chance(regime.sanctions.per_no_show.value),
        "sanction_procedure": rules.procedures[regime.sanctions.procedure],
        "switch_procedure": rules.procedures[regime.switching.procedure], "switch_talk": 1, "hand_over_day": int(paid_days),
        "direct_trait": rules.trait_bits((regime.hand_over.at_once,), "hand_over"),
    }  # fmt: skip


def _flat_minutes(rules: Rules, activity: str) -> int:
    minutes = rules.rule_set.regime.activities[activity].minutes
    return 0 if minutes is None else int(minutes.value)
