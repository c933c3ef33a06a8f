"""JSON Schema for input that a model's validators accept beyond its fields: shorthands, and keys that exclude each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from sim.authoring.schemas.quantities import Schema
from sim.law.clauses.procedure import OPERATIONS
from sim.law.clauses.reform import NEEDS, may_have
from sim.law.clauses.reform import OPERATIONS as CHANGE_OPERATIONS
from sim.law.clauses.vocabulary import ProposalKind
from sim.study.shocks import OPEN
from sim.validation.paper_file import OPERATIONS as PAPER_OPERATIONS

UNITS_OF_FIELDS: dict[tuple[str, str], str] = {
    ("StudyFile", "warm_up"): "duration", ("StudyFile", "measured"): "duration", ("StudyFile", "follow_up"): "duration",
    ("CalibrationFile", "warm_up"): "duration", ("CalibrationFile", "measured"): "duration",
    ("StudyFile", "confidence"): "share", ("Precision", "confidence"): "share", ("Answer", "share"): "share",
    ("Margins", "meetings"): "share", ("Margins", "running"): "share", ("Margins", "deadlines"): "share",
    ("QueueFile", "warm_up"): "duration", ("QueueFile", "measured"): "duration", ("Arrivals", "mean_gap"): "minutes of work",
    ("Service", "exponential"): "minutes of work", ("Service", "fixed"): "minutes of work",
    ("Caseload", "finished"): "share", ("Caseload", "away"): "duration",
}  # fmt: skip
"""Fields that read a bare quantity: (model, key) -> unit."""
_ADDED = "The new item of a list, value or entry. With `keep`: the present value, which stays."
DESCRIBED = {
    **{(model, "from"): "The present value, which is checked." for model in ("Change", "PathChange")},
    **{(model, "to"): "The new value." for model in ("Change", "PathChange", "PracticeChange")},
    **{(model, "value"): _ADDED for model in ("Change", "PathChange")},
    ("DatedChange", "from"): "The value in the extended regime, which is checked.",
    ("DatedChange", "to"): "The value from that day on.", ("DatedChange", "value"): "The new item, value or entry.",
    ("DatedChange", "running"): "Whether running cases follow the new law at once, from their next switch, or never.",
    ("Change", "on"): "The only regimes to which the change applies (default: all).",
    ("Change", "already_in_force"): "Whether the change may be law already in a regime to which it applies.",
    ("PracticeChange", "set"): "Path of a value, such as `booking.missed_share`, or of a new entry of a section.",
    ("Claim", "saves"): "The saving that the paper names.", ("Claim", "states"): "Another number that the paper names.",
    ("Claim", "source"): "Id of the figure (figures/claims.yaml).",
    ("Caseload", "most"): "The most cases that a manager has at the same time. Others wait outside, in one queue.",
    ("Caseload", "finished"): "The chance that a service was the last one of its case.",
    ("Caseload", "away"): "Mean days until a case that is not finished needs service again (exponential).",
    ("StudyFile", "follow_up"): "How long runs go on after the window, so that waits are followed to their end. Default: 2 years.",
    ("StudyFile", "effects"): "Effects on behaviour: `off`, `on`, the name of a file of effects, or a file and an end of its ranges.",
    ("StudyFile", "shocks"): "Shocks to inflow or staff, in every column.",
    ("StudyFile", "staff"): "Staff by its total, spread over the teams in the place's proportions (default: the place's own).",
    ("StudyFile", "margins"): "Margins of a staff cut, in place of those of the office file.",
    ("StudyFile", "practices_by_place"): "Place -> the practice that `own` means there.",
    ("StudyFile", "precision"): "Pairs are added until the named changes are known so well (default: the pairs of `replications`).",
    ("Compared", "rules"): "A rule set. `enacted` means the regimes by their days in force; `expected` adds expected regimes.",
    ("Compared", "practice"): "One or several practices, with a column for each. `own` means each place's own practice.",
    ("Compared", "then"): "Other rules, another practice or both, from a day of the run on.",
    ("Compared", "sweep"): "A value of the practice and the values to try, with a column for each.",
    ("Compared", "capacity"): "The use of freed hours: `keep` the staff, `cut` it, or `reinvest` the hours. One or several.",
    ("Compared", "reinvest"): "The use of reinvested hours: `meetings`, `caseloads` or both. Only with `capacity: reinvest`.",
    ("Compared", "team_places"): "One or several numbers of weekly places of the rehabilitation team, with a column for each.",
    ("Compared", "shocks"): "Shocks to inflow or staff, in this entry's columns only.",
    ("Then", "from"): "The first day.",
    ("Sweep", "path"): "Path of a value of the practice, such as `team_share` or `booking.window`.",
    ("Shock", "inflow"): "A group, or `all`.", ("Shock", "staff"): "A team, or `all`.",
    ("Shock", "from"): "The first day.", ("Package", "changes"): "Changes that no paper proposes.",
}  # fmt: skip
"""Descriptions of keys that have no comment in their model. The values of `from`, `to` and `value` have no fixed type."""


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
    """A value for all levels of need, or one for each level."""
    description = schema.pop("description", "")
    one = {key: item for key, item in schema["properties"]["light"].items() if key != "description"}
    return {"anyOf": [one, schema], "description": description}


def _delivery(schema: Schema) -> Schema:
    """An entry may have a range, grade and source, which apply to median and mean."""
    bounds = {name: {"$ref": "#/$defs/duration"} for name in ("low", "high")}
    return schema | {"properties": {**schema["properties"], **bounds}}


def _compared(schema: Schema) -> Schema:
    """Some keys have one word or a list of words."""
    either = {}
    for key in ("practice", "capacity", "reinvest"):
        several = dict(schema["properties"][key])
        beside = {word: several.pop(word) for word in ("description", "default") if word in several}
        either[key] = {"anyOf": [several["items"], several], **beside}
    return schema | {"properties": schema["properties"] | either}


def _study(schema: Schema) -> Schema:
    """``effects`` is a word or a mapping. A study names its places or a list of them."""
    effects = schema["properties"]["effects"]
    description = effects.pop("description")
    word = {"type": "string", "examples": ["off", "on"]}
    either = {"anyOf": [word, *effects.get("allOf", [effects])], "description": description}
    return schema | {"properties": schema["properties"] | {"effects": either}, **_one_of("places", "places_in")}


def _then(schema: Schema) -> Schema:
    return schema | {"anyOf": [{"required": [key]} for key in ("rules", "practice")]}


def _shock(schema: Schema) -> Schema:
    """A change has a sign. A shock ends on a date, or after the end of the run."""
    change = {
        "type": "string", "pattern": r"^[+-]? ?[0-9]+(\.[0-9]+)? ?%$", "description": "The change in percent.",
        "examples": ["+30 %", "-25 %"],
    }  # fmt: skip
    day = {key: item for key, item in schema["properties"]["until"].items() if key != "description"}
    until = {"anyOf": [day, {"enum": list(OPEN)}], "description": "The last day."}
    properties = schema["properties"] | {"change": change, "until": until}
    return schema | {"properties": properties, **_one_of("inflow", "staff")}


def _stated_staff(schema: Schema) -> Schema:
    """A total has its unit."""
    total = {
        "type": "string", "pattern": r"^[0-9]+(\.[0-9])? ?posts?$", "description": "Posts of caseworkers in all, in tenths.",
        "examples": ["240 posts"],
    }  # fmt: skip
    return schema | {"properties": schema["properties"] | {"total": total}}


def _precision(schema: Schema) -> Schema:
    """A half-width is a share of the baseline's mean, or a number in the unit of the measure."""
    half_width = {
        "anyOf": [
            {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? ?%$", "description": "A share of the baseline's mean."},
            {"type": "number", "exclusiveMinimum": 0, "description": "In the unit of the measure."},
        ],
        "description": "The half-width of the interval that is wanted.", "examples": ["1 %", 500],
    }  # fmt: skip
    return schema | {"properties": schema["properties"] | {"half_width": half_width}}


def _claim(schema: Schema) -> Schema:
    return schema | _one_of("saves", "states")


def _reform(schema: Schema) -> Schema:
    """Each kind of proposal requires some keys and excludes others."""
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
        "set": "Path of the value or entry to change, such as `duties.early-contact.active`.",
        "add": "Path of a new entry, or of a list that gets a new item.",
        "remove": "Path of the value or entry to remove.",
        "keep": "Path of a clause that stays unchanged. A proposal that changes the clause is a contradiction.",
    }
    described = {name: schema["properties"][name] | {"description": text} for name, text in paths.items()}
    return schema | {"properties": schema["properties"] | described, "oneOf": forms}


