"""Numbers of cases by the day of their end: none is lost, and the curves drawn from them are the shares of the measures."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import Window, measure_all
from sim.measures.by_day import EDGES, ENDS
from sim.measures.competing import aalen_johansen
from sim.measures.norms import YEARS
from sim.measures.tidy import BY_DAY
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import NORMS, RATES, Table

WINDOW = Window(100, 200)
PER_YEAR = 365.25 / WINDOW.days


@pytest.fixture(scope="module")
def table() -> Table:
    return Table(measure_all(synthetic_log(120_000, days=300, caseworkers=20), WINDOW, norms=NORMS, rates=RATES))


def number(table: Table, measure: str, group: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Cases of a group by bin of days."""
    rows = table.frame[(table.frame["measure"] == measure) & (table.frame["group"] == group)]
    found = np.zeros(len(EDGES), dtype=np.int64)
    found[np.searchsorted(EDGES, rows["activity"].astype(int))] = rows["value"]
    return found


def test_every_wait_is_in_one_bin(table: Table) -> None:
    frame = table.frame
    waits = frame[frame["measure"].str.match(r"wait_.*_(served|left|never)$") & (frame["group"] != "all")]
    waits = waits[(waits["activity"] == "all") & (waits["need"] == "all")]
    assert len(waits) > 10
    for row in waits.itertuples():
        of_days = number(table, str(row.measure).replace("wait_", "by_day_"), str(row.group))
        assert of_days.sum() * PER_YEAR == pytest.approx(row.value)
    assert set(frame.loc[frame["unit"] == BY_DAY, "activity"].astype(int)) <= set(EDGES.tolist())


def test_bins_are_days_then_weeks_then_four_weeks_until_ten_years() -> None:
    widths = np.diff(EDGES)
    assert EDGES[0] == 0
    assert set(widths[EDGES[1:] <= 28]) == {1}
    assert set(widths[(EDGES[1:] > 28) & (EDGES[1:] <= 182)]) == {7}
    assert set(widths[EDGES[1:] > 182]) == {28}
    assert {28, 182} <= set(EDGES.tolist())
    assert 10 * 365 - 28 <= EDGES[-1] <= 10 * 365


def test_the_curve_at_four_weeks_is_the_share_served_within_them(table: Table) -> None:
    """Both follow the same waits. No wait that began in the window is cut within four weeks, so bins lose nothing."""
    frame = table.frame[(table.frame[["activity", "need"]] == "all").all(axis=1) & (table.frame["group"] != "all")]
    shares = frame[frame["measure"].str.match(r"wait_.*_within_4_weeks$")]
    assert len(shares) > 10
    for row in shares.itertuples():
        name = str(row.measure).removesuffix("_within_4_weeks").replace("wait_", "by_day_")
        served, left, never = (number(table, f"{name}_{end}", str(row.group)) for end in ("served", "left", "never"))
        curve = aalen_johansen(np.stack([served, left]), never).ended[0]
        assert curve[np.searchsorted(EDGES, 28)] == pytest.approx(row.value)


def test_spells_end_once(table: Table) -> None:
    """New spells of a group are its arrivals and the switches into it within the window."""
    frame = table.frame
    spells = frame[frame["measure"].isin([f"by_day_spell_{end}" for end in ENDS])]
    entries, switches = frame[frame["measure"] == "entries"], frame[frame["measure"] == "switches"]
    for group, cases in spells.groupby("group"):
        came = entries.loc[entries["group"] == group, "value"].sum()
        switched = switches.loc[(switches["activity"] == group) & (switches["group"] != "all"), "value"].sum()
        assert cases["value"].sum() * PER_YEAR == pytest.approx(came + switched)


def test_loads_above_the_norm_are_the_share_above_it(table: Table) -> None:
    for year in YEARS:
        frame = table.frame[table.frame["measure"] == f"norm_load_weeks_{year}"]
        assert len(frame)
        for team, weeks in frame.groupby("team"):
            above = weeks.loc[weeks["activity"].astype(int) > 100, "value"].sum() / weeks["value"].sum()
            assert above == pytest.approx(table(f"share_above_norm_{year}", team=str(team)))
