"""Nothing about a person is read: columns that look like an identity are refused, and so are cells that look like one.

No message repeats the cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.data.cell import folded
from sim.files.errors import ScenarioError

_PERSON = (
    r"cpr\w*|person ?(?:nr|nummer|id)\w*|borger ?(?:nr|nummer|id)\w*|borgernavn|id|guid|uuid|navn\w*|(?:for|efter|mellem)navn\w*|"
    r"\w+ ?name|name|initial\w*|fødsels?\w*|fødselsdato|birth\w*|adresse\w*|address\w*|e ?mail\w*"
)
_MORE = (
    r"\w+ id|ident\w*|\w*navn|født|born|vej|vejnavn|street|postn\w*|zip|telefon\w*|mobil\w*|journal\w*|sags ?(?:nr|nummer|id)\w*|"
    r"case (?:number|no)|notes?|notat\w*|bemærkning\w*|fritekst|diagnos\w*"
)
_HEADING = {False: re.compile(rf"\b(?:{_PERSON})\b"), True: re.compile(rf"\b(?:{_PERSON}|{_MORE})\b")}
"""Headings of any table, and those of own counts, which have no words of their own."""
_CPR = re.compile(r"(?<!\d)(?:[0-2]\d|3[01]|[6-8]\d|9[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")
_MAIL = re.compile(r"\S@\S")
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?!\d)")
_MONTH = re.compile(r"(?:19|20)\d{2}-\d{2}-01")
_A_DAY = "a day"
_CELLS = {"a CPR number": _CPR, "an e-mail address": _MAIL, _A_DAY: _DAY}
PSEUDONYM = re.compile(r"[A-Za-zÆØÅæøå][A-Za-zÆØÅæøå_-]{0,19}\d{1,4}|\d{1,4}")
"""A word with a number such as ``k07`` or ``caseworker-12``, or a short number. Initials and names have no number."""
DO = "leave the column out: counts by group and month are enough"


def check_headings(headings: Sequence[str], file: str, *, own: bool) -> None:
    """Refuse columns that look like an identity. ``own`` counts may have fewer words than published tables.

    Raises:
        ScenarioError: the first such column.
    """
    for at, heading in enumerate(headings, 1):
        words = re.sub(r"[_\-./]+", " ", folded(heading))
        if _HEADING[own].search(words):
            raise ScenarioError(
                "this column looks like a fact about a person", file=file, line=1, found=f"column {at}: {heading[:40]}",
                expected="counts only", do=DO,
            )  # fmt: skip


def check_cells(row: Sequence[object], headings: Sequence[str], line: int, file: str) -> None:
    """Refuse cells that look like a CPR number, a date of birth or an address of mail.

    Raises:
        ScenarioError: the first such cell. The message does not repeat it.
    """
    for at, cell in enumerate(row, 1):
        text = str(cell).strip()
        kind = next((words for words, pattern in _CELLS.items() if pattern.search(text)), None)
        if kind == _A_DAY and _MONTH.fullmatch(text):
            continue  # a month as its first day
        if kind is not None:
            raise ScenarioError(
                f"a cell looks like {kind}", file=file, line=line, found=f"column {at} ({headings[at - 1][:40]}); the cell is not shown",
                expected="counts by group and month", do="remove everything about persons, also from copies of this file",
            )  # fmt: skip


def check_pseudonym(text: str, line: int, file: str) -> None:
    """Refuse a caseworker who is not a pseudonym.

    Raises:
        ScenarioError: the text may be a name or initials. The message does not repeat it.
    """
    if PSEUDONYM.fullmatch(text) is None:
        raise ScenarioError(
            "a caseworker must be a pseudonym", file=file, line=line, found=f"a text of {len(text)} letters; it is not shown",
            expected="a word with a number such as k07, made for this file", do="number the caseworkers, and keep no list",
        )  # fmt: skip
