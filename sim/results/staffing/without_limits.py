"""A world without limits of staff and places: the definition of *what the law and the practice ask for*.

What is asked for is what one run of this world does. The run differs from an ordinary one in these points only:

- *Staff.* Every post is there so often that few citizens share one. Each is at work on every working day, until midnight.
  So a meeting is held on the first working day after its notice, and desk work is done on the next one. Nothing is shed,
  nothing is unplaceable, nobody works overtime. A caseworker still does one thing at a time: where two long cases begin on
  one day, what comes next waits a day. This happens to about one meeting in ten thousand.
- *Absence.* Nobody is ill, on leave or leaves. So nothing moves, and a citizen changes caseworker only by a switch.
- *Places.* Every session of the rehabilitation team hears all cases that are ready. Weekdays and notice of the agenda stay.

All else stays, because law, practice and citizens settle it: notice and booking windows, no-shows, the days that doctors
take, other authorities, guidance that rides on the next meeting. So a deadline may still be broken, for example by a no-show.

What follows from it, compared with a run that has the place's own staff:

- *Detection.* Meetings are held when they are due, so needs are seen as early as the rules allow, and more cases begin.
- *Exits.* Most do not depend on work. Those in which a case ends come earlier, since nothing waits.
  Where effects on behaviour are assumed, contact and waiting act as they do here. The effect of caseload is left out:
  the caseload of this world belongs to staff that does not exist.
- *Running casework.* It has no floor and takes what a day leaves. What is left here means nothing, so it is no part of what
  is asked for. What the place's own staff has left is reported beside it (:mod:`sim.results.staffing.staffing`).
- *Roles without diaries* never limit anything, here as in every run.
- *Teams.* A pool's citizens are spread over its teams in proportion to the place's posts, as in an ordinary run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine import run
from sim.files.errors import RunError
from sim.world.log import Log, RowKind
from sim.world.codes import DAY, OPENING, Role
from sim.world.world import World

CITIZENS_PER_POST = (20, 4)
"""Citizens of the opening stock that share a post; the second is tried where the first leaves too little room."""
MORE_AT_A_ROLE = 10
"""So many times more citizens share a post of another role, since it works for few of them."""
DAY_MINUTES = DAY - OPENING
"""Minutes of a working day: entries follow each other from its opening on and end by midnight."""
BOOKABLE = 900
"""Permille of the day that may be booked ahead; the rest is for hearings and small work."""
MARGIN_CASES = 10**8
"""Thousandths of a case that a post may have above the mean: every citizen has the caseworker of first choice."""
PLACES = 100_000
"""Cases that a session can hear."""
FULL = 1000
LIMITS = (RowKind.SHED, RowKind.OVERTIME, RowKind.UNPLACEABLE)
"""Rows that only a limit of staff can write."""


def without_limits(world: World, citizens_per_post: int = CITIZENS_PER_POST[0]) -> World:
    """The same world with staff and places without limits and without absence.

    Args:
        world: of an ordinary run.
        citizens_per_post: how many citizens of a pool's opening stock share one of its posts at most.
    """
    copies = np.repeat(np.arange(world.posts.size), _times(world, citizens_per_post))
    posts = world.posts[copies].copy()
    posts["fraction"] = posts["share"] = FULL
    posts["code"] = np.arange(posts.size)
    effects = world.effects.copy()
    effects["caseload"] = 0
    free = {"bookable": BOOKABLE, "margin_cases": MARGIN_CASES}
    capacity = np.tile((world.workday > 0) * np.int16(DAY_MINUTES), (posts.size, 1))
    return replace(
        world,
        settings=world.settings | free,
        posts=posts,
        staff_events=world.staff_events[:0],
        capacity=capacity,
        sick=np.zeros(capacity.shape, np.int8),
        places=np.where(world.places > 0, PLACES, 0).astype(np.int32),
        effects=effects,
        laws=tuple(replace(law, settings=law.settings | free, pools=law.pools[copies]) for law in world.laws),
        meta=world.meta | _meta_of(posts),
    )


def run_without_limits(world: World) -> Log:
    """The log of the world's run without limits.

    Raises:
        RunError: even so much staff was too little.
    """
    for citizens_per_post in CITIZENS_PER_POST:
        log = run(without_limits(world, citizens_per_post))
        if not log.of(*LIMITS).size:
            return log
    raise RunError(
        "the run without limits of staff met a limit: work comes in faster than the posts were multiplied for"
    )


def _times(world: World, citizens_per_post: int) -> NDArray[np.int64]:
    """int64[posts], how often each post is there; the same for all posts of a pool."""
    opening = world.citizens[world.citizens["arrive"] < DAY]
    pool_of_citizen = world.states["pool"][opening["state"]].astype(np.int64)
    pools = world.posts["pool"].astype(np.int64)
    size = 1 + max(int(pools.max(initial=0)), int(pool_of_citizen.max(initial=0)))
    wanted = np.bincount(pool_of_citizen, minlength=size) / citizens_per_post
    for_role = opening.size / (citizens_per_post * MORE_AT_A_ROLE)
    wanted_of_post = np.where(world.posts["role"] == Role.CASEWORKER, wanted[pools], for_role)
    there = np.bincount(pools, minlength=size)[pools]
    return np.maximum(np.ceil(wanted_of_post / there), 1).astype(np.int64)


def _meta_of(posts: NDArray[np.void]) -> dict[str, Any]:
    return {"team_of_caseworker": posts["team"].tolist(), "post_size": [1.0] * posts.size}
