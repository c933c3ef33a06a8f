"""The whole table: shape, conservation, shares, matching of rows, and how long it takes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import Window, measure_all
from sim.measures.pair_rows import in_turn, joint_keys, last_before_next, next_after
from sim.measures.tidy import COLUMNS, Tidy
from sim.measures.view import Part
from sim.world.log import ROW, RowKind
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import NORMS, RATES, SICK, Book, Table


@pytest.fixture(scope="module")
def table() -> Table:
    return Table(measure_all(synthetic_log(120_000, days=300, caseworkers=20), (100, 280), norms=NORMS, rates=RATES))


def test_the_table_is_tidy(table: Table) -> None:
    assert tuple(table.frame.columns) == COLUMNS
    assert not table.frame.isna().any().any()
    keys = list(COLUMNS[:-1])
    assert not table.frame.duplicated(keys).any(), table.frame[table.frame.duplicated(keys, keep=False)]


def test_shares_are_shares(table: Table) -> None:
    shares = table.frame[table.frame["unit"] == "share"]
    assert len(shares) > 20
    assert shares["value"].between(0, 1).all()


def test_hours_are_conserved(table: Table) -> None:
    frame = table.frame
    hours = frame[(frame["measure"] == "hours") & (frame["group"] == "all") & (frame["team"] == "all")]
    assert hours["value"].sum() == pytest.approx(table("hours_total"))


def test_running_minutes_go_to_cases_or_to_nobody(table: Table) -> None:
    """What is shared over cases plus what fell on no case is what the RUNNING rows say."""
    log = synthetic_log(120_000, days=300, caseworkers=20)
    rows = log.of(RowKind.RUNNING)
    day = rows["minute"] // 1440
    minutes = rows["minutes"][(day >= 100) & (day <= 280)].sum()
    assert table("hours", activity="running-casework") == pytest.approx(minutes / 60 * 365.25 / 181)


def test_stock_margins_agree(table: Table) -> None:
    frame = table.frame
    for measure in ("stock", "stock_end"):
        rows = frame[(frame["measure"] == measure) & (frame["need"] == "all")]
        assert rows.loc[rows["group"] != "all", "value"].sum() == pytest.approx(table(measure))


def test_a_quiet_log_has_totals_and_no_shares() -> None:
    table = Book(28).table((0, 13))
    assert table.has("hours_total")
    assert table("stock") == 0.0
    assert not table.has("held_by_due_share")
    assert not table.has("wait_team_p50")


def test_a_log_without_citizens_or_caseworkers_has_totals_of_zero() -> None:
    book = Book(28, caseworkers=())
    book.meta["team_needs"] = [0]
    table = book.table((0, 13))
    assert (table.has("long_cases"), table("long_cases"), table("hours_total")) == (True, 0.0, 0.0)
    assert not table.has("caseload_mean")
    book.arrive(0, 0, SICK, worker=-1)  # and one citizen, whom nobody serves
    table = book.table((0, 13))
    assert (table("stock"), table("hours_total")) == (1.0, 0.0)


def test_observations_of_labels_with_one_name_are_spread_together() -> None:
    """Two of three labels are called a, so its observations are 1, 3 and 5."""
    tidy = Tidy()
    labels = (np.array([0, 1, 2, 0]), ["a", "b", "a"])
    tidy.spread("wait", "days", np.array([5.0, 100.0, 1.0, 3.0]), {"team": labels}, total=False)
    table = Table(tidy.frame())
    assert (table("wait_mean", team="a"), table("wait_p50", team="a"), table("wait_mean", team="b")) == (
        3.0,
        3.0,
        100.0,
    )
    assert not table.has("wait_mean", team="all")


def test_a_window_outside_the_run_is_refused() -> None:
    book = Book(28)
    book.arrive(0, 0, SICK)
    with pytest.raises(ValueError, match="last day 27"):
        measure_all(book.log(), Window(14, 28), norms=NORMS, rates=RATES)


def part(rows: list[tuple[int, int]]) -> Part:
    """Rows (position, citizen)."""
    raw = np.zeros(len(rows), ROW)
    raw["citizen"] = [citizen for _, citizen in rows]
    positions = np.array([position for position, _ in rows], dtype=np.int32)
    return Part(positions, lambda name: raw[name])


def test_matching_rows() -> None:
    start = part([(0, 1), (2, 2), (4, 1), (9, 1), (11, 3)])
    end = part([(1, 2), (3, 1), (5, 2), (6, 1), (7, 1), (12, 9)])
    assert next_after(start, end, ("citizen",)).tolist() == [1, 2, 3, -1, -1]
    assert last_before_next(start, end, ("citizen",)).tolist() == [1, 2, 4, -1, -1]
    assert in_turn(start, end, ("citizen",)).tolist() == [1, 0, 3, 4, -1]
    nothing = part([])
    for match in (next_after, in_turn, last_before_next):
        assert match(start, nothing, ("citizen",)).tolist() == [-1] * 5
        assert match(nothing, end, ("citizen",)).tolist() == []


def test_wide_keys_stay_exact() -> None:
    rng = np.random.default_rng(3)
    columns = [(rng.integers(-1_000_000, 1_000_000, 50), rng.integers(-1_000_000, 1_000_000, 70)) for _ in range(3)]
    for one, two in columns:
        two[:20] = one[:20]
    first, second = joint_keys(columns)
    for i in range(50):
        same = np.all([two == one[i] for one, two in columns], axis=0)
        assert (same == (second == first[i])).all()


def test_matching_agrees_with_a_plain_loop() -> None:
    rng = np.random.default_rng(4)
    places = np.sort(rng.permutation(400)[:300])
    kinds, citizens = rng.integers(0, 2, 300), rng.integers(0, 12, 300)
    rows = list(zip(places.tolist(), citizens.tolist(), strict=True))
    starts = [row for row, kind in zip(rows, kinds, strict=True) if kind]
    ends = [row for row, kind in zip(rows, kinds, strict=True) if not kind]
    following, last = [], []
    for position, citizen in starts:
        later = [i for i, (p, c) in enumerate(ends) if c == citizen and p > position]
        bound = min((p for p, c in starts if c == citizen and p > position), default=1000)
        following.append(later[0] if later else -1)
        last.append(max((i for i in later if ends[i][0] < bound), default=-1))
    assert next_after(part(starts), part(ends), ("citizen",)).tolist() == following
    assert last_before_next(part(starts), part(ends), ("citizen",)).tolist() == last
