"""A made-up study: the tidy tables of docs/contracts.md section 5 with every measure that the report shows, in a size of choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from sim.report.column_record import ColumnRecord
from sim.report.manifest import Manifest
from tests.report import manifests
from tests.report.manifests import BASELINE

Value = tuple[str, str, str, str, str, str, float]
"""Group, team, activity, need, measure, unit and value."""
KEYS = ["group", "team", "activity", "need", "measure", "unit"]
T9 = 2.262  # 97.5 % point of Student's t with 9 degrees of freedom

TEAMS = {  # team: (posts, cases per post)
    "insured": (30.0, 92.0),
    "sick": (48.0, 56.3),
    "job-ready": (19.0, 64.8),
    "activity-ready": (33.0, 66.1),
    "young": (30.0, 51.2),
    "clarification": (26.0, 45.9),
    "flexjob-unemployed": (11.0, 55.4),
    "in-flexjob": (9.5, 601.0),
    "rehabilitation": (2.5, 44.8),
}
HOURS = {  # activity: (hours a year, share left under freed rules, role)
    "follow-up-meeting": (52_000, 1.0, ""),
    "first-meeting": (11_400, 1.0, ""),
    "switch-talk": (4_700, 0.42, ""),
    "switch-casework": (3_200, 0.42, ""),
    "guidance": (2_350, 0.12, ""),
    "sickness-revaluation": (5_900, 1.0, ""),
    "preparatory-part": (6_100, 0.55, ""),
    "team-hearing": (2_900, 0.37, ""),
    "team-closing": (3_900, 0.4, ""),
    "decision-without-team": (0, 0.0, ""),
    "readiness-assessment": (3_300, 1.0, ""),
    "rehabilitation-plan": (240, 1.0, ""),
    "ledighedsydelse-reassessment": (910, 0.0, ""),
    "flexjob-follow-up": (2_700, 0.3, ""),
    "flexjob-status": (310, 0.0, ""),
    "offer-casework": (9_100, 1.0, ""),
    "sanction-hearing": (1_050, 0.8, ""),
    "sanction-decision": (2_060, 0.5, ""),
    "deadline-tracking": (15_800, 0.06, ""),
    "booking-help": (1_300, 1.0, ""),
    "no-show": (3_650, 1.02, ""),
    "benefit-change": (2_800, 0.8, "benefit-office"),
    "team-hearing-members": (2_700, 0.37, "team-member"),
    "offer-consultant": (13_000, 1.0, "company-consultant"),
    "akasse-meeting": (14_000, 1.0, "a-kasse"),
    "health-coordinator": (120, 0.5, "region"),
}
RUNNING = 118_000.0
SHED, KEPT_SHED = 8_000.0, 2_000.0
"""Hours of follow-up meetings that give way, under today's rules and under freed ones."""
PRACTICE, FREED_PRACTICE = 20_000.0, 45_000.0
"""Hours that the practice asks for."""
OVERTIME, OUTSIDE = 100.0, 700.0
WAITS = {
    "first_meeting": 12.5,
    "certificate": 17.0,
    "team": 31.0,
    "decision": 118.0,
    "effort": 74.0,
    "clarification": 96.0,
}
WAITING = {"all": 1.0, "sick": 1.3, "job-ready": 0.4}
"""Groups, and how long they wait compared with all."""
DUTIES = {  # duty: (share broken, share under freed rules or None where the duty is gone)
    "first-week": (0.46, None),
    "early-contact": (0.21, None),
    "insured-contact": (0.28, None),
    "sickness-first": (0.09, None),
    "sickness-follow-up": (0.24, None),
    "sickness-revaluation": (0.031, 0.012),
    "clarification-plan": (0.83, 0.31),
    "ledighedsydelse-12-in-18": (0.07, None),
    "flexjob-follow-up": (0.02, 0.02),
}
OTHERS = {  # measure: (unit, baseline, factor kept)
    "direct_contact_share": ("share", 0.262, 0.99),
    "caseload_mean": ("cases per post", 58.7, 0.985),
    "caseload_weighted": ("cases per post", 61.9, 0.985),
    "detection_delay_mean_standardised": ("days", 141.0, 1.03),
    "detection_delay_within_26_weeks_standardised": ("share", 0.68, 1.01),
    "detection_delay_left": ("cases per year", 310.0, 1.1),
    "detection_delay_never": ("cases per year", 21.0, 1.1),
    "held_by_due_share_standardised": ("share", 0.71, 1.14),
    "group_switches": ("per year", 3_420, 0.44),
    "benefit_switches": ("per year", 3_010, 1.0),
    "handovers": ("per year", 4_600, 0.6),
    "team_cases": ("per year", 880, 0.37),
    "offers_that_count": ("per year", 2_620, 0.9),
    "offer_weeks": ("weeks", 5.3, 1.0),
    "fokusmaal_1_share": ("share", 0.52, 1.0),
    "sanction_appeals": ("per year", 160, 0.9),
    "sanction_redone": ("per year", 95, 0.9),
    "interpreter_hours": ("hours per year", 7_500, 0.95),
    "interpreter_fees": ("DKK per year", 3_750_000, 0.95),
    "needs_undetected": ("citizens", 850, 1.02),
    "long_cases": ("citizens", 310, 1.0),
    "long_cases_with_team_need_share": ("share", 0.33, 1.0),
}
SPLIT = {
    "meetings": ("per year", {"in-person": (29_300, 1.0), "phone": (9_100, 1.01)}),
    "sanctions": ("per year", {"all": (2_340, 0.99)}),
    "offers": (
        "per year",
        {"all": (6_850, 0.9), "company-practice": (1_670, 0.9), "guidance-upskilling": (5_180, 0.9)},
    ),
    "certificates": ("per year", {"LAE-265": (790, 0.5), "LAE-285": (4_100, 1.0)}),
    "certificate_fees": (
        "DKK per year",
        {"all": (3_560_000, 0.8), "LAE-265": (1_460_000, 0.5), "LAE-285": (2_100_000, 1.0)},
    ),
    "benefits_paid": ("DKK per year", {"all": (2_412_000_000, 1.0008), "kontanthjælp": (472_000_000, 0.97)}),
}
NORM_POSTS = {  # team: (posts there are, needed by the norm of 2016, by that of 2020), each at the most and fewest cases
    "sick": (48.0, (60.0, 108.0), (60.0, 108.0)),
    "young": (30.0, (31.0, 44.0), (37.0, 61.0)),
}
OF_PAIRS = {  # measure: (unit, its value at a variant)
    "pensions_earlier": ("per year", 490.0), "pensions_later": ("per year", 120.0), "pension_days_moved": ("days", -42.0),
    "pensions_undecided": ("per year", 5.0), "pensions_more": ("per year", 2.5), "pension_value_more": ("DKK per year", 7e6),
    "pension_counted": ("DKK per year", 2e7),
}  # fmt: skip
PAID = (  # (measure, share of the sum, the sum in the baseline, what a variant adds)
    *((f"benefits_activation_compared_{payer}", share, 2.5e9, -4e6)
      for payer, share in (("municipality", 0.7), ("state", 0.3), ("total", 1.0))),
    *((f"paid_compared_{payer}", share, 2.7e9, -2e7)
      for payer, share in (("municipality", 0.74), ("state", 0.257), ("total", 1.0))),
    ("paid_fund", 1.0, 6.7e6, 0.0), ("paid_region", 1.0, 6e4, -3e4),
)  # fmt: skip
UNKNOWN = {"in-wage-subsidy-job": (150, 1_229, 149), "under-18": (39, 282, 0)}
"""Groups of unknown volume: citizens, hours, meetings."""


