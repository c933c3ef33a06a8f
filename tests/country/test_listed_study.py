"""A study of a list from its file to its page, with a stubbed model."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from rich.console import Console

from sim.commands.screen.result import as_data
from sim.files.hashes import of_scenarios
from sim.report import Lang, print_country, write_report
from sim.report.country.brief import country_brief
from sim.report.country.page import render_country
from sim.report.export.country_document import country_document
from sim.report.words import number
from sim.results.export import export
from sim.results.result import Result, draw
from sim.results.runnable import runnable
from sim.results.work import Work
from tests.report.danish import Seen, english_in
from tests.study.stub import STUDY, study
from tests.study.stub_runs import make

LISTED = STUDY.replace("places: [aalborg]", "places_in: six-cities").replace("[keep, cut]", "[keep]")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("listed")
    loaded = study(folder, LISTED)
    known = runnable(loaded, of_scenarios(loaded.root))
    return known.run(results=folder / "results", workers=1, progress=False, work=Work(make, draw))


def test_there_is_one_page_and_no_chart(result: Result) -> None:
    assert (result.folder / "report.html").exists()
    assert not (result.folder / "charts").exists()
    assert not list(result.folder.glob("report-*.html"))
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert page.index("country-sums-0") < page.index("country-places")
    assert page.count('<th scope="row">Esbjerg</th>') == 1


def test_the_sum_is_that_of_the_places(result: Result) -> None:
    country = result.country()
    assert country is not None
    own = result.comparisons[(result.comparisons["measure"] == "team_cases") & (result.comparisons["group"] == "all")]
    row = country.over_places[country.over_places["measure"] == "team_cases"].iloc[0]
    assert len(own) == len(result.study.places) == row["places"] == 6
    assert row["difference"] == pytest.approx(own["difference"].sum())
    assert row["baseline"] == pytest.approx(own["baseline_mean"].sum())


def test_a_second_call_and_a_reader_have_the_same_tables(result: Result) -> None:
    again = runnable(result.study, of_scenarios(result.study.root)).run(
        results=result.folder.parent, workers=1, progress=False, work=Work(make, draw)
    )
    assert (again.made, again.reused) == (0, len(result.manifest.runs))
    for other in (again, Result.read(result.study, result.folder)):
        mine, theirs = result.country(), other.country()
        assert mine is not None
        assert theirs is not None
        for name, table in mine.tables().items():
            assert table.equals(theirs.tables()[name]), name
            assert (result.folder / "tables" / f"{name}.csv").exists()


def test_the_screen_fits_80_columns_in_both_languages(result: Result) -> None:
    country = result.country()
    assert country is not None
    for lang in ("en", "da"):
        console = Console(file=io.StringIO(), width=200)
        print_country(country, result.manifest, console=console, lang="da" if lang == "da" else "en")
        text: Any = console.file
        lines = text.getvalue().splitlines()
        assert max(len(line.rstrip()) for line in lines) <= 80
        assert len(lines) < 120  # the country, not a page for each place


def test_plain_data_has_the_tables_and_no_headlines_by_place(result: Result) -> None:
    data = as_data(result)
    assert set(data["country"]) >= {"over_places", "money_by_payer", "norms_by_place", "spread_over_places"}
    assert data["headlines"] == []
    json.dumps(data["country"]["over_places"])


def test_the_danish_page_has_its_own_words(result: Result, tmp_path: Path) -> None:
    country = result.country()
    paths = write_report(result.measures, result.comparisons, result.manifest, tmp_path, "da", country=country)
    assert [path.name for path in paths] == ["guidelines.da.html", "report.da.html"]
    page = paths[1].read_text(encoding="utf-8")
    assert "Stederne" in page
    assert {text: found for text in Seen(page).texts if (found := english_in(text))} == {}


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_page_begins_with_the_sum_of_the_places_posts_and_money(result: Result, lang: Lang) -> None:
    known = result.country()
    assert known is not None
    row = known.over_places.iloc[0].to_dict()
    asked = row | {
        "measure": "hours_asked", "activity": "all", "unit": "hours per year", "baseline": 400_000.0, "after": 300_000.0,
        "difference": -100_000.0, "low": -110_000.0, "high": -90_000.0, "nature": "scales",
    }  # fmt: skip
    column = str(row["variant"])
    posts = {"column": column, "answer": "net", "places": 6, "staff": 900.0, "posts": 77.0, "low": 74.0, "high": 80.0}
    paid = [
        {"variant": column, "use": "keep", "payer": payer, "kind": kind, "difference": million * 1e6, "low": low * 1e6, "high": high * 1e6}
        for payer, kind, million, low, high in (
            ("total", "benefits", 30.0, 29.0, 31.0), ("total", "activation", 12.0, 11.0, 13.0), ("total", "all", 42.0, 39.0, 45.0),
            ("state", "benefits", 9.0, 8.0, 10.0),
        )
    ]  # fmt: skip
    country = replace(
        known,
        over_places=pd.DataFrame([asked]),
        posts_over_places=pd.DataFrame([posts]),
        money_by_payer=pd.DataFrame(paid),
    )
    found = country_brief(country, result.manifest, lang)
    assert found is not None
    assert len(found.lines) == 3
    assert number(100_000, lang, 0) in found.lines[0]
    assert number(25, lang, 1) in found.lines[0]  # per cent of what is asked
    assert all(word in found.lines[1] for word in ("77", "74", "80", "900", "+42", "+39", "+45"))
    assert number(-110_000, lang, 0, signed=True) in found.lines[2]
    page = render_country(result.comparisons, replace(known, over_places=country.over_places), result.manifest, lang)
    assert page.index(found.lines[0]) < page.index("country-posts")


def test_a_list_without_a_column_that_keeps_its_staff_has_no_first_screen(result: Result) -> None:
    known = result.country()
    assert known is not None
    assert country_brief(replace(known, over_places=known.over_places.iloc[:0]), result.manifest, "en") is None


def test_other_formats_have_the_tables_of_the_page(result: Result) -> None:
    """A workbook with a sheet for each table of the page, a Word document with the answer, tables for LaTeX."""
    country = result.country()
    assert country is not None
    page = render_country(result.comparisons, country, result.manifest)
    shown = re.findall(r'<table id="([^"]+)"', page)
    told = country_document(result.comparisons, country, result.manifest, "en", ())
    assert [table.name for table in told.tables] == shown
    assert len({told.heading(table) for table in told.tables}) == len(shown)
    brief = country_brief(country, result.manifest, "en")
    assert brief is not None
    assert [text for _, text in told.lines] == brief.lines
    paths = {path.name: path for path in export(result, ["xlsx", "docx", "latex"])}
    assert set(paths) == {"report.xlsx", "report.docx", "tables.tex", *(f"{name}.tex" for name in shown)}
    sheets = CalamineWorkbook.from_path(str(paths["report.xlsx"])).sheet_names
    assert len(sheets) == 1 + len(shown)
    assert brief.lines[0] in "\n".join(part.text for part in Document(str(paths["report.docx"])).paragraphs)
    assert Result.read(result.study, result.folder).manifest.files.keys() >= {"report.xlsx", "report.docx"}
