"""Tables as a Danish Excel reads a CSV: `;` between cells, a decimal comma, and no text that it takes for a date or a formula."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.files.writing import write
from sim.report.charts import CHARTS, NoNumbersError
from sim.report.headings import with_headings
from sim.report.levels import records
from sim.report.manifest import Manifest

ENDING = ".excel.csv"
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""The byte order mark, without which Excel does not read UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell with one of these first letters is a formula to Excel."""
NUMBERS = re.compile(r"\d[\d\s.,:/-]*(e[+-]?\d+)?\s*%?", re.IGNORECASE)
"""Text that Excel may take for a number, a time or a date of the day: 27-4, 24.5, 1/2, 10:30, 009-1, 3e5."""
MONTHS = (
    "jan(uary?)?|feb(ruary?)?|mar(ts|ch)?|apr(il)?|maj|may|jun[ie]?|jul[iy]?|aug(ust)?|"
    "sept?(ember)?|o[ck]t(ober)?|nov(ember)?|dec(ember)?"
)
MONTH = re.compile(rf"(\d+[\s./-]*)?({MONTHS})\.?[\s./-]*\d*", re.IGNORECASE)
"""Text that Excel may take for a date with a month: 1-mar, maj 2024, dec."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""A day. Excel reads it as that day."""


def excel_csv(table: pd.DataFrame, headings: Lang = "en") -> bytes:
    """A table as CSV for a Danish Excel: byte order mark, `;`, decimal comma, lines that end in CR LF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(_safe(str(name)) for name in with_headings(table, headings).columns)
    for row in records(table):
        ground = row.get("measure") == "prolongations"
        writer.writerow(_cell(value, law=ground and name == "activity") for name, value in row.items())
    return (MARK + stream.getvalue()).encode()


def save_excel(
    tables: Mapping[str, pd.DataFrame],
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
    folder: Path,
    headings: Lang = "en",
) -> list[Path]:
    """Write ``NAME.excel.csv`` beside the CSV of each table and of each chart that has numbers, and return the paths.

    ``headings`` is the language of the names of columns.
    """
    contents = {folder / "tables" / f"{name}{ENDING}": table for name, table in tables.items()}
    for place in manifest.places:
        charts = folder / "charts" if len(manifest.places) == 1 else folder / "charts" / place
        for name, chart in CHARTS.items():
            try:
                contents[charts / f"{name}{ENDING}"] = chart.numbers(measures, comparisons, manifest.at(place))
            except NoNumbersError:
                continue
    for file, table in contents.items():
        write(file, excel_csv(table, headings))
    return list(contents)


def _cell(value: object, *, law: bool) -> str:
    """A value as text. ``law`` says that it is a number of SDPL § 27(1), such as 27-4, or `all`."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return repr(float(value)).removesuffix(".0").replace(".", ",")
    text = str(value)
    return f"§ {text}" if law and NUMBERS.fullmatch(text) else _safe(text)


def _safe(text: str) -> str:
    """A text with an apostrophe before it, if Excel would make a formula, a number or a date of it."""
    dated = NUMBERS.fullmatch(text) or MONTH.fullmatch(text)
    return f"'{text}" if text.startswith(FORMULA) or (dated and not DAY.fullmatch(text)) else text
