"""Unit and formula of every measure, read from ``formulas.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files

from ruamel.yaml import YAML

from sim.report.record import Record

SAME_UNIT = "that of the measure"
"""The unit of a number that is made of another measure."""


class Formula(Record):
    """Unit and formula of some measures. In ``names``, ``*`` means any letters."""

    names: tuple[str, ...]
    unit: str
    formula: str


class Sign(Record):
    """A sign of the formulas."""

    sign: str
    means: str


class Section(Record):
    title: str
    measures: tuple[Formula, ...]


class Formulas(Record):
    notation: tuple[Sign, ...]
    sections: tuple[Section, ...]

    @property
    def rows(self) -> Iterator[Formula]:
        """Every formula, in order."""
        for section in self.sections:
            yield from section.measures

    def of(self, measure: str) -> Formula | None:
        """The first formula that fits the name of a measure; None without one."""
        return next((row for row in self.rows if any(fnmatchcase(measure, name) for name in row.names)), None)


@lru_cache(maxsize=1)
def formulas() -> Formulas:
    """The formulas of the file."""
    text = (files("sim.authoring") / "formulas.yaml").read_text(encoding="utf-8")
    return Formulas.model_validate(YAML(typ="safe").load(text))
