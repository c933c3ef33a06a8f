"""``jobsim doctor warm-up``: whether a study's warm-up is long enough."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.commands.names import places, studies
from sim.commands.output import console, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, WorkersOption


def warm_up(
    study: Annotated[
        str,
        typer.Argument(
            metavar="[STUDY]", autocompletion=studies, help="Name of a study, or the path of its .yaml file."
        ),
    ] = "aalborg",
    place: Annotated[
        str | None,
        typer.Option(metavar="P", autocompletion=places, help="One of the study's places (default: the first)."),
    ] = None,
    replications: Annotated[int, typer.Option(metavar="N", min=1, help="Runs of the baseline.")] = 5,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Show by MSER-5, by Welch's method and by drift whether the baseline has settled when the window begins.

    Nothing is stored. Ends with exit code 1 if a series has not settled.
    """
    from sim.calibration.warm_up import warm_up as look
    from sim.study.load import load

    with resumable():
        found = look(
            load(study).with_replications(replications),
            place=place,
            results=results,
            workers=workers,
            progress=not json,
        )
    if json:
        print_json({
            "study": found.study.name, "place": found.place, "warm_up_weeks": found.weeks, "replications": replications,
            "series": found.table.to_dict("records"),
        })  # fmt: skip
    else:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        out = console()
        title = (
            f"{found.study.name}, {found.place}: warm-up of {found.weeks} weeks, {replications} runs of the baseline"
        )
        table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1))
        for head in ("Weekly series", "Mean", "MSER-5", "Welch", "Drift, % a year", "Warm-up"):
            table.add_column(head, justify="left" if head in ("Weekly series", "Warm-up") else "right", overflow="fold")
        for row in found.table.to_dict("records"):
            ends = (
                ""
                if row["drift_low"] != row["drift_low"]
                else f" ({row['drift_low']:+.1f} to {row['drift_high']:+.1f})"
            )
            table.add_row(
                row["series"], f"{row['mean']:,.0f}", str(row["mser_weeks"]), str(row["welch_weeks"]),
                f"{row['drift']:+.1f}{ends}", row["verdict"],
            )  # fmt: skip
        out.print(table)
        out.print("MSER-5 and Welch: weeks from the start that they would leave out. Drift: over the measured window.")
    if not found.enough:
        raise typer.Exit(1)
