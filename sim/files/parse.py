"""Parse a tree into typed entries. Errors get their line; values get their path, place, grade and range."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.files.errors import ScenarioError, nearest_name
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import IN_FILE, NEED_A_RANGE, Value, bound, shown, size

M = TypeVar("M", bound=BaseModel)

_WITH_VALUES = (Value, BaseModel, dict, tuple)
"""The types of entries that are values or may hold some. Most entries are plain words and need no look."""

_DETAILS = ("found", "expected", "nearest", "do")
EXPECTED = {
    "bool_type": "true or false",
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "tuple_type": "a list in brackets",
    "too_short": "at least one entry",
    "too_long": "fewer entries",
}
"""The kinds of errors of the validation library, in our words."""
_QUOTES = "put a text that looks like a number, a date or a word of YAML in quotation marks"


def shape(model: type[M], source: Source) -> M:
    """Parse the tree of ``source`` into ``model`` and give every value its place.

    Raises:
        ScenarioError: the first entry of the file that is invalid.
    """
    try:
        entry = model.model_validate(source.tree, context=IN_FILE)
    except ValidationError as error:
        raise _in_order(error, source)[0] from None
    bound: M = _bind(entry, source, (), "", "")
    return bound


def faults(model: type[BaseModel], source: Source) -> list[ScenarioError]:
    """Everything in a tree that ``model`` refuses, in the order of the lines. Values are not held against their ranges."""
    try:
        model.model_validate(source.tree, context=IN_FILE)
    except ValidationError as error:
        return _in_order(error, source)
    return []


def _in_order(error: ValidationError, source: Source) -> list[ScenarioError]:
    errors = [_translated(details, source) for details in _joined(error.errors(), source)]
    return sorted(errors, key=lambda e: (e.file != source.file, e.line or 0))


def values_in(thing: Any) -> list[Value[Any]]:
    """Every value in ``thing`` in file order, each path once."""
    found: dict[str, Value[Any]] = {}
    _collect(thing, found)
    return list(found.values())


def _collect(thing: Any, found: dict[str, Value[Any]]) -> None:
    if isinstance(thing, Value):
        found[thing.path] = thing
    elif isinstance(thing, BaseModel):
        for name, _ in _fields(type(thing)):
            item = getattr(thing, name)
            if isinstance(item, _WITH_VALUES):
                _collect(item, found)
    elif isinstance(thing, dict):
        for item in thing.values():
            _collect(item, found)
    elif isinstance(thing, tuple):
        for item in thing:
            _collect(item, found)


def _bind(thing: Any, source: Source, keys: Keys, evidence: str, origin: str) -> Any:
    if isinstance(thing, Value):
        return _bound(thing, source, keys, evidence, origin)
    if isinstance(thing, BaseModel):
        evidence = getattr(thing, "evidence", None) or evidence
        origin = getattr(thing, "source", None) or origin
        changed = {}
        for name, key in _fields(type(thing)):
            item = getattr(thing, name)
            if isinstance(item, _WITH_VALUES):
                bound = _bind(item, source, (*keys, key), evidence, origin)
                if bound is not item:
                    changed[name] = bound
        return thing.model_copy(update=changed)
    if isinstance(thing, dict):
        return {
            key: _bind(item, source, (*keys, key), evidence, origin) if isinstance(item, _WITH_VALUES) else item
            for key, item in thing.items()
        }
    if isinstance(thing, tuple):
        return tuple(
            _bind(item, source, (*keys, index), evidence, origin) if isinstance(item, _WITH_VALUES) else item
            for index, item in enumerate(thing)
        )
    return thing


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """(name, key in the file) of each field of an entry."""
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())


def _bound(value: Value[Any], source: Source, keys: Keys, evidence: str, origin: str) -> Value[Any]:
    keys = source.existing(keys)
    grade = value.evidence or evidence
    name = dotted(keys)
    if not grade:
        raise source.error(
            f"`{name}` has no evidence grade", keys, found=value.text, expected="evidence: law, statistic, …"
        )
    if (value.low is None) != (value.high is None):
        raise source.error(f"the range of `{name}` has only one end", keys, found=value.text, expected="low and high")
    if value.low is None or value.high is None:
        if grade in NEED_A_RANGE:
            raise source.error(
                f"`{name}` needs a range: its grade is `{grade}`", keys, found=value.text, expected="low and high"
            )
    elif not size(value.low) <= size(value.value) <= size(value.high):
        expected = f"a value from {bound(value, value.low)} to {bound(value, value.high)}"
        raise source.error(f"`{name}` lies outside its range", keys, found=value.text, expected=expected)
    return replace(value, evidence=grade, source=value.source or origin, path=name, where=str(source.place(keys)))


def dotted(keys: Keys) -> str:
    return ".".join(map(str, keys))


def _translated(details: ErrorDetails, source: Source) -> ScenarioError:
    context = details.get("ctx", {})
    keys: Keys = (*details["loc"], *context.get("key", ()))
    if details["type"] == "problem":
        shown_details = {name: context.get(name) for name in _DETAILS}
        message = str(context["message"]).replace("{name}", dotted(source.existing(keys)))
        return source.error(message, keys, **shown_details)
    raw = details["input"]
    found = shown(raw)
    name = dotted(source.existing(keys))
    if details["type"] == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        expected = ", ".join(known) or str(context["expected"])
        nearest = nearest_name(str(raw), known)
        return source.error(f"`{name}` has an unknown word", keys, found=found, expected=expected, nearest=nearest)
    kinds = details["type"].split(" ")
    expected = (
        " or ".join(dict.fromkeys(EXPECTED[kind] for kind in kinds if kind in EXPECTED)) or "another kind of entry"
    )
    if details["type"] == "too_long":
        expected, found = f"at most {context['max_length']:,} entries", f"{context['actual_length']:,} entries"
    if details["type"] == "too_short":
        least = int(context.get("min_length", 1))
        expected = EXPECTED["too_short"] if least == 1 else f"at least {least} entries"
    do = _QUOTES if "string_type" in kinds and isinstance(raw, bool | int | float) else None
    return source.error(f"`{name}` does not fit", keys, found=found, expected=expected, do=do)


def _counts_faults(details: ErrorDetails) -> bool:
    """Whether a list is called too short only because its entries are invalid. Each of them has an error of its own."""
    least = details.get("ctx", {}).get("min_length", 0)
    return details["type"] == "too_short" and isinstance(details["input"], list) and len(details["input"]) >= least


def _joined(errors: list[ErrorDetails], source: Source) -> list[ErrorDetails]:
    """The errors, with one error for a place where several kinds of entry are possible. Its type has all their types."""
    by_place: dict[tuple[Keys, bool], ErrorDetails] = {}
    for details in errors:
        if _counts_faults(details):
            continue
        own = details["type"] not in EXPECTED or details["type"] in ("too_short", "too_long")
        place = (details["loc"] if own else source.existing(details["loc"]), own)
        if place in by_place and not own:
            by_place[place]["type"] += f" {details['type']}"
        else:
            by_place.setdefault(place, details)
    return list(by_place.values())
