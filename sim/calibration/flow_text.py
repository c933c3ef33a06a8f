"""The fitted values of flows in the text of the scenario files."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from sim.data.rewrite import write_all
from sim.study.setting import Setting


def write(setting: Setting, root: Path, share_of: str, hidden_kind: str) -> None:
    """Write the fitted values into the scenario files. Sources stay; a range widens if the value would lie outside it.

    Args:
        share_of: the fitted chance.
        hidden_kind: the kind of need whose detection is fitted.
    """
    place = root / "places" / f"{setting.place.place}.yaml"
    text = place.read_text(encoding="utf-8")
    for group, stock in setting.place.groups.items():
        pattern = rf"(^  {group}:\n    stock: .*\n    entries: )\{{value: [\d.]+, low: ([\d.]+), high: ([\d.]+)"
        text = re.sub(pattern, partial(_replaced, stock.entries.value, 0), text, flags=re.MULTILINE)
    for procedure, factor in setting.place.grants.items():
        pattern = rf"(^  {procedure}: )\{{value: [\d.]+, low: ([\d.]+), high: ([\d.]+)"
        text = re.sub(pattern, partial(_replaced, factor.value, 2), text, flags=re.MULTILINE)
    for name, team in setting.place.teams.items():
        if team.caseload_share is not None:
            pattern = rf"(^  {name}:\n(?:    .*\n)*?    caseload_share: \{{value: )[\d.]+ %"
            percent = f"{100 * team.caseload_share.value:.0f} %"
            text = re.sub(pattern, partial(_percent, percent), text, flags=re.MULTILINE)
    files = {place: text}
    people = root / "people" / f"{setting.people.people}.yaml"
    text = people.read_text(encoding="utf-8")
    for name, need in setting.people.needs.items():
        pattern = rf"(^  {name}: .*inflate: )\{{value: [\d.]+, low: ([\d.]+), high: ([\d.]+)"
        text = re.sub(pattern, partial(_replaced, need.inflate.value, 2), text, flags=re.MULTILINE)
    hidden = setting.people.detection.kinds[hidden_kind]
    head, tail = text.split(f"    {hidden_kind}:", 1)
    tail = re.sub(
        r"(      meeting: \{value: )[\d.]+ %", lambda m: f"{m[1]}{100 * hidden.meeting.value:.1f} %", tail, count=1
    )
    tail = re.sub(
        r"(      request: \{value: )\d+ weeks",
        lambda m: f"{m[1]}{round(hidden.request.value.days / 7)} weeks",
        tail,
        count=1,
    )
    text = f"{head}    {hidden_kind}:{tail}"
    share = 100 * setting.people.chances[share_of].value
    text = re.sub(rf"({share_of}: \{{value: )[\d.]+ %", lambda m: f"{m[1]}{share:.1f} %", text)
    write_all(files | {people: text})


def _replaced(value: float, digits: int, match: re.Match[str]) -> str:
    return match[1] + _ranged(value, match[2], match[3], digits)


def _percent(percent: str, match: re.Match[str]) -> str:
    return match[1] + percent


def _ranged(value: float, low: str, high: str, digits: int) -> str:
    number = round(value, digits) if digits else round(value)
    lowest, highest = min(float(low), number), max(float(high), number)
    return f"{{value: {number}, low: {lowest:g}, high: {highest:g}"
