"""Shocks to the staff: exactly the share is gone while it lasts, and nobody else notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.chance.draw import combine
from sim.place.office.calendar import Calendar
from sim.place.office.staff import Staff, staff
from sim.place.office.staff_shock import Gone, without
from sim.place.read import read_office
from sim.world.codes import StaffChange

DAYS, FIRST, LAST = 900, 300, 664
RUN = int(combine(combine(20240101, 0), 1))
TEAMS = {"one": 0, "other": 1}


@lru_cache
def everybody() -> Staff:
    return staff(
        RUN, read_office("standard"), Calendar(date(2024, 1, 1), DAYS), DAYS, {"one": 14.6, "other": 6.0}, TEAMS
    )


def shocked(share: float, first: int = FIRST, last: int = LAST) -> Staff:
    return without(RUN, everybody(), TEAMS, [Gone("one", first, last, share)])


def shares(workers: Staff, day: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """By post, the share of full time (permille) there on a day, by its coming and going."""
    now = workers.fraction.astype(np.int64).copy()
    for at, post, _, share in workers.events:
        if at <= day:
            now[post] = share
    return now


def steady(workers: Staff) -> Staff:
    """The same posts when nobody leaves by himself."""
    return replace(workers, events=[])


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 1.0))
def test_exactly_the_share_is_gone_while_the_shock_lasts(share: float) -> None:
    before = steady(everybody())
    after = without(RUN, before, TEAMS, [Gone("one", FIRST, LAST, share)])
    mine = before.team == 0
    total = int(before.fraction[mine].sum())
    for day, gone in ((FIRST - 1, 0), (FIRST, round(total * share)), (LAST, round(total * share)), (LAST + 1, 0)):
        assert int(shares(after, day)[mine].sum()) == total - gone
        assert int(shares(after, day)[~mine].sum()) == int(before.fraction[~mine].sum())


def test_days_outside_the_shock_and_other_teams_are_as_ever() -> None:
    before, after = everybody(), shocked(0.4)
    outside = np.r_[0:FIRST, LAST + 1 : DAYS]
    assert np.array_equal(before.capacity[:, outside], after.capacity[:, outside])
    assert np.array_equal(before.capacity[before.team == 1], after.capacity[before.team == 1])
    assert np.array_equal(before.sick, after.sick)
    for day in (FIRST - 1, LAST + 1, DAYS - 1):
        assert np.array_equal(shares(before, day), shares(after, day))


def test_capacity_falls_by_about_the_share_and_never_rises() -> None:
    """The leavers are drawn, and each post has its own leave and sickness: within a tenth of the team's minutes."""
    before, after = everybody().capacity[everybody().team == 0], shocked(0.25).capacity[everybody().team == 0]
    window = slice(FIRST, LAST + 1)
    assert (after <= before).all()
    assert after[:, window].sum() / before[:, window].sum() == pytest.approx(0.75, abs=0.1)


def test_a_larger_shock_takes_the_same_posts_and_more() -> None:
    few, many = shocked(0.2), shocked(0.6)
    assert (many.capacity <= few.capacity).all()
    assert many.capacity.sum() < few.capacity.sum()


def test_only_one_post_is_there_in_part() -> None:
    workers = shocked(0.33)
    before = everybody()
    window = slice(FIRST, LAST + 1)
    part = [
        post
        for post in range(len(before.team))
        if 0 < workers.capacity[post, window].sum() < before.capacity[post, window].sum()
    ]
    assert len(part) <= 1


def test_the_same_posts_go_when_others_were_cut() -> None:
    """Posts are known by team and number, so the posts of both staffs leave in the same order."""
    fewer = staff(RUN, read_office("standard"), Calendar(date(2024, 1, 1), DAYS), DAYS, {"one": 9.0}, {"one": 0})
    shared = set(fewer.code[:-1].tolist())  # the last post may be smaller
    all_gone = shared & set(_gone(shocked(0.5), everybody()))
    cut_gone = shared & set(_gone(without(RUN, fewer, {"one": 0}, [Gone("one", FIRST, LAST, 0.3)]), fewer))
    assert all_gone
    assert cut_gone
    assert cut_gone <= all_gone or all_gone <= cut_gone


def _gone(after: Staff, before: Staff) -> list[int]:
    lost = (after.capacity[:, FIRST : LAST + 1].sum(axis=1) == 0) & (
        before.capacity[:, FIRST : LAST + 1].sum(axis=1) > 0
    )
    return [int(code) for code in before.code[lost]]


def test_everybody_may_go_and_comes_back() -> None:
    workers = shocked(1.0)
    assert workers.capacity[everybody().team == 0, FIRST : LAST + 1].sum() == 0
    assert np.array_equal(shares(workers, LAST + 1), shares(everybody(), LAST + 1))


@pytest.mark.parametrize("size", [1000, 500])
def test_who_is_cut_whole_leaves_as_in_turnover_and_the_post_is_filled_again(size: int) -> None:
    """Colleagues take over cases on a leave and give some back on a joining, so the events must have these kinds."""
    before = replace(steady(everybody()), fraction=np.full(everybody().fraction.size, size, np.int32))
    after = without(RUN, before, TEAMS, [Gone("one", FIRST, LAST, 1.0)])
    posts = np.flatnonzero(before.team == 0).tolist()
    gone = [(FIRST, post, int(StaffChange.LEAVE), 0) for post in posts]
    assert after.events == gone + [(LAST + 1, post, int(StaffChange.JOIN), size) for post in posts]


def test_who_is_cut_in_part_neither_leaves_nor_joins() -> None:
    before = replace(steady(everybody()), fraction=np.full(everybody().fraction.size, 1000, np.int32))
    share = 0.5 / int((before.team == 0).sum())
    after = without(RUN, before, TEAMS, [Gone("one", FIRST, LAST, share)])
    full = int(StaffChange.FULL)
    assert [(day, kind, level) for day, _, kind, level in after.events] == [(FIRST, full, 500), (LAST + 1, full, 1000)]


def test_without_shocks_the_staff_is_the_very_same() -> None:
    assert without(RUN, everybody(), TEAMS, []) is everybody()
