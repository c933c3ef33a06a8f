"""``jobsim new``: write a commented skeleton of a scenario file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Write a commented skeleton of a scenario file.",
    no_args_is_help=True,
    epilog="Example: jobsim new reform 009-1 --paper six-cities",
)


@app.command(epilog="Example: jobsim new reform 009-1 --paper six-cities")
def reform(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The proposal's id, such as 009-1.")],
    paper: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The proposal's paper: a file of scenarios/reforms, or the paper named in it."
        ),
    ],
    new_paper: Annotated[bool, typer.Option("--new-paper", help="The paper has no proposals yet.")] = False,
) -> None:
    """A proposal: its changes of the law and the claim of its paper."""
    from sim.authoring.skeletons import new_reform

    file = new_reform(id_, paper, new_paper=new_paper)
    _written(file, f"Replace the words in capitals, then run: jobsim rules diff current current+{id_}")


@app.command(epilog="Example: jobsim new study my-question")
def study(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The study's name, also used for its results.")],
) -> None:
    """A study: the columns to compare, the places and the number of replications."""
    from sim.authoring.skeletons import new_study

    file = new_study(name)
    _written(file, f"Change the entries of `compare`, then run: jobsim check {name}")


@app.command(epilog="Example: jobsim new practice my-practice --extends baseline")
def practice(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The practice's name.")],
    extends: Annotated[str, typer.Option(metavar="PRACTICE", help="The practice that it changes.")] = "baseline",
) -> None:
    """A practice: the jobcenter's choices where the law leaves a choice."""
    from sim.authoring.skeletons import new_practice

    file = new_practice(name, extends)
    _written(file, f"Change the values that differ from {extends}, then name the practice in a study.")


def _written(file: Path, next_step: str) -> None:
    typer.echo(f"Written: {file}\n{next_step}")
