"""``jobsim migrate``: bring scenario files of an earlier form to the present one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import counted, print_json
from sim.commands.run import JsonOption

if TYPE_CHECKING:
    from sim.authoring.migration.migrate import Migrated


def migrate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Scenario files, or folders of scenario files.")],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if a file must change.")] = False,
    json: JsonOption = False,
) -> None:
    """Bring scenario files of an earlier form to the present one. Comments and order stay.

    Each change is listed, and what is left to a person. The exit code is 1 if something is left, or if --check finds a file
    that must change. A file of a later form is refused: a later version of jobsim reads it.
    """
    from sim.authoring.migration.migrate import files_of, migrated
    from sim.data.rewrite import write_all

    done = [migrated(file) for file in files_of(files)]
    changed = [each for each in done if each.is_changed]
    if not check:
        write_all({each.file: each.text for each in changed})
    if json:
        print_json({"written": not check, "files": [as_data(each) for each in done]})
    else:
        show(done, written=not check)
    if any(each.by_hand for each in done) or (check and changed):
        raise typer.Exit(1)


def show(done: list[Migrated], *, written: bool) -> None:
    """Print what was changed in each file, and what is left to a person."""
    for each in done:
        if not each.changes and not each.by_hand:
            continue
        typer.echo(f"{each.file}:")
        for line in each.changes:
            typer.echo(f"  changed: {line}")
        for line in each.by_hand:
            typer.echo(f"  by hand: {line}")
    number = sum(each.is_changed for each in done)
    verb = "changed" if written else "would change"
    typer.echo(f"{counted(len(done), 'file')} read; {number} {verb}{'' if written else ' (--check wrote nothing)'}.")


def as_data(each: Migrated) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    return {
        "file": str(each.file), "kind": each.kind, "form": each.before, "changed": each.is_changed,
        "changes": list(each.changes), "by_hand": list(each.by_hand),
    }  # fmt: skip
