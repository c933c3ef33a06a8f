"""``jobsim uncertainty``: all values sampled together, and what the samples say."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_files, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, StudyArgument, WorkersOption

if TYPE_CHECKING:
    from sim.results.uncertainty.analysis import Uncertainty


def uncertainty(
    context: typer.Context,
    study: StudyArgument,
    samples: Annotated[
        int | None, typer.Option(metavar="N", help="Samples, a pair of runs each (default: the study's, or 200).")
    ] = None,
    values: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="all, leading, or groups and paths, with commas; all,-contact leaves one out (default: all).",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FROM", help="ranges, or 'calibration NAME' for the set that it kept."),
    ] = None,
    claim: Annotated[
        str | None,
        typer.Option(
            metavar="CLAIM", help="Such as 'hours_asked < -20000' (default: the first headline keeps its sign)."
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Pairs with the values as they are (default: the study's number)."),
    ] = None,
    measured: Annotated[
        str | None,
        typer.Option(metavar="SPAN", help="Length of the measured window, such as '1 year' (default: the study's)."),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(metavar="C", help="The compared column, RULES/PRACTICE (default: the first with all staff)."),
    ] = None,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Sample all values with a range together. Show both intervals, what they depend on, and what to measure first.

    Finished runs are reused, so a stopped analysis continues where it stopped, and more samples reuse the runs of fewer.
    """
    from sim.results.runnable import load_runnable

    begin = time.monotonic()
    loaded = load_runnable(study)
    names: list[str] | str | None = values
    if values not in (None, "all", "leading"):
        names = [name.strip() for name in str(values).split(",") if name.strip()]
    with resumable():
        done = loaded.uncertainty(
            samples=samples, values=names, source=source, claim=claim, replications=replications, measured=measured,
            column=column, results=results, workers=workers, progress=not json, work=context.obj,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(done, seconds))
    else:
        show(done, seconds)


def show(done: Uncertainty, seconds: float) -> None:
    """Print both intervals, shares, the claim and what to measure first, and the paths of the files."""
    from sim.report.uncertainty_screen import uncertainty_screen

    out = console()
    for place in done.manifest.places:
        for part in uncertainty_screen(done.manifest.at(place)):
            out.print(part)
            out.print()
    print_files(out, done.made, done.reused, seconds, done.folder, done.files)


def as_data(done: Uncertainty, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    record = done.record.model_dump(mode="json")
    for each in record["claims"]:
        each.pop("points")
    return {
        "study": done.study.name,
        "folder": str(done.folder),
        "replications": done.study.replications,
        **record,
        "not_sampled": [
            {"value": each.address, "now": each.value, "grade": each.grade, "why": each.why.en}
            for each in done.factors.unmoved
        ],
        "runs": {"made": done.made, "reused": done.reused, "seconds": round(seconds, 1)},
        "files": [str(path) for path in done.files],
    }
