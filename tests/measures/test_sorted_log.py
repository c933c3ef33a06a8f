"""The sorted log against plain selections of rows, and the pairing of its rows against plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import View, Window
from sim.measures.need_level import need_level
from sim.measures.pair_rows import last_before_next, next_after, same_key
from sim.measures.sorted_log import KINDS, UNREAD, SortedLog
from sim.measures.view import Part
from sim.measures.volume import KNOWN, UNKNOWN
from sim.world.log import ROW, Log, RowHash, RowKind
from sim.world.log.named_rows import columns_of
from tests.measures.synthetic import synthetic_log
from tests.measures.test_sides import APART, week

KEY = ("citizen", "spell", "duty", "due")


@pytest.fixture(scope="module")
def log() -> Log:
    return synthetic_log(12_000, days=60, caseworkers=5)


@pytest.mark.parametrize("size", [1, 997, 100_000])
def test_every_field_of_every_kind_is_that_of_the_rows(log: Log, size: int) -> None:
    rows = log.rows[: 3 * size]
    sorted_log = SortedLog.of_blocks((rows[at : at + size] for at in range(0, len(rows), size)), log.names, log.meta)
    assert sorted_log.size == len(rows)
    for kind in KINDS:
        position, read = sorted_log.rows((kind,), KNOWN | UNKNOWN)
        assert position.tolist() == np.flatnonzero(rows["kind"] == kind).tolist()
        for name, column in columns_of(kind).items():
            if column not in UNREAD.get(kind, ()):
                expected = kind if column == "kind" else rows[column][position]
                assert np.array_equal(read(name), np.broadcast_to(expected, len(position))), (kind, name)


def test_shelves_that_grow_keep_every_row(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.measures.sorted_log.LEAST_ROOM", 1)
    monkeypatch.setattr("sim.measures.sorted_log.MOST_GROWTH", 1.0)  # no block fits into the room of those before
    blocks = (log.rows[at : at + 500] for at in range(0, len(log.rows), 500))
    grown = SortedLog.of_blocks(blocks, log.names, log.meta)
    for kind in KINDS:
        position, read = grown.rows((kind,), KNOWN | UNKNOWN)
        assert position.tolist() == np.flatnonzero(log.rows["kind"] == kind).tolist()
        if "citizen" not in UNREAD.get(kind, ()):
            assert np.array_equal(read("citizen"), log.rows["citizen"][position])


def test_rows_of_several_kinds_are_in_the_order_of_the_log_or_by_citizen(log: Log) -> None:
    kinds = (RowKind.ASSIGN, RowKind.EXIT, RowKind.SWITCH)
    view, places = View(log, Window(0, 59)), np.flatnonzero(np.isin(log.rows["kind"], kinds))
    assert view.of(*kinds).position.tolist() == places.tolist()
    assert view.of(*kinds).narrow("kind").tolist() == log.rows["kind"][places].tolist()
    by_citizen = places[np.argsort(log.rows["citizen"][places], kind="stable")]
    histories = view.histories(*kinds)
    assert histories.position.tolist() == by_citizen.tolist()
    assert histories["minute"].tolist() == log.rows["minute"][by_citizen].tolist()


def test_the_sides_have_every_row_once() -> None:
    book = week()
    book.meta |= APART
    view = View(book.log(), Window(0, 27))
    for kind in (RowKind.WORK, RowKind.CAPACITY, RowKind.ARRIVE):
        both = [view.of_side(side).of(kind).position for side in (KNOWN, UNKNOWN)]
        assert all(len(part) for part in both)
        assert sorted(np.concatenate(both).tolist()) == view.of(kind).position.tolist()


def test_a_column_that_is_not_kept_is_named(log: Log) -> None:
    with pytest.raises(KeyError, match="`caseworker` of OPEN rows is not kept"):
        View(log, Window(0, 59)).of(RowKind.OPEN)["caseworker"]


def test_the_hash_does_not_depend_on_blocks(log: Log) -> None:
    digest = RowHash()
    for at in range(0, len(log.rows), 777):
        digest.add(log.rows[at : at + 777])
    assert digest.hexdigest() == log.sha256()


def some_rows(size: int, seed: int) -> Part:
    """Rows with few values, so that keys agree often; with negative ones, which a key must keep apart."""
    rng = np.random.default_rng(seed)
    rows = np.zeros(size, ROW)
    rows["citizen"], rows["spell"] = rng.integers(-1, 4, size), rng.integers(0, 2, size)
    rows["duty"], rows["due"] = rng.integers(-1, 1, size), rng.choice([-1_000_000, -1, 0, 70], size)
    position = np.sort(rng.permutation(10 * size)[:size]) * 2 + seed % 2
    return Part(position.astype(np.int32), lambda name: rows[name])


def test_pairs_of_several_fields_agree_with_a_plain_loop() -> None:
    start, end = some_rows(200, 1), some_rows(300, 2)
    mine, theirs = (list(zip(*(part[name].tolist() for name in KEY), strict=True)) for part in (start, end))
    following, last, first = [], [], []
    for at, position in enumerate(start.position):
        same = [i for i, key in enumerate(theirs) if key == mine[at]]
        later = [i for i in same if end.position[i] > position]
        bound = min(
            (p for p, key in zip(start.position, mine, strict=True) if key == mine[at] and p > position), default=10**9
        )
        following.append(later[0] if later else -1)
        last.append(max((i for i in later if end.position[i] < bound), default=-1))
        first.append(same[0] if same else -1)
    assert next_after(start, end, KEY).tolist() == following
    assert last_before_next(start, end, KEY).tolist() == last
    assert same_key(start, end, KEY).tolist() == first
    assert -1 in following
    assert max(following) > 0


def test_fields_that_fill_more_than_a_key_are_refused() -> None:
    rows = some_rows(10, 1)
    with pytest.raises(ValueError, match="80 bits"):
        next_after(rows, rows, (*KEY, "serial"))


def test_the_need_level_is_the_last_one_written(log: Log) -> None:
    view = View(log, Window(0, 59))
    work, traits = view.of(RowKind.WORK), view.of(RowKind.TRAITS)
    levels = need_level(view, work)
    for at in range(0, len(work), 7):
        mine = traits["citizen"] == work["citizen"][at]
        written = traits["need_level"][mine & (traits["minute"] <= work["minute"][at])]
        if mine.any():
            assert levels[at] == (written[-1] if len(written) else traits["need_level"][mine][0])
