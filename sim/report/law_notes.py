"""What a reader must know of the law behind the numbers: what has changed since the baseline, and what is not law."""

from __future__ import annotations

from datetime import date

from sim.files.entry import Lang
from sim.files.localised import day_in_words
from sim.report.manifest import Manifest
from sim.report.words import phrase


def law_notes(manifest: Manifest, lang: Lang) -> list[str]:
    """The sentences for the page: one on later laws, and one for each rule set that is not law."""
    notes = []
    if manifest.later_laws:
        laws = [
            phrase(
                "law_since_one" if law.clauses else "law_since_same", lang, title=law.title.of(lang),
                day=day_of(law.in_force, lang), clauses=law.clauses,
            )
            for law in manifest.later_laws
        ]  # fmt: skip
        notes.append(phrase("law_since", lang, day=day_of(manifest.baseline_law, lang), laws="; ".join(laws)))
    return [*notes, *(caution.of(lang) for caution in manifest.cautions)]


def unfinished_note(manifest: Manifest, lang: Lang) -> str:
    """How many replications of an unfinished study the page shows."""
    return phrase("unfinished", lang, pairs=manifest.replications, of=manifest.unfinished)


def law_note_short(manifest: Manifest, lang: Lang) -> list[str]:
    """The same for the screen, where later laws are one short line."""
    notes = []
    if manifest.later_laws:
        last = manifest.later_laws[-1]
        day, since = day_of(manifest.baseline_law, lang), day_of(last.in_force, lang)
        notes.append(phrase("law_since_short", lang, day=day, last=since, clauses=last.clauses))
    return [*notes, *(caution.of(lang) for caution in manifest.cautions)]


def day_of(iso: str, lang: Lang) -> str:
    """A day in words: ``1 July 2026``."""
    return day_in_words(date.fromisoformat(iso), lang)
