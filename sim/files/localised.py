"""Numbers, quantities and days as a reader of English or Danish writes them, by Babel's tables of both languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

    from sim.files.entry import Lang

LOCALES: dict[Lang, str] = {"en": "en_GB", "da": "da_DK"}
QUANTITY = re.compile(r"(\d+)(?:\.(\d+))?(?: (minute|hour|day|week|month|year)s?| (DKK|%))?")
"""A quantity in the notation of the scenario files."""
CURRENCY: dict[Lang, str] = {"en": "DKK", "da": "kr."}


def decimal(value: float | Decimal, places: int, lang: Lang) -> str:
    """A number with so many decimals: ``1234.5`` is "1,234.5" in English and "1.234,5" in Danish."""
    return str(_pattern(places).apply(Decimal(value), _locale(lang)))


@lru_cache(maxsize=4096)
def quantity(text: str, lang: Lang) -> str:
    """A quantity of the scenario files: ``2.5 weeks`` is "2,5 uger" in Danish. Another text stays as it is."""
    match = QUANTITY.fullmatch(text)
    if match is None:
        return text
    whole, part, unit, mark = match.groups()
    number = Decimal(f"{whole}.{part}" if part else whole)
    words = decimal(number, len(part or ""), lang)
    if unit:
        return f"{words} {_unit(unit, number, lang)}"
    return f"{words} {CURRENCY[lang] if mark == 'DKK' else mark}" if mark else words


def _unit(unit: str, number: Decimal, lang: Lang) -> str:
    """The word of a unit of time after a number: "week", "weeks", "uge", "uger"."""
    from babel.units import format_unit

    return format_unit(number, f"duration-{unit}", "long", locale=LOCALES[lang]).split(" ", 1)[1]


def month_of(day: date, lang: Lang) -> str:
    """A month with its year: "Mar 2024", "mar. 2024"."""
    return _format(day, "MMM y", lang)


def day_in_words(day: date, lang: Lang) -> str:
    """A day with the name of its month: "1 July 2026", "1. juli 2026"."""
    return _format(day, "long", lang)


def day_in_table(day: date, lang: Lang) -> str:
    """A day for a narrow column: "2026-07-01" in English, "01.07.2026" in Danish."""
    return day.isoformat() if lang == "en" else _format(day, "short", lang)


def _format(day: date, form: str, lang: Lang) -> str:
    from babel.dates import format_date

    return format_date(day, form, locale=LOCALES[lang])


@lru_cache(maxsize=16)
def _pattern(places: int) -> NumberPattern:
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + (f".{'0' * places}" if places else ""))


@lru_cache(maxsize=2)
def _locale(lang: Lang) -> Locale:
    from babel import Locale

    return Locale.parse(LOCALES[lang])
