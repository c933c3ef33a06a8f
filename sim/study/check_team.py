"""Checks of the other members of the rehabilitation team, where a place gives them posts."""

from __future__ import annotations

from sim.files.value import at_value
from sim.law.clauses.vocabulary import MEMBER_HEARINGS, TEAM_ROLES
from sim.place.office.model import WORKING_DAYS
from sim.study.setting import Setting

WEEKS = WORKING_DAYS / 5
"""Weeks of a year in which staff work."""


def check_team_members(setting: Setting) -> None:
    """Check that every role of the team with posts can hear at least one case a week.

    The agenda ends at the first case for which a role has no time. With less than one case a week it would never begin.

    Raises:
        ScenarioError: at the posts of the first role that is too small.
    """
    for role in TEAM_ROLES:
        if role not in setting.place.roles:
            continue
        posts = setting.place.roles[role].posts
        for law in setting.laws:
            activities = law.rule_set.regime.activities
            hearings = [activities[name] for name in MEMBER_HEARINGS if name in activities]
            needed = sum(each.minutes.value for each in hearings if each.role == role and each.minutes is not None)
            bookable = law.practice.booking.bookable_share.value
            there = posts.value * setting.office.effective_hours.value * bookable / WEEKS
            if there < needed:
                raise at_value(
                    posts, f"`{role}` has no time for a hearing of the rehabilitation team",
                    found=f"{posts.value:g} posts: {there:,.0f} bookable minutes a week",
                    expected=f"{needed:,.0f} minutes or more, which is one case a week",
                    do="give the role more posts, or remove it: members without posts have no limit",
                )  # fmt: skip
