"""Whether the points of a frontier keep their place when what nobody has measured is at an end of its range.

Two questions are asked of each group of leading assumptions, at both ends, by the estimates there (the point's number plus the
paired change):

- Does a point that is better than the baseline in both aims stay so?
- Does another point become at least as good in both as one that stands?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from sim.files.entry import Lang
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.words import phrase

AIMS = (("wait_first_meeting_within_4_weeks_standardised", "all"), ("contact_minutes_per_citizen_week", "heavy"))
"""The measures and needs of the two aims. More is better in both."""
AS_IS, START = "as is", "0"
"""The name of the practice as it is in the table, and its mark in the picture."""
Values = dict[tuple[str, str], dict[str, tuple[float, ...]]]


class Place(NamedTuple):
    """The place of a point.

    Attributes:
        point: its name.
        better: whether it is better than the baseline in both aims, beyond chance.
        lost: groups of leading assumptions at one of whose ends it is not.
        stands: whether it is better than every other point in one aim, beyond chance.
        overtaken: groups at one of whose ends another point is at least as good in both.
    """

    point: str
    better: bool
    lost: tuple[str, ...]
    stands: bool
    overtaken: tuple[str, ...]


def places(numbers: pd.DataFrame, manifest: Manifest) -> list[Place]:
    """The place of each point.

    Args:
        numbers: of the chart (:data:`sim.report.charts.frontier.NUMBERS`).
        manifest: its ranges have the points as columns.
    """
    ends = _at_ends(manifest)
    return [_place(row, ends) for row in records(numbers)]


def sentences(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[str]:
    """What becomes of the points at the ends. Empty if nothing was tested."""
    if not manifest.ranges:
        return []
    found = places(numbers, manifest)
    titles = {each.name: each.title.of(lang) for each in manifest.leading}
    count = len(titles)
    better, stands = [each for each in found if each.better], [each for each in found if each.stands]
    words = []
    if not better:
        words.append(phrase("frontier_none_better", lang))
    elif kept := [each.point for each in better if not each.lost]:
        words.append(phrase("frontier_stays", lang, points=_listed(kept, lang), count=count))
    words += _by_groups("frontier_lost", {each.point: each.lost for each in better}, titles, lang)
    overtaken = _by_groups("frontier_overtaken", {each.point: each.overtaken for each in stands}, titles, lang)
    if stands and not overtaken:
        words.append(phrase("frontier_order_stays", lang))
    return words + overtaken


def mark(point: str) -> str:
    """The name of a point as the picture has it."""
    return START if point == AS_IS else point


def _by_groups(key: str, at: Mapping[str, tuple[str, ...]], titles: Mapping[str, str], lang: Lang) -> list[str]:
    """A sentence for each set of groups that some points share."""
    points: dict[tuple[str, ...], list[str]] = {}
    for point, groups in at.items():
        if groups:
            points.setdefault(groups, []).append(point)
    return [
        phrase(key, lang, groups="; ".join(titles[name] for name in groups), points=_listed(names, lang))
        for groups, names in points.items()
    ]


def _listed(points: Sequence[str], lang: Lang) -> str:
    return ", ".join(phrase("frontier_as_is", lang) if point == AS_IS else point for point in points)


def _at_ends(manifest: Manifest) -> Values:
    """(group, end) -> point -> its aims there. A group that reaches no aim of a point has no number and moves nothing."""
    found: dict[tuple[str, str], dict[str, dict[int, float]]] = {}
    for each in manifest.ranges:
        key = (each.measure, each.need)
        if key not in AIMS or each.activity != "all":
            continue
        for end, value in (("low", each.low), ("high", each.high)):
            if value is not None:
                found.setdefault((each.group, end), {}).setdefault(each.column, {})[AIMS.index(key)] = value
    return {
        end: {point: tuple(at[aim] for aim in range(len(AIMS))) for point, at in points.items() if len(at) == len(AIMS)}
        for end, points in found.items()
    }


def _place(row: dict[str, Any], ends: Values) -> Place:
    name, stands = str(row["point"]), row["verdict"] == "stands"
    better = float(row["within_4_weeks_low"]) > 0 and float(row["contact_heavy_low"]) > 0
    lost = dict.fromkeys(group for (group, _), at in ends.items() if name in at and min(at[name]) <= 0)
    overtaken = dict.fromkeys(_overtaking(name, ends))
    return Place(name, better, tuple(lost) if better else (), stands, tuple(overtaken) if stands else ())


def _overtaking(name: str, ends: Values) -> Iterator[str]:
    """The groups at one of whose ends another point is at least as good in both aims, and better in one."""
    for (group, _), at in ends.items():
        own = at.get(name)
        others = [values for point, values in at.items() if point != name and values != own]
        if own is not None and any(all(b >= a for a, b in zip(own, other, strict=True)) for other in others):
            yield group
