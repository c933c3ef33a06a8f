"""Words and numbers as a reader sees them, in English or Danish."""

from __future__ import annotations

import math
import re
from datetime import date

from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.localised import decimal
from sim.law.reading.in_words import name_words
from sim.report.column_record import ShockRecord
from sim.report.manifest import Manifest
from sim.report.text import labels, phrases

NAME = re.compile(r"[a-z_]+\.[a-z_*]")
MINUS, THIN = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
SHOCK = re.compile(r"(?P<staff>staff )?(?P<thing>.+?)(?P<places> places)? (?P<change>[+-][0-9.e+]+) %")
TODAY = "current/baseline/keep"
"""The label of this column leaves out that staff is kept."""
PERCENTILE = re.compile(r"^(?P<wait>wait_.+|detection_delay)_p(?P<part>\d+)$")
STANDARDISED = re.compile(r"^(?P<measure>.+)_standardised(?P<covered>_covered)?$")
WAIT = re.compile(
    r"^(?P<wait>wait_.+|detection_delay)_(?P<part>mean|begun|served|left|never|within_(?P<weeks>\d+)_weeks?)$"
)


NAMED_BY = {
    "offer": r"offers|offer_weeks|offer_person_weeks|activation_.*",
    "payment": r"paid_.*|effort_cost",
    "ground": r"prolongations",
    "duty": r"breach.*|deadlines.*|held_by_due.*|instances.*|lapsed|lateness.*",
    "case": r"detection_delay.*|wait_clarification.*|clarified.*|days_until_clarified.*|benefits_until_clarified.*",
    "benefit": r"benefit_person_weeks|benefits_(municipality|state|paid)",
    "procedure": r"decisions|procedures|appeals.*|team_cases|team_late_share|wait_(decision|effort|team)_.*",
    "certificate": r"certificates|certificate_fees|wait_(other_)?certificate_.*",
    "exit": r"exits|time_in_system.*",
    "group": r"switches",
}
"""What the column ``activity`` names, where it is no activity: kind of name -> the measures, as a pattern."""


def kind_of_activity(measure: str) -> str:
    """The kind of name in the column ``activity`` of a measure."""
    return next((kind for kind, pattern in NAMED_BY.items() if re.fullmatch(pattern, measure)), "activity")


def check_language(lang: str) -> None:
    """Check that the report has this language.

    Raises:
        ScenarioError: the report does not have it.
    """
    if lang not in {"en", "da"}:
        raise ScenarioError("the report is in English (en) or Danish (da)", found=lang, expected="en or da")


def label(kind: str, name: str, lang: Lang = "en", manifest: Manifest | None = None) -> str:
    """The words for a name of a kind (measure, activity, duty, team, need …).

    The manifest's labels come first, then ``text/labels.yaml``. A name without a label gets spaces for its hyphens.
    """
    own = manifest.labels.get(kind, {}).get(name) if manifest else None
    if own:
        return own.of(lang)
    known = labels().get(kind, {}).get(name)
    if known is not None:
        return known[lang]
    match = PERCENTILE.match(name) if kind == "measure" else None
    if match:
        part = match["part"]
        ending = "median" if part == "50" else (f"{part}th percentile" if lang == "en" else f"{part}. percentil")
        return f"{label(kind, match['wait'], lang, manifest)}, {ending}"
    derived = _derived(name, lang, manifest) if kind == "measure" else ""
    if derived:
        return derived
    spaced = name.replace("-", " ").replace("_", " ") if lang == "en" else name_words(name, lang)
    return spaced[:1].upper() + spaced[1:] if kind not in {"unit", "practice"} else spaced


def _derived(measure: str, lang: Lang, manifest: Manifest | None) -> str:
    """The words of a number of a wait, and of a standardised number; empty for another measure."""
    if match := STANDARDISED.match(measure):
        key = "covered_of" if match["covered"] else "standardised_of"
        return phrase(key, lang, words=label("measure", match["measure"], lang, manifest))
    if match := WAIT.match(measure):
        key = "wait_within" if match["weeks"] else f"wait_{match['part']}_of"
        weeks = int(match["weeks"] or 0)
        return phrase(key, lang, count=weeks, wait=label("measure", match["wait"], lang, manifest))
    return ""