@dataclass(frozen=True)
class Study:
    measures: pd.DataFrame
    comparisons: pd.DataFrame
    manifest: Manifest


@dataclass(frozen=True)
class Size:
    """What a made-up study has rows for.

    Attributes:
        teams: team -> (posts, cases per post).
        shares: team -> its share of the caseworkers' hours.
        hours: activity -> (hours a year, share left under freed rules, role).
        waiting: group -> how long it waits compared with all.
        duties: duty -> (share broken, share under freed rules or None where the duty is gone).
        norm_posts: team -> (posts there are, needed by the norm of 2016, by that of 2020), each at the most and fewest cases.
        more: values that the small study does not have.
        amount: by how much hours, posts, money and numbers of citizens are larger. Shares, days and minutes are not.
    """

    teams: Mapping[str, tuple[float, float]]
    shares: Mapping[str, float]
    hours: Mapping[str, tuple[float, float, str]]
    waiting: Mapping[str, float]
    duties: Mapping[str, tuple[float, float | None]]
    norm_posts: Mapping[str, tuple[float, tuple[float, float], tuple[float, float]]]
    more: Sequence[Value] = ()
    amount: float = 1.0


SMALL = Size(TEAMS, {"sick": 0.4, "young": 0.6}, HOURS, WAITING, DUTIES, NORM_POSTS)
AMOUNTS = frozenset({"hours per year", "posts", "DKK per year", "per year", "cases per year", "citizens"})


