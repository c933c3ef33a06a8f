"""``jobsim sensitivity``: how far values without a measurement move the headlines."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from sim.commands.output import console, print_files, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, StudyArgument, WorkersOption

if TYPE_CHECKING:
    from sim.results.indices.analysis import Indices
    from sim.results.sensitivity.analysis import Sensitivity


class MethodName(StrEnum):
    """The method of the analysis."""

    oat = "oat"
    morris = "morris"
    sobol = "sobol"
    shapley = "shapley"


def sensitivity(
    context: typer.Context,
    study: StudyArgument,
    method: Annotated[
        MethodName,
        typer.Option(
            help="oat: one group at a time, all else equal; morris: effects in turn from many starts; sobol, shapley: shares of "
            "the variance."
        ),
    ] = MethodName.oat,
    groups: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Groups of scenarios/figures/leading.yaml, with commas (default: all). Except for oat, also paths of values, and all.",
        ),
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Trajectories (morris, shapley) or base samples (sobol, a power of two). Each takes a pair of runs for each "
            "group, and one to three more (default: what some 1,200 pairs suffice for).",
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Pairs at each end of a range (oat, default 3), or with the values as they are."
        ),
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
    """Show how far unmeasured values move the headlines: each group at its ends (oat), or by samples of all (morris, sobol, shapley).

    Finished runs are reused, so a stopped analysis continues where it stopped. The page of the study shows the ranges of oat.
    """
    from sim.results.runnable import load_runnable
    from sim.results.sensitivity.analysis import Sensitivity

    begin = time.monotonic()
    loaded = load_runnable(study)
    names = None if groups is None else [name.strip() for name in groups.split(",") if name.strip()]
    with resumable():
        done = loaded.sensitivity(
            method.value, groups=names, samples=samples, replications=replications, measured=measured, column=column,
            results=results, workers=workers, progress=not json, work=context.obj,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(done, seconds) if isinstance(done, Sensitivity) else indices_as_data(done, seconds))
    else:
        show(done, seconds)


def show(done: Sensitivity | Indices, seconds: float) -> None:
    """Print a table for each leading headline, widest group first, and the paths of the files."""
    from sim.report.index_screen import index_screen
    from sim.report.ranges_screen import range_tables

    out = console()
    for place in done.manifest.places:
        manifest = done.manifest.at(place)
        parts = (
            [part for pair in range_tables(manifest) for part in pair]
            if manifest.indices is None
            else index_screen(manifest)
        )
        for part in parts:
            out.print(part, soft_wrap=False)
            if not isinstance(part, Table):
                out.print()
    print_files(out, done.made, done.reused, seconds, done.folder, done.files)


def indices_as_data(done: Indices, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints for the indices of a method."""
    return {
        "study": done.study.name,
        "folder": str(done.folder),
        "replications": done.study.replications,
        **done.record.model_dump(mode="json"),
        "runs": {"made": done.made, "reused": done.reused, "seconds": round(seconds, 1)},
        "files": [str(path) for path in done.files],
    }


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
