"""What charts and tables call duties, activities and offers: short enough for a row, in both languages, each once."""

from __future__ import annotations

from collections import Counter

import pytest

from sim.files.folder import names_in
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library
from sim.law.reading.titles import short_titles

LONGEST = 45
"""Characters; the charts wrap a row's words at 34, and two lines have room."""

NAMES = [
    *(name for name in Library.load().packages),
    *dict.fromkeys(
        f"{proposal.argued_against}+{name}"
        for name, proposal in Library.load().proposals.items()
        if proposal.reform.kind == "process"
    ),
    *names_in(scenarios_dir(), "regimes"),
]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_set_has_short_titles_that_tell_its_entries_apart(library: Library, name: str) -> None:
    for kind, titles in short_titles(library.rule_set(name).regime).items():
        for lang in ("en", "da"):
            words = [getattr(title, lang) for title in titles.values()]
            assert [text for text in words if not 0 < len(text) <= LONGEST] == [], (kind, lang)
            assert [text for text, times in Counter(words).items() if times > 1] == [], (kind, lang)


def test_a_short_title_is_given_only_where_it_says_it_in_other_words(library: Library) -> None:
    for name in NAMES:
        regime = library.rule_set(name).regime
        for entries in (regime.duties, regime.activities, regime.offers):
            assert not [key for key, entry in entries.items() if entry.short == entry.title]
