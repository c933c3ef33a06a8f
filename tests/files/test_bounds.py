"""Numbers, spans and dates beyond sense are bad input at their line, and are named before anything is reckoned with them."""

from __future__ import annotations

from typing import Any

import pytest

from sim.authoring.schemas.kinds import KINDS, kind_of
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.source import Source, read
from sim.files.tree import Keys


def source_of(file: str) -> Source:
    root = scenarios_dir()
    return read(root / file, root)


def put(tree: Any, keys: Keys, value: object) -> None:
    for key in keys[:-1]:
        tree = tree[key]
    tree[keys[-1]] = value


BEYOND: list[tuple[str, Keys, object]] = [
    ("studies/aalborg.yaml", ("measured",), "100000 years"),
    ("studies/aalborg.yaml", ("measured",), "3000000 days"),
    ("studies/aalborg.yaml", ("measured",), "999999999999 days"),
    ("studies/aalborg.yaml", ("measured",), "9" * 6000 + " days"),
    ("studies/aalborg.yaml", ("measured",), "100.1 years"),
    ("studies/aalborg.yaml", ("warm_up",), "9000 years"),
    ("studies/aalborg.yaml", ("start",), "9999-12-20"),
    ("studies/aalborg.yaml", ("start",), "0001-01-01"),
    ("studies/aalborg.yaml", ("start",), 20240101),
    ("studies/aalborg.yaml", ("start",), "2024-W01-1"),
    ("studies/aalborg.yaml", ("start",), "20240101"),
    ("studies/aalborg.yaml", ("replications",), 10_000_000),
    ("studies/aalborg.yaml", ("replications",), 0),
    ("studies/aalborg.yaml", ("seed",), -1),
    ("studies/aalborg.yaml", ("seed",), 2**31),
    ("studies/aalborg.yaml", ("seed",), "1" * 23),
    ("studies/aalborg.yaml", ("places",), []),
    ("studies/aalborg-shock.yaml", ("compare", 1, "shocks", 0, "change"), "+1000000000 %"),
    ("studies/aalborg-shock.yaml", ("compare", 1, "shocks", 0, "change"), "+1e300 %"),
    ("studies/aalborg-shock.yaml", ("compare", 1, "shocks", 0, "change"), "+" + "9" * 400 + " %"),
    ("studies/aalborg-shock.yaml", ("compare", 1, "shocks", 0, "until"), 20240110),
    ("studies/aalborg-shock.yaml", ("compare", 1, "shocks", 0, "from"), "9999-12-31"),
    ("studies/queue-mm1.yaml", ("replications",), 10**9),
    ("studies/queue-mm1.yaml", ("measured",), "100000 years"),
    ("places/queue-mm1.yaml", ("servers",), 10**9),
    ("places/queue-mm1.yaml", ("arrivals", "mean_gap"), "1 second"),
    ("places/queue-mm1.yaml", ("arrivals", "mean_gap"), "1000000000000 minutes"),
    ("places/aalborg.yaml", ("groups", "insured", "stock", "value"), 1_000_000_000),
    ("places/aalborg.yaml", ("groups", "insured", "entries", "value"), 52_000_000_000),
    ("places/aalborg.yaml", ("groups", "insured", "entries", "high"), 1e300),
    ("places/aalborg.yaml", ("groups", "insured", "stock", "value"), -1),
    ("places/aalborg.yaml", ("population", "value"), 0),
    ("people/denmark.yaml", ("stocks", "insured", "value"), 0),
    ("people/denmark.yaml", ("exits", "insured", "per_year", "value"), 0),
    ("people/denmark.yaml", ("exits", "job-ready", "after"), {"survival": {"13 weeks": "50 %", "26 weeks": "50 %"}}),
    ("people/denmark.yaml", ("exits", "job-ready", "after"), {"survival": {"26 weeks": "50 %", "13 weeks": "28 %"}}),
    ("people/denmark.yaml", ("exits", "job-ready", "after"), {"survival": {"13 weeks": "0 %"}}),
    ("people/denmark.yaml", ("exits", "job-ready", "after"), {"survival": {"soon": "50 %"}}),
    ("people/denmark.yaml", ("exits", "job-ready", "after"), {"mean": "0 days"}),
    ("people/denmark.yaml", ("exits", "insured", "to"), {"sick": "100 %"}),
    ("regimes/R2024.yaml", ("activities", "follow-up-meeting", "forms", "in-person", "contact", "value"), "1000000000000 minutes"),
    ("regimes/R2024.yaml", ("activities", "follow-up-meeting", "cv", "value"), 1e9),
    ("regimes/R2024.yaml", ("duties", "early-contact", "meetings", "value"), 10_000_000),
    ("regimes/R2024.yaml", ("duties", "early-contact", "meetings", "within"), "0 days"),
    ("regimes/R2024.yaml", ("in_force",), "2024-1-1"),
    ("practices/baseline.yaml", ("booking", "attempts", "value"), 1_000_000),
    ("practices/baseline.yaml", ("more_meetings", "shortest_gap", "light"), "0 days"),
    ("office/standard.yaml", ("hour_price", "value"), "99999999999 DKK"),
    ("office/standard.yaml", ("sickness", "value"), "1e300 %"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "keys", "value"), BEYOND, ids=lambda part: str(part)[:30])
def test_what_is_beyond_sense_is_bad_input_at_its_line(file: str, keys: Keys, value: object) -> None:
    source = source_of(file)
    line = source.place(keys).line
    put(source.tree, keys, value)
    model = KINDS[str(kind_of(file, source.tree))].model
    with pytest.raises(ScenarioError) as caught:
        shape(model, source)
    error = caught.value
    assert (error.file, error.line) == (file, line)
    assert error.found is not None
    assert error.expected is not None
    assert len(str(error)) < 2000


def test_the_bounds_are_in_the_message() -> None:
    for keys, value, bound in (
        (("measured",), "101 years", "at most 100 years"),
        (("replications",), 10_001, "a whole number from 1 to 10,000"),
        (("seed",), -1, "a whole number from 0 to 2,147,483,647"),
        (("confidence",), "99.99999 %", "50 % to 99.9 %"),
        (("confidence",), "100 %", "50 % to 99.9 %"),
        (("start",), "2300-01-01", "from 1900 to 2199"),
        (("places",), [], "at least one entry"),
    ):
        source = source_of("studies/aalborg.yaml")
        source.tree[keys[0]] = value
        with pytest.raises(ScenarioError, match=bound):
            shape(KINDS["study"].model, source)


def test_the_largest_values_are_taken() -> None:
    source = source_of("studies/aalborg.yaml")
    source.tree.update({"measured": "100 years", "replications": 10_000, "seed": 2**31 - 1, "confidence": "99.9 %"})
    shape(KINDS["study"].model, source)
