"""Indices by SALib: known functions give known indices, chance is an input, names stay with samples, a stopped analysis goes on."""

from __future__ import annotations

import importlib.util
import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from rich.console import Console

from sim.cli import main
from sim.files.entry import Lang, Title
from sim.files.errors import RunError, ScenarioError
from sim.report.charts import draw_chart
from sim.report.index_screen import index_screen
from sim.results.indices import design as designs
from sim.results.indices.analysis import Indices, recorded
from sim.results.indices.design import CHANCE, METHODS, Method, block_of, design, indices, spread, usual
from sim.results.runnable import RunnableStudy, runnable
from sim.results.uncertainty import simulate
from sim.results.uncertainty.factor import Factor, Factors
from sim.results.uncertainty.factors import factors_of
from sim.results.work import Work
from sim.study.column import Column
from sim.study.study import Study
from sim.study.values import values_of
from tests.report.danish import english_on
from tests.study.sampled import NOISE, PER_MINUTE, TRACKING, asked, chance, failing_after, make, with_effects
from tests.study.stub import write_page

pytestmark = pytest.mark.usefixtures("no_pictures")
WORK = Work(make, write_page)
GROUPS = ["tracking", "contact"]
"""Minutes under both rule sets, and meetings of the freed practice alone."""
THREE = tuple(Factor(name, Title(en=name, da=name), ()) for name in "abc")
"""Factors without values, for functions of their positions."""
LANGUAGES: tuple[Lang, ...] = ("en", "da")
FINISHED = 23
"""Runs before the failure."""
Floats = NDArray[np.float64]


def analysed(of: Study, folder: Path, method: Method = "morris", work: Work = WORK, **options: Any) -> Indices:
    options = {"groups": GROUPS, "samples": 4, "replications": 3, "workers": 1, **options}
    done = runnable(of).sensitivity(method, results=folder, progress=False, work=work, **options)
    assert isinstance(done, Indices)
    return done


@pytest.fixture(scope="module")
def done(small: Study, home: Path) -> Indices:
    """An analysis in small batches whose runs failed near the end, and that two workers then finished."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulate, "AT_ONCE", 2)  # a trajectory has three samples
        with pytest.raises(RunError, match=r"jobsim sensitivity .* --method morris"):
            analysed(small, home / "results", work=Work(failing_after(FINISHED, make), write_page))
        assert not (home / "results" / "small" / "tables").exists()
        return analysed(small, home / "results", workers=2)


def ishigami(units: Floats) -> Floats:
    x = -math.pi + 2 * math.pi * units
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


D1, D2, D13 = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2, 49 / 8, 8 * 0.01 * math.pi**8 / 225
"""Parts of the variance of Ishigami's function: of the first and of the second factor alone, of the first with the third."""
ALL = D1 + D2 + D13


def histories(sample: Any, seed: int = 0) -> Floats:
    """A standard normal number for each sample, the same for samples with the same replication."""
    known = {number: np.random.default_rng([seed, number]).normal() for number in set(sample.replications)}
    return np.array([known[number] for number in sample.replications])


# --- known indices


def test_sobol_finds_the_indices_of_a_known_function() -> None:
    sample = design("sobol", THREE, 512, 1)
    found = {(each.factor, each.name): each for each in indices("sobol", sample, ishigami(sample.units), 0.95)[0]}
    truth = {
        ("a", "first"): D1 / ALL, ("b", "first"): D2 / ALL, ("c", "first"): 0.0,
        ("a", "total"): (D1 + D13) / ALL, ("b", "total"): D2 / ALL, ("c", "total"): D13 / ALL,
    }  # fmt: skip
    for key, value in truth.items():
        assert found[key].low <= value <= found[key].high, key
        assert found[key].value == pytest.approx(value, abs=0.03)


def test_shapley_finds_the_effects_of_a_known_function_and_they_sum_to_all() -> None:
    """What two factors do together is halved (Owen 2014)."""
    sample = design("shapley", THREE, 1000, 1)
    found = {each.factor: each for each in indices("shapley", sample, ishigami(sample.units), 0.95)[0]}
    for name, value in {"a": D1 + D13 / 2, "b": D2, "c": D13 / 2, CHANCE: 0.0}.items():
        assert found[name].low <= value / ALL <= found[name].high, name
    assert sum(each.value for each in found.values()) == pytest.approx(1)