def values(column: ColumnRecord, size: Size) -> Iterator[Value]:
    """The values of one column of the study, before noise."""
    for *where, unit, value in (*_values(column, size), *size.more):
        group, team, activity, need, measure = map(str, where)
        yield group, team, activity, need, measure, unit, value * (size.amount if unit in AMOUNTS else 1.0)


def _values(column: ColumnRecord, size: Size) -> Iterator[Value]:
    """The same for the small number of citizens of the small study."""
    freed, cut, request = column.name != BASELINE, column.cut, column.practice == "contact-on-request"
    posts = 0.88 if cut else 1.0
    freed_hours = total = 0.0
    shed = KEPT_SHED if freed else SHED
    for activity, (hours, left, role) in size.hours.items():
        value = hours * (left if freed else 1.0) * (0.8 if request and activity == "follow-up-meeting" else 1.0)
        value = 620.0 if freed and activity == "decision-without-team" else value
        if not value:
            continue
        yield "all", "all", activity, "all", "hours", "hours per year", value
        for team, share in {role: 1.0}.items() if role else size.shares.items():
            yield "all", team, activity, "all", "hours", "hours per year", value * share
        if not role:
            freed_hours, total = freed_hours + hours - value, total + value
            asked = value + (shed if activity == "follow-up-meeting" else 0.0)
            yield "all", "all", activity, "all", "hours_asked", "hours per year", asked
        else:
            yield "all", role, "all", "all", "hours_asked", "hours per year", value
    running = RUNNING + freed_hours - (1 - posts) * (RUNNING + total + freed_hours)
    practice = FREED_PRACTICE if freed else PRACTICE
    for measure, value in (
        ("hours_asked", total + shed), ("hours_asked_practice", practice), ("hours_shed", shed),
        ("hours_asked_rules", total + shed - practice), ("hours_unplaceable", 0.0), ("overtime_hours", OVERTIME),
        ("hours_outside_diaries", OUTSIDE), ("hours_available", running + total - OVERTIME - OUTSIDE),
    ):  # fmt: skip
        yield "all", "all", "all", "all", measure, "hours per year", value
    yield "all", "all", "all", "all", "staff_total", "posts", posts * sum(own for own, _ in size.teams.values())
    yield "all", "all", "all", "all", "staff_filled", "posts", posts * sum(own for own, _ in size.teams.values()) - 4
    yield "all", "all", "all", "all", "contact_minutes_per_citizen_week", "minutes per citizen and week", 3.4
    yield "all", "all", "running-casework", "all", "hours", "hours per year", running
    for team, share in size.shares.items():
        yield "all", team, "all", "all", "hours_total", "hours per year", share * (running + total)
    yield "all", "benefit-office", "all", "all", "hours_total", "hours per year", 2_800 * (0.8 if freed else 1.0)
    yield "all", "a-kasse", "all", "all", "hours_total", "hours per year", 14_000
    yield "all", "all", "all", "all", "hours_total", "hours per year", running + total + 30_000
    for need, weight in (("all", 1.0), ("light", 0.55), ("medium", 1.0), ("heavy", 1.9)):
        value = 13.4 * weight * running / RUNNING
        yield "all", "all", "all", need, "running_minutes_per_citizen_week", "minutes per citizen and week", value
    for team, (staff, cases) in size.teams.items():
        name, unit = "running_minutes_per_citizen_week_team", "minutes per citizen and week"
        yield "all", team, "all", "all", name, unit, 700 / cases * running / RUNNING
        yield "all", team, "all", "all", "staff", "posts", staff * posts
        yield "all", team, "all", "all", "caseload_mean", "cases per post", cases / posts
    for (wait, days), (group, times) in product(WAITS.items(), size.waiting.items()):
        value = days * times * (0.86 if freed and wait != "certificate" else 1.0)
        name = f"wait_{wait}"
        for ending in ("", "_standardised") if group != "all" else ("_standardised",):
            yield group, "all", "all", "all", f"{name}_mean{ending}", "days", value
            yield group, "all", "all", "all", f"{name}_within_4_weeks{ending}", "share", 10 / value
        for end, number in (("left", 700.0 if freed else 600.0), ("never", 3.0)):
            yield group, "all", "all", "all", f"{name}_{end}", "cases per year", number * times
    yield "all", "all", "all", "all", "deadlines_gone", "per year", 0.0 if freed else 23_400.0
    yield "all", "all", "all", "all", "breach_share_standardised", "share", 0.09 if freed else 0.11
    for duty, (now, then) in size.duties.items():
        broken = then if freed else now
        if broken is not None:
            yield "all", "all", duty, "all", "breach_share", "share", broken
    for measure, (unit, value, factor) in OTHERS.items():
        yield "all", "all", "all", "all", measure, unit, value * (factor if freed else 1.0)
    for measure, (unit, parts) in SPLIT.items():
        for activity, (value, factor) in parts.items():
            yield "all", "all", activity, "all", measure, unit, value * (factor if freed else 1.0)

    for measure, (unit, value) in OF_PAIRS.items():
        yield "all", "all", "all", "all", measure, unit, value if freed else 0.0
    for payer, share in (("", 1.0), ("_municipality", 0.66), ("_state", 0.34)):
        value = share * (2_412_000_000 + (4_500_000 if freed else 0))
        yield "all", "all", "all", "all", f"benefits_compared{payer}", "DKK per year", value
    for measure, share, base, more in PAID:
        yield "all", "all", "all", "all", measure, "DKK per year", share * (base + (more if freed else 0.0))
    for kind, dkk in {"all": 9e7, "guidance-upskilling": 8e7, "transport": 1e7}.items():
        yield "all", "all", kind, "all", "activation_cost", "DKK per year", dkk * (0.9 if freed else 1.0)
    yield from _norm_posts(size)
    for ground, number in {"all": 1_563, "27-2": 647, "27-7": 106}.items():
        yield "sick", "all", ground, "all", "prolongations", "per year", number * (0.8 if freed else 1.0)
    yield from _unknown()


