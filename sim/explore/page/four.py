"""The four numbers that the page leads with, as words and as a small picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.explore.draft import WANTED
from sim.explore.findings import Findings
from sim.explore.page.words import say
from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.range_records import RangeRecord
from sim.report.ranges_table import of_headline
from sim.report.words import decimals_for, difference_parts, difference_unit, in_millions, label, number, shown

WIDE, HIGH, EDGE = 300, 44, 8
"""Width, height and margin of the picture of an interval."""


@dataclass(frozen=True)
class Picture:
    """An interval on a line with zero. All numbers are places in the picture.

    Attributes:
        chance: ends of the interval by chance, None without one.
        untested: ends with the assumptions that were tested, None if none was.
    """

    zero: float
    at: float
    chance: tuple[float, float] | None
    untested: tuple[float, float] | None


@dataclass(frozen=True)
class Card:
    """One of the four numbers.

    Attributes:
        verdict: more, less, few (too few pairs to tell) or none.
        final: whether all planned pairs are there.
    """

    name: str
    title: str
    change: str
    unit: str
    levels: str
    chance: str
    assumptions: str
    nature: str
    verdict: str
    words: str
    final: bool
    picture: Picture | None


def cards(findings: Findings, tested_of: int, lang: Lang) -> list[Card]:
    """The four numbers. ``tested_of`` is the number of all groups of leading assumptions."""
    rows = {
        str(row["measure"]): row
        for row in findings.headlines.to_dict("records")
        if row["activity"] == "all" and row["need"] == "all"
    }
    return [_card(name, rows.get(name), findings, tested_of, lang) for name in WANTED]


def _card(name: str, row: dict[Any, Any] | None, findings: Findings, tested_of: int, lang: Lang) -> Card:
    title = row_label(name, "all", "all", lang, findings.manifest)
    if row is None:
        missing = say("explore_missing", lang)
        return Card(name, title, "–", "", missing, "", "", "", "few", "", final=True, picture=None)
    unit, final = str(row["unit"]), _final(name, findings)
    difference, low, high = (float(row[key]) for key in ("difference", "low", "high"))
    if final is not None:
        difference, low, high = final
    change, ends = difference_parts(difference, low, high, unit, lang)
    before, after = (shown(float(row[key]), unit) for key in ("baseline_mean", "variant_mean"))
    places = decimals_for(before, after, unit=unit)
    words = {
        "before": number(before, lang, places),
        "after": number(after, lang, places),
        "unit": label("unit", unit, lang),
    }
    verdict = verdict_of(difference, low, high)
    ranged, picture_ends = _assumptions(name, findings, tested_of, unit, lang)
    said = say(f"explore_verdict_{verdict}", lang)
    whole = bool(findings.precision)
    return Card(
        name, title, change, difference_unit(difference, low, high, unit, lang), say("explore_from_to", lang, **words),
        _chance(ends, findings, final is not None, difference, lang), ranged,
        say(f"explore_nature_{row['nature']}", lang) if row["nature"] else "",
        verdict, said if whole else f"{said} ({say('explore_so_far', lang)})", final=whole,
        picture=_picture(difference, low, high, picture_ends),
    )  # fmt: skip


def _final(name: str, findings: Findings) -> tuple[float, float, float] | None:
    """Mean and ends of the interval that all planned pairs give; None before, or without an interval."""
    for record in findings.precision:
        if record.measure == name and record.mean is not None and record.half_width is not None:
            return record.mean, record.mean - record.half_width, record.mean + record.half_width
    return None


def verdict_of(difference: float, low: float, high: float) -> str:
    """What the pairs tell of a difference: ``more``, ``less``, ``few`` (too few pairs to tell) or ``none`` (the same in all)."""
    if difference == 0 and (math.isnan(low) or low == high == 0):
        return "none"
    return "more" if low > 0 else "less" if high < 0 else "few"


def _chance(ends: str, findings: Findings, final: bool, difference: float, lang: Lang) -> str:
    if findings.pairs == 1:
        return say("explore_one_pair", lang)
    if not ends:
        return "" if difference == 0 else say("explore_no_interval", lang)
    level = number(100 * findings.manifest.confidence, lang, 0)
    key = "explore_chance" if final else "explore_chance_so_far"
    return say(key, lang, ends=ends, level=level, pairs=findings.pairs)


def _assumptions(
    name: str, findings: Findings, tested_of: int, unit: str, lang: Lang
) -> tuple[str, tuple[float, float] | None]:
    """The least and the greatest difference with leading assumptions at their ends, in words and as numbers."""
    column = findings.manifest.columns[1].name
    known = of_headline(findings.manifest, column, name, "all", "all")
    if not known:
        return say("explore_untested", lang), None
    least, most = min(each.ends[0] for each in known), max(each.ends[1] for each in known)
    low, high = shown(least, unit), shown(most, unit)
    places = decimals_for(low, high, unit=unit)
    if in_millions(unit, low, high):
        low, high, places = low / 1e6, high / 1e6, 1
    span = say("span", lang, low=number(low, lang, places, signed=True), high=number(high, lang, places, signed=True))
    words = say("explore_tested", lang, count=len(known), all=tested_of, ends=span)
    titles = {group.name: group.title.of(lang) for group in findings.manifest.leading}
    turning = [titles[each.group] for each in known if turns(each)]
    if turning:
        words += " " + say("explore_turns", lang, names="; ".join(turning))
    return words, (least, most)


def turns(each: RangeRecord) -> bool:
    """Whether an end of a group gives the difference the other sign."""
    return any(end is not None and end * each.base < 0 for end in (each.low, each.high))


def _picture(difference: float, low: float, high: float, ends: tuple[float, float] | None) -> Picture:
    """The places of zero, difference and intervals on one line that holds them all."""
    known = [value for value in (0.0, difference, low, high, *(ends or ())) if not math.isnan(value)]
    least, most = min(known), max(known)
    span = (most - least) or 1.0
    least, most = least - 0.06 * span, most + 0.06 * span

    def at(value: float) -> float:
        return float(round(EDGE + (WIDE - 2 * EDGE) * (value - least) / (most - least), 1))

    chance = None if math.isnan(low) else (at(low), at(high))
    return Picture(at(0.0), at(difference), chance, None if ends is None else (at(ends[0]), at(ends[1])))
