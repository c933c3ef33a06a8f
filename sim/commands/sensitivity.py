"""``jobsim sensitivity``: how far values without a measurement move the headlines."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_files, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, StudyArgument, WorkersOption

if TYPE_CHECKING:
    from sim.results.sensitivity.analysis import Sensitivity


class MethodName(StrEnum):
    """The method of the analysis."""

    oat = "oat"


def sensitivity(
    context: typer.Context,
    study: StudyArgument,
    method: Annotated[
        MethodName, typer.Option(help="oat: one group of assumptions at a time, all else equal.")
    ] = MethodName.oat,
    groups: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Groups of scenarios/figures/leading.yaml, with commas (default: all)."),
    ] = None,
    replications: Annotated[int, typer.Option(metavar="N", min=1, help="Pairs of runs at each end of a range.")] = 3,
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
    """Set each group of unmeasured values to the low and to the high end of its range, and show what the headlines do.

    Finished runs are reused, so a stopped analysis continues where it stopped. The page of the study shows the ranges.
    """
    from sim.results.sensitivity.analysis import analyse
    from sim.study.load import load

    begin = time.monotonic()
    loaded = load(study)
    names = None if groups is None else [name.strip() for name in groups.split(",") if name.strip()]
    with resumable():
        done = analyse(
            loaded, method=method.value, groups=names, replications=replications, measured=measured, column=column,
            results=results, workers=workers, progress=not json, work=context.obj,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(done, seconds))
    else:
        show(done, seconds)


def show(done: Sensitivity, seconds: float) -> None:
    """Print a table for each leading headline, widest group first, and the paths of the files."""
    from sim.report.ranges_screen import range_tables

    out = console()
    for place in done.manifest.places:
        for table, note in range_tables(done.manifest.at(place)):
            out.print(table)
            out.print(note, soft_wrap=False)
            out.print()
    print_files(out, done.made, done.reused, seconds, done.folder, done.files)


def as_data(done: Sensitivity, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    return {
        "study": done.study.name,
        "folder": str(done.folder),
        "method": "oat",
        "replications": done.study.replications,
        "groups": [group.model_dump(mode="json") for group in done.manifest.leading],
        "ranges": done.table.to_dict("records"),
        "runs": {"made": done.made, "reused": done.reused, "seconds": round(seconds, 1)},
        "files": [str(path) for path in done.files],
    }
