"""``jobsim rules``: list proposals, show a rule set, compare two rule sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.names import rule_sets
from sim.commands.output import console, print_json, write_text
from sim.commands.run import JsonOption
from sim.commands.tasks import Whole
from sim.commands.why import why

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer(
    cls=Whole,
    help="Proposals and rule sets.",
    no_args_is_help=True,
    epilog="Example: jobsim rules diff current freed-six-cities",
)
RulesArgument = Annotated[
    str,
    typer.Argument(metavar="RULES", autocompletion=rule_sets, help="A rule set, such as current or current+004-3c."),
]


@app.command("list", epilog="Example: jobsim rules list --json")
def list_(json: JsonOption = False) -> None:
    """List all proposals with their changes and claims."""
    from sim.law.compose.library import Library
    from sim.law.reading.outline import rules_list

    library = Library.load()
    data = rules_list(library)
    if json:
        print_json(data)
        return
    table = _table("Proposal", "Kind", "Title", "Touches, or why it cannot be run", "Claims")
    for row in data["proposals"]:
        touches = row["why"]["en"] if row["why"] else ", ".join(row["touches"])
        table.add_row(row["id"], row["kind"], row["title"]["en"], touches, _claim(row["claim"] or row["budget"]))
    out = console()
    out.print(table)
    out.print(f"Rule sets: {', '.join(library.packages)}; proposals are added with +, as in current+004-3c.")


@app.command(epilog="Example: jobsim rules show R2026b duties.early-contact")
def show(
    rules: RulesArgument,
    clause: Annotated[
        str | None, typer.Argument(metavar="CLAUSE", help="One clause in full, such as duties.early-contact.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show a rule set as a table of contents of the law, with its changes and their confidence; or one clause in full."""
    from sim.commands.screen.rules import show_clause, show_contents
    from sim.law.compose.library import Library
    from sim.law.reading.clause import rules_clause
    from sim.law.reading.outline import rules_show

    rule_set = Library.load().rule_set(rules)
    data = rules_show(rule_set) if clause is None else rules_clause(rule_set, clause)
    if json:
        print_json(data)
    elif clause is None:
        show_contents(rule_set, data)
    else:
        show_clause(rule_set, data)


@app.command(epilog="Example: jobsim rules diff current freed-six-cities")
def diff(
    one: Annotated[str, typer.Argument(metavar="ONE", autocompletion=rule_sets, help="A rule set.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", autocompletion=rule_sets, help="Another rule set.")],
    json: JsonOption = False,
) -> None:
    """Every clause in which the second rule set differs from the first."""
    from sim.commands.screen.rules import show_diff
    from sim.law.compose.library import Library
    from sim.law.reading.diff import reforms_behind, rules_diff

    library = Library.load()
    first, second = library.rule_set(one), library.rule_set(other)
    data = rules_diff(first, second)
    if json:
        print_json(data)
        return
    behind = {row["clause"]: ", ".join(reforms_behind(row["clause"], first, second)) for row in data["changes"]}
    show_diff(one, other, data, {clause: names for clause, names in behind.items() if names})


@app.command(epilog="Example: jobsim rules document --write rules.md")
def document(
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead of the terminal.")
    ] = None,
) -> None:
    """Print all rules as one page of markdown: every clause and value of the root, and all differences from it."""
    from sim.authoring.rulebook import document as page
    from sim.law.compose.library import Library

    text = page(Library.load())
    if write is None:
        typer.echo(text, nl=False)
    else:
        write_text(write, text)
        typer.echo(f"Written: {write}")


app.command(epilog="Example: jobsim rules why aalborg --citizen 3708 --against freed-six-cities --language da")(why)


def _table(*heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _claim(claim: dict[str, Any] | None) -> str:
    numbers = [claim[key] for key in ("saves", "states", "amount") if claim and claim.get(key) not in (None, "none")]
    return f"{numbers[0]:g} {claim['unit']['en']}" if claim and numbers else "–"
