"""``jobsim schema``: JSON Schemas of the scenario files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.names import kinds


def schema(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", autocompletion=kinds, help="A kind of file (default: all kinds).")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write KIND.json, or one file for each kind, into this folder.")
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of scenario file, with which an editor completes keys and marks errors.

    Without KIND and --write the kinds are listed. An editor with YAML support takes the schema from the first line of a file:
    # yaml-language-server: $schema=../schema/reforms.json
    `jobsim new` writes that line.
    """
    from sim.authoring.schemas import KINDS, schema_text
    from sim.commands.output import write_text
    from sim.files.errors import ScenarioError, nearest_name

    if kind is not None and kind not in KINDS:
        raise ScenarioError(
            "there is no such kind of scenario file", found=kind, expected=", ".join(KINDS), nearest=nearest_name(kind, KINDS)
        )  # fmt: skip
    chosen = [kind] if kind else list(KINDS)
    if write is not None:
        for name in chosen:
            write_text(write / f"{name}.json", schema_text(name))
        typer.echo(f"Written: {', '.join(f'{name}.json' for name in chosen)} in {write}")
    elif kind is not None:
        typer.echo(schema_text(kind), nl=False)
    else:
        _list()


def _list() -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.authoring.schemas import KINDS
    from sim.commands.output import console

    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for head in ("Kind", "Files below scenarios/", "Content"):
        table.add_column(head, overflow="fold")
    for name, kind in KINDS.items():
        table.add_row(name, kind.files, kind.title)
    out = console()
    out.print(table)
    out.print("Print a schema: jobsim schema reforms. Write all schemas into files: jobsim schema --write schema")
