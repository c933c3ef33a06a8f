"""``jobsim run``: run or continue a study, print the comparison, write its files."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.names import studies
from sim.commands.output import console, counted, print_json
from sim.commands.resumable import resumable
from sim.commands.screen.result import Done, as_data, print_files, show
from sim.files.errors import ScenarioError
from sim.results.answer import asked, keep, kept

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.result import Result
    from sim.study.study import Study


class Language(StrEnum):
    """A language of the report."""

    en = "en"
    da = "da"


class EngineName(StrEnum):
    """The engine that makes the runs."""

    kernel = "kernel"
    reference = "reference"


StudyArgument = Annotated[
    str, typer.Argument(metavar="STUDY", autocompletion=studies, help="Name of a study, or the path of its .yaml file.")
]
ResultsOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of results (default: ./results).")]
WorkersOption = Annotated[int | None, typer.Option(metavar="N", min=1, help="Processes (default: one per processor).")]
ExcelOption = Annotated[
    bool,
    typer.Option(
        "--excel",
        help="Also write each table as NAME.excel.csv for a Danish Excel (`;`, decimal comma, no dates made of numbers).",
    ),
]
HeadingsOption = Annotated[
    Language, typer.Option(help="Language of the headings of columns in NAME.excel.csv (with --excel).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def run(
    context: typer.Context,
    study: StudyArgument,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            help="The reference engine is slow: it repeats all runs and must write logs equal to the stored ones."
        ),
    ] = EngineName.kernel,
    replications: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Pairs of runs (default: the study's number).")
    ] = None,
    logs: Annotated[
        bool, typer.Option("--logs", help="Keep the log of replication 1 of every column and place (some 20 MB each).")
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Make every run again. A log that differs from the stored run's is an error."),
    ] = False,
    again: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Make the runs of replication N again, as --fresh does.")
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="K/N", help="Make only part K of N of the runs, for several machines with one folder of results."
        ),
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Let the workers of a Dask scheduler make the runs.")
    ] = None,
    limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=1, help="Give up a run on a Dask worker after so many seconds."),
    ] = None,
    excel: ExcelOption = False,
    headings: HeadingsOption = Language.en,
    json: JsonOption = False,
) -> None:
    """Run or continue a study; finished runs are reused. Print the comparison, and write tables, charts and a page."""
    if headings is not Language.en and not excel:
        raise ScenarioError("--headings needs --excel", found=f"--headings {headings.value}", do="add --excel")
    begin, out, call = time.monotonic(), console(), None
    if engine is EngineName.kernel and not any((fresh, again, shard, dask, limit, excel, context.obj)):
        options = {"replications": replications, "logs": logs, "results": results}
        call = asked(study, results, "json" if json else f"{out.width} {out.color_system} {out.is_terminal}", options)
    answer = None if call is None else kept(call)
    if call is not None and answer is not None:
        tell(answer, Done(call.folder, 0, answer["reused"], time.monotonic() - begin, answer["charts"]), out)
        return
    from sim.commands.queue import is_queue, run_queue
    from sim.results.runnable import load_runnable

    if is_queue(study):
        if excel:
            raise ScenarioError("a queue writes no tables", found="--excel", do="leave out --excel")
        run_queue(study, engine.value, replications=replications, results=results, workers=workers, json=json)
        return
    loaded = load_runnable(study)
    if shard is not None:
        run_shard(context, loaded.with_replications(replications), shard, results=results, workers=workers, json=json)
        return
    with resumable():
        result = loaded.run(
            results=results, workers=workers, engine=engine.value, replications=replications, logs=logs,
            progress=not json, excel=excel, headings=headings.value, work=context.obj, again="all" if fresh else again,
            dask=dask, limit=limit,
        )  # fmt: skip
    told = as_answer(result, out, json=json)
    if call is not None:
        keep(call, told)
    charts, seconds = result.pairs is None, time.monotonic() - begin
    tell(told, Done(result.folder, result.made, result.reused, seconds, charts), out, excel=excel)


def as_answer(result: Result, out: Console, *, json: bool) -> dict[str, Any]:
    """What the call prints, but for the line of its runs: a text for the screen, or data for a program."""
    about = {"reused": len(result.manifest.runs), "charts": result.pairs is None}
    if json:
        return {**about, "data": as_data(result)}
    with out.capture() as screen:
        show(result, out)
    return {**about, "text": screen.get()}


def tell(answer: dict[str, Any], done: Done, out: Console, *, excel: bool = False) -> None:
    """Print an answer, made now or kept from an earlier call."""
    if "data" in answer:
        print_json({**answer["data"], "runs": done.runs})
        return
    out.file.write(answer["text"])
    print_files(done, out, excel=excel)


def run_shard(
    context: typer.Context, study: Study, shard: str, *, results: Path | None, workers: int | None, json: bool
) -> None:
    """Make the runs of a part of a study, and say how the result is made when all parts are done."""
    from sim.results.shard import Shard, run_part
    from sim.runs.command import command

    with resumable():
        part = run_part(study, Shard.read(shard), results=results, workers=workers, progress=not json, work=context.obj)
    if json:
        runs = {"made": part.made, "reused": part.reused}
        print_json({"study": study.name, "shard": shard, "runs": runs, "folder": str(part.folder)})
        return
    typer.echo(f"Part {shard}: {counted(part.made, 'run')} made, {part.reused} reused, in {part.folder}.")
    typer.echo(f"When all parts are done: {command(study, results=results)}")
