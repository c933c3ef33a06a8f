"""Caseworkers' posts: how many cases they have, and which of them a citizen prefers."""

from __future__ import annotations

import numpy as np

from sim.chance.draw import draw, draw_each
from sim.engine.reference.records import Citizen, Post
from sim.engine.reference.shared import Shared
from sim.world.log import NOBODY


class Posts:
    """Posts by number. Cases are weighted, in thousandths; a post's share is its present capacity in permille."""

    def __init__(self, shared: Shared) -> None:
        self.shared, self.all = shared, shared.posts
        self.codes = np.array([post.code for post in self.all], np.int64)
        self.share_pools([post.pool for post in self.all])

    def __getitem__(self, number: int) -> Post:
        return self.all[number]

    def share_pools(self, pools: list[int]) -> None:
        """Which posts serve the same citizens: by post, the number of its pool."""
        count = max(pools, default=-1) + 1
        self.pool_cases, self.pool_share = [0] * count, [0] * count
        self.in_pool: list[list[int]] = [[n for n, p in enumerate(pools) if p == pool] for pool in range(count)]
        for post, pool in zip(self.all, pools, strict=True):
            post.pool = pool
            self.pool_cases[pool] += post.cases
            self.pool_share[pool] += post.share

    def set_share(self, number: int, share: int) -> None:
        """The post has another capacity."""
        post = self.all[number]
        self.pool_share[post.pool] += share - post.share
        post.share = share

    def count(self, number: int, weight: int) -> None:
        """So much weight of cases more."""
        self.all[number].cases += weight
        self.pool_cases[self.all[number].pool] += weight

    # --- preference
    def preference(self, citizen: Citizen, number: int) -> int:
        """A keyed order of posts for each citizen: it does not change when others come and go."""
        s = self.shared.settings
        return int(draw(s.run, citizen.entity, s.key_caseworker, self.all[number].code))

    def below_limit(self, number: int) -> bool:
        """Weighted cases below the pool's mean for a post of this capacity, plus the practice's margin."""
        s, post = self.shared.settings, self.all[number]
        cases, share = self.pool_cases[post.pool], self.pool_share[post.pool]
        limit = post.share * (cases * (1000 + s.margin_share) + s.margin_cases * share)
        return post.cases * 1000 * share < limit

    def choose(self, citizen: Citizen, without: int = NOBODY) -> int:
        """The first post in the citizen's order that is below the limit; else the first at work; else the first."""
        s, pool = self.shared.settings, self.shared.states[citizen.state].pool
        members = [n for n in self.in_pool[pool] if n != without]
        present = [n for n in members if self.all[n].active]
        cases, share = self.pool_cases[pool], self.pool_share[pool]
        limit, scale = cases * (1000 + s.margin_share) + s.margin_cases * share, 1000 * share
        below = [n for n in present if self.all[n].cases * scale < self.all[n].share * limit]
        candidates = below or present or members
        if not candidates:
            return without
        preferences = draw_each(s.run, citizen.entity, s.key_caseworker, self.codes[candidates])
        return candidates[int(preferences.argmin())]
