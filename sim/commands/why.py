"""``jobsim rules why``: a citizen's history with the clause behind each entry, or a list of citizens worth reading."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.names import places, practices, rule_sets
from sim.commands.output import LOOK_UP, console, print_json
from sim.commands.run import JsonOption, StudyArgument
from sim.commands.screen.twins import WIDEST, twins
from sim.commands.screen.twins import journals as twin_journals

if TYPE_CHECKING:
    from rich.table import Table

    from sim.journal.why import Entry, History, Journal, Notable, Twins

TELLS_ITSELF = frozenset({"ARRIVE", "SWITCH", "ASSIGN", "EXIT"})
"""Kinds of entry whose text names the citizen's group or caseworker."""


def why(
    study: StudyArgument,
    citizen: Annotated[
        int | None, typer.Option(metavar="N", help="Number of a citizen (default: list some citizens worth reading).")
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(
            metavar="SORT",
            help="List one kind: switch, team, sanction, prolonged, offer, exempt, clarification, flexjob, pension or return.",
        ),
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option(metavar="RULES", autocompletion=rule_sets, help="Any rule set (default: the study's baseline)."),
    ] = None,
    practice: Annotated[
        str | None,
        typer.Option(
            metavar="PRACTICE", autocompletion=practices, help="Default: the practice that the study gives these rules."
        ),
    ] = None,
    replication: Annotated[int, typer.Option(metavar="R", min=1, help="Number of the replication.")] = 1,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", autocompletion=places, help="Default: the study's first.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="RULES",
            autocompletion=rule_sets,
            help="Show the citizen under this rule set too, side by side. Without --citizen: list the citizens that differ most.",
        ),
    ] = None,
    against_practice: Annotated[
        str | None,
        typer.Option(
            metavar="PRACTICE",
            autocompletion=practices,
            help="Default: the practice that the study gives these rules, else that of the first column.",
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="With --against: print equal entries too.")] = False,
    chart: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="With --citizen and --against: draw both histories (FILE.png, .svg or .pdf; numbers beside it; Danish as FILE.da.png).",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show a citizen's history as a case journal with the law beside it. This runs one column once (two with --against)."""
    from sim.files.errors import ScenarioError
    from sim.journal.why import check_sort, journal

    for option, value in (("--against", against), ("--citizen", citizen)):
        if find is not None and value is not None:
            raise ScenarioError(f"--find and {option} cannot be combined", found=find, do="leave out one of them")
    if whole and citizen is None:
        raise ScenarioError("--whole needs --citizen and --against", do="add --citizen N, or leave out --whole")
    if chart is not None and (citizen is None or against is None):
        raise ScenarioError("--chart needs --citizen and --against", do="add --citizen N --against RULES")
    if against is not None:
        both = twin_journals(study, against, rules, practice, against_practice, replication, place)
        if chart is not None and citizen is not None:
            _draw(study, both.twins(citizen), chart)
        twins(study, both, citizen, whole=whole, json=json)
        return
    for option, value in (("--against-practice", against_practice), ("--whole", whole)):
        if value:
            raise ScenarioError(f"{option} needs --against", do="add --against RULES")
    if citizen is None:
        check_sort(find)
    run = journal(study, rules=rules, practice=practice, replication=replication, place=place)
    if citizen is None:
        listed = run.notable(find)
        if json:
            print_json(_of_run(run) | {"find": find, "citizens": [notable.as_data() for notable in listed]})
        else:
            show_list(study, run, listed)
        return
    history = run.history(citizen)
    if json:
        print_json(as_data(history))
    else:
        show(history)


def _draw(study: str, pair: Twins, chart: str) -> None:
    """Write the chart of two histories. A name that ends in ``.da`` before its ending gives a Danish one."""
    from pathlib import Path

    from sim.results.twin_chart import twin_chart
    from sim.study.load import load

    twin_chart(load(study), pair, "da" if Path(chart).stem.endswith(".da") else "en").save(chart)


def show(history: History) -> None:
    """Print the head, the journal and the totals."""
    out = console()
    width = min(out.width, WIDEST)
    states = " → ".join(history.states)
    out.print(f"Citizen {history.citizen}: {states}", width=width)
    out.print(
        f"{history.place} under {history.rules}, practice {history.practice}, replication {history.replication}; "
        f"{history.start} to {history.last}",
        width=width,
    )
    out.print(_journal(history.entries), width=width)
    out.print(_foot(history), width=width)
    out.print(LOOK_UP, width=width)


def _journal(entries: tuple[Entry, ...]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=True)
    table.add_column("When", no_wrap=True)
    table.add_column("What", ratio=5)
    table.add_column("Clause, law and evidence", ratio=3, overflow="fold")
    about, worker = "", ""
    for entry in entries:
        worker = entry.caseworker if entry.kind == "ASSIGN" else worker
        now = "; ".join(filter(None, (f"{entry.group}, {entry.benefit}", worker)))
        if now != about and entry.kind not in TELLS_ITSELF:
            table.add_row("", f"── {now} ──", "", style="bold")
            about = now
        table.add_row(
            f"{entry.date} {entry.time}", entry.what, beside(entry), style="red" if entry.kind == "BREACH" else None
        )
    return table


def beside(entry: Entry) -> str:
    """The clause behind an entry, on two lines: its path; its law, grade and the proposals that changed it."""
    clause = entry.clause
    law = clause.law or (f"no law: {clause.source}" if clause.path else "")
    text = "\n".join(filter(None, (clause.path, law)))
    text += f" [{clause.evidence}]" if clause.evidence else ""
    return text + (f", changed by {', '.join(clause.reforms)}" if clause.reforms else "")


def _foot(history: History) -> str:
    foot = history.foot
    counts = {
        "meetings held": foot.meetings,
        "held elsewhere": foot.elsewhere,
        "no-shows": foot.no_shows,
        "hearings of the team": foot.hearings,
        "sanction cases": foot.sanctions,
        "legal deadlines broken": foot.breaches,
        "switches": foot.switches,
        "caseworkers": foot.caseworkers,
        "days here": foot.days,
        "days in the spell before": foot.before,
    }
    return "In all: " + ", ".join(f"{words} {count:,}" for words, count in counts.items())


def show_list(study: str, journal: Journal, listed: list[Notable]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = console()
    width = min(out.width, WIDEST)
    setting = journal.setting
    out.print(
        f"{setting.place.place} under {setting.rules_name}, practice {setting.practice.practice}, replication "
        f"{journal.replication}: citizens 0 to {journal.citizens - 1}",
        width=width,
    )
    if not listed:
        out.print("There are no citizens of this kind.", width=width)
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("Citizen", justify="right")
    table.add_column("Why", ratio=1)
    table.add_column("Way", ratio=3)
    for notable in listed:
        table.add_row(str(notable.citizen), notable.why, notable.summary)
    out.print(table, width=width)
    out.print(f"Read a history: jobsim rules why {study} --citizen {listed[0].citizen}", width=width)


def as_data(history: History) -> dict[str, Any]:
    """The data that ``--json`` prints for a citizen."""
    return {
        "citizen": history.citizen,
        "place": history.place,
        "rules": history.rules,
        "practice": history.practice,
        "replication": history.replication,
        "start": history.start.isoformat(),
        "last": history.last.isoformat(),
        "states": list(history.states),
        "entries": [entry.as_data() for entry in history.entries],
        "in_all": asdict(history.foot),
    }


def _of_run(journal: Journal) -> dict[str, Any]:
    setting = journal.setting
    return {
        "place": setting.place.place,
        "rules": setting.rule_set.name,
        "practice": setting.practice.practice,
        "replication": journal.replication,
    }
