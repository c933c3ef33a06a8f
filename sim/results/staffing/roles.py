"""Hours that the rules free in other roles: members of the rehabilitation team, company consultants, the benefit office.

These roles have no running casework, so the hours that nobody asks of them any more are simply fewer. The unemployment fund
and the region are left out: the municipality does not pay them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.figures.rates import HourPair
from sim.law.clauses.vocabulary import STAFFED_ROLES
from sim.measures.payers import role_hours
from sim.measures.view import Floats
from sim.runs.store import Stored


@dataclass(frozen=True)
class RoleFreed:
    """What the rules free in one role at a place, by replication.

    Attributes:
        hours: float64[replications], freed hours a year.
        posts: whole posts that go where the role has posts at the place, else None.
        dkk: float64[replications], DKK a year: the posts at the price of a post, or else the hours at the price of an hour.
    """

    hours: Floats
    posts: float | None
    dkk: Floats


def freed_hours(before: Sequence[pd.DataFrame], after: Sequence[pd.DataFrame], role: str) -> Floats:
    """float64[replications], hours a year that a role works less."""
    return np.array([role_hours(a, role) - role_hours(b, role) for a, b in zip(before, after, strict=True)])


def whole_posts(
    posts: Mapping[str, float], before: Sequence[Stored], after: Sequence[Stored], hours_per_post: float
) -> dict[str, float]:
    """Role with posts at the place -> the whole posts whose hours the rules free; one post at least stays."""
    old, new = ([run.measures for run in runs] for runs in (before, after))
    found = {}
    for role in STAFFED_ROLES:
        if posts.get(role, 0.0) > 0:
            freed = float(freed_hours(old, new, role).mean())
            found[role] = float(min(max(math.floor(freed / hours_per_post), 0), math.ceil(posts[role]) - 1))
    return found


def roles_freed(
    before: Sequence[pd.DataFrame], after: Sequence[pd.DataFrame], gone: Mapping[str, float], price: HourPair
) -> dict[str, RoleFreed]:
    """Role -> what the rules free in it, for every role that works at the place.

    Args:
        before, after: measures of the baseline and of the column, one table per replication.
        gone: whole posts that go, of roles with posts at the place.
        price: DKK of an hour, and effective hours of a post.
    """
    found = {}
    for role in STAFFED_ROLES:
        hours = freed_hours(before, after, role)
        if not any(role_hours(table, role) for table in (*before, *after)):
            continue
        posts = gone.get(role)
        paid = hours if posts is None else np.full(len(hours), posts * price.hours_per_post)
        found[role] = RoleFreed(hours, posts, paid * price.dkk_per_hour)
    return found