def phrase(key: str, lang: Lang = "en", **values: object) -> str:
    """A sentence of ``text/`` (``charts.yaml``, ``page.yaml`` …) with its blanks filled.

    If ``count`` is 1 and the key has a form for one (``KEY_one``), that form is used.
    """
    if values.get("count") == 1 and f"{key}_one" in phrases():
        key = f"{key}_one"
    return phrases()[key][lang].format(**values)


def capital(text: str) -> str:
    """A text as the beginning of a sentence. A name of the scenario files, such as ``needs.*``, keeps its letters."""
    return text if NAME.match(text) else text[:1].upper() + text[1:]


def effects_text(manifest: Manifest, lang: Lang) -> str:
    """Whether effects on behaviour are assumed, which, and what they rest on."""
    effects = manifest.effects
    if effects is None:
        return phrase("effects_off", lang)
    strength = phrase(f"effects_{effects.strength}", lang)
    return phrase(
        "effects_on", lang, title=effects.title.of(lang), strength=strength, rests_on=effects.rests_on.of(lang)
    )


def rule_set_label(name: str, lang: Lang, manifest: Manifest) -> str:
    """The words of a rule set; its name where it has no label."""
    known = name in manifest.labels.get("rule_set", {}) or name in labels()["rule_set"]
    return label("rule_set", name, lang, manifest) if known else name


def column_label(name: str, lang: Lang, manifest: Manifest, *, capacity: bool = True) -> str:
    """The words of a column: "Freed rules (six cities), contact on request, staff kept".

    Args:
        name: its printed name.
        lang: the language of the words.
        manifest: it says what the column is.
        capacity: whether to say that staff is kept or cut.

    Raises:
        KeyError: the study has no such column.
    """
    column = manifest.column(name)
    words = [rule_set_label(column.rules, lang, manifest), label("practice", column.practice, lang, manifest)]
    if name != TODAY and (capacity or column.reinvests):
        words.append(label("capacity", column.use, lang, manifest))
    if column.team_places is not None:
        words.append(phrase("places_a_week", lang, places=column.team_places))
    words += [f"{shock_words(shock, lang, manifest)} {_years(shock)}" for shock in column.shocks]
    return ", ".join(part for part in words if part)


def shock_words(shock: ShockRecord, lang: Lang, manifest: Manifest) -> str:
    """What a shock changes, and how much: "insured +30 %", "tilgang af dagpengemodtagere +30 %"."""
    match = SHOCK.fullmatch(shock.what)
    if lang == "en" or match is None:
        return shock.what
    key = "shock_staff" if match["staff"] else "shock_places" if match["places"] else "shock_inflow"
    thing = label("team" if match["staff"] else "group", match["thing"], lang, manifest).lower()
    change = float(match["change"])
    size = number(change, lang, 0 if change == round(change) else 1, signed=True)
    return phrase(key, lang, thing=thing, change=size)


def _years(shock: ShockRecord) -> str:
    """The years of a shock: "(2025)", "(2025–2026)", "(2025–)"."""
    first = date.fromisoformat(shock.first).year
    last = date.fromisoformat(shock.until).year if shock.until else None
    return f"({first})" if last == first else f"({first}–{last or ''})"


def is_share(unit: str) -> bool:
    return unit == "share"


def shown(value: float, unit: str) -> float:
    """The value as printed: a share between 0 and 1 becomes percent."""
    return value * 100 if is_share(unit) else value


def decimals_for(*values: float, unit: str = "") -> int:
    """How many decimals a set of printed values needs: none from 100 up and for hours and DKK, else 1, below 1 two."""
    largest = max((abs(v) for v in values if not math.isnan(v)), default=0.0)
    if largest >= 100 or unit in {"hours per year", "hours", "DKK per year", "DKK"}:
        return 0
    return 1 if largest >= 1 or largest == 0 else 2


def decimals_of_interval(difference: float, low: float, high: float, unit: str = "") -> int:
    """Decimals that tell an interval's ends apart: two at most, one from 10 up; else as :func:`decimals_for`."""
    places = decimals_for(difference, low, high, unit=unit)
    half = abs(high - low) / 2
    if math.isnan(half) or half == 0 or places == 0:
        return places
    return min(1 if abs(difference) >= 10 else 2, max(places, math.ceil(-math.log10(half))))


