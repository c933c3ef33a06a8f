"""Rows of a log in plain English: one sentence for each kind of row that concerns a citizen, keyed by the kind's name."""

from __future__ import annotations

from sim.journal import sentences_cases as cases
from sim.journal import sentences_duties as duties
from sim.journal import sentences_moves as ways
from sim.journal.case_state import Case
from sim.journal.clauses import spaced
from sim.journal.phrases import Rows, Sentence

SENTENCES: dict[str, Sentence] = ways.SENTENCES | duties.SENTENCES | cases.SENTENCES


def sentence(case: Case, rows: Rows) -> str:
    """What an entry says."""
    write = SENTENCES.get(kind_of(rows))
    if write is None:  # a kind younger than this file: its name is better than silence
        return f"{spaced(rows[0].kind.lower()).capitalize()}"
    return write(case, rows)


def kind_of(rows: Rows) -> str:
    """The kind of an entry: of its first row, but a hearing is one although its work is written first."""
    return "HEARING" if any(row.kind == "HEARING" for row in rows) else rows[0].kind
