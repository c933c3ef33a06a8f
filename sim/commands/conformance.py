"""``jobsim doctor conformance``: one run held against its own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.export import PlaceOption, PracticeOption, ReplicationOption, RulesOption
from sim.commands.names import studies
from sim.commands.output import console, print_json
from sim.commands.run import JsonOption

if TYPE_CHECKING:
    from sim.conformance.conformance import Conformance


def conformance(
    study: Annotated[
        str,
        typer.Argument(
            metavar="[STUDY]", autocompletion=studies, help="Name of a study, or the path of its .yaml file."
        ),
    ] = "aalborg",
    rules: RulesOption = None,
    practice: PracticeOption = None,
    replication: ReplicationOption = 1,
    place: PlaceOption = None,
    json: JsonOption = False,
) -> None:
    """Count again, from the rows of the log alone, whether a run kept its rules: order of steps, and deadlines by duty.

    This runs one column once. Broken deadlines are what a jobcenter does. A broken order is an error of the program: exit
    code 1.
    """
    from sim.conformance.conformance import conformance as held
    from sim.journal.why import journal
    from sim.study.load import load

    loaded = load(study)
    run = journal(loaded, rules=rules, practice=practice, replication=replication, place=place)
    first, last = loaded.window
    found = held(run.log, run.setting, first, last)
    if json:
        names = {
            "place": run.setting.place.place,
            "rules": run.setting.rules_name,
            "practice": run.setting.practice_name,
        }
        rows = [each.as_data() for each in found.findings]
        print_json({"study": loaded.name, **names, "replication": replication, "rules_held": rows})
    else:
        _show(found)
    if found.errors:
        raise typer.Exit(1)


def _show(found: Conformance) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for head in ("Rule", "Cases", "Broken", "Kept"):
        table.add_column(head, justify="left" if head == "Rule" else "right", overflow="fold")
    for each in found.findings:
        words = f"{each.subject}: by its deadline ({each.law})" if each.subject else each.rule
        table.add_row(words, f"{each.cases:,}", f"{each.broken:,}", f"{100 * each.share:.1f} %")
    out = console()
    out.print(table)
    for each in found.errors:
        out.print(f"An error of the program: {each.rule}; rows {', '.join(map(str, each.rows))}")
