"""``jobsim new``: a commented skeleton of a scenario file, to be filled in."""

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
            metavar="NAME", help="The paper it stands in: a file of scenarios/reforms, or the paper named there."
        ),
    ],
    new_paper: Annotated[bool, typer.Option("--new-paper", help="The paper has no proposals yet.")] = False,
) -> None:
    """A proposal: what it changes in the law and what its paper claims."""
    from sim.authoring.skeletons import new_reform

    file = new_reform(id_, paper, new_paper=new_paper)
    _said(file, f"replace what stands in capitals, then: jobsim rules diff current current+{id_}")


@app.command(epilog="Example: jobsim new study my-question")
def study(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The study's name, also that of its results.")],
) -> None:
    """A study: what is compared, where, how often repeated."""
    from sim.authoring.skeletons import new_study

    file = new_study(name)
    _said(file, f"change what is compared, then: jobsim check {name}")


@app.command(epilog="Example: jobsim new practice my-practice --extends baseline")
def practice(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The practice's name.")],
    extends: Annotated[str, typer.Option(metavar="PRACTICE", help="The practice that it changes.")] = "baseline",
) -> None:
    """A practice: what the jobcenter does where the law leaves a thing open."""
    from sim.authoring.skeletons import new_practice

    file = new_practice(name, extends)
    _said(file, f"say what it does otherwise than {extends}, then name it in a study")


def _said(file: Path, then: str) -> None:
    typer.echo(f"Written: {file}\n{then[0].upper()}{then[1:]}")
