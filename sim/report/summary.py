"""The answer in three lines, from the headline differences."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from sim.files.entry import Lang
from sim.measures.hours import RUNNING
from sim.report.cut_words import cut_of, money_text, posts_text, share_text
from sim.report.freed_words import MEASURES as FREED
from sim.report.freed_words import freed_text
from sim.report.manifest import Manifest
from sim.report.words import (
    change_unit,
    decimals_for,
    difference_parts,
    is_none,
    is_share,
    label,
    number,
    phrase,
    rule_set_label,
    shown,
)

SERVICES = (
    "wait_first_meeting_within_4_weeks_standardised",
    "wait_first_meeting_mean_standardised",
    "wait_first_meeting_left",
    "wait_clarification_mean_standardised",
    "detection_delay_mean_standardised",
    "caseload_mean",
)
"""What the third line is about, where the tables have it."""
ONLY_IF_MORE = ("wait_first_meeting_left",)
"""Numbers that the third line names only where they have grown beyond chance."""


@dataclass(frozen=True)
class Line:
    """One line of the answer: its head (staff kept, staff cut …) and its sentence."""

    head: str
    text: str


def answer(headlines: pd.DataFrame, manifest: Manifest, lang: Lang = "en") -> list[Line]:
    """Up to three lines: work removed where staff are kept, posts and DKK where they are cut, waits and caseloads where kept.

    Args:
        headlines: the table of :func:`sim.report.headline.headline`. The lines are about its first column that does not
            cut staff and its first that does.
        manifest: of the study.
        lang: the language of the lines.
    """
    columns = list(dict.fromkeys(headlines["column"]))
    kept = headlines[headlines["column"] == next((name for name in columns if not manifest.column(name).cut), None)]
    cut = headlines[headlines["column"] == next((name for name in columns if manifest.column(name).cut), None)]
    lines = [
        Line(phrase("answer_keep_head", lang), _kept(kept, manifest, lang)),
        Line(phrase("answer_cut_head", lang), _cut(cut, manifest, lang)),
        Line(phrase("answer_service_head", lang), _services(kept, manifest, lang)),
    ]
    return [line for line in lines if line.text]


def _row(table: pd.DataFrame, measure: str, activity: str = "all") -> pd.Series[float] | None:
    rows = table[(table["measure"] == measure) & (table["activity"] == activity) & (table["need"] == "all")]
    return None if rows.empty else rows.iloc[0]


def _rules(name: str, manifest: Manifest, lang: Lang) -> str:
    """The rule set and, between commas, its practice."""
    column = manifest.column(name)
    practice = label("practice", column.practice, lang, manifest)
    return rule_set_label(column.rules, lang, manifest) + (phrase("with", lang, practice=practice) if practice else "")


def _kept(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    rows = {name: _row(table, name) for name in FREED}
    rows |= {
        "running": _row(table, "hours", RUNNING),
        "minutes": _row(table, "running_minutes_per_citizen_week"),
        "contact": _row(table, "contact_minutes_per_citizen_week"),
    }
    rules = _rules(str(table["column"].iloc[0]), manifest, lang) if len(table) else ""
    return freed_text(rows, rules, lang)


def _cut(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """Posts that can go with the day's split free and as it is, the bound, and what they are worth."""
    cut = None if table.empty else cut_of(manifest, str(table["column"].iloc[0]))
    if cut is None:
        return ""
    prices, base = manifest.prices, number(cut.total["baseline"], lang, 1)
    if not cut.free.value > 0:
        return phrase("answer_cut_none", lang, rules=_rules(cut.column, manifest, lang), base=base)
    return phrase(
        "answer_cut",
        lang,
        rules=_rules(cut.column, manifest, lang),
        base=base,
        free=posts_text(cut.free, lang),
        fixed=posts_text(cut.fixed, lang),
        bound=posts_text(cut.bound, lang),
        safe=number(cut.free.safe, lang, 1),
        ceiling=share_text(cut.ceiling, lang),
        share=share_text(cut.share, lang),
        dkk=money_text(cut.dkk["free"], lang),
        dkk_fixed=money_text(cut.dkk["fixed"], lang),
        price=number(prices.dkk_per_hour, lang, 0),
        hours=number(prices.hours_per_post, lang, 0),
    )


def _services(table: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    parts = []
    for measure in SERVICES:
        row = _row(table, measure)
        if row is None:
            continue
        unit = str(row["unit"])
        difference, low, high = (float(row[key]) for key in ("difference", "low", "high"))
        if measure in ONLY_IF_MORE and not (difference if math.isnan(low) else low) > 0:
            continue
        before, after = (shown(float(row[key]), unit) for key in ("baseline_mean", "variant_mean"))
        places = decimals_for(before, after)
        change, interval = difference_parts(difference, low, high, unit, lang)
        if is_share(unit):
            change, interval = (f"{text} {change_unit(unit, lang)}" if text else "" for text in (change, interval))
        words = {
            "what": label("measure", measure, lang, manifest),
            "before": number(before, lang, places),
            "after": number(after, lang, places),
            "unit": label("unit", unit, lang),
            "change": interval or "; ".join([change, *([phrase("one_pair", lang)] if row["pairs"] == 1 else [])]),
        }
        key = (
            "answer_none" if is_none(difference, low, high) else "answer_same" if low <= 0 <= high else "answer_change"
        )
        parts.append(phrase(key, lang, **words))
    parts = [part if at == 0 else part[:1].lower() + part[1:] for at, part in enumerate(parts)]
    return "; ".join(parts) + "." if parts else ""
