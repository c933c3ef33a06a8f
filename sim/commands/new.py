"""``jobsim new``: begin a scenario file of one's own. Each runs as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.names import papers, places, practices, rule_sets
from sim.commands.output import print_json
from sim.commands.run import JsonOption
from sim.commands.tasks import Whole
from sim.files.shell import shell_words

app = typer.Typer(
    cls=Whole,
    help="Begin a study, place, practice or reform of your own: a commented file that runs as it is.",
    no_args_is_help=True,
    epilog="Example: jobsim new study my-question --place viborg",
)


@app.callback()
def options() -> None:
    """Begin a study, place, practice or reform of your own: a commented file that runs as it is.

    The file lies in the scenarios folder in use: that of JOBSIM_SCENARIOS, else that of the checkout. Nothing is overwritten.
    """


@app.command(epilog="Example: jobsim new study my-question --place viborg --rules current+004-3c")
def study(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The study's name, also used for its results.")],
    place: Annotated[
        str, typer.Option(metavar="PLACE", autocompletion=places, help="The place of the study.")
    ] = "aalborg",
    rules: Annotated[
        str | None,
        typer.Option(
            metavar="RULES",
            autocompletion=rule_sets,
            help="The compared rule set (default: freed-six-cities, or current with --practice).",
        ),
    ] = None,
    practice: Annotated[
        str | None,
        typer.Option(
            metavar="PRACTICE", autocompletion=practices, help="The compared practice (default: the usual one)."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """A study: the columns to compare, the places and the number of replications."""
    from sim.authoring.skeletons import new_study

    file = new_study(name, place=place, rules=rules, practice=practice)
    argument = name if file.parent.name == "studies" else f"./{file.name}"
    _written(file, [f"jobsim check {shell_words(argument)}", f"jobsim run {shell_words(argument)}"], json=json)


@app.command(epilog="Example: jobsim new place my-town --extends viborg")
def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The place's name.")],
    extends: Annotated[
        str, typer.Option(metavar="PLACE", autocompletion=places, help="The place that it changes.")
    ] = "aalborg",
    json: JsonOption = False,
) -> None:
    """A place: a municipality's citizens, teams and staff."""
    from sim.authoring.skeletons import new_place

    file = new_place(name, extends)
    _written(file, [f"jobsim data list {name}", f"jobsim new study {name}-study --place {name}"], json=json)


@app.command(epilog="Example: jobsim new practice my-practice --extends baseline")
def practice(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The practice's name.")],
    extends: Annotated[
        str, typer.Option(metavar="PRACTICE", autocompletion=practices, help="The practice that it changes.")
    ] = "baseline",
    json: JsonOption = False,
) -> None:
    """A practice: the jobcenter's choices where the law leaves a choice."""
    from sim.authoring.skeletons import new_practice

    file = new_practice(name, extends)
    _written(file, [f"jobsim new study {name}-study --practice {name}"], json=json)


@app.command(epilog="Example: jobsim new reform 009-1 --paper six-cities")
def reform(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The proposal's id, such as 009-1.")],
    paper: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=papers,
            help="The proposal's paper: a file of scenarios/reforms, or the paper named in it (default: own proposals).",
        ),
    ] = None,
    new_paper: Annotated[bool, typer.Option("--new-paper", help="The paper has no proposals yet.")] = False,
    json: JsonOption = False,
) -> None:
    """A proposal: its changes of the law and the claim of its paper."""
    from sim.authoring.skeletons import new_reform
    from sim.authoring.skeletons.reform import OWN, base_of
    from sim.law.compose.library import Library

    file = new_reform(id_, paper or OWN, new_paper=new_paper)
    library = Library.load()
    base = base_of(library.proposals[id_].written_for, library)
    _written(
        file,
        [f"jobsim rules diff {base} {base}+{id_}", f"jobsim new study {id_}-study --rules {base}+{id_}"],
        json=json,
    )


@app.command(epilog="Example: jobsim new folder my-scenarios")
def folder(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder.")],
    json: JsonOption = False,
) -> None:
    """A copy of all scenario files, in which you may change everything. JOBSIM_SCENARIOS then names it."""
    from sim.authoring.skeletons import new_folder

    made = new_folder(to)
    _written(made, [f"export JOBSIM_SCENARIOS={shell_words(made)}"], json=json)


def _written(file: Path, commands: list[str], *, json: bool) -> None:
    if json:
        print_json({"file": str(file), "next": commands})
        return
    typer.echo(f"Written: {file}")
    for command in commands:
        typer.echo(f"Next: {command}")
