"""The share of a day that may be booked ahead, by post: equal in both engines, and the practice's where none is given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine import run
from sim.world.build import build_world
from tests.aalborg import aalborg, setting
from tests.engine.compare import first_difference
from tests.engine.worlds import random_world


@pytest.mark.parametrize("seed", range(4))
def test_posts_with_shares_of_their_own_give_equal_logs(seed: int) -> None:
    world = random_world(seed)
    own = replace(world, bookable=np.array([1000 - 150 * (post % 4) for post in range(world.posts.size)], np.int64))
    apart = first_difference(run(own, "reference").rows, run(own).rows)
    assert apart is None, f"random world {seed} (first: reference, other: kernel): {apart}"


def test_the_practices_share_for_every_post_changes_nothing() -> None:
    world = random_world(1)
    same = replace(world, bookable=np.full(world.posts.size, world.settings["bookable"], np.int64))
    assert first_difference(run(world).rows, run(same).rows) is None


def test_a_teams_share_is_that_of_its_posts_alone() -> None:
    world = build_world(setting(days=60), 1, bookable={"sickness": 0.95})
    usual = aalborg(days=60).bookable_minutes
    team = {name: code for code, name in world.names["team"].items()}["sickness"]
    mine = world.posts["team"] == team
    assert 0 < mine.sum() < mine.size
    assert (world.bookable_minutes[mine] == world.capacity[mine].astype(int) * 950 // 1000).all()
    assert (world.bookable_minutes[~mine] == usual[~mine]).all()
