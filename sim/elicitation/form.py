"""The form as an Excel workbook: explanation, answers, today's values, the values behind each question.

The order follows the protocols for eliciting judgements. Both SHELF (Oakley and O'Hagan 2019) and IDEA (Hemming et al. 2018) ask for
the bounds before the best judgement, and tell the expert to seek reasons for each bound. Both keep numbers away that would anchor
the judgement. So today's values are on a sheet of their own, to be read afterwards. Experts answer alone.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sim.elicitation.layout import (
    ABOUT,
    BEST,
    HEADS,
    HIGH,
    KEY,
    KIND,
    LOW,
    NUMBER,
    PERSON,
    PERSON_AT,
    QUESTION,
    REASON,
    SCHEMA,
    UNIT,
    cell,
)
from sim.elicitation.question import Question
from sim.elicitation.scale import notation, typical
from sim.elicitation.words import paragraphs, word
from sim.files.entry import Lang, Title
from sim.files.localised import quantity
from sim.files.value import Value, size
from sim.report.export.extra import library
from sim.report.source_text import said
from sim.report.words import label

NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001  # the same questions give the same bytes
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
LONGEST_NAME, LONGEST_REASON, LONGEST_SOURCE = 100, 2000, 240
GREY, YELLOW, EDGE = "#E8ECEF", "#FFF7CC", "#B8C0C8"
PERCENT, PLAIN = "0.0%", "General"


def form(questions: Sequence[Question], study: str, title: Title, lang: Lang) -> bytes:
    """The content of a form.

    Args:
        study: name of the study.
        title: its title.

    Raises:
        ScenarioError: XlsxWriter is not installed.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = library("xlsxwriter", "jobsim elicit").Workbook(stream, options)
    book.set_properties({"title": word("title", lang), "created": NO_DATE})
    book.set_size(1800, 1200)
    sheets = _Sheets(book, lang)
    sheets.first(title)
    sheets.answers(questions)
    sheets.today(questions)
    sheets.values(questions)
    sheets.about({"kind": KIND, "schema": str(SCHEMA), "study": study, "language": lang})
    book.close()
    return stream.getvalue()