def _norm_posts(size: Size) -> Iterator[Value]:
    """The posts that the norms ask for, those there are, and what is missing: the same under all rules."""
    names = ("norm_staff", *(f"norm_posts_{year}_{end}" for year in (2016, 2020) for end in ("most", "fewest")))
    total = dict.fromkeys(names, 0.0)
    for team, (staff, *needed) in size.norm_posts.items():
        for name, value in zip(names, (staff, *(post for ends in needed for post in ends)), strict=True):
            yield "all", team, "all", "all", name, "posts", value
            total[name] += value
        yield "all", team, "all", "all", "norm_gap_2020_most", "posts", needed[1][0] - staff
    for name, value in total.items():
        yield "all", "all", "all", "all", name, "posts", value
    yield "all", "all", "all", "all", "norm_gap_2020_most", "posts", total["norm_posts_2020_most"] - total["norm_staff"]


def _unknown() -> Iterator[Value]:
    """What the groups of unknown volume take: the same under all rules."""
    for at, (measure, unit) in enumerate(
        (("stock_unknown", "citizens"), ("hours_unknown", "hours per year"), ("meetings_unknown", "per year"))
    ):
        values = {group: float(numbers[at]) for group, numbers in UNKNOWN.items()}
        for group, value in {"all": sum(values.values()), **values}.items():
            if value:
                yield group, "all", "all", "all", measure, unit, value
    yield "all", "unknown-volume", "all", "all", "hours_unknown", "hours per year", 1_511.0
    yield "all", "unknown-volume", "all", "all", "staff_unknown", "posts", 2.5


