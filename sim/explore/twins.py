"""A citizen's two histories under baseline and choice, made by a worker of the crew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.explore.draft import Draft
from sim.files.entry import Lang
from sim.files.hashes import key_of
from sim.files.localised import day_in_table
from sim.files.source import parse
from sim.journal.entry import History
from sim.journal.twin import Pair
from sim.journal.why import Journal, TwinJournals
from sim.law.compose.library import Library
from sim.report.text import labels
from sim.runs import fingerprint
from sim.study.load import read_study

_HELD: dict[str, TwinJournals] = {}
LISTED = 8
FOLDED = 3
"""Equal entries in a row from which they are folded."""
LONGEST = 150
"""Rows of a history that the page shows."""


@dataclass(frozen=True)
class Ask:
    """A question to a worker.

    Attributes:
        text: the study, whose first two columns are compared.
        citizen: a number; None for the citizens that differ most.
        lang: the language of the histories.
    """

    text: str
    file: str
    root: Path
    citizen: int | None
    lang: Lang = "en"

    @property
    def key(self) -> tuple[str, int | None, str]:
        return self.text, self.citizen, self.lang


@dataclass(frozen=True)
class Line:
    """An entry in one or both histories, or ``folded`` equal ones."""

    date: str
    one: str = ""
    other: str = ""
    how: str = "same"
    why: str = ""
    folded: int = 0


@dataclass(frozen=True)
class Listed:
    """A citizen whose histories differ."""

    number: int
    states: str


@dataclass(frozen=True)
class Answer:
    """Citizens that differ most, or the histories of one.

    Attributes:
        more: lines that are left out at the end.
    """

    citizen: int | None
    same: bool = False
    lines: tuple[Line, ...] = ()
    more: int = 0
    listed: tuple[Listed, ...] = ()
    identical: int = 0
    citizens: int = 0


def ask(draft: Draft, root: Path, citizen: int | None, lang: Lang = "en") -> Ask:
    """The question about a citizen of a draft."""
    return Ask(draft.text, draft.file, root, citizen, lang)


def answer(question: Ask) -> Answer:
    """Make both runs, if they are not at hand, and read the histories. This is the job of a worker.

    Raises:
        ScenarioError: there is no such citizen.
    """
    both = _journals(question.text, question.file, question.root)
    if question.citizen is None:
        listed = tuple(
            Listed(number, _way(both.one.history(number, question.lang), question.lang))
            for number in both.differing.most(LISTED)
        )
        return Answer(None, listed=listed, identical=both.differing.identical, citizens=both.differing.citizens)
    twins = both.twins(question.citizen, question.lang)
    lines = _lines(twins.pairs, question.lang)
    more = max(len(lines) - LONGEST, 0)
    return Answer(question.citizen, same=twins.identical, lines=tuple(lines[:LONGEST]), more=more)


def _way(history: History, lang: Lang) -> str:
    """The groups of a history in order, in the page's words."""
    known = labels()["group"]
    return " → ".join(known[name][lang] if name in known else history.named(name) for name in history.states)


def _journals(text: str, file: str, root: Path) -> TwinJournals:
    """Both runs. Those made last are kept by what determines them, because the files may change while the page is open."""
    study = read_study(parse(text, file), root, Library.load(root))
    settings = [column.settings[study.places[0]] for column in study.columns[:2]]
    name = key_of({"settings": [fingerprint.setting_parts(setting) for setting in settings]})
    if name not in _HELD:
        _HELD.clear()
        one, other = (Journal.of(setting) for setting in settings)
        _HELD[name] = TwinJournals(one, other)
    return _HELD[name]


def _lines(pairs: tuple[Pair, ...], lang: Lang) -> list[Line]:
    """The pairs as lines. A long series of equal entries is one line."""
    lines: list[Line] = []
    equal: list[Line] = []
    for pair in pairs:
        line = Line(
            day_in_table(pair.date, lang), pair.one.what if pair.one else "", pair.other.what if pair.other else "", pair.how,
            ", ".join(f"{change.clause} ({', '.join(change.by)})" for change in pair.changes),
        )  # fmt: skip
        if pair.how == "same":
            equal.append(line)
            continue
        lines += _folded(equal)
        equal = []
        lines.append(line)
    return [*lines, *_folded(equal)]


def _folded(equal: list[Line]) -> list[Line]:
    return equal if len(equal) < FOLDED else [Line(equal[0].date, folded=len(equal))]