class _Sheets:
    """The sheets of one workbook. What an expert does not fill in is protected, without a password."""

    def __init__(self, book: Any, lang: Lang) -> None:
        self.book, self.lang = book, lang
        base = {"valign": "top", "text_wrap": True, "font_name": "Calibri", "font_size": 11}
        self.text = book.add_format(base)
        self.bold = book.add_format(base | {"bold": True})
        self.title = book.add_format(base | {"bold": True, "font_size": 16, "text_wrap": False})
        self.quiet = book.add_format(base | {"italic": True, "font_color": "#5A6570", "text_wrap": False})
        self.small = book.add_format(base | {"font_size": 8, "font_color": "#8A94A0"})
        self.head = book.add_format(base | {"bold": True, "bg_color": GREY, "border": 1, "border_color": EDGE})
        self.fixed = book.add_format(base | {"bg_color": "#F6F7F8", "border": 1, "border_color": EDGE})
        self.count = book.add_format(
            base | {"bg_color": "#F6F7F8", "border": 1, "border_color": EDGE, "align": "center"}
        )
        self.open = base | {"locked": False, "bg_color": YELLOW, "border": 1, "border_color": EDGE}

    def word(self, key: str, **filled: object) -> str:
        return word(key, self.lang, **filled)

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"select_locked_cells": True, "format_rows": True, "format_columns": True})
        return sheet

    def first(self, title: Title) -> None:
        sheet = self.sheet(self.word("first"))
        sheet.set_column(0, 0, 110, self.text)
        sheet.write_string(0, 0, self.word("title"), self.title)
        sheet.write_string(1, 0, self.word("study", title=title.of(self.lang)), self.quiet)
        for at, (bold, rest) in enumerate(paragraphs(self.lang), start=3):
            if bold:
                sheet.write_rich_string(at, 0, self.bold, bold, self.text, rest, self.text)
            else:
                sheet.write_string(at, 0, rest, self.text)
            sheet.set_row(at, 15 * (1 + len(bold + rest) // 115) + 6)
        sheet.fit_to_pages(1, 1)

    def answers(self, questions: Sequence[Question]) -> None:
        sheet = self.sheet(self.word("answers"))
        for column, width in {
            NUMBER: 5,
            QUESTION: 62,
            UNIT: 18,
            LOW: 16,
            HIGH: 16,
            BEST: 16,
            REASON: 50,
            KEY: 24,
        }.items():
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, self.word("title"), self.title)
        written = {"name": self.book.add_format(self.open), "role": self.book.add_format(self.open)}
        written["date"] = self.book.add_format(self.open | {"num_format": "yyyy-mm-dd", "align": "left"})
        for key, row in PERSON.items():
            sheet.write_string(row, QUESTION, self.word(key), self.text)
            sheet.merge_range(row, PERSON_AT, row, BEST, "", written[key])
        sheet.write_string(PERSON["date"] + 1, QUESTION, self.word("kept"), self.quiet)
        sheet.data_validation(PERSON["date"], PERSON_AT, PERSON["date"], PERSON_AT, {
            "validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": LATEST,
            "error_title": self.word("wrong"), "error_message": self.word("expected_date"),
        })  # fmt: skip
        for key in ("name", "role"):
            sheet.data_validation(PERSON[key], PERSON_AT, PERSON[key], PERSON_AT, {
                "validate": "length", "criteria": "<=", "value": LONGEST_NAME, "error_title": self.word("wrong"),
                "error_message": self.word("too_long", most=LONGEST_NAME),
            })  # fmt: skip
        for column, key in enumerate(("number", "question", "unit", "low", "high", "best", "reason", "key")):
            sheet.write_string(HEADS, column, self.word(key), self.head)
        sheet.set_row(HEADS, 48)
        formats = {each: self.book.add_format(self.open | {"num_format": each}) for each in (PERCENT, PLAIN)}
        reason = self.book.add_format(self.open)
        for at, question in enumerate(questions, start=1):
            row, scale = HEADS + at, question.scale
            ask = self._ask(question)
            sheet.write_number(row, NUMBER, at, self.count)
            sheet.write_string(row, QUESTION, ask, self.fixed)
            sheet.write_string(row, UNIT, scale.words.of(self.lang), self.fixed)
            for column in (LOW, HIGH, BEST):
                sheet.write_blank(row, column, None, formats[PERCENT if scale.percent else PLAIN])
                sheet.data_validation(row, column, row, column, self._check(row, column, question))
            sheet.write_blank(row, REASON, None, reason)
            sheet.data_validation(row, REASON, row, REASON, {
                "validate": "length", "criteria": "<=", "value": LONGEST_REASON, "error_title": self.word("wrong"),
                "error_message": self.word("too_long", most=LONGEST_REASON),
            })  # fmt: skip
            sheet.write_string(row, KEY, question.key, self.small)
            sheet.set_row(row, 15.5 * max(3, 1 + len(ask) // 58))
        sheet.freeze_panes(HEADS + 1, 0)
        sheet.repeat_rows(HEADS)

    def _ask(self, question: Question) -> str:
        """The question as the expert reads it; of several values, with what 100 percent is."""
        ask = question.ask.of(self.lang)
        if question.single:
            return ask
        words = typical(question.members, self.lang)
        if words is None:
            return f"{ask} {self.word('of_many')}"
        key = "of_equal" if words[1] == words[2] else "of_today"
        return f"{ask} {self.word(key, mean=words[0], least=words[1], most=words[2])}"

    def _check(self, row: int, column: int, question: Question) -> dict[str, Any]:
        """The validation of a number: within the bounds of its unit, and lowest, best and highest in order."""
        own, scale = cell(row, column), question.scale
        low, high, best = (cell(row, each) for each in (LOW, HIGH, BEST))
        order = {LOW: ((own, high), (own, best)), HIGH: ((low, own), (best, own)), BEST: ((low, own), (own, high))}[
            column
        ]
        parts = [f"ISNUMBER({own})", f"{own}>={scale.least:.10g}", f"{own}<={scale.most:.10g}"]
        parts += [f"OR(ISBLANK({less if more == own else more}),{less}<={more})" for less, more in order]
        name, _, chance = self.word({LOW: "low", HIGH: "high", BEST: "best"}[column]).partition(" (")
        return {
            "validate": "custom", "value": f"=AND({','.join(parts)})", "input_title": name,
            "input_message": f"{scale.words.of(self.lang)}; {chance.removesuffix(')')}", "error_title": self.word("wrong"),
            "error_message": self.word("expected", span=scale.span(scale.least, scale.most, self.lang)),
        }  # fmt: skip

    def today(self, questions: Sequence[Question]) -> None:
        sheet = self.sheet(self.word("today"))
        sheet.write_string(0, 0, self.word("after"), self.title)
        sheet.write_string(1, 0, self.word("codes"), self.quiet)
        heads = ("number", "question", "used", "used_low", "used_high", "grade", "does", "why", "source")
        for column, (key, width) in enumerate(zip(heads, (5, 55, 14, 12, 12, 16, 40, 45, 35), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, self.word(key), self.head)
        for at, question in enumerate(questions, start=1):
            now, low, high = (question.scale.shown(number, self.lang) for number in question.today_rounded)
            why = question.why.of(self.lang) if question.why else ""
            cells = (
                question.ask.of(self.lang), now, low, high, label("grade", question.grade, self.lang),
                question.does.of(self.lang), why, shortened("; ".join(said(source, self.lang).words for source in question.sources)),
            )  # fmt: skip
            sheet.write_number(2 + at, 0, at, self.count)
            for column, text in enumerate(cells, start=1):
                sheet.write_string(2 + at, column, text, self.fixed)
            sheet.set_row(
                2 + at,
                15.5 * max(3, 1 + max(len(cells[0]) // 50, len(cells[5]) // 36, len(why) // 40, len(cells[7]) // 32)),
            )
        sheet.freeze_panes(3, 0)

    def values(self, questions: Sequence[Question]) -> None:
        sheet = self.sheet(self.word("values"))
        sheet.write_string(0, 0, self.word("values_title"), self.title)
        heads = ("number", "path", "used", "used_low", "used_high", "grade", "source")
        for column, (key, width) in enumerate(zip(heads, (5, 60, 16, 16, 16, 24, 60), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, self.word(key), self.head)
        row = 3
        for at, question in enumerate(questions, start=1):
            for value in question.members:
                ends = (quantity(str(each), self.lang) for each in _texts(value))
                cells = (
                    value.path,
                    *ends,
                    label("grade", value.evidence, self.lang),
                    shortened(said(value.source or "", self.lang).words),
                )
                sheet.write_number(row, 0, at, self.count)
                for column, text in enumerate(cells, start=1):
                    sheet.write_string(row, column, text, self.fixed)
                row += 1
        sheet.freeze_panes(3, 0)

    def about(self, words: dict[str, str]) -> None:
        sheet = self.book.add_worksheet(ABOUT)
        for row, (key, text) in enumerate(words.items()):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, text)
        sheet.very_hidden()


def shortened(text: str) -> str:
    """A text that fits into a cell."""
    return text if len(text) <= LONGEST_SOURCE else f"{text[: LONGEST_SOURCE - 1].rstrip()}…"


def _texts(value: Value[Any]) -> tuple[str, str, str]:
    """A value and its ends in the notation of the files."""
    return value.text, notation(value, size(value.low)), notation(value, size(value.high))
