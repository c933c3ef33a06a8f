"""Compiled walks against plain definitions: pieces of histories, open cases by day, sums by cell, last entries."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import View, Window
from sim.measures.cases import open_cases
from sim.measures.episodes import Pieces
from sim.measures.pair_rows import latest
from sim.measures.tidy import count
from sim.measures.walks.histories import desks
from sim.world.log import RowKind
from tests.measures.synthetic import synthetic_log
from tests.measures.test_sides import APART, week

KINDS = (RowKind.ARRIVE, RowKind.TRAITS, RowKind.ASSIGN, RowKind.SWITCH, RowKind.EXIT)
FIELDS = ("citizen", "state", "benefit", "need", "caseworker", "team", "start", "end")


def plain_pieces(view: View) -> list[tuple[int, ...]]:
    """The pieces of every citizen's history in this view, row by row as :class:`Pieces` describes them."""
    rows = view.whole.of(*KINDS)
    names = ("citizen", "kind", "minute", "need_level", "caseworker", "benefit")
    table = list(zip(*(rows[name].tolist() for name in names), view.state(rows).tolist(), strict=True))
    teams = dict(enumerate(view.team_of_caseworker.tolist()))
    pieces: list[tuple[int, ...]] = []
    for citizen in sorted({row[0] for row in table}):
        own = [row for row in table if row[0] == citizen]
        need, worker = 1, -1
        for at, (_, kind, minute, level, named, benefit, state) in enumerate(own):
            if kind == RowKind.ARRIVE:
                need, worker = 1, -1
            need = level if kind == RowKind.TRAITS else need
            worker = named if kind == RowKind.ASSIGN else worker
            end = own[at + 1][2] if at + 1 < len(own) else view.end
            if kind != RowKind.EXIT and end > minute and view.here[state]:
                pieces.append((citizen, state, benefit, need, worker, teams.get(worker, -1), minute, end))
    return pieces


def test_pieces_are_those_of_a_plain_loop() -> None:
    view = View(synthetic_log(6_000, days=60, caseworkers=5), Window(10, 40))
    pieces = Pieces.of(view)
    assert list(zip(*(getattr(pieces, name).tolist() for name in FIELDS), strict=True)) == plain_pieces(view)
    inside = np.minimum(pieces.end, view.window.end) - np.maximum(pieces.start, view.window.start)
    assert pieces.days.tolist() == (np.maximum(inside, 0) / 1440).tolist()


@pytest.mark.parametrize("side", [1, 2])
def test_pieces_of_a_side_leave_out_the_other(side: int) -> None:
    book = week()
    book.meta |= APART
    view = View(book.log(), Window(0, 27)).of_side(side)
    pieces = Pieces.of(view)
    assert len(pieces.citizen)
    assert list(zip(*(getattr(pieces, name).tolist() for name in FIELDS), strict=True)) == plain_pieces(view)


def test_open_cases_are_the_weights_of_the_pieces_of_a_day() -> None:
    view = View(synthetic_log(6_000, days=60, caseworkers=5), Window(0, 59))
    pieces = Pieces.of(view)
    pieces = pieces.where((pieces.caseworker >= 0) & (pieces.end_day > pieces.start_day))
    weight = np.random.default_rng(1).uniform(0.5, 2, len(pieces.citizen))
    levels = open_cases(pieces, weight, 5, 60)
    for worker in range(5):
        for day in range(60):
            held = (pieces.caseworker == worker) & (pieces.start_day <= day) & (day < pieces.end_day)
            assert levels[worker, day] == pytest.approx(weight[held].sum(), abs=1e-9)


def test_no_open_case_is_zero_and_no_rounding_error() -> None:
    view = View(week().log(), Window(0, 27))
    one = Pieces.of(view).at(np.zeros(10, np.int64))  # one citizen ten times, from day 0 on
    until = np.full(10, 3 * 1440)
    pieces = Pieces(*(np.zeros(10, np.int64),) * 6, start=np.zeros(10, np.int64), end=until, days=one.days)
    assert open_cases(pieces, np.full(10, 0.1), 1, 5)[0, 3:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("shape", [(7,), (3, 4), (2, 3, 4), (2, 3, 2, 5)])
@pytest.mark.parametrize("weighted", [False, True])
def test_counts_by_cell_agree_with_a_plain_loop(shape: tuple[int, ...], weighted: bool) -> None:
    rng = np.random.default_rng(5)
    index = [rng.integers(0, size, 300) for size in shape]
    weights = rng.integers(1, 9, 300) if weighted else None
    expected = np.zeros(shape)
    for at, cell in enumerate(zip(*index, strict=True)):
        expected[cell] += 1 if weights is None else weights[at]
    assert np.array_equal(count(shape, *index, weights=weights), expected)
    assert count(shape, *(places[:0] for places in index)).shape == shape


def test_a_row_outside_the_table_is_refused() -> None:
    with pytest.raises(IndexError, match="outside the table"):
        count((2, 3), np.array([0, 1]), np.array([0, 3]))


def test_the_last_entry_of_a_citizen_agrees_with_a_plain_loop() -> None:
    rng = np.random.default_rng(6)
    entries = sorted(zip(rng.integers(0, 9, 60).tolist(), rng.integers(0, 50, 60).tolist(), strict=True))
    of_citizen, of_minute = (np.array(column) for column in zip(*entries, strict=True))
    citizen, minute = rng.integers(0, 12, 200), rng.integers(0, 50, 200)
    expected = [
        max((i for i, (c, m) in enumerate(entries) if c == own and m <= until), default=-1)
        for own, until in zip(citizen.tolist(), minute.tolist(), strict=True)
    ]
    assert latest(citizen, minute, of_citizen, of_minute).tolist() == expected
    assert min(expected) == -1 < max(expected)
    none = np.zeros(0, np.int64)
    assert latest(citizen, minute, none, none).tolist() == [-1] * 200


def test_work_of_caseworkers_goes_to_their_team_and_other_work_to_its_role() -> None:
    """Whatever code the role of caseworkers has: here it is 1."""
    rows = [  # worker, team, role, position
        (0, 2, 1, 11),  # a caseworker's, by the post
        (-1, 2, 1, 23),  # a caseworker's without a post, by the team
        (0, 2, 0, 31),  # another role's, also if it names a post
        (0, 2, -1, 11),  # without a role, but it names a post
        (-1, 2, -1, 30),  # without both
        (5, 2, 1, 10),  # a post that nobody knows
    ]
    worker, team, role, position = np.array(rows).T
    of_worker, of_team, of_role = np.array([10, 11]), np.array([20, 21, 22, 23]), np.array([30, 31, 32])
    places = desks(worker.astype(np.int16), team.astype(np.int8), role.astype(np.int8), of_worker, of_team, of_role, 1)
    assert places.tolist() == position.tolist()
