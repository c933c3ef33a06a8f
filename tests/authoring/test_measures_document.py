"""The list of measures defines every measure of a log, and has its unit and formula."""

from __future__ import annotations

import pytest

from sim.authoring.formulas import formulas
from sim.authoring.measures_document import DEFINITIONS, document
from sim.figures.provenance import read_natures
from sim.files.paths import scenarios_dir
from sim.measures import measure_all
from sim.report.headline import HEADLINES
from sim.results.pension_pairs import UNITS
from tests.measures.names import named, unnamed
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import NORMS, RATES, by_team

WINDOW = (100, 280)


@pytest.fixture(scope="module")
def units() -> dict[str, str]:
    """Unit of every measure of a log of any rows, and of every measure of a pair."""
    log = synthetic_log(120_000, days=300, caseworkers=20)
    tables = (measure_all(log, WINDOW, norms=NORMS, rates=RATES), by_team(log, WINDOW))
    return {name: unit for table in tables for name, unit in zip(table["measure"], table["unit"], strict=True)}


def test_every_measure_is_defined(units: dict[str, str]) -> None:
    definitions = document().partition(DEFINITIONS)[2]
    assert unnamed(set(units), definitions) == set()


def test_every_measure_has_a_formula_with_its_unit(units: dict[str, str]) -> None:
    found = {name: formulas().of(name) for name in units | UNITS}
    assert {name for name, formula in found.items() if formula is None} == set()
    assert {name: formula.unit for name, formula in found.items() if formula} == units | UNITS


def test_every_headline_and_every_nature_has_a_formula() -> None:
    natures = {name for row in read_natures(scenarios_dir()) for name in row.measures}
    fixed = {name for name in natures if "*" not in name} | {measure for measure, _, _ in HEADLINES}
    assert {name for name in fixed if formulas().of(name) is None} == set()
    beginnings = [name.partition("*")[0] for row in formulas().rows for name in row.names]
    for name in natures - fixed:
        begin = name.partition("*")[0]
        assert any(each.startswith(begin) or begin.startswith(each) for each in beginnings if each), name


def test_every_formula_is_printed() -> None:
    text = document()
    for row in formulas().rows:
        assert row.formula.replace("|", "\\|") in text
        assert f"| {row.unit} |" in text


def test_a_name_that_is_not_there_is_missed() -> None:
    assert named("`a_p50|p90` and `b`") == {"a_p50", "a_p90", "b"}
    assert unnamed({"a_p95", "a_never", "b_week_13", "c"}, "`a` and `b_week_<w>`") == {"c"}
