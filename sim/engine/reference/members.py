"""The other members of the rehabilitation team: the hours that they have for a session, where the place gives them posts."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.reference import steps
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.records import RunningProcedure
from sim.engine.reference.shared import Shared
from sim.world.codes import Form
from sim.world.log import NOBODY


class Members:
    """Preparing and hearing a case takes bookable minutes of members on the days that count for the session.

    Any member of a role may take any part of these minutes. A role without posts has no diaries, and no limit.
    """

    def __init__(self, shared: Shared, diaries: Diaries) -> None:
        self.shared, self.diaries = shared, diaries

    def minutes(self, case: RunningProcedure, step: steps.Team, activity: int) -> int:
        """The minutes of a case, by the draw that all its hearings share."""
        table = self.shared.activities[activity].minutes[Form.IN_PERSON]
        return max(self.shared.sampled(case.citizen, table, step.key, 0), 1)

    def limited(self, step: steps.Team) -> list[int]:
        """The activities of roles with posts."""
        return [activity for activity in step.members if self.shared.activities[activity].pool > NOBODY]

    def have_time(self, case: RunningProcedure, step: steps.Team, session: int) -> bool:
        """Whether every role with posts has the minutes of the case."""
        return all(
            sum(self._room(post, day) for day, post in self._pages(activity, session))
            >= self.minutes(case, step, activity)
            for activity in self.limited(step)
        )

    def take(self, case: RunningProcedure, step: steps.Team, session: int) -> None:
        """Put the minutes of the case into the members' diaries, as far as there is room, on the first days first."""
        for activity in self.limited(step):
            wanted = self.minutes(case, step, activity)
            left = wanted
            for day, post in self._pages(activity, session):
                part = min(self._room(post, day), left)
                self.diaries.add_hearing(post, day, part)
                left -= part
            case.prepared[activity] = wanted - left

    def give_back(self, case: RunningProcedure) -> None:
        """A case that is not heard returns the minutes of days that have not begun."""
        for activity, minutes in case.prepared.items():
            left = minutes
            for day, post in self._pages(activity, case.place):
                part = min(self.diaries.hearings[post].get(day, 0), left)
                self.diaries.add_hearing(post, day, -part)
                left -= part

    def _room(self, post: int, day: int) -> int:
        return max(self.diaries.free[post][day], 0)

    def _pages(self, activity: int, session: int) -> Iterator[tuple[int, int]]:
        """The days that count for a session, each with the posts of the role."""
        first = max(int(self.shared.world.prepared_from[session]), self.shared.today)
        for day in range(first, session + 1):
            for post in self.diaries.posts.in_pool[self.shared.activities[activity].pool]:
                yield day, post
