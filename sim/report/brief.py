"""The answer in the first screen: three plain sentences, four numbers, and one picture of how sure they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from sim.files.entry import Lang
from sim.report.captions import interval_line, row_label
from sim.report.cut_words import cut_of
from sim.report.law_notes import day_of
from sim.report.manifest import Manifest
from sim.report.range_records import RangeRecord
from sim.report.ranges_table import of_headline
from sim.report.text import labels
from sim.report.words import (
    capital,
    decimals_for,
    decimals_of_interval,
    difference_parts,
    is_none,
    label,
    number,
    phrase,
    rule_set_label,
    shown,
)

NUMBERS = (
    ("hours_asked", "all", "all"),
    ("running_minutes_per_citizen_week", "all", "all"),
    ("wait_first_meeting_within_4_weeks_standardised", "all", "all"),
    ("wait_first_meeting_mean_standardised", "all", "all"),
    ("wait_clarification_mean_standardised", "all", "all"),
    ("breach_share_standardised", "all", "all"),
    ("caseload_mean", "all", "all"),
)
"""(measure, activity, need) of the numbers, in order of preference: the first four that the study has."""
FOUR = 4


@dataclass(frozen=True)
class Bar:
    """A number's place in the picture: ends in percent of its width; None for a line that is not known."""

    at: float
    zero: float
    chance: tuple[float, float] | None
    measured: tuple[float, float] | None


@dataclass(frozen=True)
class Number:
    """One of the four: its name, the change, from what to what, and both uncertainties in words."""

    name: str
    change: str
    was: str
    ends: str
    nature: str
    bar: Bar | None


@dataclass(frozen=True)
class Brief:
    """All that the first screen shows."""

    lines: list[str]
    numbers: list[Number]
    caption: str


@dataclass(frozen=True)
class _Percents:
    """A number in percent of its baseline: the change, its interval, and the ends of its widest range."""

    at: float
    chance: tuple[float, float] | None
    measured: tuple[float, float] | None

    @property
    def ends(self) -> list[float]:
        return [0.0, self.at, *(self.chance or ()), *(self.measured or ())]


def brief(headlines: pd.DataFrame, manifest: Manifest, lang: Lang, interval: str = "", money: str = "") -> Brief | None:
    """The first screen about the first column that keeps all staff. None if the study has no such column.

    Args:
        interval: the name of the intervals; that of the headlines' pairs without it.
        money: a sentence about posts and money, in place of that about minutes.
    """
    columns = [name for name in dict.fromkeys(headlines["column"]) if not manifest.column(str(name)).cut]
    mine = headlines[headlines["column"] == columns[0]] if columns else headlines.iloc[:0]
    rows = {
        (str(row["measure"]), str(row["activity"]), str(row["need"])): row for _, row in mine.iterrows()
    }  # fmt: skip
    asked = rows.get(NUMBERS[0])
    if asked is None:
        return None
    wanted = [key for key in NUMBERS if key in rows][: FOUR - bool(_cut_words(headlines, manifest, lang))]
    percents = [_percents(rows[key], manifest) for key in wanted]
    known = [each for each in percents if each is not None]
    low, high = (edge([end for each in known for end in each.ends], default=0.0) for edge in (min, max))
    numbers = [
        _number(rows[key], manifest, lang, None if each is None else _bar(each, low, high))
        for key, each in zip(wanted, percents, strict=True)
    ]
    numbers += _cut_words(headlines, manifest, lang)
    ranged, certain = any(each.measured for each in known), any(each.chance for each in known)
    key = "brief_caption_one" if not certain else "brief_caption" if ranged else "brief_caption_chance"
    caption = phrase(key, lang, interval=interval or interval_line(mine, lang))
    return Brief(_lines(rows, manifest, lang, money), numbers, caption)


def _lines(rows: dict[tuple[str, str, str], pd.Series[float]], manifest: Manifest, lang: Lang, money: str) -> list[str]:
    asked = rows[NUMBERS[0]]
    change, low, high = (float(asked[key]) for key in ("difference", "low", "high"))
    column = manifest.column(str(asked["column"]))
    practice = label("practice", column.practice, lang, manifest)
    rules = rule_set_label(column.rules, lang, manifest) + (phrase("with", lang, practice=practice) if practice else "")
    unclear = change == 0 or low <= 0 <= high
    law = phrase("brief_law", lang, day=day_of(manifest.baseline_law, lang)) if manifest.baseline_law else ""
    before = float(asked["baseline_mean"])
    first = phrase(
        "brief_unclear" if unclear else "brief_less" if change < 0 else "brief_more", lang,
        rules=rules[:1].lower() + rules[1:], place=_where(manifest, lang),
        law=law or rule_set_label(manifest.columns[0].rules, lang, manifest), hours=number(abs(change), lang, 0),
        share=f"{number(100 * abs(change) / before, lang, 1)} %" if before else "–",
    )  # fmt: skip
    minutes, contact = (
        rows.get((name, "all", "all"))
        for name in ("running_minutes_per_citizen_week", "contact_minutes_per_citizen_week")
    )
    kept = "" if minutes is None or contact is None else phrase(
        "brief_kept", lang, before=number(float(minutes["baseline_mean"]), lang, 1),
        after=number(float(minutes["variant_mean"]), lang, 1),
        contact_before=number(float(contact["baseline_mean"]), lang, 1),
        contact_after=number(float(contact["variant_mean"]), lang, 1),
    )  # fmt: skip
    return [line for line in (first, money or kept, _certain(asked, manifest, lang)) if line]