def test_morris_gives_the_slopes_of_a_linear_function_and_no_spread() -> None:
    """Whatever chance does to all values alike has no part in it: a trajectory has one history."""
    sample = design("morris", THREE, 6, 1)
    outcome = sample.units @ [5.0, -2.0, 0.0] + 100 * histories(sample)
    found = {(each.factor, each.name): each for each in indices("morris", sample, outcome, 0.95)[0]}
    for name, slope in {"a": 5.0, "b": -2.0, "c": 0.0}.items():
        assert found[name, "mu"].value == pytest.approx(slope)
        assert found[name, "mu_star"].value == pytest.approx(abs(slope))
        assert found[name, "sigma"].value == pytest.approx(0, abs=1e-9)
        assert found[name, "mu"].high - found[name, "mu"].low == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", ["sobol", "shapley"])
def test_chance_is_an_input_with_a_share_of_its_own(method: Method) -> None:
    """a + b / 2 + chance: the variances are 1 / 12, 1 / 48 and 1 / 24."""
    sample = design(method, THREE, 512, 3)
    outcome = sample.units @ [1.0, 0.5, 0.0] + math.sqrt(1 / 24) * histories(sample)
    found = {each.factor: each for each in indices(method, sample, outcome, 0.95)[0] if each.name != "total"}
    for name, parts in {"a": 4, "b": 1, "c": 0, CHANCE: 2}.items():
        assert found[name].value == pytest.approx(parts / 7, abs=0.05)


@pytest.mark.parametrize(("method", "number", "times"), [("morris", 8, 120), ("sobol", 32, 60), ("shapley", 32, 60)])
def test_intervals_hold_the_truth_as_often_as_they_say(method: Method, number: int, times: int) -> None:
    """The effect of the first factor depends on the history in Morris; in the others effects add up. A bootstrap of points
    that lie evenly gives intervals that are too wide, so only the lower side is tested."""
    truth = {"morris": 3.0, "sobol": 4 / 7, "shapley": 4 / 7}[method]
    name = {"morris": "mu", "sobol": "first", "shapley": "shapley"}[method]
    held = 0
    for seed in range(times):
        sample = design(method, THREE, number, seed)
        noise = histories(sample, seed)
        effect = (3 + noise) if method == "morris" else 1.0
        outcome = sample.units[:, 0] * effect + sample.units[:, 1] / 2 + math.sqrt(1 / 24) * noise
        found = next(each for each in indices(method, sample, outcome, 0.95, seed)[0] if each[:2] == ("a", name))
        held += found.low <= truth <= found.high
    assert held / times >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / times)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_intervals(method: Method) -> None:
    """SALib draws its resamples without a seed if the seed is 0."""
    sample = design(method, THREE, 16, 0)
    first, again = (indices(method, sample, ishigami(sample.units), 0.95, 0) for _ in range(2))
    assert repr(first) == repr(again)


@pytest.mark.parametrize("method", METHODS)
def test_more_samples_begin_with_the_same_and_share_no_history(method: Method) -> None:
    few, many = design(method, THREE, 16, 1), design(method, THREE, 64, 1)
    np.testing.assert_array_equal(few.units, many.units[: len(few)])
    assert few.replications == many.replications[: len(few)]
    assert many.block == block_of(method, 3)
    blocks = np.array(many.replications).reshape(-1, many.block)
    assert len(set(blocks.ravel())) == sum(len(set(block)) for block in blocks)


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_outcome_costs_its_trajectory_and_no_other(method: Method) -> None:
    sample = design(method, THREE, 32, 1)
    outcome = ishigami(sample.units)
    outcome[sample.block + 1] = math.nan
    found, number = indices(method, sample, outcome, 0.95)
    assert number == 31
    assert all(math.isfinite(each.value) for each in found)
    assert indices(method, sample, np.full(len(sample), math.nan), 0.95) == ([], 0)


def test_an_outcome_that_nothing_moves_has_no_shares_and_no_effects() -> None:
    for method in METHODS:
        sample = design(method, THREE, 16, 1)
        found, _ = indices(method, sample, np.full(len(sample), 1e6) + 1e-6 * sample.units[:, 0], 0.95)
        values = {each.value for each in found}
        assert values == {0.0} if method == "morris" else all(math.isnan(value) for value in values)


