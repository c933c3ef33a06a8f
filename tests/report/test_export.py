"""The report in other formats, read back: numbers are numbers, heads are in the reader's language, charts have words."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import matplotlib
import pytest
from fontTools.afmLib import AFM
from fontTools.agl import UV2AGL
from python_calamine import CalamineWorkbook
from weasyprint.urls import FatalURLFetchingError

from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.report import CHARTS, DrawnChart, Lang
from sim.report.export import extra
from sim.report.export.document import LISTS, Document, document
from sim.report.export.docx import ACROSS, DIGIT, GAP, LETTERS, LETTERS_WIDE, MARGIN, UPRIGHT, WIDE, word
from sim.report.export.latex import latex_files
from sim.report.export.pdf import pdf
from sim.report.export.widths import cell_text, shares_of_line
from sim.report.export.xlsx import workbook, written
from sim.report.printed import is_section, printed
from sim.report.source_links import spelled
from sim.report.table import Cell, Head, Table
from sim.report.table_titles import table_title
from sim.report.words import phrase
from tests.report.manifests import NOT_HERE, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

LANGUAGES: tuple[Lang, ...] = ("en", "da")
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)
"""A PNG picture of one point, instead of charts, which are drawn elsewhere."""


@pytest.fixture(scope="module")
def documents(study: Study) -> Mapping[Lang, Document]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DrawnChart, "picture", lambda *_, **__: DOT)
        tables = (study.measures, study.comparisons)
        charts = {name: DrawnChart(name, chart.numbers(*tables, study.manifest), None)  # type: ignore[arg-type]
                  for name, chart in CHARTS.items() if name not in NOT_HERE}  # fmt: skip
        return {lang: document(*tables, study.manifest, lang, charts) for lang in LANGUAGES}


@pytest.fixture
def dotted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DrawnChart, "picture", lambda *_, **__: DOT)


def test_both_languages_have_the_same_tables_and_each_has_a_title(documents: Mapping[Lang, Document]) -> None:
    english, danish = ([table.name for table in documents[lang].tables] for lang in LANGUAGES)
    assert english == danish
    assert len(english) > 20
    assert english[0] == "comparison"
    assert all(table_title(name, "en") != table_title(name, "da") for name in english)


# --- xlsx
def as_printed(text: str, lang: Lang) -> tuple[float, float] | None:
    """The size of the number that a cell shows, and by how much it may be rounded; None if it has a unit of its own."""
    match = re.fullmatch(r"[+−]?([\d.,]+)\s*(|%|million|mio\.|pct\. points|procentpoint)", text)
    if match is None:
        return None
    english = match[1] if lang == "en" else match[1].translate(str.maketrans(".,", ",."))
    times = 1e6 if match[2] in ("million", "mio.") else 1.0
    return float(english.replace(",", "")) * times, 0.501 * times / 10 ** len(english.partition(".")[2])


@pytest.mark.parametrize(
    ("text", "value", "lang", "number"),
    [
        ("67 år", 35_239_320.0, "da", None),  # sorts as minutes
        ("25 minutter", 25.0, "da", None),
        ("1.140 kr.", 1140.0, "da", None),
        ("17,0", 17_020_310.9, "da", 17.0203109),  # the head says millions
        ("+2,8 mio.", 2_830_000.0, "da", 2_830_000.0),  # the unit beside it is kr.
        ("6 %", 0.0603, "da", 6.03),
        ("−1.234,5", -1234.46, "da", -1234.46),
        ("−1,234.5", -1234.46, "en", -1234.46),
        ("+0,02 til +0,98", 0.98, "da", None),
    ],
)
def test_a_cell_has_the_number_that_it_shows(text: str, value: float, lang: Lang, number: float | None) -> None:
    found = written(text, value, lang)
    assert found == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_a_table_is_a_number_of_its_sheet(documents: Mapping[Lang, Document], lang: Lang) -> None:
    told = documents[lang]
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(told)))
    assert len(book.sheet_names) == 1 + len(told.tables)
    first = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert first[0][0] == told.title
    assert manifest().run_hash_short() in str(first[1][0])
    for table, name in zip(told.tables, book.sheet_names[1:], strict=True):
        heads, *rows = book.get_sheet_by_name(name).to_python()
        assert len(rows) == len(table.rows)
        for row, cells in zip(rows, table.rows, strict=True):
            printed = [known for cell in cells if cell.order and (known := as_printed(cell.text, lang)) is not None]
            values = [value for value in row if isinstance(value, float)]
            assert len(values) == len(printed)
            for value, (size, rounded) in zip(values, printed, strict=True):
                assert abs(value) == pytest.approx(size, abs=rounded), (table.name, row)
        assert all(isinstance(head, str) and head for head in heads)
    heads = book.get_sheet_by_name("comparison").to_python()[0]
    assert heads[0] == phrase("measure", lang)


def test_the_same_numbers_give_the_same_workbook(documents: Mapping[Lang, Document]) -> None:
    assert workbook(documents["da"]) == workbook(documents["da"])


def test_no_text_becomes_a_formula_or_a_link(documents: Mapping[Lang, Document]) -> None:
    evil = Table(
        "rules",
        [Head("=1+1"), Head("n", number=True)],
        [[Cell('=HYPERLINK("http://x")'), Cell("–")], [Cell("http://x"), Cell("1", 1.0)]],
    )
    told = Document("<b>=2*2</b>", "en", [], ["@x"], [evil], [], [], "&cite")
    content = workbook(told)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))}
    assert not any("<f>" in text for text in texts.values())
    assert not any('Target="http://x"' in text for text in texts.values())
    assert (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("rules").to_python()[1][0]
        == '=HYPERLINK("http://x")'
    )


def test_names_of_sheets_are_short_and_each_is_once() -> None:
    tables = [Table("assumptions-" + "x" * 40 + end, [Head("a")], [[Cell("b")]]) for end in ("/1", "?2", "*3")]
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(Document("t", "da", [], [], tables, [], [], "c"))))
    assert len(set(book.sheet_names)) == 4
    assert all(len(name) <= 31 for name in book.sheet_names)


# --- docx
@pytest.mark.usefixtures("dotted")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_document_has_the_answer_and_charts_with_words(documents: Mapping[Lang, Document], lang: Lang) -> None:
    told = documents[lang]
    content = word(told)
    read = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in read.paragraphs]
    assert told.title in texts
    assert told.lines[0][1] in texts
    assert any(manifest().run_hash_short() in text for text in texts)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("word/document.xml").decode()
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', xml)
    assert described == [picture.alt for picture in told.pictures]
    assert len(read.tables) == xml.count("<w:tblCaption")
    shown = {table.name: table for table in told.tables}["comparison"]
    rows = read.tables[0].rows
    assert shown.groups
    assert len(rows) == len(shown.rows) + 2
    assert rows[2].cells[0].text.startswith(shown.rows[0][0].text)
    repeated = [row._tr.xml.count("<w:tblHeader") for row in rows]
    assert repeated == [1, 1, *[0] * len(shown.rows)]  # the heads of groups and of columns, on each page
    assert all("<w:cantSplit" in row._tr.xml for row in rows)
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows]
    assert kept == [True, True, *[False] * len(shown.rows)]  # no heads at the foot of a page, without a row
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert ('w:val="da-DK"' if lang == "da" else 'w:val="en-GB"') in parts.read("word/styles.xml").decode()


@pytest.mark.usefixtures("dotted")
def test_a_head_of_a_group_stands_once_above_all_its_columns(documents: Mapping[Lang, Document]) -> None:
    told = documents["en"]
    read = docx.Document(io.BytesIO(word(told)))
    shown = {table.name: table for table in told.tables}["comparison"]
    cells = read.tables[0].rows[0]._tr.tc_lst
    assert [cell.grid_span for cell in cells if cell.grid_span > 1] == [count for _, count in shown.groups if count > 1]
    texts = [cell.text for cell in read.tables[0].rows[0].cells]
    assert texts == [words for words, count in shown.groups for _ in range(count)]


def test_a_column_of_a_word_table_has_room_for_its_longest_word(documents: Mapping[Lang, Document]) -> None:
    """A number that breaks across two lines reads as two numbers. Helvetica's letters are as wide as those of Arial."""
    words = "Freed rules, as many meetings, by need: a long name of what is measured here"
    wide = Table("t", [Head(words), *[Head("%", number=True)] * 14], [[Cell(words), *[Cell("+123,456")] * 14]])
    measured = 0
    for table in [wide, *(printed(table) for told in documents.values() for table in told.tables)]:
        if table.name.startswith(LISTS):
            continue
        across = len(table.heads) > WIDE
        room = ((ACROSS if across else UPRIGHT)[0] - 2 * MARGIN) / 2.54 * 72
        letters = LETTERS_WIDE if across else LETTERS
        rows = [row for row in table.rows if not is_section(row)]
        for at, share in enumerate(shares_of_line(table, room / (DIGIT * letters))):
            inside = share * room - 2 * GAP / 20
            assert _widest(table.heads[at].text, "Helvetica-Bold") * letters <= inside, (
                table.name,
                table.heads[at].text,
            )
            for row in rows:
                assert _widest(cell_text(row[at]), "Helvetica") * letters <= inside, (table.name, row[at])
                measured += 1
    assert measured > 1000


