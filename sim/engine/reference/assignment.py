"""Which caseworker a citizen has: cases that come and go, leavers and newcomers."""

from __future__ import annotations

from sim.engine.reference.diaries import Diaries
from sim.engine.reference.effects import Effects
from sim.engine.reference.posts import Posts
from sim.engine.reference.records import Citizen
from sim.engine.reference.shared import Shared
from sim.engine.reference.tables import StaffEvent
from sim.world.codes import Role, StaffChange
from sim.world.log import NOBODY, RowKind


class Assignment:
    """Citizens and their caseworkers."""

    def __init__(self, shared: Shared, posts: Posts, diaries: Diaries, effects: Effects) -> None:
        self.shared, self.posts, self.diaries, self.effects = shared, posts, diaries, effects

    # --- cases
    def take(self, citizen: Citizen) -> None:
        """Give the citizen a caseworker, unless the present one already serves the group."""
        previous, pool = citizen.caseworker, self.shared.states[citizen.state].pool
        if previous >= 0 and (self.shared.settings.fixed_caseworker or self.posts[previous].pool == pool):
            return
        if previous >= 0:
            self.close_case(citizen)
        self._give(citizen, self.posts.choose(citizen), previous)
        if previous >= 0:
            self.diaries.move_cases(citizen, previous, citizen.caseworker)

    def _give(self, citizen: Citizen, number: int, previous: int) -> None:
        citizen.caseworker = number
        if number >= 0:
            self.posts[number].open += 1
            self.posts.count(number, self.shared.states[citizen.state].weight)
        self.shared.row(citizen, RowKind.ASSIGN, extra=previous)
        self.effects.assigned(citizen, previous)

    def take_hearings(self, citizen: Citizen) -> None:
        """Hearings that were on an agenda before the citizen had a caseworker go into the diary."""
        for case in citizen.procedures:
            if case.place >= 0:
                self.diaries.add_hearing(citizen.caseworker, case.place, case.minutes)

    def reweigh(self, citizen: Citizen, old: int, new: int) -> None:
        """The case has another weight after a switch."""
        if citizen.caseworker >= 0:
            self.posts.count(citizen.caseworker, new - old)

    def close_case(self, citizen: Citizen) -> None:
        """The caseworker has the case no longer."""
        self.posts[citizen.caseworker].open -= 1
        self.posts.count(citizen.caseworker, -self.shared.states[citizen.state].weight)

    def release(self, citizen: Citizen) -> None:
        """The a-kasse has the citizen: no caseworker does."""
        previous = citizen.caseworker
        self.close_case(citizen)
        citizen.caseworker = NOBODY
        self.shared.row(citizen, RowKind.ASSIGN, extra=previous)
        self.effects.look(citizen)

    # --- coming and going
    def change(self, event: StaffEvent) -> None:
        """A caseworker leaves, a newcomer starts, or a newcomer reaches full capacity."""
        self.posts.set_share(event.post, event.share)
        if event.kind is StaffChange.LEAVE:
            self._leave(event.post)
        elif event.kind is StaffChange.JOIN:
            self._join(event.post)

    def _leave(self, number: int) -> None:
        """The leaver's citizens choose anew, in their order."""
        self.posts[number].active = False
        if self.posts[number].role != Role.CASEWORKER:
            self.diaries.pass_on_all(number)
        for citizen in self.shared.citizens:
            if citizen.caseworker == number and not citizen.gone:
                self._reassign(citizen, self.posts.choose(citizen, without=number))

    def _join(self, number: int) -> None:
        """Citizens of the pool who prefer the newcomer move, while the newcomer is below the limit."""
        self.posts[number].active = True
        for citizen in self.shared.citizens:
            present = citizen.caseworker
            if present < 0 or citizen.gone or present == number:
                continue
            if self.posts[present].pool != self.posts[number].pool:
                continue
            preferred = self.posts.preference(citizen, number) < self.posts.preference(citizen, present)
            if preferred and self.posts.below_limit(number):
                self._reassign(citizen, number)

    def _reassign(self, citizen: Citizen, number: int) -> None:
        """Another caseworker of the pool takes the citizen; bookings move along."""
        previous = citizen.caseworker
        if number == previous:
            return
        self.close_case(citizen)
        self._give(citizen, number, previous)
        self.diaries.move_all(citizen, previous, number)
