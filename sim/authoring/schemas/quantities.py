"""The notation of values and quantities in a file, as JSON Schema."""

from __future__ import annotations

from typing import Any

from sim.files.quantity import EXPECTED, MOST
from sim.files.value import GRADES, NEED_A_RANGE

Schema = dict[str, Any]

_NUMBER = r"[0-9]+(\.[0-9]+)? ?"
_DIMENSIONS: dict[str, tuple[str, str, list[str | int | float]]] = {
    "duration": ("duration", rf"^{_NUMBER}(days?|weeks?|months?|years?)$", ["6 months", "1 week", "2.5 years"]),
    "minutes of work": ("work", rf"^{_NUMBER}(minutes?|hours?)$", ["15 minutes", "3 hours"]),
    "share": ("share", rf"^{_NUMBER}%$", ["85 %"]),
    "DKK": ("money", rf"^-?{_NUMBER}DKK$", ["1850 DKK"]),
}
"""Unit of a value -> its dimension, the pattern of its text, examples."""
_BARE: dict[str, tuple[str, Schema, list[str | int | float]]] = {
    "count": ("count", {"type": "integer", "minimum": 0, "maximum": MOST}, [4]),
    "number": ("number", {"type": "number", "minimum": 0, "maximum": MOST}, [0.35]),
}
UNITS = (*_DIMENSIONS, *_BARE)
"""Units of values."""


def name_of(unit: str, *, bare: bool = False) -> str:
    """The name of a definition: ``duration-value``, or ``duration`` for a bare quantity without range and grade."""
    dimension = (_DIMENSIONS.get(unit) or _BARE[unit])[0]
    return dimension if bare else f"{dimension}-value"


def quantity(unit: str) -> Schema:
    """A quantity without range and grade."""
    if unit in _BARE:
        dimension, schema, examples = _BARE[unit]
        return schema | {"description": f"{EXPECTED[dimension].capitalize()}.", "examples": examples}
    dimension, pattern, examples = _DIMENSIONS[unit]
    expected = EXPECTED[dimension]
    return {
        "type": "string",
        "pattern": pattern,
        "description": f"{expected[0].upper()}{expected[1:]}.",
        "examples": examples,
    }


def value(unit: str) -> Schema:
    """A value: a bare quantity with the grade and source of its entry, or a mapping with a range of its own."""
    own = {"$ref": f"#/$defs/{name_of(unit, bare=True)}"}
    number: Schema = {"anyOf": [own, {"type": "number", "description": "A number in the unit of the key `unit`."}]}
    bound = own if unit in _BARE else number
    properties: Schema = {
        "value": bound | {"description": "The value itself."},
        "low": bound | {"description": "The low end of the range; requires `high`."},
        "high": bound | {"description": "The high end of the range; requires `low`."},
        "unit": {"type": "string", "description": "The unit if value, low and high are bare numbers."},
        "evidence": {"$ref": "#/$defs/grade"},
        "source": {"type": "string", "description": "The source (default: that of the entry)."},
        "note": {"type": "string"},
    }
    needs_a_range: Schema = {
        "if": {
            "properties": {"evidence": {"enum": [grade for grade in GRADES if grade in NEED_A_RANGE]}},
            "required": ["evidence"],
        },
        "then": {"required": ["low", "high"]},
    }
    mapping: Schema = {
        "type": "object", "properties": properties, "required": ["value"], "additionalProperties": False,
        "dependencies": {"low": ["high"], "high": ["low"]},
    }  # fmt: skip
    description = f"Below the grade `statistic` a value needs low and high. {quantity(unit)['description']}"
    return {"anyOf": [own, mapping | needs_a_range], "description": description}


def definitions() -> dict[str, Schema]:
    """All quantities and values by name, and the grade."""
    grade: Schema = {
        "enum": list(GRADES),
        "description": "The kind of evidence for the value (default: the grade of the entry).",
    }
    bare = {"grade": grade} | {name_of(unit, bare=True): quantity(unit) for unit in UNITS}
    return bare | {name_of(unit): value(unit) for unit in UNITS}
