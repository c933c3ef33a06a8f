"""All staff of a place: the posts of the model, the work that is no case, and the rest that nobody accounts for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from sim.figures.staff_range import staff_range
from sim.files.value import Value
from sim.law.compose.rule_set import RuleSet
from sim.place.office.own_staff import WorkWithoutCases
from sim.report.all_staff_record import AllStaffRecord, StaffPart
from sim.results.pairing import column_names
from sim.results.proposals import OTHER_ROLES
from sim.study.posts import baseline_posts, is_known, posts_at_ends, stated_total
from sim.study.setting import Setting
from sim.study.study import Study


def all_staff(study: Study, measures: pd.DataFrame) -> tuple[AllStaffRecord, ...]:
    """A record for each place whose staff is known, under the baseline.

    Args:
        measures: of the study's runs. The hours of roles without posts are those of the baseline.
    """
    rule_sets = {rules.name: rules for column in study.columns for rules in column.rule_sets}
    own = measures[column_names(measures) == study.baseline.name]
    records = []
    for place, setting in study.baseline.settings.items():
        known = staff_range(study.root, setting.place)
        if known is not None:
            hours = _hours_of_roles(own[own["place"] == place])
            parts = (*_modelled(setting, hours), *_without_cases(setting, rule_sets))
            records.append(AllStaffRecord(place=place, staff=known.staff, source=known.source, parts=parts))
    return tuple(records)


def _hours_of_roles(measures: pd.DataFrame) -> dict[str, float]:
    """Hours a year of each municipal role but the caseworkers, as a mean over replications."""
    rows = measures[(measures["measure"] == "hours") & (measures["group"] == "all") & (measures["activity"] != "all")]
    runs = max(measures["replication"].nunique(), 1)
    sums = rows[rows["team"].isin(OTHER_ROLES)].groupby("team")["value"].sum()
    return {str(role): float(hours) / runs for role, hours in sums.items()}


def _modelled(setting: Setting, hours: Mapping[str, float]) -> Iterable[StaffPart]:
    posts, place = baseline_posts(setting), setting.place
    ends = posts_at_ends(setting)
    for kind, known in (("caseworkers", True), ("unknown", False)):
        teams = [name for name, team in place.teams.items() if is_known(setting, team) == known]
        fixed = known and stated_total(setting) is not None
        total = sum(posts[name] for name in teams)
        low, high = (total if fixed else sum(end[name] for name in teams) for end in ends)
        if teams:
            yield StaffPart(kind="caseworkers" if known else "unknown", name=kind, posts=total, low=low, high=high)
    for name, role in place.roles.items():
        low, high = _range(role.posts)
        yield StaffPart(
            kind="role", name=name, posts=role.posts.value, low=low, high=high, source=role.posts.source
        )  # fmt: skip
    of_post = setting.office.effective_hours
    short, long = (end / 60 for end in _range(of_post))
    for name, total in hours.items():
        if name not in place.roles:
            yield StaffPart(
                kind="role-hours", name=name, posts=total / (of_post.value / 60), low=total / long, high=total / short
            )


def _without_cases(setting: Setting, rule_sets: Mapping[str, RuleSet]) -> Iterable[StaffPart]:
    of_post = setting.office.effective_hours.value / 60
    for name, work in setting.place.work_without_cases.items():
        size, divisor = _size(work, of_post)
        low, high = _range(size)
        yield StaffPart(
            kind="no-case", name=name, title=work.title, posts=size.value / divisor, low=low / divisor,
            high=high / divisor, source=size.source, owed_under=_owed_under(work, rule_sets),
        )  # fmt: skip


def _size(work: WorkWithoutCases, hours_of_post: float) -> tuple[Value[float], float]:
    """The size of the work, and what it is divided by to be posts."""
    if work.posts is not None:
        return work.posts, 1.0
    assert work.hours is not None  # the model requires one of the two
    return work.hours, hours_of_post


def _owed_under(work: WorkWithoutCases, rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...] | None:
    """The rule sets in which the value that causes the work is above 0; None if no law causes it."""
    if work.caused_by is None:
        return None
    return tuple(
        name
        for name, rules in rule_sets.items()
        if any(value.path == work.caused_by and value.value for value in rules.values())
    )


def _range(value: Value[float]) -> tuple[float, float]:
    return tuple(float(value.value if end is None else end) for end in (value.low, value.high))  # type: ignore[return-value]
