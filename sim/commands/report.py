"""``jobsim report``: draw the charts and the page of a finished study again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from sim.commands.output import console, counted
from sim.commands.run import ExcelOption, ResultsOption, StudyArgument


class Language(StrEnum):
    """The language of the report."""

    en = "en"
    da = "da"


def report(
    study: StudyArgument,
    results: ResultsOption = None,
    excel: ExcelOption = False,
    language: Annotated[Language, typer.Option(help="English or Danish.")] = Language.en,
) -> None:
    """Draw the charts and the page of a finished study again, in English or Danish, without new runs."""
    from sim.files.paths import results_dir
    from sim.results.result import Result
    from sim.study.load import load

    loaded = load(study)
    result = Result.read(loaded, results_dir(results) / loaded.name)
    *others, page = result.draw(language.value)
    more = result.excel() if excel else []
    console().print(f"{page}\n{counted(len(others), 'other file')} in {result.folder}")
    if more:
        console().print(f"{counted(len(more), 'file')} for Excel, NAME.excel.csv, in tables/ and charts/")