def _widest(text: str, font: str) -> float:
    """How wide the longest word of a text is, as a share of the size of the letters."""
    words = re.split(r"[ \n]|(?<=\w-)(?=\w)", text.replace("\N{NO-BREAK SPACE}", "0"))
    return max(sum(_widths(font).get(UV2AGL[ord(letter)], 1000) for letter in word) for word in words) / 1000


@lru_cache
def _widths(font: str) -> Mapping[str, float]:
    """Name of a letter -> its width, in thousandths of the size of the letters."""
    metrics = AFM(str(Path(matplotlib.get_data_path()) / "fonts" / "pdfcorefonts" / f"{font}.afm"))
    return {name: metrics[name][1] for name in metrics.chars()}


# --- on paper
def test_on_paper_a_name_that_rows_share_stands_once_above_them() -> None:
    rows = [
        [Cell(name, 1.0, "below"), Cell(team), Cell("1", 1.0)]
        for name in ("freed", "current")
        for team in ("a", "b", "c")
    ]
    table = Table("t", [Head("Column"), Head("Team"), Head("Posts", number=True)], rows, [("", 2), ("now", 1)])
    shown = printed(table)
    assert [head.text for head in shown.heads] == ["Team", "Posts"]
    assert shown.groups == [("", 1), ("now", 1)]
    assert [row[0].text for row in shown.rows] == ["freed", "a", "b", "c", "current", "a", "b", "c"]
    assert [is_section(row) for row in shown.rows] == [True, False, False, False] * 2
    assert printed(shown) == shown


