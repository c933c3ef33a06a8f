"""``jobsim data``: figures that others publish, or that a municipality counts, into the values of a place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.names import places
from sim.commands.output import console, counted, print_json
from sim.commands.run import JsonOption
from sim.commands.tasks import Whole
from sim.files.shell import shell_words

app = typer.Typer(
    cls=Whole,
    help="Put published figures and a municipality's own counts into the values of a place.",
    no_args_is_help=True,
    epilog="Example: jobsim data import AUK01.csv --check",
)


@app.callback()
def options() -> None:
    """Put published figures and a municipality's own counts into the values of a place."""


@app.command("import", epilog="Example: jobsim data import AUK01.csv y60a02.csv --place lolland --check")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of tables, or of own counts.")],
    into: Annotated[
        str, typer.Option(metavar="PLACE", autocompletion=places, help="The place to change, or to extend.")
    ] = "aalborg",
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAME", help="Write a new place that extends the other.")
    ] = None,
    people: Annotated[
        str | None, typer.Option(metavar="NAME", help="Change the national people file instead of a place.")
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar="AREA", help="The municipality, by name or code (default: the place's).")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="P", help="A year, or the last period (default: the latest complete).")
    ] = None,
    table: Annotated[
        str | None, typer.Option(metavar="ID", help="The table's id, if the file does not say it.")
    ] = None,
    with_latest: Annotated[bool, typer.Option("--with-latest", help="Take a preliminary last month too.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Show the changes and write nothing.")] = False,
    json: JsonOption = False,
) -> None:
    """Read published tables or own counts, show old and new values with their source, and write them.

    StatBank: CSV, JSON-stat, PX. Jobindsats.dk: JSON of the API, CSV, Excel. Own counts: CSV (docs/data.md).
    """
    from sim.commands.screen.data import import_data, show_import
    from sim.data.bring import Wish, bring
    from sim.data.rewrite import write_all

    wish = Wish(into, place, people, area, period, table, with_latest)
    brought = bring(files, wish)
    if not json:
        show_import(console(), brought)
    if not check:
        write_all(brought.plan.files)
    if json:
        print_json(import_data(brought, written=not check))
    elif check:
        typer.echo("Nothing was written (--check).")
    else:
        for file in brought.plan.files:
            typer.echo(f"Written: {file}")
        for command in brought.plan.next:
            typer.echo(f"Next: {command}")


@app.command("list", epilog="Example: jobsim data list aalborg")
def list_(
    place: Annotated[
        str, typer.Argument(metavar="[PLACE]", autocompletion=places, help="Name of a place.")
    ] = "aalborg",
    people: Annotated[
        str | None, typer.Option(metavar="NAME", help="List the values of a people file instead.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """List which values are statistics, shares or assumptions, and which public table would replace each."""
    from sim.commands.screen.data import list_data, show_list
    from sim.data.listing import listed
    from sim.files.paths import scenarios_dir

    rows = listed(scenarios_dir(), place, people)
    if json:
        print_json(list_data(people or place, rows))
    else:
        show_list(console(), people or place, rows)


@app.command(epilog="Example: jobsim data fetch AUK01 --to downloads")
def fetch(
    tables: Annotated[list[str], typer.Argument(metavar="TABLE…", help="Ids such as AUK01 or y07a02.")],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="The folder for the files.")] = Path(),
    latest: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=600, help="Periods to ask jobindsats for.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Ask StatBank or jobindsats.dk for tables and keep the answers as files.

    Jobindsats.dk needs a token of version 3 in the environment variable JOBINDSATS_TOKEN. StatBank needs none.
    """
    from sim.data.fetch import fetched
    from sim.files.paths import scenarios_dir

    files = fetched(tables, to, scenarios_dir(), latest=latest)
    if json:
        print_json(
            {"files": [{"table": each.table, "file": str(each.file), "records": each.records} for each in files]}
        )
        return
    for each in files:
        typer.echo(f"Written: {each.file} ({each.table}, {counted(each.records, 'number')})")
    typer.echo(f"Next: jobsim data import {shell_words(*(each.file for each in files))} --check")
