"""A rule set and a practice as rows: states, activities, certificates, guidance, and their settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.chance import quantiles as q
from sim.chance.draw import chance, purpose
from sim.files.errors import ScenarioError, nearest_name
from sim.law.clauses.practice import NEEDS, Practice
from sim.law.clauses.regime import Regime
from sim.law.compose.rule_set import RuleSet
from sim.world.codes import Clock, FormRule, How, Overload, Role
from sim.world.rows.builders import Spans, Tables, codes

STARTS = {
    "arrival": How.ARRIVAL, "switch": How.SWITCH, "restart": How.RESTART, "same-clock": How.SAME_CLOCK, "hand-over": How.HAND_OVER,
    "recategorised": How.RECATEGORISED, "held": How.HELD,
}  # fmt: skip
CLOCKS = {
    "spell": Clock.SPELL,
    "benefit": Clock.BENEFIT,
    "accumulated": Clock.ACCUMULATED,
    "absence": Clock.ABSENCE,
    "window": Clock.WINDOW,
    "course": Clock.COURSE,
    "begun": Clock.BEGUN,
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
"""The form of desk work, which has no form."""


@dataclass
class Rules:
    """The shared data of a compilation: the rule set, the practice, codes of names, and tables made so far."""

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
    families: dict[str, int] = field(default_factory=dict)  # benefits that count as one within a window of time
    role_pools: dict[str, int] = field(default_factory=dict)  # pools of the roles that have diaries of their own
    together: Sequence[Regime] = ()  # all laws of a run in order; their names share codes

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

    def trait_bits(self, names: tuple[str, ...], entry: str) -> int:
        """The bits of the traits that an entry names.

        Raises:
            ScenarioError: the people file has no trait of this name.
        """
        bits = 0
        for name in names:
            if name not in self.traits:
                raise ScenarioError(
                    f"`{entry}` names a trait that the people file does not have", found=name, expected=", ".join(self.traits),
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
    """Rows of the guidance given within meetings: on rights and duties, and on repatriation."""
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
    """A number for each group; groups with the same number count as one under the merger in force."""
    regime = rules.rule_set.regime
    if regime.merged_groups is None:
        return dict(rules.states)
    wholes = regime.mergers[regime.merged_groups].groups
    of_group = {old: new for new, olds in wholes.items() for old in olds}
    numbers = codes(dict.fromkeys([*wholes, "other"]))
    return {group: numbers[of_group.get(group, "other")] for group in regime.groups}


def settings(rules: Rules) -> dict[str, int]:
    """The single numbers that rule set and practice set."""
    regime, practice = rules.rule_set.regime, rules.practice
    booking, tracking = practice.booking, regime.tracking
    overload = [OVERLOADS[word] for word in practice.overload] + [Overload.LATE] * 3
    paid_days = -(-regime.hand_over.paid_hours.value * 7 // (37 * 60))  # 37 paid hours a week
    return {
        "attempts": booking.attempts.value, "no_show_minutes": booking.no_show_minutes.value,
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
    } | _remote_chances(practice)  # fmt: skip


def _remote_chances(practice: Practice) -> dict[str, int]:
    """By level of need, the chance of a meeting by telephone, and of one by telephone or video, if the citizen chooses.

    The municipality does not follow every choice.
    """
    chances: dict[str, int] = {}
    for level, need in enumerate(NEEDS):
        follows = 1 - getattr(practice.insists_in_person, need).value
        phone, video = follows * practice.phone_share.value, follows * practice.video_share.value
        chances |= {f"phone_{level}": chance(phone), f"remote_{level}": chance(min(phone + video, 1.0))}
    return chances


def _flat_minutes(rules: Rules, activity: str) -> int:
    minutes = rules.rule_set.regime.activities[activity].minutes
    return 0 if minutes is None else int(minutes.value)
