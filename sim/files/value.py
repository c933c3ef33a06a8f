"""A value of the model: a quantity with its range, evidence grade and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sim.files import quantity
from sim.files.characters import odd_characters
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import Count, Duration, Minutes, Money, Number, QuantityError, Share

Grade = Literal["law", "statistic", "study", "seed", "expert", "fitted", "assumption", "unknown"]
GRADES: tuple[str, ...] = get_args(Grade)
NEED_A_RANGE = frozenset(GRADES[2:])  # below `statistic`
VALUE_KEYS = ("value", "unit", "low", "high", "evidence", "source", "note")

IN_FILE = "file"
"""The context in which pydantic validates the tree of a scenario file, and not a record of the program."""

QUANTITY = "x-value"
"""Marks a value of this unit in pydantic's JSON Schema; :mod:`sim.authoring.schemas` replaces the mark."""

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Value(Generic[T_co]):
    """A quantity of the model. ``text`` is its text in the file, ``path`` its dotted path, ``where`` its file:line."""

    value: T_co
    unit: str
    low: T_co | None
    high: T_co | None
    text: str
    evidence: str = ""
    source: str = ""
    note: str = ""
    path: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Reads:
    """The reader of a field's value: a bare quantity, or a mapping with range, grade and source."""

    unit: str
    quantity: Callable[[object], Any]
    least: float | None = None  # narrower bounds than those of the quantity, by :func:`size`
    most: float | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {QUANTITY: self.unit}

    def read(self, raw: object) -> Value[Any]:
        if isinstance(raw, Value):
            return raw
        value = _read(raw, self.unit, self.quantity)
        for key, number in (("value", value.value), ("low", value.low), ("high", value.high)):
            if number is not None and not self._fits(size(number)):
                keys = (key,) if isinstance(raw, dict) else ()
                found = raw[key] if isinstance(raw, dict) else value.text
                raise problem("this value is out of range", key=keys, found=found, expected=self._bounds())
        return value

    def _fits(self, number: float) -> bool:
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def _bounds(self) -> str:
        unit = f" {'day' if self.unit == 'duration' else ''}".rstrip()
        parts = [f"at least {self.least:g}{unit}"] if self.least is not None else []
        parts += [f"at most {self.most:,g}{unit}"] if self.most is not None else []
        return ", ".join(parts)


DurationValue = Annotated[Value[Duration], Reads("duration", quantity.duration)]
WorkValue = Annotated[Value[Minutes], Reads("minutes of work", quantity.work)]
ShareValue = Annotated[Value[Share], Reads("share", quantity.share)]
MoneyValue = Annotated[Value[Money], Reads("DKK", quantity.money)]
CountValue = Annotated[Value[Count], Reads("count", quantity.count)]
NumberValue = Annotated[Value[Number], Reads("number", quantity.number)]
LengthValue = Annotated[Value[Duration], Reads("duration", quantity.duration, least=1)]
"""A duration of at least a day: an interval, or a length that others are divided by."""
FlowValue = Annotated[Value[Count], Reads("count", quantity.count, least=1)]
"""Persons of which there is at least one. A file leaves out a flow without persons."""
FactorValue = Annotated[Value[Number], Reads("number", quantity.number, least=0.001, most=1000)]
SpreadValue = Annotated[Value[Number], Reads("number", quantity.number, most=100)]
"""A coefficient of variation."""
AttemptsValue = Annotated[Value[Count], Reads("count", quantity.count, most=100)]


def size(quantity_or_number: Any) -> float:
    """The number that ranges are compared by: the days of a duration, else the number itself."""
    return float(quantity_or_number.days if isinstance(quantity_or_number, Duration) else quantity_or_number)


