"""Shares of a change among its parts: they add up, symmetry and nothing hold, and a made-up rule set is told right."""

from __future__ import annotations

import math
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.files.errors import ScenarioError
from sim.report.charts import NoNumbersError
from sim.results.attribution import game
from sim.results.attribution.attribute import MEASURES, WHOLE, attribute
from sim.results.attribution.parts import PRACTICE, parts_of
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.run import Run
from tests.report.danish import english_on
from tests.settings import library
from tests.study.stub import study

Numbers = dict[game.Set, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]


pytestmark = pytest.mark.usefixtures("no_pictures")


def made_up(parts: int, replications: int = 3) -> Numbers:
    """Any numbers for every set of parts."""
    rng = np.random.default_rng(parts)
    return {chosen: rng.normal(size=replications) for chosen in game.every_set(parts)}


@pytest.mark.parametrize("parts", [2, 3, 5])
def test_shapley_is_the_mean_over_all_orders(parts: int) -> None:
    numbers = made_up(parts)
    orders = [game.in_turn(numbers, order) for order in permutations(range(parts))]
    np.testing.assert_allclose(game.shapley(numbers, parts), np.mean(orders, axis=0), atol=1e-12)


@pytest.mark.parametrize("parts", [2, 4, 7])
def test_shapley_and_turns_add_up_in_every_replication(parts: int) -> None:
    numbers = made_up(parts)
    whole = numbers[frozenset(range(parts))] - numbers[frozenset()]
    np.testing.assert_allclose(game.shapley(numbers, parts).sum(axis=0), whole, atol=1e-12)
    np.testing.assert_allclose(game.in_turn(numbers, range(parts)).sum(axis=0), whole, atol=1e-12)


def test_a_sum_has_the_same_share_in_every_way_and_no_interaction() -> None:
    weights = np.array([3.0, -1.0, 0.0, 5.0])
    numbers = {chosen: np.full(2, sum(weights[list(chosen)])) for chosen in game.every_set(4)}
    for share in (game.alone(numbers, 4), game.left_out(numbers, 4), game.shapley(numbers, 4)):
        np.testing.assert_allclose(share, weights[:, None] * np.ones((1, 2)))
    assert all(np.allclose(more, 0) for more in game.together(numbers, 4).values())


def test_two_parts_that_only_work_together_share_alike() -> None:
    """A glove game: 1 if both 0 and 1 are there. Part 2 does nothing."""
    numbers = {chosen: np.array([float({0, 1} <= chosen)]) for chosen in game.every_set(3)}
    np.testing.assert_allclose(game.shapley(numbers, 3)[:, 0], [0.5, 0.5, 0.0])
    np.testing.assert_allclose(game.alone(numbers, 3)[:, 0], [0, 0, 0])
    np.testing.assert_allclose(game.left_out(numbers, 3)[:, 0], [1, 1, 0])
    more = game.together(numbers, 3)
    assert {pair: float(values[0]) for pair, values in more.items()} == {(0, 1): 1.0, (0, 2): 0.0, (1, 2): 0.0}


def test_drawn_orders_have_no_bias() -> None:
    """The mean over many orders and their reverses is Shapley's value, within four standard errors."""
    numbers = made_up(4, 1)
    drawn = np.array([
        np.mean([game.in_turn(numbers, order)[:, 0] for order in game.orders_of(4, number, 1)], axis=0) for number in range(2000)
    ])  # fmt: skip
    error = drawn.std(axis=0, ddof=1) / math.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - game.shapley(numbers, 4)[:, 0]) <= 4 * error + 1e-12).all()


def test_proposals_are_bundled_until_all_sets_can_be_run() -> None:
    six = parts_of(library(), "freed-six-cities", "current", ("baseline", "same-contact-by-need"))
    assert [part.name for part in six.parts] == ["004-1", "004-2", "004-3", "004-4", "004-8", PRACTICE]
    assert six.parts[1].proposals == ("004-2a", "004-2b", "004-2c")
    every = frozenset(range(6))
    assert library().rule_set(six.column(every)[0]).regime == library().rule_set("freed-six-cities").regime
    assert six.column(every)[1] == "same-contact-by-need"
    assert six.column(frozenset()) == ("current", "baseline")
    assert six.column(frozenset([3])) == ("current+004-4a+004-4b", "baseline")
    wide = parts_of(library(), "freed", "current", ("baseline", "baseline"))
    assert [part.name for part in wide.parts] == ["000", "001", "003-7", "004"]


