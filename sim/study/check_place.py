"""Checks of a place before a world is built from it: groups, teams and staff must be consistent."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sim.files.errors import ScenarioError, nearest_name
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import at_value
from sim.law.clauses.vocabulary import ROLES, ROLES_WITH_POSTS
from sim.law.compose.needed_names import NamesUsed
from sim.place.office.staff import leave_chance
from sim.place.people.leavers import expected_returns, per_year
from sim.place.people.model import Place
from sim.study.check_team import check_team_members
from sim.study.posts import TENTHS
from sim.study.setting import Setting

MOST_PLACES = 100_000
"""The largest number of the team's places, a week."""
WHOLE_YEAR = 366
"""Days after the run, so that every month occurs. Diaries reach further."""


def check_place(setting: Setting, source: Source) -> None:
    """Check groups, teams, staff and numbers of a place against each other and against the rules.

    Args:
        source: the place's file with those that it extends, for line numbers.

    Raises:
        ScenarioError: the first entry that is inconsistent.
    """
    groups, place = setting.rule_set.regime.groups, setting.place
    named: list[tuple[str, Keys]] = [
        (g, (key, g)) for key in ("groups", "came_from", "season") for g in getattr(place, key)
    ]
    named += [(g, ("teams", t, "groups", n)) for t, team in place.teams.items() for n, g in enumerate(team.groups)]
    for name, keys in named:
        if name not in groups:
            nearest = nearest_name(name, groups)
            raise source.error(f"unknown group `{name}`", keys, found=name, expected=", ".join(groups), nearest=nearest)
    for name in setting.people.season:
        if name not in groups:
            raise ScenarioError(
                f"people/{setting.people.people}.yaml: `season` names an unknown group", found=name,
                expected=", ".join(groups), nearest=nearest_name(name, groups),
            )  # fmt: skip
    for name in groups:
        if name not in place.groups:
            message, do = f"the group `{name}` has no stock", "give its stock and entries; use 0 for an empty group"
            raise source.error(message, ("groups",), found=", ".join(place.groups), expected=name, do=do)
        _check_served(place, source, name)
    for team in place.teams:
        _check_team(place, source, team)
    for name, role in place.roles.items():
        if name not in ROLES_WITH_POSTS:
            expected, nearest = ", ".join(ROLES_WITH_POSTS), nearest_name(name, ROLES_WITH_POSTS)
            coordinator = "write `region`: the health coordinator of the team is of the region"
            raise source.error(
                f"`{name}` is not a role that may have posts", ("roles", name), found=name, expected=expected,
                nearest=nearest, do=coordinator if name == "health-coordinator" else None,
            )  # fmt: skip
        if role.posts.value < 0.1:
            raise at_value(
                role.posts, f"role `{name}` has no staff", expected="0.1 posts or more, or no entry for the role"
            )
    _check_grants(setting, source)
    _check_causes(setting, source)
    if place.team_places.per_week.value < 1 / TENTHS:
        raise at_value(place.team_places.per_week, "the rehabilitation team has no places", expected="0.1 or more")
    if place.team_places.per_week.value > MOST_PLACES:
        raise at_value(
            place.team_places.per_week,
            "the rehabilitation team has too many places",
            expected=f"at most {MOST_PLACES:,}",
        )
    _check_returns(setting)
    check_team_members(setting)
    days = setting.days + WHOLE_YEAR
    leave_chance(setting.office, setting.calendar(days), days)


def _check_grants(setting: Setting, source: Source) -> None:
    """Check that some need of the people leads to each procedure that the place grants more or less often."""
    known = list(dict.fromkeys(need.procedure for need in setting.people.needs.values()))
    for name in setting.place.grants:
        if name not in known:
            raise source.error(
                "no need leads to this procedure", ("grants", name), found=name, expected=", ".join(known),
                nearest=nearest_name(name, known), do="correct the name, or remove the line",
            )  # fmt: skip


