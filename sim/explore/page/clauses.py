"""What differs from the baseline, as rows a reader can follow; and why a choice cannot be run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.explore.catalogue import Catalogue
from sim.explore.choice import Choice
from sim.explore.draft import Draft
from sim.explore.page.words import amount, say
from sim.files.entry import Lang, Title
from sim.journal.changes import BY_PRACTICE, Changed
from sim.law.reading.in_words import Titles, clause_words, content
from sim.law.reading.references import law_words
from sim.law.reading.titles import all_titles


@dataclass(frozen=True)
class Row:
    """A clause with its old and its new content.

    Attributes:
        title: its path in words, with the title of the entry that it belongs to.
    """

    clause: str
    title: str
    law: str
    old: str
    new: str
    by: str
    practice: bool


def clause_rows(draft: Draft, lang: Lang) -> list[Row]:
    """Every clause of rules and practice in which the choice differs from the baseline, in the order of the law."""
    laws = [column.first.laws[-1] for column in draft.study.columns[:2]]
    titles: dict[str, dict[str, Title]] = {}
    for law in laws:
        for kind, words in all_titles(law.rule_set.regime).items():
            titles.setdefault(kind, {}).update(words)
    practices = [law.source.tree for law in reversed(laws)]
    return [
        Row(
            change.clause,
            _of_practice(change.clause, practices, lang)
            if BY_PRACTICE in change.by
            else clause_words(change.clause, lang, titles),
            law_words(change.law, lang),
            *_change(change, lang, titles),
            _by(change, lang),
            BY_PRACTICE in change.by,
        )
        for change in draft.changes
    ]


def _of_practice(clause: str, trees: list[Any], lang: Lang) -> str:
    """The title of the practice's entry around a clause, in the first tree that has one; else the words of its path."""
    for tree in trees:
        node, title = tree, ""
        for part in clause.split("."):
            node = node.get(part) if isinstance(node, dict) else None
            found = node.get("title") if isinstance(node, dict) else None
            title = found[lang] if isinstance(found, dict) else title
        if title:
            return str(title)
    return clause_words(clause, lang)


def _change(change: Changed, lang: Lang, titles: Titles) -> tuple[str, str]:
    """The old and the new content. Of long lists the new side has what was added and what was removed."""
    old, new = change.old, change.new
    if isinstance(old, list) and isinstance(new, list) and len(old) + len(new) > 4:
        added = [f"+ {content(item, lang, titles)}" for item in new if item not in old]
        removed = [f"− {content(item, lang, titles)}" for item in old if item not in new]
        return content(old, lang, titles), ", ".join([*removed, *added])
    return content(old, lang, titles), content(new, lang, titles)


def _by(change: Changed, lang: Lang) -> str:
    return ", ".join(say("explore_by_practice", lang) if name == BY_PRACTICE else name for name in change.by)


def values_set(choice: Choice, catalogue: Catalogue, lang: Lang) -> list[str]:
    """The assumptions that are set in baseline and choice: "bookable share: low"."""
    ends = {"low": say("explore_low", lang), "high": say("explore_high", lang)}
    return [
        f"{catalogue.assumptions[group].title.of(lang)}: {ends.get(to) or amount(to, lang)}"
        for group, to in choice.values
    ]