@pytest.mark.parametrize(
    ("rules", "base", "words"),
    [
        ("freed-six-cities-2026", "current", "different regimes"),
        ("freed-six-cities-2026", "R2026b", "changes of its own"),
        ("current", "freed-six-cities", "lacks"),
        ("current+004-1", "current", "nothing to share out"),
        ("freed-six-citis", "current", "freed-six-cities"),
    ],
)
def test_rule_sets_that_cannot_be_shared_out_are_refused(rules: str, base: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        parts_of(library(), rules, base, ("baseline", "baseline"))


def _stub(run: Run) -> Made:
    """Hours fall by 100 for each proposal, by 50 more if 004-1 and 004-3c are both there, and by the replication."""
    ids = run.column.rules.split("+")[1:]
    value = 1000.0 - 100 * len(ids) - 50 * ({"004-1", "004-3c"} <= set(ids)) + run.replication
    rows = [(*key, value) for key in MEASURES]
    table = pd.DataFrame(rows, columns=["measure", "activity", "need", "value"])
    about: dict[str, Any] = {
        "log_sha256": "", "rows": 0, "posts": {}, "places": 1.0, "engine": "stub", "seconds": 0.0, "replication": run.replication,
    }  # fmt: skip
    return Made(table.assign(group="all", team="all", unit="hours per year"), about)


@pytest.mark.parametrize("method", ["exact", "sampled"])
def test_a_made_up_change_is_shared_out(tmp_path: Path, method: Any) -> None:
    done = attribute(
        study(tmp_path), "current+004-1+004-3a+004-3c", "current", by="proposal", method=method, replications=4,
        results=tmp_path / "results", workers=1, progress=False, work=Work(make=_stub),
    )  # fmt: skip
    for key in MEASURES:
        assert done.gap("shapley", key) == pytest.approx(0)
        assert done.gap("in turn", key) == pytest.approx(0)
        assert done.gap("alone", key) == pytest.approx(50)
    rows = done.table[(done.table["measure"] == "hours_asked")]
    assert rows.loc[rows["part"] == WHOLE, "value"].item() == -350
    share = rows[rows["way"] == "shapley"].set_index("part")["value"]
    assert share["004-3a"] == pytest.approx(-100)
    if method == "exact":
        assert share["004-1"] == share["004-3c"] == pytest.approx(-125)
        (pair,) = done.pairs[done.pairs["value"].abs() > 1e-9].query("measure == 'hours_asked'").to_dict("records")
        assert (pair["part"], pair["other"], pair["value"]) == ("004-1", "004-3c", pytest.approx(-50))
    turned = done.chart("turns", "da")
    assert english_on(turned.drawn.figure) == {}
    turns = turned.numbers()
    assert turns["start"][0] == 0
    np.testing.assert_allclose(turns["end"][:-2], turns["start"][1:-1])  # each bar begins where the one above ends
    assert turns["end"][len(turns) - 2] == turns["value"][len(turns) - 1] == -350
    shares = done.chart().numbers()
    assert shares.loc[shares["way"] == "shapley", "value"].sum() == pytest.approx(-350)
    assert {file.stem for file in done.files} >= {"attribution", "turns"}
    with pytest.raises(NoNumbersError):
        done.chart(key=("no-such-measure", "all", "all"))
    again = attribute(
        study(tmp_path), "current+004-1+004-3a+004-3c", "current", by="proposal", method=method, replications=4,
        results=tmp_path / "results", workers=1, progress=False, work=Work(make=_stub),
    )  # fmt: skip
    assert again.made == 0
    pd.testing.assert_frame_equal(again.table, done.table)
