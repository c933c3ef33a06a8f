"""Bare numbers of a file with their bounds, which are declared with the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sim.files.value import DOES_NOT_FIT, problem, shown


@dataclass(frozen=True, slots=True)
class Within:
    """A number from ``least`` to ``most``, both included; a whole number unless ``whole`` is false.

    Attributes:
        need: says what a number above ``most`` would need.
    """

    least: int
    most: int
    whole: bool = True
    need: Callable[[float], str] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.least, "maximum": self.most}

    @property
    def expected(self) -> str:
        """The numbers in words."""
        return f"a {'whole number' if self.whole else 'number'} from {self.least:,} to {self.most:,}"

    def read(self, raw: object) -> int | float:
        if isinstance(raw, bool) or not isinstance(raw, int if self.whole else int | float):
            raise problem(DOES_NOT_FIT, found=shown(raw), expected=self.expected)
        number = raw if self.whole else float(raw)
        if not self.least <= number <= self.most:
            too_large = number > self.most and self.need is not None
            raise problem(
                DOES_NOT_FIT, found=self.need(number) if too_large and self.need else raw, expected=self.expected
            )
        return number
