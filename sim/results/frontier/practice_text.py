"""A point of the frontier as a practice file: copied into ``scenarios/practices/``, `jobsim run` takes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sim.files.parameter import Parameter
from sim.files.value import Value, size
from sim.law.compose.practices import PracticeChoice
from sim.results.frontier.dial import Dial, Positions


@dataclass(frozen=True)
class Origin:
    """Where a practice comes from.

    Attributes:
        study, place, rules: of the search.
        point: the name of the point.
        title: the titles of the practice that it changes, in English and in Danish.
    """

    study: str
    place: str
    rules: str
    point: str
    title: tuple[str, str]

    @property
    def name(self) -> str:
        """The name of the practice, and of its file."""
        return f"optimise-{self.study}-{self.point.lower().replace(' ', '-')}"


def practice_text(origin: Origin, choice: PracticeChoice, dials: Sequence[Dial], positions: Positions) -> str:
    """The text of a practice file with the dials at their positions.

    Args:
        choice: the practice that is changed.
    """
    source = f"searched by `jobsim optimise {origin.study}` under {origin.rules} at {origin.place}; nobody has tried it"
    lines = [
        f"# Point {origin.point} of `jobsim optimise {origin.study}`, searched under {origin.rules} at {origin.place}.",
        "# Copy it into scenarios/practices/ to run it. It is a proposal of the model, and nobody has tried it.",
        "schema: 1",
        f"practice: {origin.name}",
        f"title: {{en: {_quoted(f'{origin.title[0]}, point {origin.point}')}, da: {_quoted(f'{origin.title[1]}, punkt {origin.point}')}}}",
        f"extends: {choice.file}",
        "evidence: assumption",
        f"source: {_quoted(source)}",
        "",
        "changes:",
    ]
    for dial, at in zip(dials, positions, strict=True):
        moved = {each.path for each in dial.sets(at)}
        for parameter, number in zip(dial.parameters, dial.numbers(at), strict=True):
            if parameter.value.path in moved:
                lines.append(f"  - {{set: {parameter.value.path}, to: {_value(parameter, number)}}}")
    return "\n".join(lines) + "\n"


def _value(parameter: Parameter, number: float) -> str:
    """A value in file notation with its range. The range is widened to hold the number where the bounds were wider."""
    value: Value[object] = parameter.value
    ends = [number, parameter.low, parameter.high]
    if value.low is not None and value.high is not None:
        ends += [size(value.low), size(value.high)]
    low, high = parameter.text(min(ends)), parameter.text(max(ends))
    return f'{{value: {parameter.text(number)}, low: {low}, high: {high}, evidence: assumption, source: "searched; see above"}}'


def _quoted(text: str) -> str:
    """A text in double quotation marks, as YAML and JSON read it."""
    return json.dumps(text, ensure_ascii=False)
