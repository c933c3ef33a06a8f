"""A shock in words, with its first and last day."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report.column_record import ShockRecord
from sim.report.law_notes import day_of
from sim.report.manifest import Manifest
from sim.report.words import phrase, shock_words


def shock_in_full(shock: ShockRecord, manifest: Manifest, lang: Lang) -> str:
    """What changes, how much, and from when to when."""
    words = {"what": shock_words(shock, lang, manifest), "first": day_of(shock.first, lang)}
    if shock.until is None:
        return phrase("shock_open", lang, **words)
    return phrase("shock_span", lang, **words, until=day_of(shock.until, lang))