def _step(schema: Schema) -> Schema:
    return schema | _one_of(*OPERATIONS)


def _paper_step(schema: Schema) -> Schema:
    return schema | _one_of(*PAPER_OPERATIONS)


def _against(schema: Schema) -> Schema:
    """A number is held against one thing."""
    return schema | _one_of("proposal", "package", "figure", "not")


def _duty(schema: Schema) -> Schema:
    return schema | {"allOf": [_one_of("due", "meetings"), _one_of("activity", "procedure")]}


def _distribution(schema: Schema) -> Schema:
    return schema | _one_of("fixed", "mean", "survival", "mixture")


def _part(schema: Schema) -> Schema:
    return schema | _one_of("fixed", "mean")


def _service(schema: Schema) -> Schema:
    return schema | _one_of("exponential", "fixed")


def _extending(schema: Schema) -> Schema:
    """A file that extends another file may leave out the keys that it takes from there."""
    own = [key for key in schema["required"] if key in {"schema", "practice", "place", "title"}]
    return schema | {"required": own, "anyOf": [{"required": ["extends"]}, {"required": schema["required"]}]}


def _office(schema: Schema) -> Schema:
    """As :func:`_extending`, with the name of an office."""
    extending = _extending(schema)
    return extending | {"required": [*extending["required"], "office"]}


OF_MODELS: dict[str, Callable[[Schema], Schema]] = {
    "Meetings": _meetings, "ByNeed": _by_need, "ShareByNeed": _by_need, "Delivery": _delivery, "Compared": _compared, "Change": _change,
    "DatedChange": _change, "PathChange": _change, "StudyFile": _study, "Then": _then, "Shock": _shock, "Claim": _claim,
    "Reform": _reform, "Step": _step, "Duty": _duty, "Distribution": _distribution, "Part": _part, "Service": _service,
    "PracticeFile": _extending, "Place": _extending, "Office": _office, "StatedStaff": _stated_staff, "Precision": _precision,
    "PaperStep": _paper_step,
    "Against": _against,
}  # fmt: skip
"""Name of a model -> the function that corrects its schema."""
