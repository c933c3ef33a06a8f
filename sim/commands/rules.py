"""``jobsim rules``: which proposals there are, what a rule set says, how two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_json
from sim.commands.run import JsonOption

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer(
    help="Proposals and rule sets.", no_args_is_help=True, epilog="Example: jobsim rules diff current freed-six-cities"
)
RulesArgument = Annotated[str, typer.Argument(metavar="RULES", help="A rule set, such as current or current+004-3c.")]


@app.command("list", epilog="Example: jobsim rules list --json")
def list_(json: JsonOption = False) -> None:
    """All proposals: what they change and claim."""
    from sim.law.diff import rules_list
    from sim.law.packages import Library

    library = Library.load()
    data = rules_list(library)
    if json:
        print_json(data)
        return
    table = _table("Proposal", "Kind", "Title", "Touches", "Claims")
    for row in data["proposals"]:
        table.add_row(row["id"], row["kind"], row["title"]["en"], ", ".join(row["touches"]), _claim(row["claim"]))
    out = console()
    out.print(table)
    out.print(f"Rule sets: {', '.join(library.packages)}; proposals are added with +, as in current+004-3c.")


@app.command(epilog="Example: jobsim rules show freed-six-cities")
def show(rules: RulesArgument, json: JsonOption = False) -> None:
    """A rule set clause by clause: duties and procedures with their terms, law and evidence."""
    from sim.law.diff import rules_show
    from sim.law.packages import Library

    data = rules_show(Library.load().rule_set(rules))
    if json:
        print_json(data)
        return
    out = console()
    reforms = f" with {', '.join(data['reforms'])}" if data["reforms"] else ""
    out.print(f"{data['name']}: {data['title']['en']}, in force {data['in_force']}{reforms}")
    duties = _table("Duty", "Title", "Law", "Terms", "Groups", "Evidence")
    for row in data["duties"]:
        terms = (
            ", ".join(f"{name} {value}" for name, value in row["terms"].items()) if row["active"] else "does not hold"
        )
        duties.add_row(
            row["clause"], row["title"]["en"], row["law"], terms, ", ".join(row["groups"]), row["evidence"],
            style=None if row["active"] else "dim",
        )  # fmt: skip
    procedures = _table("Procedure", "Title", "Law", "Steps")
    for row in data["procedures"]:
        procedures.add_row(row["clause"], row["title"]["en"], row["law"], "\n".join(row["steps"]))
    out.print(duties)
    out.print(procedures)


@app.command(epilog="Example: jobsim rules diff current freed-six-cities")
def diff(
    one: Annotated[str, typer.Argument(metavar="ONE", help="A rule set.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another one.")],
    json: JsonOption = False,
) -> None:
    """Every clause in which the second rule set differs from the first."""
    from sim.law.diff import rules_diff
    from sim.law.packages import Library

    library = Library.load()
    data = rules_diff(library.rule_set(one), library.rule_set(other))
    if json:
        print_json(data)
        return
    table = _table("Clause", "Law", one, other)
    for row in data["changes"]:
        table.add_row(row["clause"], row["law"], _word(row["old"]), _word(row["new"]))
    out = console()
    out.print(table if data["changes"] else "The two rule sets do not differ.")


def _table(*heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _word(thing: Any) -> str:
    if thing is None:
        return "–"
    if isinstance(thing, bool):
        return "yes" if thing else "no"
    return ", ".join(map(str, thing)) if isinstance(thing, list) else str(thing)


def _claim(claim: dict[str, Any] | None) -> str:
    if not claim or claim.get("saves") is None:
        return "–"
    return f"{claim['saves']:g} {claim.get('unit', '')}".strip()
