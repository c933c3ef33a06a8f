"""The unit in which an answer is given: its words, its bounds, and the way from a number of the form to a value and back."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from sim.files.entry import Lang, Title
from sim.files.localised import quantity
from sim.files.quantity import LONGEST_YEARS, MOST, MOST_HOURS, MOST_MONEY, YEAR_DAYS, Duration
from sim.files.value import Value, size

PLAIN, PLAIN_DA = "number", "antal"
"""The unit of a number without unit."""
SHARE, OF_TODAY = "share", "percent of today"
MONTH = YEAR_DAYS / 12
DIGITS = 4
"""Significant digits of a pooled number: experts know two at most."""
MOST_OF_TODAY = 20.0
"""The largest answer relative to the values used now. More is a slip of the keyboard."""
_WORD = re.compile(r"([A-Za-z]+)$")
_SIZES = {
    "day": (1.0, "days", "dage"), "week": (7.0, "weeks", "uger"), "month": (MONTH, "months", "måneder"),
    "year": (12 * MONTH, "years", "år"), "minute": (1.0, "minutes", "minutter"), "hour": (60.0, "hours", "timer"),
}  # fmt: skip
"""Unit of a text, without its plural -> its size in days or minutes, and its words."""


@dataclass(frozen=True)
class Scale:
    """A unit of answers.

    Attributes:
        kind: the unit of the value (:class:`sim.files.value.Value`), or :data:`OF_TODAY`.
        words: the unit as the form names it.
        factor: the size of one unit, as :func:`sim.files.value.size` counts.
        least, most: bounds of an answer, in units of the form.
    """

    kind: str
    words: Title
    factor: float
    least: float
    most: float

    @property
    def percent(self) -> bool:
        """Whether the cells of the form show percent. Their numbers are then shares: 0.3 for 30 %."""
        return self.kind in (SHARE, OF_TODAY)

    def of_size(self, number: float) -> float:
        """A number of the form, of a size."""
        return number / self.factor

    def shown(self, number: float, lang: Lang = "en") -> str:
        """A number of the form with its unit, for people: ``30 %``, ``2.5 months``."""
        text = quantity(_rounded(100 * number if self.percent else number), lang)
        if self.percent or self.words.en == PLAIN:
            return f"{text} %" if self.percent else text
        return f"{text} {self.words.da if lang == 'da' else self.words.en}"

    def span(self, low: float, high: float, lang: Lang = "en") -> str:
        """Two numbers of the form with their unit, for people: ``20 – 45 %``."""
        least, most = self.shown(low, lang), self.shown(high, lang)
        number, _, unit = least.partition(" ")
        return f"{number if most.endswith(f' {unit}') else least} – {most}"


def scale_of(value: Value[Any]) -> Scale:
    """The scale of a single value: the unit that its file uses."""
    match = _WORD.search(value.text)
    unit = match[1].removesuffix("s") if match else ""
    if value.unit == SHARE:
        return Scale(SHARE, Title(en="percent", da="procent"), 1.0, 0.0, 1.0)
    if value.unit == "duration":
        factor, en, da = _SIZES.get(unit, _SIZES["day"])
        return Scale("duration", Title(en=en, da=da), factor, 0.0, LONGEST_YEARS * YEAR_DAYS / factor)
    if value.unit == "minutes of work":
        factor, en, da = _SIZES.get(unit, _SIZES["minute"])
        return Scale(value.unit, Title(en=en, da=da), factor, 0.0, MOST_HOURS * 60 / factor)
    if value.unit == "DKK":
        return Scale("DKK", Title(en="DKK", da="kr."), 1.0, 0.0, float(MOST_MONEY))
    return Scale(value.unit, Title(en=PLAIN, da=PLAIN_DA), 1.0, 0.0, float(MOST))


def scale_of_today(values: tuple[Value[Any], ...]) -> Scale:
    """The scale of several values that move together: percent of the values used now. No share may exceed 100 %."""
    shares = [size(value.value) for value in values if value.unit == SHARE and size(value.value)]
    most = min([1 / share for share in shares], default=MOST_OF_TODAY)
    return Scale(
        OF_TODAY, Title(en="percent of today's values", da="procent af værdierne i dag"), 1.0, 0.01, min(most, MOST_OF_TODAY)
    )  # fmt: skip


def typical(values: tuple[Value[Any], ...], lang: Lang = "en") -> tuple[str, str, str] | None:
    """Mean, least and most of values of one kind, with their unit, for people; None if they are of several kinds."""
    if len({value.unit for value in values}) > 1:
        return None
    sizes = sorted(size(value.value) for value in values)
    texts = []
    for number in (sum(sizes) / len(sizes), sizes[0], sizes[-1]):
        scale = _usual(number) if values[0].unit == "duration" else scale_of(values[0])
        whole = number >= 100 * scale.factor
        texts.append(
            scale.shown(round(number / scale.factor) if whole else float(f"{number / scale.factor:.2g}"), lang)
        )
    return texts[0], texts[1], texts[2]


def _usual(days: float) -> Scale:
    """The unit in which people say a length of time."""
    unit = "day" if days < 14 else "week" if days < 2 * MONTH else "month" if days < 24 * MONTH else "year"
    factor, en, da = _SIZES[unit]
    return Scale("duration", Title(en=en, da=da), factor, 0.0, 0.0)


def notation(value: Value[Any], number: float) -> str:
    """A size in the notation of the scenario files, with :data:`DIGITS` significant digits; whole where the unit wants it."""
    if value.unit == SHARE:
        return f"{_rounded(min(100 * number, 100.0))} %"
    if value.unit == "duration":
        if isinstance(value.value, Duration) and value.value.months is not None and _is_whole(number / MONTH):
            return f"{round(number / MONTH)} months"
        return f"{round(number)} days"
    if value.unit == "minutes of work":
        return f"{round(number)} minutes"
    if value.unit == "count":
        return str(round(number))
    return f"{_rounded(number)} DKK" if value.unit == "DKK" else _rounded(number)


def _rounded(number: float) -> str:
    if not number:
        return "0"
    digits = max(DIGITS - 1 - math.floor(math.log10(abs(number))), 0)
    return f"{round(number, digits):.10f}".rstrip("0").rstrip(".")


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 0.02 and round(number) > 0
