"""The text of a practice file with other numbers: comments, order and form of the file stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE = re.compile(r"^(?P<space> *)(?P<dash>- )?(?P<key>[\w-]+):(?P<rest>.*)$")
_VALUE = re.compile(
    r"\{value: (?P<value>[\d.]+) (?P<unit>days|%), low: (?P<low>[\d.]+) (?:days|%), high: (?P<high>[\d.]+) (?:days|%)"
)


def rewritten(text: str, values: Mapping[str, float]) -> str:
    """The text with new values by path. Each range is moved in proportion to its value.

    A path is dotted, as ``contact.insured.first.light``. An entry that another practice calls ``insured-later`` has the
    path of ``insured``. Durations are written in whole days and shares in tenths of a percent.
    """
    return "\n".join(_line(line, path, values) for line, path in _paths(text))


def _paths(text: str) -> list[tuple[str, str]]:
    """Each line with its path; lines without a key have none."""
    lines: list[tuple[str, str]] = []
    above: list[tuple[int, str]] = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        if match is None:
            lines.append((line, ""))
            continue
        indent, key = len(match["space"]), match["key"]
        above = [(at, name) for at, name in above if at < indent]
        if match["dash"]:  # `- set: path` of a change
            above = [(indent, match["rest"].strip())]
        elif key != "to":
            above.append((indent, key))
        names = [name for _, name in above if name != "changes"]
        lines.append((line, ".".join(names).replace("-later.", ".")))
    return lines


def _line(line: str, path: str, values: Mapping[str, float]) -> str:
    if path not in values:
        return line
    return _VALUE.sub(lambda match: _value(match, values[path]), line, count=1)


def _value(match: re.Match[str], new: float) -> str:
    unit, old = match["unit"], float(match["value"])
    factor = new / old if old else 1.0
    ends = [float(match[name]) * factor for name in ("low", "high")]
    return "{" + ", ".join(
        f"{name}: {number_text(number, unit)}"
        for name, number in (("value", new), ("low", min(ends[0], new)), ("high", max(ends[1], new)))
    )


def number_text(number: float, unit: str) -> str:
    """A duration in whole days, at least 1, or a share in tenths of a percent, at most 100 %."""
    return f"{max(round(number), 1)} days" if unit == "days" else f"{min(round(number, 1), 100.0):g} %"
