"""The check of pooled differences: synthetic paradoxes, and the tables of a small study of a real place."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.engine import run
from sim.figures.norms import norms
from sim.figures.prices import rates
from sim.files.paths import scenarios_dir
from sim.measures import measure_all
from sim.report.headline import HEADLINES
from sim.results.pairing import compare
from sim.results.sign_check import pooled
from sim.world.build import build_world
from tests.aalborg import setting

DIMENSIONS = ["group", "team", "activity", "need"]
BASE, FREED = "current/baseline/keep", "freed-six-cities/same-contact-by-need/keep"


def table(*rows: dict[str, Any], half: float = 0.5, pairs: int = 10) -> pd.DataFrame:
    """Rows with a difference and intervals of one width. What a row does not name is over all."""
    fixed = {"place": "p", "baseline": "b", "variant": "v", "measure": "wait", "unit": "days", "confidence": 0.95}
    frame = pd.DataFrame([fixed | dict.fromkeys(DIMENSIONS, "all") | row for row in rows])
    wide = half if pairs > 1 else math.nan
    return frame.assign(low=frame["difference"] - wide, high=frame["difference"] + wide, pairs=pairs)


def test_a_pool_that_falls_while_every_part_rises_is_against_all_parts() -> None:
    rows = table({"difference": -2.0}, {"group": "a", "difference": 5.0}, {"group": "b", "difference": 4.0})
    assert pooled(rows) == ["against-all-parts", "not-pooled", "not-pooled"]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_any_dimension_can_hold_the_parts(dimension: str) -> None:
    rows = table({"difference": 3.0}, {dimension: "a", "difference": -2.0}, {dimension: "b", "difference": -1.5})
    assert pooled(rows)[0] == "against-all-parts"


def test_a_pool_beyond_parts_that_stand_still_is_a_change_of_the_mix() -> None:
    rows = table({"difference": -9.0}, {"group": "a", "difference": 0.0}, {"group": "b", "difference": 0.1})
    assert pooled(rows)[0] == "against-all-parts"


def test_a_part_that_moves_the_same_way_lets_the_pool_stand() -> None:
    same = table({"difference": -2.0}, {"group": "a", "difference": -5.0}, {"group": "b", "difference": 0.1})
    apart = table({"difference": -2.0}, {"group": "a", "difference": -5.0}, {"group": "b", "difference": 4.0})
    assert pooled(same)[0] == "ok"
    assert pooled(apart)[0] == "mixed"


def test_a_pool_that_stands_still_over_parts_that_move_apart_is_mixed() -> None:
    rows = table({"difference": 0.1}, {"group": "a", "difference": -5.0}, {"group": "b", "difference": 4.0})
    assert pooled(rows)[0] == "mixed"


def test_a_part_s_chance_is_no_contradiction() -> None:
    """A part of the other sign within its interval is noise. So is one beyond it, if forty parts are looked at."""
    few = table({"difference": 2.0}, {"group": "a", "difference": 3.0}, {"group": "b", "difference": -0.4})
    many = [{"group": f"g{at}", "difference": 2.0} for at in range(39)]
    assert pooled(few)[0] == "ok"
    assert pooled(table({"difference": 2.0}, *many, {"group": "odd", "difference": -0.6}))[0] == "ok"
    assert pooled(table({"difference": 2.0}, *many, {"group": "odd", "difference": -2.0}))[0] == "mixed"


def test_one_pair_has_no_chance_so_every_difference_counts() -> None:
    rows = table({"difference": -0.1}, {"group": "a", "difference": 0.2}, {"group": "b", "difference": 0.1}, pairs=1)
    assert pooled(rows)[0] == "against-all-parts"


def test_sums_are_not_judged_and_variants_are_judged_apart() -> None:
    sums = table({"difference": -2.0}, {"group": "a", "difference": 5.0}).assign(unit="hours per year")
    two = table({"difference": -2.0}, {"variant": "w", "group": "a", "difference": 5.0})
    assert pooled(sums) == ["not-pooled", "not-pooled"]
    assert pooled(two) == ["not-pooled", "not-pooled"]


def test_a_study_in_which_nothing_but_the_mix_moves() -> None:
    """Waits are drawn per group from one distribution in both columns. Only the numbers of the groups differ."""
    draw = np.random.default_rng(3)
    rows = []
    for column, sizes in ((BASE, {"a": 800, "b": 200}), (FREED, {"a": 200, "b": 800})):
        for replication in range(1, 9):
            waits = {group: draw.exponential(5 if group == "a" else 50, size) for group, size in sizes.items()}
            values = {group: float(wait.mean()) for group, wait in waits.items()}
            values["all"] = float(np.concatenate(list(waits.values())).mean())
            for group, value in values.items():
                rows.append((*column.split("/"), replication, group, value))
    names = ["rule_set", "practice", "capacity", "replication", "group", "value"]
    frame = pd.DataFrame(rows, columns=names).assign(
        study="s", place="p", team="all", activity="all", need="all", measure="length", unit="days"
    )
    comparisons = compare(frame, BASE, [FREED])
    verdicts = pd.Series(pooled(comparisons), index=comparisons["group"])
    assert verdicts["all"] == "against-all-parts"


@pytest.fixture(scope="module")
def small() -> pd.DataFrame:
    """The comparisons of a study of three months of Aalborg, two pairs, followed for three months."""
    root, parts = scenarios_dir(), []
    for column in (BASE, FREED):
        rules, practice, capacity = column.split("/")
        for replication in (1, 2):
            log = run(build_world(setting(rules, practice, 240), replication))
            measures = measure_all(log, (60, 149), norms=norms(root, "aalborg"), rates=rates(root))
            names = {"rule_set": rules, "practice": practice, "capacity": capacity, "replication": replication}
            parts.append(measures.assign(study="s", place="aalborg", **names))
    comparisons = compare(pd.concat(parts, ignore_index=True), BASE, [FREED])
    return comparisons.assign(pooled=pooled(comparisons))


def test_every_verdict_on_a_real_study_follows_from_its_rows(small: pd.DataFrame) -> None:
    """Whatever is called against all parts has parts, and none of them goes as far as the pool."""
    against = small[small["pooled"] == "against-all-parts"]
    for row in against.to_dict("records"):
        rest = small[(small["measure"] == row["measure"]) & (small["variant"] == row["variant"])]
        parted = []
        for name in (name for name in DIMENSIONS if row[name] == "all"):
            others = [other for other in DIMENSIONS if other != name]
            parts = rest[(rest[name] != "all") & (rest[others] == [row[other] for other in others]).all(axis=1)]
            sign = np.sign(row["difference"])
            parted.append(len(parts) > 0 and (sign * parts["difference"] < sign * row["difference"]).all())
        assert any(parted), row["measure"]
    assert set(small["pooled"]) <= {"not-pooled", "ok", "mixed", "against-all-parts"}


def test_no_headline_of_a_wait_or_deadline_is_a_raw_pool(small: pd.DataFrame) -> None:
    """A standardised number is the weighted mean of its strata, so it cannot move against all of them."""
    whole = small[(small[DIMENSIONS] == "all").all(axis=1)].set_index("measure")["pooled"]
    names = [name for name, *_ in HEADLINES if name.endswith("_standardised")]
    assert len(names) >= 8
    shown = whole.reindex(names).dropna()
    assert len(shown) >= 6
    assert "against-all-parts" not in set(shown)
    assert not {f"{name.removesuffix('_standardised')}" for name in names} & set(whole.index)
