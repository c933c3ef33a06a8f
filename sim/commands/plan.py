"""``jobsim plan``: what a study would cost, before it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_json
from sim.commands.run import JsonOption, ResultsOption, StudyArgument, WorkersOption

if TYPE_CHECKING:
    from sim.results.planned import Planned

WHAT = {"opening": "opening stock", "columns": "column", "search": "search for staff", "ranges": "ends of assumptions"}
MOST_ROWS = 40


def plan(
    study: StudyArgument,
    replications: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Pairs of runs (default: the study's number).")
    ] = None,
    no_time: Annotated[
        bool, typer.Option("--no-time", help="Count only: do not measure the time by a short run.")
    ] = False,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Show how many runs a study needs, how many are finished, and about what time and room the others take.

    Nothing of the study is run. The time is that of one short run, so it depends on what else the machine does. A study that
    needs more memory or room than this machine has is refused; with --no-time it is only counted, for another machine.
    """
    from sim.results.planned import planned
    from sim.study.load import load

    loaded = load(study).with_replications(replications)
    found = planned(loaded, results, workers, probe=not no_time)
    if json:
        print_json(as_data(found))
    else:
        show(found)


def show(found: Planned) -> None:
    """Print the runs by column, then the sums."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.results.planned import span_text

    out = console()
    several = len(found.study.places) > 1
    table = Table(
        title=f"Runs of {found.study.name}", title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1)
    )
    for head in ("What", "Column", "Runs", "Finished"):
        table.add_column(head, justify="right" if head in ("Runs", "Finished") else "left", overflow="fold")
    rows: dict[tuple[str, str], list[int]] = {}
    for item in found.items:
        sums = rows.setdefault((item.what, item.column), [0, 0])
        sums[0] += item.runs
        sums[1] += item.stored
    for (what, column), (runs, stored) in list(rows.items())[:MOST_ROWS]:
        table.add_row(WHAT[what], column, f"{runs:,}", f"{stored:,}")
    out.print(table)
    if len(rows) > MOST_ROWS:
        out.print(f"{len(rows) - MOST_ROWS} more rows: --json has all.")
    where = f" at {len(found.study.places)} places" if several else ""
    out.print(f"{found.runs:,} runs{where}, of which {found.runs - found.to_make:,} are finished in {found.folder}.")
    if found.study.precision is not None:
        out.print("These are the runs of the pilot. `precision` may ask for more pairs, up to its `max`.")
    if found.seconds:
        out.print(
            f"About {span_text(found.seconds)} with {found.workers} processes as busy as this machine is now, and the time of charts."
        )
    need = found.resources
    there = "" if need.disk_there is None else f", of which {need.disk_there / 1e9:,.0f} GB are free"
    out.print(f"About {found.bytes / 1e6:,.0f} MB on the disk{there}. A log would be kept only with --logs.")
    there = "" if need.memory_there is None else f" This machine has {need.memory_there / 1e9:,.1f} GB."
    out.print(f"The largest run needs {need.largest.text}.{there}", soft_wrap=True)


def as_data(found: Planned) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    return {
        "study": found.study.name,
        "folder": str(found.folder),
        "items": [
            {"what": item.what, "place": item.place, "column": item.column, "runs": item.runs, "finished": item.stored}
            for item in found.items
        ],
        "runs": found.runs,
        "to_make": found.to_make,
        "seconds": round(found.seconds, 1),
        "workers": found.workers,
        "bytes": round(found.bytes),
        "largest_run": {
            "place": found.resources.largest.place,
            "citizens": round(found.resources.largest.citizens),
            "posts": found.resources.largest.posts,
            "days": found.resources.largest.days,
            "rows": round(found.resources.largest.rows),
            "memory": round(found.resources.memory),
        },
        "machine": {"memory": found.resources.memory_there, "disk_free": found.resources.disk_there},
    }
