"""How to cite a result: in plain words and as BibTeX. Neither has a date, so that the same numbers are cited in the same way."""

from __future__ import annotations

import re

from sim.files.entry import Lang
from sim.report.law_notes import day_of
from sim.report.manifest import Manifest
from sim.report.words import phrase

SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
                         "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"})  # fmt: skip
"""Letters with a meaning of their own in TeX -> how they are printed."""


def tex(text: str) -> str:
    """A text for TeX, in which no letter has a meaning of its own."""
    return text.translate(SPECIAL)


def plain(manifest: Manifest, lang: Lang = "en") -> str:
    """The citation in words: title, program with version, study, day of the law, run hash."""
    return phrase(
        "cite_plain", lang, title=manifest.title.of(lang), version=manifest.versions.get("jobsim", "–"), study=manifest.study,
        law=law(manifest, lang), hash=manifest.run_hash_short(),
    )  # fmt: skip


def law(manifest: Manifest, lang: Lang) -> str:
    """The day of the baseline's law in words."""
    return day_of(manifest.baseline_law, lang) if manifest.baseline_law else "–"


def bibtex(manifest: Manifest, lang: Lang = "en") -> str:
    """The citation as an entry of BibTeX."""
    key = f"jobsim-{re.sub('[^A-Za-z0-9-]+', '-', manifest.study)}-{manifest.run_hash_short(8)}"
    note = phrase(
        "cite_note", lang, version=manifest.versions.get("jobsim", "–"), study=manifest.study, law=law(manifest, lang),
        hash=manifest.run_hash,
    )  # fmt: skip
    return (
        f"@misc{{{key},\n  author = {{{{The Jobcenter simulator authors}}}},\n  title = {{{{{tex(manifest.title.of(lang))}}}}},\n"
        f"  note = {{{tex(note)}}}\n}}\n"
    )
