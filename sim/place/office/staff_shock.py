"""A shock to the staff: a share of a team's posts is gone from one day to another.

Which posts go is each post's own draw, so the same posts go under all rule sets, a smaller shock takes a part of those that
a larger one takes, and nobody else changes. The last post to go loses a part of its hours, so that exactly the share is
gone. Whose whole post goes leaves like anybody who gives notice, and the cases go to others; afterwards the post is filled
as it would have been.
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
    """A share of a team's posts that is gone on the days ``first`` to ``last``."""

    team: str
    first: int
    last: int
    share: float


def without(run: int, workers: Staff, teams: Mapping[str, int], gone: Sequence[Gone]) -> Staff:
    """The staff less what shocks take away.

    Args:
        run: the run's key.
        teams: team name -> code, as for :func:`sim.place.office.staff.staff`.
        gone: shocks; those of one team do not overlap.
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
    """Of each post that the shock touches, the share of its hours that is left."""
    mine = [int(post) for post in np.flatnonzero(workers.team == team)]
    who = {post: combine(purpose(f"post:{shock.team}"), int(workers.code[post]) % 10_000) for post in mine}
    order = sorted(mine, key=lambda post: (int(draw(run, who[post], purpose("staff shock"), 0)), post))
    to_go = round(sum(int(workers.fraction[post]) for post in mine) * shock.share)
    found: dict[int, float] = {}
    for post in order:
        size = int(workers.fraction[post])
        goes = min(size, to_go)
        if goes <= 0:
            break
        found[post] = 1 - goes / size
        to_go -= goes
    return found


def _events(post: int, size: int, own: Sequence[Event], shock: Gone, left: float, days: int) -> list[Event]:
    """A post's coming and going with the shock: from its usual share of full time on each day to what is left of it."""
    usual = {day: share for day, _, _, share in sorted(own)}
    ends = {shock.first, shock.last + 1} if shock.last + 1 < days else {shock.first}
    found: list[Event] = []
    level = before = size
    for day in sorted({*usual, *ends}):
        level = usual.get(day, level)
        now = round(level * left) if shock.first <= day <= shock.last else level
        if now != before:
            found.append((day, post, _LEAVE if now == 0 else _JOIN if before == 0 else _CHANGE, now))
        before = now
    return found
