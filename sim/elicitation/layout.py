"""The places of everything in a form: sheets, rows and columns. Writer and reader share them. Rows and columns count from 0."""

from __future__ import annotations

KIND, SCHEMA = "jobsim elicitation", 1
ABOUT = "jobsim"
"""The hidden sheet that says what the file is. The other sheets have names of their language."""
PERSON = {"name": 2, "role": 3, "date": 4}
"""Row of each entry about the person, on the sheet of answers."""
PERSON_AT = 3
"""Column of the entries about the person."""
HEADS = 7
"""Row of the heads. The questions follow."""
NUMBER, QUESTION, UNIT, LOW, HIGH, BEST, REASON, KEY = range(8)
"""Columns of the sheet of answers. Low and high come before the best judgement, which would otherwise anchor them."""


def cell(row: int, column: int) -> str:
    """The name of a cell: ``D9``."""
    return f"{chr(ord('A') + column)}{row + 1}"
