"""Rows of a log in plain words: one sentence for each kind of row that has a citizen."""

from __future__ import annotations

from sim.journal import sentences_cases as cases
from sim.journal import sentences_duties as duties
from sim.journal import sentences_moves as ways
from sim.journal.case_state import Case
from sim.journal.phrases import Rows, Sentence
from sim.journal.words import spaced

SENTENCES: dict[str, Sentence] = ways.SENTENCES | duties.SENTENCES | cases.SENTENCES


def sentence(case: Case, rows: Rows) -> str:
    """The sentence of an entry."""
    write = SENTENCES.get(kind_of(rows))
    if write is None:  # a new kind without a sentence: show its name
        return f"{spaced(rows[0].kind.lower()).capitalize()}"
    return write(case, rows)


def kind_of(rows: Rows) -> str:
    """The kind of an entry: the kind of its first row. A hearing is an exception, since its work is written first."""
    return "HEARING" if any(row.kind == "HEARING" for row in rows) else rows[0].kind
