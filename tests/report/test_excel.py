"""Tables for a Danish Excel."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pandas as pd
import pytest

from sim.report.excel import excel_csv, save_excel
from tests.report.conftest import Study


def cells(table: pd.DataFrame) -> list[list[str]]:
    return list(csv.reader(excel_csv(table).decode("utf-8-sig").splitlines(), delimiter=";"))


def test_mark_separator_comma_and_ends_of_lines() -> None:
    table = pd.DataFrame({"navn": ["ærø; ø", "b"], "tal": [24.5, -1234.0], "antal": [3, 4], "tom": [math.nan, 0.1]})
    assert excel_csv(table) == '\ufeffnavn;tal;antal;tom\r\n"ærø; ø";24,5;3;\r\nb;-1234;4;0,1\r\n'.encode()


@pytest.mark.parametrize(
    "text",
    ["27-4", "24.5", "1/2", "10:30", "009-1", "007", "3e5", "1.200", "12 %", "1-mar", "maj 2024", "dec", "2. juni",
     "=1+1", "+45", "-3", "@SUM(A1)", "\t=1"],
)  # fmt: skip
def test_no_text_becomes_a_date_a_number_or_a_formula(text: str) -> None:
    assert cells(pd.DataFrame({"a": [text]}))[1] == [f"'{text}"]


@pytest.mark.parametrize(
    "text", ["current", "R2024", "2024-01-01", "004-3c", "decision", "market", "§ 27-4", "maybe", "all"]
)
def test_other_text_stays(text: str) -> None:
    assert cells(pd.DataFrame({"a": [text]}))[1] == [text]


def test_grounds_are_paragraphs_and_numbers_keep_their_digits(study: Study) -> None:
    table = study.measures[study.measures["measure"] == "prolongations"]
    rows = cells(table)
    at, value = rows[0].index("activity"), rows[0].index("value")
    assert {row[at] for row in rows[1:]} == {"all", "§ 27-2", "§ 27-7"}
    assert [float(row[value].replace(",", ".")) for row in rows[1:]] == list(table["value"])


def test_tables_and_charts_have_one_beside_their_csv(study: Study, tmp_path: Path) -> None:
    tables = {"measures": study.measures.head(20), "comparisons": study.comparisons.head(20)}
    files = save_excel(tables, study.measures, study.comparisons, study.manifest, tmp_path)
    names = {file.relative_to(tmp_path).as_posix() for file in files}
    assert {"tables/measures.excel.csv", "tables/comparisons.excel.csv", "charts/hours.excel.csv"} <= names
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in files)
