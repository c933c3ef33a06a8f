"""Who gets whom: caseworkers' posts, citizens' preference order, leavers and newcomers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.chance.draw import draw, draw_each
from sim.world.log import NOBODY, RowKind
from sim.world.world import Role, StaffChange

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen


class Assignment:
    """Posts and their cases. Cases are weighed in thousandths; a post's share is its present capacity in permille."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter
        names = jobcenter.world.posts.dtype.names or ()
        self.posts: list[Any] = [
            SimpleNamespace(**dict(zip(names, row, strict=True)), cases=0, open=0, dialogue=0, active=True)
            for row in jobcenter.world.posts.tolist()
        ]
        self.codes = np.asarray(jobcenter.world.posts["code"], np.int64)
        self.share_pools([post.pool for post in self.posts])

    def share_pools(self, pools: list[int]) -> None:
        """Who serves the same citizens: by post, the number of its pool."""
        count = max(pools, default=-1) + 1
        self.pool_cases, self.pool_share = [0] * count, [0] * count
        self.pool_of: list[list[int]] = [[n for n, p in enumerate(pools) if p == pool] for pool in range(count)]
        for post, pool in zip(self.posts, pools, strict=True):
            post.pool = pool
            self.pool_cases[pool] += post.cases
            self.pool_share[pool] += post.share

    # --- preference
    def preference(self, c: Citizen, number: int) -> int:
        """A keyed order of posts for each citizen: it does not change when others come and go."""
        return int(draw(self.jc.settings.run, c.entity, self.jc.settings.key_caseworker, self.posts[number].code))

    def below_limit(self, number: int) -> bool:
        """Weighted cases below the pool's mean for a post of this capacity, plus the practice's margin."""
        s, post = self.jc.settings, self.posts[number]
        cases, share = self.pool_cases[post.pool], self.pool_share[post.pool]
        limit = post.share * (cases * (1000 + s.margin_share) + s.margin_cases * share)
        return bool(post.cases * 1000 * share < limit)

    def choose(self, c: Citizen, without: int = NOBODY) -> int:
        """The first in the citizen's order who is below the limit; else the first at work; else the first."""
        s, number = self.jc.settings, self.jc.states[c.state].pool
        pool = [n for n in self.pool_of[number] if n != without]
        present = [n for n in pool if self.posts[n].active]
        cases, share = self.pool_cases[number], self.pool_share[number]
        limit, scale = cases * (1000 + s.margin_share) + s.margin_cases * share, 1000 * share
        open_ = [n for n in present if self.posts[n].cases * scale < self.posts[n].share * limit]
        candidates = open_ or present or pool
        if not candidates:
            return without
        liking = draw_each(s.run, c.entity, s.key_caseworker, self.codes[candidates])
        chosen: int = candidates[int(liking.argmin())]
        return chosen

    def member(self, c: Citizen, pool: int, minutes: int) -> int:
        """Who of a role with diaries of its own takes a piece of work: who has room first, then the citizen's order."""
        diaries = self.jc.diaries
        least = min(minutes, self.jc.settings.min_piece)
        members = [n for n in self.pool_of[pool] if self.posts[n].active] or self.pool_of[pool]
        return min(members, key=lambda n: (diaries.room(n, self.jc.today + 1, least), self.preference(c, n)))

    # --- cases
    def take(self, c: Citizen) -> None:
        """Give the citizen a caseworker, unless the present one already serves the group."""
        if c.caseworker >= 0 and (
            self.jc.settings.fixed_caseworker or self.posts[c.caseworker].pool == self.jc.states[c.state].pool
        ):
            return
        previous = c.caseworker
        if previous >= 0:
            self.forget(c)
        self._give(c, self.choose(c), previous)

    def _give(self, c: Citizen, number: int, previous: int) -> None:
        c.caseworker = number
        if number >= 0:
            self.posts[number].open += 1
            self._count(number, self.jc.states[c.state].weight)
        self.jc.row(c, RowKind.ASSIGN, extra=previous)
        self.jc.effects.assigned(c, previous)

    def _count(self, number: int, weight: int) -> None:
        self.posts[number].cases += weight
        self.pool_cases[self.posts[number].pool] += weight

    def reweigh(self, c: Citizen, old: int, new: int) -> None:
        """The case weighs otherwise after a switch."""
        self._count(c.caseworker, new - old)

    def forget(self, c: Citizen) -> None:
        """The case is closed."""
        self.posts[c.caseworker].open -= 1
        self._count(c.caseworker, -self.jc.states[c.state].weight)

    def release(self, c: Citizen) -> None:
        """Nobody has the citizen (the a-kasse does)."""
        previous = c.caseworker
        self.forget(c)
        c.caseworker = NOBODY
        self.jc.row(c, RowKind.ASSIGN, extra=previous)
        self.jc.effects.look(c)

    # --- coming and going
    def change(self, event: Any) -> None:
        """A caseworker leaves, a newcomer starts, or a newcomer reaches full capacity."""
        post = self.posts[event.post]
        self.pool_share[post.pool] += event.share - post.share
        post.share = event.share
        if event.kind == StaffChange.LEAVE:
            post.active = False
            if post.role != Role.CASEWORKER:
                self._pass_on(event.post)
            for c in self.jc.citizens:
                if c.caseworker == event.post and not c.gone:
                    self._reassign(c, self.choose(c, without=event.post))
        elif event.kind == StaffChange.JOIN:
            post.active = True
            for c in self.jc.citizens:
                if c.caseworker < 0 or c.gone or c.caseworker == event.post:
                    continue
                if self.posts[c.caseworker].pool != post.pool:
                    continue
                if self.preference(c, event.post) < self.preference(c, c.caseworker) and self.below_limit(event.post):
                    self._reassign(c, event.post)

    def _pass_on(self, number: int) -> None:
        """What stands in the diary of a leaver who has no citizens of their own goes to others of the pool, day by day."""
        diaries, others = (
            self.jc.diaries,
            [n for n in self.pool_of[self.posts[number].pool] if n != number and self.posts[n].active],
        )
        for day in sorted(diaries.pages[number]) if others else ():
            for piece in [p for p in diaries.pages[number][day] if p.live] if day > self.jc.today else ():
                booking = piece.booking
                if booking.worker == number:  # one heir for all pieces of a booking
                    booking.worker = self.member(booking.citizen, self.posts[number].pool, piece.minutes)
                diaries.pass_on(piece, booking.worker)

    def _reassign(self, c: Citizen, number: int) -> None:
        """Another caseworker of the pool takes the citizen; what is booked moves along."""
        previous = c.caseworker
        if number == previous:
            return
        self.forget(c)
        self._give(c, number, previous)
        self.jc.diaries.move_all(c, previous, number)
