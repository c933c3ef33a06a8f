"""The posts that can go, in words: for the answer, the screen and the tables."""

from __future__ import annotations

import math
from typing import Literal

from sim.files.entry import Lang
from sim.report.cut_records import AnswerRecord, CutRecord, EstimateRecord, StopRecord
from sim.report.manifest import Manifest
from sim.report.words import THIN, label, number, phrase

Split = Literal["bound", "free", "fixed"]


def cut_of(manifest: Manifest, column: str) -> CutRecord | None:
    """The record of a column with staff cut at the manifest's place."""
    return next((cut for cut in manifest.capacity if cut.column == column), None)


def share_text(share: float, lang: Lang, decimals: int = 0) -> str:
    """A share in percent: "95 %"."""
    return f"{number(100 * share, lang, decimals)}{THIN}%"


def span_text(ends: EstimateRecord, lang: Lang, decimals: int, factor: float = 1.0) -> str:
    """The interval of a number: "22.3 to 23.8"; empty without one, or if nothing varies."""
    if ends.low is None or ends.high is None or ends.low == ends.high == ends.value:
        return ""
    low, high = (number(end * factor, lang, decimals) for end in (ends.low, ends.high))
    return phrase("span", lang, low=low, high=high)


def posts_text(ends: EstimateRecord, lang: Lang) -> str:
    """Posts with their interval: "23.0 (22.3 to 23.8)"."""
    span = span_text(ends, lang, 1)
    return number(ends.value, lang, 1) + (f" ({span})" if span else "")


def money_text(ends: EstimateRecord, lang: Lang) -> str:
    """Million DKK a year with the interval: "17.2 (16.7 to 17.8) million DKK"."""
    span = span_text(ends, lang, 1, 1e-6)
    return phrase("cut_million", lang, dkk=number(ends.value / 1e6, lang, 1) + (f" ({span})" if span else ""))


def stop_text(stop: StopRecord | None, lang: Lang, manifest: Manifest) -> str:
    """What a further cut would break, with the number and its limit."""
    if stop is None:
        return ""
    in_points = stop.criterion == "deadlines"
    worse, margin = _beyond(stop.worse, stop.margin, lang), points(stop.margin, lang)
    unit = "" if in_points else f"{THIN}%"
    return phrase(
        f"cut_stop_{stop.criterion}" + ("_none" if stop.criterion == "running" and not stop.margin else ""),
        lang,
        posts=number(stop.posts, lang, 1 if round(stop.posts, 1) else 2),
        worse=worse + unit,
        margin=margin + unit,
        duties=", ".join(label("duty", duty, lang, manifest) for duty in stop.duties),
    )


def _beyond(worse: float, margin: float, lang: Lang) -> str:
    """A worsening in percent, with as many decimals as show that it is beyond the margin."""
    for decimals in (1, 2, 3):
        if round(100 * worse, decimals) > 100 * margin:
            return number(100 * worse, lang, decimals)
    return number(100 * worse, lang, 1)


def points(share: float, lang: Lang) -> str:
    """A margin as a number of percent or percentage points, without decimals that say nothing: "2", "0.25"."""
    return number(
        100 * share, lang, next(d for d in (0, 1, 2, 3) if d == 3 or math.isclose(round(100 * share, d), 100 * share))
    )


def percent(share: float, lang: Lang) -> str:
    """A margin in percent: "0.5 %"."""
    return f"{points(share, lang)}{THIN}%"


def places_text(places: float, lang: Lang) -> str:
    """Weekly places: "34", or "32.5" where the place states tenths."""
    return number(places, lang, 0 if float(places).is_integer() else 1)


def cut_lines(cut: CutRecord, lang: Lang, manifest: Manifest, *, units: bool = True) -> list[str]:
    """The three answers of a column with staff cut, each in a line, and what stopped each unit if ``units``."""
    lines = [
        phrase("cut_line_bound", lang, posts=posts_text(cut.bound, lang), dkk=money_text(cut.dkk["bound"], lang)),
        phrase(
            "cut_line_free", lang, ceiling=share_text(cut.ceiling, lang), dkk=money_text(cut.dkk["free"], lang),
            places=places_text(cut.places, lang), of=places_text(cut.places_baseline, lang), **_answer(cut.free, lang),
        ),
        phrase(
            "cut_line_fixed", lang, share=share_text(cut.share, lang), dkk=money_text(cut.dkk["fixed"], lang),
            **_answer(cut.fixed, lang),
        ),
    ]  # fmt: skip
    for unit in cut.units.values() if units else ():
        teams = " + ".join(label("team", team, lang, manifest) for team in unit.teams)
        lines.append(f"  {teams}: {number(unit.free.safe, lang, 1)}. {stop_text(unit.free.stop, lang, manifest)}")
    return lines


def _answer(answer: AnswerRecord, lang: Lang) -> dict[str, str]:
    return {"posts": posts_text(answer, lang), "safe": number(answer.safe, lang, 1)}
