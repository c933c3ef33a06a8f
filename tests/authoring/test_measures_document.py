"""The list of measures names every measure of a log."""

from __future__ import annotations

from sim.authoring.measures_document import document
from sim.measures import measure_all
from tests.measures.names import named, unnamed
from tests.measures.synthetic import synthetic_log
from tests.measures.tiny import NORMS, RATES, by_team

WINDOW = (100, 280)


def test_every_measure_is_named() -> None:
    log = synthetic_log(120_000, days=300, caseworkers=20)
    tables = (measure_all(log, WINDOW, norms=NORMS, rates=RATES), by_team(log, WINDOW))
    assert unnamed({name for table in tables for name in table["measure"]}, document()) == set()


def test_a_name_that_is_not_there_is_missed() -> None:
    assert named("`a_p50|p90` and `b`") == {"a_p50", "a_p90", "b"}
    assert unnamed({"a_p95", "a_never", "b_week_13", "c"}, "`a` and `b_week_<w>`") == {"c"}
