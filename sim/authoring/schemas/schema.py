"""The JSON Schema of a file from its pydantic model, with quantities, comments of fields, and shorthands added."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from sim.authoring.schemas.exceptions import DESCRIBED, OF_MODELS, UNITS_OF_FIELDS
from sim.authoring.schemas.kinds import KINDS
from sim.authoring.schemas.meanings import MEANINGS
from sim.authoring.schemas.quantities import Schema, definitions, name_of
from sim.files.entry import NoneWord
from sim.files.value import GRADES, QUANTITY

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that editors' YAML support knows best."""
_COMMENT = re.compile(r"^ {4}(\w+): .*?  # (.+)$")
_TICKS = re.compile(r"``(.+?)``")


@cache
def schema_text(kind: str) -> str:
    """The schema of a kind of file as the text of a JSON file."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"


def schema_of(kind: str) -> Schema:
    """The schema of a kind of file (:data:`KINDS`), as a new object in each call."""
    model, files, title = KINDS[kind]
    made = model.model_json_schema(by_alias=True)
    models = {each.__name__: each for each in models_in(model)}
    named = {name: _of_model(models[name], schema) for name, schema in made.pop("$defs", {}).items()}
    top = _of_model(model, made)
    top.pop("description", None)
    known = definitions()
    used = _with_used(top, named | known)
    ordered = {name: (named | known)[name] for name in sorted(used)}
    return {"$schema": DIALECT, "title": title, "description": f"scenarios/{files}"} | top | {"$defs": ordered}


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all models in its fields."""
    seen: dict[type[BaseModel], None] = {model: None}
    waiting = [model]
    while waiting:
        for field in waiting.pop().model_fields.values():
            for inner in _in_annotation(field.annotation):
                if inner not in seen:
                    seen[inner] = None
                    waiting.append(inner)
    yield from seen


def _in_annotation(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _in_annotation(argument)


def _of_model(model: type[BaseModel], made: Schema) -> Schema:
    """The schema of one model. The comments of its fields are their descriptions."""
    schema: Schema = _tidied(made)
    schema.pop("title", None)
    if "description" in schema:
        schema["description"] = _plain(schema["description"])
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    comments = _comments(model)
    for key, generated in schema.get("properties", {}).items():
        place = (model.__name__, key)
        own = dict(generated)
        if place in UNITS_OF_FIELDS:
            own = {"$ref": f"#/$defs/{name_of(UNITS_OF_FIELDS[place], bare=True)}"}
        if NoneWord in fields[key].metadata:
            own = {"anyOf": [own, {"const": "none", "description": "There is none."}]}
        description = DESCRIBED.get(place) or comments.get(key) or MEANINGS.get(place)
        if description:
            own = _described(own, description)
        schema["properties"][key] = own
    exception = OF_MODELS.get(model.__name__)
    return exception(schema) if exception else schema


def _tidied(node: Any) -> Any:
    """The schema without pydantic's titles and nulls, and with values as references. An empty key in a file is an error."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    if QUANTITY in node:
        return {"$ref": f"#/$defs/{name_of(node[QUANTITY])}"}
    if node.get("enum") == list(GRADES):
        return {"$ref": "#/$defs/grade"}
    if "anyOf" in node:
        rest = [_tidied(option) for option in node["anyOf"] if option != {"type": "null"}]
        beside = {key: item for key, item in node.items() if key not in {"anyOf", "title", "default"}}
        return {**beside, **rest[0]} if len(rest) == 1 else {**beside, "anyOf": rest}
    tidy: Schema = {}
    for key, item in node.items():
        if key == "properties":
            tidy[key] = {name: _tidied(field) for name, field in item.items()}
        elif key == "title" or (key == "default" and item in (None, [], {})):
            continue
        elif key == "format":
            tidy["pattern"] = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        else:
            tidy[key] = _tidied(item)
    return tidy


def _described(schema: Schema, description: str) -> Schema:
    """The schema with a description. In this dialect keys beside a reference are ignored, so the reference is wrapped."""
    if "$ref" in schema:
        return {"allOf": [{"$ref": schema["$ref"]}], "description": description}
    return schema | {"description": description}


@cache
def _comments(model: type[BaseModel]) -> dict[str, str]:
    """Key -> the comment after the field, for the model and its base classes."""
    comments: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if not (issubclass(base, BaseModel) and base is not BaseModel):
            continue
        for line in inspect.getsource(base).splitlines():
            if (match := _COMMENT.match(line)) and match[1] in base.model_fields and not match[2].startswith("noqa"):
                comments[base.model_fields[match[1]].alias or match[1]] = _plain(match[2])
    return comments


def _plain(text: str) -> str:
    """A comment or docstring as a sentence for an editor."""
    sentence = _TICKS.sub(r"`\1`", " ".join(text.split()))
    return sentence[0].upper() + sentence[1:] + ("" if sentence.endswith((".", "?")) else ".")


def _with_used(top: Schema, known: dict[str, Schema]) -> set[str]:
    """Names of the definitions that a schema refers to, directly or through other definitions."""
    used: set[str] = set()
    waiting = [top]
    while waiting:
        for name in set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(waiting.pop()))) - used:
            used.add(name)
            waiting.append(known[name])
    return used
