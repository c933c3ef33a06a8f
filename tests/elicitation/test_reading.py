"""Filled forms: what is read, and every cell that does not fit."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from sim.elicitation.answer import Answer, Filled, check_experts
from sim.elicitation.choice import Chosen
from sim.elicitation.form import form
from sim.elicitation.pooling import Judgement
from sim.elicitation.question import Question
from sim.elicitation.reading import _day, _number, read_form
from sim.files.errors import ScenarioError
from sim.study.study import Study
from tests.elicitation.filling import PERSON, Cells, day, fill

GOOD: Cells = {
    **PERSON,
    "D9": 8.0,
    "E9": 25.0,
    "F9": 12.0,
    "G9": "lists\nevery week",
    "D10": 0.6,
    "E10": 0.9,
    "F10": 0.75,
}
"""Tracking in minutes and the bookable share; contact is left out."""


def read(blank: bytes, cells: Cells, asked: Chosen, to: Path) -> Filled:
    return read_form(fill(blank, to / "anna.xlsx", cells), asked.questions, "small")


def test_a_filled_form_is_read(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    filled = read(blank, GOOD, asked, tmp_path)
    assert (filled.name, filled.role, filled.day) == ("Anna Holm", "caseworker", date(2026, 7, 1))
    assert filled.expert == "Anna Holm (caseworker, 2026-07-01)"
    tracking, bookable, contact = (question.key for question in asked.questions)
    assert filled.answers[tracking] == Answer(Judgement(8, 12, 25), "lists every week")
    assert filled.answers[bookable].judgement == Judgement(0.6, 0.75, 0.9)
    assert contact not in filled.answers


def test_a_danish_form_is_read_too(small: Study, asked: Chosen, tmp_path: Path) -> None:
    danish = form(asked.questions, small.name, small.title, "da")
    cells: Cells = {
        "D3": "E2",
        "D5": "1.7.2026",
        "D9": "7,5",
        "E9": " 20 ",
        "F9": "10.5",
        "D10": "60 %",
        "E10": "90%",
        "F10": "75,5 %",
    }
    filled = read(danish, cells, asked, tmp_path)
    tracking, bookable, _ = (question.key for question in asked.questions)
    assert filled.answers[tracking].judgement == Judgement(7.5, 10.5, 20)
    assert filled.answers[bookable].judgement == pytest.approx(Judgement(0.6, 0.755, 0.9))
    assert filled.expert == "E2 (2026-07-01)"


def test_a_role_alone_names_the_expert(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    assert read(blank, {**GOOD, "D3": ""}, asked, tmp_path).expert == "caseworker (2026-07-01)"


@pytest.mark.parametrize(("cells", "where", "found", "expected"), [
    ({"D9": "about ten"}, "Answers!D9: this is not a number", "about ten", "a number: 0 – 600,000 minutes"),
    ({"D9": "1.000"}, "Answers!D9: this is not a number", "1.000", "minutes"),  # a thousand in Danish, one in English
    ({"D9": "8 %"}, "Answers!D9: this is not a number", "8 %", "minutes"),
    ({"F10": "75"}, "Answers!F10: this is not a number", "75", "0 – 100 %"),  # a text without its percent sign
    ({"D9": -1.0}, "Answers!D9: this number does not fit", "-1 minutes", "0 – 600,000"),
    ({"E10": 90.0}, "Answers!E10: this number does not fit", "9,000 %", "0 – 100 %"),
    ({"E10": 1.01}, "Answers!E10: this number does not fit", "101 %", "0 – 100 %"),
    ({"F9": 30.0}, "Answers!F9: the best judgement lies outside the range", "30 minutes", "8 minutes to 25 minutes"),
    ({"D9": 26.0}, "Answers!D9: the lowest number is above the highest", "26 minutes", "at most 25 minutes"),
    ({"F9": ""}, "Answers!F9: a number is missing", "nothing", "all three numbers"),
    ({"D3": "", "D4": " "}, "Answers!D3: nobody is named", "nothing", "a pseudonym"),
    ({"D3": "X" * 101}, "Answers!D3: this text is too long", "101 characters", "at most 100"),
    ({"D3": "A014"}, "Answers!D3: this looks like the code of a source", "A014", "another name"),
    ({"D5": "in July"}, "Answers!D5: the date", "in July", "2026-07-01"),
    ({"D5": ""}, "Answers!D5: the date", "nothing", "2026-07-01"),
    ({"D5": "31-02-2026"}, "Answers!D5: the date", "31-02-2026", "2026-07-01"),
    ({"G9": "x" * 2001}, "Answers!G9: this text is too long", "2001 characters", "at most 2000"),
    ({"H9": ""}, "Answers!H9: the key of the question is missing", "nothing", "the key that the form had"),
    ({"H9": "nonsense#12345678"}, "Answers!H9: the study has no such question", "nonsense", "jobsim elicit"),
    ({"D11": "x", "E11": 1.0, "F11": 1.0}, "Answers!D11: this is not a number", "x", "1 – 2,000 %"),
])  # fmt: skip
def test_a_cell_that_does_not_fit_is_named(
    cells: Cells, where: str, found: str, expected: str, blank: bytes, asked: Chosen, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as error:
        read(blank, {**GOOD, **cells}, asked, tmp_path)
    text = str(error.value)
    assert f"{tmp_path / 'anna.xlsx'}: {where}" in text
    assert f"found: {found}" in text
    assert expected in str(error.value.expected)


def test_all_wrong_cells_are_named_at_once(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        read(blank, {**GOOD, "D9": "a", "E10": "b", "D5": "c"}, asked, tmp_path)
    assert "Answers!D5" in str(error.value.file)
    assert "D9 (this is not a number)" in str(error.value.do)
    assert "E10 (this is not a number)" in str(error.value.do)


def test_the_same_question_twice_is_refused(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="stands here twice") as error:
        read(blank, {**GOOD, "H10": asked.questions[0].key}, asked, tmp_path)
    assert "Answers!H10" in str(error.value.file)
    assert "row 9" in str(error.value.expected)


def test_sorted_rows_are_read_by_their_key(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    """Whoever sorts the rows changes nothing: an answer belongs to its key and not to its place."""
    tracking, bookable, _ = asked.questions
    turned: Cells = {
        **PERSON,
        "H9": bookable.key,
        "H10": tracking.key,
        "D9": 0.6,
        "E9": 0.9,
        "F9": 0.7,
        "D10": 8.0,
        "E10": 25.0,
        "F10": 12.0,
    }
    filled = read(blank, turned, asked, tmp_path)
    assert filled.answers[tracking.key].judgement == Judgement(8, 12, 25)
    assert filled.answers[bookable.key].judgement == Judgement(0.6, 0.7, 0.9)


def test_a_question_that_has_changed_since_is_refused(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    """The key has the hash of the question and of today's values. An answer to another version may mean something else."""
    from dataclasses import replace

    first = asked.questions[0]
    changed: Question = replace(first, members=tuple(replace(value, text="15 minutes") for value in first.members))
    assert changed.key != first.key
    with pytest.raises(ScenarioError, match="has changed since this form was written") as error:
        read_form(fill(blank, tmp_path / "old.xlsx", GOOD), (changed, *asked.questions[1:]), "small")
    assert "Answers!H9" in str(error.value.file)
    assert "jobsim elicit small --values tracking" in str(error.value.do)