def make_measures(
    replications: int = 10,
    columns: Sequence[ColumnRecord] = manifests.COLUMNS,
    size: Size = SMALL,
) -> pd.DataFrame:
    """The measures of every run of a study: its values, with chance that all columns of a replication share and some of their own."""
    draw = np.random.default_rng(7)
    common: dict[tuple[str, ...], np.ndarray] = {}
    keys, rows = [], []
    for column in columns:
        for *where, value in values(column, size):
            key = tuple(str(part) for part in where)
            shared = common.setdefault(key, draw.normal(0, 0.01, replications))
            noise = 1 + shared + (draw.normal(0, 0.002, replications) if column.name != BASELINE else 0)
            if key[4] == "staff":
                noise = np.ones(replications)
            keys.append(("made-up", "nowhere", column.rules, column.practice, column.capacity, *key))
            rows.append(value * noise)
    names = ["study", "place", "rule_set", "practice", "capacity", *KEYS]
    table = pd.DataFrame(keys, columns=names).loc[np.repeat(np.arange(len(keys)), replications)]
    table.insert(5, "replication", np.tile(np.arange(1, replications + 1), len(keys)))
    return table.assign(value=np.concatenate(rows)).reset_index(drop=True)


def compare(measures: pd.DataFrame, columns: Sequence[ColumnRecord] = manifests.COLUMNS) -> pd.DataFrame:
    """The comparisons of a study of ten replications."""
    column = measures["rule_set"] + "/" + measures["practice"] + "/" + measures["capacity"]
    wide = measures.assign(column=column).pivot_table(index=KEYS, columns=["column", "replication"], values="value")
    parts = []
    for variant in (column.name for column in columns[1:]):
        both = wide[[BASELINE, variant]].dropna()
        a, b = both[BASELINE].to_numpy(), both[variant].to_numpy()
        difference, pairs = b - a, len(both[BASELINE].columns)
        half = T9 * difference.std(axis=1, ddof=1) / np.sqrt(pairs)
        table = both.index.to_frame(index=False).assign(
            study="made-up",
            place="nowhere",
            baseline=BASELINE,
            variant=variant,
            baseline_mean=a.mean(axis=1),
            variant_mean=b.mean(axis=1),
            difference=difference.mean(axis=1),
            confidence=0.95,
            pairs=pairs,
            nature="emerges",
            variance_factor=(a.var(axis=1) + b.var(axis=1))
            / np.where(difference.var(axis=1) > 0, difference.var(axis=1), np.nan),
        )
        parts.append(table.assign(low=table["difference"] - half, high=table["difference"] + half))
    table = pd.concat(parts, ignore_index=True)
    table.loc[table["measure"].str.startswith("wait_team"), "nature"] = "scales"
    table.loc[table["measure"].isin(["group_switches", "team_cases"]), "nature"] = "echoes"
    return table
