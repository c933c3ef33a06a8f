"""What began in the window of a real place is followed to its end: ends add up, and nothing is cut off."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from sim.engine import run
from sim.measures import View, Window
from sim.measures.detection import detection
from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy
from sim.measures.volume import KNOWN
from sim.measures.waits import waits
from sim.world.log import Log
from tests.aalborg import aalborg

RULES = (("current", "baseline"), ("freed-six-cities", "contact-on-request"))
WINDOW, DAYS = (40, 69), 330
"""A month of waits, followed for 260 days: longer than the 26 weeks of the last share."""
DIMENSIONS = ["group", "activity", "need"]


@lru_cache(maxsize=2)
def log_of(rules: str, practice: str) -> Log:
    return run(aalborg(rules, practice, days=DAYS))


@lru_cache(maxsize=2)
def table(rules: str, practice: str) -> pd.DataFrame:
    view = View(log_of(rules, practice), Window(*WINDOW)).of_side(KNOWN)
    frame = Tidy.joined([waits(view, Pieces.of(view)), detection(view)]).frame()
    parts = frame["measure"].str.extract(
        r"^(wait_.+?|detection_delay)_(begun|served|left|never|within_\d+_weeks?|mean)$"
    )
    return frame.assign(wait=parts[0], part=parts[1]).dropna(subset=["wait"])


@pytest.mark.parametrize("rules", RULES)
def test_begun_is_served_and_left_and_never(rules: tuple[str, str]) -> None:
    wide = table(*rules).pivot_table(index=["wait", *DIMENSIONS], columns="part", values="value").fillna(0.0)
    assert len(wide) > 100
    assert {"wait_first_meeting", "wait_team", "detection_delay"} <= set(map(str, wide.index.get_level_values("wait")))
    np.testing.assert_allclose(wide["begun"], wide[["served", "left", "never"]].sum(axis=1))


@pytest.mark.parametrize("rules", RULES)
def test_each_dimension_holds_all_that_began(rules: tuple[str, str]) -> None:
    begun = table(*rules).query("part == 'begun'")
    for wait, part in begun.groupby("wait"):
        divided: pd.DataFrame = part[DIMENSIONS] != "all"
        whole = float(part.loc[~divided.any(axis="columns"), "value"].iloc[0])
        for name in DIMENSIONS:
            alone = part[divided[name] & (divided.sum(axis=1) == 1)]
            assert alone.empty or alone["value"].sum() == pytest.approx(whole), (wait, name)
        finest = part[divided.sum(axis=1) == divided.sum(axis=1).max()]
        assert finest["value"].sum() == pytest.approx(whole), wait


@pytest.mark.parametrize("rules", RULES)
def test_shares_rise_with_the_weeks_and_end_below_those_ever_served(rules: tuple[str, str]) -> None:
    wide = table(*rules).pivot_table(index=["wait", *DIMENSIONS], columns="part", values="value")
    weeks = wide[["within_1_week", "within_4_weeks", "within_8_weeks", "within_26_weeks"]].to_numpy()
    assert (np.diff(weeks, axis=1) >= -1e-12).all()
    ever = (wide["served"].fillna(0.0) / wide["begun"]).to_numpy()
    assert (weeks[:, -1] <= ever + 1e-12).all()


def test_a_log_that_is_cut_off_gives_nearly_the_same_shares_and_shorter_means() -> None:
    """The incidence allows for waits that a log cuts off. A mean of those served so far cannot."""
    log = log_of(*RULES[0])
    short_rows = log.rows[log.rows["minute"] < 100 * 1440]
    short = Log(short_rows, log.names, {**log.meta, "days": 100})
    names = [f"detection_delay_{end}" for end in ("within_4_weeks", "mean", "never")]
    values = []
    for each in (short, log):
        frame = detection(View(each, Window(*WINDOW)).of_side(KNOWN)).frame()
        whole = frame[(frame[["group", "activity", "need"]] == "all").all(axis=1)].set_index("measure")["value"]
        values.append([float(whole.get(name, 0.0)) for name in names])
    assert values[0][0] == pytest.approx(values[1][0], abs=0.05)
    assert values[0][1] < 0.7 * values[1][1]
    assert values[0][2] > 3 * values[1][2]
