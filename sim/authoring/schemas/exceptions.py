"""What a model's validators accept besides its fields, as JSON Schema: shorthands, and keys of which exactly one is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from sim.authoring.schemas.quantities import Schema
from sim.law.clauses.procedure import OPERATIONS
from sim.law.clauses.reform import NEEDS, may_have
from sim.law.clauses.reform import OPERATIONS as CHANGE_OPERATIONS
from sim.law.clauses.vocabulary import ProposalKind
from sim.study.shocks import OPEN

DURATION: Schema = {"$ref": "#/$defs/duration-value"}
UNITS_OF_FIELDS: dict[tuple[str, str], str] = {
    ("StudyFile", "warm_up"): "duration", ("StudyFile", "measured"): "duration", ("StudyFile", "confidence"): "share",
    ("QueueFile", "warm_up"): "duration", ("QueueFile", "measured"): "duration", ("Arrivals", "mean_gap"): "minutes of work",
    ("Service", "exponential"): "minutes of work", ("Service", "fixed"): "minutes of work",
}  # fmt: skip
"""Fields that read a bare quantity: by model and key, the unit."""
_ADDED = "What is added: an item of a list, a value or a whole entry. Of `keep`: what stands there and stays."
DESCRIBED = {
    **{(model, "from"): "What stands there now; checked." for model in ("Change", "PathChange")},
    **{(model, "to"): "What shall stand there." for model in ("Change", "PathChange", "PracticeChange")},
    **{(model, "value"): _ADDED for model in ("Change", "PathChange")},
    ("DatedChange", "from"): "What stands there in the regime extended; checked.",
    ("DatedChange", "to"): "What stands there from that day.", ("DatedChange", "value"): "What is added.",
    ("DatedChange", "running"): "Cases that run on the day: the new law at once, from their next switch, or never.",
    ("Change", "on"): "The regimes on which alone it is made; left out: on all.",
    ("Change", "already_in_force"): "It may be the law already where it is made.",
    ("PracticeChange", "set"): "Path of a value, such as `booking.missed_share`, or of an entry that is added to a section.",
    ("Claim", "saves"): "The saving that the paper names.", ("Claim", "states"): "Another number that the paper names.",
    ("Claim", "source"): "Id of the figure (figures/claims.yaml).",
    ("StudyFile", "effects"): "On behaviour: `off`, `on`, the name of a file of effects, or a file and an end of its ranges.",
    ("StudyFile", "shocks"): "To inflow or staff, in every column.",
    ("StudyFile", "practices_by_place"): "By place: what the practice `own` is there.",
    ("Compared", "rules"): "A rule set; or `enacted`: the regimes by their days in force, with `expected` those to come too.",
    ("Compared", "practice"): "A practice or several, a column for each; `own`: that of each place.",
    ("Compared", "then"): "Other rules, another practice or both, from a day of the run on.",
    ("Compared", "sweep"): "A value of the practice and what it is set to, a column for each.",
    ("Compared", "capacity"): "What becomes of freed hours: `keep` the staff, `cut` it, `reinvest` them; one or several.",
    ("Compared", "reinvest"): "Into `meetings`, `caseloads` or both; with `capacity: reinvest`.",
    ("Compared", "shocks"): "To inflow or staff, in this entry's columns only.",
    ("Then", "from"): "The first day.",
    ("Sweep", "path"): "Path of a value of the practice, such as `team_share` or `booking.window`.",
    ("Shock", "inflow"): "A group, or `all`.", ("Shock", "staff"): "A team, or `all`.",
    ("Shock", "from"): "The first day.", ("Package", "changes"): "Changes that no paper proposes.",
}  # fmt: skip
"""What an editor says of keys that have no comment beside them; of `from`, `to` and `value` anything may stand there."""


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


def _compared(schema: Schema) -> Schema:
    """One word or several."""
    either = {}
    for key in ("practice", "capacity", "reinvest"):
        several = dict(schema["properties"][key])
        beside = {word: several.pop(word) for word in ("description", "default") if word in several}
        either[key] = {"anyOf": [several["items"], several], **beside}
    return schema | {"properties": schema["properties"] | either}


def _study(schema: Schema) -> Schema:
    """``effects`` is a word or says more."""
    effects = schema["properties"]["effects"]
    said = effects.pop("description")
    word = {"type": "string", "examples": ["off", "on"]}
    either = {"anyOf": [word, *effects.get("allOf", [effects])], "description": said}
    return schema | {"properties": schema["properties"] | {"effects": either}}


def _then(schema: Schema) -> Schema:
    return schema | {"anyOf": [{"required": [key]} for key in ("rules", "practice")]}


def _shock(schema: Schema) -> Schema:
    """A change has a sign; a shock ends on a date or later than the run."""
    change = {
        "type": "string", "pattern": r"^[+-]? ?[0-9]+(\.[0-9]+)? ?%$", "description": "How many more or fewer.",
        "examples": ["+30 %", "-25 %"],
    }  # fmt: skip
    day = {key: said for key, said in schema["properties"]["until"].items() if key != "description"}
    until = {"anyOf": [day, {"enum": list(OPEN)}], "description": "The last day."}
    properties = schema["properties"] | {"change": change, "until": until}
    return schema | {"properties": properties, **_one_of("inflow", "staff")}


def _claim(schema: Schema) -> Schema:
    return schema | _one_of("saves", "states")


def _reform(schema: Schema) -> Schema:
    """Each kind of proposal needs some keys, and others do not go with it."""
    kinds = []
    for kind in get_args(ProposalKind):
        others = [key for keys in NEEDS.values() for key in keys if key not in may_have(kind)]
        then = {"required": list(NEEDS[kind]), "properties": dict.fromkeys(others, False)}
        kinds.append({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then})
    return schema | {"allOf": kinds}


def _change(schema: Schema) -> Schema:
    needs = {operation: [operation, *keys] for operation, keys in CHANGE_OPERATIONS.items()}
    every = list(dict.fromkeys(key for keys in needs.values() for key in keys))
    forms = [
        {"required": keys, "properties": dict.fromkeys([key for key in every if key not in keys], False)}
        for keys in needs.values()
    ]
    paths = {
        "set": "Path of what is changed, such as `duties.early-contact.active`.",
        "add": "Path of a new entry, or of a list to which an item is added.",
        "remove": "Path of what falls away.",
        "keep": "Path of what stays as it is: nothing changes, and a proposal that changes it is contradicted.",
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
    "Meetings": _meetings, "ByNeed": _by_need, "Delivery": _delivery, "Compared": _compared, "Change": _change,
    "DatedChange": _change, "PathChange": _change, "StudyFile": _study, "Then": _then, "Shock": _shock, "Claim": _claim,
    "Reform": _reform, "Step": _step, "Duty": _duty, "Distribution": _distribution, "Part": _part, "Service": _service,
    "PracticeFile": _extending, "Place": _extending,
}  # fmt: skip
"""By the name of the model: its schema as files may really be."""