def _check_causes(setting: Setting, source: Source) -> None:
    """Check that the rules have the values that cause work without cases."""
    caused = {name: work for name, work in setting.place.work_without_cases.items() if work.caused_by is not None}
    known = [value.path for value in setting.rule_set.values()] if caused else []
    for name, work in caused.items():
        if work.caused_by is not None and work.caused_by not in known:
            raise source.error(
                "the rules have no such value", ("work_without_cases", name, "caused_by"), found=work.caused_by,
                expected="the path of a value of the rules", nearest=nearest_name(work.caused_by, known),
                do="correct the path, or remove `caused_by`",
            )  # fmt: skip


def _check_returns(setting: Setting) -> None:
    """Check that no more citizens come back to a group than enter it."""
    expected = expected_returns(setting.people, setting.place)
    for name, group in setting.place.groups.items():
        back = per_year(expected, name)
        if back > group.entries.value:
            raise at_value(
                group.entries, f"more citizens come back to `{name}` than enter it", found=group.entries.text,
                expected=f"at least {math.ceil(back):,} a year: entries are all entries, with those who come back",
                do=f"give more entries, or a lower share in `returns` of people/{setting.people.people}.yaml",
            )  # fmt: skip


def check_names(setting: Setting, used: NamesUsed) -> None:
    """Check that the people file has all traits, chances, waits and prolongations that law and practice use.

    Raises:
        ScenarioError: the first name that the people file lacks, at the place of its use.
    """
    people = setting.people
    traits = {trait.same_as or name for name, trait in people.traits.items()}
    known: dict[str, Iterable[str]] = {
        "trait": traits, "chance": people.chances, "wait": people.waits, "prolongation": people.prolongations,
    }  # fmt: skip
    for kind, names in used.items():
        for name, place in names.items():
            if kind in known and name not in known[kind]:
                raise ScenarioError(
                    f"the people have no {kind} `{name}`", file=place.file, line=place.line, found=name,
                    expected=", ".join(sorted(known[kind])), nearest=nearest_name(name, known[kind]),
                    do=f"add it to `{kind}s:` of people/{people.people}.yaml",
                )  # fmt: skip


def _check_served(place: Place, source: Source, group: str) -> None:
    """Check that exactly one team serves a group."""
    teams = [name for name, team in place.teams.items() for served in team.groups if served == group]
    if len(teams) != 1:
        number_of_teams = "more than one team" if teams else "no team"
        keys: Keys = ("teams", teams[-1], "groups") if teams else ("groups", group)
        do = "name the group in one team's `groups:`"
        found = ", ".join(teams) or "no team"
        raise source.error(f"{number_of_teams} serves `{group}`", keys, found=found, expected="one team", do=do)


def _check_team(place: Place, source: Source, name: str) -> None:
    """Check that a team has groups, and cases per post for exactly these groups."""
    team = place.teams[name]
    keys: Keys = ("teams", name)
    if name in ROLES:
        raise source.error("a team cannot be named after a role", keys, found=name, expected="another name")
    if not team.groups:
        do = "give it a group, or remove the team"
        raise source.error(f"no group belongs to team `{name}`", keys, found="[]", expected="at least one group", do=do)
    cases, served_groups = team.cases_per_post, ", ".join(team.groups)
    for group in cases:
        if group not in team.groups:
            message, nearest = f"team `{name}` does not serve `{group}`", nearest_name(group, team.groups)
            keys = (*keys, "cases_per_post", group)
            raise source.error(
                message, keys, found=group, expected=served_groups, nearest=nearest, do="remove the line"
            )
    for group in team.groups:
        if group not in cases:
            message = f"the team that serves `{group}` has no staff for it: `cases_per_post` lacks the group"
            keys = (*keys, "cases_per_post")
            raise source.error(message, keys, found=", ".join(cases) or "nothing", expected=served_groups)
        if cases[group].value <= 0:
            raise at_value(cases[group], f"a post has no cases of `{group}`", expected="more than 0 cases per post")
