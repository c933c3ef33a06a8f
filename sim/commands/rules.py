"""``jobsim rules``: which proposals there are, what a rule set says, how two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_json
from sim.commands.run import JsonOption
from sim.commands.why import why

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer(
    help="Proposals and rule sets.", no_args_is_help=True, epilog="Example: jobsim rules diff current freed-six-cities"
)
_MARKS = "Confidence: V verified, V2 verified in a secondary or older source, S stated in a paper, D derived, G not verified."
RulesArgument = Annotated[str, typer.Argument(metavar="RULES", help="A rule set, such as current or current+004-3c.")]


@app.command("list", epilog="Example: jobsim rules list --json")
def list_(json: JsonOption = False) -> None:
    """All proposals: what they change and claim."""
    from sim.law.contents import rules_list
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
    """A rule set clause by clause, with terms, law and evidence; of another regime, what moved and how sure that is."""
    from sim.law.contents import rules_show
    from sim.law.packages import Library

    data = rules_show(Library.load().rule_set(rules))
    if json:
        print_json(data)
        return
    out = console()
    reforms = f" with {', '.join(data['reforms'])}" if data["reforms"] else ""
    out.print(f"{data['name']}: {data['title']['en']}, {_in_force(data)}{reforms}")
    if data["note"]:
        out.print(data["note"])
    moved = _table("Moved clause", "Law", "Was", "Is", "Confidence", "Source", "Regime")
    for row in data["amendments"]:
        cells = (row["path"], row["law"], _word(row["old"]), _word(row["new"]), _sure(row), row["source"])
        moved.add_row(*cells, row["regime"])
    duties = _table("Duty", "Title", "Law", "Terms", "Groups", "Evidence", "Moved")
    for row in data["duties"]:
        terms = _terms(row["terms"]) if row["active"] else "does not hold"
        duties.add_row(
            row["clause"], row["title"]["en"], row["law"], terms, ", ".join(row["groups"]), row["evidence"], _moved(row),
            style=None if row["active"] else "dim",
        )  # fmt: skip
    procedures = _table("Procedure", "Title", "Law", "Steps", "Evidence", "Moved")
    for row in data["procedures"]:
        steps = "\n".join(row["steps"]) if row["active"] else "no new cases"
        procedures.add_row(
            row["clause"], row["title"]["en"], row["law"], steps, row["evidence"], _moved(row),
            style=None if row["active"] else "dim",
        )  # fmt: skip
    others = _table("Clause", "Law", "Terms", "Evidence", "Moved")
    for row in data["others"]:
        others.add_row(row["clause"], row["law"], _terms(row["terms"]), row["evidence"], _moved(row))
    left_out = _table("Left out", "Why", "Confidence", "Source", "Regime")
    for row in data["left_out"]:
        left_out.add_row(row["what"], row["why"], row["confidence"], row["source"], row["regime"])
    for table in (moved, duties, procedures, others, left_out):
        if table.row_count:
            out.print(table)
    if data["chain"]:
        out.print(_MARKS)


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
    dated = any(row["regime"] for row in data["changes"])
    table = _table("Clause", "Law", one, other, *(("Confidence", "Source", "Regime") if dated else ()))
    for row in data["changes"]:
        by_date = [_sure(row), row["source"] or "–", row["regime"] or "–"] if dated else []
        table.add_row(row["clause"], row["law"], _word(row["old"]), _word(row["new"]), *by_date)
    out = console()
    out.print(table if data["changes"] else "The two rule sets do not differ.")
    if dated:
        out.print(_MARKS)


app.command(epilog="Example: jobsim rules why aalborg --citizen 3708")(why)


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
    if isinstance(thing, dict):
        title = thing.get("title")
        return f"{title['en']}{'' if thing.get('active', True) else ' (does not hold)'}" if title else _terms(thing)
    return ", ".join(map(_word, thing)) or "none" if isinstance(thing, list) else str(thing)


def _terms(terms: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_word(value)}" for name, value in terms.items())


def _sure(row: dict[str, Any]) -> str:
    """How sure the change is, and its number where that is no law."""
    if not row["confidence"]:
        return "–"
    number = f" ({row['evidence']})" if row["evidence"] not in (None, "law") else ""
    return f"{row['confidence']}{number}"


def _moved(row: dict[str, Any]) -> str:
    return ", ".join(dict.fromkeys(f"{change['regime']} [{change['confidence']}]" for change in row["moved"])) or "–"


def _in_force(data: dict[str, Any]) -> str:
    if data["date_confidence"] is None:
        return f"in force {data['in_force']}"
    said = f"{'expected in force' if data['expected'] else 'in force'} {data['in_force']} [{data['date_confidence']}]"
    return f"{said}, content [{data['confidence']}], by way of {' → '.join(['the root', *data['chain']])}"


def _claim(claim: dict[str, Any] | None) -> str:
    if not claim or claim.get("saves") is None:
        return "–"
    return f"{claim['saves']:g} {claim.get('unit', '')}".strip()
