"""The answer on freed hours in words: work removed, who asks for it, what became of it, and direct contact."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from sim.files.entry import Lang
from sim.report.words import interval_text, is_none, number, percent_text, phrase

Rows = Mapping[str, "pd.Series[float] | None"]
"""Measure -> its headline row for one variant; None if the table has none."""
MEASURES = (
    "hours_total", "hours_asked", "hours_asked_rules", "hours_asked_practice", "hours_shed", "running", "minutes", "contact",
)  # fmt: skip


def freed_text(rows: Rows, rules: str, lang: Lang) -> str:
    """The sentences of one variant with staff kept.

    Args:
        rows: :data:`MEASURES`; ``running``, ``minutes`` and ``contact`` are hours of running casework, its minutes per
            citizen and week, and minutes of direct contact per citizen and week.
        rules: the rules and practice in words.
        lang: the language.
    """
    asked = rows["hours_asked"]
    if asked is None:
        return ""
    removed, low, high = (-float(asked[key]) for key in ("difference", "high", "low"))
    same = is_none(removed, low, high)
    unclear = not same and not math.isnan(low) and low <= 0 <= high
    key = "same" if same else "unclear" if unclear else "more" if removed > 0 else "less"
    sign = -1 if key == "less" else 1
    total, before = _baseline(rows["hours_total"]), float(asked["baseline_mean"])
    text = phrase(
        f"freed_{key}", lang, rules=rules, hours=number(sign * removed, lang, 0, signed=unclear),
        certain=_certain(asked, sign, low, high, lang), total=number(total, lang, 0),
        asked=number(before, lang, 0), share=percent_text(100 * sign * removed / before, lang).lstrip("+"),
    )  # fmt: skip
    more = [] if same else [_askers(rows, lang)]
    return " ".join(filter(None, (text, *more, _became(rows, lang), _contact(rows, lang))))


def _certain(asked: pd.Series[float], sign: int, low: float, high: float, lang: Lang) -> str:
    """The interval in brackets with its name; the name alone without an interval."""
    name = interval_text(float(asked["confidence"]), float(asked["pairs"]), lang)
    span = ""
    if not math.isnan(low) and low != high:
        ends = (number(end, lang, 0) for end in sorted((sign * low, sign * high)))
        span = phrase("span", lang, low=next(ends), high=next(ends))
    inside = "; ".join(filter(None, (span, name if span or math.isnan(low) else "")))
    return f" ({inside})" if inside else ""


def _askers(rows: Rows, lang: Lang) -> str:
    """How much less or more the rules and the practice ask for; empty if the practice does not change beyond chance."""
    rules, practice = rows["hours_asked_rules"], rows["hours_asked_practice"]
    if rules is None or practice is None or round(float(practice["difference"])) == 0:
        return ""
    if float(practice["low"]) <= 0 <= float(practice["high"]):
        return ""
    words = {"rules": _asks(float(rules["difference"]), lang), "practice": _asks(float(practice["difference"]), lang)}
    return phrase("freed_askers", lang, **words)


def _asks(change: float, lang: Lang) -> str:
    key = "asks_same" if round(change) == 0 else "asks_less" if change < 0 else "asks_more"
    return phrase(key, lang, hours=number(abs(change), lang, 0))


def _became(rows: Rows, lang: Lang) -> str:
    running, shed, minutes = rows["running"], rows["hours_shed"], rows["minutes"]
    if running is None or shed is None or minutes is None:
        return ""
    before, after = (number(float(minutes[key]), lang, 1) for key in ("baseline_mean", "variant_mean"))
    hours = (
        number(value, lang, 0, signed=True) for value in (float(running["difference"]), -float(shed["difference"]))
    )
    return phrase("freed_became", lang, running=next(hours), shed=next(hours), before=before, after=after)


def _contact(rows: Rows, lang: Lang) -> str:
    row = rows["contact"]
    if row is None:
        return ""
    before, after = (number(float(row[key]), lang, 2) for key in ("baseline_mean", "variant_mean"))
    return phrase("freed_contact", lang, before=before, after=after)


def _baseline(row: pd.Series[float] | None) -> float:
    return math.nan if row is None else float(row["baseline_mean"])
