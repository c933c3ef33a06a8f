"""The hours that the other members of the rehabilitation team have for a session, where the place gives them posts."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine.kernel.basics import sampled
from sim.engine.kernel.pages import hearing
from sim.world.codes import TEAM_PARTS

_MASK = (1 << TEAM_PARTS) - 1


@kernel
def member_activity(step, regional):  # type: ignore[no-untyped-def]
    """The activity of the municipal members, or of the region's; -1 without one."""
    if regional:
        return (step.b >> TEAM_PARTS) - 1
    return step.b & _MASK


@kernel
def pool_of(S, activity):  # type: ignore[no-untyped-def]
    """The pool of the members who do an activity, or -1 if they have no posts."""
    return S.activities[activity].pool if activity >= 0 else -1


@kernel
def member_minutes(S, c, activity, key):  # type: ignore[no-untyped-def]
    return max(sampled(S, c, S.activities[activity].table_0, key, 0), 1)


@kernel
def first_day_for(S, session):  # type: ignore[no-untyped-def]
    return max(S.prepared_from[session], S.run[0].today)


@kernel
def room_for(S, pool, session):  # type: ignore[no-untyped-def]
    """The bookable minutes that a pool still has on the days that count for a session."""
    minutes = 0
    for day in range(first_day_for(S, session), session + 1):
        for worker in range(S.posts.shape[0]):
            if S.posts[worker].pool == pool:
                minutes += max(S.free[worker, day], 0)
    return minutes


@kernel
def have_time(S, t, session):  # type: ignore[no-untyped-def]
    """Whether every role with posts has the minutes of a case."""
    step = S.steps[S.thread[t].team_step]
    for regional in range(2):
        activity = member_activity(step, regional)
        pool = pool_of(S, activity)
        if pool >= 0 and room_for(S, pool, session) < member_minutes(S, S.thread[t].citizen, activity, step.key):
            return False
    return True


@kernel
def take_members(S, t, session):  # type: ignore[no-untyped-def]
    """Put the minutes of a case into the members' diaries, as far as there is room, on the first days first."""
    step = S.steps[S.thread[t].team_step]
    for regional in range(2):
        activity = member_activity(step, regional)
        pool = pool_of(S, activity)
        taken = 0
        if pool >= 0:
            wanted = member_minutes(S, S.thread[t].citizen, activity, step.key)
            for day in range(first_day_for(S, session), session + 1):
                for worker in range(S.posts.shape[0]):
                    if S.posts[worker].pool == pool:
                        part = min(max(S.free[worker, day], 0), wanted - taken)
                        hearing(S, worker, day, part)
                        taken += part
        if regional:
            S.thread[t].regional = taken
        else:
            S.thread[t].municipal = taken


@kernel
def give_back(S, t):  # type: ignore[no-untyped-def]
    """Return the minutes of a case that is not heard, on days that have not begun."""
    thread = S.thread[t]
    step = S.steps[thread.team_step]
    for regional in range(2):
        pool = pool_of(S, member_activity(step, regional))
        left = thread.regional if regional else thread.municipal
        if pool < 0 or left == 0:
            continue
        for day in range(first_day_for(S, thread.place), thread.place + 1):
            for worker in range(S.posts.shape[0]):
                if S.posts[worker].pool == pool:
                    part = min(S.page[worker, day].hearing, left)
                    hearing(S, worker, day, -part)
                    left -= part
