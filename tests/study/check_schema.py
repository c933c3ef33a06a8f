"""A small checker of JSON Schemas, for the keywords that ours use. One that it does not know is an error of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
}  # fmt: skip
SILENT = {"$schema", "$defs", "title", "description", "examples", "default", "then"}


def errors(schema: dict[str, Any], thing: Any) -> list[str]:
    """What of a file's tree does not fit the schema, with its path; empty when all fits."""
    return list(_errors(schema, thing, schema, "$"))


def _errors(schema: dict[str, Any] | bool, thing: Any, root: dict[str, Any], path: str) -> Iterator[str]:
    if isinstance(schema, bool):
        yield from () if schema else (f"{path}: must not be here",)
        return
    for word, rule in schema.items():
        if word in SILENT:
            continue
        check = CHECKS.get(word)
        if check is None:
            raise AssertionError(f"the schema uses a word that this checker does not know: {word}")
        yield from check(rule, thing, root, path, schema)


def _fits(schema: dict[str, Any], thing: Any, root: dict[str, Any]) -> bool:
    return not list(_errors(schema, thing, root, ""))


def _ref(rule: str, thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    section, name = rule.removeprefix("#/").split("/")
    yield from _errors(root[section][name], thing, root, path)


def _type(rule: str, thing: Any, _: Any, path: str, __: Any) -> Iterator[str]:
    if not isinstance(thing, TYPES[rule]) or (isinstance(thing, bool) and rule != "boolean"):
        yield f"{path}: {thing!r} is no {rule}"


def _properties(rule: dict[str, Any], thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    for key, item in thing.items() if isinstance(thing, dict) else ():
        if key in rule:
            yield from _errors(rule[key], item, root, f"{path}.{key}")


def _other_keys(rule: Any, thing: Any, root: dict[str, Any], path: str, schema: dict[str, Any]) -> Iterator[str]:
    for key, item in thing.items() if isinstance(thing, dict) else ():
        patterns = schema.get("patternProperties", {})
        if key in schema.get("properties", {}) or any(re.search(pattern, key) for pattern in patterns):
            continue
        if rule is False:
            yield f"{path}: unknown key {key}"
        elif rule is not True:
            yield from _errors(rule, item, root, f"{path}.{key}")


def _patterned(rule: dict[str, Any], thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    for key, item in thing.items() if isinstance(thing, dict) else ():
        for pattern, schema in rule.items():
            if re.search(pattern, key):
                yield from _errors(schema, item, root, f"{path}.{key}")


def _names(rule: Any, thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    for key in thing if isinstance(thing, dict) else ():
        yield from _errors(rule, key, root, f"{path}.{key}")


def _required(rule: list[str], thing: Any, _: Any, path: str, __: Any) -> Iterator[str]:
    for key in rule if isinstance(thing, dict) else ():
        if key not in thing:
            yield f"{path}: {key} is missing"


def _any_of(rule: list[Any], thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    if not any(_fits(one, thing, root) for one in rule):
        yield f"{path}: {thing!r} fits none"


def _one_of(rule: list[Any], thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    if sum(_fits(one, thing, root) for one in rule) != 1:
        yield f"{path}: {thing!r} does not fit exactly one"


def _all_of(rule: list[Any], thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    for one in rule:
        yield from _errors(one, thing, root, path)


def _if(rule: Any, thing: Any, root: dict[str, Any], path: str, schema: dict[str, Any]) -> Iterator[str]:
    if _fits(rule, thing, root):
        yield from _errors(schema["then"], thing, root, path)


def _dependencies(rule: dict[str, list[str]], thing: Any, _: Any, path: str, __: Any) -> Iterator[str]:
    for key, others in rule.items() if isinstance(thing, dict) else ():
        for other in others if key in thing else ():
            if other not in thing:
                yield f"{path}: {key} without {other}"


def _items(rule: Any, thing: Any, root: dict[str, Any], path: str, _: Any) -> Iterator[str]:
    for number, item in enumerate(thing) if isinstance(thing, list) else ():
        yield from _errors(rule, item, root, f"{path}[{number}]")


def _when(test: Any) -> Any:
    def check(rule: Any, thing: Any, _: Any, path: str, __: Any) -> Iterator[str]:
        if not test(rule, thing):
            yield f"{path}: {thing!r} against {rule!r}"

    return check


def _is_number(thing: Any) -> bool:
    return isinstance(thing, int | float) and not isinstance(thing, bool)


CHECKS: dict[str, Any] = {
    "$ref": _ref, "type": _type, "properties": _properties, "additionalProperties": _other_keys, "patternProperties": _patterned,
    "required": _required, "anyOf": _any_of, "oneOf": _one_of, "allOf": _all_of, "if": _if, "dependencies": _dependencies,
    "items": _items, "propertyNames": _names,
    "enum": _when(lambda rule, thing: thing in rule and not isinstance(thing, bool)),
    "const": _when(lambda rule, thing: thing == rule and type(thing) is type(rule)),
    "pattern": _when(lambda rule, thing: not isinstance(thing, str) or re.search(rule, thing) is not None),
    "minimum": _when(lambda rule, thing: not _is_number(thing) or thing >= rule),
    "maximum": _when(lambda rule, thing: not _is_number(thing) or thing <= rule),
    "exclusiveMaximum": _when(lambda rule, thing: not _is_number(thing) or thing < rule),
    "minItems": _when(lambda rule, thing: not isinstance(thing, list) or len(thing) >= rule),
    "maxItems": _when(lambda rule, thing: not isinstance(thing, list) or len(thing) <= rule),
}  # fmt: skip
