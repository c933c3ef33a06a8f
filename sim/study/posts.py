"""The staff of a place without cuts: posts by team, and places of the rehabilitation team."""

from __future__ import annotations

from sim.files.value import at_value
from sim.study.setting import Setting


def baseline_posts(setting: Setting) -> dict[str, float]:
    """Posts by team and by other role, to one decimal.

    The posts of a team are its cases divided by cases per post (A093-A099, S025). The law may lower the cases per post.
    """
    posts, ceilings = {}, setting.rule_set.regime.caseloads.at_most or {}
    for name, team in setting.place.teams.items():
        share = team.caseload_share.value if team.caseload_share else 1.0
        most = {
            g: min(n.value, ceilings[g].value if g in ceilings else n.value) for g, n in team.cases_per_post.items()
        }
        cases = sum(setting.place.groups[g].stock.value * share / most[g] for g in team.groups)
        posts[name] = round(cases, 1)
        if posts[name] <= 0:
            first = next(iter(team.cases_per_post.values()))
            raise at_value(first, f"team `{name}` has no staff", found=f"{posts[name]} posts", expected="posts above 0")
    return posts | {name: round(role.posts.value, 1) for name, role in setting.place.roles.items()}


def baseline_places(setting: Setting) -> int:
    """Places of the rehabilitation team, a week."""
    return round(setting.place.team_places.per_week.value)