def bound(value: Value[Any], number: Any) -> str:
    """A bound of a value in the notation of its dimension: ``30 minutes``, ``1 hour``, ``70 %``."""
    if value.unit == "share":
        return f"{100 * number:g} %"
    if value.unit == "DKK":
        return f"{number:,.0f} DKK"
    if value.unit == "minutes of work":
        return (
            f"{number} minutes" if number % 60 or number == 0 else f"{number // 60} hour{'' if number == 60 else 's'}"
        )
    if value.unit == "duration" and "week" in value.text and number.months is None and number.days % 7 == 0:
        return f"{number.days // 7} week{'' if number.days == 7 else 's'}"
    return f"{number:g}" if isinstance(number, float) else str(number)


DOES_NOT_FIT = "`{name}` does not fit"
"""A message about an entry, which gets its name when the place is known."""


def shown(raw: object) -> object:
    """An entry of a file as an error shows it."""
    if raw is None:
        return "nothing"
    if isinstance(raw, dict):
        return f"a mapping with the keys {', '.join(map(str, raw))}" if raw else "an empty mapping"
    if isinstance(raw, list | tuple):
        return f"a list of {len(raw)}" if raw else "an empty list"
    return str(raw).lower() if isinstance(raw, bool) else raw


def problem(message: str, *, key: tuple[str | int, ...] = (), **details: object) -> PydanticCustomError:
    """An error inside a validator. ``key`` is its place inside the entry; details are as in ScenarioError."""
    return PydanticCustomError("problem", "{message}", {"message": message, "key": key, **details})


def at_value(value: Value[Any], message: str, **details: Any) -> ScenarioError:
    """An error at the place of a value. ``found`` defaults to the text in the file."""
    file, _, line = value.where.rpartition(":")
    details.setdefault("found", value.text)
    return ScenarioError(message, file=file or None, line=int(line) if line.isdigit() else None, **details)


def unknown_key(key: object, known: Iterable[str]) -> PydanticCustomError:
    """The error for a key that an entry does not have."""
    known = list(known)
    comma = "put a text with a comma in quotation marks" if " " in str(key) else None
    nearest = nearest_name(str(key), known)
    odd = str(key) if odd_characters(str(key)) else None
    return problem(
        f"unknown key `{key}`", key=(str(key),), found=odd, expected=", ".join(known), nearest=nearest, do=comma
    )


def _read(raw: object, unit: str, reader: Callable[[object], Any]) -> Value[Any]:
    if not isinstance(raw, dict):
        return Value(_quantity(raw, reader, ()), unit, None, None, _text(raw))
    for key in raw:
        if key not in VALUE_KEYS:
            raise unknown_key(key, VALUE_KEYS)
    if "value" not in raw:
        raise problem("the value is missing", found=", ".join(raw), expected="value")
    unit_word = raw.get("unit")
    read = {k: _quantity(_with_unit(raw[k], unit_word), reader, (k,)) for k in ("value", "low", "high") if k in raw}
    evidence = raw.get("evidence", "")
    if evidence not in ("", *GRADES):
        raise problem(
            "unknown evidence grade",
            key=("evidence",),
            found=shown(evidence),
            expected=", ".join(GRADES),
            nearest=nearest_name(str(evidence), GRADES),
        )
    words = {k: str(raw.get(k, "")) for k in ("evidence", "source", "note")}
    return Value(
        read["value"], unit, read.get("low"), read.get("high"), _text(_with_unit(raw["value"], unit_word)), **words
    )


def _with_unit(raw: object, unit: object) -> object:
    return raw if unit is None or isinstance(raw, str) else f"{raw} {unit}"


def _quantity(raw: object, reader: Callable[[object], Any], key: tuple[str, ...]) -> Any:
    try:
        return _quantity_of_text(raw, reader) if isinstance(raw, str) else reader(raw)
    except QuantityError as error:
        raise problem(error.message, key=key, found=shown(error.found), expected=error.expected) from None


@lru_cache(maxsize=4096)
def _quantity_of_text(text: str, reader: Callable[[object], Any]) -> Any:
    """A quantity, which is immutable. Scenario files repeat the same texts again and again, so each is read once."""
    return reader(text)


def _text(raw: object) -> str:
    return str(raw)