def test_a_form_without_answers_is_refused(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="the form has no answers"):
        read(blank, PERSON, asked, tmp_path)


def test_a_form_about_another_study_is_refused(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="about another study") as error:
        read_form(fill(blank, tmp_path / "a.xlsx", GOOD), asked.questions, "other")
    assert (error.value.found, error.value.expected) == ("small", "other")


def without(blank: bytes, old: str, new: str, part: str = "xl/workbook.xml") -> bytes:
    """The form with something else in one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as book, zipfile.ZipFile(stream, "w") as other:
        for item in book.infolist():
            content = book.read(item.filename)
            if item.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            other.writestr(item, content)
    return stream.getvalue()


@pytest.mark.parametrize(("old", "new", "part", "words"), [
    ('name="jobsim"', 'name="other"', "xl/workbook.xml", "this is no form of `jobsim elicit`"),
    ('name="Answers"', 'name="Sheet1"', "xl/workbook.xml", "a sheet of the form is missing"),
    ("jobsim elicitation", "something else", "xl/sharedStrings.xml", "this is no form of `jobsim elicit`"),
    ("<t>1</t>", "<t>2</t>", "xl/sharedStrings.xml", "the form is of another version of the program"),
])  # fmt: skip
def test_a_workbook_that_is_no_form_is_refused(
    old: str, new: str, part: str, words: str, blank: bytes, asked: Chosen, tmp_path: Path
) -> None:
    file = tmp_path / "odd.xlsx"
    file.write_bytes(without(blank, old, new, part))
    with pytest.raises(ScenarioError, match=words) as error:
        read_form(file, asked.questions, "small")
    assert str(file) in str(error.value)


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 torn", b" "])
def test_a_file_that_is_no_workbook_is_refused(content: bytes, asked: Chosen, tmp_path: Path) -> None:
    file = tmp_path / "odd.xlsx"
    file.write_bytes(content)
    with pytest.raises(ScenarioError):
        read_form(file, asked.questions, "small")
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_form(tmp_path / "gone.xlsx", asked.questions, "small")


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(asked: Chosen, tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(64 << 20))
    with pytest.raises(ScenarioError, match="not an Excel workbook"):
        read_form(file, asked.questions, "small")


def test_an_expert_counts_once() -> None:
    def filled(name: str, role: str, file: str) -> Filled:
        return Filled(file, "small", name, role, date(2026, 7, 1), {})

    check_experts([filled("Anna", "caseworker", "a"), filled("Anna", "leader", "b"), filled("Bo", "", "c")])
    with pytest.raises(ScenarioError, match="the same expert") as error:
        check_experts([filled("Anna", "caseworker", "a.xlsx"), filled("anna", "Caseworker", "b.xlsx")])
    assert (error.value.file, "a.xlsx" in str(error.value.found)) == ("b.xlsx", True)


@pytest.mark.parametrize(("content", "percent", "number"), [
    (3, False, 3.0), (0.5, True, 0.5), ("2,5", False, 2.5), ("2.5", False, 2.5), ("-3", False, -3.0), ("30 %", True, 0.3),
    ("30\u00a0%", True, 0.3),
    ("30", True, None), ("30 %", False, None), ("1.000", False, None), ("1.000,5", False, None), ("12,345", False, None),
    ("1e3", False, None),
    ("", False, None), (True, False, None), (None, False, None), ("ten", False, None), ("1000", False, 1000.0), ("2,50", False, 2.5),
])  # fmt: skip
def test_a_text_is_a_number_if_it_can_mean_one_only(content: object, percent: bool, number: float | None) -> None:
    assert _number(content, percent=percent) == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize(("content", "found"), [
    (date(2026, 7, 1), date(2026, 7, 1)), (datetime(2026, 7, 1, 9), date(2026, 7, 1)), ("2026-07-01", date(2026, 7, 1)),  # noqa: DTZ001
    ("1.7.2026", date(2026, 7, 1)), ("01-07-2026", date(2026, 7, 1)), ("1/7/2026", date(2026, 7, 1)), ("7/2026", None), (46204.0, None),
    (None, None),
])  # fmt: skip
def test_dates_are_read_as_danes_write_them(content: object, found: date | None) -> None:
    assert _day(content) == found


def test_the_day_of_a_spreadsheet_is_a_date(blank: bytes, asked: Chosen, tmp_path: Path) -> None:
    assert read(blank, {**GOOD, "D5": day("2025-12-31")}, asked, tmp_path).day == date(2025, 12, 31)
