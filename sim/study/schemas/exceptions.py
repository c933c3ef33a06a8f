"""What a model's validators accept besides its fields, as JSON Schema: shorthands, and keys of which exactly one is given."""

from __future__ import annotations

from collections.abc import Callable

from sim.law.procedure import OPERATIONS
from sim.study.schemas.quantities import Schema

DURATION: Schema = {"$ref": "#/$defs/duration-value"}
UNITS_OF_FIELDS: dict[tuple[str, str], str] = {
    ("StudyFile", "warm_up"): "duration", ("StudyFile", "measured"): "duration", ("StudyFile", "confidence"): "share",
    ("QueueFile", "warm_up"): "duration", ("QueueFile", "measured"): "duration", ("Arrivals", "mean_gap"): "minutes of work",
    ("Service", "exponential"): "minutes of work", ("Service", "fixed"): "minutes of work",
}  # fmt: skip
"""Fields that read a bare quantity: by model and key, the unit."""
ANYTHING = {
    ("Change", "from"): "What stands there now; checked.", ("Change", "to"): "What shall stand there.",
    ("Change", "value"): "What is added: an item of a list, a value or a whole entry.",
    ("DatedChange", "from"): "What stands there in the regime extended; checked.",
    ("DatedChange", "to"): "What stands there from that day.", ("DatedChange", "value"): "What is added.",
}  # fmt: skip
"""Keys under which anything may stand: what does depends on the path."""


def _one_of(*keys: str) -> Schema:
    return {"oneOf": [{"required": [key]} for key in keys]}


def _meetings(schema: Schema) -> Schema:
    """``{value: 4, within: 6 months}``: the count is the value of the entry."""
    count = schema["properties"]["count"]
    texts: Schema = {name: {"type": "string"} for name in ("source", "note", "unit")}
    keys: Schema = {name: {"$ref": "#/$defs/count"} for name in ("value", "low", "high")}
    properties = {**keys, "evidence": {"$ref": "#/$defs/grade"}, **texts, **schema["properties"], "count": count}
    return schema | {"properties": properties, "required": ["within"], **_one_of("value", "count")}


def _by_need(schema: Schema) -> Schema:
    """A duration for all levels of need, or one for each."""
    said = schema.pop("description", "")
    return {"anyOf": [DURATION, schema], "description": said}


def _delivery(schema: Schema) -> Schema:
    """Range, grade and source of the entry are those of median and mean."""
    bounds = {name: {"$ref": "#/$defs/duration"} for name in ("low", "high")}
    return schema | {"properties": {**schema["properties"], **bounds}}


def _capacity(schema: Schema) -> Schema:
    """One word or several."""
    several = schema["properties"]["capacity"]
    either = {"anyOf": [several["items"], several], "description": "`keep` the staff, or `cut` it by what is freed."}
    return schema | {"properties": schema["properties"] | {"capacity": either}}


def _change(schema: Schema) -> Schema:
    forms = [
        {"required": ["set", "from", "to"]},
        {"required": ["add", "value"]},
        {"required": ["remove"]},
    ]
    paths = {
        "set": "Path of what is changed, such as `duties.early-contact.active`.",
        "add": "Path of a new entry, or of a list to which an item is added.",
        "remove": "Path of what falls away.",
    }
    described = {name: schema["properties"][name] | {"description": said} for name, said in paths.items()}
    return schema | {"properties": schema["properties"] | described, "oneOf": forms}


def _step(schema: Schema) -> Schema:
    return schema | _one_of(*OPERATIONS)


def _duty(schema: Schema) -> Schema:
    return schema | {"allOf": [_one_of("due", "meetings"), _one_of("activity", "procedure")]}


def _distribution(schema: Schema) -> Schema:
    return schema | _one_of("fixed", "mean", "survival", "mixture")


def _part(schema: Schema) -> Schema:
    return schema | _one_of("fixed", "mean")


def _service(schema: Schema) -> Schema:
    return schema | _one_of("exponential", "fixed")


def _extending(schema: Schema) -> Schema:
    """A file that extends another leaves out what it takes from there."""
    own = [key for key in schema["required"] if key in {"schema", "practice", "place", "title"}]
    return schema | {"required": own, "anyOf": [{"required": ["extends"]}, {"required": schema["required"]}]}


OF_MODELS: dict[str, Callable[[Schema], Schema]] = {
    "Meetings": _meetings, "ByNeed": _by_need, "Delivery": _delivery, "Compared": _capacity, "Change": _change,
    "DatedChange": _change, "Step": _step, "Duty": _duty, "Distribution": _distribution, "Part": _part, "Service": _service,
    "Practice": _extending, "Place": _extending,
}  # fmt: skip
"""By the name of the model: its schema as files may really be."""
