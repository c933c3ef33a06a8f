"""Lengths of stay on logs small enough to count by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.measures.durations import spell_starts
from sim.measures.episodes import Pieces
from sim.measures.view import View, Window
from sim.world.log import RowKind
from tests.measures.tiny import ACTIVITY_READY, CLARIFICATION, INSURED, JOB_READY, NAMES, SICK, Book

DAY = 1440


def test_the_curve_of_the_insured_counts_every_new_spell() -> None:
    """Three new spells: 20 days, 100 days until an illness, 60 days after it. The opening spell is no new one."""
    book = Book(400)
    book.arrive(0, 0, INSURED, elapsed=50)
    book.leave(0, 10)
    book.arrive(1, 1, INSURED)
    book.leave(1, 21)
    book.arrive(2, 5, INSURED)
    book.switch(2, 105, SICK)
    book.switch(2, 120, INSURED)
    book.leave(2, 180)
    table = book.table((0, 399))
    assert table("insured_entries") == pytest.approx(3 * 365.25 / 400)
    assert table("insured_survival_week_4", group="insured") == pytest.approx(2 / 3)
    assert table("insured_survival_week_13", group="insured") == pytest.approx(1 / 3)
    assert table("insured_survival_week_26", group="insured") == 0
    # four spells ended: 60 days with those before the log, 20, 100 and 60
    assert table("insured_spell_weeks", group="insured") == pytest.approx((60 + 20 + 100 + 60) / 4 / 7)


def test_a_spell_that_ends_after_the_window_is_of_no_mean() -> None:
    book = Book(400)
    book.arrive(0, 1, INSURED)
    book.leave(0, 30)
    book.arrive(1, 1, INSURED)
    book.leave(1, 300)
    assert book.table((0, 99))("insured_spell_weeks", group="insured") == pytest.approx(29 / 7)


def test_rights_used_up_are_counted_by_their_procedure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether kontanthjælp follows or nothing; another exit does not count."""
    monkeypatch.setitem(NAMES["procedure"], 2, "dagpenge-ends")
    book = Book(400)
    for citizen, way in enumerate(("switch", "exit", "work")):
        book.arrive(citizen, 1, INSURED)
        if way == "switch":
            book.switch(citizen, 50, JOB_READY, cause=2)
            book.rows[-2]["procedure"] = 2
        else:
            book.row(RowKind.EXIT, 50, citizen=citizen, extra=0, procedure=2 if way == "exit" else -1)
    assert book.table((0, 399))("rights_used_up") == pytest.approx(2 * 365.25 / 400)


def test_courses_without_an_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 500 and 600 days: one course has its effort on day 400 of it, the other none; one within a year counts nothing."""
    monkeypatch.setattr("sim.measures.durations.COURSE", "job-clarification")
    book = Book(900)
    for citizen, (effort, length) in enumerate([(400, 500), (None, 600), (100, 700)]):
        book.arrive(citizen, 1, CLARIFICATION)
        if effort is not None:
            book.row(RowKind.EFFORT, 1 + effort, citizen=citizen)
        book.leave(citizen, 1 + length)
    idle = (400 - 365) + (600 - 365)
    assert book.table((0, 99))("course_idle_share", group="resource-course") == 0
    assert book.table((0, 99))("course_idle_share", group="job-clarification") == pytest.approx(idle / 1800)


def test_the_age_of_a_stock() -> None:
    """Over 13 weeks (91 days) in a window of 100 days: 50 + 100 of 100 + 100 + 60 days; a switch of group begins anew."""
    book = Book(400)
    book.arrive(0, 0, JOB_READY)  # 91 days old on day 91; window from day 41 on: 50 days young, 50 old
    book.arrive(1, 0, JOB_READY, elapsed=200)
    book.arrive(2, 81, JOB_READY)
    book.arrive(3, 0, ACTIVITY_READY, elapsed=500)
    book.switch(3, 120, JOB_READY)
    book.leave(3, 130)
    table = book.table((41, 140))
    days = {"old": 50 + 100, "all": 100 + 100 + 60 + 10}
    assert table("stock_over_13_weeks_share", group="job-ready") == pytest.approx(days["old"] / days["all"])
    assert table("stock_over_52_weeks_share", group="activity-ready") == 1
    assert table("stock_over_104_weeks_share", group="activity-ready") == 0  # 500 and 141 days are less than 728


def test_a_change_of_caseworker_starts_no_spell() -> None:
    book = Book(200)
    book.arrive(0, 0, JOB_READY, elapsed=30)
    book.assign(0, 50, 1)
    book.switch(0, 80, SICK)
    book.switch(0, 90, JOB_READY)
    view = View(book.log(), Window(0, 199))
    pieces = Pieces.of(view)
    begun = spell_starts(view, pieces)
    assert sorted(set((begun // DAY).tolist())) == [-30, 80, 90]
    assert (begun <= pieces.start).all()


def test_the_stock_that_is_left() -> None:
    """82 weeks are 574 days. A switch within kontanthjælp stays, illness and exit do not, one has returned."""
    book = Book(700)
    for citizen in range(4):
        book.arrive(citizen, 0, JOB_READY)
    book.switch(0, 300, ACTIVITY_READY)
    book.switch(1, 300, SICK)
    book.switch(2, 300, SICK)
    book.switch(2, 400, JOB_READY)
    book.leave(3, 573)
    table = book.table((0, 99))
    assert table("kontanthjaelp_stock_left_week_82") == pytest.approx(2 / 4)
    assert not book.table((200, 299)).has("kontanthjaelp_stock_left_week_82")  # the log ends before


def test_an_empty_log_has_no_lengths() -> None:
    book = Book(100)
    book.arrive(0, 0, SICK)
    table = book.table((0, 99))
    assert not table.has("insured_spell_weeks")
    assert not table.has("course_idle_share")
    assert table("insured_entries") == 0
    assert table("rights_used_up") == 0


def test_the_curve_of_exponential_spells() -> None:
    """3,000 spells with a rate of one in 120 days: the shares left and the shares of a stock by age are those of theory."""
    rng, book = np.random.default_rng(3), Book(1500)
    starts, lengths = rng.integers(1, 700, 3000), np.ceil(rng.exponential(120, 3000)).astype(int)
    for citizen, (day, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
        book.arrive(citizen, day, INSURED, worker=-1)
        book.leave(citizen, day + length)
    table = book.table((0, 1400))
    for week in (4, 13, 26):
        left = math.exp(-(7 * week - 1) / 120)  # whole days, rounded up: longer than 7w - 1 days
        error = 4 * math.sqrt(left * (1 - left) / 3000)
        assert table(f"insured_survival_week_{week}", group="insured") == pytest.approx(left, abs=error)
    for weeks in (13, 26):
        share = table(f"stock_over_{weeks}_weeks_share", group="insured")
        assert share == pytest.approx(math.exp(-7 * weeks / 120), abs=0.03)


def test_a_spell_lasts_four_weeks_if_it_still_runs_when_day_28_begins() -> None:
    """One spell of 26 whole days, one of 27, one of 28 and one of 29: two of four last four weeks."""
    book = Book(100)
    for citizen, length in enumerate((26, 27, 28, 29)):
        book.arrive(citizen, 1, INSURED)
        book.leave(citizen, 1 + length)
    assert book.table((0, 99))("insured_survival_week_4", group="insured") == pytest.approx(2 / 4)
