"""Reading filled forms. Every cell that does not fit is an error with file, sheet, cell, what was found and what was expected."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sim.data.contents import read_contents
from sim.data.readers.archive import check_archive
from sim.data.readers.excel_file import INSTALL
from sim.elicitation.answer import Answer, Filled
from sim.elicitation.form import LONGEST_NAME, LONGEST_REASON
from sim.elicitation.layout import ABOUT, BEST, HEADS, HIGH, KEY, KIND, LOW, PERSON, PERSON_AT, REASON, SCHEMA, cell
from sim.elicitation.pooling import Judgement
from sim.elicitation.question import MARK, Question
from sim.elicitation.words import word
from sim.figures.source_codes import OPEN, codes_in
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.paths import user_path
from sim.files.shell import shell_words

SHOWN = 5
"""Further wrong cells that an error lists."""
WORKBOOK, SAVE_AS = "a form as .xlsx", "open it in a spreadsheet program and save it as .xlsx"
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


def read_form(path: Path, questions: Sequence[Question], study: str, argument: str = "") -> Filled:
    """A filled form.

    Args:
        questions: those that the study has today; a form may have some of them.
        study: the name of the study.
        argument: what a command calls the study (default: its name).

    Raises:
        ScenarioError: the file is no form of this study and version, or a cell does not fit. All wrong cells are named.
    """
    file, book = str(path), _book(path)
    about = _about(file, book)
    if about.get("study") != study:
        raise ScenarioError(
            "the form is about another study", file=file, found=about.get("study"), expected=study,
            do=f"jobsim elicit {shell_words(about.get('study'))} --read {shell_words(file)}",
        )  # fmt: skip
    sheet = word("answers", _language(about))
    if sheet not in book.sheet_names:
        raise ScenarioError(
            "a sheet of the form is missing", file=file, found=", ".join(book.sheet_names), expected=sheet
        )
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return _Form(
        file, sheet, rows, (study, argument or study), {question.key: question for question in questions}
    ).filled()


class _Form:
    """The sheet of answers of one form."""

    def __init__(
        self, file: str, sheet: str, rows: list[list[Any]], study: tuple[str, str], known: Mapping[str, Question]
    ) -> None:
        self.file, self.sheet, self.rows, self.known = file, sheet, rows, known
        self.study, self.argument = study
        self.errors: list[ScenarioError] = []

    def filled(self) -> Filled:
        """The answers. Raises as :func:`read_form`."""
        name, role = (self.words(PERSON[key], PERSON_AT, LONGEST_NAME) for key in ("name", "role"))
        if not name and not role:
            self.wrong(PERSON["name"], PERSON_AT, "nobody is named", "nothing", "a name, a pseudonym or a role")
        for key, text in (("name", name), ("role", role)):
            if any(code.kind not in OPEN for code in codes_in(text)):
                self.wrong(
                    PERSON[key], PERSON_AT, "this looks like the code of a source", text, "another name or pseudonym"
                )
        day = self.day(PERSON["date"], PERSON_AT)
        answers: dict[str, Answer] = {}
        seen: dict[str, int] = {}
        for row in range(HEADS + 1, len(self.rows)):
            key = self.words(row, KEY, 500)
            written = [column for column in (LOW, HIGH, BEST) if self.at(row, column) is not None]
            if not key:
                if written:
                    self.wrong(row, KEY, "the key of the question is missing", "nothing", "the key that the form had")
                continue
            if key in seen:
                self.wrong(row, KEY, "the same question stands here twice", key, f"it once, in row {seen[key] + 1}")
                continue
            seen[key] = row
            answer = self.answer(row, key, written)
            if answer is not None:
                answers[key] = answer
        if not self.errors and not answers:
            raise ScenarioError(
                "the form has no answers", file=self.file, found=f"empty cells on the sheet {self.sheet}",
                expected=f"numbers in columns {', '.join('ABCDEFGH'[column] for column in (LOW, HIGH, BEST))}",
            )  # fmt: skip
        if self.errors:
            raise _together(self.errors)
        assert day is not None
        return Filled(self.file, self.study, name, role, day, answers)

    def answer(self, row: int, key: str, written: Sequence[int]) -> Answer | None:
        """The answer of a row; None if there is none, or it does not fit."""
        question = self.known.get(key)
        if question is None:
            if written:
                self.unknown(row, key)
            return None
        if not written:
            return None
        before = len(self.errors)
        numbers = {column: self.number(row, column, question) for column in written}
        for column in (LOW, HIGH, BEST):
            if column not in written:
                self.wrong(row, column, "a number is missing", "nothing", "all three numbers, or three empty cells")
        reason = self.words(row, REASON, LONGEST_REASON)
        if len(self.errors) > before:
            return None
        low, high, best = (float(numbers[column] or 0.0) for column in (LOW, HIGH, BEST))
        shown = question.scale.shown
        if low > high:
            self.wrong(row, LOW, "the lowest number is above the highest", shown(low), f"at most {shown(high)}")
        elif not low <= best <= high:
            self.wrong(
                row, BEST, "the best judgement lies outside the range", shown(best), f"{shown(low)} to {shown(high)}"
            )
        return None if len(self.errors) > before else Answer(Judgement(low, best, high), reason)

    def unknown(self, row: int, key: str) -> None:
        """The error for a key that the study does not have."""
        name = key.partition(MARK)[0]
        now = next((each for each in self.known if each.partition(MARK)[0] == name), None)
        if now is None:
            self.wrong(row, KEY, "the study has no such question", key, "a key that `jobsim elicit` wrote")
        else:
            message = "the question has changed since this form was written, so its answer may not fit any more"
            self.wrong(
                row,
                KEY,
                message,
                key,
                now,
                do=f"ask again: jobsim elicit {shell_words(self.argument)} --values {shell_words(name)}",
            )

    def number(self, row: int, column: int, question: Question) -> float | None:
        """A number of the form, within the bounds of its unit."""
        content, scale = self.at(row, column), question.scale
        number = _number(content, percent=scale.percent)
        expected = f"a number: {scale.span(scale.least, scale.most)}"
        if number is None:
            self.wrong(row, column, "this is not a number", _shown(content), expected)
        elif not scale.least <= number <= scale.most:
            message = f"this number does not fit the unit {scale.words.en}"
            self.wrong(row, column, message, scale.shown(number), expected)
            return None
        return number

    def day(self, row: int, column: int) -> date | None:
        content = self.at(row, column)
        day = _day(content)
        if day is None:
            self.wrong(
                row,
                column,
                "the date of the answers is missing or is no date",
                _shown(content),
                "a date, such as 2026-07-01",
            )
        return day

    def words(self, row: int, column: int, longest: int) -> str:
        """The text of a cell on one line."""
        content = self.at(row, column)
        text = "" if content is None else _BREAKS.sub(" ", _shown(content)).strip()
        if len(text) > longest:
            self.wrong(row, column, "this text is too long", f"{len(text)} characters", f"at most {longest} characters")
            return text[:longest]
        return text

    def at(self, row: int, column: int) -> Any:
        """The content of a cell; None if it is empty."""
        content = self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None
        return None if isinstance(content, str) and not content.strip() else content

    def wrong(self, row: int, column: int, message: str, found: str, expected: str, do: str | None = None) -> None:
        where = f"{self.file}: {self.sheet}!{cell(row, column)}"
        self.errors.append(ScenarioError(message, file=where, found=found, expected=expected, do=do))


def _together(errors: Sequence[ScenarioError]) -> ScenarioError:
    """One error for all: the first in full, the others by cell."""
    first = errors[0]
    rest = [f"{str(each.file).rpartition('!')[2]} ({each.message})" for each in errors[1 : 1 + SHOWN]]
    more = len(errors) - 1 - len(rest)
    others = f"correct {', '.join(rest)}{f' and {more} more' if more else ''} too" if rest else None
    do = "; ".join(part for part in (first.do, others) if part) or None
    return ScenarioError(first.message, file=first.file, found=first.found, expected=first.expected, do=do)


def _book(path: Path) -> Any:
    """The workbook of a file, checked before it is unpacked."""
    if not user_path(path).is_file():
        raise ScenarioError("there is no such file", file=str(path), expected="a filled form of `jobsim elicit`")
    contents = read_contents(path)
    try:
        check_archive(contents)
    except ScenarioError as error:
        raise ScenarioError(
            "this is not an Excel workbook", file=str(path), found=str(error.found), expected=WORKBOOK, do=SAVE_AS
        ) from None
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise ScenarioError(
            "reading forms needs a library that is not installed",
            file=str(path),
            expected="python-calamine",
            do=INSTALL,
        ) from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(contents.raw))
    except (CalamineError, ValueError, OSError) as error:
        raise ScenarioError(
            "this is not an Excel workbook", file=str(path), found=f"{type(error).__name__}: {error}", expected=WORKBOOK,
            do=SAVE_AS,
        ) from None  # fmt: skip


def _about(file: str, book: Any) -> dict[str, str]:
    """What the hidden sheet says."""
    rows = book.get_sheet_by_name(ABOUT).to_python() if ABOUT in book.sheet_names else []
    about = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    if about.get("kind") != KIND:
        raise ScenarioError(
            "this is no form of `jobsim elicit`", file=file, found=f"the sheets {', '.join(book.sheet_names)}"[:200],
            expected="a form with its hidden sheet", do="save the form itself as .xlsx, without copying its cells elsewhere",
        )  # fmt: skip
    if about.get("schema") != str(SCHEMA):
        raise ScenarioError(
            "the form is of another version of the program",
            file=file,
            found=f"form {about.get('schema')}",
            expected=f"form {SCHEMA}",
        )
    return about


def _language(about: Mapping[str, str]) -> Lang:
    return "da" if about.get("language") == "da" else "en"


def _number(content: Any, *, percent: bool) -> float | None:
    """The number of a cell. Text is read if it can mean one number only: ``2,5``, ``30 %``, but not ``1.000``."""
    if isinstance(content, bool):
        return None
    if isinstance(content, int | float):
        return float(content)
    if not isinstance(content, str):
        return None
    text = content.strip().replace("\u00a0", " ")
    whole = text.removesuffix("%").rstrip()
    if (whole != text and not percent) or _NUMBER.fullmatch(whole) is None or _THOUSANDS.fullmatch(whole):
        return None
    number = float(whole.replace(",", "."))
    return number / 100 if whole != text else None if percent else number


def _day(content: Any) -> date | None:
    """The date of a cell: a date, or text such as ``2026-07-01`` or ``1.7.2026``."""
    if isinstance(content, datetime):
        return content.date()
    if isinstance(content, date):
        return content
    text = str(content or "").strip()
    try:
        match = _DAY.fullmatch(text)
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError:
        return None


def _shown(content: Any) -> str:
    if content is None:
        return "nothing"
    return str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)