def test_the_spread_by_chance_has_the_interval_of_chi_square() -> None:
    rng = np.random.default_rng(1)
    found = [spread(rng.normal(0, 5, 4), 0.95) for _ in range(400)]
    assert np.mean([low <= 5 <= high for _, low, high in found]) == pytest.approx(0.95, abs=0.045)
    assert all(math.isnan(each) for each in spread(np.array([1.0]), 0.95))


def test_usual_numbers_stay_within_the_pairs_that_an_hour_allows() -> None:
    for method in METHODS:
        for factors in (2, 8, 24):
            assert usual(method, factors) * block_of(method, factors) <= designs.PAIRS
    assert usual("sobol", 24) == 32


# --- runs and files


def test_names_stay_with_samples_and_a_trajectory_has_one_replication(done: Indices) -> None:
    table = done.samples
    pd.testing.assert_frame_equal(pd.read_csv(done.folder / "tables" / "morris-samples.csv"), table)
    asked_for = asked(done.differences).set_index("sample")["effect"]
    expected = PER_MINUTE * table.set_index("sample")[TRACKING]
    np.testing.assert_allclose(asked_for, expected + [chance(number) for number in table["replication"]])
    assert table.groupby("replication").size().to_dict() == dict.fromkeys(range(5001, 5005), 3)


def test_the_value_that_moves_the_difference_is_found(done: Indices) -> None:
    """Work asked for falls with minutes, 5 to 30 of them; whatever else moves leaves it as it is."""
    table = asked(done.table)
    found = {(row.factor, row.index): row for row in done.record.rows if row.key == ("hours_asked", "all", "all")}
    mu, star, still = (found[key] for key in (("tracking", "mu"), ("tracking", "mu_star"), ("contact", "mu_star")))
    assert mu.high is not None
    assert star.value is not None
    assert mu.high < 0
    assert 0.5 * 25 * -PER_MINUTE < star.value < 2 * 25 * -PER_MINUTE
    assert still.value == pytest.approx(0, abs=1e-6)
    alone = [chance(number) for number in range(1, 4)]
    assert found[CHANCE, "sd"].value == pytest.approx(np.std(alone, ddof=1))
    assert set(table["unit"]) == {"hours per year"}
    assert len(table) == len(found) == 2 * 3 + 1


def test_a_call_after_a_failure_reads_what_is_finished(done: Indices) -> None:
    """A step of the freed practice leaves the baseline as it is. So a trajectory has three variants and two baselines."""
    assert done.reused == FINISHED
    assert done.made + done.reused == 2 * 3 + 4 * (3 + 2)


def test_a_batch_ends_where_trajectories_end() -> None:
    batches = simulate._batches(10, 3, 2)
    assert [list(batch) for batch in batches] == [[0, 1], [2], [3, 4], [5], [6, 7], [8], [9]]
    assert [len(batch) for batch in simulate._batches(33, 16, 16)] == [16, 16, 1]


@pytest.mark.parametrize("method", ["sobol", "shapley"])
def test_shares_of_a_known_difference_are_found(
    small: Study, pair: tuple[Column, Column], done: Indices, method: Method
) -> None:
    """No run is made: minutes and chance alone move the difference, and each has its share."""
    factors = factors_of(small, pair, GROUPS)
    drawn = design(method, factors.moved, 256, small.seed)
    minutes = drawn.numbers[:, drawn.addresses.index(TRACKING)]
    effects = PER_MINUTE * minutes + 10 * np.array([chance(number) for number in drawn.replications])
    table = with_effects(done.differences, list(range(1, len(drawn) + 1)), effects)
    record = recorded(small, method, pair, drawn, factors, done.measures, table, done.manifest)
    (of_all,) = [record.of(key) for key in record.keys]
    name = "first" if method == "sobol" else "shapley"
    parts = {"tracking": float(np.var(PER_MINUTE * minutes)), CHANCE: (10 * NOISE) ** 2, "contact": 0.0}
    for factor, part in parts.items():
        row = of_all[factor][name]
        assert row.value is not None
        assert row.low is not None
        assert row.high is not None
        share = part / sum(parts.values())
        assert row.low - 1e-9 <= share <= row.high + 1e-9, factor
        assert row.high - row.low < 0.4
    assert record.sure(of_all["tracking"])
    assert not record.sure(of_all["contact"])
    manifest = done.manifest.model_copy(update={"indices": record})
    for lang, chart in (("en", "indices"), ("da", "index-heat")):
        picture = draw_chart(chart, done.measures, done.comparisons, manifest, lang)  # type: ignore[arg-type]
        assert len(picture.numbers)
        assert lang == "en" or english_on(picture.figure) == {}
        assert_fits(manifest, lang)  # type: ignore[arg-type]


