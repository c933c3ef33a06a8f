"""A world without limits of staff and places: the definition of *the hours that law and practice require*.

The required hours are the work of one run of this world. The run differs from an ordinary one in these points only:

- *Staff.* Every post is multiplied until few citizens share one. Each post works on every working day, until midnight.
  A meeting is therefore held on the first working day after its notice, and desk work is done on the next working day.
  No meeting is shed or unplaceable, and there is no overtime. A caseworker still does one thing at a time. If two long cases
  begin on one day, the next task waits a day. This happens to about one meeting in ten thousand.
- *Absence.* No caseworker is ill, on leave or leaves. No meeting is moved, and a citizen changes caseworker only by a switch.
- *Places.* Every session of the rehabilitation team hears all cases that are ready. Weekdays and notice of the agenda stay.

All else stays, because law, practice and citizens decide it: notice and booking windows, no-shows, doctors' delays, other
authorities, and guidance at the next meeting. A deadline may still be broken, for example by a no-show.

This world differs from a run with the place's own staff.

- *Detection.* Meetings are held when they are due, so needs are detected as early as the rules allow, and more cases begin.
- *Exits.* Most exits do not depend on work. Exits at the end of a case come earlier, because no case waits for staff.
  If effects on behaviour are assumed, contact and waiting act as in any run. The effects of caseload are left out, because
  the caseload of this world belongs to staff that does not exist.
- *Running casework.* It has no minimum and uses the free time of a day. Its hours have no meaning in this world, so they are
  not part of the required hours. The hours that the place's own staff has left for it are reported separately
  (:mod:`sim.results.staffing.staffing`).
- *Roles without diaries* limit nothing, as in every run.
- *Teams.* A pool's citizens are spread over its teams in proportion to the place's posts, as in an ordinary run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine import run
from sim.files.errors import RunError
from sim.world.codes import DAY, OPENING, Role
from sim.world.log import Log, RowKind
from sim.world.world import World

CITIZENS_PER_POST = (20, 4)
"""Citizens of the opening stock per post. The second number is tried if the first one leaves too little time."""
MORE_AT_A_ROLE = 10
"""Factor on the citizens per post for other roles, which work for few citizens."""
DAY_MINUTES = DAY - OPENING
"""Minutes of a working day: diary entries follow each other from the opening hour and end by midnight."""
BOOKABLE = 900
"""Permille of the day that may be booked ahead; the rest is left for hearings and small tasks."""
MARGIN_CASES = 10**8
"""Thousandths of a case that a post may have above the mean. It is so high that each citizen gets the first choice."""
PLACES = 100_000
"""Cases that one session can hear."""
FULL = 1000
LIMITS = (RowKind.SHED, RowKind.OVERTIME, RowKind.UNPLACEABLE)
"""Kinds of row that occur only if staff is limited."""


def without_limits(world: World, citizens_per_post: int = CITIZENS_PER_POST[0]) -> World:
    """The same world without limits of staff and places, and without absence.

    Args:
        world: the world of an ordinary run.
        citizens_per_post: highest number of citizens of a pool's opening stock per post of the pool.
    """
    copies = np.repeat(np.arange(world.posts.size), _times(world, citizens_per_post))
    posts = world.posts[copies].copy()
    posts["fraction"] = posts["share"] = FULL
    posts["code"] = np.arange(posts.size)
    effects = world.effects.copy()
    effects["caseload"] = effects["pace"] = 0
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
        RunError: even the largest staff reached a limit.
    """
    for citizens_per_post in CITIZENS_PER_POST:
        log = run(without_limits(world, citizens_per_post))
        if not log.of(*LIMITS).size:
            return log
    raise RunError(
        "the run without limits of staff reached a limit: the multiplied posts could not do all the work in time"
    )


def _times(world: World, citizens_per_post: int) -> NDArray[np.int64]:
    """int64[posts], the number of copies of each post; equal for all posts of a pool."""
    opening = world.citizens[world.citizens["arrive"] < DAY]
    pool_of_citizen = world.states["pool"][opening["state"]].astype(np.int64)
    pools = world.posts["pool"].astype(np.int64)
    size = 1 + max(int(pools.max(initial=0)), int(pool_of_citizen.max(initial=0)))
    wanted = np.bincount(pool_of_citizen, minlength=size) / citizens_per_post
    for_role = opening.size / (citizens_per_post * MORE_AT_A_ROLE)
    wanted_of_post = np.where(world.posts["role"] == Role.CASEWORKER, wanted[pools], for_role)
    posts_in_pool = np.bincount(pools, minlength=size)[pools]
    return np.maximum(np.ceil(wanted_of_post / posts_in_pool), 1).astype(np.int64)


def _meta_of(posts: NDArray[np.void]) -> dict[str, Any]:
    return {"team_of_caseworker": posts["team"].tolist(), "post_size": [1.0] * posts.size}
