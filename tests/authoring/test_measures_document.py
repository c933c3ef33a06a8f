"""The list of measures names every measure of a log."""

from __future__ import annotations

import re

import pytest

from sim.authoring.measures_document import document
from sim.measures import measure_all
from sim.measures.by_team import team_levels
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import NORMS, RATES

WINDOW = (100, 280)
ENDING = re.compile(r"_(?:p\d+|mean|count|open|left)$")
"""What can follow the name of a wait or a delay."""


def named(text: str) -> set[str]:
    """The measures that a text names. ``a_p50|p90`` names two; ``<w>`` stands for a number of weeks."""
    names = set()
    for quoted in re.findall(r"`([^`\s]+)`", text):
        first, *others = quoted.split("|")
        stem = first.rpartition("_")[0]
        names |= {first, *(f"{stem}_{other}" for other in others)}
    return names


@pytest.fixture(scope="module")
def measures() -> set[str]:
    log = synthetic_log(120_000, days=300, caseworkers=20)
    tables = (measure_all(log, WINDOW, norms=NORMS, rates=RATES), team_levels(log, WINDOW))
    return {name for table in tables for name in table["measure"]}


def test_every_measure_is_named(measures: set[str]) -> None:
    names = named(document())
    stems = names | {ENDING.sub("", name) for name in names}
    missing = {name for name in measures if not {name, re.sub(r"\d+$", "<w>", name), ENDING.sub("", name)} & stems}
    assert missing == set()


def test_a_name_that_is_not_there_is_missed() -> None:
    assert named("`a_p50|p90` and `b`") == {"a_p50", "a_p90", "b"}
