"""``jobsim run``: run or continue a study, print the comparison, write its files."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, counted, print_json
from sim.commands.resumable import resumable

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.result import Result
    from sim.study.study import Study


MOST_CUTS = 4
"""Up to so many cuts, the screen says what stopped each team. The page says it of all."""


class EngineName(StrEnum):
    """The engine that makes the runs."""

    kernel = "kernel"
    reference = "reference"


StudyArgument = Annotated[str, typer.Argument(metavar="STUDY", help="Name of a study, or the path of its .yaml file.")]
ResultsOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of results (default: ./results).")]
WorkersOption = Annotated[int | None, typer.Option(metavar="N", min=1, help="Processes (default: one per processor).")]
ExcelOption = Annotated[
    bool,
    typer.Option(
        "--excel",
        help="Also write each table as NAME.excel.csv for a Danish Excel (`;`, decimal comma, no dates made of numbers).",
    ),
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
    json: JsonOption = False,
) -> None:
    """Run or continue a study; finished runs are reused. Print the comparison, and write tables, charts and a page."""
    from sim.commands.queue import is_queue, run_queue
    from sim.files.errors import ScenarioError
    from sim.results.runnable import load_runnable

    if is_queue(study):
        if excel:
            raise ScenarioError("a queue writes no tables", found="--excel", do="leave out --excel")
        run_queue(study, engine.value, replications=replications, results=results, workers=workers, json=json)
        return
    begin = time.monotonic()
    loaded = load_runnable(study)
    if shard is not None:
        run_shard(context, loaded.with_replications(replications), shard, results=results, workers=workers, json=json)
        return
    with resumable():
        result = loaded.run(
            results=results, workers=workers, engine=engine.value, replications=replications, logs=logs,
            progress=not json, excel=excel, work=context.obj, again="all" if fresh else again,
            dask=dask, limit=limit,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(result, seconds))
    else:
        show(result, seconds, excel=excel)


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


def show(result: Result, seconds: float, *, excel: bool = False) -> None:
    """Print the comparison, the staff that is enough, the use of freed hours, and the paths of the files."""
    from sim.report import print_comparison, print_country
    from sim.report.cut_words import cut_lines, money_text, posts_text
    from sim.report.under_cut import under_cut_lines
    from sim.report.words import column_label, phrase

    def named(place: str, column: str) -> str:
        words = column_label(column, "en", result.manifest)
        return f"{place}, {words}" if len(result.manifest.places) > 1 else words

    out, country = console(), result.country()
    if country is not None:
        print_country(country, result.manifest, console=out)
        print_files(result, seconds, out, excel=excel)
        return
    print_comparison(result.measures, result.comparisons, result.manifest, console=out)
    print_certainty(result, out)
    for place in result.manifest.places:
        for line in under_cut_lines(result.manifest.at(place), "en"):
            out.print(line, soft_wrap=True)
    for cut in result.manifest.capacity:
        name = named(cut.place, cut.column)
        out.print(phrase("cut_line_head", "en", column=name, base=f"{cut.total['baseline']:.1f}"), soft_wrap=True)
        for line in cut_lines(cut, "en", result.manifest, units=len(result.manifest.capacity) <= MOST_CUTS):
            out.print(f"  {line}", soft_wrap=True)
    searched = {(cut.place, cut.kept) for cut in result.manifest.capacity}
    bounds = [bound for bound in result.manifest.bounds if (bound.place, bound.column) not in searched]
    for bound in bounds if len(bounds) <= MOST_CUTS else []:
        name = named(bound.place, bound.column)
        out.print(phrase("cut_line_head", "en", column=name, base=f"{bound.posts:.1f}"), soft_wrap=True)
        words = {"posts": posts_text(bound.total, "en"), "dkk": money_text(bound.dkk, "en")}
        out.print(f"  {phrase('cut_line_bound', 'en', **words)}", soft_wrap=True)
    for use in result.manifest.reinvested:
        name = named(use.place, use.column)
        if use.into == "meetings":
            more = [f"{unit} {_signed(number)}" for unit, number in use.more.items()]
            out.print(
                f"Hours reinvested, {name}: more meetings per citizen of heavy need and year: {', '.join(more)}.",
                soft_wrap=True,
            )
        else:
            moved = {team: round(posts - use.baseline[team], 1) for team, posts in use.posts.items()}
            changes = [f"{team} {_signed(posts)}" for team, posts in moved.items() if posts]
            out.print(
                f"Hours reinvested, {name}: {use.freed:.1f} freed posts moved: {', '.join(changes) or 'none'}.",
                soft_wrap=True,
            )
    print_files(result, seconds, out, excel=excel)


def print_files(result: Result, seconds: float, out: Console, *, excel: bool = False) -> None:
    """Print how many runs were made, and where the files are."""
    taken = f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    out.print(f"{counted(result.made, 'run')} made, {result.reused} reused, {taken}. Files, all in {result.folder}:")
    for name, content in (
        ("report.html", "the page to read"),
        *([("charts/", "each as png, svg, pdf and its numbers as csv")] if result.pairs is None else []),
        ("tables/", "measures and comparisons as csv and parquet; every replication in measures.parquet"),
        *([("*/*.excel.csv", "tables and numbers of charts for a Danish Excel")] if excel else []),
        ("manifest.json", "a description of the runs"),
    ):
        out.print(f"  {name:<14} {content}")


def print_certainty(result: Result, out: Console) -> None:
    """Print what is sure and what is not, for each place."""
    from sim.report.certainty import certainty
    from sim.report.headline import headline
    from sim.report.levels import study_columns
    from sim.report.proposals import is_wide
    from sim.report.words import phrase

    for place in result.manifest.places:
        manifest = result.manifest.at(place)
        if is_wide(study_columns(result.measures, result.comparisons, result.manifest)):
            return
        lines = certainty(headline(result.measures, result.comparisons, manifest), manifest)
        if lines:
            several = len(result.manifest.places) > 1
            out.print(f"\n{phrase('screen_ranges')}{f', {place}' if several else ''}", style="bold")
        for line in lines:
            out.print(f"{line.head} {line.text}")
    out.print()


def _signed(number: float) -> str:
    """A signed number with one decimal; "no difference" if that is zero."""
    return f"{number:+.1f}" if round(number, 1) else "no difference"


def as_data(result: Result, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    from sim.report.captions import interval_line
    from sim.report.headline import headline

    manifest, country = result.manifest, result.country()
    places = manifest.places if country is None else ()  # a study of a list has its tables instead
    by_place = {place: headline(result.measures, result.comparisons, manifest.at(place)) for place in places}
    headlines = [{"place": place, **row} for place, rows in by_place.items() for row in rows.to_dict("records")]
    return {
        "study": result.study.name,
        "folder": str(result.folder),
        "files": {
            "report": str(result.folder / "report.html"),
            "manifest": str(result.folder / "manifest.json"),
            "measures": str(result.folder / "tables" / "measures.csv"),
            "comparisons": str(result.folder / "tables" / "comparisons.csv"),
            **({"proposals": str(result.folder / "tables" / "proposals.csv")} if manifest.proposals_alone else {}),
            **({"charts": str(result.folder / "charts")} if country is None else {}),
        },
        "run_hash": manifest.run_hash,
        "interval": next((interval_line(rows, "en") or None for rows in by_place.values()), None),
        "runs": {"made": result.made, "reused": result.reused, "seconds": round(seconds, 1)},
        "capacity": [cut.model_dump(mode="json") for cut in manifest.capacity],
        "reinvested": [use.model_dump(mode="json") for use in manifest.reinvested],
        "proposals": list(manifest.proposals_alone),
        "headlines": headlines,
        "ranges": result.ranges().to_dict("records"),
        "precision": [each.model_dump(mode="json") for each in result.manifest.precision],
        **(
            {}
            if country is None
            else {"country": {name: table.to_dict("records") for name, table in country.tables().items()}}
        ),
        "under_cut": [each.model_dump(mode="json") for each in manifest.under_cut],
        "break_even": [each.model_dump(mode="json") for each in manifest.break_even],
    }