def test_on_paper_a_name_that_comes_back_or_stands_alone_stays_in_its_column() -> None:
    heads = [Head("Column"), Head("Team"), Head("Posts", number=True)]
    back = Table("t", heads, [[Cell(name), Cell(str(at)), Cell("1")] for at, name in enumerate("aabbaa")])
    alone = Table("t", heads, [[Cell(name), Cell(str(at)), Cell("1")] for at, name in enumerate("aabc")])
    assert (printed(back), printed(alone)) == (back, alone)


def test_on_paper_no_cell_is_lost(documents: Mapping[Lang, Document]) -> None:
    changed = 0
    for told in documents.values():
        for table in told.tables:
            shown, words, section = printed(table), [], ""
            for row in shown.rows:
                section = row[0].text if is_section(row) else section
                words += [] if is_section(row) else [{section, *(cell.text for cell in row)}]
            if len(shown.heads) < len(table.heads):
                changed += 1
                assert words == [{cell.text for cell in row} for row in table.rows], table.name
            else:
                assert shown == table
    assert changed >= 2 * len(LANGUAGES)


def test_no_format_without_links_prints_the_file_name_of_a_paper() -> None:
    works = {"001_66bb68d8b6be87ab.txt": "Djøf, 2023"}
    assert spelled("001_66bb68d8b6be87ab.txt, p. 3", works) == "Djøf, 2023, p. 3"
    assert spelled("S021 and A098", works) == "S021 and A098"


