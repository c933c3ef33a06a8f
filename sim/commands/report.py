"""``jobsim report``: draw the charts and the page of a finished study again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.names import charts, places
from sim.commands.output import console, counted, print_json
from sim.commands.run import ExcelOption, Language, ResultsOption, StudyArgument
from sim.files.errors import ScenarioError

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.results.chart import ResultChart
    from sim.results.result import Result


class Check(StrEnum):
    """The reporting guideline that is checked."""

    stress = "stress"
    odd = "odd"
    trace = "trace"
    declarations = "declarations"
    all = "all"


def report(
    study: StudyArgument,
    results: ResultsOption = None,
    excel: ExcelOption = False,
    language: Annotated[Language, typer.Option(help="English or Danish.")] = Language.en,
    headings: Annotated[
        Language, typer.Option(help="Language of the headings of columns in the charts' CSV and in NAME.excel.csv.")
    ] = Language.en,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Also write report.xlsx: a sheet for each table.")] = False,
    docx: Annotated[
        bool, typer.Option("--docx", help="Also write report.docx: the answer, charts and tables.")
    ] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Also write the tables for LaTeX into latex/.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also write report.pdf on A4.")] = False,
    check: Annotated[
        Check | None,
        typer.Option(help="Only check a reporting guideline item by item, and list what is missing (exit code 1)."),
    ] = None,
    chart: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", autocompletion=charts, help="Only draw one chart, such as waterfall, into the file of --to."
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="With --chart: FILE.png, .svg or .pdf (default: NAME.png); numbers beside it."
        ),
    ] = None,
    slide: Annotated[
        bool,
        typer.Option("--slide", help="With --chart: on slides of 16 to 9 instead of A4; a tall chart has several."),
    ] = False,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", autocompletion=places, help="With --chart: one of several places.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Show the finished pairs of an unfinished study; the page says so.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="With --check every item, with --chart the files, as JSON.")
    ] = False,
) -> None:
    """Draw the charts and the page of a finished study again, in English or Danish, without new runs.

    With --chart one chart alone, such as `jobsim report example --chart waterfall --to hours.svg --language da`.
    """
    for option, value in (("--to", to), ("--place", place), ("--slide", slide or None)):
        if value is not None and chart is None:
            raise ScenarioError(f"{option} needs --chart", found=str(value), do="add --chart NAME")
    others_asked = {
        "--excel": excel, "--xlsx": xlsx, "--docx": docx, "--latex": latex, "--pdf": pdf, "--check": check is not None,
    }  # fmt: skip
    if chart is not None and (more_asked := [name for name, asked in others_asked.items() if asked]):
        raise ScenarioError(
            "--chart draws one chart and nothing else", found=", ".join(more_asked), expected="--chart alone",
            do="ask for the other files in a call of their own",
        )  # fmt: skip
    result = read(study, results, partial=partial)
    if check is not None:
        from sim.commands.guidelines import check_guidelines

        check_guidelines(result.manifest, check.value, language.value, json=json)
        return
    if chart is not None:
        drawn = result.chart(chart, language.value, place)
        written = draw_one(drawn, to or Path(f"{chart}.png"), headings.value, slide=slide)
        if json:
            print_json({"chart": chart, "files": [str(path) for path in written]})
        else:
            typer.echo(f"Written: {', '.join(map(str, written[:-1]))} and {written[-1]}")
        return
    from sim.results.export import FORMATS, export

    wanted = [name for name, asked in zip(FORMATS, (xlsx, docx, latex, pdf), strict=True) if asked]
    *others, page = result.draw(language.value, headings.value)
    more = result.excel(headings.value) if excel else []
    console().print(f"{page}\n{counted(len(others), 'other file')} in {result.folder}")
    if wanted:
        if pdf:
            typer.echo("Writing report.pdf takes half a minute or more …", err=True)
        for path in export(result, wanted, language.value):
            if path.parent == result.folder or path.name == "tables.tex":
                console().print(str(path), soft_wrap=True)
    if more:
        console().print(f"{counted(len(more), 'file')} for Excel, NAME.excel.csv, in tables/ and charts/")


def draw_one(chart: ResultChart, file: Path, headings: Lang, *, slide: bool) -> list[Path]:
    """Write one chart or its slides, and its numbers, and return the paths; that of the numbers is last.

    Raises:
        ScenarioError: the ending is no picture's, or the file cannot be written.
    """
    from sim.results.chart import check_picture

    check_picture(file)
    try:
        written = chart.save_slides(file, headings) if slide else [chart.save(file, headings)]
    except ScenarioError as error:
        raise ScenarioError(
            "the chart cannot be written here", file=str(file), found=error.found, expected="a file in a folder with write permission",
            do="choose another file with --to",
        ) from error  # fmt: skip
    return [*written, written[0].with_suffix(".csv")]


def read(study: str, results: Path | None, *, partial: bool) -> Result:
    """The finished result of a study, or with ``partial`` its finished pairs.

    Raises:
        ScenarioError: the study is not finished; the runs that are missing are listed.
    """
    from sim.files.paths import results_dir
    from sim.report.manifest import FILE
    from sim.results.outputs import wait_for_writer
    from sim.results.partial import missing
    from sim.results.partial import partial as finished_part
    from sim.results.result import Result
    from sim.runs.command import command
    from sim.study.load import load

    loaded = load(study)
    folder = results_dir(results) / loaded.name
    if partial:
        return finished_part(loaded, results)
    wait_for_writer(folder)
    if (folder / "runs").is_dir() and not (folder / FILE).exists():
        raise ScenarioError(
            "the study is not finished", file=str(folder), found=missing(loaded, results) or "all runs, but no tables yet",
            do=f"{command(loaded, results=results)}, or add --partial for a page of what is finished",
        )  # fmt: skip
    return Result.read(loaded, folder)
