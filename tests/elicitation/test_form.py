"""The form: what stands where, what may be filled, and what it keeps from the expert until the answers are given."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sim.elicitation.choice import Chosen
from sim.elicitation.form import form
from sim.elicitation.layout import ABOUT, BEST, HEADS, HIGH, KEY, KIND, LOW, QUESTION, UNIT, cell
from sim.elicitation.words import _text, paragraphs, word
from sim.files.entry import Lang
from sim.report.source_text import said
from sim.study.study import Study

LANGUAGES: tuple[Lang, ...] = ("en", "da")


@pytest.fixture(params=LANGUAGES)
def book(request: pytest.FixtureRequest, small: Study, asked: Chosen) -> tuple[Lang, Any, zipfile.ZipFile]:
    content = form(asked.questions, small.name, small.title, request.param)
    opened = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return request.param, opened, zipfile.ZipFile(io.BytesIO(content))


def rows(book: Any, name: str) -> list[list[Any]]:
    content: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return content


def test_the_sheets_are_of_its_language(book: tuple[Lang, Any, zipfile.ZipFile], small: Study) -> None:
    lang, opened, _ = book
    names = [word(key, lang) for key in ("first", "answers", "today", "values")]
    assert opened.sheet_names == [*names, ABOUT]
    first = "\n".join(str(row[0]) for row in rows(opened, names[0]))
    assert small.title.of(lang) in first
    for bold, rest in paragraphs(lang):
        assert bold + rest in first
    about = dict(rows(opened, ABOUT))
    assert about == {"kind": KIND, "schema": "1", "study": "small", "language": lang}


def test_every_question_stands_once_with_unit_and_key(book: tuple[Lang, Any, zipfile.ZipFile], asked: Chosen) -> None:
    lang, opened, _ = book
    sheet = rows(opened, word("answers", lang))
    heads = [sheet[HEADS][column] for column in (QUESTION, UNIT, LOW, HIGH, BEST, KEY)]
    assert heads == [word(key, lang) for key in ("question", "unit", "low", "high", "best", "key")]
    assert LOW < HIGH < BEST  # the bounds come first: a best judgement would anchor them
    for row, question in zip(sheet[HEADS + 1 :], asked.questions, strict=True):
        assert row[QUESTION].startswith(question.ask.of(lang))
        assert (row[UNIT], row[KEY]) == (question.scale.words.of(lang), question.key)
        assert [row[column] for column in (LOW, HIGH, BEST)] == ["", "", ""]


def test_todays_numbers_are_on_a_sheet_of_their_own(book: tuple[Lang, Any, zipfile.ZipFile], asked: Chosen) -> None:
    """A number that one sees first pulls the judgement towards it. Only percent of today's values need a reference."""
    lang, opened, _ = book
    sheet = rows(opened, word("answers", lang))
    today = rows(opened, word("today", lang))
    for at, question in enumerate(asked.questions):
        texts = [question.scale.shown(number, lang) for number in question.today_rounded]
        assert today[3 + at][2:5] == texts
        if question.single:
            line = " ".join(map(str, sheet[HEADS + 1 + at][: KEY - 1]))
            assert not re.search(r"\d", line.replace(str(at + 1), "", 1).replace(".0", "", 1))
        else:
            assert "100 %" in sheet[HEADS + 1 + at][QUESTION]
    values = rows(opened, word("values", lang))[3:]
    assert [row[1] for row in values] == [value.path for question in asked.questions for value in question.members]
    written = [said(value.source, lang) for question in asked.questions for value in question.members]
    assert {each.lang for each in written} == {lang}
    assert [row[6] for row in values] == [each.words for each in written]


def test_only_the_cells_for_the_expert_can_be_changed(book: tuple[Lang, Any, zipfile.ZipFile], asked: Chosen) -> None:
    _, _, archive = book
    sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    styles = archive.read("xl/styles.xml").decode()
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles[styles.index("<cellXfs") :])
    unlocked = {str(at) for at, each in enumerate(formats) if 'locked="0"' in each}
    open_ = {name for name, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet) if style in unlocked}
    person = {f"{column}{row}" for row in (3, 4, 5) for column in "DEF"}  # one merged cell each
    own = {cell(HEADS + at, column) for at in range(1, 1 + len(asked.questions)) for column in range(LOW, KEY)}
    assert open_ == person | own
    for number in range(1, 5):
        assert "<sheetProtection" in archive.read(f"xl/worksheets/sheet{number}.xml").decode()
    assert 'state="veryHidden"' in archive.read("xl/workbook.xml").decode()


def test_numbers_are_checked_where_they_are_written(book: tuple[Lang, Any, zipfile.ZipFile], asked: Chosen) -> None:
    """Bounds of the unit, and lowest, best and highest in order, for each of the three cells."""
    _, _, archive = book
    sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    found = dict(re.findall(r'<dataValidation type="custom"[^>]*sqref="(\w+)"><formula1>(.*?)</formula1>', sheet))
    assert len(found) == 3 * len(asked.questions)
    assert found["D10"].replace("&gt;", ">").replace("&lt;", "<") == (
        "AND(ISNUMBER(D10),D10>=0,D10<=1,OR(ISBLANK(E10),D10<=E10),OR(ISBLANK(F10),D10<=F10))"
    )
    assert "OR(ISBLANK(D10),D10&lt;=F10),OR(ISBLANK(E10),F10&lt;=E10)" in found["F10"]
    assert "OR(ISBLANK(D10),D10&lt;=E10),OR(ISBLANK(F10),F10&lt;=E10)" in found["E10"]
    for formula in found.values():
        assert len(formula) <= 255  # the most that Excel takes
    messages = re.findall(r' error="([^"]*)"', sheet)
    assert max(map(len, messages)) <= 255
    assert max(map(len, re.findall(r' errorTitle="([^"]*)"', sheet))) <= 32
    prompts = re.findall(r' promptTitle="([^"]*)" prompt="([^"]*)"', sheet)
    assert len(prompts) == 3 * len(asked.questions)  # a chosen cell says what it means, with the unit
    assert all(len(title) <= 32 and len(text) <= 255 for title, text in prompts)
    assert prompts[0][1].startswith(asked.questions[0].scale.words.of(book[0]))
    assert 'type="date"' in sheet


def test_the_same_questions_give_the_same_bytes(small: Study, asked: Chosen, blank: bytes) -> None:
    assert form(asked.questions, small.name, small.title, "en") == blank


def test_every_word_is_there_in_both_languages_with_the_same_names_in_braces() -> None:
    text = _text()
    single = [(key, words) for key, words in text.items() if key != "paragraphs"]
    for key, words in [*single, *((str(at), words) for at, words in enumerate(text["paragraphs"]))]:
        assert set(words) == {"en", "da"}, key
        names = [set(re.findall(r"\{(\w+)\}", words[lang])) for lang in LANGUAGES]
        assert names[0] == names[1], key
        assert words["en"] != words["da"], key


def test_the_form_says_what_happens_to_the_name() -> None:
    for lang, pseudonym, kept in (
        ("en", "pseudonym", "kept with the results"),
        ("da", "pseudonym", "gemmes sammen med"),
    ):
        text = " ".join(bold + rest for bold, rest in paragraphs(lang))  # type: ignore[arg-type]
        assert pseudonym in text
        assert kept in text
        assert pseudonym in word("name", lang)  # type: ignore[arg-type]