# --- latex
def test_tables_for_latex_have_whole_rows_and_no_letter_that_tex_reads_as_a_command(
    documents: Mapping[Lang, Document],
) -> None:
    files = latex_files(documents["da"])
    assert {f"{table.name}.tex" for table in documents["da"].tables} | {"tables.tex"} == set(files)
    for table in documents["da"].tables:
        text = files[f"{table.name}.tex"]
        assert all(word in text for word in (r"\toprule", r"\midrule", r"\bottomrule", r"\caption{"))
        body = text.split("\\endlastfoot\n")[1].split("\\end{longtable}")[0].splitlines()
        shown = printed(table)
        for line, row in zip(body, shown.rows, strict=True):
            assert line.startswith(r"\multicolumn") == is_section(row)
            assert len(re.findall(r"(?<!\\)&", line)) == (0 if is_section(row) else len(shown.heads) - 1)
            assert not re.search(r"(?<!\\)[%#_]", line)
        assert not re.search("[\N{MINUS SIGN}\N{NO-BREAK SPACE}]", text)
    assert "1.234" in "".join(files.values()) or re.search(r"\d\.\d{3}", "".join(files.values()))


def test_a_table_for_latex_that_is_wider_than_a_line_breaks_its_text_within_the_line(
    documents: Mapping[Lang, Document],
) -> None:
    wide = 0
    for name, text in latex_files(documents["en"]).items():
        shares = [float(share) for share in re.findall(r"p\{\\dimexpr ([\d.]+)", text.split("\\caption")[0])]
        lines = [line for line in text.splitlines() if line.endswith(r"\\") and "multicolumn" not in line]
        longest = max((len(re.sub(r"\\allowbreak\{\}|[$\\]", "", line)) for line in lines), default=0)
        if shares:
            assert sum(shares) == pytest.approx(1, abs=0.01), name
            wide += 1
        else:
            assert longest <= 140, name
    assert wide > 5


# --- pdf
PAGE = (
    '<html lang="da"><head><title>Æble</title></head><body><details class="list"><summary>Liste</summary><p>inde</p></details>'
    '<figure><button type="button" class="enlarge" aria-label="x"><img src="data:image/png;base64,{}" alt="a"></button></figure>'
    "<script>nothing()</script></body></html>"
)  # fmt: skip


def test_a_pdf_file_has_the_words_of_the_page_and_of_its_folded_lists(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(PAGE.replace("{}", base64.b64encode(DOT).decode())))
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert "inde" in text
    assert "nothing" not in text


def test_a_pdf_file_fetches_nothing() -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf('<body><img src="https://example.org/a.png" alt=""></body>')


# --- without the extra
def test_a_missing_library_is_said_with_how_to_install_it(
    documents: Mapping[Lang, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(extra, "import_module", missing)
    for option in ("--xlsx", "--docx", "--pdf"):
        with pytest.raises(ScenarioError, match=re.escape("jobsim[report]")):
            {"--xlsx": workbook, "--docx": word, "--pdf": pdf}[option](PAGE if option == "--pdf" else documents["en"])  # type: ignore[operator]
    assert latex_files(documents["en"])  # needs no library


def test_a_title_with_markup_is_text_in_every_format(study: Study, dotted: None) -> None:
    evil = "<script>x</script> & 50 %"
    told = document(study.measures, study.comparisons, manifest(title=Title(en=evil, da=evil)), "en", {})
    assert CalamineWorkbook.from_filelike(io.BytesIO(workbook(told))).get_sheet_by_index(0).to_python()[0][0] == evil
    assert evil in [paragraph.text for paragraph in docx.Document(io.BytesIO(word(told))).paragraphs]
    assert r"\& 50 \%" in latex_files(told)["tables.tex"]
