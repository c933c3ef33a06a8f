"""``jobsim doctor versions``: which measures moved from one version of the program to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.names import studies
from sim.commands.output import console, counted, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, WorkersOption

if TYPE_CHECKING:
    from sim.versions.comparison import Comparison

ROWS = 15
"""Measures that the screen shows of each column. The file has all."""


def versions(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A commit, a branch or a tag; or the folder of a checkout.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="The same. `.` is this checkout, with changes that no commit has yet.")
    ],
    study: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", autocompletion=studies, help="A study; may be given several times (default: example)."
        ),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Runs of each column (default: the study's own number).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of versions.csv (default: in the folder of results).")
    ] = None,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Run studies under two versions of the program. Show which measures moved beyond chance, and the changelog's lines.

    Each version runs its own files, in a temporary worktree of git. Finished runs are reused.
    """
    from sim.versions.comparison import as_data, compare_versions
    from sim.versions.lines import changelog
    from sim.versions.measured import Asked

    asked = Asked(replications, workers, lambda line: typer.echo(line, err=True))
    with resumable():
        comparison = compare_versions(old, new, study or ["example"], asked=asked, results=results, out=out)
    lines = changelog(comparison)
    if json:
        print_json(as_data(comparison, lines))
    else:
        _show(comparison, lines)


def _show(comparison: Comparison, lines: list[str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.results.means import COLUMN
    from sim.versions.lines import amount, column_label, label, leading

    out, counts = console(), comparison.counts
    rows = leading(comparison.table)
    for names, part in comparison.table.groupby(COLUMN, sort=False):
        mine = rows[(rows[COLUMN] == list(names)).all(axis=1)].to_dict("records")
        head = part.iloc[0].to_dict()
        title = f"{head['study']}, {head['place']}: {column_label(head)}"
        table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1))
        table.add_column("Measure", overflow="fold")
        for name in ("Old", "New", "Difference", "%"):
            table.add_column(name, justify="right")
        for row in mine[:ROWS]:
            percent = "–" if row["percent"] != row["percent"] else f"{row['percent']:+.1f}"
            moved = ("+" if row["difference"] > 0 else "") + amount(row["difference"])
            table.add_row(label(row), amount(row["old"]), amount(row["new"]), moved, percent)
        if mine:
            out.print(table, width=min(out.width, 80))
            if len(mine) > ROWS:
                out.print(f"{len(mine) - ROWS} more measures moved beyond chance.")
        else:
            out.print(f"{title}: no measure moved beyond chance.")
        out.print()
    for note in comparison.notes:
        out.print(note, soft_wrap=True)
    looked = counts["moved"] + counts["chance"]
    out.print(
        f"{comparison.old.name} → {comparison.new.name}: {counted(len(comparison.table), 'number')}. "
        f"{counts['moved']} moved beyond chance, "
        f"{counts['chance']} within it, {counts['same']} not at all. {counts['no interval']} differ without an interval, "
        f"{counts['new']} are new, {counts['gone']} are gone.", soft_wrap=True,
    )  # fmt: skip
    if looked:
        out.print(
            f"Of {looked:,} numbers with an interval, some {0.05 * looked:,.0f} would lie outside by chance alone.",
            soft_wrap=True,
        )
    out.print("\nFor CHANGELOG.md, with the reason to be added:\n")
    for line in lines:
        out.print(line, soft_wrap=True)
    out.print(f"\nAll numbers: {comparison.file}", soft_wrap=True)