def assert_fits(manifest: Any, lang: Lang) -> None:
    """The screen has 80 columns and no blank that was not filled."""
    out = Console(width=80, file=io.StringIO())
    for part in index_screen(manifest, lang):
        out.print(part)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 80
    assert "{" not in text


def test_every_method_has_its_charts_and_files(done: Indices) -> None:
    for lang in LANGUAGES:
        assert_fits(done.manifest, lang)
        for name in ("indices", "index-heat"):
            assert len(done.chart(name, lang).numbers())
    names = {path.name for path in done.files}
    assert {"morris.csv", "morris-samples.csv", "morris-differences.csv", "morris.png", "morris-heat.svg"} <= names
    assert all(path.exists() for path in done.files)


def test_the_command_prints_what_a_machine_reads(
    home: Path, done: Indices, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: dict[str, Any] = {}

    def answer(_: Any, method: str, **options: Any) -> Indices:
        asked_for.update(options, method=method)
        return done

    monkeypatch.setattr(RunnableStudy, "sensitivity", answer)
    words = [
        "--method",
        "morris",
        "--groups",
        "tracking, contact",
        "--samples",
        "4",
        "--results",
        str(home / "results"),
    ]
    for more in (["--json"], []):
        with pytest.raises(SystemExit) as end:
            main(["sensitivity", str(home / "small.yaml"), *words, *more], WORK)
        assert end.value.code == 0
        printed = capsys.readouterr().out
        if more:
            data = json.loads(printed)
            assert data["rows"] == [row.model_dump(mode="json") for row in done.record.rows]
            assert (data["method"], data["samples"], data["runs"]["reused"]) == ("morris", 4, FINISHED)
        else:
            assert "tables/morris.csv" in printed
    assert (asked_for["method"], asked_for["groups"], asked_for["samples"]) == ("morris", GROUPS, 4)


# --- bad input


@pytest.mark.parametrize(("method", "options", "found", "do"), [
    ("morris", {"groups": ["tracking"]}, "tracking", "name more with --groups, or take --method oat"),
    ("sobol", {"samples": 100}, 100, "--samples 64"),
    ("sobol", {"samples": 8}, 8, "--samples 128"),
    ("shapley", {"samples": 2000}, 2000, "--samples 200"),
    ("oat", {"samples": 10}, "oat", "give `replications` for oat"),
])  # fmt: skip
def test_a_wrong_option_is_refused_before_any_run(
    small: Study, tmp_path: Path, method: Any, options: dict[str, Any], found: object, do: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        analysed(small, tmp_path, method, **options)
    assert (caught.value.found, caught.value.do) == (found, do)
    assert not (tmp_path / "small").exists()


def test_an_unknown_group_and_a_value_without_a_range_are_refused_by_name(small: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        analysed(small, tmp_path, groups=["trackin", "turnover"])
    assert (caught.value.found, caught.value.nearest) == ("trackin", "tracking")
    bare = next(value.path for value in values_of(small) if value.low is None)
    with pytest.raises(ScenarioError, match="has no range"):
        analysed(small, tmp_path, groups=["tracking", bare])


def test_a_missing_library_says_how_to_get_it(small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ScenarioError) as caught:
        analysed(small, tmp_path)
    assert "pip install 'jobsim[sensitivity]'" in str(caught.value.do)


def test_factors_of_all_groups_fit_every_method(small: Study, pair: tuple[Column, Column]) -> None:
    factors: Factors = factors_of(small, pair, "leading")
    for method in METHODS:
        drawn = design(method, factors.moved, usual(method, len(factors.moved)), 1)
        parameters = [parameter for factor in factors.moved for parameter in factor.parameters]
        assert (drawn.numbers >= [p.low for p in parameters]).all()
        assert (drawn.numbers <= [p.high for p in parameters]).all()