def _where(manifest: Manifest, lang: Lang) -> str:
    """The place of the study, or how many places it sums."""
    several = len(manifest.places)
    return (
        phrase("brief_places", lang, places=several) if several > 1 else label("place", manifest.place, lang, manifest)
    )


def _certain(asked: pd.Series[float], manifest: Manifest, lang: Lang) -> str:
    low, high = float(asked["low"]), float(asked["high"])
    if math.isnan(low):
        return phrase("brief_one", lang)
    ends = [number(end, lang, 0, signed=True) for end in (low, high)]
    widest = _widest(asked, manifest)
    if widest is None:
        return phrase("brief_chance_only", lang, low=ends[0], high=ends[1])
    title = next(group.title.of(lang) for group in manifest.leading if group.name == widest.group)
    least, most = (number(end, lang, 0, signed=True) for end in widest.ends)
    return phrase("brief_certain", lang, low=ends[0], high=ends[1], least=least, most=most, group=title)


def _widest(row: pd.Series[float], manifest: Manifest) -> RangeRecord | None:
    """The group of unmeasured values that moves a headline most; None if no range is known."""
    key = (str(row["measure"]), str(row["activity"]), str(row["need"]))
    known = of_headline(manifest, str(row["column"]), *key)
    return max(known, key=lambda each: each.width, default=None)


def _percents(row: pd.Series[float], manifest: Manifest) -> _Percents | None:
    before = float(row["baseline_mean"])
    if not before or math.isnan(before):
        return None
    at, low, high = (100 * float(row[key]) / before for key in ("difference", "low", "high"))
    widest = _widest(row, manifest)
    ends = None if widest is None else (100 * widest.ends[0] / before, 100 * widest.ends[1] / before)
    return _Percents(at, None if math.isnan(low) else (low, high), ends)


def _bar(each: _Percents, low: float, high: float) -> Bar:
    """The place of a number between the ends of the picture, with a margin for its marks."""
    room = (high - low) or 1.0

    def place(value: float) -> float:
        return round(3 + 94 * (value - low) / room, 2)

    pair = [None if ends is None else (place(ends[0]), place(ends[1])) for ends in (each.chance, each.measured)]
    return Bar(place(each.at), place(0.0), *pair)


def _number(row: pd.Series[float], manifest: Manifest, lang: Lang, bar: Bar | None) -> Number:
    unit, natures = str(row["unit"]), labels()["nature"]
    ends = (float(row["difference"]), float(row["low"]), float(row["high"]))
    change, interval = difference_parts(*ends, unit, lang)
    if unit == "share" and not is_none(*ends):
        change = phrase("brief_points", lang, change=change)
    before, after = (shown(float(row[key]), unit) for key in ("baseline_mean", "variant_mean"))
    places = decimals_for(before, after, unit=unit)
    words = [phrase("brief_chance", lang, ends=interval)] if interval else []
    widest = _widest(row, manifest)
    if widest is not None:
        span = [shown(value, unit) for value in widest.ends]
        places_of = decimals_of_interval(shown(ends[0], unit), span[0], span[1], unit)
        texts = [number(value, lang, places_of, signed=True) for value in span]
        words.append(phrase("brief_range", lang, ends=phrase("span", lang, low=texts[0], high=texts[1])))
    return Number(
        row_label(str(row["measure"]), str(row["activity"]), str(row["need"]), lang, manifest),
        change,
        phrase("brief_was", lang, before=number(before, lang, places), after=number(after, lang, places),
               unit=label("unit", unit, lang)),
        "; ".join(words),
        label("nature", str(row["nature"]), lang) if str(row["nature"]) in natures else "",
        bar,
    )  # fmt: skip


def _cut_words(headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> list[Number]:
    """The posts that can go in the first column that cuts staff; empty if the study has none."""
    cut = next(
        (found for name in dict.fromkeys(headlines["column"]) if (found := cut_of(manifest, str(name))) is not None),
        None,
    )
    if cut is None:
        return []
    free, fixed = cut.free, cut.fixed
    low, high = (math.nan if end is None else end for end in (free.low, free.high))
    span = phrase("span", lang, low=number(low, lang, 1), high=number(high, lang, 1))
    was = phrase(
        "brief_of_posts", lang, of=number(cut.total["baseline"], lang, 1), safe=number(free.safe, lang, 1),
        fixed=number(fixed.value, lang, 1),
    )  # fmt: skip
    change = number(-free.value, lang, 1, signed=True)
    return [
        Number(phrase("brief_posts", lang), change, was, capital(phrase("brief_chance", lang, ends=span)), "", None)
    ]