def number(value: float, lang: Lang = "en", decimals: int | None = None, *, signed: bool = False) -> str:
    """``-1234.5`` -> "−1,234.5" in English, "−1.234,5" in Danish; not a number is an en dash."""
    if math.isnan(value):
        return "–"
    places = decimals_for(value) if decimals is None else decimals
    text = decimal(abs(value), places, lang)
    zero = float(f"{abs(value):.{places}f}") == 0.0
    sign = "" if zero else MINUS if value < 0 else "+" if signed else ""
    return sign + text


def quantity(value: float, unit: str, lang: Lang = "en", *, signed: bool = False) -> str:
    """A value with its unit: "12,345 hours a year", "3.4 million DKK a year", "12.5 %"."""
    value = shown(value, unit)
    words = label("unit", unit, lang)
    if in_millions(unit, value):
        million = "million" if lang == "en" else "mio."
        return f"{number(value / 1e6, lang, 1, signed=signed)} {million} {words}"
    return f"{number(value, lang, decimals_for(value, unit=unit), signed=signed)}{THIN}{words}"


def is_none(difference: float, low: float, high: float) -> bool:
    """Whether there is no difference, in no pair of runs."""
    return difference == 0 and (math.isnan(low) or low == high == 0)


def difference_text(difference: float, low: float, high: float, unit: str, lang: Lang = "en") -> str:
    """A signed difference with its interval, without unit: "−1,234 (−1,300 to −1,168)"; DKK in millions when large."""
    text, interval = difference_parts(difference, low, high, unit, lang)
    return f"{text} ({interval})" if interval else text


def difference_parts(difference: float, low: float, high: float, unit: str, lang: Lang = "en") -> tuple[str, str]:
    """The signed difference and its interval ("−1,300 to −1,168"; empty without one), or that there is no difference."""
    if is_none(difference, low, high):
        return phrase("no_difference", lang), ""
    values = [shown(v, unit) for v in (difference, low, high)]
    places = decimals_of_interval(values[0], values[1], values[2], unit=unit)
    if in_millions(unit, *values):
        values, places = [v / 1e6 for v in values], 1
    text, *ends = (number(v, lang, places, signed=True) for v in values)
    if math.isnan(low) or math.isnan(high) or low == high:  # fixed in every replication: nothing to estimate
        return text, ""
    return text, f"{ends[0]} {'to' if lang == 'en' else 'til'} {ends[1]}"


def unit_label(unit: str, lang: Lang = "en", *, short: bool = False) -> str:
    """The words of a unit; ``short`` for charts and the screen (h, min)."""
    return label("short_unit" if short and unit in labels()["short_unit"] else "unit", unit, lang)


def in_millions(unit: str, *values: float) -> bool:
    """Whether amounts are printed in millions: DKK of which one is a million or more."""
    return unit.startswith("DKK") and any(abs(v) >= 1e6 for v in values)


def difference_unit(
    difference: float,
    low: float,
    high: float,
    unit: str,
    lang: Lang = "en",
    *,
    short: bool = False,
) -> str:
    """The unit of a printed difference: percentage points for shares, million DKK for large amounts.

    ``short`` is for charts: h, min.
    """
    if is_none(difference, low, high):
        return ""
    if short and unit in labels()["short_unit"]:
        return unit_label(unit, lang, short=True)
    if label("unit", unit, lang) == "%":
        return change_unit(unit, lang)
    if in_millions(unit, difference, low, high):
        return f"{'million' if lang == 'en' else 'mio.'} {label('unit', unit, lang)}"
    return label("unit", unit, lang)


def change_unit(unit: str, lang: Lang = "en") -> str:
    """The unit of a difference without its amount: percentage points for shares, else the unit itself."""
    words = label("unit", unit, lang)
    return phrase("points_of_percent", lang) if words == "%" else words


def percent_text(percent: float, lang: Lang = "en") -> str:
    """A signed relative change: "−12.3 %"."""
    return "–" if math.isnan(percent) else f"{number(percent, lang, 1, signed=True)}{THIN}%"


def interval_text(confidence: float, pairs: float, lang: Lang = "en") -> str:
    """The name of an interval, such as "95 % interval, paired t over 10 pairs"; empty when there is no pair.

    One pair has no interval, and the text says so.
    """
    if math.isnan(confidence) or math.isnan(pairs):
        return ""
    if pairs == 1:
        return phrase("one_pair", lang)
    level = number(confidence * 100 if confidence <= 1 else confidence, lang, 0)
    return phrase("interval", lang, level=level, pairs=int(pairs))
