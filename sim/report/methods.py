"""The methods section of the page: place, window, seed, pairing, intervals, money and versions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.files.entry import Lang
from sim.files.localised import quantity
from sim.report.captions import has_intervals, interval_line
from sim.report.growth import growth_text
from sim.report.law_notes import day_of
from sim.report.manifest import Manifest
from sim.report.multiplicity import comparisons_text
from sim.report.norm_tables import staff_text
from sim.report.shock_words import shock_in_full
from sim.report.words import capital, effects_text, label, number, phrase

OF_CODE = ("m_study", "m_columns", "m_versions", "m_hash")
"""Rows whose text is names of files, columns and programs."""


def staff_of_place(manifest: Manifest, lang: Lang) -> str:
    """The posts of the place against the share of all its staff who hold cases; empty if no figure is known."""
    place = label("place", manifest.place, lang, manifest)
    return " ".join(staff_text(record, place, lang) for record in manifest.staff)


def _intervals(headlines: pd.DataFrame, lang: Lang) -> str:
    """What the intervals are; empty if nothing is compared."""
    interval = "" if headlines.empty else interval_line(headlines, lang)
    key = "intervals_text" if interval and has_intervals(headlines) else "intervals_none"
    return phrase(key, lang, interval=capital(interval)) if interval else ""


def methods(
    headlines: pd.DataFrame, comparisons: pd.DataFrame, columns: list[str], manifest: Manifest, lang: Lang
) -> list[tuple[str, str]]:
    hour, post = (number(amount, lang, 0) for amount in (manifest.prices.dkk_per_hour, manifest.prices.hours_per_post))
    factors = headlines["variance_factor"].dropna().astype(float)
    factors = factors[np.isfinite(factors)]  # an equal difference in every pair has no variance to compare
    pairing = phrase("pairing_text", lang)
    if not factors.empty:
        low, high = (number(float(f), lang, 0 if f >= 10 else 1) for f in (factors.min(), factors.max()))
        pairing += " " + phrase("pairing_factor", lang, low=low, high=high)
    shocks = [*manifest.shocks, *(shock for column in manifest.columns for shock in column.shocks)]
    rows = [
        ("m_study", manifest.study),
        ("m_place", label("place", manifest.place, lang, manifest)),
        ("m_columns", "; ".join(columns)),
        ("m_shocks", "; ".join(dict.fromkeys(shock_in_full(shock, manifest, lang) for shock in shocks))),
        ("m_seed", str(manifest.seed)),
        ("m_replications", str(manifest.replications)),
        (
            "m_window",
            phrase(
                "window_text",
                lang,
                start=day_of(manifest.start, lang),
                warm_up=quantity(manifest.warm_up, lang),
                measured=quantity(manifest.measured, lang),
                follow_up=quantity(manifest.follow_up, lang),
            ),
        ),
        ("m_effects", effects_text(manifest, lang)),
        ("m_growth", growth_text(manifest, lang)),
        ("m_pairing", pairing),
        ("m_intervals", _intervals(headlines, lang)),
        ("m_comparisons", comparisons_text(comparisons, headlines, manifest, lang)),
        ("m_staff", staff_of_place(manifest, lang)),
        ("m_money", phrase("money_text", lang, price=hour, hours=post)),
        ("m_versions", ", ".join(f"{name} {version}" for name, version in manifest.versions.items())),
        ("m_hash", manifest.run_hash),
    ]
    return [(phrase(key, lang), text) for key, text in rows if text]
