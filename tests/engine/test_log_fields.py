"""The table of the log's fields is right: every kind of row fills and leaves empty the fields that it lists."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.engine import run
from sim.engine.kernel import Run
from sim.files.errors import RunError
from sim.world.log import COLUMNS, MOST_PROCEDURES, NEUTRAL, NO_DAY, ROW, Log, RowKind
from sim.world.log.fields import AUTHOR, COMMON, FIELDS
from sim.world.log.named_rows import columns_of, columns_of_any, named
from tests.aalborg import aalborg
from tests.engine.compare import Rows, kernel_rows
from tests.engine.worlds import random_world

SEEDS = range(60)
UNMET = (RowKind.SANCTION, "duty")
"""A mark may meet a duty, but no duty of these worlds begins a procedure that only sanctions."""


@lru_cache(maxsize=1)
def logs() -> Rows:
    """The rows of all random worlds and of sixty days of Aalborg."""
    rows: Rows = np.concatenate([*(kernel_rows(seed) for seed in SEEDS), run(aalborg(days=60)).rows])
    return rows


def rows_of(kind: RowKind) -> Rows:
    rows: Rows = logs()[logs()["kind"] == kind]
    return rows


def test_every_kind_has_its_fields_once() -> None:
    assert list(FIELDS) == list(RowKind)
    assert {*NEUTRAL, "minute", "kind"} == set(COLUMNS)
    always = [field.column for field in (*COMMON, *AUTHOR)]
    for kind, entry in FIELDS.items():
        columns = [*always, *(field.column for field in entry.fields)]
        names = [field.name for field in (*COMMON, *AUTHOR, *entry.fields)]
        assert len(set(columns)) == len(columns), f"a column of {kind.name} has two meanings"
        assert len(set(names)) == len(names), f"a name of {kind.name} is given twice"
        assert set(columns) <= set(COLUMNS)


@pytest.mark.parametrize("kind", list(RowKind), ids=lambda kind: kind.name)
def test_a_column_without_a_meaning_is_empty(kind: RowKind) -> None:
    rows, meant = rows_of(kind), set(columns_of(kind).values())
    for column in set(COLUMNS) - meant:
        assert (rows[column] == NEUTRAL[column]).all(), (
            f"{kind.name}.{column} says something: {np.unique(rows[column])[:9]}"
        )


@pytest.mark.parametrize("kind", list(RowKind), ids=lambda kind: kind.name)
def test_every_value_is_in_its_range(kind: RowKind) -> None:
    rows = rows_of(kind)
    for field in (*COMMON, *FIELDS[kind].fields):
        values = rows[field.column].astype(np.int64)
        if field.may_be_empty:
            values = values[values != NEUTRAL[field.column]]
        assert field.column != "due" or not (values == NO_DAY).any(), f"{kind.name}.{field.name} is missing somewhere"
        assert field.low is None or (values >= field.low).all(), f"{kind.name}.{field.name}: {values.min()}"
        assert field.high is None or (values <= field.high).all(), f"{kind.name}.{field.name}: {values.max()}"


@pytest.mark.parametrize("kind", list(RowKind), ids=lambda kind: kind.name)
def test_a_field_that_may_be_empty_sometimes_is(kind: RowKind) -> None:
    """Otherwise the table promises less than holds."""
    rows = rows_of(kind)
    for field in FIELDS[kind].fields:
        empty = rows[field.column] == NEUTRAL[field.column]
        assert empty.any() or not field.may_be_empty, f"{kind.name}.{field.name} is never empty"
        assert (kind, field.name) == UNMET or not empty.all(), f"{kind.name}.{field.name} is always empty"


@pytest.mark.parametrize("kind", list(RowKind), ids=lambda kind: kind.name)
def test_rows_concern_whom_the_table_says(kind: RowKind) -> None:
    citizens = rows_of(kind)["citizen"] >= 0
    expected = {"a citizen": {True}, "a post": {False}, "a citizen or a post": {True, False}}
    assert set(citizens.tolist()) == expected[FIELDS[kind].of]


@pytest.mark.parametrize("kind", list(RowKind), ids=lambda kind: kind.name)
def test_rows_name_a_step_where_the_table_says(kind: RowKind) -> None:
    rows = rows_of(kind)
    named_columns = np.column_stack([rows[name] >= 0 for name in ("procedure", "serial", "step")])
    found = {tuple(flags) for flags in named_columns.tolist()}
    nobody, procedure, step = (False, False, False), (True, True, False), (True, True, True)
    expected = {"no step": {nobody}, "a step": {step}, "a procedure": {procedure}, "a step or none": {nobody, step}}
    assert found == expected[FIELDS[kind].author]


def test_a_named_table_is_the_same_rows() -> None:
    rows = logs()
    table = Log(rows, {}).table(RowKind.SWITCH)
    raw = rows[rows["kind"] == RowKind.SWITCH]
    assert (table["old_state"] == raw["extra"]).all()
    assert (table["restarts_clock"] == raw["due"]).all()
    assert (table["inside_merged_group"] == raw["minutes"]).all()
    assert (table["cause"] == raw["form"]).all()
    assert not {"extra", "due", "minutes", "form"} & set(table.dtype.names or ())


@pytest.mark.parametrize("kind", list(RowKind), ids=lambda kind: kind.name)
def test_names_and_columns_give_the_same_numbers(kind: RowKind) -> None:
    rows = rows_of(kind)
    table = named(rows, kind)
    assert table.dtype.itemsize == ROW.itemsize
    for name, column in columns_of(kind).items():
        assert (table[name] == rows[column]).all(), f"{kind.name}.{name}"


def test_of_several_kinds_a_name_is_one_column() -> None:
    names = columns_of_any((RowKind.SWITCH, RowKind.EXIT, RowKind.ARRIVE, RowKind.TRAITS))
    assert names["old_state"] == names["destination"] == names["state"] == "extra"
    assert names["need_level"] == "minutes"
    assert "extra" not in names
    owed = columns_of_any((RowKind.OPEN, RowKind.BREACH))
    assert owed["due"] == "due"


def test_more_procedures_than_the_log_can_number_are_refused() -> None:
    world = random_world(5)
    ahead = Run(world)
    ahead.state.blank["serial"] = MOST_PROCEDURES + 1  # of every citizen who takes a seat
    with pytest.raises(RunError, match="procedures of one citizen"):
        ahead.to(world.settings["days"])
