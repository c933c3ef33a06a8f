"""A shock to the staff: a team loses a share of its posts for a span of days.

Each post has its own draw, which decides whether it is cut.

- The same posts are therefore cut under all rule sets.
- A smaller shock cuts a subset of the posts that a larger one cuts.
- Other posts do not change.

The last post to be cut loses only a part of its hours, so that the cut is exact. A caseworker whose whole post is cut
leaves as in normal turnover, and colleagues take over the cases. After the shock the post is filled as without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sim.chance.draw import combine, draw, purpose
from sim.place.office.staff import Staff

Event = tuple[int, int, int, int]
_LEAVE, _JOIN, _CHANGE = 0, 1, 2


class Gone(NamedTuple):
    """A share of a team's posts that is missing on the days ``first`` to ``last``, both included."""

    team: str
    first: int
    last: int
    share: float


def without(run: int, workers: Staff, teams: Mapping[str, int], gone: Sequence[Gone]) -> Staff:
    """The staff under shocks.

    Args:
        run: the run's key.
        teams: team name -> code, as for :func:`sim.place.office.staff.staff`.
        gone: the shocks. Shocks to one team must not overlap.
    """
    if not gone:
        return workers
    capacity, events = workers.capacity.copy(), list(workers.events)
    for shock in gone:
        for post, left in _left(run, workers, teams[shock.team], shock).items():
            days = slice(shock.first, shock.last + 1)
            capacity[post, days] = np.rint(capacity[post, days] * left)
            mine = [event for event in events if event[1] == post]
            others = [event for event in events if event[1] != post]
            events = [*others, *_events(post, int(workers.fraction[post]), mine, shock, left, capacity.shape[1])]
    return replace(workers, capacity=capacity, events=sorted(events))


def _left(run: int, workers: Staff, team: int, shock: Gone) -> dict[int, float]:
    """The share of hours left, for each post that the shock affects."""
    posts = [int(post) for post in np.flatnonzero(workers.team == team)]
    entities = {post: combine(purpose(f"post:{shock.team}"), int(workers.code[post]) % 10_000) for post in posts}
    order = sorted(posts, key=lambda post: (int(draw(run, entities[post], purpose("staff shock"), 0)), post))
    to_go = round(sum(int(workers.fraction[post]) for post in posts) * shock.share)
    shares_left: dict[int, float] = {}
    for post in order:
        size = int(workers.fraction[post])
        goes = min(size, to_go)
        if goes <= 0:
            break
        shares_left[post] = 1 - goes / size
        to_go -= goes
    return shares_left


def _events(post: int, size: int, own: Sequence[Event], shock: Gone, left: float, days: int) -> list[Event]:
    """The events of a post with the shock: its usual capacity by day, multiplied by the share ``left`` during the shock."""
    usual = {day: share for day, _, _, share in sorted(own)}
    ends = {shock.first, shock.last + 1} if shock.last + 1 < days else {shock.first}
    events: list[Event] = []
    level = before = size
    for day in sorted({*usual, *ends}):
        level = usual.get(day, level)
        now = round(level * left) if shock.first <= day <= shock.last else level
        if now != before:
            events.append((day, post, _LEAVE if now == 0 else _JOIN if before == 0 else _CHANGE, now))
        before = now
    return events
