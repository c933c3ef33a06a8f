"""Quantities in rules: ``6 months``, ``15 minutes``, ``85 %``, ``1850 DKK``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NewType

from sim.files.characters import plain

Minutes = NewType("Minutes", int)  # working time in whole minutes
Share = NewType("Share", float)  # 0 to 1; files give percent
Money = NewType("Money", float)  # DKK
Count = NewType("Count", int)  # a number of occasions or persons
Number = NewType("Number", float)  # no unit: weights, coefficients of variation

YEAR_DAYS = 365.25
"""Days of a mean year."""

_FORM = re.compile(r"(?P<number>[-+]?[0-9]+(\.[0-9]+)?) ?(?P<unit>%|[A-Za-z]+)")
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
_WORK = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60}

_NAMES = {"duration": "a duration", "work": "working time", "share": "a share", "money": "an amount"}

LONGEST_YEARS = 100
"""The longest duration: longer than any life on a benefit, and than any span that a study can run."""
MOST_HOURS = 10_000
"""The longest working time: a year has 8,766 hours."""
MOST_MONEY = 1_000_000
"""The largest amount: prices of an hour and fees of a certificate, in DKK."""
MOST = 10_000_000
"""The largest count and number: more than the citizens of the country."""
_DIGITS = 30

EXPECTED = {
    "duration": f"a duration in days, weeks, months or years, like `6 months`, at most {LONGEST_YEARS} years",
    "work": f"working time in minutes or hours, like `15 minutes`, at most {MOST_HOURS:,} hours",
    "share": "a share in percent from 0 to 100, like `85 %`",
    "money": f"an amount in DKK, like `1850 DKK`, at most {MOST_MONEY:,} DKK",
    "count": f"a whole number, like `4`, at most {MOST:,}",
    "number": f"a number without unit, like `0.35`, at most {MOST:,}",
}


class QuantityError(ValueError):
    """The text is not a quantity of the expected dimension."""

    def __init__(self, message: str, *, found: object, expected: str) -> None:
        self.message, self.found, self.expected = message, found, expected
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar duration, in whole days or in calendar months."""

    whole_days: int | None = None
    months: int | None = None

    @property
    def days(self) -> int:
        """Days. A month counts as a twelfth of 365.25 days: 6 months are 183 days, 2.5 years are 913."""
        if self.months is not None:
            return math.floor(Fraction(self.months * 1461, 48) + Fraction(1, 2))
        return self.whole_days or 0

    def __str__(self) -> str:
        count, unit = (self.months, "month") if self.months is not None else (self.whole_days or 0, "day")
        return f"{count} {unit}{'' if count == 1 else 's'}"


def duration(raw: object) -> Duration:
    number, unit = _split(raw, "duration")
    if unit not in _DAYS and unit not in _MONTHS:
        raise _wrong_unit(raw, "duration")
    if number < 0:
        raise QuantityError("a duration cannot be negative", found=raw, expected=EXPECTED["duration"])
    longest = LONGEST_YEARS * (YEAR_DAYS if unit in _DAYS else 12)
    if number * (_DAYS.get(unit) or _MONTHS[unit]) > longest:
        raise QuantityError("this duration is too long", found=raw, expected=EXPECTED["duration"])
    if unit in _DAYS:
        return Duration(whole_days=_whole(number * _DAYS[unit], raw, "whole days"))
    return Duration(months=_whole(number * _MONTHS[unit], raw, "whole months"))


def work(raw: object) -> Minutes:
    number, unit = _split(raw, "work")
    if unit not in _WORK:
        raise _wrong_unit(raw, "work")
    if number < 0:
        raise QuantityError("working time cannot be negative", found=raw, expected=EXPECTED["work"])
    if number * _WORK[unit] > 60 * MOST_HOURS:
        raise QuantityError("this working time is too long", found=raw, expected=EXPECTED["work"])
    return Minutes(_whole(number * _WORK[unit], raw, "whole minutes"))


def share(raw: object) -> Share:
    number, unit = _split(raw, "share")
    if unit != "%":
        raise _wrong_unit(raw, "share")
    if not 0 <= number <= 100:
        raise QuantityError("a share must lie between 0 and 100 %", found=raw, expected=EXPECTED["share"])
    return Share(float(number / 100))


def money(raw: object) -> Money:
    number, unit = _split(raw, "money")
    if unit != "DKK":
        raise _wrong_unit(raw, "money")
    if abs(number) > MOST_MONEY:
        raise QuantityError("this amount is too large", found=raw, expected=EXPECTED["money"])
    return Money(float(number))


def count(raw: object) -> Count:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise QuantityError("this is not a count", found=raw, expected=EXPECTED["count"])
    if raw > MOST:
        raise QuantityError("this count is too large", found=raw, expected=EXPECTED["count"])
    return Count(raw)


def number(raw: object) -> Number:
    if not isinstance(raw, (int, float)) or isinstance(raw, bool):
        raise QuantityError("this is not a number", found=raw, expected=EXPECTED["number"])
    if raw < 0:
        raise QuantityError("a number cannot be negative", found=raw, expected="0 or more")
    if raw > MOST:
        raise QuantityError("this number is too large", found=raw, expected=EXPECTED["number"])
    return Number(float(raw))


def _split(raw: object, dimension: str) -> tuple[Fraction, str]:
    match = _FORM.fullmatch(plain(raw)) if isinstance(raw, str) else None
    if match is None:
        message = (
            "the unit is missing"
            if isinstance(raw, (int, float)) and not isinstance(raw, bool)
            else f"this is not {_NAMES[dimension]}"
        )
        raise QuantityError(message, found=raw, expected=EXPECTED[dimension])
    if len(match["number"]) > _DIGITS:
        raise QuantityError("this number has too many digits", found=raw, expected=EXPECTED[dimension])
    return Fraction(match["number"]), match["unit"]


def _wrong_unit(raw: object, dimension: str) -> QuantityError:
    return QuantityError("the unit is wrong", found=raw, expected=EXPECTED[dimension])


def _whole(value: Fraction, raw: object, unit: str) -> int:
    if value.denominator != 1:
        raise QuantityError(f"this is not a number of {unit}", found=raw, expected=unit)
    return int(value)
