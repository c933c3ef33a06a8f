"""Wrong values in every field of every entry: each is refused in our words, at its line."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, create_model

from sim.authoring.schemas.kinds import KINDS
from sim.authoring.schemas.schema import models_in
from sim.files.entry import Entry
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.source import Place, Source
from sim.files.value import VALUE_KEYS
from tests.hostile.mutations import NUMBERS, TEXTS

KEYS = st.sampled_from(
    [*VALUE_KEYS, "en", "da", "mean", "fixed", "cv", "share", "survival", "mixture", "set", "to", "from"]
)
WRONG: tuple[Any, ...] = (
    None, True, False, "", "nonsense", "off", -1, 0, 2.5, 10**17, -(10**17), 1e300, -1e300, [], {}, ["x"], [7], {"x": 1},
    [None], [[]], [{}], {"value": None}, {"value": {}}, {"value": []}, {"value": 1, "low": 2}, {"value": 1, "evidence": []},
    {"value": "x", "unit": {}}, "9999-12-31", "0001-01-01", "20240110", "2024-W01-1", "2024-01-01T00:00:00",
    "100000 years", "999999999999 days", "1000000000000 minutes", "9" * 5000 + " days", "9" * 5000 + " %", "1e300 %",
    "2\u200b weeks", "\u0430ll",
)  # fmt: skip
OF_THE_LIBRARY = (
    "Input should", "should be", "should have", "valid ", "type=", "pydantic", "Field required", "Extra inputs",
    "input_value", "Value error", "Assertion", "List should", "Tuple should", "NoneType", "another kind of entry",
)  # fmt: skip


def models() -> list[type[BaseModel]]:
    """Every class of entries in files of scenarios."""
    kinds = [kind.model for kind in KINDS.values()]
    return list(dict.fromkeys(model for kind in kinds for model in models_in(kind)))


@cache
def fields(model: type[BaseModel]) -> tuple[tuple[str, type[Entry]], ...]:
    """Each key of an entry, with an entry that has this key alone."""
    return tuple(_alone(model))


def _alone(model: type[BaseModel]) -> Iterator[tuple[str, type[Entry]]]:
    for name, field in model.model_fields.items():
        alone = create_model("Alone", __base__=Entry, **{name: (field.annotation, copy.copy(field))})  # type: ignore[call-overload]
        yield field.alias or name, alone


ANYTHING = ("from", "to", "value")
"""Keys of a change: their values are those of other fields, so that any value is taken here."""


def refusal(entry: type[Entry], key: str, value: object) -> ScenarioError | None:
    """The error for an entry whose key has this value, or None if it is taken."""
    source = Source("a.yaml", {key: value}, {(): Place("a.yaml", 1), (key,): Place("a.yaml", 2)})
    try:
        shape(entry, source)
    except ScenarioError as error:
        return error
    return None


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_a_wrong_value_is_refused_in_our_words_at_its_line(model: type[BaseModel]) -> None:
    for key, alone in fields(model):
        errors = [(value, error) for value in WRONG if (error := refusal(alone, key, value)) is not None]
        for value, error in errors:
            words = str(error)
            assert (error.file, error.line) == ("a.yaml", 2), (key, value, words)
            assert not [word for word in OF_THE_LIBRARY if word in words], (key, value, words)
            assert error.expected or error.do, (key, value, words)
        if key not in ANYTHING:
            assert len(errors) >= len(WRONG) // 4, key


HOSTILE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.sampled_from([*TEXTS, *NUMBERS]),
    st.from_regex(r"-?[0-9]{1,25}(\.[0-9]{1,5})? ?(days?|weeks|months|years|minutes|hours|%|DKK)", fullmatch=True),
    st.dates().map(str),
)  # fmt: skip
ANY = st.recursive(
    HOSTILE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | KEYS, inner, max_size=5),
    max_leaves=8,
)
FIELDS = st.deferred(
    lambda: st.sampled_from([(model.__name__, key, alone) for model in models() for key, alone in fields(model)])
)


@settings(max_examples=int(os.environ.get("JOBSIM_FIELDS", "400")), suppress_health_check=[HealthCheck.too_slow])
@given(field=FIELDS, value=ANY)
def test_any_value_is_taken_or_refused_in_our_words(field: tuple[str, str, type[Entry]], value: object) -> None:
    """Texts, numbers, lists and mappings of all kinds, as a YAML file can hold them and as it cannot."""
    _, key, alone = field
    error = refusal(alone, key, value)
    if error is not None:
        words = str(error)
        assert error.file == "a.yaml"
        assert error.line in (1, 2)
        assert len(words) < 20_000
        assert not [word for word in OF_THE_LIBRARY if word in words and word not in str(value)], words


def test_the_classes_are_those_of_all_files() -> None:
    names = {model.__name__ for model in models()}
    assert {"StudyFile", "Shock", "Place", "People", "Office", "Regime", "Step", "PracticeFile", "EffectsFile"} <= names
    assert {"QueueFile", "Queue", "ReformFile", "PackageFile", "NormsFile", "TensionFile"} <= names
